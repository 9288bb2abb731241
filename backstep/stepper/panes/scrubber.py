"""The scrubber: the whole pass as one row, with its pops, marks and troubles, and where one is."""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby

from backstep.recording.looking.queries import trouble_steps
from backstep.stepper.predict.quiz import hides_ahead
from backstep.stepper.text import Line, Run
from backstep.stepper.view import View

INDENT = 2  # a space and the track's end


def track_cells(view: View, width: int) -> int:
    """How many cells the track has between its ends."""
    return max(4, width - len(_counter(view)) - INDENT - 2)


def column_of(view: View, cells: int, position: int) -> int:
    """The cell of the track that a position falls into."""
    return round(position / max(1, view.timeline.length) * (cells - 1))


def position_at(view: View, x: int) -> int:
    """The position that a column of the screen stands for.

    A sign is hit where it is drawn: the mark there, or the trouble, wins over what lies around it.
    """
    cells, length = track_cells(view, view.size[0]), view.timeline.length
    column = min(max(x - INDENT, 0), cells - 1)
    for step in (*_noted_first(view), *_trouble_steps(view)):
        if column_of(view, cells, step) == column:
            return step
    return round(column / (cells - 1) * length)


def scrubber_lines(view: View, width: int, labels: bool) -> list[Line]:
    """The track: a tick where each pop begins, this pop's tick, the position; names below.

    Where there are more pops than the track could show apart, it has no ticks.
    """
    left, right, line, tick, this, here = view.signs.track
    inner = track_cells(view, width)
    cells, roles = [line] * inner, ["track"] * inner
    starts = view.timeline.starts
    ticked = len(starts) <= inner // 2
    for start in starts if ticked else ():
        cells[column_of(view, inner, start + 1)] = tick
    if view.moment.pop_index >= 0:
        now = column_of(view, inner, starts[view.moment.pop_index] + 1)
        roles[now] = "hot"
        if cells[now] == tick:
            cells[now] = this
    at = column_of(view, inner, view.position)
    for i in range(at):
        if roles[i] == "track":
            roles[i] = "track.done"
    for step in _trouble_steps(view):
        _put(cells, roles, column_of(view, inner, step), view.signs.trouble, "error")
    for step in reversed(_noted_first(view)):
        _put(cells, roles, column_of(view, inner, step), _sign(view, step), "pane")
    _put(cells, roles, at, here, "hot")
    alike = groupby(zip(cells, roles, strict=True), key=lambda each: each[1])
    runs = [Run("".join(cell for cell, _ in group), role) for role, group in alike]
    ends = Run(f" {left}", "track"), Run(right, "track")
    rows: list[Line] = [[ends[0], *runs, ends[1], Run(_counter(view), "dim")]]
    if labels:
        rows.append(_names(view, inner))
    return rows


def _counter(view: View) -> str:
    """` ▽20/28`: as wide at every step, so that the track stays where it is."""
    length = str(view.timeline.length)
    return f" {_sign(view, view.position) or ' '}{view.position:>{len(length)}}/{length}"


def _sign(view: View, step: int) -> str:
    """The sign of a mark, another one where it has a note; empty without a mark."""
    note = view.notebook.page(view.index).marks.get(step)
    return "" if note is None else view.signs.mark[1 if note else 0]


def _noted_first(view: View) -> list[int]:
    """The marked steps, those with notes first: of two in one cell, the note is what is shown."""
    marks = view.notebook.page(view.index).marks
    return sorted((s for s in marks if s <= view.timeline.length), key=lambda s: not marks[s])


def _trouble_steps(view: View) -> list[int]:
    """The steps at which something goes wrong."""
    key = ("trouble steps", view.index)
    return view.passes.kept(key, lambda: trouble_steps(view.timeline))


def _put(cells: list[str], roles: list[str], column: int, sign: str, role: str) -> None:
    cells[column], roles[column] = sign, role


def _names(view: View, inner: int) -> Line:
    """The names below the ticks, as many as do not run into each other."""
    starts, text, k = view.timeline.starts, " " * INDENT, 0
    if hides_ahead(view):  # what comes is asked
        starts = starts[: view.moment.pop_index + 1]
    while k < len(starts):
        pop = view.recording.pops[k]
        name = f"{k + 1} {view.recording.functions[pop.function].label}"
        start = column_of(view, inner, starts[k] + 1) + INDENT
        text += " " * (start - len(text)) + name + "  "
        k = bisect_left(
            starts,
            len(text),
            k + 1,
            key=lambda start: column_of(view, inner, start + 1) + INDENT,
        )
    return [Run(text, "dim")]
