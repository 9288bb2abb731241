"""The completion script of a shell, made from the parser of the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from backstep.engine import ALGORITHMS
from backstep.export.formats import endings
from backstep.messages import LANGUAGES
from backstep.prompt.learning.lessons import lessons
from backstep.session.places import sessions_folder, shipped_sessions

FOLDER = Path(__file__).parent
SIZES = ("60x18", "80x24", "120x40", "200x60")

# What an argument may be, by its command and its name in the parser, or by its name alone; the
# functions of these names are in the files of the shells.
KINDS = {
    ("replay", "file"): "session_file",
    ("resume", "file"): "session_file",
    ("verify", "files"): "session_file",
    ("compact", "files"): "kept_file",
    ("run", "file"): "program_file",
    ("compare", "file"): "either_file",
    ("export", "file"): "either_file",
    ("serve", "file"): "either_file",
    ("learn", "file"): "lesson",
    ("help", "topic"): "topic",
    ("", "out"): "out_file",
    ("", "to"): "out_file",
    ("", "format"): "ending",
    ("", "save"): "kept_file",
    ("", "screenshot"): "picture_file",
    ("", "algorithm"): "loop",
    ("", "algorithms"): "two_loops",
    ("", "lang"): "language",
    ("", "size"): "size",
}
# What nobody can complete: numbers, amounts, addresses, a title.
OWN = {
    "number",
    "at",
    "pace",
    "title",
    "time",
    "memory",
    "ticks",
    "output",
    "host",
    "port",
    "public_url",
    "visitors",
}


def script(parser: argparse.ArgumentParser, shell: str, topics: tuple[str, ...] = ()) -> str:
    """The script for bash, zsh or fish; `topics` are those of help."""
    import shtab

    for command, each in arguments(parser):
        kind = kind_of(command, each)
        if kind is not None:
            each.complete = {shell: _called(shell, kind)}  # type: ignore[attr-defined]
        if each.help is argparse.SUPPRESS:  # which shtab would leave out
            each.help = str(each.metavar)
    text: str = shtab.complete(parser, shell, preamble=functions(shell, topics))
    if shell == "zsh":  # of several files shtab would complete the first alone
        text = text.replace('"(*):', '"*:')
    return f"{text.rstrip()}\n"


def arguments(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.Action]]:
    """Every argument of every command that takes a word, with the name of the command."""
    for each in parser._actions:
        if isinstance(each, argparse._SubParsersAction):
            for name, inner in each.choices.items():
                inner.description = _told(each, name)
                yield from ((name, one) for _, one in arguments(inner))
        elif each.nargs != 0:
            yield "", each


def _told(commands: Any, name: str) -> str:
    """The few words on a command that stand in the list of them."""
    return next((str(one.help) for one in commands._choices_actions if one.dest == name), name)


def kind_of(command: str, action: argparse.Action) -> str | None:
    """What an argument may be; None where the parser itself has the words. Raises KeyError for one
    that nothing is known of."""
    if action.choices is not None:
        return None
    if action.dest in OWN:
        return "nothing"
    return KINDS.get((command, action.dest)) or KINDS["", action.dest]


def _called(shell: str, kind: str) -> str:
    name = f"_backstep_{kind}"
    return f"({name})" if shell == "fish" else name


def functions(shell: str, topics: tuple[str, ...] = ()) -> str:
    """The functions of a shell, with the names that there are now."""
    text = (FOLDER / f"functions.{shell}").read_text(encoding="utf-8")
    home, folder = str(Path.home()), str(sessions_folder())
    if folder.startswith(home):
        folder = f"$HOME{folder.removeprefix(home)}"
    names: dict[str, Callable[[], tuple[str, ...]]] = {
        "NAMES": lambda: tuple(shipped_sessions()),
        "LESSONS": lambda: (*(each.name for each in lessons()), "review"),
        "LOOPS": lambda: tuple(ALGORITHMS),
        "ENDINGS": endings,
        "PLAIN_ENDINGS": lambda: tuple(each.removeprefix(".") for each in endings()),
        "LANGUAGES": lambda: tuple(LANGUAGES),
        "SIZES": lambda: SIZES,
        "TOPICS": lambda: topics,
    }
    text = text.replace("@FOLDER@", _quoted(folder))
    for name, there in names.items():
        text = text.replace(f"@{name}@", " ".join(there()))
    return text


def _quoted(path: str) -> str:
    """A path within double quotes of a shell, whose `$HOME` holds."""
    for sign in '\\"`':
        path = path.replace(sign, f"\\{sign}")
    start = "$HOME" if path.startswith("$HOME") else ""
    return start + path.removeprefix(start).replace("$", "\\$")
