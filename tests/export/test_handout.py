"""The handout: what it tells of a pass, and that the lecture in it stays the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backstep.export.errors import ExportError
from backstep.export.handout import FIRST, LAST, PASSES
from backstep.export.markdown import markdown
from backstep.export.subject import of_recordings
from backstep.export.wanted import Wanted
from backstep.messages import in_language
from backstep.session import shipped_sessions
from backstep.session.lectures import LectureError, lecture_of, lecture_of_session, markdown_of
from backstep.session.lectures.reading import MADE, MADE_END
from tests.export.material import chain, of_program, shipped
from tests.export.reading import read_mermaid

DIAMOND = """x = Variable(np.array(2.0))
a = square(x)
y = square(a) + square(a)
y.backward()"""
PAGE = """\
**Backward pass 1: y = square(a) + square(a), by generation**: 4 pops.

```mermaid
DIAGRAM```

| pop | function | gys | gxs | delivered | queue after, the last is next |
| --- | --- | --- | --- | --- | --- |
| 1 | add, generation 2 | 1.0 | 1.0, 1.0 | square#2.grad = 1.0, creator queued<br>\
square#3.grad = 1.0, creator queued | square#2, square#3 |
| 2 | square#3, generation 1 | 1.0 | 8.0 | a.grad = 8.0, creator queued | square#1, square#2 |
| 3 | square#2, generation 1 | 1.0 | 8.0 | a.grad += 8.0, now 16.0, creator seen already \
| square#1 |
| 4 | square#1, generation 0 | 16.0 | 64.0 | x.grad = 64.0, leaf | empty |

| Variable | grad at the end |
| --- | --- |
| x | 64.0 |
| a | None |
| y | None |
"""


def diagrams(text: str) -> list[str]:
    return [part.split("```")[0] for part in text.split("```mermaid\n")[1:]]


def test_a_pass_is_told_by_its_graph_its_pops_and_its_gradients() -> None:
    text = markdown(of_program(DIAMOND), Wanted())
    begin, end = text.index(MADE) + len(MADE), text.index(MADE_END)
    (diagram,) = diagrams(text)
    assert text[begin:end].strip() + "\n" == PAGE.replace("DIAGRAM", diagram)
    nodes, edges = read_mermaid(diagram)
    assert (len(nodes), len(edges)) == (9, 9)


@pytest.mark.parametrize("name", sorted(shipped_sessions()))
def test_the_lecture_is_what_it_is_without_the_handout(name: str) -> None:
    subject = shipped(name)
    assert subject.session is not None
    lecture = lecture_of_session(subject.session)
    text = markdown(subject, Wanted())
    assert lecture_of(text) == lecture
    assert text.count(MADE) == sum(bool(cell.passes) for cell in subject.cells)
    assert markdown(subject, Wanted(lecture=True)) == markdown_of(lecture)


def test_of_a_long_pass_the_first_and_the_last_pops_are_there() -> None:
    text = markdown(chain(1000), Wanted())
    assert text.count("\n| ") == FIRST + LAST + 2 * 2 + 4
    assert (
        f"*{1000 - FIRST - LAST} pops in between are left out; these are the last {LAST}:*" in text
    )
    assert "| 1 | sin#1000," in text and "| 1000 | sin#1," in text
    assert "functions of 1000 are left out" in text
    assert len(text) < 30_000


def test_of_many_passes_of_a_cell_the_first_and_the_last_are_there() -> None:
    cell = "x = Variable(np.array(2.0))\nfor i in range(12):\n    y = x * x\n    y.backward()"
    text = markdown(of_program(cell), Wanted())
    assert text.count("```mermaid") == PASSES
    assert f"*{12 - PASSES} backward passes in between are left out.*" in text
    assert "Backward pass 3:" in text and "Backward pass 12:" in text


def test_one_pass_can_be_wanted_alone_and_at_a_step() -> None:
    text = markdown(shipped("diamond"), Wanted(index=1, at=9, alone=True))
    assert text.count("```mermaid") == 1 and "Backward pass 2:" in text
    assert "step 9 of " in text and "current" in text


def test_a_pass_that_failed_says_where_and_with_what() -> None:
    cell = """class Bad(Function):
    def forward(self, x):
        return x
    def backward(self, gy):
        raise ValueError("no | way")
x = Variable(np.array(2.0))
y = Bad()(x)
y.backward()"""
    text = markdown(of_program(cell), Wanted())
    assert "> fails ValueError" in text
    assert "it ended in pop 1 with ValueError: no \\| way." in text
    assert "| 1 | bad, generation 0 | 1.0 | error |" in text


def test_of_a_long_queue_the_end_is_there_and_the_rest_counted() -> None:
    cell = "x = Variable(np.array(2.0))\ny = x\nfor i in range(12):\n    y = y + square(x)\n"
    text = markdown(of_program(cell + "y.backward()"), Wanted())
    assert "| 3 more, square#9, square#8, square#7, square#6, square#5, square#4 |" in text


def test_passes_without_a_program_are_a_handout_and_no_lecture() -> None:
    subject = of_recordings(shipped("diamond").recordings[:1], "Two | paths")
    assert markdown(subject, Wanted()).startswith(f"# Two \\| paths\n\n{MADE}\n")
    with pytest.raises(ExportError, match="no program"):
        markdown(subject, Wanted(lecture=True))
    with pytest.raises(ExportError, match="no backward pass"):
        markdown(of_recordings(()), Wanted())


def test_a_lesson_is_a_handout_in_the_language_in_use() -> None:
    with in_language("ko"):
        text = markdown(shipped("diamond"), Wanted())
        bare = markdown(shipped("diamond"), Wanted(lecture=True))
    assert "\n\n> language ko\n\n" in text and "```mermaid" in text
    assert lecture_of(text).language == "ko"
    assert [cell.source for cell in lecture_of(text).cells] == [
        cell.source for cell in lecture_of(bare).cells
    ]
    assert bare == markdown(shipped("diamond"), Wanted(lecture=True))


PROSE = ("before", MADE, f"  {MADE}", f"\\{MADE}", MADE_END, f"{MADE}\n\nx\n\n{MADE_END}")


@pytest.mark.parametrize("prose", PROSE)
def test_prose_that_looks_like_a_mark_stays_prose(prose: str) -> None:
    subject = of_program("x = 1")
    assert subject.session is not None
    cells = tuple(replace(cell, text=prose) for cell in subject.session.cells)
    session = replace(subject.session, cells=cells, closing=prose)
    text = markdown(replace(subject, session=session), Wanted())
    lecture = lecture_of(text)
    assert (lecture.cells[0].text, lecture.closing) == (prose.strip("\n"), prose)


def test_what_was_made_is_skipped_wherever_it_stands() -> None:
    made = f"{MADE}\n\n```python\nnever\n```\n\n> note pop 99: never\n\n{MADE_END}"
    text = f"{made}\n\nBefore.\n\n{made}\n\n```python\nx = 1\n```\n{made}\n\nAfter.\n"
    lecture = lecture_of(text)
    assert [cell.source for cell in lecture.cells] == ["x = 1"]
    assert (lecture.cells[0].text, lecture.closing) == ("Before.", "After.")


def test_a_mark_that_is_not_closed_is_told_with_its_line() -> None:
    with pytest.raises(
        LectureError, match=r"line 3: what begins here is not closed: a line <!-- /"
    ):
        lecture_of(f"Hello\n\n{MADE}\n\nrest\n")
