"""A good file is read to the field; a bad one is one sentence with file, line and field."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from backstep.engine.errors import BackstepError
from backstep.session import SessionError, limits, read_session
from backstep.session.records import Error
from tests.session.material import (
    CELL,
    DONE,
    HEADER,
    PROGRAMS,
    back_record,
    json_line,
    message_of,
    recorded,
    session_file,
    written_session,
)


def test_a_written_session_is_read_to_the_field(tmp_path: Path) -> None:
    session = read_session(written_session(tmp_path / "talk.jsonl", "nested", "diamond"))
    first, second = session.cells
    assert (first.n, second.n) == (1, 2)
    assert first.source == "# nested äöü 日本\ny.backward()"
    assert first.recordings == tuple(recorded(PROGRAMS["nested"]))
    assert (first.output, first.error, first.digest) == ("variable(16.0)\n", None, "0" * 64)
    assert first.finished and not session.torn
    assert len(session.recordings) == 3
    assert session.header.format == [1, 1] and session.header.language == "en"


def test_comments_blank_lines_and_the_lines_of_windows_are_no_records(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    lines = [b"# a talk", b"", json_line(HEADER), b"  ", json_line(CELL), b"# end"]
    path.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(line.rstrip() for line in lines))
    assert [cell.source for cell in read_session(path).cells] == ["y.backward()"]


def test_a_cell_that_was_cut_off_is_not_finished(tmp_path: Path) -> None:
    (cell,) = read_session(session_file(tmp_path, CELL)).cells
    assert not cell.finished


def test_an_error_of_a_cell_is_kept(tmp_path: Path) -> None:
    done = DONE | {"error": {"kind": "NameError", "message": "no x", "line": 3}}
    (cell,) = read_session(session_file(tmp_path, CELL, done)).cells
    assert cell.error == Error("NameError", "no x", 3)


@pytest.mark.parametrize("kind", ["note", "mark", "ask", "view", "hologram"])
def test_an_unknown_kind_is_kept_as_it_is(tmp_path: Path, kind: str) -> None:
    record = {"kind": kind, "cell": 1, "deep": [{"x": [1.5, None, "ä"]}], "n": -(2**63)}
    session = read_session(session_file(tmp_path, CELL, record, DONE))
    (unknown,) = session.records
    assert (unknown.line, unknown.content) == (3, record)
    assert session.cells[0].finished


def test_an_unknown_field_is_no_error(tmp_path: Path) -> None:
    assert read_session(session_file(tmp_path, CELL | {"colour": {"r": 1}})).cells[0].n == 1


def test_a_newer_minor_version_is_read(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    path.write_bytes(json_line(HEADER | {"format": [1, 7], "mood": "good"}))
    assert read_session(path).header.format == [1, 7]


# files that are no sessions


def test_a_missing_file(tmp_path: Path) -> None:
    assert message_of(tmp_path / "talk.jsonl") == "talk.jsonl: there is no such file"


def test_a_folder(tmp_path: Path) -> None:
    assert message_of(tmp_path) == f"{tmp_path.name} is a folder: name a file in it"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    told = "pipe is not a regular file: a session is kept in one"
    assert message_of(tmp_path / "pipe") == told


def test_a_device() -> None:
    told = "zero is not a regular file: a session is kept in one"
    assert message_of(Path("/dev/zero")) == told


def test_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("door")
        told = "door is not a regular file: a session is kept in one"
        assert message_of(Path("door")) == told


def test_a_name_that_no_file_can_have() -> None:
    assert message_of(Path("a\0b")).startswith("cannot open a\\x00b: ")


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 300)
    with pytest.raises(SessionError, match=r"^cannot open .*: File name too long$"):
        read_session(path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "bad.jsonl is empty: there is no session in it"),
        (
            b"\n# only a comment\n",
            "bad.jsonl is not a backstep session: its first line is no header",
        ),
        (b"\x89PNG\r\n\x1a\n", "bad.jsonl is not a backstep session: it is not UTF-8 text"),
        (b"\xff\xfe{\0", "bad.jsonl is not a backstep session: it is not UTF-8 text"),
        (b"\x7fELF\0\0\0", "bad.jsonl is not a backstep session: its first line is no header"),
        (b"print(1)\n", "bad.jsonl is not a backstep session: its first line is no header"),
        (b"[1, 2]\n", "bad.jsonl is not a backstep session: its first line is no header"),
        (b'{"version": 2}\n', "bad.jsonl is not a backstep session: its first line is no header"),
        (b'{"kind": "header"', "bad.jsonl is not a backstep session: its first line is no header"),
        (b"[" * 100_000, "bad.jsonl is not a backstep session: its first line is no header"),
        (
            json_line(CELL) + json_line(HEADER),
            "bad.jsonl is not a backstep session: its first line is no header",
        ),
        (
            json_line(HEADER | {"format": [2, 0]}),
            "bad.jsonl was made by a newer backstep (format 2.0); this one reads 1.x: "
            "update backstep",
        ),
        (
            json_line({"kind": "header", "format": [3, 1, "b"][:2], "app": [1]}),
            "bad.jsonl was made by a newer backstep (format 3.1); this one reads 1.x: "
            "update backstep",
        ),
        (
            json_line(HEADER | {"format": [0, 9]}),
            "bad.jsonl, line 1, field format: there is no format 0.9",
        ),
        (
            json_line(HEADER | {"format": []}),
            "bad.jsonl, line 1, field format: there is no format 0.0",
        ),
        (json_line(HEADER | {"app": 5}), "bad.jsonl, line 1, field app: expected str, got int"),
        (
            json_line(HEADER | {"seed": 2**64}),
            "bad.jsonl, line 1: an integer beyond 64 bits",
        ),
    ],
)
def test_a_file_that_is_no_session(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(content)
    assert message_of(path) == told


# lines that are wrong


def deep(levels: int) -> bytes:
    """A record whose innermost list is so many levels down, itself being the first."""
    return b'{"kind":"note","x":' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}\n"


BACK = {"kind": "back", "cell": 1}


@pytest.mark.parametrize(
    ("records", "told"),
    [
        (
            [CELL, b"{oops}\n", DONE],
            "line 3: not a line of JSON (JSON is malformed: object keys must be strings (byte 1))",
        ),
        (
            [CELL, b'{"kind": "no', b"te}\n"],
            "line 3: not a line of JSON (Input data was truncated)",
        ),
        ([CELL, b'{"kind": "\xff"}\n', DONE], "line 3: not UTF-8 text"),
        ([b"# \xff\n", CELL], "line 2: not UTF-8 text"),
        ([b"5\n", CELL], "line 2: expected object, got int"),
        ([b"{}\n", CELL], "line 2: object missing required field kind"),
        ([{"kind": 7}], "line 2, field kind: expected str, got int"),
        ([HEADER], "line 2, field kind: a second header: a file holds one session"),
        ([CELL | {"n": "1"}], "line 2, field n: expected int, got str"),
        ([CELL | {"n": 0}], "line 2, field n: expected int >= 1"),
        ([CELL | {"n": 2**63}], "line 2, field n: expected int <= 9223372036854775807"),
        ([CELL | {"n": 2**64}], "line 2: an integer beyond 64 bits"),
        ([CELL | {"source": "x = 1"}], "line 2, field source: expected array, got str"),
        ([CELL | {"source": ["x", 1]}], "line 2, field source[1]: expected str, got int"),
        ([CELL, CELL], "line 3, field n: there is a cell 1 already"),
        ([DONE], "line 2, field cell: there is no cell 1 before this line"),
        ([CELL, DONE | {"cell": 2}], "line 3, field cell: there is no cell 2 before this line"),
        ([CELL, DONE, DONE], "line 4, field cell: cell 1 is done already"),
        (
            [CELL, DONE | {"digest": "xyz"}],
            "line 3, field digest: expected str matching regex '^([0-9a-f]{64})?$'",
        ),
        (
            [CELL, DONE | {"error": {"kind": "E"}}],
            "line 3, field error: object missing required field message",
        ),
        ([CELL, DONE | {"error": 5}], "line 3, field error: expected object | null, got int"),
        ([CELL, BACK], "line 3: object missing required field id"),
        ([{"kind": "note", "n": 10**30}], "line 2: an integer beyond 64 bits"),
        ([b'{"kind":"note","n":1e999}\n'], "line 2: number out of range"),
        ([deep(101)], "line 2: nested deeper than 100 levels"),
        ([deep(100_000)], "line 2: nested deeper than 100 levels"),
    ],
)
def test_a_bad_line_is_named_with_its_field(
    tmp_path: Path, records: list[object], told: str
) -> None:
    path = session_file(tmp_path, *records)
    assert message_of(path) == f"talk.jsonl, {told}"


def test_100_levels_are_not_too_deep(tmp_path: Path) -> None:
    assert len(read_session(session_file(tmp_path, deep(100))).records) == 1


def test_a_back_before_any_cell(tmp_path: Path) -> None:
    told = "talk.jsonl, line 2, field cell: there is no cell 1 before this line"
    assert message_of(session_file(tmp_path, back_record())) == told


def test_text_of_the_file_has_nothing_hidden_in_a_message(tmp_path: Path) -> None:
    record = back_record()
    record["pops"][0]["delivered"][0]["how"] = "\x1b[2J\u202e" + "x" * 500
    told = message_of(session_file(tmp_path, CELL, record))
    assert "\\x1b[2J\\u202exxx" in told and told.isprintable()
    assert len(told) < 300


def test_a_hostile_file_name_is_made_visible(tmp_path: Path) -> None:
    with pytest.raises(SessionError, match=r"\\x1b\[2J: there is no such file$"):
        read_session(tmp_path / "\x1b[2J")


def test_the_error_is_of_the_one_family() -> None:
    assert issubclass(SessionError, BackstepError)


# limits


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = session_file(tmp_path)
    os.truncate(path, 256 * 1024 * 1024 + 1)  # a hole: it takes no room
    assert message_of(path) == "talk.jsonl is larger than 256 MB, the most that a session may have"


def test_a_line_that_is_too_long(tmp_path: Path) -> None:
    path = session_file(tmp_path, b'{"kind":"note","x":"' + b"x" * (64 * 1024 * 1024) + b'"}\n')
    assert message_of(path) == "talk.jsonl, line 2: longer than 64 MB, the most a line may have"


def test_too_many_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RECORDS", 3)
    assert len(read_session(session_file(tmp_path, CELL, DONE)).cells) == 1
    told = "talk.jsonl, line 4: more than 3 records, the most a session has"
    assert message_of(session_file(tmp_path, CELL, {"kind": "note"}, {"kind": "note"})) == told
