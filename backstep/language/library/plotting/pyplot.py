"""The functions of `matplotlib.pyplot` that a session has: they act on its current figure."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from backstep.engine.errors import BackstepError
from backstep.language.library.plotting.axes import Axes
from backstep.language.library.plotting.figures import AxesGrid, FigureInMaking, check_grid
from backstep.language.library.plotting.opened import Current, Figures
from backstep.messages import tr


def _figures() -> Figures:
    if Current.figures is None:
        raise BackstepError(tr("plt: there is no session that could show a figure"))
    return Current.figures


def _of_axes(name: str) -> Callable[..., Any]:
    """The function that does to the current plot what its method does."""
    method = getattr(Axes, name)

    @wraps(method, updated=())
    def act(*arguments: Any, **options: Any) -> Any:
        return method(_figures().now().gca(), *arguments, **options)

    act.__qualname__ = name
    signature = inspect.signature(method)
    own = list(signature.parameters.values())[1:]  # without self
    act.__signature__ = signature.replace(parameters=own)  # type: ignore[attr-defined]
    return act


def figure(num: Any = None, *rest: Any, **options: Any) -> FigureInMaking:
    """Begin another figure, or go on with the one of a number."""
    return _figures().figure(num if isinstance(num, int) else None)


def subplot(*place: Any, **options: Any) -> Axes:
    """The plot at a place of the figure's grid: `subplot(rows, columns, number)`."""
    return _figures().now().add_subplot(*place, **options)


def subplots(nrows: Any = 1, ncols: Any = 1, **options: Any) -> tuple[FigureInMaking, Any]:
    """A new figure, and its axes: one, or a grid of them."""
    check_grid("subplots", nrows, ncols)
    made = _figures().figure()
    rows = [
        [made.add_subplot(nrows, ncols, row * ncols + column + 1) for column in range(ncols)]
        for row in range(nrows)
    ]
    made._current = rows[0][0]
    return made, rows[0][0] if nrows == ncols == 1 else AxesGrid(rows)


def gca(**options: Any) -> Axes:
    """The plot that is added to."""
    return _figures().now().gca()


def gcf() -> FigureInMaking:
    """The figure that is added to."""
    return _figures().now()


def sca(ax: Axes) -> None:
    """Go on with a plot of the current figure."""
    now = _figures().now()
    if ax in now._axes:
        now._current = ax


def suptitle(t: Any, *rest: Any, **options: Any) -> None:
    """The title over all plots of the figure."""
    _figures().now().suptitle(t)


def show(*rest: Any, **options: Any) -> None:
    """Draw every open figure in the terminal, keep it in the session, and close it."""
    _figures().show_all()


def close(fig: Any = None) -> None:
    """Drop a figure without drawing it."""
    _figures().close(fig)


def clf() -> None:
    """Empty the figure."""
    _figures().now().clf()


def savefig(*rest: Any, **options: Any) -> None:
    """No file is written here; plt.show() draws the figure, and %save keeps it."""
    _figures().now().savefig()


def without_effect(*rest: Any, **options: Any) -> None:
    """Taken, and without effect in a terminal; plt.show() draws the figure."""


TAKEN = (
    "ion ioff draw pause tight_layout subplots_adjust colorbar clabel clim set_cmap rc "
    "minorticks_on minorticks_off tick_params margins"
).split()
OF_AXES = (
    "plot scatter step bar hist axhline axvline contour contourf pcolormesh imshow matshow text "
    "annotate title xlabel ylabel xlim ylim xscale yscale semilogx semilogy loglog xticks yticks "
    "grid legend axis cla"
).split()
FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{name: _of_axes(name) for name in OF_AXES},
    **dict.fromkeys(TAKEN, without_effect),
    **{f.__name__: f for f in (figure, subplot, subplots, gca, gcf, sca, suptitle, show, close)},
    "clf": clf,
    "savefig": savefig,
}
# Names of the real module that are not here: said so, rather than called unknown.
KNOWN = (
    "barh boxplot errorbar fill fill_between hexbin hist2d hlines vlines imread imsave pie polar "
    "quiver rcParams rcdefaults specgram spy stackplot stem streamplot style table twinx twiny "
    "violinplot cm colormaps get_cmap Figure Axes axes waitforbuttonpress ginput connect"
).split()

# What may be read of the objects that these functions give.
AXES_METHODS = frozenset(
    "plot scatter step bar hist axhline axvline contour contourf pcolormesh imshow matshow text "
    "annotate semilogx semilogy loglog grid legend axis cla clear set set_aspect set_title "
    "set_xlabel set_ylabel set_xlim set_ylim set_xscale set_yscale set_xticks set_yticks "
    "tick_params".split()
)
FIGURE_METHODS = frozenset(
    "gca add_subplot suptitle clf clear colorbar tight_layout subplots_adjust savefig".split()
)
GRID_METHODS = frozenset("flatten ravel flat".split())
TABLES = {Axes: AXES_METHODS, AxesGrid: GRID_METHODS, FigureInMaking: FIGURE_METHODS}
