"""A layout as lines of styled text: only what lies in the viewport is made."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from backstep.stepper.graph.layout import Cell, Layout
from backstep.stepper.graph.scene import Edge, Key
from backstep.stepper.text import Line, Run, width_of

# By mask: up 1, down 2, left 4, right 8.
SINGLE = " ╵╷│╴┘┐┤╶└┌├─┴┬┼"
DOUBLE = " ║║║═╝╗╣═╚╔╠═╩╦╬"
PLAIN = " |||-+++-+++-+++"


class Viewport(NamedTuple):
    """The part of a drawing that is shown: its first column and row, and its size."""

    x: int
    y: int
    width: int
    height: int


class Pieces(NamedTuple):
    """What wires are drawn with."""

    corners: str
    upright: str
    along: str
    arrow: str


def pieces(*, double: bool = False, ascii_only: bool = False) -> Pieces:
    """Single lines, double ones for the second order, or ASCII."""
    if ascii_only:
        along = "=" if double else "-"
        return Pieces(PLAIN.replace("-", along), "|", along, ">")
    return Pieces(DOUBLE, "║", "═", "→") if double else Pieces(SINGLE, "│", "─", "→")


def draw(
    layout: Layout,
    texts: Callable[[Key], list[Line]],
    viewport: Viewport,
    active: frozenset[Edge] = frozenset(),
    drawn_with: Pieces | None = None,
) -> list[Line]:
    """The lines of a viewport.

    `active` edges are drawn in the role wire.active. A box whose text is empty is not there yet,
    and neither are the wires to it.
    """
    use = drawn_with or pieces()
    spans: dict[int, list[tuple[int, Line]]] = {
        row: [] for row in range(viewport.y, viewport.y + viewport.height)
    }
    hidden = frozenset(key for key in layout.boxes if not texts(key))
    for row, found in spans.items():
        for x, cell in layout.rows.get(row, {}).items():
            if 0 <= x - viewport.x < viewport.width:
                found.append((x, [_wire(cell, use, active, hidden)]))
    for key, box in layout.boxes.items():
        beside = box.x + box.width <= viewport.x or box.x >= viewport.x + viewport.width
        above = box.y + box.height <= viewport.y or box.y >= viewport.y + viewport.height
        if beside or above or key in hidden:
            continue
        for i, line in enumerate(texts(key)[: box.height]):
            if box.y + i in spans:
                tail = _tail(layout, key, box.width - width_of(line), active, hidden, use)
                spans[box.y + i].append((box.x, [*line, *tail] if i == 0 else line))
    return [_joined(found, viewport.x, viewport.width) for found in spans.values()]


def _tail(
    layout: Layout,
    key: Key,
    room: int,
    active: frozenset[Edge],
    hidden: frozenset[Key],
    use: Pieces,
) -> Line:
    """The wire from the end of a box's text to the end of its column."""
    leaving = [edge for edge in layout.leaving.get(key, ()) if edge[1] not in hidden]
    if room <= 0 or not leaving:
        return []
    return [Run(use.along * room, "wire" if active.isdisjoint(leaving) else "wire.active")]


def _wire(cell: Cell, use: Pieces, active: frozenset[Edge], hidden: frozenset[Key]) -> Run:
    """A cell of wire: the wires whose ends are both there."""
    mask, role = 0, "wire"
    for directions, edges in cell.wires:
        if hidden and all(a in hidden or b in hidden for a, b in edges):
            continue
        mask |= directions
        if not active.isdisjoint(edges):
            role = "wire.active"
    if not mask:
        return Run(" ")
    if cell.arrow:
        return Run(use.arrow, role)
    return Run(use.upright if cell.crossing and mask == 15 else use.corners[mask], role)


def _joined(found: list[tuple[int, Line]], left: int, width: int) -> Line:
    """Pieces of a row put side by side, clipped to the viewport."""
    line: Line = []
    at = left
    for x, piece in sorted(found, key=lambda each: each[0]):
        if x > at:
            line.append(Run(" " * (x - at)))
            at = x
        shown = _clipped(piece, max(at - x, 0), left + width - at)
        line += shown
        at += width_of(shown)
    grouped = groupby(line, key=lambda run: run.role)
    return [Run("".join(run.text for run in runs), role) for role, runs in grouped]


def _clipped(line: Line, skip: int, room: int) -> Line:
    """A line without its first `skip` cells and in at most `room`."""
    out: Line = []
    for run in line:
        text, cells = run.text, cell_len(run.text)
        if skip >= cells:
            skip -= cells
            continue
        if skip:
            while skip > 0 and text:
                skip -= cell_len(text[0])
                text = text[1:]
            text = " " * -skip + text
            skip = 0
        cells = cell_len(text)
        if cells > room:
            text, cells = set_cell_size(text, max(room, 0)), max(room, 0)
        room -= cells
        if text:
            out.append(Run(text, run.role))
    return out
