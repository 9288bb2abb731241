"""Order and rows: few crossings, straight wires, nothing overlapping.

The classic layered drawing (Sugiyama, Tagawa, Toda 1981): long edges are split at every layer they
pass, layers are ordered by barycentres in sweeps, and rows follow from the neighbours' rows. The
rows of a layer are the least-squares answer under "keep the order and the distances", found by
pooling adjacent violators.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from backstep.stepper.graph.scene import Edge, Key, Scene

Pass: TypeAlias = tuple[Key, int]  # where an edge from a node passes through a layer
Item: TypeAlias = Key | Pass

ORDER_SWEEPS = 12
ROW_SWEEPS = 8
STRAIGHT = 8.0  # how much more a passing wire insists on its row than a box does


@dataclass
class Layered:
    """Items by layer, and the links between neighbouring layers.

    A link is (item, item, port): the port counts parallel edges into one function. `carried` tells
    which edges of the scene a link is part of.
    """

    columns: list[list[Item]]
    links: list[list[tuple[Item, Item, int]]]
    carried: dict[tuple[Item, Item, int], set[Edge]]
    rows: dict[Item, int] = field(default_factory=dict)


def layered(drawn: Scene) -> Layered:
    """The scene with its long edges split, in the order in which the nodes come."""
    count = max(drawn.layers.values(), default=-1) + 1
    columns: list[list[Item]] = [[] for _ in range(count)]
    links: list[list[tuple[Item, Item, int]]] = [[] for _ in range(max(count - 1, 0))]
    carried: defaultdict[tuple[Item, Item, int], set[Edge]] = defaultdict(set)
    for key, layer in drawn.layers.items():
        columns[layer].append(key)
    ports: defaultdict[Edge, int] = defaultdict(int)
    known: set[Item] = set()
    for source, target in drawn.edges:
        port = ports[source, target]
        ports[source, target] += 1
        at: Item = source
        first, last = drawn.layers[source], drawn.layers[target]
        for layer in range(first + 1, last):
            via: Item = (source, layer)
            if via not in known:
                known.add(via)
                columns[layer].append(via)
                links[layer - 1].append((at, via, 0))
            carried[at, via, 0].add((source, target))
            at = via
        links[last - 1].append((at, target, port))
        carried[at, target, port].add((source, target))
    return Layered(columns, links, dict(carried))


def order(graph: Layered) -> None:
    """Sort every column for few crossings; the best of the sweeps is kept."""
    best = [list(column) for column in graph.columns]
    least = crossings(graph)
    for sweep in range(ORDER_SWEEPS):
        if not least:
            break
        _sweep(graph, forward=sweep % 2 == 0)
        _switch(graph)
        now = crossings(graph)
        if now < least:
            best, least = [list(column) for column in graph.columns], now
    graph.columns = best


def _neighbours(graph: Layered, gap: int, left: bool) -> defaultdict[Item, list[tuple[Item, int]]]:
    """Across one gap between columns: each item's neighbours on its left, or on its right."""
    found: defaultdict[Item, list[tuple[Item, int]]] = defaultdict(list)
    for a, b, port in graph.links[gap]:
        if left:
            found[b].append((a, port))
        else:
            found[a].append((b, port))
    return found


def _sweep(graph: Layered, forward: bool) -> None:
    count = len(graph.columns)
    for layer in range(1, count) if forward else range(count - 2, -1, -1):
        gap = layer - 1 if forward else layer
        near = _neighbours(graph, gap, left=forward)
        beside = graph.columns[layer - 1 if forward else layer + 1]
        place = {item: i for i, item in enumerate(beside)}
        column = graph.columns[layer]
        centre = {}
        for i, item in enumerate(column):
            places = [place[other] for other, _ in near[item]]
            centre[item] = sum(places) / len(places) if places else float(i)
        column.sort(key=centre.__getitem__)


def _switch(graph: Layered) -> None:
    """Swap neighbours in a column wherever that takes crossings away."""
    for layer, column in enumerate(graph.columns):
        sides = []
        for gap, left in ((layer - 1, True), (layer, False)):
            if 0 <= gap < len(graph.links):
                other = graph.columns[layer - 1 if left else layer + 1]
                place = {item: i for i, item in enumerate(other)}
                near = _neighbours(graph, gap, left)
                sides.append({item: sorted(place[o] for o, _ in near[item]) for item in column})
        for i in range(len(column) - 1):
            a, b = column[i], column[i + 1]
            kept = sum(_inversions(side[a], side[b]) for side in sides)
            swapped = sum(_inversions(side[b], side[a]) for side in sides)
            if swapped < kept:
                column[i], column[i + 1] = b, a


def _inversions(above: list[int], below: list[int]) -> int:
    """Crossings between the links of an item and those of the one below it (places sorted)."""
    return sum(len(above) - bisect_right(above, place) for place in below)


def crossings(graph: Layered) -> int:
    """How many pairs of links cross."""
    total = 0
    for gap, links in enumerate(graph.links):
        left = {item: i for i, item in enumerate(graph.columns[gap])}
        right = {item: i for i, item in enumerate(graph.columns[gap + 1])}
        seen: list[int] = []
        for _, place in sorted((left[a], right[b]) for a, b, _ in links):
            total += len(seen) - bisect_right(seen, place)
            insort(seen, place)
    return total


def place_rows(graph: Layered, height: Callable[[Item], int], gap: int) -> None:
    """Give every item its first row: near its neighbours' rows, in order, `gap` rows apart."""
    for column in graph.columns:
        row = 0
        for item in column:
            graph.rows[item] = row
            row += height(item) + gap
    for sweep in range(ROW_SWEEPS):
        last = sweep >= ROW_SWEEPS - 2
        layers = range(len(graph.columns))
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            sides = (True, False) if last else (sweep % 2 == 0,)
            _settle(graph, layer, sides, height, gap)
    lowest = min(graph.rows.values(), default=0)
    for item in graph.rows:
        graph.rows[item] -= lowest


def _settle(
    graph: Layered, layer: int, sides: tuple[bool, ...], height: Callable[[Item], int], gap: int
) -> None:
    """Move a column's items to where their neighbours on the given sides want them."""
    wanted: defaultdict[Item, list[float]] = defaultdict(list)
    for left in sides:
        across = layer - 1 if left else layer
        if not 0 <= across < len(graph.links):
            continue
        for item, others in _neighbours(graph, across, left).items():
            for other, port in others:
                row = graph.rows[other]
                wanted[item].append(float(row - port if left else row + port))
    blocks: list[tuple[float, float, int]] = []  # mean, weight, items
    offsets, offset = [], 0
    for item in graph.columns[layer]:
        offsets.append(offset)
        rows = wanted[item] or [float(graph.rows[item])]
        weight = STRAIGHT if not isinstance(item, Key) else float(bool(wanted[item])) or 0.1
        mean, size = sum(rows) / len(rows) - offset, 1
        while blocks and blocks[-1][0] > mean:
            above, heavy, items = blocks.pop()
            mean = (mean * weight + above * heavy) / (weight + heavy)
            weight, size = weight + heavy, size + items
        blocks.append((mean, weight, size))
        offset += height(item) + gap
    means = [round(mean) for mean, _, size in blocks for _ in range(size)]
    for item, mean, offset in zip(graph.columns[layer], means, offsets, strict=True):
        graph.rows[item] = mean + offset
