"""Actions on marks and stops: setting them, saying something there, going to them."""

from __future__ import annotations

from backstep.messages import later
from backstep.stepper import looked, mark_list, marking
from backstep.stepper.actions.action import Action, in_steps
from backstep.stepper.view import View


def listed(view: View) -> bool:
    """Whether the list of marks is shown."""
    return view.mode == "marks"


ACTIONS = (
    Action(
        later("mark"),
        ("m",),
        later("mark this position, or take the mark away; the file keeps it"),
        "Marks",
        later("mark"),
        marking.toggled,
    ),
    Action(
        later("note"),
        ("M",),
        later("write a note to this position"),
        "Marks",
        change=marking.note_asked,
    ),
    Action(
        later("next mark"),
        ("right_square_bracket",),
        later("go to the next mark"),
        "Marks",
        change=lambda view: marking.to_mark(view, 1),
    ),
    Action(
        later("previous mark"),
        ("left_square_bracket",),
        later("go back to the mark before"),
        "Marks",
        change=lambda view: marking.to_mark(view, -1),
    ),
    Action(
        later("list of marks"),
        ("apostrophe",),
        later("list all marks and stops, to go to one"),
        "Marks",
        change=mark_list.opened,
        when=in_steps,
    ),
    Action(
        later("stop"),
        ("B",),
        later("set a stop, or take one away: nan, add, var a, class Mul, gen 3"),
        "Marks",
        change=marking.stop_asked,
    ),
    Action(
        later("save"),
        ("w",),
        later("save the session to a file, with this view: a replay opens here"),
        "Marks",
        change=looked.save_asked,
    ),
)

IN_LIST = (
    Action(
        later("go to the mark"),
        ("enter",),
        later("go to the mark, or to where the stop is next"),
        "List of marks",
        later("go there"),
        mark_list.gone_to,
        when=listed,
    ),
    Action(
        later("leave the list"),
        ("escape", "apostrophe"),
        later("go back to the pass"),
        "List of marks",
        later("back"),
        mark_list.left,
        when=listed,
    ),
    Action(
        later("row down"),
        ("j", "down"),
        later("choose the row below"),
        "List of marks",
        later("down"),
        lambda view: mark_list.chosen(view, 1),
        when=listed,
    ),
    Action(
        later("row up"),
        ("k", "up"),
        later("choose the row above"),
        "List of marks",
        later("up"),
        lambda view: mark_list.chosen(view, -1),
        when=listed,
    ),
    Action(
        later("take away"),
        ("x", "delete"),
        later("take the mark or the stop away"),
        "List of marks",
        later("take away"),
        mark_list.taken_away,
        when=listed,
    ),
)
