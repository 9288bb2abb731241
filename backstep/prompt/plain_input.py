"""Plain line input, for terminals that cannot move a cursor: a prompt, a line, and so on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from backstep.language import is_complete
from backstep.prompt.terminal import edits_lines


class LineInput:
    """Reads cells line by line with Python's own input()."""

    draft = ""

    def read(self, prefill: str = "") -> str:
        """A whole cell: lines until it is complete, a block until an empty line.

        Where there is a text to begin with, it is shown, and an empty line takes it. Raises
        EOFError at the end of the input and KeyboardInterrupt where the cell is dropped.
        """
        if prefill:
            print(prefill)
        lines = [ask_line(">>> ")]
        if prefill and not lines[0].strip():
            return prefill
        while not is_complete("\n".join(lines)):
            lines.append(ask_line("... "))
        return "\n".join(lines)

    def remember(self, cell: str) -> None:
        """There is no history here."""


def ask_completing(prompt: str, offered: Callable[[str], Sequence[str]]) -> str:
    """The same, with Tab completing to what is offered, and the lines before with the up key.

    A dumb terminal, which an editor may stand behind, has neither.
    """
    if not edits_lines():
        return ask_line(prompt)
    try:
        import readline
    except ImportError:  # Windows
        return ask_line(prompt)
    # A screen reader reads out what a terminal is told besides the text.
    readline.parse_and_bind("set enable-meta-key off")
    readline.parse_and_bind("set enable-bracketed-paste off")
    readline.parse_and_bind("tab: complete")
    before = readline.get_completer(), readline.get_completer_delims()
    readline.set_completer(lambda text, n: [*offered(text), None][n])
    readline.set_completer_delims("")
    try:
        return ask_line(prompt)
    finally:
        readline.set_completer(before[0])
        readline.set_completer_delims(before[1])


def ask_line(prompt: str) -> str:
    """One line. Raises EOFError at the end of the input, KeyboardInterrupt where it is dropped."""
    try:
        return _line(prompt)
    except (EOFError, KeyboardInterrupt):
        sys.stderr.write("\n")  # after ^C and ^D the cursor stands in the line
        raise


def _line(prompt: str) -> str:
    """The prompt is no part of what goes down a pipe."""
    if sys.stdout.isatty():
        return input(prompt)
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.removesuffix("\n")
