"""A scene laid out: where each box stands, and which way each wire runs.

Layers follow each other along the drawing's direction: columns where it goes to the right, rows
where it goes down. Everything is worked out along and across the direction, and turned at the end.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from backstep.stepper.graph.layers import Ordered, ordered
from backstep.stepper.graph.places import Breadths, places
from backstep.stepper.graph.scene import Edge, Key, Scene
from backstep.stepper.graph.wires import Net, Point, nets_of, path

Direction: TypeAlias = Literal["right", "down"]
FEW_TRACKS = 6  # that are set apart where there is room
Cells: TypeAlias = dict[int, dict[int, int]]  # by row and column; see drawing.py


class Box(NamedTuple):
    """A box's place and size, in cells."""

    x: int
    y: int
    width: int
    height: int


class Wire(NamedTuple):
    """A wire between neighbouring layers: the edges that it is part of, the net that it belongs
    to, where it turns (column, row), and whether it ends in an arrow."""

    edges: frozenset[Edge]
    net: int
    points: tuple[Point, ...]
    arrow: bool


@dataclass(frozen=True)
class Spacing:
    """How a drawing is set out: cells between boxes of a layer (`apart`), and between one and a
    passing wire (`beside`); cells added to every wire (`stretch`), and before wires that turn
    (`lead`); cells from one track of wires to the next (`tracks`); cells from a box's edge to where
    wires touch it (`inset`: 1 for a box with a border).
    """

    direction: Direction = "right"
    apart: int = 1
    beside: int = 1
    stretch: int = 0
    inset: int = 0
    lead: int = 0
    tracks: int = 1


@dataclass(frozen=True)
class Layout:
    """Boxes by node, the wires, and the size of the whole.

    `drawn` and `rows` keep what drawing.py has made of the wires.
    """

    scene: Scene
    spacing: Spacing
    boxes: dict[Key, Box]
    wires: list[Wire]
    width: int
    height: int
    drawn: dict[frozenset[Key], Cells] = field(default_factory=dict, compare=False, repr=False)
    rows: dict[object, dict[int, str]] = field(default_factory=dict, compare=False, repr=False)


def lay_out(
    drawn: Scene | Ordered, size: Callable[[Key], tuple[int, int]], spacing: Spacing | None = None
) -> Layout:
    """Lay a scene out; `size` gives the cells (width, height) that each box may ever take."""
    graph = ordered(drawn) if isinstance(drawn, Scene) else drawn
    spacing = spacing or Spacing()
    down = spacing.direction == "down"
    lengths, breadths = _measured(graph, size, spacing)
    place = places(graph, breadths)
    starts: list[int] = []
    wires: list[Wire] = []
    at = 0
    for layer, column in enumerate(graph.columns):
        starts.append(at)
        at += max(lengths[item] for item in column)
        if layer < len(graph.links):
            at = _wired(graph, layer, starts[-1], at, place, breadths, spacing, wires)
    low = min([0, *(y for wire in wires for _, y in wire.points)])
    high = max(
        [
            *(place[i] + breadth for i, breadth in enumerate(breadths.items)),
            *(y + 1 for wire in wires for _, y in wire.points),
        ],
        default=0,
    )
    boxes = {}
    for column, start in zip(graph.columns, starts, strict=True):
        for item in column:
            key = graph.keys[item]
            if key is not None:
                across, length = place[item] - low, lengths[item]
                broad = breadths.items[item]
                boxes[key] = (
                    Box(across, start, broad, length) if down else Box(start, across, length, broad)
                )
    turned = [
        wire._replace(
            points=tuple([(y - low, x) if down else (x, y - low) for x, y in wire.points])
        )
        for wire in wires
    ]
    broad = high - low
    width, height = (broad, at) if down else (at, broad)
    return Layout(graph.scene, spacing, boxes, turned, width, height)


def _measured(
    graph: Ordered, size: Callable[[Key], tuple[int, int]], spacing: Spacing
) -> tuple[list[int], Breadths]:
    """Every item's length along the drawing, and what it takes across."""
    parallel: dict[Key, int] = {}
    for (_, target), count in Counter(graph.scene.edges).items():
        parallel[target] = max(parallel.get(target, 1), count)
    lengths, broad, leaves, enters = [], [], [], []
    down = spacing.direction == "down"
    step = 2 if down else 1
    for key in graph.keys:
        if key is None:
            length, breadth, leave, enter = 1, 1, 0, 0
        else:
            width, height = size(key)
            ports = step * (parallel.get(key, 1) - 1) + 1
            if down:
                length, breadth = height, max(width, ports)
                leave, enter = (breadth - 1) // 2, (breadth - ports) // 2
            else:
                length, breadth = width, max(height, ports + 2 * spacing.inset)
                leave = enter = spacing.inset
        lengths.append(length)
        broad.append(breadth)
        leaves.append(leave)
        enters.append(enter)
    return lengths, Breadths(broad, leaves, enters, step, spacing.apart, spacing.beside)


def _wired(
    graph: Ordered,
    layer: int,
    start: int,
    end: int,
    place: list[int],
    breadths: Breadths,
    spacing: Spacing,
    wires: list[Wire],
) -> int:
    """Wire a layer, which lies from `start` to `end`, to the next; where that one begins."""
    links = graph.links[layer]
    rows = [
        place[link.target] + breadths.enters[link.target] + link.port * breadths.step
        for link in links
    ]
    sources = [place[link.source] + breadths.leaves[link.source] for link in links]
    reached: defaultdict[int, set[int]] = defaultdict(set)
    for source, row in zip(sources, rows, strict=True):
        reached[source].add(row)
    nets, tracks = nets_of({source: frozenset(targets) for source, targets in reached.items()})
    lead = spacing.lead if tracks else 0
    first = end + lead + spacing.stretch // 2
    step = spacing.tracks if tracks <= FEW_TRACKS else 1
    next_start = end + lead + max(0, tracks * step - step + 1) + 1 + spacing.stretch
    names = {net: len(wires) + i for i, net in enumerate(nets.values())}

    def turns(net: Net, source: int, row: int) -> list[Point]:
        return [(first + step * track, y) for track, y in path(net, source, row)]

    for link, source, row in zip(links, sources, rows, strict=True):
        net = nets[source]
        arrow = graph.keys[link.target] is not None
        end_at = (next_start - arrow, row)
        joint = net.joints.get(row)
        if joint is None:
            points = ((start, source), *turns(net, source, row), end_at)
            wires.append(Wire(link.edges, names[net], points, arrow))
            continue
        (landing,) = joint.sources
        landed = (first + step * joint.track, landing)
        points = ((start, source), *turns(net, source, landing), landed)
        wires.append(Wire(link.edges, names[net], points, False))
        wires.append(Wire(link.edges, -len(wires), (*turns(joint, landing, row), end_at), arrow))
    return next_start
