"""The graph of a pass as places: where each node stands and which way each edge runs, in cells.

The whole graph is laid out, however large: the player shows a window of it, so that nothing moves
from step to step. Of a graph that is not too large there are more drawings: with names or dots in
the place of boxes, and from top to bottom.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from backstep.export.html.sizes import Detail, Sizes
from backstep.recording.records import Recording
from backstep.recording.timeline import Timeline
from backstep.stepper.graph import (
    Direction,
    Key,
    Layout,
    Links,
    Ordered,
    Spacing,
    lay_out,
    ordered,
    scene,
)
from backstep.stepper.graph.layout import Wire
from backstep.stepper.graph.scene import Scene, everything
from backstep.stepper.graph.wires import Point
from backstep.stepper.panes.nodes import data_lines

Json: TypeAlias = dict[str, object]
WHOLE = 400  # nodes of a graph that is drawn with all its edges, however long they are
SPACINGS: dict[tuple[Detail, Direction], Spacing] = {
    ("boxes", "right"): Spacing(inset=1, stretch=3, tracks=2),
    ("names", "right"): Spacing(stretch=3, tracks=2),
    ("dots", "right"): Spacing(stretch=1),
    ("boxes", "down"): Spacing("down", apart=2, beside=2, stretch=1),
    ("names", "down"): Spacing("down", apart=2, beside=2, stretch=1),
    ("dots", "down"): Spacing("down", apart=1, beside=1, stretch=1),
}
OTHERS = tuple(SPACINGS)[1:]


def drawing(timeline: Timeline, order: int, also: Sequence[Timeline] = ()) -> Json | None:
    """The graph of one order in boxes from left to right, with room for what further passes over it
    say; None where there is none."""
    drawn = _drawn(timeline, order)
    if drawn is None:
        return None
    return _laid_out(drawn, drawn, Sizes(timeline, drawn, "boxes", also), "boxes", "right")


def further(timeline: Timeline, order: int) -> dict[str, Json] | None:
    """The same in every other detail and direction, by name ("names down"); None where there is no
    graph, or one of too many nodes."""
    drawn = _drawn(timeline, order)
    if drawn is None or not drawn.whole or drawn.total > WHOLE:
        return None
    layers = ordered(drawn)
    return {
        f"{detail} {direction}": _laid_out(
            drawn, layers, Sizes(timeline, drawn, detail), detail, direction
        )
        for detail, direction in OTHERS
    }


def _drawn(timeline: Timeline, order: int) -> Scene | None:
    recording = timeline.recording
    links = Links(recording.functions, order)
    if not links.functions:
        return None
    drawn = scene(recording, order, limit=WHOLE, links=links)
    return drawn if drawn.whole else everything(links)


def _laid_out(
    drawn: Scene, layers: Scene | Ordered, sizes: Sizes, detail: Detail, direction: Direction
) -> Json:
    """A drawing: its size, nodes and edges.

    `nodes` has for each: 0 for a variable or 1 for a function, its number, x, y, width, height, and
    the number of edges to it that are not drawn. `edges` has for each: the variable, the function,
    whether it leads to the function, and the points of its way.
    """
    layout = lay_out(layers, sizes.of, SPACINGS[detail, direction])
    nodes: list[int] = []
    for key, box in layout.boxes.items():
        nodes += [int(key.kind == "f"), key.number, *box, sum(drawn.beyond.get(key, ()))]
    edges: list[object] = []
    for (a, b), ways in _ways(layout).items():
        into = b.kind == "f"
        ends = [a.number, b.number] if into else [b.number, a.number]
        edges += [[*ends, int(into), _flat(way)] for way in ways]
    return {"size": [layout.width, layout.height], "nodes": nodes, "edges": edges}


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
    down = layout.spacing.direction == "down"
    for edge in layout.scene.edges:
        if edge not in ways:
            box = layout.boxes[edge[1]]
            end = box.y if down else box.x
            ways[edge] = [_closed(way, end, int(down)) for way in _of_edge(by_edge[edge])]
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


def _closed(wires: Iterable[Wire], end: int, axis: int) -> list[Point]:
    """The points of a way without those that stand twice, up to the box that it leads to, which
    begins at `end` of an axis."""
    points: list[Point] = []
    for wire in wires:
        for point in wire.points:
            if not points or points[-1] != point:
                points.append(point)
    if points and points[-1][axis] < end:
        x, y = points[-1]
        points.append((x, end) if axis else (end, y))
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
