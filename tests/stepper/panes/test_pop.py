"""The pop pane: what it tells in a case, and what it leaves out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backstep.engine import Variable
from backstep.engine import operations as F
from backstep.stepper.panes.pop import pop_lines
from backstep.stepper.text import plain
from backstep.stepper.view import View, first_view
from tests.recording.passes import record
from tests.stepper.screens import session_view


def rows(view: View, width: int = 80, height: int = 30) -> list[str]:
    return [plain(line).rstrip() for line in pop_lines(view, width, height)]


def diamond_at(position: int) -> View:
    return session_view("diamond", (120, 40), position)


def labels(view: View) -> list[str]:
    return [row.split()[0].lstrip("▶") for row in rows(view)]


@pytest.mark.parametrize(
    ("position", "there"),
    [
        (13, "rule local inputs source"),
        (14, "rule local gys inputs source"),
        (15, "rule local gys inputs gxs source"),
        (16, "rule local gys inputs gxs deliver source"),
        (17, "rule local gys inputs gxs deliver free source"),
    ],
)
def test_what_is_still_to_come_is_left_out(position: int, there: str) -> None:
    assert labels(diamond_at(position)) == there.split()


def test_the_local_derivative_is_a_formula_and_a_number() -> None:
    assert " local   dy/dx = 2 * x = 8.0" in rows(diamond_at(16))


def test_the_phase_just_done_carries_the_sign() -> None:
    assert [row[:8] for row in rows(diamond_at(14)) if row.startswith("▶")] == ["▶gys    "]


def test_where_not_all_fits_the_phase_just_done_is_there_and_how_much_is_not() -> None:
    told = rows(diamond_at(16), 38, 3)
    assert any(row.startswith("▶deliver") for row in told)
    assert told[-1].endswith("⋯4")


def test_in_focus_it_scrolls_through_all_of_it() -> None:
    view = replace(diamond_at(16), pane="pop")
    told = rows(replace(view, scroll=9), 38, 4)
    assert told[0].endswith("more above  j k") and "source" in told[-1]


def test_of_an_array_one_element_is_written_out() -> None:
    x = Variable(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), "x")
    view = first_view([record(F.sum(F.square(x)))])
    told = rows(view.to(view.timeline.length), 90)
    assert " element gx[1,2] = gy[1,2] * 2 * x[1,2] = 1.0 * 2 * 6.0 = 12.0" in told


def test_where_arrays_are_added_the_element_that_changes_most_is_told() -> None:
    x = Variable(np.array([1.0, -4.0, 3.0]), "x")
    view = first_view([record(F.sum(F.square(x) + x))])
    told = rows(view.to(view.timeline.length), 90)
    assert "         x.grad[1]: 1.0 + -8.0 -> -7.0" in told


def test_born_functions_are_named() -> None:
    view = session_view("create-graph", (120, 40), 10)
    assert " born    2 of the second order (o): mul'2, mul'3" in rows(view)


def test_before_the_first_pop_it_tells_what_is_about_to_happen() -> None:
    told = " ".join(" ".join(rows(diamond_at(1))).split())
    assert "seed y.grad = 1.0" in told
    assert "loop generation: The book's loop" in told
