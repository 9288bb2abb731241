"""A figure while a program adds plots to it: what `plt.figure()` and `plt.subplots()` give."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

from backstep.engine.errors import ArgumentError
from backstep.language.errors import LimitError
from backstep.language.library.plotting.axes import Axes
from backstep.language.library.plotting.frame import text_of
from backstep.language.library.plotting.numbers import KEPT_POINTS
from backstep.messages import tr
from backstep.recording.figures import Figure

LEAST_KEPT = 250  # points of a series
KEPT_IN_ALL = 40_000  # points of a figure with many series
MOST_PLOTS = 16  # of one figure
MOST_ROWS = 8  # and columns


class FigureInMaking:
    """A figure to add plots to: `fig, ax = plt.subplots()` gives one with its axes."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._axes: list[Axes] = []
        self._current: Axes | None = None
        self._title = ""

    def __repr__(self) -> str:
        return f"<figure {self._number} with {len(self._axes)} plots>"

    def gca(self) -> Axes:
        """The plot that is added to; a new one where there is none."""
        if self._current is None:
            self._current = Axes()
            self._axes.append(self._current)
        return self._current

    def add_subplot(self, *place: Any, **options: Any) -> Axes:
        """A plot in a grid of them: `add_subplot(rows, columns, number)`, or 221 for 2, 2, 1."""
        if options.get("projection") not in (None, "rectilinear"):
            raise ArgumentError(
                tr("a terminal shows no 3-D plots: plt.contourf(X, Y, Z) shows heights")
            )
        _, columns, number = _place(place)
        row, column = divmod(number - 1, columns)
        found = next((axes for axes in self._axes if axes._place == (row, column)), None)
        if found is None:
            if len(self._axes) >= MOST_PLOTS:
                raise LimitError(tr("a figure takes {most} plots", most=MOST_PLOTS))
            found = Axes(row, column)
            self._axes.append(found)
        self._current = found
        return found

    def suptitle(self, t: Any, *rest: Any, **options: Any) -> None:
        """The title over all plots of the figure."""
        self._title = text_of("suptitle", t)

    def clf(self) -> None:
        """Empty the figure."""
        self._axes.clear()
        self._current = None
        self._title = ""

    clear = clf

    def colorbar(self, *rest: Any, **options: Any) -> None:
        """Taken, and without effect: the plot shows no scale of its colours."""

    def tight_layout(self, *rest: Any, **options: Any) -> None:
        """Taken, and without effect: a terminal's layout is tight."""

    subplots_adjust = tight_layout

    def savefig(self, *rest: Any, **options: Any) -> None:
        """No file is written here; plt.show() draws the figure, and %save keeps it."""
        warnings.warn(
            tr(
                "savefig writes no file here: plt.show() draws the figure, and the session keeps "
                "it (%save FILE)"
            ),
            stacklevel=2,
        )

    def _is_empty(self) -> bool:
        return all(axes._is_empty() for axes in self._axes)

    def _frozen(self) -> Figure:
        count = sum(len(axes._series) for axes in self._axes)
        kept = max(LEAST_KEPT, min(KEPT_POINTS, KEPT_IN_ALL // max(count, 1)))
        plots = tuple(axes._frozen(kept) for axes in self._axes if not axes._is_empty())
        return Figure(plots, self._title)


class AxesGrid:
    """The axes of `plt.subplots(rows, columns)`: `axes[0]`, `axes[1, 0]`, `axes.flatten()`."""

    def __init__(self, rows: list[list[Axes]]) -> None:
        self._rows = rows

    def __repr__(self) -> str:
        return f"<{len(self._rows)} x {len(self._rows[0])} axes>"

    def _items(self) -> list[Any]:
        """A single row or column is a list of axes, anything else a list of rows."""
        if len(self._rows) == 1:
            return list(self._rows[0])
        if len(self._rows[0]) == 1:
            return [row[0] for row in self._rows]
        return [AxesGrid([row]) for row in self._rows]

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, tuple) and len(key) == 2:
            return self._rows[key[0]][key[1]]
        return self._items()[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items())

    def __len__(self) -> int:
        return len(self._items())

    def flatten(self) -> list[Axes]:
        """All of them in one list, row by row."""
        return [axes for row in self._rows for axes in row]

    ravel = flatten

    @property
    def flat(self) -> list[Axes]:
        """All of them in one list, row by row."""
        return self.flatten()


def _place(place: tuple[Any, ...]) -> tuple[int, int, int]:
    """Rows, columns and number of a subplot."""
    if len(place) == 1 and isinstance(place[0], int) and 111 <= place[0] <= 999:
        place = tuple(map(int, str(place[0])))
    if not place:
        return 1, 1, 1
    if len(place) != 3 or not all(isinstance(n, int) for n in place):
        raise ArgumentError(tr("subplot takes rows, columns and a number: plt.subplot(1, 2, 1)"))
    rows, columns, number = place
    check_grid("subplot", rows, columns)
    if not 1 <= number <= rows * columns:
        raise ArgumentError(
            tr(
                "subplot: number {number} of a grid of {rows} x {columns}",
                number=number,
                rows=rows,
                columns=columns,
            )
        )
    return rows, columns, number


def check_grid(who: str, rows: Any, columns: Any) -> None:
    """Refuse a grid that is none, or too large to be drawn."""
    fits = all(isinstance(n, int) and 1 <= n <= MOST_ROWS for n in (rows, columns))
    if not fits or rows * columns > MOST_PLOTS:
        raise LimitError(
            tr(
                "{who}: at most {most} plots, in up to {rows} rows or columns",
                who=who,
                most=MOST_PLOTS,
                rows=MOST_ROWS,
            )
        )
