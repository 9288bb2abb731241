"""Actions that go from one backward pass to another."""

from __future__ import annotations

from backstep.stepper.actions.action import Action
from backstep.stepper.view import View


def several(view: View) -> bool:
    """Whether there is another pass to go to."""
    return len(view.passes.recordings) > 1


def outer(view: View) -> View:
    """The pass that this one ran inside of."""
    index = view.passes.outer(view.index)
    if index is None:
        return view.saying("This pass did not run inside another.")
    return view.of_pass(index)


def inner(view: View) -> View:
    """A pass that ran inside this one."""
    index = view.passes.inner(view.index)
    if index is None:
        return view.saying("No other backward ran inside this pass.")
    return view.of_pass(index)


ACTIONS = (
    Action(
        "next pass",
        ("pagedown",),
        "go to the next backward pass of the session",
        "Passes",
        "pass",
        lambda view: view.of_pass(view.index + 1),
        when=several,
    ),
    Action(
        "previous pass",
        ("pageup",),
        "go to the backward pass before",
        "Passes",
        change=lambda view: view.of_pass(view.index - 1),
        when=several,
    ),
    Action(
        "outer backward",
        ("u",),
        "go to the backward that this one ran inside of",
        "Passes",
        change=outer,
    ),
    Action(
        "inner backward",
        ("d",),
        "go to a backward that ran inside this one",
        "Passes",
        change=inner,
    ),
)
