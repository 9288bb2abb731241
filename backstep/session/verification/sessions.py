"""A session as it is recorded beside the same session run again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

import msgspec

from backstep.messages import tr
from backstep.recording.records import Recording
from backstep.session.lines import encoded
from backstep.session.reader import SessionCell
from backstep.session.verification.passes import (
    END,
    HOW,
    OUTPUT,
    PASSES,
    PLOTS,
    RULES,
    VALUES,
    Difference,
    Side,
    changed_words,
    compare_passes,
)
from backstep.session.verification.tiers import Tier, tier_of_texts

if TYPE_CHECKING:
    from backstep.session.plot_records import Plot

MOST_CHARACTERS = 60  # of an output in a difference


@dataclass(frozen=True)
class CellAgain:
    """A cell that was run again. `shown` is the value that it ends in, with its newline: whether
    that is part of the recorded output depends on where the session was made."""

    output: str
    shown: str
    error: str
    digest: str
    recordings: tuple[Recording, ...]
    plots: tuple[str, ...] = ()
    message: str = ""


@dataclass(frozen=True)
class Verification:
    """What running a session again came to. `difference` is the first one, where there is any.

    `remarks` are what reads otherwise by now, and may: the texts of the engine and of errors.
    """

    tier: Tier
    cells: int
    passes: int
    pops: int
    difference: Difference | None = None
    remarks: tuple[str, ...] = ()


def compared(recorded: Sequence[SessionCell], now: Sequence[CellAgain]) -> Verification:
    """Hold the recorded cells beside those that were run again, one for one.

    Of the named values a file has only a digest. Where that alone differs, it tells by how much no
    more than the passes do: it is close where they are, and differs where all else is the same.
    """
    tier = Tier.SAME
    first: Difference | None = None
    digests: Difference | None = None
    words: set[str] = set()
    messages: list[int] = []
    program = "\n".join(cell.source for cell in recorded)
    number = 0
    for one, other in zip(recorded, now, strict=True):
        rules = list(_rules(one, other, number, program, words))
        for difference in [*_cell(one, other, number), *rules]:
            worst = max(side.tier for side in difference.sides)
            tier = max(tier, worst)
            if worst is Tier.DIFFERS and first is None:
                first = difference
        if _messages(one) != [other.message, *_failures(other.recordings)]:
            messages.append(one.n)
        if one.digest and one.digest != other.digest and digests is None:
            sides = (Side(tr("digest"), one.digest[:12], other.digest[:12], Tier.DIFFERS),)
            digests = Difference(VALUES, one.n, sides)
        number += len(one.recordings)
    if digests is not None and tier is Tier.SAME:
        tier, first = Tier.DIFFERS, digests
    recordings = [recording for cell in recorded for recording in cell.recordings]
    return Verification(
        tier=tier,
        cells=len(recorded),
        passes=len(recordings),
        pops=sum(len(recording.pops) for recording in recordings),
        difference=first,
        remarks=tuple(_remarks(words, messages)),
    )


def _rules(
    one: SessionCell, other: CellAgain, number: int, program: str, words: set[str]
) -> Iterator[Difference]:
    """The rules that read otherwise, as differences where the program itself says them; the
    engine's own may have been written anew since, and are put to `words`."""
    passes = zip(one.recordings, other.recordings, strict=False)
    for i, (recorded, now) in enumerate(passes, start=1):
        for name, side in changed_words(recorded, now).items():
            if f"class {name}" in program:
                target = recorded.target_node.label
                yield Difference(RULES, one.n, (side,), number + i, target=target)
            else:
                words.add(name)


def _messages(cell: SessionCell) -> list[str]:
    return ["" if cell.error is None else cell.error.message, *_failures(cell.recordings)]


def _failures(recordings: Sequence[Recording]) -> list[str]:
    return [each.failure.message for each in recordings if each.failure is not None]


def _cell(one: SessionCell, other: CellAgain, number: int) -> Iterator[Difference]:
    """Every place of a cell, as the difference that it would be; `number` passes went before."""
    passes = list(zip(one.recordings, other.recordings, strict=False))
    for i, (recorded, now) in enumerate(passes, start=1):
        for where, pop, sides in compare_passes(recorded, now):
            target = recorded.target_node.label
            yield Difference(where, one.n, tuple(sides), number + i, pop, target)
        inside = _exact(tr("runs inside"), *(_parent(c.recordings, i - 1) for c in (one, other)))
        target = recorded.target_node.label
        yield Difference(HOW, one.n, (inside,), number + i, target=target)
    error = one.error.kind if one.error is not None else tr("none")
    yield Difference(END, one.n, (_exact(tr("error"), error, other.error or tr("none")),))
    counts = [str(len(each.recordings)) for each in (one, other)]
    yield Difference(PASSES, one.n, (_exact(tr("passes"), *counts),))
    yield Difference(OUTPUT, one.n, (_output(one, other),))
    if one.plots or other.plots:
        yield Difference(PLOTS, one.n, tuple(_plots(one, other)))


def _plots(one: SessionCell, other: CellAgain) -> Iterator[Side]:
    from backstep.session.plots import packed_figure

    yield _exact(tr("plots"), str(len(one.plots)), str(len(other.plots)))
    for i, (plot, now) in enumerate(zip(one.plots, other.plots, strict=False), start=1):
        recorded = plot_text(packed_figure(plot.figure, 1, 0))
        yield Side(
            tr("plot {number}", number=i), *_apart_in(recorded, now), tier_of_texts(recorded, now)
        )


def plot_text(plot: Plot) -> str:
    """All that a figure is, as a text; not when it was shown."""
    return encoded(msgspec.structs.replace(plot, cell=1, after=0)).decode()


def _parent(recordings: Sequence[Recording], i: int) -> str:
    """Which pass of its cell a pass ran inside of: ids differ once cells were taken back."""
    parent = recordings[i].parent
    if parent is None:
        return tr("none")
    ids = [recording.id for recording in recordings]
    return (
        tr("pass {number}", number=ids.index(parent) + 1)
        if parent in ids
        else tr("one that was not kept")
    )


def _exact(what: str, recorded: str, now: str) -> Side:
    return Side(what, recorded, now, Tier.SAME if recorded == now else Tier.DIFFERS)


def _output(one: SessionCell, other: CellAgain) -> Side:
    tier, now = min(
        (tier_of_texts(one.output, text), text)
        for text in (other.output + other.shown, other.output)
    )
    recorded, came = _apart(one.output, now)
    return Side(tr("output"), recorded, came, tier)


def _apart(recorded: str, now: str) -> tuple[str, str]:
    """The first lines that are not the same, as they would stand in a program."""
    pairs = zip_longest(recorded.splitlines(), now.splitlines())
    one, other = next((pair for pair in pairs if pair[0] != pair[1]), ("", ""))
    return _quoted(one), _quoted(other)


def _apart_in(recorded: str, now: str) -> tuple[str, str]:
    """Two long lines from a little before the place where they part."""
    pairs = enumerate(zip(recorded, now, strict=False))
    at = next((i for i, (a, b) in pairs if a != b), 0)
    start = max(0, at - MOST_CHARACTERS // 2)
    one, other = (_quoted(text[start : start + MOST_CHARACTERS]) for text in (recorded, now))
    return one, other


def _quoted(line: str | None) -> str:
    if line is None:
        return tr("nothing")
    return repr(line if len(line) <= MOST_CHARACTERS else line[: MOST_CHARACTERS - 3] + "...")


def _remarks(words: set[str], messages: Sequence[int]) -> Iterator[str]:
    if words:
        names = ", ".join(sorted(words))
        yield tr("formula or backward of {names} reads otherwise by now", names=names)
    if messages:
        numbers = ", ".join(map(str, messages))
        yield tr("an error reads otherwise by now, in cell {numbers}", numbers=numbers)
