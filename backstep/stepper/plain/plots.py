"""The command on the session's plots: what each shows, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite

from backstep.recording.figures import Field, Figure, Plot, Series
from backstep.recording.values import number_text
from backstep.recording.visible import one_line
from backstep.stepper.plain.command import Command, Reply
from backstep.stepper.plain.words import count

MOST_SERIES = 12  # of one plot
KINDS = {"filled": "filled contours", "lines": "contour lines", "image": "an image"}


def plots_told(figures: Sequence[Figure]) -> Iterator[str]:
    """Each figure with its plots, and what is plotted on them."""
    if not figures:
        yield "The session has no plots."
    for n, figure in enumerate(figures, 1):
        title = f": {one_line(figure.title)}" if figure.title else ""
        yield f"figure {n} of {len(figures)}{title}, {count(len(figure.plots), 'plot')}"
        for plot in figure.plots:
            yield from _plot(plot)


def _plot(plot: Plot) -> Iterator[str]:
    title = one_line(plot.title) or "without a title"
    axes = [
        f"{name} axis {one_line(label)}{', logarithmic' if scale == 'log' else ''}"
        for name, label, scale in (
            ("x", plot.xlabel, plot.xscale),
            ("y", plot.ylabel, plot.yscale),
        )
        if label or scale == "log"
    ]
    yield "; ".join([f"plot {title}", *axes])
    for series in plot.series[:MOST_SERIES]:
        yield f"  {_series(series)}"
    if len(plot.series) > MOST_SERIES:
        yield f"  and {len(plot.series) - MOST_SERIES} more"
    for field in plot.fields:
        yield f"  {_field(field)}"
    for remark in plot.remarks[:MOST_SERIES]:
        at = f"{number_text(remark.x)}, {number_text(remark.y)}"
        yield f"  the text {one_line(remark.text)} at {at}"


def _series(series: Series) -> str:
    name = f" {one_line(series.label)}" if series.label else ""
    if series.kind == "across":
        return f"line{name} across at y = {number_text(series.y[0])}"
    if series.kind == "down":
        return f"line{name} down at x = {number_text(series.x[0])}"
    points = [(x, y) for x, y in zip(series.x, series.y, strict=False) if isfinite(y)]
    what = "bar" if series.kind == "bars" else "point"
    kind = "bars" if series.kind == "bars" else "points" if series.stroke == "none" else "curve"
    head = f"{kind}{name}: {count(len(series.y), what)}"
    if not points:
        return f"{head}, none of them finite" if series.y else head
    low, high = min(points, key=lambda p: p[1]), max(points, key=lambda p: p[1])
    ends = f"from {_at(points[0])} to {_at(points[-1])}"
    return f"{head}, {ends}; lowest {_at(low)}, highest {_at(high)}"


def _at(point: tuple[float, float]) -> str:
    return f"y = {number_text(point[1])} at x = {number_text(point[0])}"


def _field(field: Field) -> str:
    values = [
        (z, x, y)
        for y, row in zip(field.y, field.z, strict=False)
        for x, z in zip(field.x, row, strict=False)
        if isfinite(z)
    ]
    head = f"{KINDS[field.kind]} of {len(field.x)} by {len(field.y)} values"
    if not values:
        return head
    low, high = min(values), max(values)
    return (
        f"{head}, from {number_text(low[0])} at x = {number_text(low[1])}, y = "
        f"{number_text(low[2])} to {number_text(high[0])} at x = {number_text(high[1])}, y = "
        f"{number_text(high[2])}"
    )


COMMANDS = (
    Command(
        "plots",
        lambda view, argument: Reply(view),
        "tell the session's plots in words",
        "Tell",
        also=("P",),
        effect="plots",
    ),
)
