"""The words for the second-order graph: what it is, and what this pop has added to it."""

from __future__ import annotations

from bisect import bisect_right

from backstep.messages import tr
from backstep.stepper.view import View


def second_title(view: View) -> str:
    """The title of the pane that shows it beside the first."""
    return tr("Second order: the graph behind the gradients")


def second_note(view: View) -> str:
    """How much of it there is by now, and how much of that this pop has made."""
    steps, functions = view.timeline.births
    so_far, pop = bisect_right(steps, view.position), view.moment.pop_index
    if not functions:
        return tr("there is none")
    new = len(view.timeline.born_in(pop, view.position)) if pop >= 0 else 0
    return tr("{so_far} of {n} functions", so_far=so_far, n=len(functions)) + (
        tr(", {new} new in this pop", new=new) if new else ""
    )
