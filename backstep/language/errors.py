"""Errors as a person meets them: the own line, a caret, one sentence."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from backstep.engine.errors import BackstepError
from backstep.engine.unfolding import extent
from backstep.messages import tr
from backstep.recording.visible import visible

LONGEST_MESSAGE = 500
LONGEST_LINE = 100  # cells
NARROWEST_LINE = 10
ELLIPSIS = "..."
LONGEST_MADE = 10**6  # characters; a message of more is not even made


class NotAvailable(BackstepError):
    """Something that exists in Python and is not available here."""


class LimitError(BackstepError):
    """A size or a width beyond what this program may ask for."""


@dataclass(frozen=True)
class Problem:
    """What went wrong, where, and what to do.

    `line` counts from 1 in the program; `column` and `end_column` are characters of `text`, from
    0; `where` names the function that it happened inside of.
    """

    kind: str
    message: str
    line: int = 0
    text: str = ""
    column: int = 0
    end_column: int = 0
    where: str = ""

    def render(self, width: int | None = None) -> str:
        """The line, a caret under the place, and the sentence.

        The line is clipped around the caret; with `width`, to as many cells as a terminal has.

        >>> print(Problem("NameError", "squar is not defined", 3, "y = squar(x)", 4, 9).render())
        line 3: y = squar(x)
                    ^^^^^
        NameError: squar is not defined
        """
        sentence = f"{self.kind}: {self.message}"
        if self.where:
            sentence += f" ({self.where})"
        if not self.text.strip():
            return visible(sentence)
        head = tr("line {line}: ", line=self.line)
        room = LONGEST_LINE if width is None else min(LONGEST_LINE, width - _cells(head))
        start, text, column, end = _clipped(self.text, self.column, self.end_column, room)
        head += start
        indent = " " * _cells(head) + _blank(text[:column])
        carets = "^" * max(1, _cells(text[column:end]))
        return f"{head}{visible(text)}\n{indent}{carets}\n{visible(sentence)}"


def _clipped(text: str, column: int, end: int, room: int) -> tuple[str, str, int, int]:
    """A line's part around the caret, with an ellipsis where it was cut."""
    stripped = text.rstrip()
    lead = len(stripped) - len(stripped.lstrip())
    column, end = max(column, 0), max(end, column + 1)
    text, column, end = stripped[lead:], max(0, column - lead), max(1, end - lead)
    if _cells(text) <= room:
        return "", text, column, end
    room = max(NARROWEST_LINE, room - len(ELLIPSIS))
    first = max(0, column - min(30, room // 2))
    while first > 0 and _cells(text[first - 1 :]) <= room:
        first -= 1
    last = first + 1
    while last < len(text) and _cells(text[first : last + 1]) <= room:
        last += 1
    return (ELLIPSIS if first else ""), text[first:last], column - first, min(end, last) - first


def _blank(text: str) -> str:
    return "".join("\t" if c == "\t" else " " * _cells(c) for c in text)


def _cells(text: str) -> int:
    return sum(_width(c) for c in text)


def _width(c: str) -> int:
    if unicodedata.east_asian_width(c) in "WF":
        return 2
    return 0 if unicodedata.combining(c) else len(visible(c))


def sentence_of(error: BaseException) -> str:
    """An exception's message in bounds."""
    if extent(error).characters > LONGEST_MADE:
        return tr("(its message is too long to be told)")
    try:
        text = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
    except BaseException:  # a learner's own __str__ may raise anything, and be interrupted
        text = tr("(its message could not be made)")
    text = text.strip() or tr("no message")
    return text if len(text) <= LONGEST_MESSAGE else text[: LONGEST_MESSAGE - 3] + "..."


def hint(name: str, candidates: Iterable[str]) -> str:
    """`; did you mean ...?` when a candidate is near; else nothing."""
    shown = [c for c in candidates if not c.startswith("_")]
    near = difflib.get_close_matches(name, shown, n=1, cutoff=0.7)
    return tr("; did you mean {near}?", near=near[0]) if near else ""
