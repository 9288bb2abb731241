"""Actions that go somewhere: searching, a place, the next mark or stop."""

from __future__ import annotations

from backstep.messages import later
from backstep.stepper import seeking
from backstep.stepper.actions.action import Action
from backstep.stepper.view import View


def searching(view: View) -> bool:
    """Whether there is a next match to go to."""
    return bool(view.seeking.search)


ACTIONS = (
    Action(
        later("search"),
        ("slash",),
        later("search for a function, a variable, an event (add, nan), a number"),
        "Find",
        later("search"),
        seeking.search_asked,
    ),
    Action(
        later("next match"),
        ("greater_than_sign",),
        later("go to the next match of the search"),
        "Find",
        later("next match"),
        lambda view: seeking.matched(view, 1),
        when=searching,
        urgent=True,
    ),
    Action(
        later("previous match"),
        ("less_than_sign",),
        later("go back to the match before"),
        "Find",
        later("before"),
        lambda view: seeking.matched(view, -1),
        when=searching,
        urgent=True,
    ),
    Action(
        later("end the search"),
        ("escape",),
        later("search no longer"),
        "Find",
        later("end search"),
        seeking.ended,
        when=searching,
        urgent=True,
    ),
    Action(
        later("go to"),
        ("colon",),
        later("go to a pop, a step, the end, a function"),
        "Find",
        change=seeking.place_asked,
    ),
    Action(
        later("run to next"),
        ("c",),
        later("run to the next mark or stop, or to the end"),
        "Find",
        later("run"),
        lambda view: seeking.run(view, 1),
    ),
    Action(
        later("run back"),
        ("C",),
        later("run back to the mark or stop before, or to the start"),
        "Find",
        change=lambda view: seeking.run(view, -1),
    ),
)
