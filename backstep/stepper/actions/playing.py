"""Actions of time: play, speed, seek."""

from __future__ import annotations

from dataclasses import replace

from backstep.stepper.actions.action import Action
from backstep.stepper.view import SPEEDS, View


def play(view: View) -> View:
    """Play from here, from the start where this is the end; or pause."""
    at_end = view.position == view.timeline.length
    started = view.to(0) if at_end and not view.playing else view
    return replace(started, playing=not view.playing)


def seek(view: View, direction: int) -> View:
    """A twentieth of the pass further or back, a step at least."""
    return view.to(view.position + direction * max(1, view.timeline.length // 20))


def at_speed(view: View, direction: int) -> View:
    """Played faster or slower."""
    at = SPEEDS.index(view.speed) + direction
    return replace(view, speed=SPEEDS[min(max(at, 0), len(SPEEDS) - 1)])


def animation(view: View) -> View:
    """Gradients are seen to move, or no more."""
    told = (
        "Gradients are not shown on their way."
        if view.animated
        else ("Each step shows its gradients on their way.")
    )
    return replace(view, animated=not view.animated).saying(told)


ACTIONS = (
    Action("play or pause", ("space",), "play, or pause", "Time", "play", play),
    Action(
        "seek forward",
        ("right",),
        "move a twentieth of the pass forward, a step at least",
        "Time",
        change=lambda view: seek(view, 1),
    ),
    Action("seek back", ("left",), "move as far back", "Time", change=lambda view: seek(view, -1)),
    Action("start", ("g", "home"), "go to the start", "Time", change=lambda view: view.to(0)),
    Action(
        "end",
        ("G", "end"),
        "go to the end",
        "Time",
        change=lambda view: view.to(view.timeline.length),
    ),
    Action(
        "faster",
        ("plus", "equals_sign"),
        "play faster",
        "Time",
        change=lambda view: at_speed(view, 1),
    ),
    Action(
        "animation",
        ("A",),
        "see gradients move along the wires after a step, or not",
        "Time",
        change=animation,
    ),
    Action("slower", ("minus",), "play slower", "Time", change=lambda view: at_speed(view, -1)),
)
