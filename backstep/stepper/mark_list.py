"""The list of every mark and stop of the session, as a screen: to go to one, or take it away."""

from __future__ import annotations

from dataclasses import dataclass, replace

from backstep.messages import tr
from backstep.recording.annotations import Mark
from backstep.stepper.panes.bars import footer_line, header_line
from backstep.stepper.panes.scrubber import scrubber_lines
from backstep.stepper.screen import Hints
from backstep.stepper.seeking import count_of_stop, stopped_next
from backstep.stepper.text import Line, Run, fitted, wrapped
from backstep.stepper.view import View

NOTE_ROWS = 4  # for the whole text of the note that is chosen


@dataclass(frozen=True)
class Row:
    """A mark at a step of a pass, or a stop (then `stop` is its text)."""

    index: int = -1
    step: int = 0
    note: str = ""
    stop: str = ""


def rows_of(view: View) -> list[Row]:
    """Every mark of every pass in order, then the stops."""
    marks = [
        Row(index, step, note)
        for index in sorted(view.notebook.pages)
        for step, note in view.notebook.page(index).marks.items()
        if index < len(view.passes.recordings)
    ]
    return [*marks, *(Row(stop=stop) for stop in view.seeking.stops)]


def opened(view: View) -> View:
    """The list, with the mark chosen that is nearest before the position."""
    here = [
        i
        for i, row in enumerate(rows_of(view))
        if not row.stop and (row.index, row.step) <= (view.index, view.position)
    ]
    row = here[-1] if here else 0
    return replace(view, mode="marks", playing=False, seeking=replace(view.seeking, row=row))


def left(view: View) -> View:
    """Back to the pass."""
    return replace(view, mode="steps")


def chosen(view: View, way: int) -> View:
    """The row below or above, within the ends."""
    row = min(max(view.seeking.row + way, 0), max(len(rows_of(view)) - 1, 0))
    return replace(view, seeking=replace(view.seeking, row=row))


def gone_to(view: View) -> View:
    """The mark that is chosen, in its pass; of a stop, the next place where it strikes."""
    row = _row(view)
    if row is None:
        return left(view)
    return stopped_next(left(view), row.stop) if row.stop else _at(left(view), row)


def _at(view: View, row: Row) -> View:
    return view.of_pass(row.index).to(row.step)


def taken_away(view: View) -> View:
    """The list without the row that is chosen."""
    row = _row(view)
    if row is None:
        return view
    if row.stop:
        stops = tuple(stop for stop in view.seeking.stops if stop != row.stop)
        return chosen(replace(view, seeking=replace(view.seeking, stops=stops)), 0)
    gone = view.notebook.adding(row.index, Mark(row.step, gone=True))
    return chosen(replace(view, notebook=gone), 0)


def list_clicked(view: View, x: int, y: int) -> View:
    """A click on a row chooses it; one on the row that is chosen goes there."""
    at = _first(view) + y - 2
    if not (2 <= y < 2 + _room(view) and at < len(rows_of(view))):
        return view
    if at == view.seeking.row:
        return gone_to(view)
    return replace(view, seeking=replace(view.seeking, row=at))


def list_lines(view: View, hints: Hints) -> list[Line]:
    """The screen: the rows, the whole note of the chosen one, the scrubber, the footer."""
    width, height = view.size
    rows, first, room = rows_of(view), _first(view), _room(view)
    several = len(view.passes.recordings) > 1
    lines: list[Line] = [header_line(view, width), [Run(f" {tr('Marks and stops')}", "pane")]]
    if not rows:
        lines += [[Run(" "), *line] for line in wrapped(_none(view), width - 2)]
    for i, row in enumerate(rows[first : first + room], first):
        lines.append(_line(view, row, i == view.seeking.row, several, width))
    lines += [[] for _ in range(2 + room - len(lines))]
    lines += _whole(view, width)
    lines += scrubber_lines(view, width, False)
    lines.append([Run(f" {view.message}", "hot")])
    lines.append(footer_line(hints, width))
    return lines[:height]


def _none(view: View) -> str:
    key = view.keymap.key
    return tr(
        "No marks and no stops yet: {mark} marks a position, {note} writes a note there, "
        "{stop} sets a stop.",
        mark=key("mark"),
        note=key("note"),
        stop=key("stop"),
    )


def _whole(view: View, width: int) -> list[Line]:
    """What is known of the chosen row, on as many lines as are kept for it."""
    row = _row(view)
    text = "" if row is None else row.note
    if row is not None and row.stop:
        text = f"{row.stop}: {count_of_stop(view, row.stop)}"
    lines: list[Line] = [[Run(" "), *line] for line in wrapped(" ".join(text.split()), width - 2)]
    return [*lines[:NOTE_ROWS], *([] for _ in range(NOTE_ROWS - len(lines)))]


def _line(view: View, row: Row, here: bool, several: bool, width: int) -> Line:
    sign = view.signs.here if here else " "
    role = "hot" if here else ""
    if row.stop:
        return fitted([Run(f" {sign} {tr('stop at {stop}', stop=row.stop)}", role)], width)
    moment = view.passes.timeline(row.index).at(row.step)
    of_pass = f"{tr('pass {number}', number=row.index + 1)}  " if several else ""
    where = tr("start") if moment.function is None else f"pop {moment.pop_index + 1} "
    where += f"{moment.function.label} {moment.phase}" if moment.function is not None else ""
    mark = view.signs.mark[1 if row.note else 0]
    head = f" {sign} {mark} {of_pass}{tr('step {step}', step=row.step)}  {where}"
    note = " ".join(row.note.split())
    return fitted([Run(head, role), Run(f"  {note}" if note else "", role or "sentence")], width)


def _row(view: View) -> Row | None:
    rows = rows_of(view)
    return rows[view.seeking.row] if view.seeking.row < len(rows) else None


def _room(view: View) -> int:
    """The lines that there are for rows."""
    return max(1, view.size[1] - 2 - NOTE_ROWS - 3)


def _first(view: View) -> int:
    """The row on the first line: the chosen one is in the middle, as far as the ends allow."""
    last = max(0, len(rows_of(view)) - _room(view))
    return min(max(0, view.seeking.row - _room(view) // 2), last)
