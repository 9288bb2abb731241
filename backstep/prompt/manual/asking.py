"""What help says of a word: a topic, a command, a % command, a word of backward, a name."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterator, Mapping, Sequence

from backstep.engine import BackstepError
from backstep.messages import tr
from backstep.prompt.manual.blocks import Block, Code, Heading, Words, rendered, rows
from backstep.prompt.manual.glossary import ALSO, GLOSSARY, said_of
from backstep.prompt.manual.topics import TOPICS
from backstep.prompt.usage.verbatim import verbatim
from backstep.recording.visible import visible

NEAR = 3
WIDEST = 100  # cells; longer lines are hard to read


class NoTopic(BackstepError):
    """Nothing that help knows has this name."""


def listing(commands: Mapping[str, str], width: int, *, bold: bool = False) -> str:
    """The topics and the commands, each with a few words; `commands` are by their names."""
    blocks: list[Block] = [
        Heading(tr("Pages: backstep help TOPIC")),
        rows((topic.name, topic.told) for topic in TOPICS.values()),
        Heading(tr("Commands: backstep help COMMAND")),
        rows(commands.items()),
        Heading(tr("And")),
        Words(
            tr(
                "backstep help NAME says what a name is: {names}. At the prompt, %help lists the "
                "commands that begin with %, and backstep help %step tells of one.",
                names="square, Variable, retain_grad",
            )
        ),
        Code(verbatim("backstep help keys\nbackstep help retain_grad")),
    ]
    return "\n".join(rendered(blocks, width, bold=bold))


def topic_page(name: str, width: int, *, bold: bool = False) -> str | None:
    """The page of a topic; None where there is none of that name, or of its singular."""
    topic = TOPICS.get(name.lower()) or TOPICS.get(f"{name.lower()}s")
    if topic is None:
        return None
    return "\n".join(rendered(topic.page(), min(width, WIDEST), bold=bold))


def word_page(word: str, width: int) -> str | None:
    """What a word of backward means; None for one that is not in the glossary."""
    told = said_of(word)
    if told is None:
        return None
    return "\n".join([word, *rendered([Words(tr(told))], min(width, WIDEST))])


def answer(
    words: Sequence[str],
    commands: Mapping[str, argparse.ArgumentParser],
    width: int,
    *,
    bold: bool = False,
) -> str:
    """What help says of some words, each of them. Raises NoTopic, with what is near."""
    return "\n\n".join(_answer(word, commands, width, bold=bold) for word in words)


def _answer(
    word: str, commands: Mapping[str, argparse.ArgumentParser], width: int, *, bold: bool
) -> str:
    name = word.lower()
    command = commands[name].format_help().rstrip("\n") if name in commands else None
    page = topic_page(word, width, bold=bold) if name in TOPICS or command is None else None
    found = [each for each in (page, command) if each is not None]
    found = found or list(_at_the_prompt(word, width))
    if found:
        return "\n\n".join(found)
    near = _near(word, commands)
    told = tr("help: there is nothing called {name}", name=visible(word))
    hint = tr("; did you mean {names}?", names=", ".join(near)) if near else ""
    raise NoTopic(f"{told}{hint} {tr('(backstep help lists what there is)')}")


def _at_the_prompt(word: str, width: int) -> Iterator[str]:
    """A % command, a word of backward, a name that stands ready: what there is of that name."""
    from backstep.language import Runtime
    from backstep.prompt.commands.helping import page_of
    from backstep.prompt.commands.registry import COMMANDS
    from backstep.prompt.explain import explanation

    command = COMMANDS.get(word.removeprefix("%"))
    name = word.removesuffix("?").removeprefix("?")
    named = None if word.startswith("%") else explanation(name, Runtime(lambda text: None), width)
    meant = None if named is not None else word_page(name, width)
    if command is not None:
        yield "\n".join(page_of(command, width))
    yield from (page for page in (meant, named) if page is not None)


def _near(word: str, commands: Mapping[str, argparse.ArgumentParser]) -> list[str]:
    from backstep.language import Runtime
    from backstep.prompt.commands.registry import COMMANDS

    every = [*TOPICS, *commands, *(f"%{name}" for name in COMMANDS), *GLOSSARY, *ALSO]
    every += [name for name in Runtime(lambda text: None).names() if not name.startswith("_")]
    return difflib.get_close_matches(word, list(dict.fromkeys(every)), n=NEAR, cutoff=0.65)
