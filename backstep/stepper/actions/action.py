"""One thing that a person can do in the stepper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backstep.stepper.view import View


def always(view: View) -> bool:
    """An action that is there whatever is shown."""
    return True


def in_steps(view: View) -> bool:
    """Where a single pass is stepped through, and nothing else is asked or shown."""
    return view.mode == "steps"


@dataclass(frozen=True)
class Action:
    """One thing a person can do. `keys` are Textual's names, the first of them the one to teach.

    `footer` is a word for the footer, empty to stay out of it; the order of the registry is the
    order there, but those that are `urgent` come first. Either `change` gives the new view, or
    `effect` names what the app does. Where `when` is false, the action is not there, and its keys
    are free for another.
    """

    name: str
    keys: tuple[str, ...]
    help: str
    group: str
    footer: str = ""
    change: Callable[[View], View] | None = None
    effect: str = ""
    when: Callable[[View], bool] = always
    urgent: bool = False
