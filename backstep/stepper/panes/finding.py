"""Nodes found in the graph pane: the one under a cell, and the next one in a direction."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, TypeAlias

from backstep.stepper.graph import Box, Key, Layout
from backstep.stepper.panes.picture import pan_within, picture, wide_picture
from backstep.stepper.panes.windows import followed
from backstep.stepper.view import View

Way: TypeAlias = Literal["left", "right", "up", "down"]


def node_at(view: View, x: int, y: int, width: int, height: int) -> Key | None:
    """The node drawn at a cell inside the graph pane (without its border); None between them."""
    shown = picture(view, width, height)
    column, row = x - shown.left, y - shown.top
    _, _, columns, rows = shown.viewport
    if not (0 <= column < columns and 0 <= row < rows):
        return None
    column, row = column + shown.viewport.x, row + shown.viewport.y
    reach = 1 if shown.level == "dots" else 0  # a single cell is hard to hit
    near = [
        (abs(column - box.x), key)
        for key, box in shown.layout.boxes.items()
        if box.x - reach <= column < box.x + box.width + reach and box.y <= row < box.y + box.height
    ]
    return min(near)[1] if near else None


def next_node(view: View, way: Way, width: int, height: int) -> Key | None:
    """Where a key leads from the inspected node: along the wires to what stands nearest, across
    them to the next box of the layer. From nothing, to the current function."""
    shown = picture(view, width, height)
    found = _next_in(view, way, shown.layout)
    if found is None and not shown.layout.scene.whole:
        return _next_in(view, way, wide_picture(view, width, height).layout)
    return found


def _next_in(view: View, way: Way, layout: Layout) -> Key | None:
    key = view.inspected
    if key is None or key not in layout.boxes:
        path, at = followed(view)
        here = Key("f", path[at])
        return here if here in layout.boxes else min(layout.boxes, default=None)
    down = layout.spacing.direction == "down"
    ahead, back = ("down", "up") if down else ("right", "left")
    box = layout.boxes[key]
    if way in (ahead, back):
        edges = layout.scene.edges
        others = [b for a, b in edges if a == key] if way == ahead else []
        others += [a for a, b in edges if b == key] if way == back else []
        return min(others, key=lambda k: _apart(layout.boxes[k], box, down), default=None)
    layer = layout.scene.layers[key]
    beside = sorted(
        (key for key, at in layout.scene.layers.items() if at == layer),
        key=lambda key: layout.boxes[key][0 if down else 1],
    )
    at = beside.index(key) + (1 if way in ("down", "right") else -1)
    return beside[at] if 0 <= at < len(beside) else None


def _apart(a: Box, b: Box, down: bool) -> tuple[int, int]:
    """How far apart two boxes stand across the drawing; of two as near, the first."""
    if down:
        return abs(2 * a.x + a.width - 2 * b.x - b.width), a.x
    return abs(2 * a.y + a.height - 2 * b.y - b.height), a.y


def chosen(view: View, way: Way, width: int, height: int) -> View:
    """The view with the next node in a direction inspected, and in view."""
    key = next_node(view, way, width, height)
    return view if key is None else revealed(view, key, width, height)


def revealed(view: View, key: Key, width: int, height: int) -> View:
    """The view with a node inspected, the pane moved as far as it takes to show it."""
    there = replace(view, inspected=key)
    shown = picture(there, width, height)
    box = shown.layout.boxes.get(key)
    if box is None:  # outside of the window: a pan of nothing lets the window go there
        return there.panned(view.pan or (0, 0))
    x, y, columns, rows = shown.viewport
    dx = _over(box.x, box.width, x, columns)
    dy = _over(box.y, box.height, y, rows)
    if not dx and not dy:
        return there
    past = view.pan or (0, 0)
    return there.panned((past[0] + dx, past[1] + dy))


def moved(view: View, columns: int, rows: int, width: int, height: int) -> View:
    """The view with the pane moved over the graph by some cells, as far as there is something."""
    x, y = view.pan or (0, 0)
    there = view.panned((x + columns, y + rows))
    return there.panned(pan_within(there, width, height))


def _over(first: int, size: int, start: int, room: int) -> int:
    """How far a pane has to move so that a box is in the middle of it; 0 where it is inside."""
    if start <= first and first + size <= start + room:
        return 0
    return first + size // 2 - (start + room // 2)
