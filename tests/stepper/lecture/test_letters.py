"""Large letters: every one as wide as it says, and none like another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.stepper.lecture.letters import FONT, HALVES, drawable, drawn, width_at

TEXTS = st.text(st.sampled_from(sorted(FONT)), min_size=1, max_size=20)


@given(TEXTS, st.integers(1, 6), st.booleans(), st.booleans())
def test_a_drawn_text_has_the_rows_and_the_width_that_it_says(
    text: str, scale: int, ascii_only: bool, hanging: bool
) -> None:
    rows = drawn(text, scale, ascii_only=ascii_only, hanging=hanging)
    squares = 6 if hanging else 5
    assert len(rows) == (squares * max(1, scale // 2) if ascii_only else (squares * scale + 1) // 2)
    assert {len(row) for row in rows} == {width_at(text, scale)}
    assert set("".join(rows)) <= (set(" #") if ascii_only else set(HALVES.values()))


@pytest.mark.parametrize("letter", sorted(FONT))
def test_a_letter_is_a_rectangle_of_squares(letter: str) -> None:
    rows = FONT[letter].split("/")
    assert len(rows) <= 6
    assert len({len(row) for row in rows}) == 1
    assert set("".join(rows)) <= set("#.")


def test_no_two_letters_look_the_same() -> None:
    shapes = {}
    for letter in sorted(FONT):
        shapes.setdefault(tuple(drawn(letter, 1, ascii_only=True, hanging=True)), []).append(letter)
    assert [alike for alike in shapes.values() if len(alike) > 1] == []


def test_a_number_reads_like_this() -> None:
    assert drawn("16.0", 1, ascii_only=True) == [
        " #  ###   ###",
        "##  #     # #",
        " #  ###   # #",
        " #  # #   # #",
        "### ### # ###",
    ]


def test_a_character_without_a_letter_is_known_to_have_none() -> None:
    assert drawable("gx = 64.0 [1.0 -2e-05]")
    assert not drawable("損失 = 1.0")
