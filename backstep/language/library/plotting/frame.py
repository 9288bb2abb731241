"""What stands around a plot: its titles, limits, scales and ticks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from backstep.engine.errors import ArgumentError, DataError, ShapeError
from backstep.language.library.plotting.numbers import floats, numbers
from backstep.language.library.plotting.styles import check_options
from backstep.messages import tr
from backstep.recording.figures import Plot, Scale, Ticks

MOST_TICKS = 200
LONGEST_TEXT = 200


def text_of(who: str, value: Any) -> str:
    """A text of bounded length."""
    if not isinstance(value, (str, int, float, np.generic)):
        raise DataError(tr("{who} takes a text, not {kind}", who=who, kind=type(value).__name__))
    return str(value)[:LONGEST_TEXT]


def number(who: str, value: Any) -> float:
    """One finite number."""
    found = numbers(who, tr("the place"), value).ravel()
    if len(found) != 1 or not np.isfinite(found[0]):
        raise ArgumentError(tr("{who} takes a finite number", who=who))
    return float(found[0])


def _scale(who: str, value: Any) -> Scale:
    if value in ("log", "symlog"):
        return "log"
    if value == "linear":
        return "linear"
    raise ArgumentError(tr("{who}: there are 'linear' and 'log'", who=who))


class Frame:
    """The settings of a plot; a method of pyplot's name sets each."""

    _state: Plot

    def _span(self, axis: str) -> tuple[float, float]:
        """From where to where an axis goes."""
        raise NotImplementedError

    def _change(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)

    def title(self, label: Any, *rest: Any, **options: Any) -> None:
        """The title of the plot."""
        check_options("title", options, "color c y x")
        self._change(title=text_of("title", label))

    def xlabel(self, xlabel: Any, *rest: Any, **options: Any) -> None:
        """What the x axis is called."""
        check_options("xlabel", options, "color c")
        self._change(xlabel=text_of("xlabel", xlabel))

    def ylabel(self, ylabel: Any, *rest: Any, **options: Any) -> None:
        """What the y axis is called."""
        check_options("ylabel", options, "color c")
        self._change(ylabel=text_of("ylabel", ylabel))

    def xlim(self, *limits: Any, **options: Any) -> tuple[float, float] | None:
        """How far the x axis goes; without arguments, how far it goes now."""
        return self._limits("xlim", limits, options, ("left", "right"), ("xmin", "xmax"))

    def ylim(self, *limits: Any, **options: Any) -> tuple[float, float] | None:
        """How far the y axis goes; without arguments, how far it goes now."""
        return self._limits("ylim", limits, options, ("bottom", "top"), ("ymin", "ymax"))

    def _limits(
        self,
        name: str,
        limits: tuple[Any, ...],
        options: dict[str, Any],
        *pairs: tuple[str, str],
    ) -> tuple[float, float] | None:
        if not limits and not options:
            return self._span(name[0])
        if len(limits) == 1 and isinstance(limits[0], (tuple, list, np.ndarray)):
            limits = tuple(limits[0])
        known = {each for pair in pairs for each in pair}
        if len(limits) > 2 or not set(options) <= known | {"emit", "auto"}:
            raise ArgumentError(tr("{name} takes two numbers: plt.{name}(0, 1)", name=name))
        ends = [*limits, None, None][:2]
        for pair in pairs:
            ends = [options.get(each, end) for each, end in zip(pair, ends, strict=True)]
        low, high = (None if end is None else number(name, end) for end in ends)
        if low is not None and low == high:
            raise ArgumentError(tr("{name}: both ends are {low:g}", name=name, low=low))
        self._change(**{name: (low, high)})
        return None

    def xscale(self, value: Any, **options: Any) -> None:
        """`'log'` or `'linear'`."""
        self._change(xscale=_scale("xscale", value))

    def yscale(self, value: Any, **options: Any) -> None:
        """`'log'` or `'linear'`."""
        self._change(yscale=_scale("yscale", value))

    def xticks(self, ticks: Any = None, labels: Any = None, **options: Any) -> None:
        """Where the x axis has ticks, and what they are called."""
        self._ticks("xticks", ticks, labels)

    def yticks(self, ticks: Any = None, labels: Any = None, **options: Any) -> None:
        """Where the y axis has ticks, and what they are called."""
        self._ticks("yticks", ticks, labels)

    def _ticks(self, name: str, ticks: Any, labels: Any) -> None:
        if ticks is None:
            return
        places = numbers(name, "ticks", ticks).ravel()[:MOST_TICKS]
        texts = [f"{place:g}" for place in places]
        if labels is not None:
            texts = [text_of(name, label) for label in labels]
        if len(texts) != len(places):
            raise ShapeError(
                tr("{name}: {n} ticks and {n2} labels", name=name, n=len(places), n2=len(texts))
            )
        self._change(**{name: Ticks(floats(places), tuple(texts))})

    def grid(self, visible: Any = True, *rest: Any, **options: Any) -> None:
        """Lines through the plot at the ticks."""
        self._change(grid=visible is None or bool(visible))

    def axis(self, arg: Any = None, **options: Any) -> tuple[float, ...] | None:
        """`'equal'` for one scale on both axes, `'off'` for none, or [xmin, xmax, ymin, ymax]."""
        if arg is None:
            return (*self._span("x"), *self._span("y"))
        if isinstance(arg, str):
            if arg in ("equal", "scaled", "square", "image"):
                self._change(equal=True)
            elif arg in ("off", "on"):
                self._change(frame=arg == "on")
            elif arg not in ("tight", "auto"):
                raise ArgumentError(
                    tr("axis: {arg!r} is none of equal, off, on, tight, auto", arg=arg[:20])
                )
            return None
        ends = numbers("axis", "limits", arg).ravel()
        if len(ends) != 4:
            raise ArgumentError(tr("axis takes [xmin, xmax, ymin, ymax]"))
        self.xlim(*ends[:2].tolist())
        self.ylim(*ends[2:].tolist())
        return None

    def set_aspect(self, aspect: Any, *rest: Any, **options: Any) -> None:
        """`'equal'` for one scale on both axes."""
        self._change(equal=aspect in ("equal", 1, 1.0))

    def set(self, **what: Any) -> None:
        """Several at once: `ax.set(title='loss', xlabel='epoch')`."""
        names = "title xlabel ylabel xlim ylim xscale yscale xticks yticks aspect".split()
        for name, value in what.items():
            if name not in names:
                raise ArgumentError(
                    tr("set has no {name}; there are {names}", name=name, names=", ".join(names))
                )
            getattr(self, "set_aspect" if name == "aspect" else name)(value)

    def tick_params(self, *rest: Any, **options: Any) -> None:
        """Taken, and without effect: a terminal has one kind of tick."""

    set_title = title
    set_xlabel = xlabel
    set_ylabel = ylabel
    set_xlim = xlim
    set_ylim = ylim
    set_xscale = xscale
    set_yscale = yscale
    set_xticks = xticks
    set_yticks = yticks
