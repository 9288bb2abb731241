"""Actions of time: play, speed, seek."""

from __future__ import annotations

from dataclasses import replace

from backstep.messages import later, tr
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
        tr("Gradients are not shown on their way.")
        if view.animated
        else tr("Each step shows its gradients on their way.")
    )
    return replace(view, animated=not view.animated).saying(told)


ACTIONS = (
    Action(
        later("play or pause"), ("space",), later("play, or pause"), "Time", later("play"), play
    ),
    Action(
        later("seek forward"),
        ("right",),
        later("move a twentieth of the pass forward, a step at least"),
        "Time",
        change=lambda view: seek(view, 1),
    ),
    Action(
        later("seek back"),
        ("left",),
        later("move as far back"),
        "Time",
        change=lambda view: seek(view, -1),
    ),
    Action(
        later("start"),
        ("g", "home"),
        later("go to the start"),
        "Time",
        change=lambda view: view.to(0),
    ),
    Action(
        later("end"),
        ("G", "end"),
        later("go to the end"),
        "Time",
        change=lambda view: view.to(view.timeline.length),
    ),
    Action(
        later("faster"),
        ("plus", "equals_sign"),
        later("play faster"),
        "Time",
        change=lambda view: at_speed(view, 1),
    ),
    Action(
        later("animation"),
        ("A",),
        later("see gradients move along the wires after a step, or not"),
        "Time",
        change=animation,
    ),
    Action(
        later("slower"),
        ("minus",),
        later("play slower"),
        "Time",
        change=lambda view: at_speed(view, -1),
    ),
)
