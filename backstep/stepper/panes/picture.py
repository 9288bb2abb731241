"""Which picture of the graph is shown: how much its boxes say, and which part of it is in view.

Everything follows from the view alone, yet nothing jumps about while stepping. How much the boxes
say depends on the graph and the room only. A graph that is too large is shown in windows, one for
every few pops. Where a layout is larger than the room, the place of the pane over it is what
following the current function from the first of those pops on would have come to.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from backstep.stepper.graph import (
    Direction,
    Key,
    Layout,
    Links,
    Ordered,
    Spacing,
    Viewport,
    lay_out,
    ordered,
    scene,
)
from backstep.stepper.graph.scene import LIMIT
from backstep.stepper.panes.nodes import LEVELS, Level, box_size
from backstep.stepper.view import View

POPS = 24  # that share a window of a large graph
BESIDE = 8  # pops before and after them that are in it too
DOTS_BELOW = 58  # columns; where there are more, names in a window are better than all in dots
LONGEST = 512  # pops that are followed from the first one on
STRETCH = {"boxes": 8, "lines": 6, "data": 5, "names": 5, "bare": 5, "dots": 5}
LEGEND_FROM = 3  # rows that are to spare
LEFT_IN_VIEW = 8  # columns of a drawing that has been moved away
EDGES_FROM = 30  # columns from which on there is one for the wires that go on beside
OVERVIEW_FROM = 3  # rows
BARS_FROM = 8


class Style(NamedTuple):
    """How much the boxes say, and how they are set out."""

    level: Level
    spacing: Spacing


@dataclass(frozen=True)
class Picture:
    """A layout and the part of it that is shown: `left` and `top` are the free cells before it.

    `overview` rows below tell of the whole, where not all of it is in view; `legend` rows of the
    signs.
    """

    layout: Layout
    level: Level
    viewport: Viewport
    left: int
    top: int
    overview: int
    legend: int


def picture(view: View, width: int, height: int) -> Picture:
    """What is shown in a pane of some size."""
    room = max(1, height - _overview_rows(view, height))
    key, graph = _graph(view)
    style, fits = _style(view, graph, key, width, height, room)
    layout = _layout(view, graph, key, style)
    if fits:
        spare = height - layout.height
        legend = int(spare >= LEGEND_FROM)
        left = max(0, (width - layout.width) // 2)
        top = max(0, (spare - legend) // 2)
        viewport = Viewport(0, 0, layout.width, layout.height)
        if view.pan is not None:
            dx, dy = pan_within(view, width, height)
            viewport = Viewport(dx - left, dy - top, width, height - legend)
            left = top = 0
        return Picture(layout, style.level, viewport, left, top, 0, legend)
    below = height - room
    top = max(0, (room - layout.height) // 2)
    x, y = _following(view, layout, width, room)
    dx, dy = pan_within(view, width, height)
    x, y = x + dx, y + dy
    viewport = _without_cut_boxes(layout, Viewport(x, y, width, room - top))
    left = 0
    if style.spacing.direction == "right" and width > EDGES_FROM:
        more = viewport.x > 0, viewport.x + viewport.width < layout.width
        left = int(more[0])
        room_beside = width - viewport.width
        viewport = viewport._replace(
            x=viewport.x + (left if room_beside < left else 0),
            width=min(viewport.width, width - sum(more)),
        )
    return Picture(layout, style.level, viewport, left, top, below, 0)


def pan_within(view: View, width: int, height: int) -> tuple[int, int]:
    """The view's pan as far as it can go: a part of the drawing stays in view, and a pane full of
    it where it is larger than the pane."""
    if view.pan is None:
        return 0, 0
    room = max(1, height - _overview_rows(view, height))
    key, graph = _graph(view)
    style, fits = _style(view, graph, key, width, height, room)
    layout = _layout(view, graph, key, style)
    dx, dy = view.pan
    if fits:
        return _limited(dx, layout.width - LEFT_IN_VIEW), _limited(dy, layout.height - 1)
    x, y = _following(view, layout, width, room)
    across = min(max(x + dx, 0), max(0, layout.width - width)) - x
    return across, min(max(y + dy, 0), max(0, layout.height - room)) - y


def _limited(moved: int, most: int) -> int:
    return min(max(moved, -max(0, most)), max(0, most))


def _without_cut_boxes(layout: Layout, viewport: Viewport) -> Viewport:
    """The part of a viewport that cuts no box along the drawing."""
    down = layout.spacing.direction == "down"
    start, room = (viewport.y, viewport.height) if down else (viewport.x, viewport.width)
    end = start + room
    sides = [(b.y, b.y + b.height) if down else (b.x, b.x + b.width) for b in layout.boxes.values()]
    sides = [(first, last) for first, last in sides if last - first <= room]
    start = max((last for first, last in sides if first < start < last), default=start)
    end = min((first for first, last in sides if first < end < last), default=end)
    if down:
        return viewport._replace(y=start, height=max(1, end - start))
    return viewport._replace(x=start, width=max(1, end - start))


def wanted_height(view: View, width: int, most: int) -> int:
    """The rows that the graph would like, of at most so many."""
    key, graph = _graph(view)
    room = max(1, most - _overview_rows(view, most))
    style, fits = _style(view, graph, key, width, most, room)
    if not graph.scene.whole:
        return min(most, _rows_of(view, style) + _overview_rows(view, most))
    layout = _layout(view, graph, key, style)
    return min(most, layout.height + (0 if fits else _overview_rows(view, most)))


def links_of(view: View) -> Links:
    """Who takes and makes what in the graph that is shown."""
    return view.passes.links(view.index, view.order)


def functions_by_generation(view: View) -> npt.NDArray[np.int64]:
    """How many functions of the graph that is shown each generation has."""

    def counted() -> npt.NDArray[np.int64]:
        links = links_of(view)
        return np.bincount([links.nodes[i].generation for i in links.functions])

    return view.passes.kept(("generations", view.index, view.order), counted)


def _overview_rows(view: View, height: int) -> int:
    """One for the strip, and one for bars where generations differ in how many functions they
    have."""
    if height < OVERVIEW_FROM:
        return 0
    return 2 if height >= BARS_FROM and int(functions_by_generation(view).max(initial=0)) > 1 else 1


def _graph(view: View) -> tuple[tuple[object, ...], Ordered]:
    """The part of the graph that is laid out, with a name for it."""
    links = links_of(view)
    path, at = followed(view)
    block = 0
    following: Sequence[int] = ()
    if links.total > LIMIT:
        block = at // POPS
        following = path[max(0, block * POPS - BESIDE) : (block + 1) * POPS + BESIDE]
    key: tuple[object, ...] = ("graph", view.index, view.order, block)
    graph = view.passes.kept(key, lambda: _ordered(view, links, following))
    chosen = view.inspected
    if chosen is None or chosen in graph.scene.layers or view.pan is None:
        return key, graph
    if not _is_in(links, chosen):
        return key, graph
    key = ("graph", view.index, view.order, chosen)  # the person has gone out of the window
    near = [chosen.number] if chosen.kind == "f" else links.around(chosen.number)[:1]
    return key, view.passes.kept(key, lambda: _ordered(view, links, near))


def _is_in(links: Links, key: Key) -> bool:
    return links.has(key.number) if key.kind == "f" else bool(links.around(key.number))


def _ordered(view: View, links: Links, following: Sequence[int]) -> Ordered:
    return ordered(scene(view.recording, view.order, links=links, following=following))


def followed(view: View) -> tuple[Sequence[int], int]:
    """The functions that the canvas follows one after the other, and which of them is the one now:
    those that are popped, in the second order those that are born."""
    if view.order == 2:
        steps, born = view.timeline.births
        return born or [0], max(0, bisect_right(steps, view.position) - 1)
    path = view.passes.kept(
        ("path", view.index), lambda: [pop.function for pop in view.recording.pops]
    )
    if not path:
        return [view.recording.target_node.creator or 0], 0
    return path, max(0, view.moment.pop_index)


def _style(
    view: View, graph: Ordered, key: tuple[object, ...], width: int, height: int, room: int
) -> tuple[Style, bool]:
    """How much the boxes can say, and whether all of the graph has room then."""
    forced = view.canvas.detail
    levels = LEVELS if forced == "fit" else (forced,)
    if not graph.scene.whole:
        level = _level_of_a_window(view, width, room) if forced == "fit" else levels[0]
        return Style(level, replace(_spacing(level, view.canvas.direction), tracks=2)), False
    found = ("style", *key, levels, view.canvas.direction, width, height)
    return view.passes.kept(found, lambda: _fitting(view, graph, key, levels, width, height, room))


def _fitting(
    view: View,
    graph: Ordered,
    key: tuple[object, ...],
    levels: Sequence[Level],
    width: int,
    height: int,
    room: int,
) -> tuple[Style, bool]:
    direction = view.canvas.direction
    several = len(levels) > 1
    tried = [
        Style(level, _spacing(level, direction, loose))
        for spacings in ((3, 2, 1), (0,))
        for level in levels
        for loose in spacings
        if not (several and level == "dots" and width >= DOTS_BELOW)
    ]
    for style in dict.fromkeys(tried):
        if _may_fit(view, graph, style, width, height):
            layout = _layout(view, graph, key, style)
            if layout.width <= width and layout.height <= height:
                return _stretched(view, graph, key, style, width, height), True
    readable = _readable(direction, width, room) if several else levels
    for level in readable:
        style = Style(level, _spacing(level, direction))
        layout = _layout(view, graph, key, style)
        if (layout.height <= room) if direction == "right" else (layout.width <= width):
            break
    return style._replace(spacing=replace(style.spacing, tracks=2)), False


def _readable(direction: Direction, width: int, room: int) -> tuple[Level, ...]:
    """How much boxes may say where a few layers should be in view at once."""
    if direction == "right":
        return ("boxes", "lines", "data") if width >= 150 else ("lines", "data")
    levels: tuple[Level, ...] = ("boxes", "lines", "data")
    return levels[(room < 24) + (room < 14) :]


def _spacing(level: Level, direction: Direction, loose: int = 1) -> Spacing:
    inset = int(level == "boxes" and direction == "right")
    if direction == "down":
        apart = (1, 2, 4, 6)[loose]
        return Spacing("down", apart, max(1, apart - 1), 0, inset)
    apart = (0, 1, 2, 4)[loose] if level == "boxes" else min(loose, 1)
    apart = max(apart, 1) if level == "lines" else apart
    lead = int(level in ("boxes", "lines"))
    return Spacing("right", apart, min(apart, 1), 0, inset, lead)


def _may_fit(view: View, graph: Ordered, style: Style, width: int, height: int) -> bool:
    """Whether the boxes alone, with the shortest of wires, have room."""
    along = across = 0
    down = style.spacing.direction == "down"
    for column in graph.columns:
        sizes = [
            box_size(view, graph.scene, key, style.level)
            for key in (graph.keys[item] for item in column)
            if key is not None
        ]
        broad = sum(size[0] if down else size[1] for size in sizes)
        across = max(across, broad + style.spacing.apart * (len(sizes) - 1))
        along += max((size[1] if down else size[0] for size in sizes), default=1) + 1
    return (
        (across, along - 1) <= (width, height)
        if down
        else (along - 1 <= width and across <= height)
    )


def _stretched(
    view: View, graph: Ordered, key: tuple[object, ...], style: Style, width: int, height: int
) -> Style:
    """The style with its wires made longer, where there is room for it."""
    wide = style._replace(spacing=replace(style.spacing, tracks=2))
    layout = _layout(view, graph, key, wide)
    if layout.width <= width - 2 and layout.height <= height - LEGEND_FROM:
        style = wide
    else:
        layout = _layout(view, graph, key, style)
    gaps = max(1, len(graph.links))
    if style.spacing.direction == "down":
        more = min(1, (height - LEGEND_FROM - layout.height) // gaps)
    else:
        more = min(STRETCH[style.level], (width - 2 - layout.width) // gaps)
    return style._replace(spacing=replace(style.spacing, stretch=max(0, more)))


def _level_of_a_window(view: View, width: int, room: int) -> Level:
    """How much the boxes of windows say: the same for all windows of a pass."""
    levels = _readable(view.canvas.direction, width, room)
    if view.canvas.direction == "down":
        return levels[0]
    for level in levels:
        if _rows_of(view, Style(level, _spacing(level, view.canvas.direction))) <= room:
            return level
    return levels[-1]


def _rows_of(view: View, style: Style) -> int:
    """The rows that a window of a large graph takes, as far as its breadth tells."""
    counts = functions_by_generation(view)
    abreast = -(-int(counts.sum()) // max(1, int(np.count_nonzero(counts))))
    rows = {"boxes": 5, "lines": 2}.get(style.level, 1)
    if style.spacing.direction == "down":
        return 1000
    return abreast * (rows + style.spacing.apart) + 3


def _layout(view: View, graph: Ordered, key: tuple[object, ...], style: Style) -> Layout:
    def made() -> Layout:
        return lay_out(
            graph, lambda node: box_size(view, graph.scene, node, style.level), style.spacing
        )

    return view.passes.kept(("layout", *key, style), made)


def _following(view: View, layout: Layout, width: int, height: int) -> tuple[int, int]:
    """Where the pane has come to by following the current function, in the layout's cells."""
    path, at = followed(view)
    step = POPS if not layout.scene.whole else LONGEST
    first = at // step * step
    x = y = None
    for i in range(first, at + 1):
        box = layout.boxes.get(Key("f", path[i]))
        if box is None:
            continue
        x = _moved(x, box.x, box.width, width, layout.width)
        y = _moved(y, box.y, box.height, height, layout.height)
    return x or 0, y or 0


def _moved(start: int | None, box: int, size: int, room: int, whole: int) -> int:
    """Where a pane of `room` cells begins after a box has been shown that must be well inside."""
    most = max(0, whole - room)
    centred = min(max(box + size // 2 - room // 2, 0), most)
    if start is None:
        return centred
    margin = min(room // 5, 16)
    if box < start + margin and start > 0:
        return min(max(box + size - room * 4 // 5, 0), most)  # room ahead, the way it goes
    if box + size > start + room - margin and start < most:
        return min(max(box - room // 5, 0), most)
    return start
