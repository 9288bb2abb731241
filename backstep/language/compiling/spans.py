"""The sources of a session's cells: the exact text of the expression that a frame works on."""

from __future__ import annotations

import ast
import sys
import textwrap
from collections.abc import Callable
from types import CodeType, FrameType, FunctionType, MethodType
from typing import Any, NamedTuple

from backstep.engine.config import Config
from backstep.engine.run import run
from backstep.language.compiling.names import CELL
from backstep.language.guarding.session_types import SessionType
from backstep.recording.spans import Span, between, span_of

BACKWARD = run.__code__  # every loop is called from there


class Definition(NamedTuple):
    """A `def` or `class` in a cell, with its decorators."""

    name: str
    line: int
    end_line: int


class Sources:
    """The text of every cell, under the file name that its code was compiled with."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.lines: dict[str, tuple[int, list[str]]] = {}
        self._definitions: dict[str, list[Definition]] = {}
        # By identity, for a code object hashes all that is in it; its entry keeps it alive.
        self._codes: dict[int, CodeType] = {}
        self._texts: dict[int, dict[int, str | None]] = {}
        self.calling = self._calling_in(names)

    def _calling_in(self, names: dict[str, Any]) -> Callable[[], str | None]:
        """What tells the text of the expression that is calling into the engine right now.

        It gives None when a backward loop of the engine stands between: what a backward computes
        was not typed by anybody. A frame of a cell has the session's `names` for its globals, and
        no other frame has. Every call of a Function asks, so it is a closure, with little to look
        up.
        """
        texts, text_of, getframe, config = self._texts, self._text_of, sys._getframe, Config

        def calling() -> str | None:
            frame: FrameType | None = getframe(2)  # who called the engine's `unary` or `binary`
            while frame is not None and frame.f_globals is not names:
                if config.passes and frame.f_code is BACKWARD:
                    return None
                frame = frame.f_back
            if frame is None:
                return None
            code, at = frame.f_code, frame.f_lasti
            try:
                return texts[id(code)][at]
            except KeyError:
                return text_of(code, at)

        return calling

    def add(self, filename: str, source: str, first_line: int) -> None:
        """Keep a cell's text; its first line has the number `first_line`."""
        self.lines[filename] = (first_line, source.split("\n"))

    def remember(self, filename: str, tree: ast.Module) -> None:
        """Keep where the functions and classes of a cell stand."""
        self._definitions[filename] = [
            Definition(
                node.name,
                min([node.lineno, *(each.lineno for each in node.decorator_list)]),
                node.end_lineno or node.lineno,
            )
            for node in ast.walk(tree)
            if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        ]

    def line(self, filename: str, number: int) -> str:
        """One line of a cell; empty when there is none of that number."""
        first, lines = self.lines.get(filename, (1, []))
        return lines[number - first] if 0 <= number - first < len(lines) else ""

    def text(self, filename: str, span: Span) -> str:
        """The text between two places, on one line; see `between`."""
        lines = [self.line(filename, n) for n in range(span.line, span.end_line + 1)]
        return between(lines, span)

    def current_line(self) -> int | None:
        """The line of a cell that is being run right now."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and not frame.f_code.co_filename.startswith(CELL):
            frame = frame.f_back
        return None if frame is None else frame.f_lineno

    def place(self) -> tuple[tuple[str, int, int], ...]:
        """Where the program is: every call of a cell's code that is under way.

        A loop comes to the same place again and again; two statements never do.
        """
        found = []
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename.startswith(CELL):
                found.append((frame.f_code.co_filename, frame.f_lineno, frame.f_lasti))
            frame = frame.f_back
        return tuple(found)

    def definition(self, thing: Any) -> str | None:
        """The text of a function, method or class that a cell defined, without its indent."""
        if isinstance(thing, MethodType):
            thing = thing.__func__
        if isinstance(thing, FunctionType):
            code = thing.__code__
            found = [d for d in self._in(code.co_filename) if d.line == code.co_firstlineno]
            return self._defined(code.co_filename, [d for d in found if d.name == code.co_name])
        if isinstance(thing, SessionType):
            found = [d for d in self._in(thing._cell_) if d.name == thing.__name__]
            return self._defined(thing._cell_, found)
        return None

    def _in(self, filename: str) -> list[Definition]:
        return self._definitions.get(filename, [])

    def _defined(self, filename: str, found: list[Definition]) -> str | None:
        """The last of several of a name: what ran last is what the name means."""
        if not found:
            return None
        first, lines = self.lines[filename]
        block = lines[found[-1].line - first : found[-1].end_line - first + 1]
        return textwrap.dedent("\n".join(block)).rstrip("\n")

    def _text_of(self, code: CodeType, instruction: int) -> str | None:
        span = span_of(code, instruction)
        text = None if span is None else self.text(code.co_filename, span)
        self._codes[id(code)] = code
        self._texts.setdefault(id(code), {})[instruction] = text
        return text
