"""Cells: where one ends while a person types, and how a whole program splits into them."""

from __future__ import annotations

import ast
import codeop
import re
import warnings
from dataclasses import dataclass

from backstep.engine.errors import BackstepError
from backstep.language.errors import Problem
from backstep.messages import tr

COMMAND = re.compile(r"^%\w*|^[\w.]+\?$|^\?%?[\w.]+$")
EDIT = re.compile(r"%edit \d+[ \t]*\n")
PROMPTS = re.compile(r"^(>>> ?|\.\.\. ?|In \[\d+\]: ?|   \.\.\.: ?)")


@dataclass(frozen=True)
class Cell:
    """A piece of a program that runs at once; `command` for a line that begins with %."""

    source: str
    first_line: int
    command: bool


class CellSyntaxError(BackstepError):
    """A program that cannot be read; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def is_command(line: str) -> bool:
    """Whether a line is a command to the prompt rather than code."""
    return COMMAND.match(line.strip()) is not None


def is_edit(source: str) -> bool:
    """Whether a text is a cell that is being changed: `%edit 3` in a line above it."""
    return EDIT.match(source) is not None


def is_complete(source: str) -> bool:
    """Whether Enter should run what stands there.

    False in an open bracket or string, after a colon, and inside a block until an empty line; true
    for what has a real syntax error, so that the error shows.
    """
    if "\n" not in source and is_command(source):
        return True
    if is_edit(source):
        return is_complete(source.split("\n", 1)[1])
    if source.endswith("\\"):
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            whole = codeop.compile_command(source + "\n", "<typed>", "exec") is not None
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError):
        return True
    last = source.rsplit("\n", 1)[-1]
    if not last.strip():
        return whole or not source.strip()
    return whole and not _ends_in_block(source)


def _ends_in_block(source: str) -> bool:
    """Whether the last statement could still grow: `if`, `for`, `def`, also on a single line."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return False
    return bool(body) and hasattr(body[-1], "body")


def without_prompts(text: str) -> str:
    """The code of a pasted transcript: `>>> `, `... ` and `In [1]: ` taken off, output left out."""
    lines = text.split("\n")
    first = next((line for line in lines if line.strip()), "")
    if not PROMPTS.match(first):
        return text
    return "\n".join(PROMPTS.sub("", line, count=1) for line in lines if PROMPTS.match(line))


def parsed(source: str, first_line: int = 1) -> ast.Module:
    """The syntax tree of a piece of code. Raises CellSyntaxError with the place."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except SyntaxError as error:
        if error.lineno is not None:
            error.lineno += first_line - 1
        raise CellSyntaxError(syntax_problem(error, source, first_line)) from None
    except (ValueError, MemoryError, RecursionError) as error:
        message = tr("nested too deeply") if not isinstance(error, ValueError) else str(error)
        raise CellSyntaxError(Problem("SyntaxError", message)) from None
    return tree


def syntax_problem(error: SyntaxError, source: str, first_line: int = 1) -> Problem:
    """The problem that a syntax error is; its line counts in the program, as `first_line` does."""
    lines = source.split("\n")
    line = min(error.lineno or first_line, first_line + len(lines) - 1)
    text = lines[line - first_line]
    column = max((error.offset or 1) - 1, 0)
    same_line = error.end_lineno in (None, 0) or error.end_lineno == error.lineno
    end = (error.end_offset or 0) - 1 if same_line else len(text.rstrip())
    return Problem(
        type(error).__name__, _said(error), line, text, column, end if end > column else column + 1
    )


def _said(error: SyntaxError) -> str:
    """Python's sentence, without what it takes for granted about a file."""
    message = (error.msg or "invalid syntax").split(" (<unknown>")[0]
    found = re.match(r"(expected an indented block after .*) on line \d+", message)
    if found:
        return tr("{message}: indent the lines that belong to it", message=found.group(1))
    if message.startswith("'") and message.endswith("was never closed"):
        return tr("{bracket} was never closed", bracket=message[1])
    if message.startswith("Exceeds the limit"):
        return tr("a whole number of more than 4300 digits cannot be written here")
    if message.startswith("unterminated"):
        return message.split(" (detected")[0] + tr(": its closing quote is missing")
    return message


def split_cells(source: str) -> list[Cell]:
    """A program as cells: each statement at the top level one, with the comments before it.

    Lines that begin with % are commands and split it too. Raises CellSyntaxError, with the place in
    the whole program, before any of it has run.
    """
    lines = without_prompts(source).split("\n")
    cells: list[Cell] = []
    for first, last, command in _stretches(lines):
        text = "\n".join(lines[first:last])
        if command:
            cells.append(Cell(text.strip(), first + 1, True))
        else:
            cells += _statements(text, first + 1)
    return cells


def _stretches(lines: list[str]) -> list[tuple[int, int, bool]]:
    """Runs of code between command lines; a % inside a bracket or a string is code."""
    found: list[tuple[int, int, bool]] = []
    start = 0
    for i, line in enumerate(lines):
        if line[:1].strip() and is_command(line) and _whole("\n".join(lines[start:i])):
            found += [(start, i, False), (i, i + 1, True)]
            start = i + 1
    return [*found, (start, len(lines), False)]


def _whole(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def _statements(text: str, first_line: int) -> list[Cell]:
    tree = parsed(text, first_line)
    lines = text.split("\n")
    ends = [_last_line(node) for node in tree.body]
    cells = []
    start = 0
    for i, end in enumerate(ends):
        if i + 1 < len(ends) and _first_line(tree.body[i + 1]) <= end:
            continue  # a = 1; b = 2 on one line is one cell
        last = len(lines) if i + 1 == len(ends) else end  # comments at the end go with it
        source = "\n".join(lines[start:last]).rstrip()
        blank = len(source) - len(source.lstrip("\n"))
        cells.append(Cell(source[blank:], first_line + start + blank, False))
        start = end
    return cells


def _last_line(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _first_line(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])
