"""The inspector's arrays on the page are the terminal's: tables, heat maps, sparklines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from backstep.export.html.values import MOST_ELEMENTS, Values
from backstep.recording.values import value_of
from backstep.stepper.arrays import heat_rows, spark_rows, table_rows
from backstep.stepper.signs import UNICODE
from backstep.stepper.text import plain
from tests.export.html.browsing import Opened, opened
from tests.export.html.material import of_source, written

ARRAY = [[0.5, -2.0, 0.0], [1.0, 4.0, -4.0]]
SOURCE = f"""
x = Variable(np.array({ARRAY}))
y = (x * x).sum()
y.backward()
"""


LEVELS = """i => [...document.querySelectorAll(".heat tr")[i].querySelectorAll("[data-level]")]
    .map(cell => Number(cell.dataset.level))"""


@pytest.fixture(scope="module")
def page(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    path = written(tmp_path_factory.mktemp("arrays"), of_source(SOURCE))
    with opened(browser, path, "#step=0") as page:
        page.press("i", *["ArrowLeft"] * 4)  # y, sum, x * x, mul
        assert page.text("#inspector-title") == "x"
        yield page
        assert page.quiet


def drawn(page: Opened, how: str) -> None:
    """Draw the arrays in one way."""
    for _ in range(3):
        if page.text("#arrays").endswith(how):
            return
        page.press("h")
    raise AssertionError(page.text("#arrays"))


def cells(page: Opened, selector: str) -> list[list[str]]:
    """What is said in each row of a table."""
    found: list[list[str]] = page.run(
        """selector => [...document.querySelector(selector).rows].map(
            row => [...row.cells].map(cell => cell.textContent))""",
        selector,
    )
    return found


def test_a_table_has_the_terminals_elements_and_indices(page: Opened) -> None:
    drawn(page, "table")
    rows = table_rows(np.array(ARRAY), 60)
    terminals = [plain(rows.row(i)).split() for i in range(rows.count)]
    assert [[each for each in row if each] for row in cells(page, "table.array")] == terminals


def test_a_heat_map_is_as_dark_as_the_terminals(page: Opened) -> None:
    drawn(page, "heat map")
    rows = heat_rows(np.array(ARRAY), 60, 12, UNICODE)
    shades = UNICODE.shades
    for i in range(len(ARRAY)):
        told = plain(rows.row(i)).split(maxsplit=1)[1].ljust(6, shades[0])
        terminals = [told[2 * k : 2 * k + 2] for k in range(3)]
        levels = [shades.index(each[1]) for each in terminals]
        assert page.run(LEVELS, i) == levels
        signs = cells(page, ".heat")[i][1:]
        assert [sign == "-" for sign in signs] == [each[0] == "-" for each in terminals]


def test_sparklines_are_as_high_as_the_terminals(page: Opened) -> None:
    drawn(page, "sparkline")
    rows = spark_rows(np.array(ARRAY), 60, UNICODE)
    blocks = UNICODE.blocks
    for i in range(len(ARRAY)):
        told = plain(rows.row(i)).removeprefix(f" [{i}] ")
        shares = page.run(
            "i => [...document.querySelectorAll('.sparks tr')[i].querySelectorAll('.bar')]"
            ".map(bar => Number(bar.dataset.share))",
            i,
        )
        assert [blocks[round(share * (len(blocks) - 1))] for share in shares] == list(told)


def test_the_way_to_draw_is_said_and_a_button_leads_to_the_next(page: Opened) -> None:
    drawn(page, "table")
    page.page.click("#arrays")
    assert page.text("#arrays").startswith("arrays: heat map")
    assert "(2, 3) float64, heat map" in page.text("#inspector")


def test_drawing_arrays_opens_the_inspector(browser: Any, tmp_path: Any) -> None:
    with opened(browser, written(tmp_path, of_source(SOURCE)), "#step=0") as page:
        page.press("n", "h")
        assert page.page.is_visible("#inspector-pane")


def test_of_a_very_large_array_its_ends_are_told() -> None:
    values = Values()
    large = np.linspace(-1.0, 1.0, MOST_ELEMENTS + 1)
    values.place(value_of(large))
    (row,) = values.rows
    assert row[5] == ()
    assert row[8][0].startswith("lowest -1.0   highest 1.0   mean ")  # type: ignore[index]


def test_the_elements_of_a_pass_are_bounded() -> None:
    values = Values()
    made = [value_of(np.full(1000, float(i))) for i in range(100)]
    for each in made:
        values.place(each)
    assert sum(len(row[5]) for row in values.rows) == 30_000  # type: ignore[arg-type]
