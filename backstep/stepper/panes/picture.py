"""Which picture of the graph is shown, and which part of it is in view.

Everything follows from the view alone, yet nothing jumps about while stepping. Where a layout is
larger than the room, the pane's place over it is what following the current function from the first
pop of its window on would have come to. A pane of few rows shows what is next to the current
function instead, anew for every pop, until it is moved over the whole.
"""

from __future__ import annotations

from dataclasses import dataclass

from backstep.stepper.graph import Key, Layout, Viewport
from backstep.stepper.panes.nodes import Level
from backstep.stepper.panes.styles import (
    LEGEND_FROM,
    Room,
    Style,
    layout_of,
    nearest_fitting,
    rows_of_windows,
    style_of,
)
from backstep.stepper.panes.windows import (
    POPS,
    Part,
    followed,
    generations_of,
    part_shown,
)
from backstep.stepper.view import View

LONGEST = 512  # pops that are followed from the first one on
LEFT_IN_VIEW = 8  # columns of a drawing that has been moved away
EDGES_FROM = 30  # columns from which on there is one for the wires that go on beside
OVERVIEW_FROM = 3  # rows
BARS_FROM = 8
NEAR_BELOW = 16  # rows
NARROW = 100  # columns, in which a function's own inputs and outputs may not all be in view


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
    part, room = part_shown(view), _room(view, width, height)
    style, fits = style_of(view, part, room)
    layout = layout_of(view, part, style)
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
    near = nearest_fitting(view, room) if _tells_little(view, layout, style, room) else None
    return wide_picture(view, width, height) if near is None else _near(view, near, room)


def _tells_little(view: View, layout: Layout, style: Style, room: Room) -> bool:
    """Whether so little of a drawing would be in view that what is next to a function is not."""
    if view.pan is not None or view.canvas.detail != "fit":
        return False
    if style.down:
        return layout.width > room.width < NARROW
    if room.rows >= NEAR_BELOW:
        return False
    return layout.height > room.rows or room.width < NARROW


def _near(view: View, near: tuple[Part, Style], room: Room) -> Picture:
    """What is next to the current function, in the middle of the pane."""
    part, style = near
    layout = layout_of(view, part, style)
    left = max(0, (room.width - layout.width) // 2)
    top = max(0, (room.rows - layout.height) // 2)
    whole = Viewport(0, 0, layout.width, layout.height)
    return Picture(layout, style.level, whole, left, top, room.height - room.rows, 0)


def wide_picture(view: View, width: int, height: int) -> Picture:
    """The part of a drawing that is larger than the pane, where following has come to."""
    part, room = part_shown(view), _room(view, width, height)
    style, _ = style_of(view, part, room)
    layout = layout_of(view, part, style)
    top = max(0, (room.rows - layout.height) // 2)
    x, y = _following(view, layout, room)
    dx, dy = pan_within(view, width, height)
    x, y = x + dx, y + dy
    viewport = _without_cut_boxes(layout, Viewport(x, y, width, room.rows - top))
    left = 0
    if not style.down and width > EDGES_FROM:
        more = viewport.x > 0, viewport.x + viewport.width < layout.width
        left = int(more[0])
        room_beside = width - viewport.width
        viewport = viewport._replace(
            x=viewport.x + (left if room_beside < left else 0),
            width=min(viewport.width, width - sum(more)),
        )
    return Picture(layout, style.level, viewport, left, top, height - room.rows, 0)


def pan_within(view: View, width: int, height: int) -> tuple[int, int]:
    """The view's pan as far as it can go: a part of the drawing stays in view, and a pane full of
    it where it is larger than the pane."""
    if view.pan is None:
        return 0, 0
    part, room = part_shown(view), _room(view, width, height)
    style, fits = style_of(view, part, room)
    layout = layout_of(view, part, style)
    dx, dy = view.pan
    if fits:
        return _limited(dx, layout.width - LEFT_IN_VIEW), _limited(dy, layout.height - 1)
    x, y = _following(view, layout, room)
    across = min(max(x + dx, 0), max(0, layout.width - width)) - x
    return across, min(max(y + dy, 0), max(0, layout.height - room.rows)) - y


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
    """The rows that the graph would like, of at most so many: the same at every position."""
    part, room = part_shown(view), _room(view, width, most)
    style, fits = style_of(view, part, room)
    overview = most - room.rows
    if not part.whole:
        return most if style.down else min(most, rows_of_windows(view, style) + overview)
    return min(most, layout_of(view, part, style).height + (0 if fits else overview))


def _room(view: View, width: int, height: int) -> Room:
    return Room(width, height, max(1, height - _overview_rows(view, height)))


def _overview_rows(view: View, height: int) -> int:
    """One for the strip, and one for bars where generations differ in how many functions they
    have."""
    if height < OVERVIEW_FROM:
        return 0
    return 2 if height >= BARS_FROM and generations_of(view).functions.max(initial=0) > 1 else 1


def _following(view: View, layout: Layout, room: Room) -> tuple[int, int]:
    """Where the pane has come to by following the current function, in the layout's cells."""
    path, at = followed(view)
    step = POPS if not layout.scene.whole else LONGEST
    first = at // step * step
    x = y = None
    for i in range(first, at + 1):
        box = layout.boxes.get(Key("f", path[i]))
        if box is None:
            continue
        x = _moved(x, box.x, box.width, room.width, layout.width)
        y = _moved(y, box.y, box.height, room.rows, layout.height)
    return x or 0, y or 0


def _moved(start: int | None, box: int, size: int, room: int, whole: int) -> int:
    """Where a pane of `room` cells begins after a box has been shown that must be well inside."""
    most = max(0, whole - room)
    if size > room:
        return min(box, most)  # its beginning says the most
    centred = min(max(box + size // 2 - room // 2, 0), most)
    if start is None:
        return centred
    margin = min(room // 5, 16)
    if box < start + margin and start > 0:
        start = box + size - room * 4 // 5  # room ahead, the way it goes
    elif box + size > start + room - margin and start < most:
        start = box - room // 5
    return min(max(start, box + size - room, 0), box, most)
