"""A figure as lines of styled text: its plots side by side, each with its words around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

import numpy as np
from rich.cells import cell_len

from backstep.messages import trn
from backstep.recording.figures import Figure, Plot, Series
from backstep.recording.visible import one_line
from backstep.stepper.plots.axes import Axis, Tick, axes_of
from backstep.stepper.plots.canvas import Canvas, Cell, canvas
from backstep.stepper.plots.grounds import paint_field, write
from backstep.stepper.plots.pen import Pen
from backstep.stepper.plots.strokes import Look, look_of, strokes_of
from backstep.stepper.text import ELLIPSIS, Line, Run, fitted, plain, width_of

NARROWEST = 24  # columns of a plot beside another one
LOWEST = 8  # rows of a plot


def figure_lines(figure: Figure, width: int, height: int, pen: Pen) -> list[Line]:
    """A figure in exactly `width` columns; in `height` rows where its plots fit into them."""
    with np.errstate(all="ignore"):  # a file may hold numbers at the ends of what floats can be
        return _figure_lines(figure, width, height, pen)


def _figure_lines(figure: Figure, width: int, height: int, pen: Pen) -> list[Line]:
    lines: list[Line] = []
    if figure.title:
        lines.append(_middle(one_line(figure.title), width, "plot.title"))
    rows = _grid(figure, width)
    each = max(LOWEST, (height - len(lines)) // max(len(rows), 1))
    for row in rows:
        lines += _beside([_plot_lines(p, w, each, pen) for p, w in zip(*row, strict=True)], row[1])
    if pen.ascii_only:
        lines = [[Run(run.text.replace(ELLIPSIS, "~"), run.role) for run in x] for x in lines]
    return lines


def _grid(figure: Figure, width: int) -> list[tuple[list[Plot], list[int]]]:
    """The plots of each row with their widths; below each other where they would be too narrow."""
    by_row = [list(row) for _, row in groupby(in_order(figure), key=lambda plot: plot.row)]
    if any(width // len(row) < NARROWEST for row in by_row):
        by_row = [[plot] for row in by_row for plot in row]
    return [
        (row, [width * (i + 1) // len(row) - width * i // len(row) for i in range(len(row))])
        for row in by_row
    ]


def in_order(figure: Figure) -> list[Plot]:
    """The plots of a figure, row by row."""
    return sorted(figure.plots, key=lambda plot: (plot.row, plot.column))


def _beside(blocks: list[list[Line]], widths: list[int]) -> list[Line]:
    height = max(map(len, blocks))
    lines: list[Line] = [[] for _ in range(height)]
    for block, width in zip(blocks, widths, strict=True):
        for y in range(height):
            lines[y] += fitted(block[y] if y < len(block) else [], width)
    return lines


def _middle(text: str, width: int, role: str) -> Line:
    free = max(0, width - cell_len(text)) // 2
    return fitted([Run(" " * free), Run(text, role)], width)


def _plot_lines(plot: Plot, width: int, height: int, pen: Pen) -> list[Line]:
    """One plot: title, legend and name of the y axis above its canvas, the rest below."""
    x_axis, y_axis = axes_of(plot)
    looks = [look_of(i, series, plot, pen) for i, series in enumerate(plot.series)]
    above = [_middle(one_line(plot.title), width, "plot.title")] if plot.title else []
    above += _legend(plot, looks, width)
    below = [_middle(one_line(plot.xlabel), width, "plot.name")] if plot.xlabel else []
    below += [fitted([Run(f" {note}", "plot.name")], width) for note in notes_of(plot)]
    room = max(LOWEST - 2, height - len(above) - len(below))
    drawn = _canvas(plot, (x_axis, y_axis), looks, (width, room), pen)
    return [*above, *(_line(row) for row in drawn.rows), *below]


def _line(row: list[Cell]) -> Line:
    """Cells as runs; the role of a ground follows that of the sign, after a bar."""
    styled = [
        (cell.text, f"{cell.role}|{cell.ground}" if cell.ground else cell.role) for cell in row
    ]
    return [
        Run("".join(text for text, _ in group), role)
        for role, group in groupby(styled, key=lambda pair: pair[1])
    ]


def _legend(plot: Plot, looks: list[Look], width: int) -> list[Line]:
    """The name of the y axis, and what each labelled series looks like."""
    entries: list[Line] = []
    for series, look in zip(plot.series, looks, strict=True):
        if series.label:
            entries.append(
                [Run(_swatch(series, look), look.role), Run(f" {one_line(series.label)}")]
            )
    name: Line = [Run(f" {one_line(plot.ylabel)}", "plot.name")] if plot.ylabel else []
    lines: list[Line] = []
    current = name
    for entry in entries:
        gap = Run("   " if current else " ")
        if current and width_of(current) + width_of(entry) + 4 > width:
            lines.append(fitted(current, width))
            current, gap = [], Run(" ")
        current = [*current, gap, *entry]
    return [*lines, fitted(current, width)] if current else lines


def _swatch(series: Series, look: Look) -> str:
    if series.kind == "bars":
        return "##" if look.dot.isascii() and look.line != "braille" else "██"
    if not look.line:
        return look.dot
    sign = "⠤" if look.line == "braille" else look.line
    swatch = {"dashed": f"{sign} {sign}", "dotted": f"{sign} {sign}"}
    return swatch.get(series.stroke, sign * 2)


def notes_of(plot: Plot) -> Iterator[str]:
    """What of the data cannot be seen."""
    left_out = sum(series.left_out for series in plot.series)
    if left_out:
        yield trn(
            "{n:,} point is left out: nan or inf", "{n:,} points are left out: nan or inf", left_out
        )
    below = sum(
        1
        for series in plot.series
        for x, y in zip(series.x, series.y, strict=False)
        if (plot.xscale == "log" and x <= 0) or (plot.yscale == "log" and y <= 0)
    )
    if below:
        yield trn(
            "{n:,} point is left out: a log scale has only what is above 0",
            "{n:,} points are left out: a log scale has only what is above 0",
            below,
        )


def _canvas(
    plot: Plot, axes: tuple[Axis, Axis], looks: list[Look], size: tuple[int, int], pen: Pen
) -> Canvas:
    """The canvas with everything on it. It is drawn empty first, to know how large it is."""
    x_ticks, y_ticks = _ticks(plot, axes, size)
    empty = canvas(size, (), x_ticks, y_ticks, frame=plot.frame)
    if plot.equal:
        axes = _equal(axes, empty)
        x_ticks, y_ticks = _ticks(plot, axes, size)
    dots = (empty.width * 2, empty.height * 4)
    strokes = [
        stroke
        for series, look in zip(plot.series, looks, strict=True)
        for stroke in strokes_of(series, look, axes, dots, pen)
    ]
    drawn = canvas(
        size,
        strokes,
        x_ticks,
        y_ticks,
        grid=plot.grid and plot.frame,
        frame=plot.frame,
        ascii_only=pen.ascii_only,
    )
    for field in plot.fields:
        paint_field(drawn, field, axes, pen)
    for remark in plot.remarks:
        write(drawn, axes, remark.x, remark.y, one_line(remark.text))
    return drawn


def _ticks(
    plot: Plot, axes: tuple[Axis, Axis], size: tuple[int, int]
) -> tuple[list[Tick], list[Tick]]:
    x_axis, y_axis = axes
    x_ticks = x_axis.ticks(max(2, size[0] // 14))
    y_ticks = y_axis.ticks(max(2, (size[1] - 3) // 3))
    if plot.xticks is not None:
        x_ticks = x_axis.named(plot.xticks)
    if plot.yticks is not None:
        y_ticks = y_axis.named(plot.yticks)
    return _short(x_ticks, size[0] // 2), _short(y_ticks, size[0] // 3)


def _short(ticks: list[Tick], width: int) -> list[Tick]:
    """The ticks with labels that leave room for the plot."""
    return [
        replace(t, label=plain(fitted([Run(one_line(t.label))], width)).rstrip()) for t in ticks
    ]


def _equal(axes: tuple[Axis, Axis], empty: Canvas) -> tuple[Axis, Axis]:
    """The axes with one scale for both; a cell is twice as high as it is wide."""
    if not (empty.width and empty.height):
        return axes
    x_axis, y_axis = axes
    across, up = x_axis.span / empty.width, y_axis.span / (empty.height * 2)
    if across < up:
        return x_axis.widened(up * empty.width), y_axis
    return x_axis, y_axis.widened(across * empty.height * 2)
