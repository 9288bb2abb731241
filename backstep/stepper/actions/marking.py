"""Actions on marks and stops: setting them, saying something there, going to them."""

from __future__ import annotations

from backstep.stepper import looked, marking
from backstep.stepper.actions.action import Action

ACTIONS = (
    Action(
        "mark",
        ("m",),
        "mark this position, or take the mark away; the file keeps it",
        "Marks",
        "mark",
        marking.toggled,
    ),
    Action(
        "note",
        ("M",),
        "write a note to this position",
        "Marks",
        change=marking.note_asked,
    ),
    Action(
        "next mark",
        ("right_square_bracket",),
        "go to the next mark",
        "Marks",
        change=lambda view: marking.to_mark(view, 1),
    ),
    Action(
        "previous mark",
        ("left_square_bracket",),
        "go back to the mark before",
        "Marks",
        change=lambda view: marking.to_mark(view, -1),
    ),
    Action(
        "stop",
        ("B",),
        "set a stop, or take one away: nan, add, var a, class Mul, gen 3",
        "Marks",
        change=marking.stop_asked,
    ),
    Action(
        "save",
        ("w",),
        "save the session to a file, with this view: a replay opens here",
        "Marks",
        change=looked.save_asked,
    ),
)
