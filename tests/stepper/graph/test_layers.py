"""The order of the layers, against the plain rule: look at every pair of neighbours every time."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from backstep.stepper.graph.layers import MANY, SWAPS, _swap, _Ties, _ties


@st.composite
def layered(draw_from: st.DrawFn) -> tuple[list[list[int]], _Ties]:
    """Some layers, and what is wired to what from each to the next; now and then very much."""
    sizes = draw_from(st.lists(st.integers(1, 9), min_size=2, max_size=5))
    ends = [sum(sizes[:i]) for i in range(len(sizes) + 1)]
    columns = [list(range(*each)) for each in pairwise(ends)]
    before: list[list[int]] = [[] for _ in range(ends[-1])]
    after: list[list[int]] = [[] for _ in range(ends[-1])]
    for left, right in pairwise(columns):
        pairs = st.tuples(st.sampled_from(left), st.sampled_from(right))
        for a, b in draw_from(st.lists(pairs, max_size=60, unique=True)):
            after[a].append(b)
            before[b].append(a)
    return columns, _Ties([], before, after)


def swapped_plainly(columns: list[list[int]], ties: _Ties) -> list[list[int]]:
    """Every pair of every layer, round after round."""
    columns = [list(column) for column in columns]
    for _ in range(SWAPS):
        moved = False
        for column in columns:
            place = ties.places(columns)
            for at in range(len(column) - 1):
                a, b = column[at], column[at + 1]
                gain = sum(
                    (place[one] > place[other]) - (place[one] < place[other])
                    for near in (ties.before, ties.after)
                    for one in near[a]
                    for other in near[b]
                )
                if gain > 0:
                    column[at], column[at + 1] = b, a
                    moved = True
        if not moved:
            break
    return columns


@given(layered())
def test_neighbours_are_swapped_as_if_every_pair_were_looked_at(
    graph: tuple[list[list[int]], _Ties],
) -> None:
    columns, ties = graph
    expected = swapped_plainly(columns, ties)
    _swap(columns, ties, ties.places(columns))
    assert columns == expected


def test_items_of_very_many_wires_are_swapped_too() -> None:
    many = MANY
    left = list(range(2))
    right = list(range(2, 2 + 2 * many))
    before = [[], [], *([1] for _ in range(many)), *([0] for _ in range(many))]
    ties = _Ties([], before, [right[many:], right[:many]] + [[] for _ in right])
    columns = [left, right]
    _swap(columns, ties, ties.places(columns))
    assert columns[0] == [1, 0]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=25))
def test_crossings_are_the_pairs_of_wires_that_cross(wires: list[tuple[int, int]]) -> None:
    ties = _ties([], 14)
    ties.pairs.append([(a, 7 + b) for a, b in wires])
    crossed = sum(a < c and b > d for a, b in wires for c, d in wires)
    assert ties.crossings([list(range(7)), list(range(7, 14))]) == crossed
