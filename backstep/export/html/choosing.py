"""Which passes a page holds: all of them, or of very many the nearest to the one that is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from backstep.export.errors import ExportError
from backstep.export.subject import Subject
from backstep.export.wanted import Wanted
from backstep.messages import tr, trn
from backstep.recording.records import Recording
from backstep.recording.timeline import length_of

MOST_STEPS = 200_000  # of all passes of a page: about 40,000 pops


@dataclass(frozen=True)
class Chosen:
    """The subject with the passes that the page holds, which of them is wanted, and how many are
    left out of it."""

    subject: Subject
    index: int
    left_out: int = 0

    @property
    def told(self) -> str:
        """How many passes are on the page, where that is not all."""
        n = len(self.subject.recordings)
        if not self.left_out:
            return ""
        return tr("{n} of {all} passes are on this page", n=n, all=n + self.left_out)


def chosen(subject: Subject, wanted: Wanted) -> Chosen:
    """What of a subject a page holds. Raises ExportError where that is nothing: it has no pass, or
    the one that is wanted is too long."""
    recordings = subject.recordings
    if not recordings:
        raise ExportError(tr("there is no backward pass in it to export"))
    index = min(max(wanted.index, 0), len(recordings) - 1)
    if length_of(recordings[index]) > MOST_STEPS:
        raise ExportError(
            tr(
                "a page holds at most {most:,} steps, and this pass has {n:,}: .jsonl has no limit",
                most=MOST_STEPS,
                n=length_of(recordings[index]),
            )
        )
    held = [index] if wanted.alone else _nearest(recordings, index)
    left_out = 0 if wanted.alone else len(recordings) - len(held)
    if len(held) == len(recordings):
        return Chosen(subject, index)
    new = {old: i for i, old in enumerate(held)}
    cells = tuple(
        replace(cell, passes=tuple(new[i] for i in cell.passes if i in new))
        for cell in subject.cells
    )
    pages = tuple(subject.page(i) for i in held)
    kept = replace(subject, recordings=tuple(recordings[i] for i in held), pages=pages, cells=cells)
    return Chosen(kept, new[index], left_out)


def left_out(subject: Subject, wanted: Wanted) -> str:
    """What of a subject is not on its page; empty where all is."""
    n = chosen(subject, wanted).left_out
    return trn("{n} pass of so many steps", "{n} passes of so many steps", n) if n else ""


def _nearest(recordings: Sequence[Recording], index: int) -> list[int]:
    """The passes nearest to one, as many as a page holds."""
    held, room = [], MOST_STEPS
    for i in sorted(range(len(recordings)), key=lambda i: (abs(i - index), i)):
        room -= length_of(recordings[i])
        if room < 0:
            break
        held.append(i)
    return sorted(held)
