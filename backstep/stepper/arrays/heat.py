"""An array as a heat map: the larger an element, the fuller its cell; a sign tells below zero."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from backstep.engine.variable import Array
from backstep.messages import tr
from backstep.recording.telling.element import indexed
from backstep.recording.values import number_text
from backstep.stepper.arrays.rows import Rows, joined, rows_of
from backstep.stepper.signs import Signs
from backstep.stepper.text import Line, Run

CELL = 2  # cells of the screen for an element
POSITIVE, NEGATIVE = "plot.orange", "plot.blue"


def heat_rows(array: Array, width: int, height: int, signs: Signs) -> Rows:
    """The elements as shades, with the scale below.

    Where there are more than fit, each cell stands for a block of elements, and shows the one that
    is furthest from zero. `height` is about how many rows it may take.
    """
    if array.size == 0 or array.dtype.kind == "c":
        return rows_of([[Run(tr(" nothing to shade here"), "dim")]])
    table = _table(array, max(1, (width - 2) // CELL))
    lead = array.shape[:-1] if array.ndim > 1 else (len(table),)
    head = len(indexed(tuple(n - 1 for n in lead))) + 2 if array.ndim > 1 else 2
    columns = max(1, (width - head) // CELL)
    rows = max(4, height - 1)
    step = (-(-table.shape[0] // rows), -(-table.shape[1] // columns))
    small = _furthest(table, *step)
    most = _most(table)

    def row(i: int) -> Line:
        name = ""
        if array.ndim > 1:
            name = indexed(tuple(int(k) for k in np.unravel_index(i * step[0], lead)))
        left = array.size - i * columns if array.ndim < 2 and step == (1, 1) else columns
        cells = [_cell(x, most, signs) for x in small[i][:left]]
        return [Run(f" {name:>{head - 2}} ", "dim"), *_merged(cells)]

    return joined([Rows(len(small), row), rows_of(_scale(most, table, step, signs))])


def _table(array: Array, columns: int) -> Array:
    """The array with two axes; a vector is folded into rows that fit."""
    as_float = array.astype(np.float64)
    if array.ndim > 1:
        return as_float.reshape(prod(array.shape[:-1]), array.shape[-1])
    flat = as_float.ravel()
    per = min(columns, flat.size)
    padded = np.full(-(-flat.size // per) * per, 0.0)
    padded[: flat.size] = flat
    return padded.reshape(-1, per)


def _furthest(table: Array, rows: int, columns: int) -> Array:
    """Of each block of so many rows and columns the element furthest from zero, nan before all."""
    height, width = (-(-n // m) * m for n, m in zip(table.shape, (rows, columns), strict=True))
    padded = np.zeros((height, width))
    padded[: table.shape[0], : table.shape[1]] = table
    apart = padded.reshape(height // rows, rows, width // columns, columns).swapaxes(1, 2)
    blocks = apart.reshape(height // rows, width // columns, rows * columns)
    size = np.where(np.isnan(blocks), np.inf, np.abs(blocks))
    return np.take_along_axis(blocks, size.argmax(axis=2)[..., None], axis=2)[..., 0]


def _most(table: Array) -> float:
    finite = np.abs(table[np.isfinite(table)])
    return float(finite.max()) if finite.size else 0.0


def _cell(x: Any, most: float, signs: Signs) -> Run:
    if not np.isfinite(x):
        return Run("??" if np.isnan(x) else signs.trouble * 2, "error")
    if x == 0:
        return Run(signs.shades[0] * 2, "dim")
    levels = len(signs.shades) - 1
    level = min(levels, 1 + int(abs(x) / most * levels * 0.999))
    shade = signs.shades[level]
    return Run(f"-{shade}", NEGATIVE) if x < 0 else Run(shade * 2, POSITIVE)


def _merged(cells: list[Run]) -> Line:
    """Neighbours of one look in one run."""
    line: Line = []
    for cell in cells:
        if line and line[-1].role == cell.role:
            line[-1] = Run(line[-1].text + cell.text, cell.role)
        else:
            line.append(cell)
    return line


def _scale(most: float, table: Array, step: tuple[int, int], signs: Signs) -> list[Line]:
    full = signs.shades[-1]
    text = number_text(most, 3)
    line = [Run(f" {full * 2} {text}", POSITIVE), Run(f"  {signs.shades[0] * 2} 0", "dim")]
    if (table < 0).any():
        line.append(Run(f"  -{full} -{text}", NEGATIVE))
    if np.isnan(table).any():
        line.append(Run("  ?? nan", "error"))
    if np.isinf(table).any():
        line.append(Run(f"  {signs.trouble * 2} inf", "error"))
    if step != (1, 1):
        line.append(
            Run(
                tr("  a cell is the largest of {rows}x{columns}", rows=step[0], columns=step[1]),
                "dim",
            )
        )
    return [line]
