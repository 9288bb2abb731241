"""Actions that jump to a pane: a letter is shown on each, and one key takes one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backstep.messages import later, tr
from backstep.stepper.actions.action import Action, in_steps
from backstep.stepper.actions.looking import TO_PANES, to_pane
from backstep.stepper.screen import LETTERS
from backstep.stepper.view import View

JUMP = "jump"


def jumping(view: View) -> bool:
    """Whether the letters are shown."""
    return view.mode == JUMP


def asked(view: View) -> View:
    """The letters on the panes, and in a sentence, also of those that have no place."""
    panes = "  ".join(f"{letter}:{tr(name)}" for name, letter in LETTERS.items())
    told = tr("To a pane: {panes}", panes=panes)
    return replace(view, mode=JUMP, playing=False).saying(told)


def left(view: View) -> View:
    """The panes without letters."""
    return replace(view, mode="steps")


def to(name: str) -> Callable[[View], View]:
    """Take a pane by its letter."""
    return lambda view: to_pane(name)(left(view))


ACTIONS = (
    Action(
        later("jump to pane"),
        ("l",),
        later("show a letter on each pane: it goes there"),
        "Look",
        change=asked,
        when=in_steps,
    ),
    *(
        Action(
            f"letter {letter}: {name}",
            (letter,),
            TO_PANES[name],
            "Look",
            name,
            to(name),
            when=jumping,
        )
        for name, letter in LETTERS.items()
    ),
    Action(
        later("leave the letters"),
        ("escape", "enter", "l"),
        later("take no pane"),
        "Look",
        later("leave"),
        left,
        when=jumping,
    ),
)
NAMES = frozenset(action.name for action in ACTIONS)
