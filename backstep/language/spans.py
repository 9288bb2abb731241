"""Spans: the exact source text of the expression that a frame is working on."""

from __future__ import annotations

import sys
from types import CodeType, FrameType

from backstep.engine import backward

CELL = "<cell "
POSITIONS: dict[CodeType, list[tuple[int | None, int | None, int | None, int | None]]] = {}


class Sources:
    """The text of every cell, under the file name that its code was compiled with."""

    def __init__(self) -> None:
        self.lines: dict[str, tuple[int, list[str]]] = {}
        self._texts: dict[tuple[CodeType, int], str | None] = {}

    def add(self, filename: str, source: str, first_line: int) -> None:
        """Keep a cell's text; its first line has the number `first_line`."""
        self.lines[filename] = (first_line, source.split("\n"))

    def line(self, filename: str, number: int) -> str:
        """One line of a cell; empty when there is none of that number."""
        first, lines = self.lines.get(filename, (1, []))
        return lines[number - first] if 0 <= number - first < len(lines) else ""

    def text(self, filename: str, span: tuple[int, int, int, int]) -> str:
        """The text between two places, its line breaks and indents made single spaces."""
        line, end_line, column, end_column = span
        parts = [self.line(filename, n).encode() for n in range(line, end_line + 1)]
        parts[-1] = parts[-1][:end_column]  # columns are UTF-8 bytes
        parts[0] = parts[0][column:]
        return " ".join(part.decode(errors="replace").strip() for part in parts)

    def calling(self) -> str | None:
        """The text of the expression that is calling into the engine right now.

        None when a backward loop of the engine stands between: what a backward computes was not
        typed by anybody.
        """
        frame: FrameType | None = sys._getframe(2)
        while frame is not None:
            code = frame.f_code
            if code.co_filename.startswith(CELL):
                return self._text_of(code, frame.f_lasti)
            if code is backward.run.__code__:
                return None
            frame = frame.f_back
        return None

    def _text_of(self, code: CodeType, instruction: int) -> str | None:
        key = (code, instruction)
        if key not in self._texts:
            span = span_of(code, instruction)
            self._texts[key] = None if span is None else self.text(code.co_filename, span)
        return self._texts[key]


def span_of(code: CodeType, instruction: int) -> tuple[int, int, int, int] | None:
    """First and last line, first and last column (bytes) of an instruction's expression."""
    if code not in POSITIONS:
        POSITIONS[code] = list(code.co_positions())
    positions = POSITIONS[code]
    at = instruction // 2
    if not 0 <= at < len(positions):
        return None
    line, end_line, column, end_column = positions[at]
    if line is None or end_line is None or column is None or end_column is None:
        return None
    return line, end_line, column, end_column
