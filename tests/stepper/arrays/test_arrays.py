"""Arrays as rows of text: every element is there, at its place, within the width."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from backstep.recording.records import Value
from backstep.recording.values import statistics_of, value_of
from backstep.stepper.arrays import Rows, heat_rows, spark_rows, summary_rows, table_rows
from backstep.stepper.signs import ASCII, UNICODE
from backstep.stepper.text import plain, width_of

ANY = arrays.arrays(
    st.sampled_from([np.float64, np.float32, np.int64, np.bool_]),
    arrays.array_shapes(min_dims=0, max_dims=4, max_side=9),
)


def lines_of(rows: Rows) -> list[str]:
    return [plain(rows.row(i)) for i in range(rows.count)]


def test_a_matrix_stands_with_the_indices_of_rows_and_columns() -> None:
    assert lines_of(table_rows(np.array([[1.0, -2.5], [0.25, 3.0]]), 40)) == [
        "         0    1",
        "  [0]  1.0 -2.5",
        "  [1] 0.25  3.0",
    ]


def test_what_is_too_wide_goes_on_below() -> None:
    told = lines_of(table_rows(np.arange(10.0).reshape(2, 5), 20))
    assert told == [
        "        0   1   2",
        "  [0] 0.0 1.0 2.0",
        "  [1] 5.0 6.0 7.0",
        "        3   4",
        "  [0] 3.0 4.0",
        "  [1] 8.0 9.0",
    ]


def test_a_vector_tells_the_index_of_the_first_in_each_line() -> None:
    assert lines_of(table_rows(np.arange(5), 12)) == ["  [0] 0 1 2", "  [3] 3 4"]


def test_rows_of_a_cube_carry_all_indices_but_the_last() -> None:
    told = lines_of(table_rows(np.zeros((2, 2, 1)), 30))
    assert [line.split()[0] for line in told[1:]] == ["[0,0]", "[0,1]", "[1,0]", "[1,1]"]


@given(ANY, st.integers(8, 100))
def test_every_row_of_a_table_is_within_the_width(array: np.ndarray, width: int) -> None:
    rows = table_rows(array, max(width, 30))
    assert all(width_of(rows.row(i)) <= max(width, 30) for i in range(rows.count))


@given(arrays.arrays(np.int64, arrays.array_shapes(max_dims=3, max_side=7)))
def test_every_element_is_in_the_table_once(array: np.ndarray) -> None:
    """As 1 to n: the numbers that stand there, indices apart, are these."""
    numbered = np.arange(1000, 1000 + array.size).reshape(array.shape)
    told = " ".join(lines_of(table_rows(numbered, 40)))
    found = [int(x) for x in re.findall(r"\b1\d\d\d\b", told)]
    assert sorted(found) == list(range(1000, 1000 + array.size))


def test_only_the_rows_in_view_are_made() -> None:
    rows = table_rows(np.zeros((10**6, 3)), 40)
    assert (rows.count, plain(rows.row(10**6)).split()[0]) == (10**6 + 1, "[999999]")


def test_a_heat_map_is_fuller_for_what_is_larger_and_says_what_is_below_zero() -> None:
    told = lines_of(heat_rows(np.array([[4.0, -4.0, 1.0], [0.0, np.nan, np.inf]]), 40, 10, UNICODE))
    assert told == [
        " [0] ██-█░░",
        " [1] ··??!!",
        " ██ 4.0  ·· 0  -█ -4.0  ?? nan  !! inf",
    ]


def test_a_cell_of_a_large_heat_map_is_the_largest_of_its_block() -> None:
    array = np.zeros((40, 40))
    array[39, 0] = -8.0
    told = lines_of(heat_rows(array, 30, 11, UNICODE))
    assert len(told) <= 11
    assert sum("-█" in line for line in told[:-1]) == 1
    assert "a cell is the largest of 4x4" in told[-1]


@given(ANY, st.integers(20, 100), st.integers(3, 30), st.sampled_from([UNICODE, ASCII]))
def test_heat_maps_and_sparklines_stay_within_the_width(array, width, height, signs) -> None:
    for rows in (heat_rows(array, width, height, signs), spark_rows(array, width, signs)):
        for i in range(rows.count - 1):  # the last is the scale, which may be cut
            assert width_of(rows.row(i)) <= width
            assert signs is UNICODE or plain(rows.row(i)).isascii()


def test_a_sparkline_goes_from_the_least_to_the_largest() -> None:
    told = lines_of(spark_rows(np.array([-1.0, 0.0, 1.0, np.nan]), 40, UNICODE))
    assert told[0].strip() == "▁▅█?" or told[0].strip() == "▁▄█?"
    assert "▁ -1.0  █ 1.0" in told[1] and told[1].endswith(" 0")


def test_of_an_array_that_was_not_kept_its_statistics_are_told() -> None:
    array = np.arange(80.0).reshape(8, 10)
    value = Value(array.shape, "float64", None, statistics_of(array))
    told = " ".join(lines_of(summary_rows(value, 70)))
    assert "lowest 0.0 highest 79.0 mean 39.5" in " ".join(told.split())
    assert "[0,0] 0.0" in told and "[7,0] 70.0" in told


@pytest.mark.parametrize("shape", [(0,), (3, 0)])
def test_an_array_without_elements_says_so(shape: tuple[int, ...]) -> None:
    array = value_of(np.zeros(shape)).array
    assert "no elements" in lines_of(table_rows(array, 40))[0]
    assert len(lines_of(heat_rows(array, 40, 9, UNICODE))) == 1
