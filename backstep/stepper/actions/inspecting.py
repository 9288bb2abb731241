"""Actions of the inspector: from node to node along the wires, and out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backstep.messages import later
from backstep.stepper.actions.action import Action
from backstep.stepper.actions.drawing import inspected
from backstep.stepper.panes.finding import Way, chosen
from backstep.stepper.screen import graph_room
from backstep.stepper.view import View


def inspecting(view: View) -> bool:
    """Whether a node is inspected."""
    return view.inspected is not None


def walked(way: Way) -> Callable[[View], View]:
    """Inspect the next node in a direction."""

    def walk(view: View) -> View:
        return replace(chosen(view, way, *graph_room(view)), scroll=0)

    return walk


WAYS: tuple[tuple[Way, str, str], ...] = (
    (
        "left",
        later("inspect left"),
        later("while inspecting: the node to the left, along a wire"),
    ),
    ("right", later("inspect right"), later("while inspecting: the node to the right")),
    ("up", later("inspect up"), later("while inspecting: the node above")),
    ("down", later("inspect down"), later("while inspecting: the node below")),
)
ACTIONS = (
    *(
        Action(
            name,
            (way,),
            told,
            "Graph",
            change=walked(way),
            when=inspecting,
        )
        for way, name, told in WAYS
    ),
    Action(
        later("leave the inspector"),
        ("escape",),
        later("close the inspector"),
        "Graph",
        change=inspected,
        when=inspecting,
    ),
)
