"""Marks, notes, answers and views in a file: what was put there comes back, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.recording.annotations import Annotation, Annotations, Ask, Looked, Mark, Note
from backstep.session import Journal, SessionError, read_session
from tests.session.material import (
    CELL,
    back_record,
    diamond,
    message_of,
    recorded,
    session_file,
    written_session,
)

EVERY = [
    Mark(3),
    Note(20, "two gradients add äöü 日本"),
    Mark(3, gone=True),
    Note(7, "later without words"),
    Note(7, ""),
    Ask(8, "next", answer="square#2", given="square#3", confidence=3, right=False),
    Ask(20, "gx", about="a", text="What comes to a?", answer="16.0"),
    Looked(20, "grads", True, 2, "down", "names"),
]


def annotated(path: Path, *many: Annotation) -> Path:
    """A session of one pass, with these put to it."""
    with Journal.create(path) as journal:
        n = journal.cell("y.backward()")
        (recording,) = recorded(diamond)
        journal.back(n, recording)
        for one in many:
            journal.annotate(n, recording.id, one)
    return path


def test_what_was_put_to_a_pass_comes_back(tmp_path: Path) -> None:
    (found,) = read_session(annotated(tmp_path / "talk.jsonl", *EVERY)).annotations
    assert found.marks == {7: "", 20: "two gradients add äöü 日本"}
    assert list(found.marks) == [7, 20]
    assert found.asks == (EVERY[5], EVERY[6])
    assert found.looked == EVERY[7]


def test_marks_are_by_pass(tmp_path: Path) -> None:
    path = written_session(tmp_path / "talk.jsonl", "diamond", "backward of a backward")
    with Journal.open_for_append(path) as journal:
        journal.annotate(2, read_session(path).cells[1].recordings[1].id, Mark(1))
    assert read_session(path).marks == ({}, {}, {1: ""})


def test_an_undone_cell_takes_its_marks_along(tmp_path: Path) -> None:
    path = annotated(tmp_path / "talk.jsonl", Mark(1))
    with Journal.open_for_append(path) as journal:
        journal.undo([1])
    assert read_session(path).annotations == ()


@given(
    st.lists(
        st.builds(Mark, st.integers(0, 5), st.booleans())
        | st.builds(Note, st.integers(0, 5), st.text(max_size=2))
    )
)
def test_what_holds_is_what_came_last(many: list[Annotation]) -> None:
    once = Annotations().adding(*many)
    one_by_one = Annotations()
    for one in many:
        one_by_one = one_by_one.adding(one)
    assert once == one_by_one
    assert list(once.marks) == sorted(once.marks)
    for step in range(6):
        last = next((each for each in reversed(many) if each.step == step), None)
        gone = last is None or (isinstance(last, Mark) and last.gone)
        assert (step in once.marks) is not gone
        if isinstance(last, Note):
            assert once.marks[step] == last.text


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ({"cell": 2}, "field cell: there is no cell 2 before this line"),
        ({"pass": 9}, "field pass: cell 1 has no pass 9 so far"),
        ({"pass": "one"}, "field pass: expected int, got str"),
        ({"step": 23}, "field step: the pass has 22 steps"),
        ({"step": -1}, "field step: expected int >= 0"),
        ({"text": 3}, "field text: expected str, got int"),
        ({"text": "x" * 10_001}, "field text: expected str of length <= 10000"),
        ({"kind": "mark", "gone": "yes"}, "field gone: expected bool, got str"),
        ({"kind": "ask"}, "object missing required field question"),
        ({"kind": "ask", "question": "next", "confidence": 4}, "expected int <= 3"),
        ({"kind": "view", "order": 3}, "field order: invalid enum value 3"),
        ({"kind": "view", "pane": "p" * 101}, "expected str of length <= 100"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(
    bad: dict[str, Any], sentence: str, tmp_path: Path
) -> None:
    good = {"kind": "note", "cell": 1, "pass": 1, "step": 3, "text": "here"}
    told = message_of(session_file(tmp_path, CELL, back_record(), good | bad))
    assert told.startswith("talk.jsonl, line 4")
    assert sentence in told


def test_a_mark_comes_after_its_pass(tmp_path: Path) -> None:
    mark = {"kind": "mark", "cell": 1, "pass": 1, "step": 3}
    told = message_of(session_file(tmp_path, CELL, mark, back_record()))
    assert told == "talk.jsonl, line 3, field pass: cell 1 has no pass 1 so far"


def test_a_note_about_no_pass_is_left_alone(tmp_path: Path) -> None:
    note = {"kind": "note", "cell": 1, "text": "before it runs"}
    session = read_session(session_file(tmp_path, CELL, back_record(), note))
    assert [each.content for each in session.records] == [note]
    assert session.marks == ({},)


def test_a_torn_mark_is_left_out(tmp_path: Path) -> None:
    path = annotated(tmp_path / "talk.jsonl", Mark(3), Mark(4))
    path.write_bytes(path.read_bytes()[:-5])
    session = read_session(path)
    assert (session.torn, session.marks) == (True, ({3: ""},))


def test_what_a_stranger_wrote_is_made_visible(tmp_path: Path) -> None:
    note = {"kind": "note", "cell": 1, "pass": 1, "step": 3, "text": "\x1b[2J\u202e"}
    session = read_session(session_file(tmp_path, CELL, back_record(), note))
    assert session.marks == ({3: "\\x1b[2J\\u202e"},)


def test_a_step_that_the_file_does_not_hold_is_not_written(tmp_path: Path) -> None:
    path = annotated(tmp_path / "talk.jsonl")
    before = path.read_bytes()
    with Journal.open_for_append(path) as journal:
        for cell, pass_id, step in ((2, 1, 0), (1, 2, 0), (1, 1, 23)):
            with pytest.raises(SessionError, match="does not hold the pass"):
                journal.annotate(cell, pass_id, Mark(step))
        journal.annotate(1, 1, Mark(22))
    assert path.read_bytes().startswith(before)
    assert read_session(path).marks == ({22: ""},)


def test_a_record_says_only_what_is_not_usual(tmp_path: Path) -> None:
    path = annotated(tmp_path / "talk.jsonl", Mark(3), EVERY[5])
    lines = path.read_text(encoding="utf-8").splitlines()[-2:]
    assert json.loads(lines[0]) == {"kind": "mark", "cell": 1, "pass": 1, "step": 3}
    assert json.loads(lines[1]) == {
        "kind": "ask",
        "cell": 1,
        "pass": 1,
        "step": 8,
        "question": "next",
        "answer": "square#2",
        "given": "square#3",
        "confidence": 3,
        "right": False,
    }
