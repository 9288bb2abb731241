"""One plot while a program adds to it: what `plt.gca()` and `plt.subplots()` give.

The methods are the functions of pyplot that act on a plot; tables.py says which a session may read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from backstep.engine.errors import ArgumentError, ShapeError
from backstep.engine.variable import Array
from backstep.language.errors import LimitError
from backstep.language.library.plotting.fields import field_of
from backstep.language.library.plotting.frame import LONGEST_TEXT, Frame, number, text_of
from backstep.language.library.plotting.numbers import (
    MOST_GIVEN,
    floats,
    is_texts,
    numbers,
)
from backstep.language.library.plotting.series import Growing
from backstep.language.library.plotting.styles import (
    Style,
    check_options,
    hues_of,
    marker_of,
    styled,
)
from backstep.messages import tr
from backstep.recording.figures import (
    CYCLE,
    Field,
    Hue,
    Plot,
    Range,
    Remark,
    SeriesKind,
    Ticks,
)

MOST_SERIES = 50
MOST_FIELDS = 10
MOST_REMARKS = 100
MOST_BARS = 200


class Axes(Frame):
    """A plot of a figure, to add series to: `ax.plot(x, y)`, `ax.set_title('loss')`."""

    def __init__(self, row: int = 0, column: int = 0) -> None:
        self._begin(row, column)

    def _begin(self, row: int, column: int) -> None:
        self._state = Plot(row, column)
        self._series: list[Growing] = []
        self._fields: list[Field] = []
        self._remarks: list[Remark] = []
        self._turn = 0

    def __repr__(self) -> str:
        count = len(self._series) + len(self._fields)
        return f"<axes with {count} series>"

    @property
    def _place(self) -> tuple[int, int]:
        return self._state.row, self._state.column

    def _is_empty(self) -> bool:
        return not (self._series or self._fields or self._remarks)

    def _frozen(self, kept: int) -> Plot:
        series = tuple(each.frozen(kept) for each in self._series)
        return replace(
            self._state,
            series=series,
            fields=tuple(self._fields),
            remarks=tuple(self._remarks),
        )

    def _next_hue(self) -> Hue:
        hue = CYCLE[self._turn % len(CYCLE)]
        self._turn += 1
        return hue

    def _add(self, who: str, made: Growing) -> None:
        """Keep a series; points that look like those of another one go with them."""
        made.count = sum(map(len, made.x))
        for each in self._series:
            if each.takes(made):
                if each.count + made.count > MOST_GIVEN:
                    raise LimitError(
                        tr("{who}: more than {most:,} points of one look", who=who, most=MOST_GIVEN)
                    )
                each.x += made.x
                each.y += made.y
                each.count += made.count
                return
        if len(self._series) >= MOST_SERIES:
            raise LimitError(
                tr(
                    "{who}: one plot takes {most} series; plt.figure() begins another",
                    who=who,
                    most=MOST_SERIES,
                )
            )
        self._series.append(made)

    def plot(self, *data: Any, **options: Any) -> None:
        """Lines or points: `plot(y)`, `plot(x, y)`, `plot(x, y, 'ro--', label='loss')`."""
        check_options("plot", options, "color c linestyle ls marker label")
        rest = list(data)
        if not rest:
            raise ArgumentError(tr("plot: give it what to plot: plt.plot(x, y)"))
        while rest:
            first = rest.pop(0)
            y = rest.pop(0) if rest and not isinstance(rest[0], str) else None
            format = rest.pop(0) if rest and isinstance(rest[0], str) else ""
            x, values = (first, y) if y is not None else (None, first)
            self._curves(x, values, styled("plot", format, options), options.get("label"))

    def _curves(self, x: Any, y: Any, style: Style, label: Any) -> None:
        """A curve for each column of y."""
        columns: Array = numbers("plot", "y", y)
        places: Array
        if x is None:
            places = np.arange(len(columns), dtype=np.float64)
        elif is_texts(x):
            places = self._categories(x)
        else:
            places = numbers("plot", "x", x)
        if places.ndim > 2 or columns.ndim > 2:
            raise ShapeError(
                tr("plot: y of the shape {shape} is more than columns", shape=columns.shape)
            )
        if len(places) != len(columns):
            raise ShapeError(
                tr("plot: x has {n:,} numbers and y has {n2:,}", n=len(places), n2=len(columns))
            )
        places = places.reshape(len(places), -1)
        columns = columns.reshape(len(columns), -1)
        if places.shape[1] not in (1, columns.shape[1]) or columns.shape[1] > MOST_SERIES:
            raise ShapeError(
                tr(
                    "plot: x has {places_shape} columns and y has {shape}; a plot takes "
                    "{most} at most",
                    places_shape=places.shape[1],
                    shape=columns.shape[1],
                    most=MOST_SERIES,
                )
            )
        for i in range(columns.shape[1]):
            column = places[:, i if places.shape[1] > 1 else 0]
            many = isinstance(label, (list, tuple)) and len(label) == columns.shape[1]
            self._add(
                "plot",
                Growing(
                    "curve",
                    [column],
                    [columns[:, i]],
                    hue=style.hue or self._next_hue(),
                    stroke=style.stroke or "solid",
                    marker=style.marker,
                    label=self._label(label[i] if many else label),
                ),
            )

    def _label(self, label: Any) -> str:
        if label is None:
            return ""
        text = text_of("label", label)
        return "" if text.startswith("_") else text  # matplotlib's way to say: not in the legend

    def _categories(self, names: Any) -> Array:
        """The places of named categories: 0, 1, 2, ... in the order in which they are met."""
        known = list(self._state.xticks.labels) if self._state.xticks else []
        for name in names:
            if name[:LONGEST_TEXT] not in known:
                known.append(name[:LONGEST_TEXT])
            if len(known) > MOST_BARS:
                raise LimitError(tr("a plot takes {most} named categories at most", most=MOST_BARS))
        self._change(xticks=Ticks(floats(range(len(known))), tuple(known)))
        return np.array([float(known.index(name[:LONGEST_TEXT])) for name in names])

    def scatter(self, x: Any, y: Any, s: Any = None, c: Any = None, **options: Any) -> None:
        """Points: `scatter(x, y, s=10, c=t)`; `c` is a colour, or a class or value for each."""
        check_options("scatter", options, "color marker label")
        places = self._categories(x) if is_texts(x) else numbers("scatter", "x", x).ravel()
        values = numbers("scatter", "y", y).ravel()
        if len(places) != len(values):
            raise ShapeError(
                tr("scatter: x has {n:,} numbers and y has {n2:,}", n=len(places), n2=len(values))
            )
        colour = options.get("color", c)
        hues = hues_of("scatter", colour, len(places))
        several = isinstance(hues, tuple)
        hue = self._next_hue() if hues is None else hues[0] if isinstance(hues, tuple) else hues
        self._add(
            "scatter",
            Growing(
                "curve",
                [places],
                [values],
                hue=hue if hues else CYCLE[0],
                stroke="none",
                marker=marker_of("scatter", options.get("marker")) or "•",
                label=self._label(options.get("label")),
                hues=hues if several and isinstance(hues, tuple) else (),
            ),
        )

    def step(self, x: Any, y: Any, *format: Any, **options: Any) -> None:
        """A line that goes in steps."""
        places, values = numbers("step", "x", x).ravel(), numbers("step", "y", y).ravel()
        if len(places) != len(values):
            raise ShapeError(
                tr("step: x has {n:,} numbers and y has {n2:,}", n=len(places), n2=len(values))
            )
        options.pop("where", None)
        self.plot(np.repeat(places, 2)[:-1], np.repeat(values, 2)[1:], *format, **options)

    def bar(self, x: Any, height: Any, width: Any = 0.8, **options: Any) -> None:
        """Bars that stand on zero, at places or at names."""
        check_options("bar", options, "color label tick_label")
        places = self._categories(x) if is_texts(x) else numbers("bar", "x", x).ravel()
        heights = numbers("bar", "height", height).ravel()
        if len(heights) == 1:
            heights = np.repeat(heights, len(places))
        if len(places) != len(heights):
            raise ShapeError(
                tr("bar: x has {n:,} places and height has {n2:,}", n=len(places), n2=len(heights))
            )
        breadth = float(numbers("bar", "width", width).ravel()[0])
        self._bars("bar", places, heights, breadth, options)

    def hist(self, x: Any, bins: Any = 10, **options: Any) -> None:
        """How many of the numbers fall into each of `bins` stretches."""
        check_options("hist", options, "color label")
        values = numbers("hist", "x", x).ravel()
        values = values[np.isfinite(values)]
        if isinstance(bins, int) and not 1 <= bins <= MOST_BARS:
            raise LimitError(
                tr("hist: bins is {bins:,}; from 1 to {most} are drawn", bins=bins, most=MOST_BARS)
            )
        edges: Any = 10 if isinstance(bins, str) or bins is None else bins
        if not isinstance(edges, int):
            edges = numbers("hist", "bins", edges).ravel()[: MOST_BARS + 1]
            if len(edges) < 2 or not np.all(np.diff(edges) > 0):
                raise ArgumentError(tr("hist: bins is a number of bins, or their rising edges"))
        density = bool(options.get("density"))
        counts, borders = np.histogram(values, edges, density=density)
        middles = (borders[1:] + borders[:-1]) / 2
        self._bars("hist", middles, counts, float(np.diff(borders).mean()), options)

    def _bars(
        self, who: str, places: Array, heights: Array, width: float, options: dict[str, Any]
    ) -> None:
        if len(places) > MOST_BARS:
            raise LimitError(
                tr(
                    "{who}: {n:,} bars are more than the {most} drawn",
                    who=who,
                    n=len(places),
                    most=MOST_BARS,
                )
            )
        hues = hues_of(who, options.get("color"), len(places))
        several = hues if isinstance(hues, tuple) else ()
        first = hues if isinstance(hues, str) else several[0] if several else self._next_hue()
        label = self._label(options.get("label"))
        self._add(
            who,
            Growing(
                "bars",
                [places],
                [np.asarray(heights, np.float64)],
                hue=first,
                label=label,
                hues=several,
                width=width if np.isfinite(width) and width > 0 else 0.8,
            ),
        )

    def axhline(self, y: Any = 0, *rest: Any, **options: Any) -> None:
        """A line across the whole plot at a y."""
        self._straight("axhline", "across", y, options)

    def axvline(self, x: Any = 0, *rest: Any, **options: Any) -> None:
        """A line from top to bottom of the whole plot at an x."""
        self._straight("axvline", "down", x, options)

    def _straight(self, who: str, kind: SeriesKind, at: Any, options: dict[str, Any]) -> None:
        check_options(who, options, "color c linestyle ls label xmin xmax ymin ymax marker")
        place = [number(who, at)]
        style = styled(who, "", options)
        self._add(
            who,
            Growing(
                kind,
                [] if kind == "across" else [np.array(place)],
                [np.array(place)] if kind == "across" else [],
                hue=style.hue or "grey",
                stroke=style.stroke or "solid",
                label=self._label(options.get("label")),
            ),
        )

    def contourf(self, *data: Any, **options: Any) -> None:
        """Areas of alike values: `contourf(X, Y, Z)` over a grid, `levels` between them."""
        self._field(field_of("contourf", "filled", data, options))

    def contour(self, *data: Any, **options: Any) -> None:
        """The borders between areas of alike values."""
        self._field(field_of("contour", "lines", data, options))

    def pcolormesh(self, *data: Any, **options: Any) -> None:
        """A grid of values as coloured cells."""
        self._field(field_of("pcolormesh", "filled", data, options))

    def imshow(self, X: Any, cmap: Any = None, **options: Any) -> None:
        """A matrix as a picture, its first row on top."""
        self._field(field_of("imshow", "image", (X,), options | {"cmap": cmap}))
        self._change(equal=True)

    matshow = imshow

    def _field(self, made: Field) -> None:
        if len(self._fields) >= MOST_FIELDS:
            raise LimitError(tr("one plot takes {most} contours and pictures", most=MOST_FIELDS))
        self._fields.append(made)

    def text(self, x: Any, y: Any, s: Any, *rest: Any, **options: Any) -> None:
        """A text at a place of the plot."""
        check_options("text", options, "color c")
        if len(self._remarks) >= MOST_REMARKS:
            raise LimitError(tr("text: one plot takes {most} texts", most=MOST_REMARKS))
        place = number("text", x), number("text", y)
        self._remarks.append(Remark(*place, text_of("text", s)))

    def annotate(self, text: Any, xy: Any, *rest: Any, **options: Any) -> None:
        """A text at the place that it tells of."""
        options.pop("xytext", None)
        place = numbers("annotate", "xy", xy).ravel()
        if len(place) != 2:
            raise ArgumentError(tr("annotate: xy is a pair, xy=(x, y)"))
        self.text(float(place[0]), float(place[1]), text, **options)

    def _span(self, axis: str) -> tuple[float, float]:
        told: Range = self._state.xlim if axis == "x" else self._state.ylim
        parts = [part for each in self._series for part in (each.x if axis == "x" else each.y)]
        parts += [np.array(f.x if axis == "x" else f.y) for f in self._fields]
        values = np.concatenate([[], *parts])
        values = values[np.isfinite(values)]
        low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
        return (low if told[0] is None else told[0], high if told[1] is None else told[1])

    def semilogx(self, *data: Any, **options: Any) -> None:
        """plot with a logarithmic x axis."""
        self.plot(*data, **options)
        self._change(xscale="log")

    def semilogy(self, *data: Any, **options: Any) -> None:
        """plot with a logarithmic y axis."""
        self.plot(*data, **options)
        self._change(yscale="log")

    def loglog(self, *data: Any, **options: Any) -> None:
        """plot with two logarithmic axes."""
        self.plot(*data, **options)
        self._change(xscale="log", yscale="log")

    def legend(self, *names: Any, **options: Any) -> None:
        """Which series is which; `legend(['a', 'b'])` names them in their order."""
        check_options("legend", options, "handles labels")
        given = names[-1] if names else options.get("labels")
        if given is None:
            return
        if not is_texts(given):
            raise ArgumentError(tr("legend takes a list of names: plt.legend(['train', 'test'])"))
        for series, name in zip(self._series, given, strict=False):
            series.label = name[:LONGEST_TEXT]

    def cla(self) -> None:
        """Empty the plot."""
        self._begin(*self._place)

    clear = cla
