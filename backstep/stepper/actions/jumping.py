"""Actions that jump to a pane: a letter is shown on each, and one key takes one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backstep.stepper.actions.action import Action, in_steps
from backstep.stepper.actions.looking import to_pane
from backstep.stepper.screen import LETTERS
from backstep.stepper.view import View

JUMP = "jump"


def jumping(view: View) -> bool:
    """Whether the letters are shown."""
    return view.mode == JUMP


def asked(view: View) -> View:
    """The letters on the panes, and in a sentence, also of those that have no place."""
    told = "  ".join(f"{letter}:{name}" for name, letter in LETTERS.items())
    return replace(view, mode=JUMP, playing=False).saying(f"To a pane: {told}")


def left(view: View) -> View:
    """The panes without letters."""
    return replace(view, mode="steps")


def to(name: str) -> Callable[[View], View]:
    """Take a pane by its letter."""
    return lambda view: to_pane(name)(left(view))


ACTIONS = (
    Action(
        "jump to pane",
        ("l",),
        "show a letter on each pane: it goes there",
        "Look",
        change=asked,
        when=in_steps,
    ),
    *(
        Action(
            f"letter {letter}: {name}",
            (letter,),
            f"with letters shown: go to the {name} pane",
            "Look",
            f"{name}",
            to(name),
            when=jumping,
        )
        for name, letter in LETTERS.items()
    ),
    Action(
        "leave the letters",
        ("escape", "enter", "l"),
        "take no pane",
        "Look",
        "leave",
        left,
        when=jumping,
    ),
)
NAMES = frozenset(action.name for action in ACTIONS)
