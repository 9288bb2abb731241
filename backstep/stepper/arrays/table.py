"""An array as a table with its indices; what is too wide goes on below, block by block."""

from __future__ import annotations

from math import prod

import numpy as np

from backstep.engine.variable import Array
from backstep.messages import tr
from backstep.recording.telling.element import indexed
from backstep.recording.values import number_text
from backstep.stepper.arrays.rows import Rows, joined
from backstep.stepper.text import Line, Run, fitted

DIGITS = 4
LOOKED_AT = 200  # elements that are looked at for the width of a column
MOST_CELL = 12


def table_rows(array: Array, width: int) -> Rows:
    """The elements with the indices of their rows and columns.

    A vector goes on from line to line, each with the index of its first element. Of more than two
    axes, the rows carry the indices of all axes but the last.
    """
    if array.size == 0:
        return Rows(1, lambda i: [Run(tr(" no elements, shape {shape}", shape=array.shape), "dim")])
    if array.ndim == 0:
        return Rows(1, lambda i: [Run(f" {element_text(array[()])}")])
    cell = _cell_width(array)
    return _vector(array, width, cell) if array.ndim == 1 else _matrix(array, width, cell)


def element_text(x: object) -> str:
    """An element in few digits."""
    value = x.item() if isinstance(x, np.generic) else x
    return number_text(value, DIGITS)


def _cell_width(array: Array) -> int:
    flat = array.ravel()
    sample = flat if flat.size <= LOOKED_AT else flat[:: max(1, flat.size // LOOKED_AT)]
    return min(max(len(element_text(x)) for x in sample), MOST_CELL)


def _vector(array: Array, width: int, cell: int) -> Rows:
    head = len(indexed((array.size - 1,))) + 2
    per = max(1, (width - head) // (cell + 1))
    count = -(-array.size // per)

    def row(i: int) -> Line:
        start = i * per
        name = indexed((start,))
        return [Run(f" {name:>{head - 1}}", "dim"), *_cells(array[start : start + per], cell)]

    return Rows(count, row)


def _matrix(array: Array, width: int, cell: int) -> Rows:
    lead, columns = array.shape[:-1], array.shape[-1]
    flat = array.reshape(prod(lead), columns)
    head = len(indexed(tuple(n - 1 for n in lead))) + 2
    cell = max(cell, len(str(columns - 1)) + 1)
    per = max(1, (width - head) // (cell + 1))

    def block(first: int) -> Rows:
        last = min(first + per, columns)

        def row(i: int) -> Line:
            if i == 0:
                heads = "".join(f" {k:>{cell}}" for k in range(first, last))
                return [Run(" " * head + heads, "dim")]
            name = indexed(tuple(int(k) for k in np.unravel_index(i - 1, lead)))
            return [Run(f" {name:>{head - 1}}", "dim"), *_cells(flat[i - 1, first:last], cell)]

        return Rows(1 + len(flat), row)

    return joined(block(first) for first in range(0, columns, per))


def _cells(elements: Array, cell: int) -> Line:
    line: Line = []
    for x in elements:
        text = element_text(x)
        role = "" if np.isfinite(x) else "error"
        line += [Run(" ")]
        if len(text) > cell:
            line += fitted([Run(text, role)], cell)
        else:
            line.append(Run(text.rjust(cell), role))
    return line
