"""What can be wrong with a session file, and how a message shows text that came from one."""

from __future__ import annotations

from pathlib import Path

from backstep.engine.errors import BackstepError
from backstep.messages import later, system, tr
from backstep.recording.visible import visible

LONGEST_QUOTE = 200


class SessionError(BackstepError):
    """A session file that cannot be read or written; the message names the file and the remedy."""


class Unreadable(Exception):
    """A record whose content cannot be; the reader adds the file and the line.

    `field` is a path into the record, `pops[3].function`; empty for the record as a whole.
    """

    def __init__(self, field: str, what: str) -> None:
        super().__init__(field, what)
        self.field = field
        self.what = what

    def within(self, outer: str) -> Unreadable:
        """The same, seen from the record that the field is a part of."""
        inner = self.field if self.field.startswith("[") or not self.field else f".{self.field}"
        return Unreadable(outer + inner, self.what)


def shown(text: object, limit: int = LONGEST_QUOTE) -> str:
    """Text from outside as one line of a message: nothing hidden in it, and not too long.

    >>> print(shown("a" + chr(27) + "[31m" + chr(10) + "b"))
    a\\x1b[31m\\nb
    >>> shown("x" * 300) == "x" * 197 + "..."
    True
    """
    start = str(text)[: limit + 1]
    line = visible(start).replace("\n", "\\n").replace("\t", "\\t")
    return line if len(line) <= limit else line[: limit - 3] + "..."


def shown_path(path: Path) -> str:
    """A file's name in a message; a long one keeps its end, which tells more."""
    line = shown(path, 4096)
    return line if len(line) <= LONGEST_QUOTE else "..." + line[3 - LONGEST_QUOTE :]


def in_line(path: Path, line: int, what: str, field: str = "") -> SessionError:
    """The error for one line, counted from 1, and one field of it where that is known."""
    named = {"file": shown_path(path), "line": line, "what": what}
    if field:
        told = later("{file}, line {line}, field {field}: {what}")
        return SessionError(tr(told, **named, field=shown(field)))
    return SessionError(tr("{file}, line {line}: {what}", **named))


def reason(error: OSError | ValueError) -> str:
    """What the system says: `No space left on device`."""
    return shown(system.reason(error))
