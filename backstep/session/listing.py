"""The sessions in a folder, looked at quickly: what each is, without its passes being built.

Every line is decoded and its fields are held to their types; whether the passes in it add up is
seen when a session is opened. Where anything is odd, the reader itself says what.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backstep.session import files, limits, records
from backstep.session.errors import SessionError, Unreadable, shown_path
from backstep.session.lines import NotJson, decoded
from backstep.session.places import saved_sessions, sessions_folder
from backstep.session.reader import lines_of, parsed

ENDING = ".jsonl"


@dataclass(frozen=True)
class Listed:
    """A session file at a glance. `wrong` is why it cannot be read, and then it has no counts.

    `written` is when it was last written (seconds of the epoch), `source` its first cell. `torn`
    says that its last line was cut off, `unfinished` that its last cell has not ended (yet),
    `locked` that somebody is writing it.
    """

    path: Path
    written: float
    size: int
    title: str = ""
    source: str = ""
    cells: int = 0
    passes: int = 0
    torn: bool = False
    unfinished: bool = False
    locked: bool = False
    wrong: str = ""

    @property
    def name(self) -> str:
        """By which it is found again."""
        if self.path.parent == sessions_folder():
            return self.path.stem
        home, name = os.path.expanduser("~"), str(self.path)
        return f"~{name[len(home) :]}" if name.startswith(home + os.sep) else name


def own_sessions() -> list[Listed]:
    """The sessions in this person's data folder, and those that the person saved elsewhere; the
    one written last first."""
    elsewhere = [at_a_glance(path) for path in saved_sessions()]
    return _newest_first([*listed(sessions_folder()), *elsewhere])


def listed(folder: Path) -> list[Listed]:
    """The session files of a folder, the one written last first; no file is an end of the list."""
    try:
        names = [name for name in os.listdir(folder) if name.endswith(ENDING)]
    except OSError:
        return []
    found = [at_a_glance(folder / name) for name in names if not name.startswith(".")]
    return _newest_first(found)


def _newest_first(found: list[Listed]) -> list[Listed]:
    return sorted(found, key=lambda one: (one.written, one.path.name), reverse=True)


def at_a_glance(path: Path) -> Listed:
    """One session file."""
    try:
        written, size = _told_by_the_system(path)
    except OSError as error:
        return Listed(path, 0.0, 0, wrong=_without(path, str(files.cannot("read", path, error))))
    try:
        data, locked = _content(path)
        glance = _glance(data) or _whole_read(path, data)
    except SessionError as error:
        return Listed(path, written, size, wrong=_without(path, str(error)))
    return Listed(
        path,
        written,
        size,
        glance.title,
        glance.source,
        len(glance.holding),
        sum(glance.passes.get(n, 0) for n in glance.holding),
        glance.torn,
        bool(glance.holding) and glance.holding[-1] not in glance.done,
        locked,
    )


def _told_by_the_system(path: Path) -> tuple[float, int]:
    told = os.stat(path, follow_symlinks=os.path.exists(path))
    return told.st_mtime, told.st_size


def _content(path: Path) -> tuple[bytes, bool]:
    """The bytes of a file, and whether somebody is writing it."""
    descriptor = files.open_regular(path, os.O_RDONLY | files.ALWAYS)
    try:
        size = os.fstat(descriptor).st_size
        if size > limits.FILE_BYTES:
            return files.read_regular(path), False  # which says that it is too large
        return files.read_all(descriptor, size), files.is_locked(descriptor)
    except OSError as error:
        raise files.cannot("read", path, error) from None
    finally:
        os.close(descriptor)


@dataclass
class _Glance:
    """What is counted in a file."""

    title: str
    source: str
    cells: list[int]
    undone: set[int]
    done: set[int]
    passes: dict[int, int]
    torn: bool = False

    @property
    def holding(self) -> list[int]:
        return [n for n in self.cells if n not in self.undone]


def _glance(data: bytes) -> _Glance | None:
    """The counts of a file; None where something is odd in it."""
    glance = None
    for _, start, line in lines_of(data):
        if not line.strip() or line.startswith(b"#"):
            continue
        if len(line) > limits.LINE_BYTES:
            return None
        try:
            record = decoded(line)
        except NotJson:
            if glance is None or start + len(line) != len(data):
                return None
            glance.torn = True
            return glance
        except Unreadable:
            return None
        if glance is None:
            glance = _begun(record)
            if glance is None:
                return None
        elif not _counted(glance, record):
            return None
    return glance


def _begun(record: records.Known | records.Unknown) -> _Glance | None:
    if not isinstance(record, records.Header) or record.format[:1] != [records.FORMAT[0]]:
        return None
    return _Glance(record.title, "", [], set(), set(), {})


def _counted(glance: _Glance, record: records.Known | records.Unknown) -> bool:
    """Count one record; False where it cannot stand there."""
    match record:
        case records.Header():
            return False
        case records.Cell(n=n, source=source):
            if n in glance.passes:
                return False
            glance.source = glance.source or "\n".join(source)
            glance.cells.append(n)
            glance.passes[n] = 0
        case records.Back(cell=n) | records.Done(cell=n) if n not in glance.passes:
            return False
        case records.Back(cell=n):
            glance.passes[n] += 1
        case records.Done(cell=n):
            glance.done.add(n)
        case records.Undo(cells=numbers):
            glance.undone.update(numbers)
        case records.Redo(cells=numbers):
            glance.undone.difference_update(numbers)
    return True


def _whole_read(path: Path, data: bytes) -> _Glance:
    """What the reader says of an odd file. Raises SessionError where it cannot be read."""
    session = parsed(path, data)
    every = (*session.cells, *session.undone)
    return _Glance(
        session.header.title,
        every[0].source if every else "",
        sorted(cell.n for cell in every),
        {cell.n for cell in session.undone},
        {cell.n for cell in every if cell.finished},
        {cell.n: len(cell.recordings) for cell in every},
        session.torn,
    )


def _without(path: Path, sentence: str) -> str:
    """A reason without the name of the file, which stands beside it."""
    name = shown_path(path)
    if sentence.startswith(name):
        return sentence[len(name) :].lstrip(",: ")
    return sentence.replace(f" {name}", "")


def resumable(sessions: list[Listed]) -> Iterator[Listed]:
    """Those that can go on: readable, with a cell, and nobody is writing them."""
    return (one for one in sessions if not one.wrong and one.cells and not one.locked)
