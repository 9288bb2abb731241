"""What is exported: passes, with the program that made them and what was put to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from backstep.messages import language
from backstep.recording.annotations import Annotation, Annotations
from backstep.recording.figures import Figure
from backstep.recording.records import Recording
from backstep.recording.visible import one_line, visible

if TYPE_CHECKING:
    from backstep.session import Session, SessionCell
    from backstep.session.live import LiveCell, LiveSession

NOTHING = Annotations()


@dataclass(frozen=True)
class ProgramCell:
    """A cell: what was typed, what it printed, and its passes, by their places in the subject.

    `text` is the prose before it, `error` what it ended in (`ValueError: no`), empty where it ended
    well.
    """

    n: int
    source: str
    output: str
    passes: tuple[int, ...]
    text: str = ""
    error: str = ""


@dataclass(frozen=True)
class Subject:
    """What is exported.

    `pages` are the notes, marks and questions of each pass, in step with `recordings`; they may be
    fewer. `closing` is the prose after the last cell, `figures` what the program plotted, in order.
    `session` is where it all came from: what a lecture in Markdown is made of. Any text in it may
    be a stranger's, with whatever characters.
    """

    recordings: tuple[Recording, ...]
    title: str = ""
    cells: tuple[ProgramCell, ...] = ()
    pages: tuple[Annotations, ...] = ()
    session: Session | None = None
    closing: str = ""
    figures: tuple[Figure, ...] = ()

    def page(self, index: int) -> Annotations:
        """What was put to a pass."""
        return self.pages[index] if index < len(self.pages) else NOTHING

    def showing(self, recordings: Sequence[Recording], pages: Mapping[int, Annotations]) -> Subject:
        """The same, of the passes that a stepper shows, and what holds of each there by now."""
        known = {r.id: i for i, r in enumerate(recordings)}
        own = {
            i: known[r.id] if r.id in known and _same(recordings[known[r.id]], r) else None
            for i, r in enumerate(self.recordings)
        }
        cells = tuple(
            replace(
                cell,
                passes=tuple(at for i in cell.passes for at in (own[i],) if at is not None),
            )
            for cell in self.cells
        )
        shown = [(at, self.recordings[i].id) for i, at in own.items() if at is not None]
        by_id = {number: pages[at] for at, number in shown if at in pages}
        return replace(
            self,
            recordings=tuple(recordings),
            cells=cells,
            pages=tuple(pages.get(i, NOTHING) for i in range(len(recordings))),
            session=None if self.session is None else _annotated(self.session, by_id),
        )


def of_recordings(recordings: Sequence[Recording], title: str = "") -> Subject:
    """Passes alone, of no program that is known."""
    return Subject(tuple(recordings), title)


def of_session(session: Session) -> Subject:
    """A session, in the language in use where it is one of the shipped lessons."""
    from backstep.session.lectures import translated

    told = translated(session)
    return Subject(
        told.recordings,
        told.header.title,
        _cells(told.cells),
        told.annotations,
        session,
        told.closing,
        told.plots,
    )


def of_live(live: LiveSession, title: str = "", seed: int | None = None, tag: str = "") -> Subject:
    """A session under way, as its journal has it, where it has one, with its arrays whole; `title`,
    `seed` and `tag`, the language of its notes, are for one that has none."""
    figures = tuple(live.figures)  # a file may have had no room for all of them
    if live.journal is None:
        subject = of_session(_session_of(live, title, seed, tag or language()))
        return replace(subject, figures=figures)
    from backstep.session import read_session

    subject = of_session(read_session(live.journal.path))
    whole = {r.id: r for r in live.recordings}
    recordings = tuple(_whole(r, whole) for r in subject.recordings)
    return replace(subject, recordings=recordings, figures=figures)


def _whole(read: Recording, whole: Mapping[int, Recording]) -> Recording:
    """The pass as it is in memory, of which a file keeps only the small arrays."""
    found = whole.get(read.id)
    return found if found is not None and _same(found, read) else read


def _same(one: Recording, other: Recording) -> bool:
    """Whether two are of one pass, the one perhaps read from a file."""
    alike = one.id, one.target, one.algorithm, len(one.pops)
    return one is other or alike == (other.id, other.target, other.algorithm, len(other.pops))


def _session_of(live: LiveSession, title: str, seed: int | None, tag: str) -> Session:
    """What a file would hold of a session that has none."""
    from backstep.session import Session
    from backstep.session.journal import header

    return Session(
        Path(title or "session"),
        header(one_line(title), seed, tag),
        tuple(_cell_of(live, cell) for cell in live.cells),
        undone=tuple(_cell_of(live, cell) for cell in live.undone),
        closing=visible(live.closing),
    )


def _cell_of(live: LiveSession, cell: LiveCell) -> SessionCell:
    from backstep.session import SessionCell
    from backstep.session.records import Error

    problem = cell.problem
    return SessionCell(
        cell.source,
        cell.output,
        None if problem is None else Error(problem.kind, problem.message, max(problem.line, 0)),
        cell.digest,
        cell.recordings,
        not cell.interrupted,
        cell.n,
        annotations={
            r.id: _as_read(live.annotations[r.id])
            for r in cell.recordings
            if r.id in live.annotations
        },
        text=visible(cell.text),
    )


def _as_read(page: Iterable[Annotation]) -> Annotations:
    """What was put to a pass, with nothing hidden in it, as a file gives it back."""
    from backstep.session.annotation_records import packed_annotation, unpacked_annotation

    return Annotations().adding(
        *(unpacked_annotation(packed_annotation(one, 1, 1)) for one in page)
    )


def _cells(cells: Sequence[SessionCell]) -> tuple[ProgramCell, ...]:
    made: list[ProgramCell] = []
    at = 0
    for cell in cells:
        passes = tuple(range(at, at + len(cell.recordings)))
        error = "" if cell.error is None else f"{cell.error.kind}: {cell.error.message}"
        made.append(ProgramCell(cell.n, cell.source, cell.output, passes, cell.text, error))
        at += len(passes)
    return tuple(made)


def _annotated(session: Session, pages: Mapping[int, Annotations]) -> Session:
    """The session with what holds of its passes by now, by their ids."""

    def now(cell: SessionCell) -> SessionCell:
        here = {r.id: _as_read(pages[r.id]) for r in cell.recordings if r.id in pages}
        return replace(cell, annotations={**cell.annotations, **here})

    return replace(session, cells=tuple(map(now, session.cells)))
