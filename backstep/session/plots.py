"""Figures into records of the file and back; what is read is checked before it is believed."""

from __future__ import annotations

from collections.abc import Sequence

from backstep.messages import tr
from backstep.recording.figures import (
    HUES,
    MARKERS,
    Field,
    Figure,
    Hue,
    Plot,
    Remark,
    Series,
    Ticks,
)
from backstep.recording.visible import one_line
from backstep.session import plot_records as records
from backstep.session.arrays import packed_number
from backstep.session.errors import Unreadable
from backstep.session.records import Number


def packed_figure(figure: Figure, cell: int, after: int) -> records.Plot:
    """A figure as a line of the file; `after` is the id of the last pass that began before it."""
    return records.Plot(
        cell=cell,
        after=after,
        title=figure.title,
        plots=[_packed_plot(plot) for plot in figure.plots],
    )


def _packed_plot(plot: Plot) -> records.PlotAxes:
    return records.PlotAxes(
        row=plot.row,
        column=plot.column,
        title=plot.title,
        xlabel=plot.xlabel,
        ylabel=plot.ylabel,
        xlim=plot.xlim,
        ylim=plot.ylim,
        xscale=plot.xscale,
        yscale=plot.yscale,
        xticks=_packed_ticks(plot.xticks),
        yticks=_packed_ticks(plot.yticks),
        grid=plot.grid,
        equal=plot.equal,
        frame=plot.frame,
        series=[_packed_series(series) for series in plot.series],
        fields=[_packed_field(field) for field in plot.fields],
        remarks=[records.Remark(each.x, each.y, each.text) for each in plot.remarks],
    )


def _packed_ticks(ticks: Ticks | None) -> records.Ticks | None:
    return None if ticks is None else records.Ticks(_numbers(ticks.places), list(ticks.labels))


def _packed_series(series: Series) -> records.Series:
    return records.Series(
        form=series.kind,
        x=_numbers(series.x),
        y=_numbers(series.y),
        label=series.label,
        hue=series.hue,
        stroke=series.stroke,
        marker=series.marker,
        hues=list(series.hues),
        width=series.width,
        left_out=series.left_out,
    )


def _packed_field(field: Field) -> records.Field:
    return records.Field(
        form=field.kind,
        x=_numbers(field.x),
        y=_numbers(field.y),
        z=[_numbers(row) for row in field.z],
        levels=_numbers(field.levels),
        ramp=field.ramp,
    )


def _numbers(values: Sequence[float]) -> list[Number]:
    return [packed_number(x) for x in values]


def unpacked_figure(plot: records.Plot) -> Figure:
    """A line of the file as a figure. Raises Unreadable where it cannot be one."""
    made = []
    for i, each in enumerate(plot.plots):
        try:
            made.append(_plot(each))
        except Unreadable as error:
            raise error.within(f"plots[{i}]") from None
    return Figure(tuple(made), one_line(plot.title))


def _plot(plot: records.PlotAxes) -> Plot:
    return Plot(
        row=plot.row,
        column=plot.column,
        title=one_line(plot.title),
        xlabel=one_line(plot.xlabel),
        ylabel=one_line(plot.ylabel),
        xlim=plot.xlim,
        ylim=plot.ylim,
        xscale=plot.xscale,
        yscale=plot.yscale,
        xticks=_ticks("xticks", plot.xticks),
        yticks=_ticks("yticks", plot.yticks),
        grid=plot.grid,
        equal=plot.equal,
        frame=plot.frame,
        series=tuple(_series(f"series[{i}]", each) for i, each in enumerate(plot.series)),
        fields=tuple(_field(f"fields[{i}]", each) for i, each in enumerate(plot.fields)),
        remarks=tuple(Remark(each.x, each.y, one_line(each.text)) for each in plot.remarks),
    )


def _ticks(field: str, ticks: records.Ticks | None) -> Ticks | None:
    if ticks is None:
        return None
    _check_lengths(f"{field}.labels", len(ticks.labels), len(ticks.places))
    return Ticks(_floats(ticks.places), tuple(map(one_line, ticks.labels)))


def _series(field: str, series: records.Series) -> Series:
    kind, x, y = series.form, _floats(series.x), _floats(series.y)
    if kind in ("across", "down"):
        _check_lengths(f"{field}.{'y' if kind == 'across' else 'x'}", 1, len(x) + len(y))
        _check_lengths(f"{field}.y", len(y), int(kind == "across"))
    else:
        _check_lengths(f"{field}.y", len(y), len(x))
    if series.hues:
        _check_lengths(f"{field}.hues", len(series.hues), len(x))
    if series.marker and series.marker not in tuple(MARKERS):
        raise Unreadable(f"{field}.marker", tr("none of the markers that there are"))
    return Series(
        kind=kind,
        x=x,
        y=y,
        label=one_line(series.label),
        hue=series.hue,
        stroke=series.stroke,
        marker=series.marker,
        hues=tuple(_hue(f"{field}.hues", hue) for hue in series.hues),
        width=series.width,
        left_out=series.left_out,
    )


def _hue(field: str, hue: str) -> Hue:
    found = next((each for each in HUES if each == hue), None)
    if found is None:
        raise Unreadable(field, tr("none of the colours that there are"))
    return found


def _field(name: str, field: records.Field) -> Field:
    _check_lengths(f"{name}.z", len(field.z), len(field.y))
    for i, row in enumerate(field.z):
        _check_lengths(f"{name}.z[{i}]", len(row), len(field.x))
    return Field(
        kind=field.form,
        x=_floats(field.x),
        y=_floats(field.y),
        z=tuple(_floats(row) for row in field.z),
        levels=tuple(sorted(_floats(field.levels))),
        ramp=field.ramp,
    )


def _floats(values: Sequence[Number]) -> tuple[float, ...]:
    return tuple(float(x) for x in values)


def _check_lengths(field: str, have: int, wanted: int) -> None:
    if have != wanted:
        raise Unreadable(
            field, tr("{have} where there should be {wanted}", have=have, wanted=wanted)
        )
