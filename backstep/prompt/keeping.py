"""Where marks, notes and answers go: into the session's file at once, or nowhere, with the reason.

The stepper hands over what is put to a pass. A session under way has its journal. A file that is
replayed is written to when it is the person's own, and nobody else is writing it; otherwise what is
put there stays until the stepper is left, unless `w` saves a copy.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from backstep.export.subject import of_live
from backstep.export.subject import of_session as subject_of
from backstep.messages import later, tr
from backstep.prompt.handing import exporter_of
from backstep.recording.annotations import Annotation, Annotations
from backstep.recording.records import Recording
from backstep.session import Journal, Session, SessionError, read_session
from backstep.session.errors import reason, shown_path
from backstep.session.places import shipped_sessions
from backstep.stepper.notebook import Entered, Kept, Save, notebook_of

if TYPE_CHECKING:
    from backstep.session.live import LiveSession


@dataclass
class Keeping:
    """A keeper for the stepper. `places` are the cell and the id of each pass that it shows.

    `opened` gives the journal of the session, or raises SessionError with the reason; `copied`
    begins a file with all of the session. `heard` is told of each entry.
    """

    places: Sequence[tuple[int, int]]
    opened: Callable[[], Journal]
    copied: Callable[[Path], Journal]
    heard: Callable[[Entered], None] = lambda entered: None
    journal: Journal | None = None
    unwritten: list[Entered] = field(default_factory=list)
    told: bool = False

    def __call__(self, entered: Entered | Save) -> str:
        """Keep an entry, or save the session; gives a sentence where there is something to say."""
        if isinstance(entered, Save):
            return self._save(entered)
        if entered.index >= len(self.places):
            told = later(
                "Kept until you leave: this pass was made here, and the session has no such one."
            )
            return tr(told)
        self.heard(entered)
        self.unwritten.append(entered)
        try:
            self._write()
        except SessionError as error:
            if self.told:
                return ""
            self.told = True
            told = later("Kept until you leave, not written: {why}. w saves it all to a file.")
            return tr(told, why=error)
        return ""

    def _write(self) -> None:
        """Write what waits to be."""
        if self.journal is None:
            self.journal = self.opened()
        while self.unwritten:
            one = self.unwritten[0]
            self.journal.annotate(*self.places[one.index], one.annotation)
            del self.unwritten[0]

    def _save(self, save: Save) -> str:
        try:
            if save.path and self.journal is None:
                self.journal = self.copied(Path(save.path))
            elif save.path and self.journal is not None:
                self.journal.save_as(Path(save.path))
            if save.looked.index < len(self.places):
                self.unwritten.append(save.looked)
            self._write()
        except SessionError as error:
            if save.looked in self.unwritten:
                self.unwritten.remove(save.looked)
            if save.path:
                return tr("Not saved: {why}.", why=error)
            return tr("Not saved: {why}: w asks for the name of a file.", why=error)
        assert self.journal is not None
        path = shown_path(self.journal.path)
        if save.looked.index < len(self.places):
            told = later("Saved to {path}: a replay of it opens here. Marks go there from now on.")
            return tr(told, path=path)
        return tr("Saved to {path}. Marks go there from now on.", path=path)


def of_session(live: LiveSession, recordings: Sequence[Recording]) -> Kept:
    """What is known of the passes of a session under way; its journal keeps what is put to them."""
    cells = {r.id: cell.n for cell in (*live.cells, *live.undone) for r in cell.recordings}

    def opened() -> Journal:
        if live.journal is None:
            raise SessionError(tr("this session has no file"))
        return live.journal

    def copied(path: Path) -> Journal:
        journal = live.save_to(path)
        keeping.unwritten.clear()  # it has been heard, and is in the file
        return journal

    def heard(entered: Entered) -> None:
        pass_id = recordings[entered.index].id
        live.annotations.setdefault(pass_id, []).append(entered.annotation)

    places = [(cells.get(r.id, 0), r.id) for r in recordings]
    keeping = Keeping(places, opened, copied, heard, live.journal)
    known = [Annotations().adding(*live.annotations.get(r.id, ())) for r in recordings]
    file = "" if live.journal is None else shown_path(live.journal.path)
    return Kept(notebook_of(known), keeping, file=file, exporter=exporter_of(lambda: of_live(live)))


def of_lecture(live: LiveSession) -> Kept:
    """The same of a lecture that has just run: it opens as its author wants it looked at."""
    return opening(of_session(live, live.recordings))


def opening(kept: Kept) -> Kept:
    """The same, opened where it is to be looked at."""
    for i, page in kept.notebook.pages.items():
        if page.looked is not None:
            return replace(kept, index=i, looked=page.looked)
    return kept


@contextmanager
def of_file(session: Session, ours: Journal | None = None) -> Iterator[Kept]:
    """What a file knows of its passes; it is written to where that may be.

    `ours` is the journal of the session under way, which may be that very file.
    """
    places = [(cell.n, r.id) for cell in session.cells for r in cell.recordings]

    writing = ours if ours is not None and _are_same(ours.path, session.path) else None

    def opened() -> Journal:
        _check_own(session.path)
        return Journal.open_for_append(session.path)

    def copied(path: Path) -> Journal:
        return Journal.copied(session.path, path)

    keeping = Keeping(places, opened, copied, journal=writing)
    try:
        index, looked = session.looked or (0, None)
        file = shown_path(session.path)
        exporter = exporter_of(lambda: subject_of(session))
        yield Kept(notebook_of(session.annotations), keeping, index, looked, file, exporter)
    finally:
        if keeping.journal is not None and keeping.journal is not writing:
            keeping.journal.close()


def of_journal(
    journal: Journal | None,
    recordings: Sequence[Recording],
    known: Mapping[int, Sequence[Annotation]] | None = None,
) -> Kept:
    """The keeper of passes that a journal has been given, if there is one. `known` is what is put
    to them already, by their ids."""

    def opened() -> Journal:
        raise SessionError(tr("this run has no file (--save FILE gives it one)"))

    def copied(path: Path) -> Journal:
        return opened()

    cells = {} if journal is None else journal.cells_of_passes
    places = [(cells.get(r.id, 0), r.id) for r in recordings]
    path = Path() if journal is None else journal.path
    file = "" if journal is None else shown_path(journal.path)
    pages = [Annotations().adding(*(known or {}).get(r.id, ())) for r in recordings]
    keeping = Keeping(places, opened, copied, journal=journal)
    exporter = exporter_of(None if journal is None else lambda: subject_of(read_session(path)))
    return Kept(notebook_of(pages), keeping, file=file, exporter=exporter)


def _are_same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _check_own(path: Path) -> None:
    """Raises SessionError for a file that is not to be written to."""
    shipped = [os.path.realpath(each) for each in shipped_sessions().values()]
    if os.path.realpath(path) in shipped:
        raise SessionError(tr("{file} comes with backstep", file=path.name))
    try:
        mine = not hasattr(os, "geteuid") or os.stat(path).st_uid == os.geteuid()
    except OSError as error:
        raise SessionError(f"{shown_path(path)}: {reason(error)}") from None
    if not mine or not os.access(path, os.W_OK):
        raise SessionError(tr("{file} is not yours to write", file=shown_path(path)))
