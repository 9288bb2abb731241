"""The blocks of a page, and their lines at a width: headings, prose, rows of two columns, code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeAlias

from backstep.prompt.tables import cells, in_lines

INDENT = "  "
GAP = "  "
BOLD, PLAIN = "\x1b[1m", "\x1b[22m"
NARROWEST = 12  # cells of a column
WIDE = 60  # cells of a line, from which the second column is kept to


@dataclass(frozen=True)
class Heading:
    """What comes below it."""

    text: str


@dataclass(frozen=True)
class Words:
    """A paragraph; an empty one is an empty line."""

    text: str


@dataclass(frozen=True)
class Rows:
    """Two columns: what is meant, and what is said of it."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Code:
    """Lines as they are typed."""

    text: str


Block: TypeAlias = Heading | Words | Rows | Code


def rows(pairs: Iterable[tuple[str, str]]) -> Rows:
    """Rows of some pairs."""
    return Rows(tuple(pairs))


def rendered(blocks: Sequence[Block], width: int, *, bold: bool = False) -> list[str]:
    """The lines of a page, none over the width; its headings bold for a terminal."""
    lines: list[str] = []
    for block in blocks:
        match block:
            case Heading(text):
                lines += [""] if lines and lines[-1] else []
                lines += _folded(text, width)
                if bold:
                    lines[-1] = f"{BOLD}{lines[-1]}{PLAIN}"
            case Words(text):
                lines += _folded(text, width - len(INDENT), INDENT) or [""]
            case Rows(pairs):
                lines += _columns(pairs, width)
            case Code(text):
                for line in text.split("\n"):
                    lines += _code(line, width)
    return lines


def _folded(text: str, width: int, indent: str = "") -> list[str]:
    """Words in lines of a width, also one that is wider."""
    return in_lines(_in_parts(text, width), width, indent)


def _in_parts(text: str, width: int) -> Iterator[str]:
    for word in text.replace("`", "").split():
        rest = word
        while cells(rest) > width:
            part = rest[:width]
            while cells(part) > width:
                part = part[:-1]
            yield part
            rest = rest[len(part) :]
        yield rest


def _columns(pairs: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """Each pair in two columns; where the left one is too wide, the right one begins below it."""
    widest = max((cells(left) for left, _ in pairs), default=0)
    room = min(widest, max(NARROWEST, (width - len(INDENT)) * 2 // 5))
    column = len(INDENT) + room + len(GAP)
    below = column if width >= WIDE else 3 * len(INDENT)
    for left, right in pairs:
        if cells(left) > room:
            yield from _folded(left, width - len(INDENT), INDENT)
            yield from _folded(right, width - below, " " * below)
            continue
        told = _folded(right, width - column)
        for head, line in zip_longest([left], told, fillvalue=""):
            padding = " " * (room - cells(head))
            yield f"{INDENT}{head}{padding}{GAP}{line}".rstrip()


def _code(line: str, width: int) -> Iterator[str]:
    """A line of code; one that is too long goes on below, further in."""
    start = len(line) - len(line.lstrip())
    indent = f"{INDENT}{INDENT}{' ' * start}"
    if cells(indent) + cells(line.strip()) <= width:
        yield f"{indent}{line.strip()}".rstrip()
        return
    first, *others = _folded(line, width - len(indent) - 2)
    yield f"{indent}{first}"
    yield from (f"{indent}  {other}" for other in others)
