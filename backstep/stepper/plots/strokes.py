"""Series as strokes for the canvas, cut to it: which sign each takes, lines, points and bars."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from backstep.language.library.plotting.numbers import thinned
from backstep.recording.figures import Plot, Series
from backstep.stepper.plots.axes import Axis, Floats
from backstep.stepper.plots.canvas import Stroke
from backstep.stepper.plots.pen import Pen
from backstep.stepper.plots.shapes import broken, pieces, seen, sparse


@dataclass(frozen=True)
class Look:
    """How a series is drawn: `line` joins its points, `dot` stands at each; either may be empty."""

    role: str
    line: str
    dot: str


def look_of(i: int, series: Series, plot: Plot, pen: Pen) -> Look:
    signs = pen.signs
    several = len([s for s in plot.series if s.kind == "curve"]) > 1
    own = series.marker if series.marker not in ("", "•") else signs[i % len(signs)]
    if series.kind in ("across", "down"):
        return Look(f"plot.{series.hue}", signs[-1] if pen.ascii_only else "braille", "")
    line = "" if series.stroke == "none" else "braille"
    if line and (pen.ascii_only or (several and not pen.coloured)):
        line = own if several else "*"
    dot = series.marker
    if dot == "•":
        dot = own if several and not pen.coloured else pen.dot
    if not line and not dot:
        dot = pen.dot
    return Look(f"plot.{series.hue}", line, dot)


def strokes_of(
    series: Series, look: Look, axes: tuple[Axis, Axis], dots: tuple[int, int], pen: Pen
) -> Iterator[Stroke]:
    """What plotext draws of a series, cut to the canvas."""
    if series.kind == "bars":
        yield from _bars(series, axes, dots, pen)
        return
    x, y = _points(series, axes)
    if look.line:
        kept = thinned(x, y, dots[0] * 3, curve=True)
        for piece in pieces(x[kept], y[kept]):
            if series.stroke in ("dashed", "dotted") and len(piece[0]) > 1:
                cells = dots if look.line == "braille" else (dots[0] // 2, dots[1] // 4)
                yield Stroke(broken(piece, series.stroke, cells), look.line, look.role, False)
            else:
                yield Stroke(piece, look.line, look.role, True)
    if look.dot:
        roles = [f"plot.{hue}" for hue in series.hues] or [look.role] * len(x)
        signs = _signs(series, look, pen)
        for role, sign in dict.fromkeys(zip(roles, signs, strict=True)):
            same = np.array([(r, s) == (role, sign) for r, s in zip(roles, signs, strict=True)])
            piece = sparse(seen(x[same], y[same]), (dots[0] // 2, dots[1] // 4))
            if len(piece[0]):
                yield Stroke(piece, sign, role, False)


def _signs(series: Series, look: Look, pen: Pen) -> list[str]:
    """The sign of each point: without colours, one for each colour that it would have."""
    if not series.hues or pen.coloured:
        return [look.dot] * len(series.x)
    signs = pen.signs
    order = list(dict.fromkeys(series.hues))
    return [signs[order.index(hue) % len(signs)] for hue in series.hues]


def _points(series: Series, axes: tuple[Axis, Axis]) -> tuple[Floats, Floats]:
    if series.kind == "across":
        y = axes[1].shares(series.y)
        return np.array([0.0, 1.0]), np.array([y[0], y[0]])
    if series.kind == "down":
        x = axes[0].shares(series.x)
        return np.array([x[0], x[0]]), np.array([0.0, 1.0])
    return axes[0].shares(series.x), axes[1].shares(series.y)


def _bars(
    series: Series, axes: tuple[Axis, Axis], dots: tuple[int, int], pen: Pen
) -> Iterator[Stroke]:
    """Bars as points close together, since a cell of plotext's has two by two of its blocks."""
    sign = "#" if pen.ascii_only else "hd"
    columns, rows = (dots[0] // 2, dots[1] // 4) if pen.ascii_only else (dots[0], dots[1] // 2)
    x_places = (np.arange(columns) + 0.5) / columns
    y_places = (np.arange(rows) + 0.5) / rows
    ground = axes[1].shares([0.0])[0]
    if not np.isfinite(ground):
        ground = 0.0  # a log axis has no zero: bars stand on its lower end
    left = axes[0].shares([x - series.width / 2 for x in series.x])
    right = axes[0].shares([x + series.width / 2 for x in series.x])
    tops = axes[1].shares(series.y)
    for i, top in enumerate(tops):
        if not np.isfinite([top, left[i], right[i]]).all():
            continue
        low, high = sorted((left[i], right[i]))
        gap = 0.5 / columns if high - low > 3 / columns else 0.0
        across = x_places[(x_places > low + gap) & (x_places < high - gap)]
        up = y_places[(y_places > min(top, ground)) & (y_places < max(top, ground))]
        x, y = np.repeat(across, len(up)), np.tile(up, len(across))
        if len(x):
            hue = series.hues[i] if series.hues else series.hue
            yield Stroke((x, y), sign, f"plot.{hue}", False)
