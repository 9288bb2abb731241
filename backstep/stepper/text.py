"""Styled text as plain data: a line is a list of runs, a run is text with a role.

Panes and the canvas make lines; only the widgets know what a role looks like. A golden in a test
is the same lines without their roles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from rich.cells import cell_len, set_cell_size

from backstep.stepper.signs import Signs


class Run(NamedTuple):
    """Text in one style; `role` is a key of the theme."""

    text: str
    role: str = ""


Line: TypeAlias = list[Run]
ELLIPSIS = "…"


def plain(line: Iterable[Run]) -> str:
    """The text of a line."""
    return "".join(run.text for run in line)


def width_of(line: Iterable[Run]) -> int:
    """The cells that a line takes (CJK characters take two)."""
    return cell_len("".join([run.text for run in line]))


def fitted(line: Line, width: int, role: str = "") -> Line:
    """The line in exactly `width` cells: cut with an ellipsis, or filled with spaces."""
    have = width_of(line)
    if have <= width:
        return [*line, Run(" " * (width - have), role)] if have < width else line
    out: Line = []
    room = max(width - 1, 0)
    for run in line:
        cells = cell_len(run.text)
        if cells > room:
            out.append(Run(set_cell_size(run.text, room), run.role))
            break
        out.append(run)
        room -= cells
    return [*out, Run(ELLIPSIS, "dim")] if width > 0 else []


def in_signs(line: Line, signs: Signs) -> Line:
    """The line with the ellipsis of the chosen signs."""
    if signs.ellipsis == ELLIPSIS:
        return line
    return [Run(run.text.replace(ELLIPSIS, signs.ellipsis), run.role) for run in line]


def cut_at_a_word(text: str, width: int) -> str:
    """A text of at most so many cells, ended after a word or a sign by an ellipsis.

    >>> cut_at_a_word("y = add(square(a), square(a))", 20)
    'y = add(square(a)…'
    """
    if cell_len(text) <= width:
        return text
    kept = ""
    for word in re.findall(r"\w+|\s+|[^\w\s]", text):
        if cell_len(kept + word) >= width:
            break
        kept += word
    return (kept.rstrip(" (,") or text[: max(0, width - 1)]) + ELLIPSIS


def fitted_name(name: str, width: int) -> Line:
    """A name in exactly `width` cells; the end is kept of a dotted one and of a numbered one,
    `…l2.W` beside `…l2.b`, `…are#2` beside `…are#3`."""
    if not re.search(r"[.#]\w+$", name) or cell_len(name) <= width:
        return fitted([Run(name)], width)
    end = name
    while cell_len(end) >= width:
        end = end[1:]
    return fitted([Run(ELLIPSIS, "dim"), Run(end)], width)


def wrapped(text: str, width: int, role: str = "") -> list[Line]:
    """The text broken at spaces into lines of at most `width` cells."""
    lines: list[Line] = []
    current = ""
    for word in text.split(" "):
        longer = f"{current} {word}" if current else word
        if current and cell_len(longer) > width:
            lines.append([Run(current, role)])
            current = word
        else:
            current = longer
    return [*lines, [Run(current, role)]]
