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
    later("F5 steps, Ctrl-C clears, Ctrl-D leaves. Pages: %help keys, errors and more."),
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
    """Say what a command and a name of the session is; some are both. Else it may be a word of
    backward, or a page."""
    from backstep.prompt.explain import explanation, near_name  # not needed at start-up
    from backstep.prompt.manual.asking import word_page
    from backstep.prompt.manual.topics import TOPICS

    commands, runtime = _commands(), stage.live.runtime
    command = commands.get(name.removeprefix("%"))
    page = None if command is None else "\n".join(page_of(command, stage.width))
    named = None
    if not name.startswith("%"):
        named = explanation(name, runtime, stage.width) or word_page(name, stage.width)
    found = [text for text in (page, named) if text is not None]
    if found:
        stage.say("\n\n".join(found))
    elif not _showed_topic(stage, name):
        hint = near_name(name, runtime) or near(name.removeprefix("%"), [*commands, *TOPICS])
        raise CommandError(tr("%help: nothing is called {name}", name=name) + hint)


def _showed_topic(stage: Stage, name: str) -> bool:
    """Show a page, by the person's pager where there is a person; False where there is none."""
    from backstep.prompt.manual.asking import topic_page
    from backstep.prompt.manual.paging import pager, show, shows_bold

    command = pager() if stage.interactive else None
    page = topic_page(name, stage.width, bold=shows_bold(command))
    if page is None:
        return False
    if command is None:
        stage.say(page)
    else:
        show(page, command)
    return True


def page_of(command: Command, width: int) -> Iterator[str]:
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
    from backstep.prompt.manual.topics import TOPICS

    names = [(name, "") for name in live.runtime.names() if not name.startswith("_")]
    pages = [(name, topic.told) for name, topic in TOPICS.items()]
    commands = [(name, tr(command.help)) for name, command in _commands().items()]
    return [*commands, *pages, *names]


COMMANDS = (
    Command(
        "help",
        "[NAME]",
        later("this page, or what NAME is; NAME? says the same"),
        _help,
        later("""NAME is a command, a function, a Variable, any name there is; or a page: language,
keys, sessions, lectures, algorithms, errors, exports, api.
  %help sin                      the same as sin?
  %help keys                     every key, and the signs"""),
        _words,
    ),
)
