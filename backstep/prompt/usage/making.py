"""How the parser of a command is made, and the flags that several have."""

from __future__ import annotations

import argparse
from typing import Any

from backstep.messages import LANGUAGES, later, tr
from backstep.prompt.tables import in_lines
from backstep.prompt.usage.examples import PROMPT, examples_of
from backstep.prompt.usage.values import known_language, size
from backstep.stepper.colours import THEME_NAMES

# Wanted seldom, and the help of all of them fits a small screen.
UNLISTED = ("compact", "completion")
A_SESSION = later("FILE is a session, or the name of a shipped one.")
NO_CHECK = later("leave your own functions unchecked")
LANG = "--lang"


class InCells(argparse.HelpFormatter):
    """Help whose lines are broken by the cells that they take: Korean letters take two."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return in_lines(text.split(), width)

    def _format_action(self, action: argparse.Action) -> str:
        if action.nargs == argparse.PARSER:  # the commands, without a line for what they are called
            return "".join(map(super()._format_action, self._iter_indented_subactions(action)))
        return super()._format_action(action)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if text.startswith(PROMPT):  # examples, a line for each
            return text
        return "\n".join(in_lines(text.split(), width - len(indent), indent))


def command(commands: Any, name: str, files: str, does: str, told: str) -> argparse.ArgumentParser:
    """The parser of one command, with the file or files that it takes."""
    listed = {} if name in UNLISTED and not commands.whole else {"help": does}
    made: Any = commands.add_parser(
        name,
        **listed,
        usage=tr("backstep {name} [options] {files}", name=name, files=files).rstrip(),
        formatter_class=InCells,
        description=f"{does[0].upper()}{does[1:]}. {told}",
        epilog=examples_of(name),
    )
    made.whole = commands.whole
    if files.endswith("..."):
        made.add_argument("files", nargs="+", metavar="FILE", help=argparse.SUPPRESS)
    elif files:
        nargs = "?" if files.startswith("[") else None
        made.add_argument("file", nargs=nargs, metavar="FILE", help=argparse.SUPPRESS)
    parser: argparse.ArgumentParser = made
    return parser


def add_screenshots(parser: argparse.ArgumentParser, at: int | None) -> Any:
    """The flags of a picture of the screen; without a position it shows where two passes part."""
    shot = parser.add_argument_group(tr("screenshots"))
    shot.add_argument("--screenshot", metavar="SVG", help=tr("write the screen to this file"))
    told = tr("its size in cells (default 120x40)")
    shot.add_argument("--size", type=size, metavar="CxR", default=(120, 40), help=told)
    shot.add_argument(
        "--at", type=int, default=at, metavar="STEP", help=tr("its position, in steps")
    )
    return shot


def add_looks(parser: argparse.ArgumentParser) -> None:
    """The flags on how things look; before or after the command, each is the same. The help of a
    command tells of them in one line."""
    kept, whole = argparse.SUPPRESS, getattr(parser, "whole", True)
    colours = tr("the colours: dark, light, safe ...; %%theme lists them")
    if not whole:
        colours = tr("the colours; also --ascii, --lang TAG: see backstep --help")
    ascii_only = tr("draw with ASCII only") if whole else argparse.SUPPRESS
    parser.add_argument("--ascii", action="store_true", default=kept, help=ascii_only)
    parser.add_argument(
        "--theme", choices=list(THEME_NAMES), metavar="NAME", default=kept, help=colours
    )
    add_language(parser, listed=whole)


def add_language(parser: argparse.ArgumentParser, *, listed: bool) -> None:
    """The flag of the language; help has a line for it where it is `listed`."""
    told = tr("the language: {tags} (default: config file, locale)", tags=", ".join(LANGUAGES))
    parser.add_argument(
        LANG,
        type=known_language,
        metavar="TAG",
        default=argparse.SUPPRESS,
        help=told if listed else argparse.SUPPRESS,
    )
