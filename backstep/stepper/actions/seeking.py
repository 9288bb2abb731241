"""Actions that go somewhere: searching, a place, the next mark or stop."""

from __future__ import annotations

from backstep.stepper import seeking
from backstep.stepper.actions.action import Action
from backstep.stepper.view import View


def searching(view: View) -> bool:
    """Whether there is a next match to go to."""
    return bool(view.seeking.search)


ACTIONS = (
    Action(
        "search",
        ("slash",),
        "search for a function, a variable, an event (add, nan), a number",
        "Find",
        "search",
        seeking.search_asked,
    ),
    Action(
        "next match",
        ("greater_than_sign",),
        "go to the next match of the search",
        "Find",
        "next match",
        lambda view: seeking.matched(view, 1),
        when=searching,
        urgent=True,
    ),
    Action(
        "previous match",
        ("less_than_sign",),
        "go back to the match before",
        "Find",
        "before",
        lambda view: seeking.matched(view, -1),
        when=searching,
        urgent=True,
    ),
    Action(
        "end the search",
        ("escape",),
        "search no longer",
        "Find",
        "end search",
        seeking.ended,
        when=searching,
        urgent=True,
    ),
    Action(
        "go to",
        ("colon",),
        "go to a pop, a step, the end, a function",
        "Find",
        change=seeking.place_asked,
    ),
    Action(
        "run to next",
        ("c",),
        "run to the next mark or stop, or to the end",
        "Find",
        "run",
        lambda view: seeking.run(view, 1),
    ),
    Action(
        "run back",
        ("C",),
        "run back to the mark or stop before, or to the start",
        "Find",
        change=lambda view: seeking.run(view, -1),
    ),
)
