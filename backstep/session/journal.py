"""Writing a session as it happens: one record, one write, one fsync; a cell before it runs."""

from __future__ import annotations

import contextlib
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np

from backstep.messages import tr
from backstep.recording.annotations import Annotation
from backstep.recording.records import Recording
from backstep.recording.timeline import length_of
from backstep.session import files, limits, records
from backstep.session.annotation_records import packed_annotation
from backstep.session.errors import SessionError, shown_path
from backstep.session.lines import encoded, values_in
from backstep.session.packing import packed
from backstep.session.places import journal_path, remember_saved
from backstep.session.reader import is_session, parsed
from backstep.session.seeds import new_seed
from backstep.version import VERSION

if TYPE_CHECKING:
    from backstep.language.errors import Problem
    from backstep.recording.figures import Figure


def header(title: str = "", seed: int | None = None, language: str = "en") -> records.Header:
    """The header of a session that begins now."""
    return records.Header(
        format=list(records.FORMAT),
        app=f"backstep {VERSION}",
        numpy=np.__version__,
        python=platform.python_version(),
        title=title,
        language=language,
        seed=seed,
    )


class Journal:
    """The end of a session file that is being written; also a context manager that closes it.

    `cells` counts those of the file; `seed` is what random numbers began with, where it begins the
    file. A record that cannot be written whole leaves no trace in it. `autosave` is the file in the
    data folder that is not needed once the session was saved to another, which is remembered.
    """

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self.cells = 0
        self.seed: int | None = None
        self.autosave: Path | None = None
        self._descriptor = descriptor
        self._size = 0
        self._records = 0
        self._values = 0  # of JSON
        self._plotted = 0  # numbers in figures
        self._passes: dict[tuple[int, int], int] = {}  # steps, by cell and id

    @classmethod
    def create(
        cls, path: Path, title: str = "", seed: int | None = None, language: str = "en"
    ) -> Journal:
        """Begin a session file. Raises SessionError where there is one already or none can be."""
        try:
            if not path.parent.is_dir():
                path.parent.mkdir(parents=True)
        except (OSError, ValueError) as error:
            raise files.cannot("write", path, error) from None
        try:
            flags = files.APPENDING | os.O_CREAT | os.O_EXCL
            journal = cls(path, os.open(path, flags, files.PRIVATE))
        except FileExistsError:
            raise SessionError(
                tr("{path} is there already: choose another name", path=shown_path(path))
            ) from None
        except (OSError, ValueError) as error:
            raise files.cannot("write", path, error) from None
        try:
            files.lock(path, journal._descriptor)
            journal.append(header(title, seed, language))
            journal.seed = seed
        except BaseException:
            journal.close()
            path.unlink(missing_ok=True)
            raise
        files.sync_folder(path.parent)
        return journal

    @classmethod
    def open_for_append(cls, path: Path) -> Journal:
        """Go on with a session file; a torn last line is cut off first.

        Raises SessionError where it cannot be read, is no session, or another one is writing it.
        """
        journal = cls(path, files.open_to_write(path, files.APPENDING))
        try:
            journal._take_up()
        except BaseException as error:
            journal.close()
            if isinstance(error, OSError):
                raise files.cannot("write", path, error) from None
            raise
        return journal

    @classmethod
    def copied(cls, source: Path, path: Path) -> Journal:
        """Go on with a copy of a session file; `.jsonl` is added to a bare name.

        Raises SessionError as `save_as` does.
        """
        data, target = files.read_regular(source), with_ending(path)
        with _replaceable(target, overwrite=False):
            journal = cls(target, files.put_in_place(target, data))
        try:
            journal._take_up()
        except BaseException:
            journal.close()
            raise
        return journal

    @property
    def cells_of_passes(self) -> dict[int, int]:
        """The cell of each pass that the file holds, by the pass's id."""
        return {pass_id: cell for cell, pass_id in self._passes}

    def _take_up(self) -> None:
        size = os.fstat(self._descriptor).st_size
        if size > limits.FILE_BYTES:
            raise self._full()
        data = files.read_all(self._descriptor, size)
        session = parsed(self.path, data)
        if session.torn:
            os.ftruncate(self._descriptor, session.whole_bytes)
        elif not data.endswith(b"\n"):
            files.write_all(self._descriptor, b"\n")
        self._size = os.fstat(self._descriptor).st_size
        self._records = session.count
        self._values = session.values
        self._plotted = session.plotted
        for cell in (*session.cells, *session.undone):
            for recording in cell.recordings:
                self._passes.setdefault((cell.n, recording.id), length_of(recording))
        self.cells = session.last_number

    def text(self, text: str) -> None:
        """Write the prose before the next cell, or after the last."""
        self.append(records.Text(text.split("\n")))

    def cell(self, source: str) -> int:
        """Write a cell that is about to run; gives its number."""
        self.append(records.Cell(self.cells + 1, source.split("\n")))
        self.cells += 1
        return self.cells

    def back(self, cell: int, recording: Recording) -> None:
        """Write a backward pass that a cell made."""
        self.append(packed(recording, cell))

    def annotate(self, cell: int, pass_id: int, one: Annotation) -> None:
        """Write what a person put to a pass. Raises SessionError where the file has no such step:
        another backstep may have written it anew since it was read."""
        if one.step > self._passes.get((cell, pass_id), -1):
            raise SessionError(
                tr("{path} does not hold the pass that this is about", path=shown_path(self.path))
            )
        self.append(packed_annotation(one, cell, pass_id))

    def plot(self, cell: int, figure: Figure, after: int) -> bool:
        """Write a figure that a cell shows, after the pass with that id.

        False where the session holds as many numbers in plots as it may; it is then left out.
        """
        from backstep.session.plots import packed_figure

        if self._plotted + figure.size > limits.PLOTTED:
            return False
        self.append(packed_figure(figure, cell, after))
        self._plotted += figure.size
        return True

    def done(self, cell: int, output: str, problem: Problem | None, digest: str) -> None:
        """Write what a cell came to."""
        error = None
        if problem is not None:
            error = records.Error(problem.kind, problem.message, max(problem.line, 0))
        self.append(records.Done(cell, output, error, digest))

    def undo(self, cells: Sequence[int]) -> None:
        """Write that cells were taken back: what there is of them stays in the file."""
        self.append(records.Undo(list(cells)))

    def redo(self, cells: Sequence[int]) -> None:
        """Write that cells which were taken back hold again."""
        self.append(records.Redo(list(cells)))

    def append(self, record: records.Known | records.Unknown) -> None:
        """Write any record. Raises SessionError when it cannot be; the file is then as before."""
        line = encoded(record)
        values = self._values + values_in(line)
        size = self._size + len(line)
        if self._records >= limits.RECORDS or size > limits.FILE_BYTES or values > limits.VALUES:
            raise self._full()
        try:
            files.write_all(self._descriptor, line)
        except BaseException as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, self._size)
            if isinstance(error, OSError):
                raise files.cannot("write", self.path, error) from None
            raise
        self._size += len(line)
        self._records += 1
        self._values = values
        if isinstance(record, records.Back):
            self._passes.setdefault((record.cell, record.id), record.steps)

    def _full(self) -> SessionError:
        return SessionError(
            tr(
                "{path} is full ({size}, {most:,} records or {values:,} values): "
                "begin a new session",
                path=shown_path(self.path),
                size=limits.megabytes(limits.FILE_BYTES),
                most=limits.RECORDS,
                values=limits.VALUES,
            )
        )

    def save_as(self, path: Path, overwrite: bool = False) -> None:
        """Copy the session to another file and go on there; `.jsonl` is added to a bare name.

        The file appears whole or not at all. Raises SessionError, and goes on in the old file,
        when it cannot be written, when another backstep is writing it, or when it would replace
        something that is not a session (`overwrite` allows that).
        """
        target = with_ending(path)
        try:
            if target.exists() and target.samefile(self.path):
                return
            data = files.read_all(self._descriptor, self._size)
        except (OSError, ValueError) as error:
            raise files.cannot("write", target, error) from None
        with _replaceable(target, overwrite):
            descriptor = files.put_in_place(target, data)
        os.close(self._descriptor)
        if self.autosave is not None and target != Path(os.path.realpath(self.autosave)):
            remember_saved(target)
            with contextlib.suppress(OSError):
                self.autosave.unlink(missing_ok=True)
        self.path, self._descriptor = target, descriptor

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def with_ending(path: Path) -> Path:
    """The file that a person means: through links, and with `.jsonl` where there is no ending."""
    try:
        named = path.expanduser()
        if named.name and not named.suffix and not named.is_dir():
            named = named.with_name(f"{named.name}.jsonl")
        return Path(os.path.realpath(named))
    except (OSError, RuntimeError, ValueError) as error:
        told = error if isinstance(error, OSError) else ValueError(str(error))
        raise files.cannot("write", path, told) from None


@contextlib.contextmanager
def _replaceable(target: Path, overwrite: bool) -> Iterator[None]:
    """See that a file may be replaced, and keep other writers off it meanwhile."""
    if not target.exists():
        if not target.parent.is_dir():
            raise SessionError(
                tr(
                    "there is no folder {folder}: make it first",
                    folder=shown_path(target.parent),
                )
            )
        yield
        return
    descriptor = files.open_regular(target, os.O_RDONLY | files.ALWAYS)
    try:
        if not overwrite and not is_session(target):
            raise SessionError(
                tr(
                    "{target} exists and is not a backstep session: choose another name",
                    target=shown_path(target),
                )
            )
        files.lock(target, descriptor)
        yield
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def autosaved(
    language: str = "en",
    complain: Callable[[str], object] | None = None,
    seed: int | None = None,
) -> Iterator[Journal | None]:
    """A journal in the data folder for a session that has no file of its own yet.

    Its random numbers begin with `seed`, or with one that nobody has chosen.

    None, after a warning, where the data folder cannot be written: the session goes on without.
    A session in which no cell was run leaves no file.
    """
    try:
        journal = _autosave(datetime.now(), language, new_seed() if seed is None else seed)
    except SessionError as error:
        complain = complain or partial(print, file=sys.stderr)
        complain(tr("warning: this session is not saved as you type: {error}", error=error))
        yield None
        return
    path = journal.autosave = journal.path
    try:
        with journal:
            yield journal
    finally:
        if journal.cells == 0 or os.path.realpath(journal.path) != os.path.realpath(path):
            path.unlink(missing_ok=True)


def _autosave(now: datetime, language: str, seed: int) -> Journal:
    """Begin a journal; another backstep may take the same name in the same moment."""
    while True:
        path = journal_path(now)
        try:
            return Journal.create(path, seed=seed, language=language)
        except SessionError:
            if not os.path.lexists(path):
                raise
