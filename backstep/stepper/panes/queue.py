"""The queue pane: the list `funcs` as it stands, what was popped, and seen_set."""

from __future__ import annotations

from backstep.recording.queueing import Queued, algorithm_of
from backstep.recording.timeline import Moment
from backstep.stepper.text import Line, Run, wrapped
from backstep.stepper.view import View

ORDERS = {
    "sorted": "by generation",
    "stack": "a stack",
    "fifo": "first in, first out",
    "preset": "filled before the loop",
}


def queue_title(view: View) -> str:
    """The pane's title."""
    return f"Queue  {len(view.moment.queue)} in funcs, {ORDERS[algorithm_of(view.recording).order]}"


def queue_lines(view: View, width: int, height: int) -> list[Line]:
    """The entries with the end of the list last, then popped and seen_set where there is room."""
    moment = view.moment
    wide = width >= 46
    sets = _sets(moment, width, max(1, height - 1 - min(3, max(2, len(moment.queue)))))
    room = max(2, height - 1 - len(sets))
    rows: list[Line] = [[Run(_heading(wide), "dim")]]
    entries = moment.queue
    shown = entries[-(room - 1) :] if len(entries) > room else entries[:]
    if len(shown) < len(entries):
        rows.append(
            [Run(f" {view.signs.cut} {len(entries) - len(shown)} more before these", "dim")]
        )
    rows += [_entry(view, entry, entry is entries[-1], wide) for entry in shown]
    if not entries:
        text = " empty" if moment.position else " empty: backward has not begun"
        rows.append([Run(text, "dim")])
    while len(rows) + len(sets) < height and len(rows) < 4:
        rows.append([])
    return rows + sets


def _heading(wide: bool) -> str:
    return " idx gen  function      added by" if wide else " idx gen  function"


def _entry(view: View, entry: Queued, next_out: bool, wide: bool) -> Line:
    functions = view.recording.functions
    label = functions[entry.function].label
    role = "queued.next" if next_out else "queued"
    line = [Run(f" {entry.index:>3} {entry.generation:>3}  "), Run(f"{label:<13}", role)]
    if wide:
        by = "backward()" if entry.added_by is None else functions[entry.added_by].label
        line.append(Run(f" {by:<12}", "dim"))
    if next_out:
        line.append(Run(f" {view.signs.pop_end}", "hot"))
    return line


def _sets(moment: Moment, width: int, most: int) -> list[Line]:
    functions = moment.recording.functions
    if not algorithm_of(moment.recording).seen_set:
        return [[Run(" no seen_set", "dim")]]
    count = moment.timeline.seen_count(moment.position)
    told = moment.timeline.seen_at(moment.position, last=width * most)
    seen = [functions[f].label for f in told]
    text = "seen_set {" + ", ".join(seen) + "}"
    lines = [[Run(" "), *line] for line in wrapped(text, width - 2, "dim")]
    if len(lines) > most or len(seen) < count:
        lines = [[Run(f" seen_set {count} functions, last {seen[-1]}", "dim")]]
    return lines
