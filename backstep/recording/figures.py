"""A figure as plain data: what a program plotted, before anything is drawn of it.

Numbers are as they were given, nan and inf among them; how many of them there can be is bounded
where a figure is made (language) and where one is read (session).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

Hue: TypeAlias = Literal[
    "blue", "orange", "green", "red", "violet", "cyan", "yellow", "grey", "plain"
]
Stroke: TypeAlias = Literal["none", "solid", "dashed", "dotted"]
SeriesKind: TypeAlias = Literal["curve", "bars", "across", "down"]
FieldKind: TypeAlias = Literal["filled", "lines", "image"]
Ramp: TypeAlias = Literal["colours", "greys"]
Scale: TypeAlias = Literal["linear", "log"]
Range: TypeAlias = tuple[float | None, float | None]

HUES: tuple[Hue, ...] = get_args(Hue)
CYCLE: tuple[Hue, ...] = HUES[:6]  # what series take in turn that name no colour
MARKERS = "•ox+*^v<>sdpD.|_"


@dataclass(frozen=True)
class Series:
    """Points or bars that belong together, or a line across the whole plot.

    A `curve` is drawn with its `stroke` from point to point, with a `marker` at each, or with both.
    `hues` holds a colour for each point where they differ. `bars` stand on zero, `x` is the middle
    of each. `across` has one y, `down` one x.
    """

    kind: SeriesKind
    x: tuple[float, ...] = ()
    y: tuple[float, ...] = ()
    label: str = ""
    hue: Hue = "blue"
    stroke: Stroke = "solid"
    marker: str = ""
    hues: tuple[Hue, ...] = ()
    width: float = 0.8
    left_out: int = 0


@dataclass(frozen=True)
class Field:
    """Values over a grid: `z[row][column]` belongs to `y[row]` and `x[column]`.

    `levels` are the borders between what is drawn alike; `image` puts the first row on top.
    """

    kind: FieldKind
    x: tuple[float, ...]
    y: tuple[float, ...]
    z: tuple[tuple[float, ...], ...]
    levels: tuple[float, ...]
    ramp: Ramp = "colours"


@dataclass(frozen=True)
class Remark:
    """A text that stands at a place of the plot."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Ticks:
    """Places on an axis that were named: categories, or those given to xticks."""

    places: tuple[float, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Plot:
    """One pair of axes with what is plotted on it, at its place in the figure's grid."""

    row: int = 0
    column: int = 0
    title: str = ""
    xlabel: str = ""
    ylabel: str = ""
    xlim: Range = (None, None)
    ylim: Range = (None, None)
    xscale: Scale = "linear"
    yscale: Scale = "linear"
    xticks: Ticks | None = None
    yticks: Ticks | None = None
    grid: bool = False
    equal: bool = False
    frame: bool = True
    series: tuple[Series, ...] = ()
    fields: tuple[Field, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Figure:
    """What one `plt.show()` shows: a title, and its plots in a grid."""

    plots: tuple[Plot, ...]
    title: str = ""

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return sum(
            sum(len(each.x) + len(each.y) for each in plot.series)
            + sum(len(field.x) * len(field.y) for field in plot.fields)
            for plot in self.plots
        )


@dataclass(frozen=True)
class Shown:
    """A figure as a session keeps it: `after` is the id of the last pass that began before it."""

    figure: Figure
    after: int = 0
