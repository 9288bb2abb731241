"""Cells: where one ends while a person types, and how a whole program splits into them."""

from __future__ import annotations

import ast
import codeop
import re
import warnings
from dataclasses import dataclass

from backstep.engine.errors import BackstepError
from backstep.language.errors import Problem

COMMAND = re.compile(r"^%\w*|^[\w.]+\?$")
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


def is_complete(source: str) -> bool:
    """Whether Enter should run what stands there.

    False in an open bracket or string, after a colon, and inside a block until an empty line; true
    for what has a real syntax error, so that the error shows.
    """
    if is_command(source) and "\n" not in source:
        return True
    lines = source.split("\n")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            whole = codeop.compile_command(source + "\n", "<typed>", "exec") is not None
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError):
        return True
    if len(lines) == 1 and not whole:
        return not source.strip()
    in_block = bool(lines[-1].strip()) and lines[-1][0] in " \t"
    return whole and not in_block


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
        raise CellSyntaxError(_syntax_problem(error, source, first_line)) from None
    except (ValueError, MemoryError, RecursionError) as error:
        message = "nested too deeply" if not isinstance(error, ValueError) else str(error)
        raise CellSyntaxError(Problem("SyntaxError", message)) from None
    return tree


def _syntax_problem(error: SyntaxError, source: str, first_line: int) -> Problem:
    line = error.lineno or 1
    lines = source.split("\n")
    text = lines[line - 1] if line <= len(lines) else ""
    column = max((error.offset or 1) - 1, 0)
    end = (error.end_offset or 0) - 1
    if error.end_lineno not in (None, line) or end <= column:
        end = column + 1
    message = (error.msg or "invalid syntax").split(" (<unknown>")[0]
    return Problem(type(error).__name__, message, line + first_line - 1, text, column, end)


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
    cells = []
    start = 0
    for i, node in enumerate(tree.body):
        following = tree.body[i + 1] if i + 1 < len(tree.body) else None
        end = node.end_lineno or node.lineno
        if following is not None and _first_line(following) <= end:
            continue  # a = 1; b = 2 on one line is one cell
        source = "\n".join(lines[start:end])
        blank = len(source) - len(source.lstrip("\n"))
        cells.append(Cell(source[blank:], first_line + start + blank, False))
        start = end
    rest = "\n".join(lines[start:]).rstrip()
    if cells and rest.strip():  # a comment after the last statement stays with it
        last = cells.pop()
        cells.append(Cell(f"{last.source}\n{rest}", last.first_line, False))
    return cells


def _first_line(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])
