"""The command that explains the others, and the names of the session: %help."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from backstep.messages import later, tr
from backstep.prompt.commands.command import Command, CommandError, Stage, near
from backstep.prompt.tables import cut, in_lines
from backstep.prompt.terminal import NARROWEST
from backstep.session.live import LiveSession

BEGINNING = (later("Try: x = Variable(np.array(2.0)); y = x * x; y.backward()"),)
NOTES = (
    later("NAME? says more of anything. _ is the value shown last, Out[n] that of cell n."),
    later("F5 steps through the last pass. Ctrl-C clears the line, Ctrl-D leaves."),
)


def _help(stage: Stage, argument: str) -> None:
    if argument:
        _explain(stage, argument)
        return
    commands = _commands()
    for line in BEGINNING:
        stage.say(tr(line))
    often = [command for command in commands.values() if not command.seldom]
    width = max(len(command.usage) for command in often)
    for command in often:
        told = in_lines(tr(command.help).split(), max(NARROWEST, stage.width - width - 4))
        for usage, line in zip_longest([command.usage], told, fillvalue=""):
            stage.say(f"  {usage:<{width}}  {line}".rstrip())
    others = ", ".join(f"%{command.name}" for command in commands.values() if command.seldom)
    also = tr("Also {others}: %help NAME says what each does.", others=others)
    for note in (also, *map(tr, NOTES)):
        for line in in_lines(note.split(), stage.width):
            stage.say(line)


def _explain(stage: Stage, name: str) -> None:
    """Say what a command and a name of the session is; some are both."""
    from backstep.prompt.explain import explanation, near_name  # not needed at start-up

    commands, runtime = _commands(), stage.live.runtime
    command = commands.get(name.removeprefix("%"))
    named = None if name.startswith("%") else explanation(name, runtime, stage.width)
    page = None if command is None else "\n".join(_told(command, stage.width))
    told = "\n\n".join(text for text in (page, named) if text is not None)
    if not told:
        hint = near_name(name, runtime) or near(name.removeprefix("%"), commands)
        raise CommandError(tr("%help: nothing is called {name}", name=name) + hint)
    stage.say(told)


def _told(command: Command, width: int) -> Iterator[str]:
    """A command's page: usage, its line, what more there is to say, and examples."""
    yield command.usage
    lines = tr(command.more).split("\n")
    more = [line for line in lines if not line.startswith(" ")]
    yield from in_lines(tr(command.help).split(), width - 2, "  ")
    yield from in_lines(" ".join(more).split(), width - 2, "  ")
    for word, told in command.listed():
        yield from in_lines(f"{word:<7} {told}".split(" "), width - 2, "    ")
    yield from (cut(line, width) for line in lines if line.startswith(" "))


def _commands() -> dict[str, Command]:
    from backstep.prompt.commands.registry import COMMANDS  # which has this file in it

    return COMMANDS


def _words(live: LiveSession) -> list[tuple[str, str]]:
    """What may be asked about: commands, and names that are not private."""
    names = [(name, "") for name in live.runtime.names() if not name.startswith("_")]
    return [*((name, tr(command.help)) for name, command in _commands().items()), *names]


COMMANDS = (
    Command(
        "help",
        "[NAME]",
        later("this page, or what NAME is; NAME? says the same"),
        _help,
        later("""NAME is a command, a function, a Variable, any name there is.
  %help sin                      the same as sin?"""),
        _words,
    ),
)
