"""A text shown by the person's pager, where there is a terminal; else as it is."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress

WIDE = 80  # cells of a line where nobody says how many there are
FLAGS = "FRX"  # what git gives less: leave where all is seen, colours, and keep what was shown


def width_here() -> int:
    """The cells of a line of this terminal, or of what is not one."""
    return shutil.get_terminal_size((WIDE, 24)).columns


def pager(environ: Mapping[str, str] = os.environ) -> list[str] | None:
    """The words of the command that pages; None where there is nothing to page on, or by.

    >>> pager({"PAGER": "cat", "TERM": "xterm"}) is None
    True
    """
    if not sys.stdout.isatty() or environ.get("TERM", "") in ("", "dumb"):
        return None
    asked = environ.get("PAGER")
    try:
        words = shlex.split(asked) if asked else ["less"]
    except ValueError:
        return None
    return words if words and words[0] != "cat" and shutil.which(words[0]) else None


def shows_bold(command: list[str] | None, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether headings may be bold: less, when it is told to let that through."""
    if command is None or os.path.basename(command[0]) != "less":
        return False
    flags = [each for each in command[1:] if each.startswith("-")]
    return any("R" in each for each in (environ.get("LESS", FLAGS), *flags))


def show(text: str, command: list[str] | None) -> None:
    """Show a text by a pager, or write it."""
    if command is None:
        print(text)
        return
    environ = {"LESS": FLAGS, "LV": "-c", **os.environ}
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environ)
    except OSError:
        print(text)
        return
    with suppress(BrokenPipeError), process:  # it may be left before the end
        data = f"{text}\n".encode(sys.stdout.encoding or "utf-8", "replace")
        while True:
            try:
                process.communicate(data)
                break
            except KeyboardInterrupt:  # is the pager's: it stops a search, and does not leave
                data = b""
