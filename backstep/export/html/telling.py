"""The words of a pass, step by step and pop by pop, as the terminal's stepper has them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from backstep.export.html.lecturing import in_numbers
from backstep.recording.telling.narration import sentence
from backstep.recording.telling.why import why_next
from backstep.stepper.panes.pop import delivery_told, pop_parts
from backstep.stepper.view import View

Row: TypeAlias = tuple[str, str, int, tuple[str, ...], int]

ROOM = 64  # cells that a row of the pop pane is told for
SINCE = {"gather": 2, "multiply": 3, "deliver": 4, "free": 5}  # the phase that a row comes with
FROM_MULTIPLY = ("element", "", "largest", "born")  # rows that are of no phase, but come with it
ELSEWHERE = ("deliver", "!")  # told delivery by delivery; told with its step


@dataclass
class Told:
    """At each position the sentence, and why the next function is the next; of each pop its rows
    in the pop pane with what is told of each of its deliveries, and its rule in numbers."""

    sentences: list[str] = field(default_factory=list)
    whys: list[str] = field(default_factory=list)
    rows: list[tuple[list[Row], list[list[str]]]] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)


def whole_pass(view: View) -> Told:
    """The words of the pass that a view shows, pop after pop: what is known of one is told
    of in turn."""
    timeline = view.timeline
    told = Told()
    begins = 0
    for k in range(-1, len(view.recording.pops)):
        end = timeline.end_of_pop(k) if k >= 0 else 1
        for position in range(begins, end + 1):
            moment = timeline.at(position)
            told.sentences.append(sentence(moment))
            told.whys.append(why_next(moment))
        if k >= 0:
            told.rows.append(_rows_of_pop(view.to(end), k))
            told.numbers.append(in_numbers(view.recording, view.recording.pops[k]))
        begins = end + 1
    return told


def _rows_of_pop(end: View, k: int) -> tuple[list[Row], list[list[str]]]:
    """The rows of the pop pane at the end of a pop: label, role, the phase (counted from 1) that
    it comes with, items, whether these stand beside each other; and for each delivery what is told
    of it."""
    rows: list[Row] = []
    for part in pop_parts(end, ROOM):
        if part.items and part.label not in ELSEWHERE:
            since = 1 if part.phase is None else SINCE.get(part.phase, 1)
            since = 3 if part.label in FROM_MULTIPLY else since
            rows.append((part.label, part.role, since, tuple(part.items), int(part.packed)))
    delivered = [delivery_told(end.moment, d, ROOM) for d in end.recording.pops[k].deliveries]
    return rows, delivered
