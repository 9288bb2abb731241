"""Actions on how the stepper itself looks: its theme."""

from __future__ import annotations

from dataclasses import replace

from backstep.stepper.actions.action import Action
from backstep.stepper.colours import THEME_NAMES
from backstep.stepper.view import View


def next_theme(view: View) -> View:
    """The next theme, said by its name."""
    names = list(THEME_NAMES)
    name = names[(names.index(view.theme) + 1) % len(names)]
    return replace(view, theme=name).saying(f"Theme {name}: {THEME_NAMES[name]}.")


ACTIONS = (Action("theme", ("t",), "draw in the next theme", "Look", change=next_theme),)
