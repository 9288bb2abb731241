"""The sessions in a folder at a glance: the counts are the reader's, and no file ends the list."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backstep.session import Journal, SessionError, read_session, shipped_sessions
from backstep.session import listing as listing_module
from backstep.session.listing import at_a_glance, listed, own_sessions, resumable
from backstep.session.live import LiveSession
from backstep.session.undoing import redo, undo
from tests.session.material import (
    CELL,
    DONE,
    HEADER,
    back_record,
    json_line,
    session_file,
    written_session,
)

WHOLE = json_line(HEADER) + json_line(CELL) + json_line(DONE)


def session_with_undone_cells(path: Path) -> Path:
    with Journal.create(path, "Undone") as journal:
        live = LiveSession(lambda text: None, journal)
        for source in ("x = Variable(np.array(3.0))", "(x * x).backward()", "x.grad.backward()"):
            live.run(source)
        undo(live, 2)
        redo(live, 1)
    return path


@pytest.mark.parametrize("name", shipped_sessions())
def test_it_counts_what_the_reader_counts(name: str) -> None:
    session = read_session(shipped_sessions()[name])
    glance = at_a_glance(session.path)
    assert (glance.wrong, glance.title) == ("", session.header.title)
    assert (glance.cells, glance.passes) == (len(session.cells), len(session.recordings))
    assert glance.source == session.cells[0].source
    assert glance.size == session.path.stat().st_size


def test_cells_that_were_taken_back_do_not_count(tmp_path: Path) -> None:
    path = session_with_undone_cells(tmp_path / "a.jsonl")
    session, glance = read_session(path), at_a_glance(path)
    assert (glance.cells, glance.passes) == (len(session.cells), len(session.recordings)) == (2, 1)
    assert not glance.unfinished


def test_what_is_whole_is_not_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand sessions are listed in less than a second because of it."""
    monkeypatch.setattr(listing_module, "parsed", None)
    assert at_a_glance(written_session(tmp_path / "a.jsonl")).passes == 4


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty: there is no session in it"),
        (b"hello\n", "is not a backstep session: its first line is no header"),
        (json_line(CELL), "is not a backstep session: its first line is no header"),
        (WHOLE[:20], "is not a backstep session: its first line is no header"),
        (b"\xff\n", "is not a backstep session: it is not UTF-8 text"),
        (
            json_line(HEADER | {"format": [9, 0]}),
            "was made by a newer backstep (format 9.0); this one reads 1.x: update backstep",
        ),
        (json_line(HEADER) + b"{oops}\n" + json_line(CELL), "line 2: not a line of JSON"),
        (WHOLE + json_line(CELL), "line 4, field n: there is a cell 1 already"),
        (WHOLE + json_line(DONE | {"cell": 2}), "line 4, field cell: there is no cell 2"),
        (WHOLE + json_line(HEADER), "line 4, field kind: a second header"),
        (
            json_line(HEADER) + json_line(CELL) + json_line(back_record() | {"target": "y"}),
            "line 3, field target: expected int, got str",
        ),
    ],
)
def test_a_broken_file_has_the_reason_that_the_reader_gives(
    content: bytes, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_bytes(content)
    with pytest.raises(SessionError) as caught:
        read_session(path)
    glance = at_a_glance(path)
    assert glance.wrong.startswith(reason)
    assert glance.wrong in str(caught.value)
    assert (glance.cells, glance.passes, glance.size) == (0, 0, len(content))


def test_what_is_no_regular_file_has_its_reason_and_nothing_waits(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "nowhere.jsonl").symlink_to("/no/such/file")
    (tmp_path / "notes.txt").write_text("not listed")
    (tmp_path / ".1234.part").write_text("nor this")
    reasons = {one.path.stem: one.wrong for one in listed(tmp_path)}
    assert reasons == {
        "pipe": "is not a regular file: a session is kept in one",
        "folder": "is a folder: name a file in it",
        "nowhere": "there is no such file",
    }


def test_a_cut_off_line_and_a_cell_in_flight_are_told_apart(tmp_path: Path) -> None:
    torn = tmp_path / "torn.jsonl"
    torn.write_bytes(WHOLE[:-10])
    flying = session_file(tmp_path, CELL, name="flying.jsonl")
    found = {one.path.stem: (one.torn, one.unfinished, one.cells) for one in listed(tmp_path)}
    assert found == {"torn": (True, True, 1), "flying": (False, True, 1)}
    assert flying.exists()


def test_the_one_written_last_comes_first(tmp_path: Path) -> None:
    for name, written in (("a", 300), ("b", 100), ("c", 200)):
        os.utime(session_file(tmp_path, CELL, DONE, name=f"{name}.jsonl"), (written, written))
    assert [one.path.stem for one in listed(tmp_path)] == ["a", "c", "b"]


def test_one_that_is_being_written_says_so_and_is_not_resumed(own_data_folder: Path) -> None:
    with Journal.create(own_data_folder / "sessions" / "a.jsonl") as journal:
        journal.cell("x = 1")
        (one,) = own_sessions()
        assert (one.locked, one.unfinished) == (True, True)
        assert list(resumable([one])) == []
        journal.cell("and it is still written")
    (one,) = own_sessions()
    assert not one.locked
    assert list(resumable([one])) == [one]


def test_a_glance_keeps_nobody_from_writing(tmp_path: Path) -> None:
    path = session_file(tmp_path, CELL)
    assert not at_a_glance(path).locked
    Journal.open_for_append(path).close()


def test_without_a_folder_there_are_none(tmp_path: Path) -> None:
    assert listed(tmp_path / "none") == []
    assert own_sessions() == []
