"""Actions of a lecture: in and out, the next result, the pointer, the blank screen."""

from __future__ import annotations

from collections.abc import Callable

from backstep.messages import later
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


WAYS: tuple[tuple[Way, str, str], ...] = (
    ("left", later("point left"), later("move the pointer to the left, along a wire")),
    ("right", later("point right"), later("move the pointer to the right")),
    ("up", later("point up"), later("move the pointer up")),
    ("down", later("point down"), later("move the pointer down")),
)
ACTIONS = (
    Action(
        later("lecture"),
        ("L", "f5"),
        later("few things, large, for a room in front of a projector; L again leaves"),
        "Lecture",
        later("lecture"),
        leading.opened,
        when=apart,
    ),
    _in_lecture(
        later("next result"),
        ("n", "pagedown"),
        later("in the lecture: go to the next result, or the next note"),
        leading.next_beat,
        later("next"),
    ),
    _in_lecture(
        later("result before"),
        ("b", "N", "pageup"),
        later("go back to the result before"),
        leading.previous_beat,
        later("back"),
    ),
    _in_lecture(
        later("reveal the result"),
        ("v",),
        later("tell the next result, or hide it again"),
        leading.revealed,
        later("reveal"),
    ),
    _in_lecture(
        later("play the lecture"),
        ("space", "f5"),
        later("play, or pause"),
        playing.play,
        later("play"),
    ),
    _in_lecture(
        later("blank"),
        ("full_stop",),
        later("an empty screen; any key of the lecture shows it again"),
        leading.blanked,
        later("blank"),
    ),
    _in_lecture(
        later("next note"),
        ("right_square_bracket",),
        later("go to the next mark, and show its note large"),
        lambda view: marking.to_mark(view, 1),
        later("note"),
    ),
    _in_lecture(
        later("note before"),
        ("left_square_bracket",),
        later("go back to the mark before"),
        lambda view: marking.to_mark(view, -1),
    ),
    _in_lecture(
        later("run to the next mark"),
        ("c",),
        later("run to the next mark or stop, or to the end"),
        lambda view: seeking.run(view, 1),
        later("run"),
    ),
    _in_lecture(
        later("run back to the mark"),
        ("C",),
        later("run back to the mark or stop before, or to the start"),
        lambda view: seeking.run(view, -1),
    ),
    _in_lecture(
        later("step"),
        ("s",),
        later("take one step: pop, gather, multiply, deliver or free"),
        stepping.next_phase,
        later("step"),
    ),
    _in_lecture(later("step back"), ("S",), later("take one step back"), stepping.previous_phase),
    _in_lecture(
        later("to the start"),
        ("home", "g"),
        later("go to the start"),
        lambda view: view.to(0),
        later("start"),
    ),
    _in_lecture(
        later("to the end"),
        ("end", "G"),
        later("go to the end"),
        lambda view: view.to(view.timeline.length),
    ),
    *(_in_lecture(name, (way,), told, pointing(way)) for way, name, told in WAYS),
    _in_lecture(
        later("point"),
        ("enter",),
        later("point at the function being popped, or put the pointer away"),
        lambda view: pointed(view, view.lecture.pointer or here(view)),
        later("point"),
    ),
    _in_lecture(
        later("play faster"),
        ("plus", "equals_sign"),
        later("play faster"),
        lambda view: playing.at_speed(view, 1),
    ),
    _in_lecture(
        later("play slower"),
        ("minus",),
        later("play slower"),
        lambda view: playing.at_speed(view, -1),
    ),
    _in_lecture(
        later("animate the lecture"),
        ("A",),
        later("animate each step, or no more"),
        playing.animation,
        later("animate"),
    ),
    _in_lecture(
        later("look of the lecture"), ("t",), later("draw in the next theme"), looks.next_theme
    ),
    _in_lecture(
        later("leave the lecture"),
        ("L", "escape", "q"),
        later("leave the lecture, to the same position"),
        leading.left,
        later("leave"),
    ),
)
