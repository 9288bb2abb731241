"""What lies under and over the strokes: values over a grid, and texts at their places."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len

from backstep.recording.figures import Field
from backstep.stepper.plots.axes import Axis, Floats
from backstep.stepper.plots.canvas import Canvas
from backstep.stepper.plots.pen import Pen

Ints: TypeAlias = NDArray[np.intp]
TONES = 8  # that a theme has for the ground
HUES_BY_HEIGHT = ("plot.blue", "plot.cyan", "plot.green", "plot.yellow", "plot.red")


def paint_field(drawn: Canvas, field: Field, axes: tuple[Axis, Axis], pen: Pen) -> None:
    """Values over a grid: as the ground of the cells, or as lines between them."""
    x = axes[0].values((np.arange(drawn.width) + 0.5) / drawn.width)
    y = axes[1].values(1 - (np.arange(drawn.height) + 0.5) / drawn.height)
    columns, rows = _nearest(np.array(field.x), x), _nearest(np.array(field.y), y)
    z = np.array(field.z)[np.ix_(np.maximum(rows, 0), np.maximum(columns, 0))]
    z[rows < 0, :] = np.nan
    z[:, columns < 0] = np.nan
    levels = np.searchsorted(np.array(field.levels), z)
    tones = len(field.levels) + 1
    for row, column in np.argwhere(np.isfinite(z)):
        cell, level = drawn.inside(column, row), int(levels[row, column])
        if field.kind == "lines":
            if not cell.role and _is_border(levels, z, row, column):
                share = level / max(tones - 1, 1)
                cell.text = "." if pen.ascii_only else "·"
                cell.role = HUES_BY_HEIGHT[min(int(share * 5), 4)]
        elif pen.coloured and pen.shaded:
            ramp = "grey" if field.ramp == "greys" else "shade"
            cell.ground = f"{ramp}.{tone_of(level, tones, TONES)}"
        elif not cell.role:
            cell.text = pen.shades[tone_of(level, tones, len(pen.shades))]


def tone_of(level: int, tones: int, there: int) -> int:
    """Which of so many tones a level of a field has."""
    return round(level / max(tones - 1, 1) * (there - 1))


def _is_border(levels: Floats, z: Floats, row: int, column: int) -> bool:
    """Whether the value right of or below a cell is on another level."""
    beside = [(row, column + 1), (row + 1, column)]
    there = [at for at in beside if at[0] < len(z) and at[1] < len(z[0]) and np.isfinite(z[at])]
    return any(levels[at] != levels[row, column] for at in there)


def _nearest(places: Floats, wanted: Floats) -> Floats:
    """For each wanted place the index of the nearest; -1 beyond the outermost cells."""
    order, edges = cells_of(places)
    borders = edges[1:-1]
    found = order[np.searchsorted(borders, wanted)]
    outside = (wanted < edges[0]) | (wanted > edges[-1]) | ~np.isfinite(wanted)
    return np.where(outside, -1, found)


def cells_of(places: Floats) -> tuple[Ints, Floats]:
    """The places in rising order, by index, and the borders of the cells around them."""
    order = np.argsort(places)
    risen = places[order]
    half = (risen[-1] - risen[0]) / max(len(risen) - 1, 1) / 2 or 0.5
    between = (risen[1:] + risen[:-1]) / 2
    return order, np.concatenate([[risen[0] - half], between, [risen[-1] + half]])


def write(drawn: Canvas, axes: tuple[Axis, Axis], x: float, y: float, text: str) -> None:
    """Put a text into the cells from its place on, as far as the canvas goes."""
    across, up = axes[0].shares([x])[0], axes[1].shares([y])[0]
    if not (0 <= across <= 1 and 0 <= up <= 1):
        return
    row = min(int((1 - up) * drawn.height), drawn.height - 1)
    column = min(int(across * drawn.width), max(0, drawn.width - cell_len(text)))
    for c in text:
        wide = cell_len(c)
        if column + wide > drawn.width:
            return
        if wide == 0:
            drawn.inside(max(column - 1, 0), row).text += c
            continue
        cell = drawn.inside(column, row)
        cell.text, cell.role = c, "plot.text"
        if wide == 2:
            drawn.inside(column + 1, row).text = ""
        column += wide
