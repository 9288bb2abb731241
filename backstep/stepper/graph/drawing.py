"""A layout as lines of styled text: only what lies in the viewport is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from backstep.stepper.graph.layout import Cells, Direction, Layout, Wire
from backstep.stepper.graph.scene import Edge, Key
from backstep.stepper.text import Line, Run, width_of

UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
UPRIGHT, ALONG, ALL = UP | DOWN, LEFT | RIGHT, 15
CROSSING, ARROW = 16, 32  # beside the directions of a cell

# By directions: up 1, down 2, left 4, right 8.
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
    """What wires are drawn with; the arrow is that of a drawing that goes to the right, or down."""

    corners: str
    right: str
    down: str

    def arrow(self, direction: Direction) -> str:
        """The arrow of a drawing."""
        return self.down if direction == "down" else self.right


def pieces(*, double: bool = False, ascii_only: bool = False) -> Pieces:
    """Single lines, double ones for the second order, or ASCII."""
    if ascii_only:
        return Pieces(PLAIN.replace("-", "=" if double else "-"), ">", "v")
    return Pieces(DOUBLE if double else SINGLE, "→", "↓")


def draw(
    layout: Layout,
    texts: Callable[[Key], list[Line]],
    viewport: Viewport,
    active: frozenset[Edge] = frozenset(),
    drawn_with: Pieces | None = None,
    hidden: frozenset[Key] = frozenset(),
) -> list[Line]:
    """The lines of a viewport.

    `active` edges are drawn in the role wire.active. A node that is `hidden` is not there yet, and
    neither are the wires to it.
    """
    use = drawn_with or pieces()
    letters = _letters(use, layout.spacing.direction)
    cells = wire_cells(layout, hidden)
    lit = _cells([wire for wire in layout.wires if not active.isdisjoint(wire.edges)])
    boxes: dict[int, list[tuple[int, Line]]] = {}
    right, bottom = viewport.x + viewport.width, viewport.y + viewport.height
    for key, box in layout.boxes.items():
        if box.x >= right or box.x + box.width <= viewport.x or key in hidden:
            continue
        if box.y >= bottom or box.y + box.height <= viewport.y:
            continue
        for y, line in enumerate(texts(key)[: box.height], start=box.y):
            beside = box.width - width_of(line)
            centred = beside < 0 or layout.spacing.direction == "down"
            boxes.setdefault(y, []).append((box.x + (beside // 2 if centred else 0), line))
    rows = layout.rows.setdefault((use, hidden), {})
    lines = []
    for y in range(viewport.y, bottom):
        wires = _Wires(cells.get(y, {}), lit.get(y, {}), letters)
        if wires.cells and y not in rows:
            rows[y] = wires.text(layout.width)
        wires.whole = rows.get(y, "")
        lines.append(_row(wires, sorted(boxes.get(y, []), key=_place), viewport))
    return lines


def wire_cells(layout: Layout, hidden: frozenset[Key] = frozenset()) -> Cells:
    """The cells that wires take, by row and column: directions, and whether two wires cross or an
    arrow ends there."""
    found = layout.drawn.get(hidden)
    if found is None:
        there = layout.wires
        if hidden:
            there = [
                wire
                for wire in there
                if any(a not in hidden and b not in hidden for a, b in wire.edges)
            ]
            layout.drawn.clear()
            layout.rows.clear()
        found = layout.drawn[hidden] = _cells(there)
    return found


def edge_path(layout: Layout, edge: Edge) -> list[tuple[int, int]]:
    """The cells (column, row) of an edge from its source's box to its arrow."""
    found: list[tuple[int, int]] = []
    box = layout.boxes[edge[0]]
    for wire in layout.wires:
        if edge in wire.edges:
            for (x0, y0), (x1, y1) in pairwise(wire.points):
                steps = max(abs(x1 - x0), abs(y1 - y0))
                dx, dy = (x1 > x0) - (x1 < x0), (y1 > y0) - (y1 < y0)
                found += [(x0 + i * dx, y0 + i * dy) for i in range(steps + 1)]
    return [
        (x, y)
        for x, y in dict.fromkeys(found)
        if not (box.x <= x < box.x + box.width and box.y <= y < box.y + box.height)
    ]


def _cells(wires: Iterable[Wire]) -> Cells:
    """Draw wires: those of one net join, those of two join or cross."""
    cells: Cells = {}
    for _, group in groupby(sorted(wires, key=_net), key=_net):
        own: Cells = {}
        for wire in group:
            for (x0, y0), (x1, y1) in pairwise(wire.points):
                if y0 == y1:
                    _across(own, y0, min(x0, x1), max(x0, x1))
                else:
                    _upright(own, x0, min(y0, y1), max(y0, y1))
            if wire.arrow:
                x, y = wire.points[-1]
                row = own.setdefault(y, {})
                row[x] = row.get(x, 0) | ARROW
        for y, row in own.items():
            if y not in cells:
                cells[y] = row
                continue
            into = cells[y]
            for x, mask in row.items():
                before = into.get(x, 0)
                crossing = {before & ALL, mask & ALL} == {UPRIGHT, ALONG}
                into[x] = before | mask | (CROSSING if crossing else 0)
    return cells


def _net(wire: Wire) -> int:
    return wire.net


def _across(cells: Cells, y: int, first: int, last: int) -> None:
    if first == last:
        return
    row = cells.setdefault(y, {})
    row[first] = row.get(first, 0) | RIGHT
    for x in range(first + 1, last):
        row[x] = row.get(x, 0) | ALONG
    row[last] = row.get(last, 0) | LEFT


def _upright(cells: Cells, x: int, first: int, last: int) -> None:
    for y in range(first, last + 1):
        mask = (UP if y > first else 0) | (DOWN if y < last else 0)
        row = cells.setdefault(y, {})
        row[x] = row.get(x, 0) | mask


def _letters(use: Pieces, direction: Direction) -> list[str]:
    """The character of every cell of wire, by its directions and what else is there."""
    upright = use.corners[UPRIGHT]
    crossing = [upright if mask == ALL else use.corners[mask] for mask in range(16)]
    return [*use.corners, *crossing, *use.arrow(direction) * 32]


def _place(piece: tuple[int, Line]) -> int:
    return piece[0]


@dataclass
class _Wires:
    """The wires of a row: all of them, those that are lit, and the row's text without light."""

    cells: dict[int, int]
    lit: dict[int, int]
    letters: list[str]
    whole: str = ""

    def text(self, width: int) -> str:
        """The characters of the whole row."""
        found = [" "] * width
        for x, mask in self.cells.items():
            found[x] = self.letters[mask]
        return "".join(found)

    def between(self, start: int, end: int) -> Line:
        """The wires between two columns, runs of one role together."""
        dark = (self.whole[max(0, start) : max(0, end)]).ljust(end - max(0, start))
        dark = " " * (end - start - len(dark)) + dark
        if not self.lit:
            return [Run(dark, "wire" if dark.strip() else "")]
        line: Line = []
        for bright, group in groupby(range(start, end), key=self.lit.__contains__):
            columns = list(group)
            text = dark[columns[0] - start : columns[-1] + 1 - start]
            if bright:
                text = "".join([self._bright(x) for x in columns])
            line.append(Run(text, "wire.active" if bright else "wire" if text.strip() else ""))
        return line

    def _bright(self, x: int) -> str:
        """A lit cell: where two wires cross, the lit one is the one that is seen through."""
        mask = self.cells.get(x, 0)
        straight = mask & CROSSING and self.lit[x] & ALL == ALONG
        return self.letters[ALONG if straight else mask]


def _row(wires: _Wires, boxes: list[tuple[int, Line]], viewport: Viewport) -> Line:
    """One row of a viewport: wires, and boxes over them."""
    line: Line = []
    at, end = viewport.x, viewport.x + viewport.width
    for x, text in boxes:
        if x > at:
            line += wires.between(at, min(x, end))
            at = x
        shown = clipped(text, max(at - x, 0), end - at)
        line += shown
        at += width_of(shown)
    if at < end:
        line += wires.between(at, end)
    if line and not line[-1].role:
        line[-1] = Run(line[-1].text.rstrip())
    return [run for run in line if run.text]


def clipped(line: Line, skip: int, room: int) -> Line:
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
