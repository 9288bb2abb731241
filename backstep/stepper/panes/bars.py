"""The lines without a border: header, scrubber, sentence and footer."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from itertools import groupby

from backstep.recording.narration import sentence, troubles_told
from backstep.stepper.entry import entry_lines
from backstep.stepper.text import ELLIPSIS, Line, Run, fitted, width_of, wrapped
from backstep.stepper.view import View


def header_line(view: View, width: int) -> Line:
    """What is stepped, where, and how."""
    moment, recording = view.moment, view.recording
    parts = [f"pop {moment.pop_index + 1}/{len(recording.pops)}"]
    if width >= 60:
        parts.append(f"step {view.position}/{view.timeline.length}")
    if len(view.passes.recordings) > 1:
        parts.insert(0, f"pass {view.index + 1}/{len(view.passes.recordings)}")
    state = view.signs.playing if view.playing else view.signs.paused
    parts.append(state if width >= 70 else state.split(" ")[0])
    if width >= 70:
        parts[-1] += f" x{view.speed:g}"
    flags = [name for name in ("retain_grad", "create_graph") if getattr(recording, name)]
    if width >= 100:
        parts += [f"{flag}=True" for flag in flags]
    right = "  ".join(parts)
    name = " backstep  " if width >= 60 else " "
    title = fitted([Run(recording.title, "title")], max(4, width - len(name) - len(right) - 3))
    return [Run(name, "brand"), *title, Run("  "), Run(right + " ", "title")]


def scrubber_lines(view: View, width: int, labels: bool) -> list[Line]:
    """The track: a tick where each pop begins, this pop's tick, the position; names below."""
    left, right, line, tick, this, here = view.signs.track
    length = view.timeline.length
    counter = f" {view.position}/{length}"
    inner = max(4, width - len(counter) - 4)
    cells = [line] * inner
    roles = ["track"] * inner

    def column(position: int) -> int:
        return round(position / max(1, length) * (inner - 1))

    starts = view.timeline.starts
    k = 0
    while k < len(starts):  # from one tick to the next: there are far fewer cells than pops
        at = column(starts[k] + 1)
        cells[at] = tick
        k = bisect_left(starts, at + 1, k + 1, key=lambda start: column(start + 1))
    for k in view.timeline.troubles:
        cells[column(starts[k] + 1)] = view.signs.trouble
        roles[column(starts[k] + 1)] = "error"
    if view.moment.pop_index >= 0:
        now = column(starts[view.moment.pop_index] + 1)
        roles[now] = "hot"
        if cells[now] == tick:
            cells[now] = this
    for i in range(column(view.position)):
        if roles[i] == "track":
            roles[i] = "track.done"
    cells[column(view.position)], roles[column(view.position)] = here, "hot"
    alike = groupby(zip(cells, roles, strict=True), key=lambda each: each[1])
    runs = [Run("".join(cell for cell, _ in group), role) for role, group in alike]
    rows: list[Line] = [[Run(f" {left}", "track"), *runs, Run(right, "track"), Run(counter, "dim")]]
    if labels:
        rows.append(_tick_names(view, column))
    return rows


def _tick_names(view: View, column: Callable[[int], int]) -> Line:
    """The names below the ticks, as many as do not run into each other."""
    starts, text = view.timeline.starts, "  "
    k = 0
    while k < len(starts):
        name = f"{k + 1} {view.recording.functions[view.recording.pops[k].function].label}"
        text += " " * (column(starts[k] + 1) + 2 - len(text)) + name + "  "
        k = bisect_left(starts, len(text), k + 1, key=lambda start: column(start + 1) + 2)
    return [Run(text, "dim")]


def sentence_lines(view: View, width: int, height: int) -> list[Line]:
    """What the step did, in words; or what is asked, or what was said."""
    if view.entry is not None:
        return entry_lines(view.entry, width, height)
    if view.message:
        return [[Run(" "), *row] for row in wrapped(view.message, width - 2, "hot")[:height]]
    rows = wrapped(sentence(view.moment), width - 2, "sentence")
    if len(rows) > height and view.moment.troubles:
        rows = wrapped(troubles_told(view.moment), width - 2, "sentence")
    if len(rows) > height:
        rows = rows[:height]
        rows[-1].append(Run(f" {ELLIPSIS}", "dim"))
    return [[Run(" "), *row] for row in rows]


def footer_line(hints: Iterable[tuple[str, str]], width: int) -> Line:
    """Keys and what they do, as many as fit; help and quit always."""
    hints = list(hints)
    shown = list(hints)
    while len(shown) > 2 and width_of(_hints(shown)) > width:
        shown.pop(-3)  # the last two are help and quit
    return _hints(shown)


def _hints(hints: Iterable[tuple[str, str]]) -> Line:
    line: Line = [Run(" ")]
    for key, word in hints:
        line += [Run(key, "key"), Run(f" {word}  ", "footer")]
    return line


def narration_lines(view: View, width: int, height: int) -> list[Line]:
    """The sentences of the steps around the current one, as --plain prints them."""
    rows: list[Line] = []
    current = 0
    first = max(0, view.position - height)
    for position in range(first, min(view.timeline.length, view.position + height) + 1):
        here = position == view.position
        if here:
            current = len(rows)
        sign = view.signs.here if here else " "
        moment = view.timeline.at(position)
        role = "sentence" if here else "dim"
        for i, row in enumerate(wrapped(sentence(moment), max(10, width - 8))):
            head = f"{sign}{position:>4}  " if i == 0 else " " * 7
            rows.append([Run(head, "hot" if here else "dim"), *[Run(r.text, role) for r in row]])
    top = min(max(0, current - height // 2), max(0, len(rows) - height))
    return rows[top : top + height]
