"""The mouse on two passes: a click on a pop goes there, the wheel scrolls the table."""

from __future__ import annotations

from dataclasses import replace

from backstep.stepper.panes.scrubber import position_at
from backstep.stepper.screen import bar_heights
from backstep.stepper.sides.race import pop_at
from backstep.stepper.sides.screen import race_place
from backstep.stepper.view import View


def sides_clicked(view: View, x: int, y: int) -> View:
    """A click on a pop goes to its end, one on the scrubber to the position there."""
    scrubber, sentence = bar_heights(view.size)
    if y == view.size[1] - 1 - sentence - scrubber:
        return replace(view, message="").to(position_at(view, x))
    place = race_place(view)
    if place.y <= y < place.y + place.height:
        k = pop_at(view, x - place.x, place.width)
        if k is not None:
            return replace(view, message="").to(view.timeline.end_of_pop(k))
    return view


def sides_wheeled(view: View, rows: int) -> View:
    """A turn of the wheel scrolls the table of gradients."""
    return replace(view, scroll=max(0, view.scroll + rows))
