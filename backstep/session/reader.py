"""Reading a session file: everything is checked, nothing is run."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from backstep.language.errors import visible
from backstep.recording.records import Recording
from backstep.session import records
from backstep.session.errors import SessionError
from backstep.session.packing import Unreadable, unpacked

LARGEST_FILE = 256 * 1024 * 1024
LONGEST_LINE = 64 * 1024 * 1024
MOST_RECORDS = 1_000_000


@dataclass(frozen=True)
class SessionCell:
    """A cell as it was typed, what it printed, how it ended, and the passes that it made.

    `finished` is False for the cell that was running when the session was cut off.
    """

    source: str
    output: str = ""
    error: records.Error | None = None
    digest: str = ""
    recordings: tuple[Recording, ...] = ()
    finished: bool = False


@dataclass(frozen=True)
class Session:
    """A session file, read. `torn` says that its last line was cut off and left out."""

    path: Path
    header: records.Header
    cells: tuple[SessionCell, ...]
    torn: bool = False

    @property
    def recordings(self) -> tuple[Recording, ...]:
        """Every backward pass of the session, in order."""
        return tuple(recording for cell in self.cells for recording in cell.recordings)


def read_session(path: Path) -> Session:
    """Read a session file. Raises SessionError with the file, the line and the field."""
    data = _read_bytes(path)
    lines, torn = _lines(path, data)
    header, *rest = [_decoded(path, number, line) for number, line in lines] or [None]
    if not isinstance(header, records.Header):
        raise _not_a_session(path)
    cells: dict[int, dict[str, Any]] = {}
    for (number, _), record in zip(lines[1:], rest, strict=True):
        _place(path, number, record, cells)
    return Session(path, header, tuple(_cell(parts) for parts in cells.values()), torn)


def _not_a_session(path: Path) -> SessionError:
    return SessionError(f"{_shown(path)} is not a backstep session: its first line is no header")


def _read_bytes(path: Path) -> bytes:
    """The bytes of a regular file of bearable size."""
    try:
        kind = os.stat(path)
        if not stat.S_ISREG(kind.st_mode):
            raise SessionError(f"{_shown(path)} is not a file")
        if kind.st_size > LARGEST_FILE:
            raise SessionError(f"{_shown(path)} is larger than {LARGEST_FILE >> 20} MB")
        if kind.st_size == 0:
            raise SessionError(f"{_shown(path)} is empty: it has no session")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SessionError(f"{_shown(path)}: {reason}") from None


def _lines(path: Path, data: bytes) -> tuple[list[tuple[int, bytes]], bool]:
    """The numbered lines that hold records; a last line without its end may be torn."""
    if b"\0" in data[:4096]:
        raise SessionError(f"{_shown(path)} is not a backstep session: it is not text")
    parts = data.split(b"\n")
    torn = bool(parts[-1]) and not _is_whole(parts[-1])
    if torn or not parts[-1]:
        parts.pop()
    numbered = [
        (number, line)
        for number, line in enumerate(parts, 1)
        if line.strip() and not line.startswith(b"#")
    ]
    if len(numbered) > MOST_RECORDS:
        raise SessionError(f"{_shown(path)} has more than {MOST_RECORDS:,} records")
    for number, line in numbered:
        if len(line) > LONGEST_LINE:
            raise SessionError(
                f"{_shown(path)}, line {number}: longer than {LONGEST_LINE >> 20} MB"
            )
    return numbered, torn


def _is_whole(line: bytes) -> bool:
    try:
        msgspec.json.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False
    return True


def _decoded(path: Path, number: int, line: bytes) -> records.Known | None:
    """A line as a record; None for a kind that this version does not know."""
    place = f"{_shown(path)}, line {number}"
    try:
        line.decode()
        kind = msgspec.json.decode(line, type=_Kind).kind
        if number == 1 and kind != "header":
            raise _not_a_session(path)
        if kind == "header":
            _check_version(path, line)
        if kind not in records.KINDS:
            return None
        record: records.Known = msgspec.json.decode(line, type=records.KINDS[kind])
    except UnicodeDecodeError:
        raise SessionError(f"{place}: it is not UTF-8 text") from None
    except RecursionError:
        raise SessionError(f"{place}: nested too deeply") from None
    except msgspec.MsgspecError as error:
        if number == 1:
            raise _not_a_session(path) from None
        raise SessionError(f"{place}: {visible(str(error))[:200]}") from None
    return record


class _Kind(msgspec.Struct):
    kind: str


class _Format(msgspec.Struct):
    format: list[int]
    app: str = "another version"


def _check_version(path: Path, line: bytes) -> None:
    told = msgspec.json.decode(line, type=_Format)
    major, minor = (*told.format, 0, 0)[:2]
    if major > records.FORMAT[0]:
        raise SessionError(
            f"{_shown(path)} was written by a newer backstep (format {major}.{minor}, by "
            f"{visible(told.app)[:40]}); this one reads format {records.FORMAT[0]}: update backstep"
        )


def _place(
    path: Path, number: int, record: records.Known | None, cells: dict[int, dict[str, Any]]
) -> None:
    """Put a record to its cell."""
    place = f"{_shown(path)}, line {number}"
    match record:
        case records.Cell(n=n, source=source):
            if n in cells:
                raise SessionError(f"{place}: there is a cell {n} already")
            cells[n] = {"source": "\n".join(source), "recordings": []}
        case records.Done(cell=n) | records.Back(cell=n) if n not in cells:
            raise SessionError(f"{place}: cell: there is no cell {n} before it")
        case records.Done():
            cells[record.cell]["done"] = record
        case records.Back():
            try:
                cells[record.cell]["recordings"].append(unpacked(record))
            except Unreadable as error:
                raise SessionError(f"{place}: {visible(str(error))[:200]}") from None
        case records.Header():
            raise SessionError(f"{place}: a second header")


def _cell(parts: dict[str, Any]) -> SessionCell:
    done: records.Done | None = parts.get("done")
    recordings = tuple(parts["recordings"])
    if done is None:
        return SessionCell(parts["source"], recordings=recordings)
    return SessionCell(
        parts["source"], done.output, done.error, done.digest, recordings, finished=True
    )


def _shown(path: Path) -> str:
    return visible(str(path))
