"""The action that asks why: the next function, or the gradient of what is inspected."""

from __future__ import annotations

from dataclasses import replace

from backstep.messages import later, tr
from backstep.recording.telling.why import why_gradient, why_next, why_queued
from backstep.stepper.actions.action import Action
from backstep.stepper.predict.quiz import hides_next
from backstep.stepper.sides.opened import side_moment
from backstep.stepper.view import View


def why(view: View) -> View:
    """The reason in sentences: for the gradient of an inspected Variable, for the place of an
    inspected function in the queue; else for the function that is next, side by side for both."""
    moment, key = view.moment, view.inspected
    if view.sides is not None:
        told = "\n".join(
            tr("{side}: {why}", side=view.sides.names[side], why=why_next(side_moment(view, side)))
            for side in (0, 1)
        )
    elif key is not None and key.kind == "v":
        told = "\n".join(why_gradient(moment, key.number))
    elif hides_next(view):
        told = tr("Which is next is what you are asked.")
    elif key is not None and moment.pop is not None and key.number != moment.pop.function:
        told = "\n".join(why_queued(moment, key.number))
    else:
        told = why_next(moment)
    return replace(view, playing=False).saying(told)


ACTIONS = (
    Action(
        later("why"),
        ("y",),
        later(
            "why is this one next; with a node inspected: why its gradient is this, "
            "how it was queued"
        ),
        "Step",
        later("why"),
        why,
    ),
)
