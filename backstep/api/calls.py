"""Which expression of a plain Python program called a Function: the engine's source finder."""

from __future__ import annotations

import linecache
import sys
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType

from backstep.engine.config import Config
from backstep.engine.run import run
from backstep.recording.spans import between, span_of

PACKAGE = str(Path(__file__).resolve().parent.parent)
BACKWARD = run.__code__  # every loop is called from there
NAMELESS = "<string>"  # of any code that was a text: Python 3.13 knows the text of only one
MOST_CODES = 10_000  # that are remembered: a notebook compiles new ones all day


def is_ours(code: CodeType) -> bool:
    """Whether a piece of code is backstep's own."""
    return code.co_filename.startswith(PACKAGE)


def watch_calls() -> None:
    """Have each call of a Function remember the expression that made it, from now on."""
    if Config.source_finder is None:
        Config.source_finder = finder()


def finder() -> Callable[[], str | None]:
    """What tells the text of the expression that is calling into the engine right now.

    That is the innermost one that is not backstep's own; None where its text cannot be had, and for
    what a backward computes. Every call of a Function asks, so this is a closure, with little to
    look up.
    """
    getframe, config = sys._getframe, Config
    texts: dict[int, dict[int, str | None] | None] = {}  # None for code of ours
    codes: dict[int, CodeType] = {}  # keeps the ids true

    def calling() -> str | None:
        frame: FrameType | None = getframe(2)  # who called the engine's `unary` or `binary`
        while frame is not None:
            code = frame.f_code
            try:
                known = texts[id(code)]
            except KeyError:
                known = remember(code)
            if known is not None:
                at = frame.f_lasti
                try:
                    return known[at]
                except KeyError:
                    text = known[at] = text_of(frame)
                    return text
            if config.passes and code is BACKWARD:
                return None
            frame = frame.f_back
        return None

    def remember(code: CodeType) -> dict[int, str | None] | None:
        if len(codes) >= MOST_CODES:
            texts.clear()
            codes.clear()
        codes[id(code)] = code
        texts[id(code)] = None if is_ours(code) else {}
        return texts[id(code)]

    return calling


def text_of(frame: FrameType) -> str | None:
    """The text of the expression that a frame is working on, on one line, from its file."""
    span, name = span_of(frame.f_code, frame.f_lasti), frame.f_code.co_filename
    if span is None or name == NAMELESS:
        return None
    lines = linecache.getlines(name, frame.f_globals)
    found = [line.rstrip("\n") for line in lines[span.line - 1 : span.end_line]]
    if len(found) != span.end_line - span.line + 1:
        return None
    return between(found, span) or None
