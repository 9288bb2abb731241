"""Actions on how the stepper itself looks: its theme."""

from __future__ import annotations

from dataclasses import replace

from backstep.messages import later, tr
from backstep.stepper.actions.action import Action
from backstep.stepper.colours import THEME_NAMES
from backstep.stepper.view import View


def next_theme(view: View) -> View:
    """The next theme, said by its name."""
    names = list(THEME_NAMES)
    name = names[(names.index(view.theme) + 1) % len(names)]
    told = tr("Theme {name}: {words}.", name=name, words=tr(THEME_NAMES[name]))
    return replace(view, theme=name).saying(told)


ACTIONS = (
    Action(later("theme"), ("t",), later("draw in the next theme"), "Look", change=next_theme),
)
