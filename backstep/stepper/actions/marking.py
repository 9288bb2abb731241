"""Actions on marks and stops: setting them, saying something there, going to them."""

from __future__ import annotations

from backstep.stepper import looked, mark_list, marking
from backstep.stepper.actions.action import Action, in_steps
from backstep.stepper.view import View


def listed(view: View) -> bool:
    """Whether the list of marks is shown."""
    return view.mode == "marks"


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
        "list of marks",
        ("apostrophe",),
        "list all marks and stops, to go to one",
        "Marks",
        change=mark_list.opened,
        when=in_steps,
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

IN_LIST = (
    Action(
        "go to the mark",
        ("enter",),
        "go to the mark, or to where the stop is next",
        "List of marks",
        "go there",
        mark_list.gone_to,
        when=listed,
    ),
    Action(
        "leave the list",
        ("escape", "apostrophe"),
        "go back to the pass",
        "List of marks",
        "back",
        mark_list.left,
        when=listed,
    ),
    Action(
        "row down",
        ("j", "down"),
        "choose the row below",
        "List of marks",
        "down",
        lambda view: mark_list.chosen(view, 1),
        when=listed,
    ),
    Action(
        "row up",
        ("k", "up"),
        "choose the row above",
        "List of marks",
        "up",
        lambda view: mark_list.chosen(view, -1),
        when=listed,
    ),
    Action(
        "take away",
        ("x", "delete"),
        "take the mark or the stop away",
        "List of marks",
        "take away",
        mark_list.taken_away,
        when=listed,
    ),
)
