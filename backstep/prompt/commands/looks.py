"""The command on how things look: %theme."""

from __future__ import annotations

from backstep.messages import later, tr
from backstep.prompt.commands.command import Command, Stage, choice
from backstep.session.live import LiveSession
from backstep.stepper.colours import THEME_NAMES, theme_for


def _theme(stage: Stage, argument: str) -> None:
    if argument:
        stage.like.theme = choice("theme", argument, list(THEME_NAMES))
        stage.say(tr("the stepper is drawn in {theme} from now on", theme=argument))
        return
    now = theme_for(stage.like.theme)
    for name, told in THEME_NAMES.items():
        stage.say(f"{'*' if name == now else ' '} {name:<15} {tr(told)}")


def _names(live: LiveSession) -> list[tuple[str, str]]:
    return [(name, tr(told)) for name, told in THEME_NAMES.items()]


COMMANDS = (
    Command(
        "theme",
        "[NAME]",
        later("choose the stepper's colours; alone, list them"),
        _theme,
        later("""Where none is chosen, the terminal decides: mono where NO_COLOR is set, ansi
where there are 16 colours, light where it says that its ground is light. t in the stepper goes
through them.
  %theme light                   for a projector"""),
        _names,
    ),
)
