"""How much the graph's boxes say, and how they are set out: the most that has room.

That depends on the graph and the room alone, not on the position, so that nothing moves while
stepping.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from backstep.stepper.graph import Direction, Layout, Spacing, lay_out
from backstep.stepper.panes.nodes import LEVELS, Level, box_size
from backstep.stepper.panes.windows import Part, generations_of, part_near
from backstep.stepper.view import View

DOTS_BELOW = 58  # columns; where there are more, names in a window are better than all in dots
STRETCH = {"boxes": 8, "lines": 6, "data": 5, "names": 5, "bare": 5, "dots": 5}
LEGEND_FROM = 3  # rows that are to spare
LIMITS_NEAR = (6, 8, 10, 12, 15, 18, 24, 32)  # nodes that are tried beside the current function


class Style(NamedTuple):
    """How much the boxes say, and how they are set out."""

    level: Level
    spacing: Spacing

    @property
    def down(self) -> bool:
        """Whether the drawing goes down."""
        return self.spacing.direction == "down"


class Room(NamedTuple):
    """The cells of a pane, and the rows of it that an overview leaves."""

    width: int
    height: int
    rows: int


def style_of(view: View, part: Part, room: Room) -> tuple[Style, bool]:
    """How much the boxes can say, and whether all of the graph has room then."""
    forced = view.canvas.detail
    levels = LEVELS if forced == "fit" else (forced,)
    if not part.whole:
        level = _level_of_a_window(view, room) if forced == "fit" else levels[0]
        return Style(level, replace(_spacing(level, view.canvas.direction), tracks=2)), False
    name = ("style", *part.name, levels, view.canvas.direction, room)
    return view.passes.kept(name, lambda: _fitting(view, part, levels, room))


def _fitting(view: View, part: Part, levels: Sequence[Level], room: Room) -> tuple[Style, bool]:
    """The first style in which all has room; else one in which a few layers are in view."""
    direction = view.canvas.direction
    several = len(levels) > 1
    tried = [
        Style(level, _spacing(level, direction, loose))
        for spacings in ((3, 2, 1), (0,))
        for level in levels
        for loose in spacings
        if not (several and level == "dots" and room.width >= DOTS_BELOW)
    ]
    for style in dict.fromkeys(tried):
        if _may_fit(view, part, style, room):
            layout = layout_of(view, part, style)
            if layout.width <= room.width and layout.height <= room.height:
                return _stretched(view, part, style, room), True
    readable = _readable(direction, room) if several else levels
    for level in readable:
        style = Style(level, _spacing(level, direction))
        layout = layout_of(view, part, style)
        if layout.width <= room.width if style.down else layout.height <= room.rows:
            break
    return style._replace(spacing=replace(style.spacing, tracks=2)), False


def _readable(direction: Direction, room: Room) -> tuple[Level, ...]:
    """How much boxes may say where a few layers should be in view at once."""
    if direction == "right":
        return ("boxes", "lines", "data") if room.width >= 150 else ("lines", "data")
    levels: tuple[Level, ...] = ("boxes", "lines", "data")
    return levels[(room.rows < 24) + (room.rows < 14) :]


def _spacing(level: Level, direction: Direction, loose: int = 1) -> Spacing:
    inset = int(level == "boxes" and direction == "right")
    if direction == "down":
        apart = (1, 2, 4, 6)[loose]
        return Spacing("down", apart, max(1, apart - 1), 0, inset)
    apart = (0, 1, 2, 4)[loose] if level == "boxes" else min(loose, 1)
    apart = max(apart, 1) if level == "lines" else apart
    lead = int(level in ("boxes", "lines"))
    return Spacing("right", apart, min(apart, 1), 0, inset, lead)


def nearest_fitting(view: View, room: Room) -> tuple[Part, Style] | None:
    """What is next to the current function in the style that says the most, and as much beside it
    as has room in that style too; None where there is room for nothing."""
    for least in (1, 0):
        core = part_near(view, least)
        style = _first_fitting(view, core, room)
        if style is None:
            continue
        found = core
        for limit in LIMITS_NEAR if least else ():
            part = part_near(view, limit)
            if not _fits(view, part, style, room):
                break
            found = part
        return found, _stretched(view, found, style, room._replace(height=room.rows))
    return None


def _first_fitting(view: View, part: Part, room: Room) -> Style | None:
    levels: tuple[Level, ...] = ("lines", "data", "names", "bare")
    for level in levels:
        for loose in (1, 0):
            style = Style(level, _spacing(level, view.canvas.direction, loose))
            if _fits(view, part, style, room):
                return style
    return None


def _fits(view: View, part: Part, style: Style, room: Room) -> bool:
    if not _may_fit(view, part, style, room):
        return False
    layout = layout_of(view, part, style)
    return layout.width <= room.width and layout.height <= room.rows


def _may_fit(view: View, part: Part, style: Style, room: Room) -> bool:
    """Whether the boxes alone, with the shortest of wires, have room."""
    along, across = -1, 0
    for column in part.graph.columns:
        keys = [key for key in map(part.graph.keys.__getitem__, column) if key is not None]
        sizes = [box_size(view, part.graph.scene, key, style.level) for key in keys]
        lengths, breadths = zip(*sizes, strict=True) if sizes else ((1,), (1,))
        if style.down:
            lengths, breadths = breadths, lengths
        across = max(across, sum(breadths) + style.spacing.apart * (len(breadths) - 1))
        along += max(lengths) + 1
    width, height = (across, along) if style.down else (along, across)
    return width <= room.width and height <= room.height


def _stretched(view: View, part: Part, style: Style, room: Room) -> Style:
    """The style with its wires made longer, where there is room for it."""
    wide = style._replace(spacing=replace(style.spacing, tracks=2))
    layout = layout_of(view, part, wide)
    if layout.width <= room.width - 2 and layout.height <= room.height - LEGEND_FROM:
        style = wide
    else:
        layout = layout_of(view, part, style)
    gaps = max(1, len(part.graph.links))
    if style.down:
        more = min(1, (room.height - LEGEND_FROM - layout.height) // gaps)
    else:
        more = min(STRETCH[style.level], (room.width - 2 - layout.width) // gaps)
    return style._replace(spacing=replace(style.spacing, stretch=max(0, more)))


def _level_of_a_window(view: View, room: Room) -> Level:
    """How much the boxes of windows say: the same for all windows of a pass."""
    levels = _readable(view.canvas.direction, room)
    if view.canvas.direction == "down":
        return levels[0]
    for level in levels:
        if rows_of_windows(view, Style(level, _spacing(level, "right"))) <= room.rows:
            return level
    return levels[-1]


def rows_of_windows(view: View, style: Style) -> int:
    """The rows that windows of a large graph take, as far as its breadth tells, where it goes to
    the right."""
    counts = generations_of(view).functions
    abreast = -(-int(counts.sum()) // max(1, len(counts)))
    rows = {"boxes": 5, "lines": 2}.get(style.level, 1)
    return abreast * (rows + style.spacing.apart) + 3


def layout_of(view: View, part: Part, style: Style) -> Layout:
    """A part of the graph laid out in a style."""
    drawn = part.graph.scene

    def made() -> Layout:
        return lay_out(
            part.graph, lambda key: box_size(view, drawn, key, style.level), style.spacing
        )

    return view.passes.kept(("layout", *part.name, style), made)
