"""A scene laid out: where each box stands, and which cells the wires take."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from backstep.stepper.graph.layers import Item, Layered, layered, order, place_rows
from backstep.stepper.graph.scene import Edge, Key, Scene
from backstep.stepper.graph.wires import DOWN, LEFT, RIGHT, UP, Net, path, routed


class Box(NamedTuple):
    """A box's place and size, in cells."""

    x: int
    y: int
    width: int
    height: int


@dataclass
class Cell:
    """A cell of wire: whether two wires cross there, whether an arrow ends there, and for each
    wire through it its directions and the edges that it carries."""

    crossing: bool = False
    arrow: bool = False
    wires: list[tuple[int, frozenset[Edge]]] = field(default_factory=list)


@dataclass
class Layout:
    """Boxes by node, wire cells by row and column, and the size of the whole."""

    scene: Scene
    boxes: dict[Key, Box]
    rows: dict[int, dict[int, Cell]]
    width: int
    height: int
    leaving: dict[Key, list[Edge]]  # the edges at each box's right


def lay_out(drawn: Scene, size: Callable[[Key], tuple[int, int]], *, roomy: bool = True) -> Layout:
    """Lay a scene out; `size` gives the cells that each box may ever take."""
    parallel = Counter(drawn.edges)
    heights: dict[Key, int] = {}
    for key in drawn.layers:
        ports = max((n for (_, target), n in parallel.items() if target == key), default=1)
        heights[key] = max(size(key)[1], ports)

    def height(item: Item) -> int:
        return heights[item] if isinstance(item, Key) else 1

    graph = layered(drawn)
    order(graph)
    place_rows(graph, height, 1 if roomy else 0)
    return _assembled(drawn, graph, size, heights)


def _assembled(
    drawn: Scene,
    graph: Layered,
    size: Callable[[Key], tuple[int, int]],
    heights: dict[Key, int],
) -> Layout:
    boxes: dict[Key, Box] = {}
    rows: defaultdict[int, dict[int, Cell]] = defaultdict(dict)
    x = 0
    for layer, column in enumerate(graph.columns):
        width = max([size(item)[0] for item in column if isinstance(item, Key)], default=1)
        for item in column:
            y = graph.rows[item]
            if isinstance(item, Key):
                boxes[item] = Box(x, y, width, heights[item])
            else:
                edges = _carried_by(graph, item, layer)
                for at in range(x, x + width):
                    _mark(rows, at, y, LEFT | RIGHT, edges)
        x += width
        if layer < len(graph.links):
            x += _wire(graph, layer, x, rows)
    bottom = max([box.y + box.height for box in boxes.values()], default=0)
    shift = min([0, *rows])  # a net that stepped aside may have gone above the first row
    if shift:
        rows = defaultdict(dict, {row - shift: cells for row, cells in rows.items()})
        boxes = {key: box._replace(y=box.y - shift) for key, box in boxes.items()}
    height = max([bottom - shift, *(row + 1 for row in rows)])
    leaving: defaultdict[Key, list[Edge]] = defaultdict(list)
    for edge in drawn.edges:
        leaving[edge[0]].append(edge)
    return Layout(drawn, boxes, dict(rows), x, height, dict(leaving))


def _carried_by(graph: Layered, item: Item, layer: int) -> set[Edge]:
    """The edges that pass through a layer as one item."""
    found: set[Edge] = set()
    for a, b, port in graph.links[layer - 1]:
        if b == item:
            found |= graph.carried[a, b, port]
    return found


def _wire(graph: Layered, layer: int, x: int, rows: dict[int, dict[int, Cell]]) -> int:
    """Draw the wires between a column and the next; the width that they take."""
    targets: defaultdict[Item, set[int]] = defaultdict(set)
    for a, b, port in graph.links[layer]:
        targets[a].add(graph.rows[b] + port)
    nets = {a: Net(graph.rows[a], frozenset(reached)) for a, reached in targets.items()}
    width = routed(list(nets.values())) + 1
    done: list[tuple[Net, dict[tuple[int, int], int], set[Edge]]] = []
    for a, b, port in graph.links[layer]:
        cells = path(nets[a], graph.rows[b] + port, width)
        done.append((nets[a], cells, graph.carried[a, b, port]))
        if isinstance(b, Key):
            row = graph.rows[b] + port
            rows.setdefault(row, {}).setdefault(x + width - 1, Cell()).arrow = True
    owners: defaultdict[tuple[int, int], dict[Net, int]] = defaultdict(dict)
    for net, cells, edges in done:
        for (column, row), mask in cells.items():
            own = owners[column, row]
            own[net] = own.get(net, 0) | mask
            _mark(rows, x + column, row, mask, edges)
    for (column, row), own in owners.items():
        masks = set(own.values())
        if len(own) > 1 and masks <= {UP | DOWN, LEFT | RIGHT} and len(masks) > 1:
            rows[row][x + column].crossing = True
    return width


def _mark(
    rows: dict[int, dict[int, Cell]], column: int, row: int, mask: int, edges: set[Edge]
) -> None:
    cell = rows.setdefault(row, {}).setdefault(column, Cell())
    cell.wires.append((mask, frozenset(edges)))
