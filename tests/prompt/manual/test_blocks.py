"""Blocks in lines: never over the width, whatever is in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.prompt.manual.blocks import BOLD, Block, Code, Heading, Words, rendered, rows
from backstep.prompt.tables import cells

TEXT = st.text(alphabet="abc def `가나 다/-", max_size=120)
BLOCK = st.one_of(
    TEXT.map(Heading),
    TEXT.map(Words),
    st.lists(st.tuples(TEXT, TEXT), max_size=5).map(rows),
    st.lists(TEXT, max_size=4).map(lambda lines: Code("\n".join(lines))),
)


@given(st.lists(BLOCK, max_size=6), st.integers(30, 120))
def test_no_line_is_over_the_width(blocks: list[Block], width: int) -> None:
    assert max(map(cells, rendered(blocks, width)), default=0) <= width


@given(TEXT, st.integers(30, 120))
def test_every_letter_of_a_paragraph_is_there(text: str, width: int) -> None:
    shown = "".join("".join(rendered([Words(text)], width)).split())
    assert shown == "".join(text.replace("`", "").split())


def test_rows_are_two_columns_and_what_is_too_wide_has_a_line_of_its_own() -> None:
    block = rows([("n", "next"), ("a very wide key of all of them", "what it does")])
    assert rendered([block], 60) == [
        "  n                        next",
        "  a very wide key of all of them",
        "                           what it does",
    ]


def test_in_a_narrow_place_it_goes_on_at_the_left() -> None:
    block = rows([("n", "next"), ("a very wide key of all", "what it does")])
    assert rendered([block], 40) == [
        "  n                next",
        "  a very wide key of all",
        "      what it does",
    ]


def test_a_heading_has_an_empty_line_before_it_but_the_first() -> None:
    shown = rendered([Heading("Keys"), Words("one"), Heading("Signs"), Words("two")], 40)
    assert shown == ["Keys", "  one", "", "Signs", "  two"]


@pytest.mark.parametrize(("bold", "many"), [(True, 1), (False, 0)])
def test_headings_are_bold_for_a_terminal_alone(bold: bool, many: int) -> None:
    assert "\n".join(rendered([Heading("Keys")], 40, bold=bold)).count(BOLD) == many


def test_code_keeps_its_indents() -> None:
    assert rendered([Code("def f(x):\n    return x\n\ny = 1")], 40) == [
        "    def f(x):",
        "        return x",
        "",
        "    y = 1",
    ]
