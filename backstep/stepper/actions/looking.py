"""Actions on the panes: which one, how large, scrolled how far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backstep.stepper.actions.action import Action
from backstep.stepper.screen import PANES, visible_panes
from backstep.stepper.scrolling import scrolled
from backstep.stepper.view import View


def pane_after(view: View, direction: int) -> View:
    """The next pane that is on the screen, or the one before."""
    panes = visible_panes(view)
    at = panes.index(view.pane) if view.pane in panes else -direction
    return replace(view, pane=panes[(at + direction) % len(panes)], scroll=0)


def to_pane(name: str) -> Callable[[View], View]:
    """Go to one pane; one that has no place on the screen gets all of it."""

    def go(view: View) -> View:
        hidden = name not in visible_panes(view)
        return replace(view, pane=name, scroll=0, zoomed=hidden or view.zoomed)

    return go


def grads_other_way(view: View) -> View:
    """Every change of a gradient in the grads pane, or every gradient as it is now."""
    shown = to_pane("grads")(view)
    return replace(shown, grads="events" if view.grads == "now" else "now")


ACTIONS = (
    Action(
        "next pane", ("tab",), "go to the next pane", "Look", "pane", lambda v: pane_after(v, 1)
    ),
    Action(
        "previous pane",
        ("shift+tab",),
        "go to the pane before",
        "Look",
        change=lambda view: pane_after(view, -1),
    ),
    *(
        Action(
            f"pane {pane.number}: {pane.name}",
            (str(pane.number),),
            f"go to the {pane.name} pane",
            "Look",
            change=to_pane(pane.name),
        )
        for pane in PANES.values()
    ),
    Action(
        "zoom",
        ("z",),
        "give the pane the whole screen, or its place back",
        "Look",
        change=lambda view: replace(view, zoomed=not view.zoomed),
    ),
    Action(
        "scroll down",
        ("j", "down"),
        "scroll the pane down",
        "Look",
        change=lambda view: scrolled(view, 1),
    ),
    Action(
        "scroll up", ("k", "up"), "scroll the pane up", "Look", change=lambda v: scrolled(v, -1)
    ),
    Action(
        "finite differences",
        ("f",),
        "hold the gxs of each pop against finite differences of its forward",
        "Look",
        change=lambda view: replace(view, differences=not view.differences),
    ),
    Action(
        "gradient events",
        ("E",),
        "list every change of a gradient, or the gradients as they are now",
        "Look",
        change=grads_other_way,
    ),
)
