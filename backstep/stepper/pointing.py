"""What the mouse does, as functions from a view to a view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backstep.stepper.lecture.clicking import lecture_clicked, lecture_wheeled
from backstep.stepper.mark_list import chosen, list_clicked
from backstep.stepper.panes.finding import moved as panned
from backstep.stepper.panes.finding import node_at
from backstep.stepper.panes.scrubber import position_at
from backstep.stepper.predict.asking import asking_clicked
from backstep.stepper.screen import Rect, arrangement, graph_room
from backstep.stepper.scrolling import scrolled
from backstep.stepper.sides import sides_clicked, sides_wheeled
from backstep.stepper.view import View

WHEEL_ROWS = 3
CLICKED: dict[str, Callable[[View, int, int], View]] = {
    "marks": list_clicked,
    "compare": sides_clicked,
    "retain": sides_clicked,
    "predict": asking_clicked,
    "lecture": lecture_clicked,
}


def pane_at(view: View, x: int, y: int) -> tuple[str, Rect] | None:
    """The pane under a cell of the screen, with its place; None between the panes."""
    if view.mode != "steps":
        return None
    for name, rect in arrangement(view).panes.items():
        if 0 <= x - rect.x < rect.width and 0 <= y - rect.y < rect.height:
            return name, rect
    return None


def on_scrubber(view: View, y: int) -> bool:
    """Whether a row of the screen is the scrubber's track."""
    places = arrangement(view)
    return y == view.size[1] - 1 - places.sentence - places.scrubber


def sought(view: View, x: int) -> View:
    """The view at the position that a column of the scrubber stands for."""
    return replace(view, message="").to(position_at(view, x))


def clicked(view: View, x: int, y: int) -> View:
    """A click on the scrubber goes there, one on a node inspects it; any chooses its pane.

    Some screens have clicks of their own.
    """
    if view.mode in CLICKED:
        return CLICKED[view.mode](view, x, y)
    if view.mode == "jump":  # a click takes a pane as its letter does
        view = replace(view, mode="steps", message="")
    if on_scrubber(view, y):
        return sought(view, x)
    found = pane_at(view, x, y)
    if found is None:
        return view
    name, rect = found
    if name in ("graph", "second"):
        shown = view.drawn(order=2) if name == "second" and view.order == 1 else view
        room = rect.width - 2, rect.height - 2
        key = node_at(shown, x - rect.x - 1, y - rect.y - 1, *room)
        if key is not None:
            return replace(view, pane=name, inspected=key, scroll=0)
    return replace(view, pane=name, scroll=view.scroll if view.pane == name else 0)


def dragged(view: View, start: tuple[int, int], moved: tuple[int, int]) -> View:
    """A drag that began in a row, now in a column: the scrubber's position, or the graph's window,
    moves along."""
    x, y = start
    if view.mode == "lecture" and y == view.size[1] - 2:
        return lecture_clicked(view, x, y)
    if view.mode in CLICKED and view.sides is None:
        return view
    if on_scrubber(view, y):
        return sought(view, x)
    found = pane_at(view, x, y)
    if found is None or found[0] not in ("graph", "second"):
        return view
    return panned(view, -moved[0], -moved[1], *graph_room(view))


def wheeled(view: View, x: int, y: int, rows: int) -> View:
    """A turn of the wheel scrolls the pane under it, or moves the graph's window."""
    if view.mode == "marks":
        return chosen(view, 1 if rows > 0 else -1)
    if view.mode == "lecture":
        return lecture_wheeled(view, rows)
    if view.sides is not None:
        return sides_wheeled(view, rows)
    found = pane_at(view, x, y)
    if found is None:
        return view
    if found[0] in ("graph", "second"):
        return panned(view, 0, rows, *graph_room(view))
    scroll = view.scroll if view.pane == found[0] else 0
    return scrolled(replace(view, pane=found[0], scroll=scroll), rows)
