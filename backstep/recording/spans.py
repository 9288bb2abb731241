"""Spans: the exact source text of the expression that an instruction belongs to."""

from __future__ import annotations

import tokenize
from collections.abc import Sequence
from types import CodeType
from typing import NamedTuple


class Span(NamedTuple):
    """First and last line, first and last column (UTF-8 bytes) of an expression."""

    line: int
    end_line: int
    column: int
    end_column: int


def between(lines: Sequence[str], span: Span) -> str:
    """The text of a span, of which the lines are given, on one line; see `on_one_line`."""
    parts = [line.encode() for line in lines]
    parts[-1] = parts[-1][: span.end_column]
    parts[0] = parts[0][span.column :]
    return on_one_line([part.decode(errors="replace") for part in parts])


def on_one_line(lines: Sequence[str]) -> str:
    """The lines of an expression as one that means the same: comments and breaks taken out.

    A single line stays as it is.

    >>> on_one_line(["add(  # both", "    x,", "    y)"])
    'add(x, y)'
    """
    if len(lines) == 1:
        return lines[0].strip()
    text = ""
    for part in without_comments("\n".join(lines)).split("\n"):
        piece = part.strip().removesuffix("\\").rstrip()
        close = not text or text[-1] in "([{" or piece[:1] in (")", "]", "}", "")
        text += piece if close else f" {piece}"
    return text


def without_comments(text: str) -> str:
    """An expression without its comments; as it is where it cannot be read by itself."""
    lines = text.split("\n")
    try:
        found = [
            token
            for token in tokenize.generate_tokens(iter(f"({text}\n)".splitlines(True)).__next__)
            if token.type == tokenize.COMMENT
        ]
    except (tokenize.TokenError, SyntaxError):
        return text
    for token in found:
        row, column = token.start[0] - 1, token.start[1] - (token.start[0] == 1)
        lines[row] = lines[row][:column].rstrip()
    return "\n".join(lines)


def span_of(code: CodeType, instruction: int) -> Span | None:
    """The expression that an instruction belongs to; None where Python does not know."""
    for at, places in enumerate(code.co_positions()):
        if at == instruction // 2:
            known = [place for place in places if place is not None]
            return Span(*known) if len(known) == len(places) else None
    return None
