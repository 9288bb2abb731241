"""Actions that take a step: by pops and by phases, forward and back."""

from __future__ import annotations

from backstep.messages import later
from backstep.stepper.actions.action import Action
from backstep.stepper.predict.quiz import stepped
from backstep.stepper.view import View


def next_pop(view: View) -> View:
    """The end of the pop under way, or of the next one; or a note before it, not to be missed."""
    end = view.timeline.next_pop(view.position)
    marks = view.notebook.page(view.index).marks
    noted = (step for step, text in marks.items() if text and view.position < step < end)
    return stepped(view, min(noted, default=end))


def previous_pop(view: View) -> View:
    """The end of the pop before."""
    return view.to(view.timeline.previous_pop(view.position))


def next_phase(view: View) -> View:
    """One step further."""
    return stepped(view, view.position + 1)


def previous_phase(view: View) -> View:
    """One step back."""
    return view.to(view.position - 1)


ACTIONS = (
    Action(
        later("next pop"),
        ("n",),
        later("go to the end of the next pop, or to a note on the way"),
        "Step",
        later("next"),
        next_pop,
    ),
    Action(
        later("previous pop"),
        ("b", "N"),
        later("go back to the end of the pop before"),
        "Step",
        later("back"),
        previous_pop,
    ),
    Action(
        later("next phase"),
        ("s", "full_stop"),
        later("take one step: pop, gather, multiply, deliver or free"),
        "Step",
        later("step"),
        next_phase,
    ),
    Action(
        later("previous phase"), ("S",), later("take one step back"), "Step", change=previous_phase
    ),
)
