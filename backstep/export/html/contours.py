"""Lines of one height through values over a grid: marching squares (Lorensen and Cline 1987, in two
dimensions)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np

from backstep.stepper.plots.axes import Floats

# A side of a cell that a line goes through: across or up, and the row and column it begins at.
Side: TypeAlias = tuple[bool, int, int]


def contours(z: Floats, x: Floats, y: Floats, level: float) -> Iterator[tuple[Floats, Floats]]:
    """The lines along which `z` comes to be above a level, where the columns lie at `x` and the
    rows at `y`. A closed one ends where it began; cells with a nan at a corner have none."""
    beside: dict[Side, list[Side]] = {}
    for one, other in _crossed(z, level):
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    ends = [side for side, others in beside.items() if len(others) == 1]
    left = set(beside)
    for start in [*ends, *beside]:  # closed lines have no ends: what is left begins anywhere
        if start not in left:
            continue
        line = [start]
        left.discard(start)
        while following := next((each for each in beside[line[-1]] if each in left), None):
            line.append(following)
            left.discard(following)
        if len(line) > 2 and start in beside[line[-1]]:
            line.append(start)
        places = np.array([_place(side, z, x, y, level) for side in line])
        yield places[:, 0], places[:, 1]


def _crossed(z: Floats, level: float) -> Iterator[tuple[Side, Side]]:
    """The two sides by which a line goes through each cell that it goes through."""
    above = z > level
    corners = [above[:-1, :-1], above[:-1, 1:], above[1:, 1:], above[1:, :-1]]
    whole = np.isfinite(z)
    whole = whole[:-1, :-1] & whole[:-1, 1:] & whole[1:, 1:] & whole[1:, :-1]
    mixed = np.any(corners, axis=0) & ~np.all(corners, axis=0) & whole
    for row, column in np.argwhere(mixed).tolist():
        a, b, c, d = (bool(each[row, column]) for each in corners)
        first, right = (True, row, column), (False, row, column + 1)
        last, left = (True, row + 1, column), (False, row, column)
        crossed = [
            side
            for side, differs in ((first, a != b), (right, b != c), (last, c != d), (left, d != a))
            if differs
        ]
        if len(crossed) == 2:
            yield crossed[0], crossed[1]
            continue
        middle = z[row : row + 2, column : column + 2].mean() > level
        if middle == a:  # a saddle: the corners that are like its middle are joined
            yield first, right
            yield last, left
        else:
            yield first, left
            yield last, right


def _place(side: Side, z: Floats, x: Floats, y: Floats, level: float) -> tuple[float, float]:
    """Where along a side the level lies."""
    across, row, column = side
    other = (row, column + 1) if across else (row + 1, column)
    begins, ends = z[row, column], z[other]
    share = float((level - begins) / (ends - begins))
    share = min(max(share, 0.0), 1.0) if np.isfinite(share) else 0.5
    if across:
        return x[column] + share * (x[other[1]] - x[column]), y[row]
    return x[column], y[row] + share * (y[other[0]] - y[row])
