"""The lines for figures; apart from the others, since few sessions plot and types take time."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

from backstep.recording.figures import FieldKind, Hue, Ramp, Scale, SeriesKind, Stroke
from backstep.session import limits
from backstep.session.records import CellNumber, Index, Number

Count: TypeAlias = Annotated[int, Meta(ge=0, le=2**53)]
Place: TypeAlias = Annotated[int, Meta(ge=0, lt=limits.PLOT_ROWS)]
Numbers: TypeAlias = Annotated[list[Number], Meta(max_length=limits.POINTS)]


class Series(Struct, omit_defaults=True):
    """Points or bars of a plot; `form` as in recording/figures.py."""

    form: SeriesKind
    x: Numbers
    y: Numbers
    label: str = ""
    hue: Hue = "blue"
    stroke: Stroke = "solid"
    marker: str = ""
    hues: Annotated[list[str], Meta(max_length=limits.POINTS)] = []
    width: float = 0.8
    left_out: Count = 0


class Field(Struct, omit_defaults=True):
    """Values over a grid."""

    form: FieldKind
    x: Annotated[list[Number], Meta(max_length=limits.PLOT_GRID, min_length=1)]
    y: Annotated[list[Number], Meta(max_length=limits.PLOT_GRID, min_length=1)]
    z: Annotated[list[list[Number]], Meta(max_length=limits.PLOT_GRID)]
    levels: Annotated[list[Number], Meta(max_length=limits.PLOT_SERIES * 2)]
    ramp: Ramp = "colours"


class Remark(Struct):
    """A text at a place of a plot."""

    x: float
    y: float
    text: str


class Ticks(Struct):
    """The named places of an axis."""

    places: Annotated[list[Number], Meta(max_length=limits.PLOT_GRID)]
    labels: list[str]


class PlotAxes(Struct, omit_defaults=True):
    """One pair of axes of a figure."""

    row: Place = 0
    column: Place = 0
    title: str = ""
    xlabel: str = ""
    ylabel: str = ""
    xlim: tuple[float | None, float | None] = (None, None)
    ylim: tuple[float | None, float | None] = (None, None)
    xscale: Scale = "linear"
    yscale: Scale = "linear"
    xticks: Ticks | None = None
    yticks: Ticks | None = None
    grid: bool = False
    equal: bool = False
    frame: bool = True
    series: Annotated[list[Series], Meta(max_length=limits.PLOT_SERIES)] = []
    fields: Annotated[list[Field], Meta(max_length=limits.PLOT_SERIES)] = []
    remarks: Annotated[list[Remark], Meta(max_length=limits.PLOT_REMARKS)] = []


class Plot(Struct, tag_field="kind", tag="plot", omit_defaults=True):
    """A figure that a cell showed."""

    cell: CellNumber
    plots: Annotated[list[PlotAxes], Meta(max_length=limits.PLOTS)]
    title: str = ""
    after: Index = 0
