"""The graph of a pass as places: where each node stands and which way each edge runs, in cells.

The whole graph is laid out, however large: the player shows a window of it, so that nothing moves
from step to step. What a node may ever say decides how much room it takes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from backstep.messages import cells
from backstep.recording.records import Recording
from backstep.recording.timeline import Timeline
from backstep.stepper.graph import Key, Layout, Links, Spacing, lay_out, scene
from backstep.stepper.graph.layout import Wire
from backstep.stepper.graph.scene import Scene, everything
from backstep.stepper.graph.wires import Point
from backstep.stepper.panes.nodes import data_lines, grad_in_box, shortened

Json: TypeAlias = dict[str, object]
WHOLE = 400  # nodes of a graph that is drawn with all its edges, however long they are
MANY = 60  # changes of a gradient, of which no more are looked at for their width
PADDING = 2
SPACING = Spacing(inset=1, stretch=3, tracks=2)
ROWS = 3  # of a box: wires touch it at the middle one


def drawing(timeline: Timeline, order: int) -> Json | None:
    """The graph of one order: its size, nodes and edges; None where there is none.

    `nodes` has for each: 0 for a variable or 1 for a function, its number, x, y, width, height, and
    the number of edges to it that are not drawn. `edges` has for each: the variable, the function,
    whether it leads to the function, and the points of its way.
    """
    recording = timeline.recording
    links = Links(recording.functions, order)
    if not links.functions:
        return None
    drawn = scene(recording, order, limit=WHOLE, links=links)
    if not drawn.whole:
        drawn = everything(links)
    layout = lay_out(drawn, _Sizes(timeline, drawn).of, SPACING)
    nodes: list[int] = []
    for key, box in layout.boxes.items():
        nodes += [int(key.kind == "f"), key.number, *box, sum(drawn.beyond.get(key, ()))]
    edges: list[object] = []
    for (a, b), ways in _ways(layout).items():
        into = b.kind == "f"
        ends = [a.number, b.number] if into else [b.number, a.number]
        edges += [[*ends, int(into), _flat(way)] for way in ways]
    return {"size": [layout.width, layout.height], "nodes": nodes, "edges": edges}


class _Sizes:
    """How many cells each node takes, at any step."""

    def __init__(self, timeline: Timeline, drawn: Scene) -> None:
        self._timeline = timeline
        self._beyond = drawn.beyond
        recording = timeline.recording
        self._digits = len(str(max(0, len(recording.functions) - 1)))

    def of(self, key: Key) -> tuple[int, int]:
        """Its width and height."""
        beyond = 1 + len(str(sum(self._beyond[key]))) + 1 if key in self._beyond else 0
        if key.kind == "f":
            f = self._timeline.recording.functions[key.number]
            width = cells(shortened(f.label)) + self._digits + 3 + (f.order == 2)
            return width + (key.number in self._timeline.troubled) + PADDING + beyond, ROWS
        lines = data_lines(self._timeline.recording.variables[key.number])
        width = max([cells(lines[0]) + beyond, *map(cells, lines[1:]), self._grads(key.number)])
        return width + PADDING, ROWS + len(lines) - 1

    def _grads(self, variable: int) -> int:
        node = self._timeline.recording.variables[variable]
        changes = self._timeline.changes(variable, MANY)
        told = [cells(grad_in_box(e.after, node)) + 3 * (e.change == "add") for e in changes]
        return max([4, *told]) + len("grad ")


def _ways(layout: Layout) -> dict[tuple[Key, Key], list[list[Point]]]:
    """The way of every edge, from the box where it begins to the one where it ends; several of
    parallel edges, which part before the last box.

    The wires of an edge come layer by layer; each of its ways ends in an arrow.
    """
    by_edge: defaultdict[tuple[Key, Key], list[Wire]] = defaultdict(list)
    for wire in layout.wires:
        for edge in wire.edges:
            by_edge[edge].append(wire)
    ways = {}
    for edge in layout.scene.edges:
        if edge not in ways:
            box = layout.boxes[edge[1]]
            ways[edge] = [_closed(way, box.x) for way in _of_edge(by_edge[edge])]
    return ways


def _of_edge(wires: list[Wire]) -> list[list[Wire]]:
    first: list[Wire] = []
    chunks: list[list[Wire]] = [[]]
    for wire in wires:
        chunks[-1].append(wire)
        if wire.arrow:
            chunks.append([])
    chunks = [chunk for chunk in chunks if chunk]
    first = chunks[0]
    found = [first]
    for chunk in chunks[1:]:
        start = chunk[0].points[0]
        shared = next((i for i, wire in enumerate(first) if wire.points[0] == start), 0)
        found.append([*first[:shared], *chunk])
    return found


def _closed(wires: Iterable[Wire], end: int) -> list[Point]:
    """The points of a way without those that stand twice, up to the box that it leads to."""
    points: list[Point] = []
    for wire in wires:
        for point in wire.points:
            if not points or points[-1] != point:
                points.append(point)
    if points and points[-1][0] < end:
        points.append((end, points[-1][1]))
    straight = points[:1]
    for i in range(1, len(points) - 1):
        (ax, ay), (bx, by), (cx, cy) = straight[-1], points[i], points[i + 1]
        if not (ax == bx == cx or ay == by == cy):
            straight.append(points[i])
    return [*straight, *points[-1:]] if len(points) > 1 else points


def _flat(way: list[Point]) -> list[int]:
    return [number for point in way for number in point]


def boxed(recording: Recording, variable: int) -> list[str]:
    """What a variable's box says besides its gradient: its name and number."""
    return data_lines(recording.variables[variable])
