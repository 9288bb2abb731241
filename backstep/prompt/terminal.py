"""What the terminal can do, if there is one."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Literal, TextIO

from backstep.prompt.tables import cells, in_lines

NARROWEST = 20
FOLDED = "  "  # before what goes on in a further line


def edits_lines() -> bool:
    """Whether a line editor can run here: a terminal to read and write, and not a dumb one."""
    if os.environ.get("TERM", "") in ("", "dumb"):
        return False
    return sys.stdin.isatty() and sys.stdout.isatty()


def has_screen() -> bool:
    """Whether a full-screen program can run here: a terminal at every end, and not a dumb one."""
    return edits_lines() and sys.stderr.isatty()  # Textual draws to the error stream


def stepper_kind(preferred: str = "screen") -> Literal["screen", "plain", "lines"]:
    """How a pass can be stepped through here: on a screen, in a conversation, or line by line.

    A conversation needs a terminal to read and to write, however dumb; `preferred` is the setting
    by which a person may have it in any terminal.
    """
    if preferred == "screen" and has_screen():
        return "screen"
    return "plain" if sys.stdin.isatty() and sys.stdout.isatty() else "lines"


def draws_lines() -> bool:
    """Whether what we print may have box drawing in it: a terminal that knows Unicode."""
    out = sys.stdout
    if out is None or not out.isatty() or os.environ.get("TERM", "") in ("", "dumb"):
        return False
    from backstep.stepper.signs import knows_unicode

    return knows_unicode(encoding=out.encoding)


def complain(text: str) -> None:
    """What went wrong, on the error stream."""
    print(in_width(text, sys.stderr), file=sys.stderr)


def in_width(text: str, stream: TextIO | None = None) -> str:
    """A text that goes to a terminal, each line that is too long for it folded between words."""
    width = width_of(stream or sys.stdout)
    if width is None:
        return text
    folded = (_folded(line, width) for line in text.split("\n"))
    return "\n".join(part for parts in folded for part in parts)


def width_of(stream: TextIO) -> int | None:
    """The cells of a line where a stream is a terminal; None where it is none."""
    return max(NARROWEST, shutil.get_terminal_size().columns) if stream.isatty() else None


def height_of(stream: TextIO) -> int | None:
    """The rows where a stream is a terminal; None where it is none."""
    return shutil.get_terminal_size().lines if stream.isatty() else None


def _folded(line: str, width: int) -> list[str]:
    """A line in parts; those after the first stand a little to the right."""
    if cells(line) <= width:
        return [line]
    first, *others = in_lines(line.split(" "), width - len(FOLDED))
    return [first, *(FOLDED + part for part in others)]
