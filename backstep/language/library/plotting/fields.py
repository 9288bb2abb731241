"""Grids of values for contour, contourf, pcolormesh and imshow, sampled down to what is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from backstep.engine.errors import ArgumentError
from backstep.engine.variable import Array
from backstep.language.library.plotting.numbers import (
    KEPT_GRID,
    evenly,
    floats,
    grid_axis,
    numbers,
    table,
)
from backstep.language.library.plotting.styles import check_options
from backstep.messages import tr
from backstep.recording.figures import Field, FieldKind, Ramp

MOST_LEVELS = 64
LEVELS = 7
GREYS = 15
GREY_MAPS = ("gray", "grey", "binary", "bone", "gist_gray")


def field_of(who: str, kind: FieldKind, data: tuple[Any, ...], options: Mapping[str, Any]) -> Field:
    """What the arguments of a plotting function describe."""
    check_options(who, options, "levels color c shading edgecolor")
    given = list(data)
    if len(given) in (2, 4) and "levels" not in options:
        options = {**options, "levels": given.pop()}
    if len(given) not in (1, 3):
        raise ArgumentError(tr("{who} takes Z, or X, Y and Z", who=who))
    z = table(who, "Z", given[-1])
    rows, columns = len(z), len(z[0])
    x: Array = np.arange(columns, dtype=np.float64)
    y: Array = np.arange(rows, dtype=np.float64)
    if len(given) == 3:
        x = grid_axis(who, "X", given[0], 1, columns)
        y = grid_axis(who, "Y", given[1], 0, rows)
    elif options.get("extent") is not None:
        left, right, low, high = _extent(who, options["extent"])
        x, y = np.linspace(left, right, columns), np.linspace(low, high, rows)[::-1]
    ramp = _ramp(options.get("cmap"))
    levels = _levels(who, z, options.get("levels"), GREYS if ramp == "greys" else LEVELS)
    if kind == "image" and options.get("origin") == "lower":
        kind = "filled"
    some_rows, some_columns = evenly(rows, KEPT_GRID[0]), evenly(columns, KEPT_GRID[1])
    z = z[np.ix_(some_rows, some_columns)]
    return Field(
        kind=kind,
        x=floats(x[some_columns]),
        y=floats(y[some_rows]),
        z=tuple(floats(row) for row in z),
        levels=levels,
        ramp=ramp,
    )


def _extent(who: str, extent: Any) -> list[float]:
    ends = numbers(who, "extent", extent).ravel()
    if len(ends) != 4 or not np.isfinite(ends).all():
        raise ArgumentError(tr("{who}: extent is (left, right, bottom, top)", who=who))
    return ends.tolist()


def _ramp(cmap: Any) -> Ramp:
    grey = isinstance(cmap, str) and cmap.lower().removesuffix("_r").startswith(GREY_MAPS)
    return "greys" if grey else "colours"


def _levels(who: str, z: Array, wanted: Any, usual: int) -> tuple[float, ...]:
    """The borders between what is drawn alike: classes are kept apart, values cut evenly."""
    finite = z[np.isfinite(z)]
    if wanted is not None and not isinstance(wanted, int):
        levels = np.unique(numbers(who, "levels", wanted).ravel())
        levels = levels[np.isfinite(levels)]
        return floats(levels[evenly(len(levels), MOST_LEVELS)]) if len(levels) else ()
    if not len(finite):
        return ()
    classes = np.unique(finite)
    if wanted is None and 1 < len(classes) <= usual + 1:
        return floats((classes[1:] + classes[:-1]) / 2)
    count = usual if wanted is None else min(max(wanted, 1), MOST_LEVELS)
    return floats(np.linspace(finite.min(), finite.max(), count + 2)[1:-1])
