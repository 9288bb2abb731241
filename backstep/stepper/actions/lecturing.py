"""Actions of a lecture: in and out, the next result, the pointer, the blank screen."""

from __future__ import annotations

from collections.abc import Callable

from backstep.stepper import marking, seeking
from backstep.stepper.actions import looks, playing, stepping
from backstep.stepper.actions.action import Action
from backstep.stepper.lecture import leading
from backstep.stepper.lecture.leading import MODE, awake
from backstep.stepper.lecture.pointer import Way, here, pointed, walked
from backstep.stepper.view import View


def lecturing(view: View) -> bool:
    """Whether the lecture is shown."""
    return view.mode == MODE


def apart(view: View) -> bool:
    """Whether a pass is shown, from which a lecture can begin."""
    return view.mode == "steps"


def pointing(way: Way) -> Callable[[View], View]:
    """Move the pointer."""
    return lambda view: walked(view, way)


def _in_lecture(
    name: str,
    keys: tuple[str, ...],
    help: str,
    change: Callable[[View], View],
    footer: str = "",
) -> Action:
    return Action(name, keys, help, "Lecture", footer, awake(change), when=lecturing)


WAYS: tuple[tuple[Way, str], ...] = (
    ("left", "move the pointer to the left, along a wire"),
    ("right", "move the pointer to the right"),
    ("up", "move the pointer up"),
    ("down", "move the pointer down"),
)
ACTIONS = (
    Action(
        "lecture",
        ("L", "f5"),
        "few things, large, for a room in front of a projector; L again leaves",
        "Lecture",
        "lecture",
        leading.opened,
        when=apart,
    ),
    _in_lecture(
        "next result",
        ("n", "pagedown"),
        "in the lecture: go to the next result, or the next note",
        leading.next_beat,
        "next",
    ),
    _in_lecture(
        "result before",
        ("b", "N", "pageup"),
        "go back to the result before",
        leading.previous_beat,
        "back",
    ),
    _in_lecture(
        "reveal the result",
        ("v",),
        "tell the next result, or hide it again",
        leading.revealed,
        "reveal",
    ),
    _in_lecture("play the lecture", ("space", "f5"), "play, or pause", playing.play, "play"),
    _in_lecture(
        "blank",
        ("full_stop",),
        "an empty screen; any key of the lecture shows it again",
        leading.blanked,
        "blank",
    ),
    _in_lecture(
        "next note",
        ("right_square_bracket",),
        "go to the next mark, and show its note large",
        lambda view: marking.to_mark(view, 1),
        "note",
    ),
    _in_lecture(
        "note before",
        ("left_square_bracket",),
        "go back to the mark before",
        lambda view: marking.to_mark(view, -1),
    ),
    _in_lecture(
        "run to the next mark",
        ("c",),
        "run to the next mark or stop, or to the end",
        lambda view: seeking.run(view, 1),
        "run",
    ),
    _in_lecture(
        "run back to the mark",
        ("C",),
        "run back to the mark or stop before, or to the start",
        lambda view: seeking.run(view, -1),
    ),
    _in_lecture(
        "step",
        ("s",),
        "take one step: pop, gather, multiply, deliver or free",
        stepping.next_phase,
        "step",
    ),
    _in_lecture("step back", ("S",), "take one step back", stepping.previous_phase),
    _in_lecture("to the start", ("home", "g"), "go to the start", lambda view: view.to(0), "start"),
    _in_lecture(
        "to the end", ("end", "G"), "go to the end", lambda view: view.to(view.timeline.length)
    ),
    *(_in_lecture(f"point {way}", (way,), told, pointing(way)) for way, told in WAYS),
    _in_lecture(
        "point",
        ("enter",),
        "point at the function being popped, or put the pointer away",
        lambda view: pointed(view, view.lecture.pointer or here(view)),
        "point",
    ),
    _in_lecture(
        "play faster",
        ("plus", "equals_sign"),
        "play faster",
        lambda view: playing.at_speed(view, 1),
    ),
    _in_lecture("play slower", ("minus",), "play slower", lambda view: playing.at_speed(view, -1)),
    _in_lecture(
        "animate the lecture", ("A",), "animate each step, or no more", playing.animation, "animate"
    ),
    _in_lecture("look of the lecture", ("t",), "draw in the next theme", looks.next_theme),
    _in_lecture(
        "leave the lecture",
        ("L", "escape", "q"),
        "leave the lecture, to the same position",
        leading.left,
        "leave",
    ),
)
