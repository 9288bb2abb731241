"""Reading a lecture: what its author is told where something is wrong, and what stays prose."""

from __future__ import annotations

import pytest

from backstep.session.lectures import LectureError, lecture_of

FENCE = "```python\ny.backward()\n```\n"


def told(text: str) -> str:
    """What the author of a wrong lecture is told."""
    with pytest.raises(LectureError) as caught:
        lecture_of(text, "talk.md")
    return str(caught.value)


@pytest.mark.parametrize(
    ("directive", "sentence"),
    [
        ("note here: said", "after note comes a place (start, seed, pop 3, pop 3 gather"),
        ("note pop 3 said", "write note pop 3: and then what is said there"),
        ("note pop 3:", "write note pop 3: and then what is said there"),
        ("note pop 0: said", "after note comes a place"),
        ("notes pop 3: said", "notes is no directive: did you mean note?"),
        ("remark pop 3: said", "remark is no directive: write note, ask, stop or watch"),
        ("stop pop 3: said", "stop pop 3 takes no words: write note pop 3: ... for some"),
        ("ask pop 3: nxt", "'nxt' is no kind of question: write ask pop 3: with one of next, gx"),
        ("ask pop 3", "'' is no kind of question: write ask pop 3: with one of next, gx, shape"),
        ("ask pop 3 = 16: ", "write ask pop 3 = 16: and then the question"),
        ("ask pop 3 = : What?", "an answer is empty"),
        ("ask pop 3 = 1 | 2 | 1: What?", "two of the choices are the same"),
        ("ask pop 3 = 1|2|3|4|5|6|7: What?", "more than 6 choices: fewer are offered"),
        ('ask pop 3 = "1: What?', "a quoted answer is not closed"),
        ("watch queues", "watch does not know queues: it knows graph, pop, queue"),
        ("why: it is so", "why: stands after the ask whose answer it explains"),
    ],
)
def test_a_directive_that_is_wrong_is_told_with_its_line_and_a_remedy(
    directive: str, sentence: str
) -> None:
    said = told(f"# Title\n\n{FENCE}\n> {directive}\n")
    assert said.startswith(f"talk.md, line 7: {sentence}")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("> note pop 3: said\n", "talk.md, line 1: note stands after the fence that it is about"),
        (f"{FENCE}> seed 7\n", "talk.md, line 4: seed stands right below the title"),
        ("prose\n\n> language ko\n", "talk.md, line 3: language stands right below the title"),
        ("> algorithm stak\n" + FENCE, "talk.md, line 1: there is no algorithm stak: generation"),
        (f"{FENCE}> algorithm stack\n", "talk.md, line 4: no cell comes after this"),
        ("```python\nx = 1\n", "talk.md, line 1: this fence is not closed: a line ``` ends it"),
    ],
)
def test_what_stands_in_a_wrong_place_is_told(text: str, sentence: str) -> None:
    assert told(text).startswith(sentence)


@pytest.mark.parametrize(
    "quote",
    [
        "> Note that this is a quote.",
        "> seed is what the pass starts with",
        "> Stop here.",
        "> because it is so",
        ">",
        "> watchful",
        "    > note pop 3: in a block of code",
    ],
)
def test_an_ordinary_quote_is_prose(quote: str) -> None:
    one = lecture_of(f"{FENCE}\n{quote}\n")
    assert one.closing == quote
    assert not one.cells[0].placed


def test_the_title_is_the_first_line_alone() -> None:
    one = lecture_of("\n# One\n\n# Two\n")
    assert (one.title, one.closing) == ("One", "# Two")
    assert lecture_of("Prose\n\n# Two\n").title == ""


def test_a_fence_is_a_cell_with_its_line() -> None:
    one = lecture_of("Prose\n\n~~~ py\nx = '''\n```\n'''\n~~~\n\n  ```Python\n  x\n  ```\n")
    assert [cell.source for cell in one.cells] == ["x = '''\n```\n'''", "x"]
    assert [cell.line for cell in one.cells] == [4, 10]
    assert one.cells[0].text == "Prose"


def test_a_note_goes_on_in_further_lines_and_may_have_lines_of_its_own() -> None:
    one = lecture_of(
        f"{FENCE}> note pop 1: It goes\n> on; stop\n> there.\n>\n> A line.\n> stop end"
    )
    note, stop = one.cells[0].placed
    assert getattr(note, "text", "") == "It goes on; stop there.\nA line."
    assert stop.line == 9


def test_an_algorithm_holds_until_the_next() -> None:
    one = lecture_of(f"{FENCE}> algorithm stack\n\n{FENCE}{FENCE}> algorithm queue\n{FENCE}")
    assert [cell.algorithm for cell in one.cells] == ["generation", "stack", "stack", "queue"]


def test_control_and_bidi_characters_of_prose_are_made_visible() -> None:
    one = lecture_of(f"# T\x1b[31m\n\na\x1b[31m\u202eb\n\n{FENCE}> note end: c\x07\n")
    assert "\x1b" not in one.title + one.cells[0].text
    assert one.cells[0].text == "a\\x1b[31m\\u202eb"
    assert getattr(one.cells[0].placed[0], "text", "") == "c\\x07"
