"""The commands that explain and that end: help, quit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backstep.messages import later, tr
from backstep.stepper.plain.command import Command, Reply, telling
from backstep.stepper.view import View

ENDING = (
    later("An empty line takes the last step again. Any name may be cut short while it is clear."),
    later("help NAME says more of a command."),
)


def _commands() -> Sequence[Command]:
    from backstep.stepper.plain.registry import COMMANDS  # which has this file in it

    return COMMANDS


def _help(view: View, argument: str) -> Iterator[str]:
    if argument:
        yield from _page(argument)
        return
    group = ""
    for command in _commands():
        if command.group != group:
            group = command.group
            yield f"{tr(group)}:"
        also = f" ({', '.join(command.also)})" if command.also else ""
        yield f"  {command.usage}{also}: {tr(command.help)}"
    yield from map(tr, ENDING)


def _page(name: str) -> Iterator[str]:
    from backstep.stepper.plain.registry import command_named

    command = command_named(name)
    yield f"{command.usage}: {tr(command.help)}"
    if command.also:
        yield tr("short: {names}", names=", ".join(command.also))
    if command.more:
        yield tr(command.more)
    if command.repeats:
        yield tr("An empty line does it again.")


def _quit(view: View, argument: str) -> Reply:
    return Reply(view, (), left=True)


COMMANDS = (
    Command(
        "help",
        telling(_help),
        later("this list, or more of one command"),
        "Program",
        argument="[COMMAND]",
        also=("h", "?"),
        words=lambda view: [command.name for command in _commands()],
    ),
    Command(
        "quit",
        _quit,
        later("leave the stepper; so do exit and the end of input"),
        "Program",
        also=("q", "exit"),
    ),
)
