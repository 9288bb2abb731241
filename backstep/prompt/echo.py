"""Whether the terminal itself shows what is typed: not while a cell runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

ECHO_FLAGS = 3  # where the local modes are in what termios gives


@contextmanager
def echo(on: bool) -> Iterator[None]:
    """Have the terminal show what is typed, or not; afterwards it does as before.

    What is typed ahead while a cell runs is for the next prompt, which shows it: between the lines
    of the cell's own output it stands in the way, and so does the ^C before an error and its caret.
    """
    try:
        import termios
    except ImportError:  # no such modes on Windows
        yield
        return
    try:
        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
    except (OSError, ValueError, termios.error):  # no terminal
        yield
        return
    modes = [*before]
    modes[ECHO_FLAGS] = before[ECHO_FLAGS] | termios.ECHO
    if not on:
        modes[ECHO_FLAGS] ^= termios.ECHO
    termios.tcsetattr(descriptor, termios.TCSANOW, modes)
    try:
        yield
    finally:
        with suppress(OSError, termios.error):  # it may have gone
            termios.tcsetattr(descriptor, termios.TCSANOW, before)
