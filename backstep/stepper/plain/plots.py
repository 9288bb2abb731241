"""The command on the session's plots: what each shows, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite

from backstep.messages import later, tr, trn
from backstep.recording.figures import Field, Figure, Plot, Series
from backstep.recording.values import number_text
from backstep.recording.visible import one_line
from backstep.stepper.plain.command import Command, Reply

MOST_SERIES = 12  # of one plot
KINDS = {
    "filled": later("filled contours of {columns} by {rows} values"),
    "lines": later("contour lines of {columns} by {rows} values"),
    "image": later("an image of {columns} by {rows} values"),
}


def plots_told(figures: Sequence[Figure]) -> Iterator[str]:
    """Each figure with its plots, and what is plotted on them."""
    if not figures:
        yield tr("The session has no plots.")
    for n, figure in enumerate(figures, 1):
        yield figure_told(figure, n, len(figures))
        for plot in figure.plots:
            yield from plot_told(plot)


def figure_told(figure: Figure, i: int, n: int) -> str:
    """Which of so many figures it is, its title, and how many plots it has."""
    told = tr("figure {i} of {n}", i=i, n=n)
    told += f": {one_line(figure.title)}" if figure.title else ""
    return f"{told}, {trn('{n} plot', '{n} plots', len(figure.plots))}"


def plot_told(plot: Plot) -> Iterator[str]:
    """The title and the axes of a plot, then a line for each thing that is plotted on it."""
    title = one_line(plot.title) or tr("without a title")
    axes = [
        _axis(name, one_line(label), logarithmic=scale == "log")
        for name, label, scale in (
            ("x", plot.xlabel, plot.xscale),
            ("y", plot.ylabel, plot.yscale),
        )
        if label or scale == "log"
    ]
    yield "; ".join([tr("plot {title}", title=title), *axes])
    for series in plot.series[:MOST_SERIES]:
        yield f"  {_series(series)}"
    if len(plot.series) > MOST_SERIES:
        yield f"  {tr('and {n} more', n=len(plot.series) - MOST_SERIES)}"
    for field in plot.fields:
        yield f"  {_field(field)}"
    for remark in plot.remarks[:MOST_SERIES]:
        at = f"{number_text(remark.x)}, {number_text(remark.y)}"
        yield f"  {tr('the text {text} at {place}', text=one_line(remark.text), place=at)}"


def _axis(name: str, label: str, *, logarithmic: bool) -> str:
    told = tr("{name} axis {label}", name=name, label=label)
    return tr("{axis}, logarithmic", axis=told) if logarithmic else told


def _series(series: Series) -> str:
    name = f" {one_line(series.label)}" if series.label else ""
    if series.kind == "across":
        return tr("line{name} across at y = {y}", name=name, y=number_text(series.y[0]))
    if series.kind == "down":
        return tr("line{name} down at x = {x}", name=name, x=number_text(series.x[0]))
    points = [(x, y) for x, y in zip(series.x, series.y, strict=False) if isfinite(y)]
    n = len(series.y)
    if series.kind == "bars":
        head = trn("bars{name}: {n} bar", "bars{name}: {n} bars", n, name=name)
    elif series.stroke == "none":
        head = trn("points{name}: {n} point", "points{name}: {n} points", n, name=name)
    else:
        head = trn("curve{name}: {n} point", "curve{name}: {n} points", n, name=name)
    if not points:
        return tr("{series}, none of them finite", series=head) if series.y else head
    low, high = min(points, key=lambda p: p[1]), max(points, key=lambda p: p[1])
    return tr(
        "{series}, from {first} to {last}; lowest {low}, highest {high}",
        series=head,
        first=_at(points[0]),
        last=_at(points[-1]),
        low=_at(low),
        high=_at(high),
    )


def _at(point: tuple[float, float]) -> str:
    return tr("y = {y} at x = {x}", y=number_text(point[1]), x=number_text(point[0]))


def _field(field: Field) -> str:
    values = [
        (z, x, y)
        for y, row in zip(field.y, field.z, strict=False)
        for x, z in zip(field.x, row, strict=False)
        if isfinite(z)
    ]
    head = tr(KINDS[field.kind], columns=len(field.x), rows=len(field.y))
    if not values:
        return head
    low, high = min(values), max(values)
    return tr(
        "{field}, from {low} at x = {x}, y = {y} to {high} at x = {x2}, y = {y2}",
        field=head,
        low=number_text(low[0]),
        x=number_text(low[1]),
        y=number_text(low[2]),
        high=number_text(high[0]),
        x2=number_text(high[1]),
        y2=number_text(high[2]),
    )


COMMANDS = (
    Command(
        "plots",
        lambda view, argument: Reply(view),
        later("tell the session's plots in words"),
        "Tell",
        also=("P",),
        effect="plots",
    ),
)
