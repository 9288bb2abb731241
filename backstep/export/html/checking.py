"""The finite differences at the pops of a pass, in the rows of the terminal's pop pane."""

from __future__ import annotations

from typing import TypeAlias

from backstep.messages import tr
from backstep.recording.records import Check, Recording
from backstep.stepper.panes.pop import check_part
from backstep.stepper.signs import UNICODE
from backstep.stepper.view import View

Row: TypeAlias = list[object]
MOST_ELEMENTS = 4_096  # of the inputs of a pop whose forward is tried


def checks(view: View) -> list[Row]:
    """For each pop of the pass that a view shows: label, role and items of what there is to say."""
    found: list[Row] = []
    for k in range(len(view.recording.pops)):
        part = check_part(_check(view, k), UNICODE)
        found.append([part.label, part.role, part.items])
    return found


def _check(view: View, k: int) -> Check | str:
    if _elements(view.recording, k) > MOST_ELEMENTS and view.recording.pops[k].check is None:
        return tr("its arrays are too large to be tried for a page")
    return view.passes.check(view.index, k)


def _elements(recording: Recording, k: int) -> int:
    """How many elements the inputs of a pop have."""
    inputs = recording.functions[recording.pops[k].function].inputs
    values = [recording.variables[i].data for i in inputs]
    return sum(value.size for value in values if value is not None)
