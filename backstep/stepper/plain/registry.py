"""The registry: every command of the plain stepper; help and completion follow from it."""

from __future__ import annotations

from backstep.messages import tr
from backstep.stepper.entry import Refused
from backstep.stepper.plain import (
    finding,
    gradients,
    graph,
    helping,
    inspecting,
    marking,
    moving,
    passing,
    plots,
    predicting,
    siding,
    telling,
)
from backstep.stepper.plain.command import Command
from backstep.stepper.plain.words import listed, near, quoted
from backstep.stepper.view import View

# The order is that of help.
COMMANDS: tuple[Command, ...] = (
    *moving.COMMANDS,
    *finding.COMMANDS,
    *passing.COMMANDS,
    *marking.COMMANDS,
    *telling.COMMANDS,
    *gradients.COMMANDS,
    *inspecting.COMMANDS,
    *graph.COMMANDS,
    *plots.COMMANDS,
    *siding.COMMANDS,
    *predicting.COMMANDS,
    *helping.COMMANDS,
)


def command_named(word: str) -> Command:
    """The command of a name, a short name, or the beginning of one name alone.

    Raises Refused for any other word, with the nearest or with those that it may be.
    """
    for command in COMMANDS:
        if word == command.name or word in command.also:
            return command
    lower = word.lower()
    found = [command for command in COMMANDS if command.name.startswith(lower)]
    if len(lower) > 1 and len(found) == 1:
        return found[0]
    exact = next((command for command in COMMANDS if command.name == lower), None)
    if exact is not None:
        return exact
    if found:
        names = listed([command.name for command in found], choice=True)
        raise Refused(tr("{word} may be {names}: say more of it.", word=quoted(word), names=names))
    names_known = [name for command in COMMANDS for name in (command.name, *command.also)]
    raise Refused(
        tr(
            "There is no command {word}{hint} help lists all.",
            word=quoted(word),
            hint=near(lower, names_known),
        )
    )


def offered(view: View, line: str) -> list[str]:
    """What a line may go on as, for completion: a command's name, or what may follow it."""
    if view.entry is not None:
        return [choice for choice in view.entry.choices if choice.startswith(line)]
    word, space, argument = line.lstrip().partition(" ")
    if not space:
        return [command.name for command in COMMANDS if command.name.startswith(word)]
    try:
        command = command_named(word)
    except Refused:
        return []
    return sorted(f"{word} {each}" for each in command.words(view) if each.startswith(argument))
