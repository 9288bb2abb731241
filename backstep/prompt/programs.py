"""A program's text, from a file or from standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from backstep.engine import BackstepError
from backstep.messages import later, tr
from backstep.messages.system import reason

LARGEST = 10_000_000  # bytes; a device that never ends is read no further


class UsageError(BackstepError):
    """A file that cannot be read as a program."""


def read_text(name: str) -> str:
    """The text of a program, `-` from standard input; raises UsageError with the remedy."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else _bytes(Path(name))
    except (OSError, ValueError) as error:
        raise UsageError(f"{name}: {reason(error)}") from None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        where = tr("standard input") if name == "-" else name
        line = data[: error.start].count(b"\n") + 1
        raise UsageError(
            tr("{file}: line {line} is not UTF-8 text", file=where, line=line)
        ) from None


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        told = later("{file}: more than {size} MB: this is no program")
        raise UsageError(tr(told, file=path, size=LARGEST // 1_000_000))
    return data
