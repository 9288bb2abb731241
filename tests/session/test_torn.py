"""A session that was cut off in the middle of a line is read up to there, and written on."""

from __future__ import annotations

from pathlib import Path

import pytest

from backstep.session import Journal, SessionError, read_session
from backstep.session.reader import parsed
from tests.session.material import CELL, DONE, HEADER, back_record, json_line

LAST = '{"kind":"done","cell":1,"output":"ä 日 \\" { ] \\u00e4 🙂","error":null,"digest":""}'
WHOLE = json_line(HEADER) + json_line(CELL)
CUTS = range(1, len(LAST.encode()))


@pytest.mark.parametrize("cut", CUTS)
def test_a_last_line_cut_at_any_byte_is_left_out(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "talk.jsonl"
    path.write_bytes(WHOLE + LAST.encode()[:cut])
    session = read_session(path)
    assert session.torn
    assert session.whole_bytes == len(WHOLE)
    assert not session.cells[0].finished


def test_a_pass_cut_at_any_byte_is_left_out(tmp_path: Path) -> None:
    last = json_line(back_record())
    whole = [
        cut for cut in range(1, len(last) - 1) if not parsed(tmp_path, WHOLE + last[:cut]).torn
    ]
    assert whole == []
    assert len(parsed(tmp_path, WHOLE + last[:-1]).recordings) == 1


def test_a_last_line_without_its_newline_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    path.write_bytes(WHOLE + LAST.encode())
    session = read_session(path)
    assert not session.torn
    assert session.cells[0].output == 'ä 日 " { ] ä 🙂'


@pytest.mark.parametrize("tail", [b"\0" * 4096, b"\xff", b"{}x", b"# caf\xc3"])
def test_what_a_crash_leaves_at_the_end_is_left_out(tmp_path: Path, tail: bytes) -> None:
    path = tmp_path / "talk.jsonl"
    path.write_bytes(WHOLE + tail)
    assert read_session(path).torn


def test_a_torn_line_that_is_not_the_last_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    path.write_bytes(WHOLE + LAST.encode()[:40] + b"\n")
    with pytest.raises(SessionError, match="line 3: not a line of JSON"):
        read_session(path)


def test_a_whole_last_line_with_a_wrong_field_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    path.write_bytes(WHOLE + json_line(DONE | {"cell": "1"}).rstrip())
    with pytest.raises(SessionError, match="line 3, field cell: expected int, got str"):
        read_session(path)


def test_going_on_cuts_the_torn_line_off_first(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    path.write_bytes(WHOLE + LAST.encode()[:50])
    with Journal.open_for_append(path) as journal:
        assert path.read_bytes() == WHOLE
        assert journal.cell("z = 1") == 2
    assert [cell.source for cell in read_session(path).cells] == ["y.backward()", "z = 1"]


def test_going_on_ends_a_whole_last_line_first(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    path.write_bytes(WHOLE + LAST.encode())
    with Journal.open_for_append(path) as journal:
        journal.cell("z = 1")
    first, second = read_session(path).cells
    assert first.finished and second.source == "z = 1"
