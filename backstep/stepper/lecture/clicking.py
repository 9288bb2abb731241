"""The mouse in a lecture: point, reveal, seek, the words of the footer, and the wheel."""

from __future__ import annotations

from backstep.messages import cells
from backstep.stepper.actions import ACTIONS, changed, footer_hints, is_there, keys_of, shown_key
from backstep.stepper.lecture.leading import awake, blanked, next_beat, previous_beat, revealed
from backstep.stepper.lecture.pointer import pointed
from backstep.stepper.lecture.screen import brand_told, graph_of, rows_of
from backstep.stepper.panes.bars import footer_line
from backstep.stepper.panes.scrubber import position_at
from backstep.stepper.text import width_of
from backstep.stepper.view import View


def lecture_clicked(view: View, x: int, y: int) -> View:
    """A click on a node points at it, on the question reveals, on the scrubber seeks, on a word of
    the footer does what it says, on the word at the top blanks the screen."""
    height, rows = view.size[1], rows_of(view)
    if view.lecture.blank:
        return awake(revealed)(view)
    if y == 0 and x < cells(brand_told()):
        return blanked(view)
    if y == height - 1:
        return _on_footer(view, x)
    if y == height - 2:
        return view.to(position_at(view, x))
    if rows.asked <= y < rows.pointer:
        return revealed(view)
    if rows.graph <= y < rows.graph + rows.graph_height:
        key = graph_of(view).node_at(x, y - rows.graph)
        return view if key is None else pointed(view, key)
    return view


def lecture_wheeled(view: View, rows: int) -> View:
    """The wheel goes on, or back."""
    return awake(next_beat if rows > 0 else previous_beat)(view)


def _on_footer(view: View, x: int) -> View:
    """What the word under a column of the footer does, as far as it changes the view."""
    line = footer_line(footer_hints(view), view.size[0])
    for i in range(1, len(line), 2):
        if width_of(line[:i]) <= x < width_of(line[: i + 2]):
            return _done(view, line[i].text)
    return view


def _done(view: View, key: str) -> View:
    for action in ACTIONS:
        if not (action.footer and is_there(action, view)):
            continue
        if key in [shown_key(each) for each in keys_of(action, view)[:1]]:
            return changed(view, action)
    return view
