"""Styled text: widths in cells, fitting, wrapping."""

from hypothesis import given
from hypothesis import strategies as st

from backstep.stepper.text import Run, fitted, plain, width_of, wrapped

texts = st.text(alphabet="ab 가나x→●", max_size=30)


@given(st.lists(texts, max_size=4), st.integers(0, 40))
def test_a_fitted_line_is_exactly_as_wide_as_asked(parts: list[str], width: int) -> None:
    assert width_of(fitted([Run(part) for part in parts], width)) == width


@given(texts, st.integers(0, 40))
def test_fitting_keeps_what_fits(text: str, width: int) -> None:
    line = plain(fitted([Run(text)], width))
    assert line.startswith(text) or line.endswith("…") or width == 0


@given(st.lists(st.text(alphabet="abc가", min_size=1, max_size=8), min_size=1), st.integers(16, 40))
def test_wrapping_loses_no_word_and_keeps_to_the_width(words: list[str], width: int) -> None:
    lines = wrapped(" ".join(words), width)
    assert " ".join(plain(line) for line in lines).split() == words
    assert max(width_of(line) for line in lines) <= width


def test_a_cjk_character_takes_two_cells() -> None:
    assert width_of([Run("변수")]) == 4
