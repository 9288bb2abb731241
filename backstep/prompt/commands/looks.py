"""The command on how things look: %theme."""

from __future__ import annotations

from backstep.prompt.commands.command import Command, Stage, choice
from backstep.session.live import LiveSession


def _theme(stage: Stage, argument: str) -> None:
    from backstep.stepper.themes import THEMES, theme_named

    if argument:
        stage.like.theme = choice("theme", argument, list(THEMES))
        stage.say(f"the stepper is drawn in {argument} from now on")
        return
    now = theme_named(stage.like.theme).name
    for name in THEMES:
        stage.say(f"{'*' if name == now else ' '} {name}")


def _names(live: LiveSession) -> list[tuple[str, str]]:
    from backstep.stepper.themes import THEMES

    return [(name, "") for name in THEMES]


COMMANDS = (
    Command(
        "theme",
        "[NAME]",
        "choose the stepper's colours; alone, list them",
        _theme,
        """Where NO_COLOR is set and no theme is chosen, it is mono.
  %theme light                   for a projector""",
        _names,
    ),
)
