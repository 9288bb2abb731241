"""Curves cut to the canvas: what is left lies on it, and on the curve."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.stepper.plots.shapes import broken, pieces, seen, sparse

coordinate = st.one_of(st.floats(-3, 3), st.sampled_from([math.nan, 0.0, 1.0, 1e6, -1e6]))
points = st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=20)


def cut(*curve: tuple[float, float]) -> list[list[tuple[float, float]]]:
    """The pieces of a curve, as pairs rounded to six digits."""
    x, y = np.array(curve, dtype=float).T
    found = [zip(a.round(6).tolist(), b.round(6).tolist(), strict=True) for a, b in pieces(x, y)]
    return [list(piece) for piece in found]


@pytest.mark.parametrize(
    ("curve", "left"),
    [
        ([(0, 0), (1, 1)], [[(0, 0), (1, 1)]]),
        ([(0, 0), (0.5, 1), (1, 0)], [[(0, 0), (0.5, 1), (1, 0)]]),
        ([(-1, 0.5), (2, 0.5)], [[(0, 0.5), (1, 0.5)]]),
        ([(0.5, -1), (0.5, 3)], [[(0.5, 0), (0.5, 1)]]),
        ([(0, 0), (1, 2), (1, 0)], [[(0, 0), (0.5, 1)], [(1, 1), (1, 0)]]),
        ([(2, 2), (3, 3)], []),
        ([(-1, 2), (2, 2)], []),
        ([(0, 0), (math.nan, 0), (1, 1)], [[(0, 0)], [(1, 1)]]),
        ([(0, 0), (0.5, 0.5), (math.nan, 0), (2, 2)], [[(0, 0), (0.5, 0.5)]]),
        ([(0.5, 0.5)], [[(0.5, 0.5)]]),
    ],
)
def test_a_curve_is_cut_where_it_crosses_the_edge(
    curve: list[tuple[float, float]], left: list[list[tuple[float, float]]]
) -> None:
    assert sorted(cut(*curve)) == sorted(left)


@given(points)
def test_what_is_left_lies_on_the_canvas(curve: list[tuple[float, float]]) -> None:
    for piece in cut(*curve):
        assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in piece)


@given(points)
def test_every_point_on_the_canvas_is_in_a_piece(curve: list[tuple[float, float]]) -> None:
    x, y = np.array(curve, dtype=float).T
    found = np.array([point for piece in cut(*curve) for point in piece]).reshape(-1, 2)
    for point in zip(*seen(x, y), strict=True):
        assert np.abs(found - np.array(point)).max(axis=1).min() < 1e-5


def test_a_dashed_line_has_gaps_and_a_dotted_one_more() -> None:
    line = (np.array([0.0, 1.0]), np.array([0.0, 0.0]))
    dashed = len(broken(line, "dashed", (120, 40))[0])
    dotted = len(broken(line, "dotted", (120, 40))[0])
    assert (dashed, dotted) == (80, 30)


def test_points_on_one_dot_are_drawn_once() -> None:
    many = np.random.default_rng(0).random(5000)
    x, _ = sparse((many, many), (10, 10))
    assert len(x) <= 11
