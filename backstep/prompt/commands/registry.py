"""The registry: every command, and how a line is read, run and completed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from backstep.engine import BackstepError
from backstep.messages import tr
from backstep.prompt.commands import (
    config,
    editing,
    files,
    graph,
    helping,
    learning,
    looks,
    past,
    steps,
    timing,
    variables,
)
from backstep.prompt.commands.command import Command, CommandError, ProgramError, Stage, near
from backstep.prompt.terminal import complain
from backstep.session.live import LiveSession

FAMILIES = (steps, variables, graph, past, editing, timing, files, learning, looks, config, helping)
COMMANDS: dict[str, Command] = {
    command.name: command for family in FAMILIES for command in family.COMMANDS
}
LINE = re.compile(r"%?(\S*)\s*(.*)", re.DOTALL)


def parted(line: str) -> tuple[str, str]:
    """A command's name and its argument; `name?` and `?name` ask for help on a name."""
    line = line.strip()
    if (line.endswith("?") or line.startswith("?")) and not re.search(r"\s", line):
        return "help", line.strip("?")
    found = LINE.match(line)
    assert found is not None  # every part of it may be empty
    return found[1], found[2].strip()


def run_command(line: str, stage: Stage) -> bool:
    """Run a % command; False when it failed, which has been told on the error stream."""
    try:
        perform(line, stage)
    except BackstepError as error:
        complain(str(error))
        return False
    return True


def perform(line: str, stage: Stage) -> None:
    """Do what a command line says. Raises what it cannot do; in a program, with the line."""
    name, argument = parted(line)
    command = COMMANDS.get(name)
    try:
        if command is None:
            told = tr("%{name}: no such command", name=name) + near(name, COMMANDS)
            raise CommandError(told + tr("; %help lists them"))
        command.run(stage, argument)
    except ProgramError:
        raise
    except BackstepError as error:
        if not stage.line:
            raise
        raise ProgramError(tr("line {line}: {told}", line=stage.line, told=error)) from None


def offered(name: str, live: LiveSession) -> Iterable[tuple[str, str]]:
    """What may follow a command, beside files, with a word on each."""
    return COMMANDS[name].words(live) if name in COMMANDS else ()
