"""The lessons in their order, and how one is named; the table of them."""

from __future__ import annotations

import pytest

from backstep.prompt.learning.lessons import ORDER, NoLesson, lesson_named, lessons
from backstep.prompt.learning.progress import Answered, Progress
from backstep.prompt.learning.table import advice, listing
from backstep.prompt.tables import cells
from backstep.session import read_session


def test_all_24_are_there_in_the_order_of_the_curriculum() -> None:
    assert [(each.number, each.name) for each in lessons()] == [*enumerate(ORDER, 1)]
    assert len(ORDER) == 24


@pytest.mark.parametrize("text", ["9", "09", "diamond", " Diamond ", "dia", "diamond.jsonl"])
def test_a_lesson_is_found_by_number_name_or_beginning(text: str) -> None:
    assert lesson_named(text).name == "diamond"


@pytest.mark.parametrize(
    ("text", "hint"),
    [("25", "1 to 24"), ("0", "1 to 24"), ("", "1 to 24"), ("dimond", "did you mean diamond?")],
)
def test_of_another_name_one_sentence_says_what_there_is(text: str, hint: str) -> None:
    with pytest.raises(NoLesson) as caught:
        lesson_named(text)
    assert hint in str(caught.value)


def test_an_ambiguous_beginning_names_no_lesson() -> None:
    with pytest.raises(NoLesson):
        lesson_named("m")  # muladd, mutate, mlp


def test_the_table_tells_how_far_one_is() -> None:
    progress = Progress()
    progress.cells["diamond"] = 2
    progress.done["chain"] = "2026-11-21"
    for right in (True, False):
        one = Answered("chain", 1, 1, 4 + right, "gx", answer="2.0", given="1.0", right=right)
        progress.take(one)
    lines = listing(progress, 80)
    whole = len(read_session(lesson_named("9").path).cells)
    assert lines[0].endswith("done, 1 of 2 right")
    assert lines[8].endswith(f"cell 2 of {whole}")
    assert lines[-1] == "backstep learn 9 goes on with lesson 9."
    assert max(map(cells, lines)) <= 80


def test_it_says_what_to_do_next() -> None:
    progress = Progress()
    assert advice(progress) == "backstep learn 1 begins lesson 1."
    progress.done["chain"] = "2026-11-21"
    assert advice(progress) == "backstep learn 2 begins lesson 2."
    progress.take(Answered("chain", 1, 1, 4, "gx", given="1.0", confidence=3, right=False))
    assert advice(progress).endswith("review asks 1 question again that was sure and wrong.")
