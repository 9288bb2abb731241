"""A graph at rest in plain lines, as wide as a terminal: for the prompt, without Textual."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from backstep.recording.graphs import Graph
from backstep.recording.values import value_text
from backstep.stepper.graph.drawing import Viewport, draw, pieces, wire_cells
from backstep.stepper.graph.layers import ordered
from backstep.stepper.graph.layout import Layout, Spacing, lay_out
from backstep.stepper.graph.scene import Key, scene
from backstep.stepper.signs import ASCII, UNICODE, Signs
from backstep.stepper.text import Line, Run, plain, width_of

DETAILS = ("grads", "data", "names", "bare")  # from the most to the least that a box says
VALUE_WIDTH = 12
LABEL_WIDTH = 24
MOST_BANDS = 3
TIGHT = Spacing(apart=0, beside=1)
MOST_NODES = 1000  # the graph has been cut to fewer


@dataclass(frozen=True)
class Picture:
    """The lines of a drawing, and how many functions are in it."""

    lines: tuple[str, ...]
    functions: int


def inline(graph: Graph, width: int, *, ascii_only: bool = False) -> Picture:
    """Draw a graph in at most `width` cells; where it is wider, in bands one below the other.

    Of what takes more bands than a few, the beginning is left out.
    """
    signs = ASCII if ascii_only else UNICODE
    layout, texts = _fitting(graph, width, signs)
    use = pieces(ascii_only=ascii_only)
    lines: list[str] = []
    bands = _bands(layout, width)
    for start, end in bands:
        viewport = Viewport(start, 0, end - start, layout.height)
        drawn = [plain(line) for line in draw(layout, texts, viewport, drawn_with=use)]
        if start:
            drawn = [_edge(layout, start, y, signs) + line for y, line in enumerate(drawn)]
        if end < layout.width:
            room = end - start + (start > 0)
            drawn = [
                line + " " * (room - cell_len(line)) + _edge(layout, end, y, signs)
                for y, line in enumerate(drawn)
            ]
        band = [_clipped(line, width).rstrip() for line in drawn]
        lines += [""] if lines else []
        lines += [line for line in band if line]
    left = bands[0][0]
    shown = sum(key.kind == "f" and box.x >= left for key, box in layout.boxes.items())
    return Picture(tuple(lines), shown)


def _bands(layout: Layout, width: int) -> list[tuple[int, int]]:
    """From where to where each band goes, in cells: it begins with the wires into a column."""
    if layout.width <= width:
        return [(0, layout.width)]
    columns = sorted({box.x for box in layout.boxes.values()})
    bands: list[tuple[int, int]] = []
    end = layout.width
    while end > 0 and len(bands) < MOST_BANDS:
        room = width - 1 - (end < layout.width)  # the signs at its edges
        inside = [x for x in columns if x < end]
        first = next((x for x in inside if end - max(0, x - 1) <= room), inside[-1])
        start = max(0, first - 1)
        bands.insert(0, (start, end))
        end = start
    return bands


def _fitting(graph: Graph, width: int, signs: Signs) -> tuple[Layout, Callable[[Key], list[Line]]]:
    """The layout that says the most within a width; the least, where none is that narrow."""
    graph_in_order = ordered(scene(graph, limit=MOST_NODES))
    for detail in DETAILS if graph.grads else DETAILS[1:]:
        boxes = {key: _box(graph, key, detail, signs) for key in graph_in_order.scene.layers}
        sizes = {key: (max(map(width_of, box)), len(box)) for key, box in boxes.items()}
        layout = lay_out(graph_in_order, sizes.__getitem__, TIGHT)
        if layout.width <= width:
            break
    return layout, lambda key: _high(boxes[key], layout.boxes[key].height, key)


def _box(graph: Graph, key: Key, detail: str, signs: Signs) -> list[Line]:
    """`[square#2]`; `(a 4.0)`, with its gradient below; `(a)`; `()`."""
    if key.kind == "f":
        return [[Run(f"[{_short(graph.functions[key.number].label, signs)}]")]]
    node = graph.variables[key.number]
    name = _short(node.label, signs)
    value = value_text(node.data, VALUE_WIDTH)
    if detail in ("names", "bare"):
        unnamed = value if detail == "names" or node.creator is None else ""
        return [[Run(f"({name if node.named else unnamed})")]]
    lines = [[Run(f"({name} {value})" if node.named else f"({value})")]]
    if detail == "grads" and key.number in graph.grads:
        lines.append([Run(f" grad {value_text(graph.grads[key.number], VALUE_WIDTH)} ")])
    return lines


def _high(box: list[Line], height: int, key: Key) -> list[Line]:
    """A box of several rows where a function takes a variable twice."""
    missing = height - len(box) if key.kind == "f" else 0
    return [*box, *([[Run("[" + " " * (width_of(box[0]) - 2) + "]")]] * missing)]


def _edge(layout: Layout, x: int, row: int, signs: Signs) -> str:
    """The sign that a wire comes from what is not drawn."""
    sign = signs.cut if len(signs.cut) == 1 else signs.ellipsis
    return sign if x in wire_cells(layout).get(row, {}) else " "


def _short(label: str, signs: Signs) -> str:
    if cell_len(label) <= LABEL_WIDTH:
        return label
    return set_cell_size(label, LABEL_WIDTH - 1).rstrip() + signs.ellipsis


def _clipped(line: str, width: int) -> str:
    return line if cell_len(line) <= width else set_cell_size(line, width)
