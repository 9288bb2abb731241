"""From an exception to a Problem: the person's own line, and a sentence that helps."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterable
from types import TracebackType

from backstep.language.errors import Problem, sentence_of
from backstep.language.policy import Refusal
from backstep.language.spans import CELL, Sources, span_of


def problem_of(error: BaseException, sources: Sources, names: Iterable[str] = ()) -> Problem:
    """The problem that an exception of a running cell is, at the innermost place in a cell."""
    innermost = _innermost(error.__traceback__)
    kind, message = _told(error, names)
    if innermost is None:
        return Problem(kind, message)
    code = innermost.tb_frame.f_code
    span = span_of(code, innermost.tb_lasti)
    line = innermost.tb_lineno
    text = sources.line(code.co_filename, line)
    column, end = 0, len(text)
    if span is not None and span[0] == line:
        column = _characters(text, span[2])
        end = _characters(text, span[3]) if span[1] == line else len(text)
    qualified = code.co_qualname.replace("<locals>.", "")
    where = "" if qualified == "<module>" else f"in {_spoken(qualified)}"
    return Problem(kind, message, line, text, column, end, where)


def refusal_problem(refusal: Refusal, sources: Sources, filename: str) -> Problem:
    """The problem that a place refused by the policy is."""
    node = refusal.node
    line = getattr(node, "lineno", 1)
    text = sources.line(filename, line)
    column = _characters(text, getattr(node, "col_offset", 0))
    end = _characters(text, getattr(node, "end_col_offset", None) or len(text.encode()))
    if getattr(node, "end_lineno", line) != line or isinstance(node, ast.stmt):
        end = len(text)
    return Problem("NotAvailable", str(refusal), line, text, column, end)


def _told(error: BaseException, names: Iterable[str]) -> tuple[str, str]:
    kind = type(error).__name__
    if isinstance(error, KeyboardInterrupt):
        return kind, "interrupted"
    if isinstance(error, RecursionError):
        return kind, "a function calls itself too deeply: does it ever stop?"
    if isinstance(error, MemoryError):
        return kind, "there is not enough memory for this"
    if isinstance(error, UnboundLocalError):
        found = re.search(r"'(\w+)'", str(error))
        name = found.group(1) if found else "a variable"
        return kind, f"{name} is used here before it is assigned in this function"
    if isinstance(error, NameError):
        found = re.search(r"'(\w+)'", str(error))
        if found:
            name = found.group(1)
            near = difflib.get_close_matches(name, list(names), n=1, cutoff=0.7)
            hint = f"; did you mean {near[0]}?" if near else ""
            return kind, f"{name} is not defined{hint}"
    if isinstance(error, AssertionError) and not error.args:
        return kind, "this does not hold"
    message = sentence_of(error)
    if isinstance(error, KeyError):
        message = f"there is no key {message!r}" if error.args else "no such key"
    return kind, message


def _innermost(traceback: TracebackType | None) -> TracebackType | None:
    """The deepest entry of a traceback that is in a cell."""
    found = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename.startswith(CELL):
            found = traceback
        traceback = traceback.tb_next
    return found


def _characters(text: str, offset: int) -> int:
    """A column in UTF-8 bytes as one in characters."""
    return len(text.encode()[:offset].decode(errors="ignore"))


def _spoken(qualified: str) -> str:
    owner, _, method = qualified.rpartition(".")
    return f"{method} of {owner}" if owner and not method.startswith("<") else qualified.strip("<>")
