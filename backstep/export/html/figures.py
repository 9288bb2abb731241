"""A figure taken apart for the player: what is drawn, and where on its axes.

Places are whole numbers along an axis, 0 at its start and FULL at its end; where that is, what the
ticks are and how a curve is cut are worked out as for a terminal. How large it all is, the player
knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import numpy as np

from backstep.export.html.contours import contours
from backstep.language.library.plotting.numbers import thinned
from backstep.messages import tr
from backstep.recording.figures import Field, Figure, Plot, Remark, Series
from backstep.recording.figures import Ticks as NamedTicks
from backstep.recording.visible import one_line
from backstep.stepper.plain.plots import plot_told
from backstep.stepper.plots.axes import Axis, Floats, axes_of
from backstep.stepper.plots.grounds import HUES_BY_HEIGHT, TONES, cells_of, tone_of
from backstep.stepper.plots.painting import in_order, notes_of
from backstep.stepper.plots.shapes import pieces, seen, sparse

Json: TypeAlias = dict[str, object]
Axes: TypeAlias = tuple[Axis, Axis]
FULL = 10_000
MOST_POINTS = 1_500  # of a series: more than any screen has columns
DOTS = (1000, 700)  # points that fall on the same of so many places are drawn once
DENSITIES = (2, 3, 4, 6, 8, 12)  # ticks of an axis, of which the player takes what it has room for
MOST_TICK = 60  # characters of what stands at a tick
LONGEST = 3  # times its other side, of a frame whose axes have one scale


def figure_drawn(figure: Figure) -> list[Json]:
    """What is drawn of each plot of a figure, row by row."""
    return [plot_drawn(plot) for plot in in_order(figure)]


def plot_drawn(plot: Plot) -> Json:
    """What is drawn of a plot, with what is said of it."""
    axes = axes_of(plot)
    if plot.equal:
        axes = _near_equal(axes)
    head, *told = plot_told(plot)
    return {
        "row": plot.row,
        "title": one_line(plot.title),
        "xlabel": one_line(plot.xlabel),
        "ylabel": one_line(plot.ylabel),
        "head": head,
        "told": [each.strip() for each in told],
        "grid": plot.grid,
        "frame": plot.frame,
        "ratio": round(axes[0].span / axes[1].span, 4) if plot.equal else 0,
        "xticks": _ticks(axes[0], plot.xticks),
        "yticks": _ticks(axes[1], plot.yticks),
        "fields": [_field(field, axes) for field in plot.fields],
        "series": [_series(series, axes) for series in plot.series],
        "remarks": [each for remark in plot.remarks for each in _remark(remark, axes)],
        "notes": [*notes_of(plot), *_thinned_told(plot)],
    }


def _near_equal(axes: Axes) -> Axes:
    """The axes of a plot with one scale for both, neither far longer than the other."""
    x, y = axes
    return x.widened(max(x.span, y.span / LONGEST)), y.widened(max(y.span, x.span / LONGEST))


def _ticks(axis: Axis, named: NamedTicks | None) -> list[list[tuple[int, str]]]:
    """The ticks of an axis, by how many there are."""
    lists = [axis.named(named)] if named is not None else [axis.ticks(most) for most in DENSITIES]
    made = [
        [(round(tick.share * FULL), one_line(tick.label)[:MOST_TICK]) for tick in ticks]
        for ticks in lists
    ]
    return [each for i, each in enumerate(made) if each not in made[:i]]


def _series(series: Series, axes: Axes) -> Json:
    made: Json = {"label": one_line(series.label), "hue": series.hue}
    if series.kind == "bars":
        return {**made, "bars": list(_bars(series, axes))}
    x, y = _places(series, axes)
    if series.stroke != "none":
        kept = thinned(x, y, MOST_POINTS, curve=True)
        lines = [_flat(*piece) for piece in pieces(x[kept], y[kept])]
        made |= {"stroke": series.stroke, "lines": lines}
    if series.marker or series.stroke == "none":
        made |= {"marker": series.marker or "•", "dots": list(_dots(series, x, y))}
    return made


def _places(series: Series, axes: Axes) -> tuple[Floats, Floats]:
    """Where the points of a series lie, as shares; of a line across, its two ends."""
    if series.kind == "across":
        return np.array([0.0, 1.0]), np.repeat(axes[1].shares(series.y), 2)
    if series.kind == "down":
        return np.repeat(axes[0].shares(series.x), 2), np.array([0.0, 1.0])
    return axes[0].shares(series.x), axes[1].shares(series.y)


def _dots(series: Series, x: Floats, y: Floats) -> Iterator[tuple[str, list[int]]]:
    """The points of each colour."""
    hues = np.array(series.hues or (series.hue,) * len(x))
    for hue in dict.fromkeys(hues.tolist()):
        places = sparse(seen(x[hues == hue], y[hues == hue]), DOTS)
        kept = thinned(*places, MOST_POINTS, curve=False)
        if len(kept):
            yield hue, _flat(places[0][kept], places[1][kept])


def _bars(series: Series, axes: Axes) -> Iterator[tuple[str, list[int]]]:
    """Each bar with its colour: its left and right edge, where it stands and where it ends."""
    ground = axes[1].shares([0.0])[0]
    if not np.isfinite(ground):
        ground = float(axes[1].turned)  # a log axis has no zero: bars stand on its lower end
    left = axes[0].shares([x - series.width / 2 for x in series.x])
    right = axes[0].shares([x + series.width / 2 for x in series.x])
    for i, top in enumerate(axes[1].shares(series.y)):
        edges = np.array([left[i], right[i], ground, top])
        if not np.isfinite(edges).all() or max(left[i], right[i]) < 0 or min(edges[:2]) > 1:
            continue
        yield (series.hues[i] if series.hues else series.hue), _whole(edges)


def _remark(remark: Remark, axes: Axes) -> Iterator[tuple[int, int, str]]:
    """A text at its place, where that can be seen."""
    x, y = axes[0].shares([remark.x])[0], axes[1].shares([remark.y])[0]
    if 0 <= x <= 1 and 0 <= y <= 1:
        yield round(x * FULL), round(y * FULL), one_line(remark.text)


def _field(field: Field, axes: Axes) -> Json:
    """Values over a grid: the tone of each cell, row by row, or the lines between the levels."""
    columns, x_edges = cells_of(np.array(field.x))
    rows, y_edges = cells_of(np.array(field.y))
    z = np.array(field.z, np.float64)[np.ix_(rows, columns)]
    if field.kind == "lines":
        places = [
            axis.shares(np.array(each)[order])
            for axis, each, order in zip(axes, (field.x, field.y), (columns, rows), strict=True)
        ]
        return {"contours": list(_lines(field.levels, z, *places))}
    levels = np.searchsorted(np.array(field.levels), z)
    tones = [str(tone_of(level, len(field.levels) + 1, TONES)) for level in range(levels.max() + 1)]
    cells = np.where(np.isfinite(z), np.array(tones)[levels], " ")
    return {
        "ramp": "grey" if field.ramp == "greys" else "shade",
        "x": _whole(_edges(axes[0], x_edges)),
        "y": _whole(_edges(axes[1], y_edges)),
        "cells": ["".join(row) for row in cells.tolist()],
    }


def _edges(axis: Axis, edges: Floats) -> Floats:
    """Where the borders of cells lie; what a log axis cannot have lies before its start."""
    return np.nan_to_num(axis.shares(edges), nan=float(axis.turned))


def _lines(
    levels: Sequence[float], z: Floats, x: Floats, y: Floats
) -> Iterator[tuple[str, list[list[int]]]]:
    """The lines of each level, in the colour of its height among them."""
    for i, level in enumerate(levels):
        role = HUES_BY_HEIGHT[int((i + 0.5) / len(levels) * len(HUES_BY_HEIGHT))]
        found = [piece for line in contours(z, x, y, level) for piece in pieces(*line)]
        yield role.removeprefix("plot."), [_flat(*piece) for piece in found]


def _thinned_told(plot: Plot) -> Iterator[str]:
    """What is said of series that have more points than are drawn."""
    many = [len(each.x) for each in plot.series if len(each.x) > MOST_POINTS]
    if many:
        yield tr(
            "drawn with {n:,} of {all:,} points, which are enough for a screen",
            n=MOST_POINTS * len(many),
            all=sum(many),
        )


def _flat(x: Floats, y: Floats) -> list[int]:
    """Points as places: x, y, x, y."""
    return _whole(np.stack([x, y], axis=1).ravel())


def _whole(shares: Floats | Iterable[float]) -> list[int]:
    places = np.clip(np.asarray(shares), 0.0, 1.0) * FULL
    found: list[int] = np.round(places).astype(int).tolist()
    return found
