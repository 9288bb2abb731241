"""The gradients on their way in both graphs at once, where both graphs are shown."""

from __future__ import annotations

from dataclasses import replace

from backstep.stepper.flow import Flow, flow_between
from backstep.stepper.sides.opened import side_view
from backstep.stepper.sides.screen import shows_graphs
from backstep.stepper.view import View


def flow_beside(before: View, after: View) -> Flow | None:
    """The flow that leads from one view of two passes to the next: of the leading one, with that
    of the other beside it; None where no step was taken, or no graph is shown."""
    comparison = after.sides
    if comparison is None or before.sides is not comparison or not shows_graphs(after):
        return None
    width = after.size[0] // 2
    leading = comparison.leading
    own, other = (
        flow_between(side_view(before, side, width), side_view(after, side, width))
        for side in (leading, 1 - leading)
    )
    if own is None:
        return None if other is None else Flow(other.phase, (), beside=other)
    return replace(own, beside=other)
