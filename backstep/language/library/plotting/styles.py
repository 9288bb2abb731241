"""Colours, markers and format strings, as matplotlib names them, in the few that are drawn."""

from __future__ import annotations

import colorsys
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from backstep.engine.errors import ArgumentError
from backstep.engine.variable import Array, Variable
from backstep.language.library.plotting.numbers import NUMBERS, numbers
from backstep.messages import tr
from backstep.recording.figures import CYCLE, Hue, Stroke

NAMED: dict[str, Hue] = {
    **dict.fromkeys("b blue navy royalblue steelblue dodgerblue skyblue".split(), "blue"),
    **dict.fromkeys("orange darkorange coral chocolate brown".split(), "orange"),
    **dict.fromkeys("g green lime darkgreen forestgreen olive".split(), "green"),
    **dict.fromkeys("r red darkred crimson tomato salmon".split(), "red"),
    **dict.fromkeys("m magenta purple violet pink indigo fuchsia".split(), "violet"),
    **dict.fromkeys("c cyan teal turquoise aqua".split(), "cyan"),
    **dict.fromkeys("y yellow gold khaki".split(), "yellow"),
    **dict.fromkeys("gray grey silver darkgray lightgray darkgrey lightgrey".split(), "grey"),
    **dict.fromkeys("k w black white".split(), "plain"),
}
SCALE: tuple[Hue, ...] = ("blue", "cyan", "green", "yellow", "red")  # from low to high
STROKES: dict[str, Stroke] = {
    "-": "solid",
    "--": "dashed",
    "-.": "dashed",
    ":": "dotted",
    "solid": "solid",
    "dashed": "dashed",
    "dashdot": "dashed",
    "dotted": "dotted",
    "none": "none",
    "None": "none",
    " ": "none",
    "": "none",
}
# What a terminal has for each of matplotlib's markers.
SIGNS = {
    **{sign: sign for sign in "x+*^v<>dD|_"},
    **dict.fromkeys(".,", "."),
    **dict.fromkeys("o8hH", "o"),
    "s": "s",
    "p": "p",
    **dict.fromkeys("P1234", "+"),
    "X": "x",
}
FORMAT = re.compile(
    r"(?P<stroke>--|-\.|-|:)|(?P<hue>C\d|[bgrcmykw])|(?P<marker>[.,ov^<>12348spP*hH+xXDd|_])"
)
# What matplotlib takes and a terminal cannot show.
UNSEEN = frozenset(
    "linewidth lw alpha markersize ms zorder markeredgecolor mec markerfacecolor mfc "
    "markeredgewidth mew edgecolor edgecolors ec facecolor facecolors fc linewidths antialiased "
    "clip_on fontsize fontweight weight size family rotation ha va horizontalalignment "
    "verticalalignment loc pad labelpad cmap norm vmin vmax figsize dpi origin extent aspect "
    "interpolation which axis align fillstyle drawstyle markevery shadow ncol ncols frameon "
    "bbox_to_anchor fancybox framealpha title prop num sharex sharey squeeze tight_layout "
    "constrained_layout layout gridspec_kw arrowprops xytext textcoords xycoords bbox "
    "wspace hspace left right top bottom rwidth histtype range density cumulative log extend "
    "colors linestyles hatch block orientation shrink fraction ticks ax mappable minor emit "
    "auto".split()
)


@dataclass(frozen=True)
class Style:
    """How a series looks; `hue` is None for the next colour of the cycle."""

    hue: Hue | None = None
    stroke: Stroke | None = None
    marker: str = ""


def check_options(who: str, options: Mapping[str, Any], taken: str = "") -> None:
    """Refuse an option that matplotlib has not got either, as far as is known here."""
    known = UNSEEN.union(taken.split())
    for name in options:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.7)
            hint = tr("; did you mean {near}?", near=near[0]) if near else ""
            raise ArgumentError(
                tr("{who} has no option {name}{hint}", who=who, name=name, hint=hint)
            )


def styled(who: str, format: str, options: Mapping[str, Any]) -> Style:
    """A format string and the options beside it."""
    style = _of_format(who, format)
    colour = options.get("color", options.get("c"))
    stroke = options.get("linestyle", options.get("ls"))
    marker = options.get("marker")
    hue = style.hue if colour is None else hue_of(who, colour)
    sign = style.marker if marker is None else marker_of(who, marker)
    return Style(hue, style.stroke if stroke is None else stroke_of(who, stroke), sign)


def _of_format(who: str, format: str) -> Style:
    found: dict[str, str] = {}
    at = 0
    while at < len(format):
        match = FORMAT.match(format, at)
        if match is None or match.lastgroup in found:
            raise ArgumentError(
                tr(
                    "{who}: {format!r} is no format; one has a colour (r g b c m y k), a marker (o "
                    ". x + * ^) and a line (- -- :), as in 'ro--'",
                    who=who,
                    format=format[:20],
                )
            )
        found[str(match.lastgroup)] = match.group()
        at = match.end()
    stroke: Stroke | None = None
    if "stroke" in found:
        stroke = STROKES[found["stroke"]]
    elif "marker" in found:
        stroke = "none"
    hue = hue_of(who, found["hue"]) if "hue" in found else None
    return Style(hue, stroke, SIGNS.get(found.get("marker", ""), ""))


def stroke_of(who: str, name: Any) -> Stroke:
    """A line style by its name or sign."""
    if not isinstance(name, str) or name not in STROKES:
        raise ArgumentError(
            tr(
                "{who}: {told} is no line style; there are - -- -. : and none",
                who=who,
                told=_told(name),
            )
        )
    return STROKES[name]


def marker_of(who: str, name: Any) -> str:
    """A marker by its sign; none for None."""
    if name is None or (isinstance(name, str) and name in ("", "None", "none", " ")):
        return ""
    if not isinstance(name, str) or name not in SIGNS:
        raise ArgumentError(
            tr(
                "{who}: {told} is no marker; there are {names}",
                who=who,
                told=_told(name),
                names=" ".join(SIGNS),
            )
        )
    return SIGNS[name]


def _told(name: object) -> str:
    """What was given for a name: text as it is, of anything else the kind."""
    return repr(name[:30]) if isinstance(name, str) else tr("a {kind}", kind=type(name).__name__)


def hue_of(who: str, colour: Any) -> Hue:
    """The nearest of the colours that are drawn."""
    if isinstance(colour, str):
        name = colour.removeprefix("tab:").lower()
        if name in NAMED:
            return NAMED[name]
        if re.fullmatch(r"c\d{1,2}", name):
            return CYCLE[int(name[1:]) % len(CYCLE)]
        if re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})", name):
            return _nearest(_hexadecimal(name[1:]))
        if re.fullmatch(r"[01]?\.?\d{1,4}", name):
            return "grey"
        near = difflib.get_close_matches(name, NAMED, n=1)
        hint = tr("; did you mean {near}?", near=near[0]) if near else ""
        raise ArgumentError(
            tr("{who}: {colour!r} is no colour{hint}", who=who, colour=colour[:30], hint=hint)
        )
    rgb = colour if isinstance(colour, (tuple, list)) and len(colour) in (3, 4) else ()
    if rgb and all(isinstance(part, NUMBERS) and 0 <= part <= 1 for part in rgb):
        return _nearest([float(part) for part in rgb[:3]])
    raise ArgumentError(
        tr("{who}: a colour is a name, '#rrggbb' or three numbers from 0 to 1", who=who)
    )


def _hexadecimal(digits: str) -> list[float]:
    if len(digits) == 3:
        digits = "".join(d + d for d in digits)
    return [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]


def _nearest(rgb: list[float]) -> Hue:
    hue, saturation, value = colorsys.rgb_to_hsv(*rgb)
    if saturation < 0.2:
        return "grey" if 0.2 < value < 0.9 else "plain"
    places: dict[Hue, float] = {
        "red": 0.0,
        "orange": 0.08,
        "yellow": 0.16,
        "green": 0.33,
        "cyan": 0.5,
        "blue": 0.61,
        "violet": 0.8,
    }
    return min(places, key=lambda name: min(abs(hue - places[name]), 1 - abs(hue - places[name])))


def hues_of(who: str, colours: Any, count: int) -> tuple[Hue, ...] | Hue | None:
    """What `c=` says of points: one colour for all, a name for each, or classes and values.

    Up to six whole numbers are classes and take the colours in turn; other numbers go from blue to
    red.
    """
    if colours is None or isinstance(colours, str):
        return None if colours is None else hue_of(who, colours)
    if isinstance(colours, tuple) and len(colours) in (3, 4) and count != len(colours):
        return hue_of(who, colours)
    if isinstance(colours, (list, tuple)) and any(isinstance(c, (str, tuple)) for c in colours):
        hues = tuple(hue_of(who, c) for c in colours[: count + 1])
        if len(hues) == 1:
            return hues[0]
        _check_count(who, len(colours), count)
        return hues
    if isinstance(colours, Variable):
        colours = colours.data
    values = numbers(who, "c", colours).ravel()
    _check_count(who, len(values), count)
    return _by_value(values)


def _check_count(who: str, have: int, count: int) -> None:
    if have != count:
        raise ArgumentError(
            tr("{who}: c has {have} colours for {count} points", who=who, have=have, count=count)
        )


def _by_value(values: Array) -> tuple[Hue, ...]:
    finite = values[np.isfinite(values)]
    classes = np.unique(finite)
    if len(classes) <= len(CYCLE) and np.all(classes == np.round(classes)):
        ranks = np.searchsorted(classes, np.where(np.isfinite(values), values, 0))
        return tuple(CYCLE[int(rank) % len(CYCLE)] for rank in ranks)
    low, high = float(finite.min()), float(finite.max())
    share = (np.where(np.isfinite(values), values, low) - low) / ((high - low) or 1.0)
    places = np.clip((share * len(SCALE)).astype(int), 0, len(SCALE) - 1)
    return tuple(SCALE[place] for place in places)
