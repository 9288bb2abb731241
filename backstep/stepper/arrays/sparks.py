"""An array as sparklines: a bar for each element, a line for each row of a matrix."""

from __future__ import annotations

from math import prod

import numpy as np

from backstep.engine.variable import Array
from backstep.messages import tr
from backstep.recording.telling.element import indexed
from backstep.recording.values import number_text
from backstep.stepper.arrays.rows import Rows, joined, rows_of
from backstep.stepper.signs import Signs
from backstep.stepper.text import Line, Run


def spark_rows(array: Array, width: int, signs: Signs) -> Rows:
    """Bars from the least element to the largest, on one scale for all rows, which stands below.

    Where a row has more elements than there is room, a bar stands for several, and shows the one
    that is furthest from the middle of the scale.
    """
    if array.size == 0 or array.dtype.kind == "c":
        return rows_of([[Run(tr(" nothing to draw here"), "dim")]])
    lead = array.shape[:-1]
    table = array.astype(np.float64).reshape(prod(lead), -1)
    head = len(indexed(tuple(n - 1 for n in lead))) + 2 if lead else 2
    room = max(1, width - head)
    finite = table[np.isfinite(table)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)

    def row(i: int) -> Line:
        name = indexed(tuple(int(k) for k in np.unravel_index(i, lead))) if lead else ""
        line: Line = [Run(f" {name:>{head - 2}} ", "dim")]
        return [*line, *_bars(_folded(table[i], room, (low + high) / 2), low, high, signs)]

    return joined([Rows(len(table), row), rows_of([_scale(low, high, table, room, signs)])])


def _folded(xs: Array, room: int, middle: float) -> Array:
    """At most `room` elements: of several neighbours the one furthest from the middle."""
    per = -(-xs.size // room)
    if per == 1:
        return xs
    padded = np.full(-(-xs.size // per) * per, middle)
    padded[: xs.size] = xs
    blocks = padded.reshape(-1, per)
    away = np.where(np.isfinite(blocks), np.abs(blocks - middle), np.inf)
    return np.asarray(blocks[np.arange(len(blocks)), away.argmax(axis=1)])


def _bars(xs: Array, low: float, high: float, signs: Signs) -> Line:
    line: Line = []
    levels = len(signs.blocks) - 1
    for x in xs:
        if not np.isfinite(x):
            sign, role = ("?" if np.isnan(x) else signs.trouble), "error"
        else:
            share = 0.0 if high == low else (float(x) - low) / (high - low)
            sign, role = signs.blocks[round(share * levels)], "set"
        if line and line[-1].role == role:
            line[-1] = Run(line[-1].text + sign, role)
        else:
            line.append(Run(sign, role))
    return line


def _scale(low: float, high: float, table: Array, room: int, signs: Signs) -> Line:
    blocks = signs.blocks
    text = f" {blocks[0]} {number_text(low, 3)}  {blocks[-1]} {number_text(high, 3)}"
    if low < 0 < high:
        text += f"  {blocks[round(-low / (high - low) * (len(blocks) - 1))]} 0"
    per = -(-table.shape[1] // room)
    return [Run(text + (tr("  a bar is one of {n}", n=per) if per > 1 else ""), "dim")]
