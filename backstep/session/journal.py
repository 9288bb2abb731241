"""Writing a session as it happens: one record, one write, one fsync; a cell before it runs."""

from __future__ import annotations

import contextlib
import os
import platform
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType

import msgspec
import numpy as np

from backstep.language.errors import Problem
from backstep.recording.records import Recording
from backstep.session import records
from backstep.session.errors import SessionError
from backstep.session.packing import packed
from backstep.session.places import journal_path
from backstep.session.reader import read_session
from backstep.version import VERSION

try:
    import fcntl
except ImportError:  # no such lock on Windows
    fcntl = None  # type: ignore[assignment]


def header(title: str = "") -> records.Header:
    """The header of a session that begins now."""
    return records.Header(
        format=list(records.FORMAT),
        app=f"backstep {VERSION}",
        numpy=np.__version__,
        python=platform.python_version(),
        title=title,
    )


class Journal:
    """The end of a session file that is being written; also a context manager that closes it."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self.cells = 0
        self._descriptor = descriptor

    @classmethod
    def create(cls, path: Path, title: str = "") -> Journal:
        """Begin a session file. Raises SessionError where there is one already or none can be."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
            descriptor = os.open(path, flags, 0o600)
        except FileExistsError:
            raise SessionError(f"{path} is there already: choose another name") from None
        except OSError as error:
            raise SessionError(f"{path}: {error.strerror}") from None
        _lock(path, descriptor)
        journal = cls(path, descriptor)
        journal._append(header(title))
        return journal

    def cell(self, source: str) -> int:
        """Write a cell that is about to run; gives its number."""
        self.cells += 1
        self._append(records.Cell(self.cells, source.split("\n")))
        return self.cells

    def back(self, cell: int, recording: Recording) -> None:
        """Write a backward pass that a cell made."""
        self._append(packed(recording, cell))

    def done(self, cell: int, output: str, problem: Problem | None, digest: str) -> None:
        """Write what a cell came to."""
        error = None
        if problem is not None:
            error = records.Error(problem.kind, _encodable(problem.message), problem.line)
        self._append(records.Done(cell, _encodable(output), error, digest))

    def save_as(self, path: Path) -> None:
        """Copy the session to another file and go on there; `.jsonl` is added to a bare name.

        The file appears whole or not at all. Raises SessionError, and goes on in the old file,
        when it cannot be written or would replace something that is not a session.
        """
        if path.is_dir():
            raise SessionError(f"{path} is a folder: name a file in it")
        target = path if path.suffix else path.with_suffix(".jsonl")
        if target.exists() and not _same(target, self.path):
            try:
                read_session(target)
            except SessionError:
                raise SessionError(
                    f"{target} is there and is not a backstep session: choose another name"
                ) from None
        if target.exists() and _same(target, self.path):
            return
        descriptor = _copied(self.path, target)
        _lock(target, descriptor)
        os.close(self._descriptor)
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

    def _append(self, record: records.Known) -> None:
        line = msgspec.json.encode(record) + b"\n"
        try:
            written = os.write(self._descriptor, line)
            while written < len(line):
                written += os.write(self._descriptor, line[written:])
            os.fsync(self._descriptor)
        except OSError as error:
            raise SessionError(f"{self.path}: {error.strerror}: the session is not saved") from None


def _encodable(text: str) -> str:
    """Text that UTF-8 can hold: lone surrogates are written out."""
    return text.encode("utf-8", "backslashreplace").decode()


def _same(a: Path, b: Path) -> bool:
    return os.path.samefile(a, b)


def _copied(source: Path, target: Path) -> int:
    """Copy a file under a passing name, then give it its own; an open descriptor at its end."""
    try:
        handle, passing = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise SessionError(f"{target}: {error.strerror}") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(source.read_bytes())
            file.flush()
            os.fsync(file.fileno())
        os.replace(passing, target)
        _sync_folder(target.parent)
        return os.open(target, os.O_WRONLY | os.O_APPEND)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(passing)
        raise SessionError(f"{target}: {error.strerror}") from None


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _lock(path: Path, descriptor: int) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise SessionError(f"another backstep is writing {path}") from None


@contextlib.contextmanager
def autosaved() -> Iterator[Journal | None]:
    """A journal in the data folder for a session that has no file of its own yet.

    None, after a warning, where the data folder cannot be written: the session goes on without.
    A session in which no cell was run leaves no file.
    """
    path = journal_path(datetime.now())
    try:
        journal = Journal.create(path)
    except SessionError as error:
        import sys

        print(f"warning: this session is not saved as you type: {error}", file=sys.stderr)
        yield None
        return
    with journal:
        yield journal
    if journal.cells == 0 or not _same_path(journal.path, path):
        path.unlink(missing_ok=True)


def _same_path(a: Path, b: Path) -> bool:
    return a.resolve() == b.resolve()
