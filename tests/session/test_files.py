"""The file: written before a cell runs, tolerant of a torn end, firm with everything else."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest

from backstep.engine.errors import BackstepError
from backstep.session import Journal, SessionError, find_session, read_session, shipped_sessions
from tests.session.making import DIAMOND, write_session


@pytest.fixture
def session(tmp_path: Path) -> Path:
    return write_session(tmp_path / "session.jsonl")


def test_the_records_come_in_order(session: Path) -> None:
    kinds = [json.loads(line)["kind"] for line in session.read_text().splitlines()]
    assert kinds == ["header", "cell", "back", "done", "cell", "done"]


def test_the_header_names_its_versions(session: Path) -> None:
    header = json.loads(session.read_text().splitlines()[0])
    assert header["format"] == [1, 0]
    assert set(header) >= {"app", "numpy", "python"}


def test_a_cell_is_on_disk_before_it_runs(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    with Journal.create(path) as journal:
        journal.cell("while True:\n    pass")
        read = read_session(path)
    assert [(cell.source, cell.finished) for cell in read.cells] == [
        ("while True:\n    pass", False)
    ]


def test_what_was_typed_printed_and_recorded_comes_back(session: Path) -> None:
    read = read_session(session)
    assert [cell.source for cell in read.cells] == [DIAMOND, "print(x.grad)"]
    assert read.cells[1].output == "variable(64.0)\n"
    assert [len(recording.pops) for recording in read.recordings] == [4]
    assert not read.torn


def test_an_error_is_kept(tmp_path: Path) -> None:
    read = read_session(write_session(tmp_path / "s.jsonl", "x = 1\nnope"))
    error = read.cells[0].error
    assert error is not None
    assert (error.kind, error.message, error.line) == ("NameError", "nope is not defined", 2)


def test_a_lone_surrogate_in_the_output_does_not_stop_the_journal(tmp_path: Path) -> None:
    read = read_session(write_session(tmp_path / "s.jsonl", "print('\\ud800')"))
    assert read.cells[0].output == "\\ud800\n"


def test_a_line_torn_anywhere_is_left_out(session: Path, tmp_path: Path) -> None:
    data = session.read_bytes()
    start = data.rstrip(b"\n").rindex(b"\n") + 1
    for end in range(start + 1, len(data) - 1):
        path = tmp_path / "torn.jsonl"
        path.write_bytes(data[:end])
        read = read_session(path)
        assert read.torn
        assert not read.cells[1].finished


def test_comments_blank_lines_and_unknown_kinds_are_passed_over(session: Path) -> None:
    lines = session.read_text().splitlines()
    lines[1:1] = ["# a comment", "", '{"kind":"note","text":"look"}']
    session.write_text("\n".join(lines) + "\n")
    assert len(read_session(session).cells) == 2


def _header(**changes: object) -> str:
    header = {"kind": "header", "format": [1, 0], "app": "a", "numpy": "2", "python": "3"}
    return json.dumps(header | changes) + "\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\x7fELF\x00\x00\x01", "not text"),
        (b"just some text\n", "not a backstep session"),
        (b'{"kind":"cell","n":1,"source":[]}\n', "not a backstep session"),
        (b"[1, 2]\n", "not a backstep session"),
        (_header(format=[2, 0]).encode(), "newer backstep (format 2.0"),
        (_header(format=[99, 3]).encode(), "update backstep"),
        (_header().encode() + b"{broken}\n" + b"{}\n", "line 2"),
        (_header().encode() + b'{"kind":"cell","n":"one","source":[]}\n', "line 2: "),
        (_header().encode() + b'{"kind":"done","cell":7,"output":"","error":null,"digest":""}\n',
         "there is no cell 7"),
        (_header().encode() + b'{"kind":"cell","n":1,"source":["\xff"]}\n{}\n', "line 2"),
        (_header().encode() + b'{"kind":"x","a":' + b"[" * 5000 + b"]" * 5000 + b"}\n{}\n",
         "line "),
        (_header().encode() * 2, "second header"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_one_sentence(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.jsonl"
    path.write_bytes(content)
    with pytest.raises(SessionError) as caught:
        read_session(path)
    said = str(caught.value)
    assert words in said
    assert str(path) in said
    assert "\n" not in said


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, words in (("missing", "No such file"), (".", "not a file"), ("pipe", "not a file")):
        with pytest.raises(SessionError, match=words):
            read_session(tmp_path / name)


def test_escape_sequences_of_a_file_are_made_visible(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    path.write_text(_header(format=[9, 0], app="evil\x1b[2J"))
    with pytest.raises(SessionError) as caught:
        read_session(path)
    assert "\x1b" not in str(caught.value)


def test_two_writers_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    with Journal.create(path), pytest.raises(SessionError, match="already"):
        Journal.create(path)


def test_save_as_goes_on_in_the_new_file(tmp_path: Path) -> None:
    with Journal.create(tmp_path / "old.jsonl") as journal:
        journal.cell("a = 1")
        journal.save_as(tmp_path / "new")
        journal.cell("b = 2")
    assert [c.source for c in read_session(tmp_path / "new.jsonl").cells] == ["a = 1", "b = 2"]
    assert [c.source for c in read_session(tmp_path / "old.jsonl").cells] == ["a = 1"]


def test_save_as_does_not_replace_what_is_no_session(tmp_path: Path) -> None:
    (tmp_path / "notes.jsonl").write_text("mine")
    with Journal.create(tmp_path / "s.jsonl") as journal:
        with pytest.raises(SessionError, match="not a backstep session"):
            journal.save_as(tmp_path / "notes.jsonl")
        journal.cell("a = 1")
    assert (tmp_path / "notes.jsonl").read_text() == "mine"
    assert len(read_session(tmp_path / "s.jsonl").cells) == 1


def test_a_failed_save_leaves_the_old_journal_and_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with Journal.create(tmp_path / "s.jsonl") as journal:
        monkeypatch.setattr(os, "replace", full)
        with pytest.raises(SessionError, match="No space left"):
            journal.save_as(tmp_path / "new.jsonl")
        journal.cell("a = 1")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["s.jsonl"]
    assert len(read_session(tmp_path / "s.jsonl").cells) == 1


def test_a_mutated_file_gives_a_session_or_a_sentence(session: Path, tmp_path: Path) -> None:
    data = session.read_bytes()
    chance = random.Random(2026)
    path = tmp_path / "mutated.jsonl"
    refused = 0
    for _ in range(1500):
        mutated = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(mutated))
            match chance.randrange(3):
                case 0:
                    mutated[at] = chance.randrange(256)
                case 1:
                    del mutated[at : at + chance.randint(1, 20)]
                case _:
                    mutated[at:at] = mutated[max(0, at - 15) : at]
        path.write_bytes(bytes(mutated))
        try:
            read_session(path)
        except SessionError:
            refused += 1
    assert refused > 500


def test_a_shipped_session_is_found_by_name() -> None:
    assert find_session("diamond") == shipped_sessions()["diamond"]
    assert find_session("diamond.jsonl") == shipped_sessions()["diamond"]
    with pytest.raises(BackstepError, match="did you mean diamond"):
        find_session("diamnod")
