"""Styled text: widths in cells, fitting, wrapping."""

from hypothesis import given
from hypothesis import strategies as st

from backstep.stepper.text import Run, fitted, fitted_name, plain, width_of, wrapped

texts = st.text(alphabet="ab 가나x→●", max_size=30)


@given(st.lists(texts, max_size=4), st.integers(0, 40))
def test_a_fitted_line_is_exactly_as_wide_as_asked(parts: list[str], width: int) -> None:
    assert width_of(fitted([Run(part) for part in parts], width)) == width


@given(texts, st.integers(0, 40))
def test_fitting_keeps_what_fits(text: str, width: int) -> None:
    line = plain(fitted([Run(text)], width))
    assert line.startswith(text) or line.endswith("…") or width == 0


@given(st.text(alphabet="ab.가", max_size=20), st.integers(1, 12))
def test_a_name_is_as_wide_as_asked_and_keeps_its_end_behind_a_dot(name: str, width: int) -> None:
    line = fitted_name(name, width)
    assert width_of(line) == width
    dotted = name.rpartition(".")[1] and not name.endswith(".")
    if dotted and width_of([Run(name)]) > width:
        assert name.endswith(plain(line)[1:].rstrip())


def test_a_name_that_says_a_number_keeps_its_beginning() -> None:
    assert plain(fitted_name("const(48.0)", 8)) == "const(4…"


@given(st.lists(st.text(alphabet="abc가", min_size=1, max_size=8), min_size=1), st.integers(16, 40))
def test_wrapping_loses_no_word_and_keeps_to_the_width(words: list[str], width: int) -> None:
    lines = wrapped(" ".join(words), width)
    assert " ".join(plain(line) for line in lines).split() == words
    assert max(width_of(line) for line in lines) <= width


def test_a_cjk_character_takes_two_cells() -> None:
    assert width_of([Run("변수")]) == 4
