"""Compaction: a session file without what no longer counts, put in place of the old one whole.

Left out are cells that were taken back, with all that is about them; marks, notes and views that a
later one holds over; and a last line that was cut off. All other lines stay to the byte, and in
their order: comments, records and fields of kinds unknown here too. Whoever crashes on the way
leaves the old file or the new one.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from backstep.messages import tr, trn
from backstep.session import files, records
from backstep.session.annotation_records import Mark, Note, View
from backstep.session.lines import decoded
from backstep.session.reader import BYTE_ORDER_MARK, lines_of, parsed


@dataclass(frozen=True)
class Compaction:
    """What a file was and has become, in bytes, and what was left out of it.

    `cells` that were undone, `annotations` that no longer held; `torn` is a line that was cut off.
    """

    before: int
    after: int
    cells: int = 0
    annotations: int = 0
    torn: bool = False

    @property
    def changed(self) -> bool:
        """Whether there was anything to leave out."""
        return self.after < self.before


def compact(path: Path) -> Compaction:
    """Put the compacted session in place of the old one, which links to it keep leading to.

    Raises SessionError, and leaves the file as it was, where it cannot be read or written, has a
    bad line, or another backstep is writing it.
    """
    target = Path(os.path.realpath(path))
    descriptor = files.open_to_write(target, os.O_RDONLY | files.ALWAYS)
    try:
        status = os.fstat(descriptor)
        data = files.read_regular(target)
        kept, done = compacted(target, data)
        if done.changed:
            os.close(files.put_in_place(target, kept, status.st_mode & 0o777))
    except OSError as error:
        raise files.cannot("write", target, error) from None
    finally:
        os.close(descriptor)
    return done


def compacted(path: Path, data: bytes) -> tuple[bytes, Compaction]:
    """The bytes that are left of a session file's, and what they are without.

    Raises SessionError for what is no whole session; `path` is for the messages.
    """
    session = parsed(path, data)
    undone = {cell.n for cell in session.undone}
    lines = [line for _, start, line in lines_of(data) if start < session.whole_bytes]
    found = [_record(line) for line in lines]
    stale, before = _superseded(found), _texts_before(found, undone)
    kept = [
        line
        for i, (line, record) in enumerate(zip(lines, found, strict=True))
        if i not in stale and i not in before and not _is_of(record, undone)
    ]
    if len(kept) == len(lines) and not session.torn:
        return data, Compaction(len(data), len(data))
    begin = BYTE_ORDER_MARK if data.startswith(BYTE_ORDER_MARK) else b""
    new = begin + b"".join(line + b"\n" for line in kept)
    return new, Compaction(len(data), len(new), len(undone), len(stale), session.torn)


def _record(line: bytes) -> records.Known | records.Unknown | None:
    """The record of a line that has been read before; None for comments and blank lines."""
    return None if not line.strip() or line.startswith(b"#") else decoded(line)


def _is_of(record: records.Known | records.Unknown | None, undone: set[int]) -> bool:
    """Whether a record is about cells that do not hold. Of those that do, nobody needs to be told
    that they were taken back for a while."""
    match record:
        case None | dict() | records.Header():
            return False
        case records.Undo() | records.Redo():
            return True
        case records.Cell(n=n):
            return n in undone
    return getattr(record, "cell", None) in undone


def _texts_before(
    found: list[records.Known | records.Unknown | None], undone: set[int]
) -> set[int]:
    """The places of the prose that stands before cells which do not hold, or before an undo."""
    places: set[int] = set()
    waiting: list[int] = []
    for i, record in enumerate(found):
        if isinstance(record, records.Text):
            waiting.append(i)
        elif isinstance(record, records.Cell | records.Undo | records.Redo):
            gone = not isinstance(record, records.Cell) or record.n in undone
            places.update(waiting if gone else ())
            waiting.clear()
    return places


def _superseded(found: list[records.Known | records.Unknown | None]) -> set[int]:
    """The places of marks, notes and views which a later record holds over."""
    holding: dict[tuple[object, ...], int] = {}
    stale: set[int] = set()
    for i, record in enumerate(found):
        if not isinstance(record, (Mark, Note, View)):
            continue
        place: tuple[object, ...] = (record.cell, record.pass_, record.step)
        if isinstance(record, View):
            place = (record.cell, record.pass_)
        if isinstance(record, Mark) and not record.gone and place in holding:
            stale.add(i)  # a mark where there is one, or a note
            continue
        if place in holding:
            stale.add(holding.pop(place))
        if isinstance(record, Mark) and record.gone:
            stale.add(i)
        else:
            holding[place] = i
    return stale


def told(name: str, done: Compaction) -> str:
    """What has been done, in a line for a person.

    >>> told("talk.jsonl", Compaction(7433, 5950, cells=1, torn=True))
    'talk.jsonl: 7,433 bytes are now 5,950; left out: 1 undone cell, a line that was cut off'
    """
    if not done.changed:
        return tr("{name}: there is nothing to leave out", name=name)
    parts = []
    if done.cells:
        parts.append(trn("{n} undone cell", "{n} undone cells", done.cells))
    if done.annotations:
        parts.append(
            trn("{n} earlier mark or note", "{n} earlier marks or notes", done.annotations)
        )
    if done.torn:
        parts.append(tr("a line that was cut off"))
    return tr(
        "{name}: {before} bytes are now {after}; left out: {parts}",
        name=name,
        before=f"{done.before:,}",
        after=f"{done.after:,}",
        parts=", ".join(parts or [tr("what was undone and put back")]),
    )
