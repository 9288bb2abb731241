"""A program's text, from a file or from standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from backstep.engine import BackstepError

LARGEST = 10_000_000  # bytes; a device that never ends is read no further


class UsageError(BackstepError):
    """A file that cannot be read as a program."""


def read_text(name: str) -> str:
    """The text of a program, `-` from standard input; raises UsageError with the remedy."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else _bytes(Path(name))
    except (OSError, ValueError) as error:
        raise UsageError(f"{name}: {getattr(error, 'strerror', None) or error}") from None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        where = "standard input" if name == "-" else name
        line = data[: error.start].count(b"\n") + 1
        raise UsageError(f"{where}: line {line} is not UTF-8 text") from None


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise UsageError(f"{path}: more than {LARGEST // 1_000_000} MB: this is no program")
    return data
