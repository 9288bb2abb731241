"""What the terminal can do, if there is one."""

from __future__ import annotations

import os
import sys


def edits_lines() -> bool:
    """Whether a line editor can run here: a terminal to read and write, and not a dumb one."""
    if os.environ.get("TERM", "") in ("", "dumb"):
        return False
    return sys.stdin.isatty() and sys.stdout.isatty()


def has_screen() -> bool:
    """Whether a full-screen program can run here: a terminal at every end, and not a dumb one."""
    return edits_lines() and sys.stderr.isatty()  # Textual draws to the error stream


def draws_lines() -> bool:
    """Whether what we print may have box drawing in it: a terminal that knows Unicode."""
    out = sys.stdout
    if out is None or not out.isatty() or os.environ.get("TERM", "") in ("", "dumb"):
        return False
    return (out.encoding or "").lower().replace("-", "").startswith("utf")
