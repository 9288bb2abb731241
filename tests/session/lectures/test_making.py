"""A lecture that runs: what it puts to its passes, and what its author is told where it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from backstep.recording.annotations import Ask, Looked
from backstep.session import Journal, Session, read_session
from backstep.session.lectures import CellFailed, LectureError, lecture_of, make
from backstep.session.live import LiveSession

DIAMOND = """\
# Diamond

```python
x = Variable(np.array(2.0))
a = square(x)
y = add(square(a), square(a))
y.backward()
```
"""


def made(text: str, path: Path) -> Session:
    """The session that a lecture makes."""
    lecture = lecture_of(text, "talk.md")
    with Journal.create(path, lecture.title, lecture.seed, lecture.language) as journal:
        make(lecture, LiveSession(lambda said: None, journal))
    return read_session(path)


# The diamond's pops: add (2 deliveries), square#3, square#2, square#1 (1 each). Steps: the seed,
# then 4 and a delivery each: pop 1 ends at 7, pop 2 at 12, pop 3 at 17, pop 4 at 22.
@pytest.mark.parametrize(
    ("place", "step"),
    [
        ("start", 0),
        ("seed", 1),
        ("pop 1 pop", 2),
        ("pop 1 multiply", 4),
        ("pop 1 deliver 2", 6),
        ("pop 1", 7),
        ("pop 3 deliver 1", 16),
        ("pop 3 free", 17),
        ("pop 4", 22),
        ("end", 22),
        ("step 9", 9),
    ],
)
def test_a_place_is_the_position_after_what_it_names(place: str, step: int, tmp_path: Path) -> None:
    session = made(f"{DIAMOND}\n> note {place}: said\n", tmp_path / "talk.jsonl")
    assert session.marks == ({step: "said"},)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("pop 3: next", Ask(12, "next")),
        ("pop 2: gx", Ask(9, "gx", input=0)),
        ("pop 1 deliver 2: shape", Ask(3, "shape", input=1)),
        ("pop 3: how", Ask(15, "how")),
        ("pop 1 deliver 2: then", Ask(5, "then")),
        ("pop 4: grad", Ask(21, "grad")),
        ("pop 4 = 64: x?", Ask(17, "own", text="x?", answer="64")),
        ("pop 4 deliver 1 = 64: x?", Ask(20, "own", text="x?", answer="64")),
        ("start = 64: x?", Ask(0, "own", text="x?", answer="64")),
        ("pop 4 = b | a: x?", Ask(17, "own", text="x?", answer="b", choices=("a", "b"))),
    ],
)
def test_a_question_is_asked_before_what_it_names(
    asked: str, expected: Ask, tmp_path: Path
) -> None:
    session = made(f"{DIAMOND}\n> ask {asked}\n", tmp_path / "talk.jsonl")
    assert session.annotations[0].asks == (expected,)
    assert expected.by_author


@pytest.mark.parametrize(
    ("directive", "sentence"),
    [
        ("note pop 5: said", "there is no pop 5: the pass has 4 pops"),
        ("note pop 1 deliver 3: said", "there is no pop 1 deliver 3: pop 1 has 2 deliveries"),
        ("note step 23: said", "there is no step 23: the pass has 22 steps"),
        ("note pass 2 end: said", "there is no pass 2: the cell made 1 pass"),
        ("ask end = 64: x?", "nothing comes after the end"),
        ("ask pop 3 gather: gx", "gx is asked of a pop: write ask pop 3, pop 3 deliver 2: gx"),
        ("ask pop 3 deliver 1: next", "next is asked of a pop: write ask pop 3: next"),
        ("ask pop 4: then", "what pop 4 delivers to is a leaf: nothing is queued; ask how"),
        ("stop end\n> note pop 4: said", "there is a note or a stop at this place already"),
        ("watch queue\n> watch grads", "a replay opens once: line 10 has a watch already"),
    ],
)
def test_what_does_not_fit_the_pass_is_told_with_its_line(
    directive: str, sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(LectureError) as caught:
        made(f"{DIAMOND}\n> {directive}\n", tmp_path / "talk.jsonl")
    line = 10 + directive.count("\n")
    assert str(caught.value).startswith(f"talk.md, line {line}: {sentence}")


def test_a_cell_without_a_pass_takes_no_note(tmp_path: Path) -> None:
    with pytest.raises(LectureError, match="line 4: the cell before this made no backward pass"):
        made("```python\nx = 1\n```\n> stop end\n", tmp_path / "talk.jsonl")


def test_the_last_pass_is_meant_unless_another_is_named(tmp_path: Path) -> None:
    again = "```python\nfor k in range(2):\n    x.cleargrad()\n    square(x).backward()\n```\n"
    text = f"{DIAMOND}\n{again}\n> note end: last\n\n> note pass 1 end: first\n"
    session = made(text, tmp_path / "talk.jsonl")
    assert session.marks == ({}, {6: "first"}, {6: "last"})


def test_the_view_is_where_a_replay_opens(tmp_path: Path) -> None:
    session = made(f"{DIAMOND}\n> watch pop 2: queue zoomed\n", tmp_path / "talk.jsonl")
    assert session.looked == (0, Looked(12, "queue", zoomed=True))


def test_an_error_ends_a_lecture_with_its_line_in_the_file(tmp_path: Path) -> None:
    with pytest.raises(CellFailed) as caught:
        made(f"{DIAMOND}\n```python\nx = 1\nsquar(x)\n```\n", tmp_path / "talk.jsonl")
    assert caught.value.problem.line == 12
    assert caught.value.problem.kind == "NameError"


def test_an_error_that_the_lecture_names_does_not_end_it(tmp_path: Path) -> None:
    text = "```python\nsquar(2)\n```\n> fails NameError\n\n```python\nprint(3)\n```\n"
    session = made(text, tmp_path / "talk.jsonl")
    assert [cell.error.kind if cell.error else None for cell in session.cells] == [
        "NameError",
        None,
    ]
    assert session.cells[0].error is not None
    assert session.cells[0].error.line == 1


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("x = 1", "this cell is said to fail, and ended well"),
        ("1 / 0", "this cell is said to end in NameError, and ended in ZeroDivisionError"),
    ],
)
def test_an_error_that_does_not_come_is_told(source: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(LectureError) as caught:
        made(f"```python\n{source}\n```\n> fails NameError\n", tmp_path / "talk.jsonl")
    assert str(caught.value).startswith(f"talk.md, line 2: {sentence}")


def test_random_numbers_come_again(tmp_path: Path) -> None:
    text = "```python\nnp.random.rand(2)\n```\n"
    first, second = (made(text, tmp_path / name) for name in ("a.jsonl", "b.jsonl"))
    assert first.cells[0].output == second.cells[0].output
    seeded = made(f"> seed 7\n{text}", tmp_path / "c.jsonl")
    assert seeded.cells[0].output != first.cells[0].output


def test_an_array_s_gradient_of_many_elements_is_asked_by_its_shape(tmp_path: Path) -> None:
    text = "```python\nx = Variable(np.ones(9))\nF.sum(x * 2).backward()\n```\n"
    made(f"{text}> ask pop 2: shape\n", tmp_path / "a.jsonl")
    with pytest.raises(LectureError, match="gx of pop 2 has 9 elements: ask for its shape"):
        made(f"{text}> ask pop 2: gx\n", tmp_path / "b.jsonl")
