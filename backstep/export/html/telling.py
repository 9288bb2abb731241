"""The words of a pass, step by step and pop by pop, as the terminal's stepper has them."""

from __future__ import annotations

from typing import TypeAlias

from backstep.recording.telling.narration import sentence
from backstep.recording.telling.why import why_next
from backstep.recording.timeline import Timeline
from backstep.stepper.panes.pop import delivery_told, pop_parts
from backstep.stepper.view import View

Row: TypeAlias = tuple[str, str, int, tuple[str, ...], int]

ROOM = 64  # cells that a row of the pop pane is told for
SINCE = {"gather": 2, "multiply": 3, "deliver": 4, "free": 5}  # the phase that a row comes with
FROM_MULTIPLY = ("element", "", "largest", "born")  # rows that are of no phase, but come with it
ELSEWHERE = ("deliver", "!")  # told delivery by delivery; told with its step


def whole_pass(timeline: Timeline) -> tuple[list[str], list[str]]:
    """At each position the sentence, and why the next function is the next."""
    moments = [timeline.at(position) for position in range(timeline.length + 1)]
    return [sentence(moment) for moment in moments], [why_next(moment) for moment in moments]


def rows_of_pop(view: View, k: int) -> tuple[list[Row], list[list[str]]]:
    """The rows of the pop pane: label, role, the phase (counted from 1) that it comes with, items,
    whether these stand beside each other; and for each delivery what is told of it."""
    end = view.to(view.timeline.end_of_pop(k))
    rows: list[Row] = []
    for part in pop_parts(end, ROOM):
        if part.items and part.label not in ELSEWHERE:
            since = 1 if part.phase is None else SINCE.get(part.phase, 1)
            since = 3 if part.label in FROM_MULTIPLY else since
            rows.append((part.label, part.role, since, tuple(part.items), int(part.packed)))
    delivered = [delivery_told(end.moment, d, ROOM) for d in end.recording.pops[k].deliveries]
    return rows, delivered
