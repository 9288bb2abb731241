"""The registry of actions: each entry has its keys, its words, and what it does to the view.

Keys, footer, command palette and help all come from here. Most actions are functions from a view
to a view; the few that do something to the app itself carry an effect's name instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from backstep.stepper.screen import PANES, visible_panes
from backstep.stepper.view import SPEEDS, View

PAN_ROWS = 2
PAN_COLUMNS = 8


@dataclass(frozen=True)
class Action:
    """One thing a person can do. `keys` are Textual's names; `shown` is how help writes them.

    `footer` is a word for the footer, empty to stay out of it; the order of the registry is the
    order there. Either `change` gives the new view, or `effect` names what the app does.
    """

    name: str
    keys: tuple[str, ...]
    shown: str
    help: str
    group: str
    footer: str = ""
    change: Callable[[View], View] | None = None
    effect: str = ""


def _next_pop(view: View) -> View:
    return view.to(view.timeline.next_pop(view.position))


def _previous_pop(view: View) -> View:
    return view.to(view.timeline.previous_pop(view.position))


def _seek(view: View, direction: int) -> View:
    return view.to(view.position + direction * max(1, view.timeline.length // 20))


def _play(view: View) -> View:
    at_end = view.position == view.timeline.length
    started = view.to(0) if at_end and not view.playing else view
    return replace(started, playing=not view.playing)


def _speed(view: View, direction: int) -> View:
    at = SPEEDS.index(view.speed) + direction
    return replace(view, speed=SPEEDS[min(max(at, 0), len(SPEEDS) - 1)])


def _pane(view: View, direction: int) -> View:
    panes = visible_panes(view)
    at = panes.index(view.pane) if view.pane in panes else -direction
    return replace(view, pane=panes[(at + direction) % len(panes)], scroll=0)


def _go_to_pane(name: str) -> Callable[[View], View]:
    def go(view: View) -> View:
        hidden = name not in visible_panes(view)
        return replace(view, pane=name, scroll=0, zoomed=hidden or view.zoomed)

    return go


def _pan(columns: int, rows: int) -> Callable[[View], View]:
    def pan(view: View) -> View:
        x, y = view.pan or (0, 0)
        return replace(view, pan=(x + columns, y + rows))

    return pan


def _order(view: View) -> View:
    return replace(view, order=2 if view.order == 1 else 1, pan=None)


def _nested(view: View, index: int | None) -> View:
    return view if index is None else view.of_pass(index)


def _scroll(direction: int) -> Callable[[View], View]:
    return lambda view: replace(view, scroll=view.scroll + direction)


ACTIONS: tuple[Action, ...] = (
    Action("next pop", ("n",), "n", "go to the end of the next pop", "Step", "next", _next_pop),
    Action(
        "previous pop",
        ("b", "N"),
        "b N",
        "go back to the end of the pop before",
        "Step",
        "back",
        _previous_pop,
    ),
    Action(
        "next phase",
        ("s", "full_stop"),
        "s .",
        "take one step: pop, gather, multiply, deliver or free",
        "Step",
        "step",
        lambda view: view.to(view.position + 1),
    ),
    Action(
        "previous phase",
        ("S",),
        "S",
        "take one step back",
        "Step",
        "",
        lambda view: view.to(view.position - 1),
    ),
    Action("play or pause", ("space",), "space", "play, or pause", "Time", "play", _play),
    Action(
        "seek forward",
        ("right",),
        "right",
        "move a twentieth of the pass forward, a step at least",
        "Time",
        "",
        lambda view: _seek(view, 1),
    ),
    Action(
        "seek back",
        ("left",),
        "left",
        "move as far back",
        "Time",
        "",
        lambda view: _seek(view, -1),
    ),
    Action(
        "start", ("home", "g"), "Home g", "go to the start", "Time", "", lambda view: view.to(0)
    ),
    Action(
        "end",
        ("end", "G"),
        "End G",
        "go to the end",
        "Time",
        "",
        lambda view: view.to(view.timeline.length),
    ),
    Action(
        "faster", ("plus", "equals_sign"), "+", "play faster", "Time", "", lambda v: _speed(v, 1)
    ),
    Action("slower", ("minus",), "-", "play slower", "Time", "", lambda v: _speed(v, -1)),
    Action(
        "second-order graph",
        ("o",),
        "o",
        "show the graph that create_graph=True builds, or the first again",
        "Look",
        "order",
        _order,
    ),
    Action(
        "finite differences",
        ("f",),
        "f",
        "hold the gxs of each pop against finite differences of its forward",
        "Look",
        "",
        lambda view: replace(view, differences=not view.differences),
    ),
    Action(
        "next pane", ("tab",), "Tab", "go to the next pane", "Look", "pane", lambda v: _pane(v, 1)
    ),
    Action(
        "previous pane",
        ("shift+tab",),
        "Shift-Tab",
        "go to the pane before",
        "Look",
        "",
        lambda v: _pane(v, -1),
    ),
    *(
        Action(
            f"pane {pane.number}: {pane.name}",
            (str(pane.number),),
            str(pane.number),
            f"go to the {pane.name} pane",
            "Look",
            "",
            _go_to_pane(pane.name),
        )
        for pane in PANES.values()
    ),
    Action(
        "zoom",
        ("z",),
        "z",
        "give the pane the whole screen, or its place back",
        "Look",
        "",
        lambda view: replace(view, zoomed=not view.zoomed),
    ),
    Action(
        "pan left", ("H",), "H", "move the graph's window left", "Look", "", _pan(-PAN_COLUMNS, 0)
    ),
    Action("pan down", ("J",), "J", "move it down", "Look", "", _pan(0, PAN_ROWS)),
    Action("pan up", ("K",), "K", "move it up", "Look", "", _pan(0, -PAN_ROWS)),
    Action("pan right", ("L",), "L", "move it right", "Look", "", _pan(PAN_COLUMNS, 0)),
    Action(
        "follow",
        ("0",),
        "0",
        "fit the graph, and follow the current function again",
        "Look",
        "",
        lambda view: replace(view, pan=None),
    ),
    Action("scroll down", ("j", "down"), "j down", "scroll the pane down", "Look", "", _scroll(1)),
    Action("scroll up", ("k", "up"), "k up", "scroll the pane up", "Look", "", _scroll(-1)),
    Action(
        "next pass",
        ("pagedown",),
        "PgDn",
        "go to the next backward pass of the session",
        "Passes",
        "pass",
        lambda view: view.of_pass(view.index + 1),
    ),
    Action(
        "previous pass",
        ("pageup",),
        "PgUp",
        "go to the backward pass before",
        "Passes",
        "",
        lambda view: view.of_pass(view.index - 1),
    ),
    Action(
        "outer backward",
        ("u",),
        "u",
        "go to the backward that this one ran inside of",
        "Passes",
        "",
        lambda view: _nested(view, view.passes.outer(view.index)),
    ),
    Action(
        "inner backward",
        ("d",),
        "d",
        "go to a backward that ran inside this one",
        "Passes",
        "",
        lambda view: _nested(view, view.passes.inner(view.index)),
    ),
    Action(
        "plots",
        ("P",),
        "P",
        "show the session's plots, as large as the screen",
        "Look",
        effect="plots",
    ),
    Action(
        "suspend",
        ("ctrl+z",),
        "Ctrl-Z",
        "stop the program; fg in the shell goes on",
        "App",
        effect="suspend",
    ),
    Action("help", ("question_mark", "f1"), "? F1", "show this page", "App", "help", effect="help"),
    Action("quit", ("q", "ctrl+c"), "q", "leave the stepper", "App", "quit", effect="quit"),
)

BY_KEY = {key: action for action in ACTIONS for key in action.keys}


def footer_hints(view: View) -> list[tuple[str, str]]:
    """Key and word of each action that is in the footer; help and quit come last."""
    several = len(view.passes.recordings) > 1
    return [
        (action.shown.split(" ")[0], action.footer)
        for action in ACTIONS
        if action.footer and (several or action.group != "Passes")
    ]
