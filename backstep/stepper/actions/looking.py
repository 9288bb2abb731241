"""Actions on the panes: which one, how large, scrolled how far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backstep.messages import later
from backstep.stepper.actions.action import Action
from backstep.stepper.screen import PANES, visible_panes
from backstep.stepper.scrolling import scrolled
from backstep.stepper.view import View

# What lists and sentences call the panes.
WORDS = (
    later("graph"),
    later("pop"),
    later("queue"),
    later("grads"),
    later("source"),
    later("rule"),
    later("narration"),
    later("second"),
    later("inspector"),
)
NAMES = {  # of the actions that go to them
    "graph": later("pane 1: graph"),
    "pop": later("pane 2: pop"),
    "queue": later("pane 3: queue"),
    "grads": later("pane 4: grads"),
    "source": later("pane 5: source"),
    "rule": later("pane 6: rule"),
    "narration": later("pane 7: narration"),
    "second": later("pane 8: second"),
    "inspector": later("pane 9: inspector"),
}
TO_PANES = {
    "graph": later("go to the graph pane"),
    "pop": later("go to the pop pane"),
    "queue": later("go to the queue pane"),
    "grads": later("go to the grads pane"),
    "source": later("go to the source pane"),
    "rule": later("go to the rule pane"),
    "narration": later("go to the narration pane"),
    "second": later("go to the second pane"),
    "inspector": later("go to the inspector pane"),
}


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
        later("next pane"),
        ("tab",),
        later("go to the next pane"),
        "Look",
        later("pane"),
        lambda v: pane_after(v, 1),
    ),
    Action(
        later("previous pane"),
        ("shift+tab",),
        later("go to the pane before"),
        "Look",
        change=lambda view: pane_after(view, -1),
    ),
    *(
        Action(
            NAMES[pane.name],
            (str(pane.number),),
            TO_PANES[pane.name],
            "Look",
            change=to_pane(pane.name),
        )
        for pane in PANES.values()
    ),
    Action(
        later("zoom"),
        ("z",),
        later("give the pane the whole screen, or its place back"),
        "Look",
        change=lambda view: replace(view, zoomed=not view.zoomed),
    ),
    Action(
        later("scroll down"),
        ("j", "down"),
        later("scroll the pane down"),
        "Look",
        change=lambda view: scrolled(view, 1),
    ),
    Action(
        later("scroll up"),
        ("k", "up"),
        later("scroll the pane up"),
        "Look",
        change=lambda v: scrolled(v, -1),
    ),
    Action(
        later("finite differences"),
        ("f",),
        later("hold the gxs of each pop against finite differences of its forward"),
        "Look",
        change=lambda view: replace(view, differences=not view.differences),
    ),
    Action(
        later("gradient events"),
        ("E",),
        later("list every change of a gradient, or the gradients as they are now"),
        "Look",
        change=grads_other_way,
    ),
)
