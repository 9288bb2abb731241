"""The narration pane: the sentences of the steps around the current one, with their notes."""

from __future__ import annotations

from collections import deque

from backstep.recording.telling.narration import sentence
from backstep.stepper.panes.bars import note_text
from backstep.stepper.panes.rows import clipped, scroll_of
from backstep.stepper.predict.quiz import hides_ahead
from backstep.stepper.text import Line, Run, wrapped
from backstep.stepper.view import View

INDENT = 4  # of what goes on in a further line


def narration_lines(view: View, width: int, height: int) -> list[Line]:
    """The sentences as --plain prints them, the current one in the middle and marked.

    Scrolled, the sentence that many steps further is in the middle.
    """
    last = view.position if hides_ahead(view) else view.timeline.length  # what comes is asked
    middle = min(max(view.position + scroll_of(view, "narration"), 0), last)
    digits = len(str(view.timeline.length))
    told = {middle: _told(view, middle, digits, width)}
    above = deque(range(middle - 1, max(-1, middle - 1 - height), -1))
    below = deque(range(middle + 1, min(last, middle + height) + 1))
    rows = {"above": 0, "below": 0}
    half = max(0, height - len(told[middle])) // 2
    while above or below:
        upwards = above and (rows["above"] < half or not below)
        side, steps = ("above", above) if upwards else ("below", below)
        if rows["above"] + rows["below"] >= height:
            break
        step = steps.popleft()
        told[step] = _told(view, step, digits, width)
        rows[side] += len(told[step])
    lines = [line for step in sorted(told) for line in told[step]]
    start = sum(len(told[step]) for step in told if step < middle)
    top = min(max(0, start - half), max(0, len(lines) - height))
    return clipped(lines[min(top, start) :], width, height)


def _told(view: View, position: int, digits: int, width: int) -> list[Line]:
    here = position == view.position
    moment = view.timeline.at(position)
    sign = view.signs.here if here else " "
    head = f"{sign}{position:>{digits}}  " if width >= 2 * INDENT + digits + 8 else sign
    room = max(6, width - len(head))
    rows: list[Line] = []
    for i, row in enumerate(wrapped(sentence(moment), room)):
        start = Run(head if i == 0 else " " * len(head), "hot" if here else "dim")
        rows.append([start, *[Run(run.text, "sentence" if here else "dim") for run in row]])
    note = view.notebook.page(view.index).marks.get(position)
    for row in wrapped(note_text(view, note), room) if note else ():
        rows.append([Run(" " * len(head)), *[Run(run.text, "hot" if here else "") for run in row]])
    return rows
