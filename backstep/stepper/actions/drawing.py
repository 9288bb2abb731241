"""Actions on the graph: how it is drawn, where its window is, which node is inspected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backstep.messages import later, tr
from backstep.stepper.actions.action import Action
from backstep.stepper.graph import Key
from backstep.stepper.panes.finding import moved
from backstep.stepper.panes.inspector import DRAWN
from backstep.stepper.screen import graph_room
from backstep.stepper.view import Detail, View

PAN_ROWS = 2
PAN_COLUMNS = 8
DETAILS: dict[Detail, str] = {
    "fit": later("Graph: as much as fits."),
    "boxes": later("Graph: boxes."),
    "names": later("Graph: names."),
    "dots": later("Graph: dots."),
}


def panned(columns: int, rows: int) -> Callable[[View], View]:
    """The graph's window moved by some cells."""
    return lambda view: moved(view, columns, rows, *graph_room(view))


def other_order(view: View) -> View:
    """The second-order graph, or the first again."""
    return view.drawn(order=2 if view.order == 1 else 1)


def other_direction(view: View) -> View:
    """Left to right, or top to bottom."""
    return view.drawn(direction="down" if view.canvas.direction == "right" else "right")


def next_detail(view: View) -> View:
    """The next level of detail, said in a word."""
    details = list(DETAILS)
    detail = details[(details.index(view.canvas.detail) + 1) % len(details)]
    return view.drawn(detail=detail).saying(tr(DETAILS[detail]))


def inspected(view: View) -> View:
    """The current function inspected, before the first pop the target; or the inspector closed."""
    if view.inspected is not None:
        pane = "graph" if view.pane == "inspector" else view.pane
        return replace(view, inspected=None, pane=pane, scroll=0)
    pop = view.moment.pop
    key = Key("v", view.recording.target) if pop is None else Key("f", pop.function)
    return replace(view, inspected=key, pane="inspector", scroll=0)


def arrays_otherwise(view: View) -> View:
    """The next way to draw arrays in the inspector, which opens for it."""
    shown = view if view.inspected is not None else inspected(view)
    return replace(shown, arrays=DRAWN[(DRAWN.index(view.arrays) + 1) % len(DRAWN)])


ACTIONS = (
    Action(
        later("second-order graph"),
        ("o",),
        later("show the graph that create_graph=True builds, or the first again"),
        "Graph",
        later("order"),
        other_order,
    ),
    Action(
        later("inspect"),
        ("i", "enter"),
        later("open the inspector on the current function, or close it"),
        "Graph",
        later("inspect"),
        inspected,
    ),
    Action(
        later("draw arrays"),
        ("h",),
        later("draw the inspector's arrays as tables, heat maps or sparklines"),
        "Graph",
        change=arrays_otherwise,
    ),
    Action(
        later("direction"),
        ("D",),
        later("draw the graph from left to right, or from top to bottom"),
        "Graph",
        change=other_direction,
    ),
    Action(
        later("detail"),
        ("x",),
        later("draw boxes, names or dots, or whatever fits"),
        "Graph",
        change=next_detail,
    ),
    Action(
        later("pan left"),
        ("H", "shift+left"),
        later("move the graph's window left"),
        "Graph",
        change=panned(-PAN_COLUMNS, 0),
    ),
    Action(
        later("pan down"),
        ("J", "shift+down"),
        later("move it down"),
        "Graph",
        change=panned(0, PAN_ROWS),
    ),
    Action(
        later("pan up"),
        ("K", "shift+up"),
        later("move it up"),
        "Graph",
        change=panned(0, -PAN_ROWS),
    ),
    # Not L: that is the lecture.
    Action(
        later("pan right"),
        ("shift+right",),
        later("move it right"),
        "Graph",
        change=panned(PAN_COLUMNS, 0),
    ),
    Action(
        later("follow"),
        ("0",),
        later("fit the graph, and follow the current function again"),
        "Graph",
        change=lambda view: view.panned(None),
    ),
)
