"""`export` to Markdown: what is written, what is left out, and what is not overwritten."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backstep.export.markdown import as_markdown, write_new
from backstep.recording.annotations import Ask, Mark, Note
from backstep.session import Journal, SessionError, read_session
from backstep.session.lectures import lecture_of
from tests.session.material import CELL, PROGRAMS, recorded, session_file, written_session


def test_a_session_of_a_prompt_is_a_lecture_of_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    with Journal.create(path, "A talk", seed=7) as journal:
        n = journal.cell("y.backward()")
        (recording,) = recorded(PROGRAMS["diamond"])
        journal.back(n, recording)
        journal.done(n, "", None, "")
        for one in (Mark(7), Note(16, "Both have come."), Ask(12, "next")):
            journal.annotate(n, recording.id, one)
    text, left_out = as_markdown(read_session(path))
    assert left_out.told == ""
    assert text == (
        "# A talk\n\n> seed 7\n\n```python\ny.backward()\n```\n\n> stop pop 1\n\n"
        "> ask pop 3: next\n\n> note pop 3 deliver 1: Both have come.\n"
    )


def test_answers_and_undone_cells_are_told_to_be_left_out(tmp_path: Path) -> None:
    path = written_session(tmp_path / "talk.jsonl", "diamond", "constants")
    with Journal.open_for_append(path) as journal:
        for given in ("square#2", "square#3"):
            journal.annotate(1, 1, Ask(12, "next", answer="square#2", given=given, right=False))
        journal.undo([2])
    text, left_out = as_markdown(read_session(path))
    assert left_out.told == "2 answers to questions, 1 undone cell"
    assert "ask" not in text and text.count("```python") == 1


def test_a_fence_is_longer_than_what_the_cell_has_in_it(tmp_path: Path) -> None:
    cell = CELL | {"source": ["t = '''", "````", "'''"]}
    text, _ = as_markdown(read_session(session_file(tmp_path, cell)))
    assert "`````python\nt = '''\n````\n'''\n`````\n" in text
    assert lecture_of(text).cells[0].source == "t = '''\n````\n'''"


def test_control_characters_of_a_stranger_do_not_reach_the_file(tmp_path: Path) -> None:
    cell = CELL | {"source": ["x = '\x1b[31m'"]}
    texts = {"kind": "text", "lines": ["\x1b[31m red \u202e"]}
    text, _ = as_markdown(read_session(session_file(tmp_path, texts, cell)))
    assert "\x1b" not in text and "\u202e" not in text


def test_a_file_is_not_overwritten_without_being_told_to(tmp_path: Path) -> None:
    path = tmp_path / "talk.md"
    write_new(path, "one\n")
    with pytest.raises(SessionError, match="is there already: choose another name"):
        write_new(path, "two\n")
    assert path.read_text() == "one\n"
    write_new(path, "two\n", overwrite=True)
    assert path.read_text() == "two\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SessionError, match=r"talk\.md cannot be written: No such file"):
        write_new(tmp_path / "no" / "talk.md", "one\n")


def test_what_is_no_file_is_written_into_and_not_replaced(tmp_path: Path) -> None:
    """Whoever may write to /dev would have no /dev/null any more."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_new(pipe, "it", overwrite=True)
        assert os.read(reading, 100) == b"it"
    finally:
        os.close(reading)
    assert pipe.is_fifo()
