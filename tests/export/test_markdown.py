"""`export` to Markdown: what is written, and what is left out."""

from __future__ import annotations

from pathlib import Path

from backstep.export.markdown import as_markdown
from backstep.recording.annotations import Ask, Mark, Note
from backstep.session import Journal, read_session
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
