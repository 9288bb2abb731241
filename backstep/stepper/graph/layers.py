"""Layers and order: long edges split at every layer they pass, each layer sorted for few crossings.

The classic layered drawing (Sugiyama, Tagawa, Toda 1981): layers are ordered by the mean places of
their neighbours in sweeps to and fro (Eades, Wormald 1994), and neighbours in a layer are swapped
wherever that takes crossings away (Gansner, Koutsofios, North, Vo 1993).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from backstep.stepper.graph.scene import Edge, Key, Scene

Order: TypeAlias = list[list[int]]

SWEEPS = 10
PATIENCE = 3  # sweeps that bring nothing before the next beginning is tried
LONG = 4  # layers that an edge passes through
MOST_LONG = 4
SWAPS = 6  # rounds of swapping neighbours in one sweep
MANY = 24  # pairs of wires, above which it pays to sort them


class Link(NamedTuple):
    """A wire between two items in neighbouring layers, and the edges that it is part of.

    `port` counts parallel edges into one function.
    """

    source: int
    target: int
    port: int
    edges: frozenset[Edge]


@dataclass(frozen=True)
class Ordered:
    """A scene's items by layer, each layer in its order, and the links between the layers.

    `keys` gives each item's node, None for an edge that passes through the layer.
    """

    scene: Scene
    keys: list[Key | None]
    columns: Order
    links: list[list[Link]]


def ordered(drawn: Scene) -> Ordered:
    """The scene with its long edges split, and its layers in an order with few crossings."""
    keys: list[Key | None] = list(drawn.layers)
    layers = list(drawn.layers.values())
    item = {key: i for i, key in enumerate(drawn.layers)}
    count = max(layers, default=-1) + 1
    links: list[list[Link]] = [[] for _ in range(max(count - 1, 0))]
    chains: list[list[int]] = []  # the passes of each node's edges
    leaving: defaultdict[Key, list[Key]] = defaultdict(list)
    for source, target in drawn.edges:
        leaving[source].append(target)
    for source, targets in leaving.items():
        ports: defaultdict[Key, int] = defaultdict(int)
        at, layer = item[source], drawn.layers[source] + 1
        chain: list[int] = []
        chains.append(chain)
        waiting = sorted(targets, key=drawn.layers.__getitem__)
        while waiting:
            beyond = [key for key in waiting if drawn.layers[key] > layer]
            for key in waiting[: len(waiting) - len(beyond)]:
                links[layer - 1].append(Link(at, item[key], ports[key], frozenset({(source, key)})))
                ports[key] += 1
            if beyond:  # one pass for all that goes on
                keys.append(None)
                layers.append(layer)
                passing = len(keys) - 1
                links[layer - 1].append(
                    Link(at, passing, 0, frozenset((source, key) for key in beyond))
                )
                at = passing
                chain.append(at)
            waiting, layer = beyond, layer + 1
    columns: Order = [[] for _ in range(count)]
    for i, layer in enumerate(layers):
        columns[layer].append(i)
    long = sorted((chain for chain in chains if len(chain) >= LONG), key=len, reverse=True)
    best = _sorted(columns, _ties(links, len(keys)), long[:MOST_LONG])
    return Ordered(drawn, keys, best, links)


@dataclass(frozen=True)
class _Ties:
    """Who is wired to whom: pairs by gap between layers, and each item's neighbours before it and
    after it."""

    pairs: list[list[tuple[int, int]]]
    before: list[list[int]]
    after: list[list[int]]

    def crossings(self, columns: Order) -> int:
        """How many pairs of links cross in an order."""
        place = self.places(columns)
        total = 0
        size = len(place)
        for gap in self.pairs:
            seen: list[int] = []
            for each in sorted([place[a] * size + place[b] for a, b in gap]):
                at = each % size
                found = bisect_right(seen, at)
                total += len(seen) - found
                seen.insert(found, at)
        return total

    def places(self, columns: Order) -> list[int]:
        """Each item's place in its layer."""
        place = [0] * len(self.before)
        for column in columns:
            for i, item in enumerate(column):
                place[item] = i
        return place


def _ties(links: list[list[Link]], count: int) -> _Ties:
    pairs = [[(link.source, link.target) for link in gap if not link.port] for gap in links]
    before: list[list[int]] = [[] for _ in range(count)]
    after: list[list[int]] = [[] for _ in range(count)]
    for gap in pairs:
        for a, b in gap:
            after[a].append(b)
            before[b].append(a)
    return _Ties(pairs, before, after)


def crossings(graph: Ordered) -> int:
    """How many pairs of links cross."""
    return _ties(graph.links, len(graph.keys)).crossings(graph.columns)


def _sorted(columns: Order, ties: _Ties, long: list[list[int]]) -> Order:
    """The best order that sweeps from several beginnings come to.

    `long` are edges through many layers, each as the items that it passes through.
    """
    starts = [
        columns,
        _by_depth(columns, ties.before, backward=True),
        _by_depth(columns, ties.after, backward=False),
    ]
    best, least = columns, -1
    for i, start in enumerate(starts):
        if start in starts[:i]:
            continue
        found, crossed = _swept(start, ties)
        if least < 0 or crossed < least:
            best, least = found, crossed
        if not least:
            return best
    return _untwisted(_with_long_ones_outside(best, least, ties, long), ties)


def _by_depth(columns: Order, near: list[list[int]], *, backward: bool) -> Order:
    """Every layer in the order in which a walk into the depth comes by."""
    layer_of = {item: i for i, column in enumerate(columns) for item in column}
    result: Order = [[] for _ in columns]
    seen: set[int] = set()
    for column in reversed(columns) if backward else columns:
        for start in column:
            waiting = [start]
            while waiting:
                item = waiting.pop()
                if item not in seen:
                    seen.add(item)
                    result[layer_of[item]].append(item)
                    waiting += reversed(near[item])
    return result


def _swept(start: Order, ties: _Ties, sweeps: int = SWEEPS) -> tuple[Order, int]:
    """The best order that sweeps to and fro come to from a beginning, and its crossings."""
    columns = [list(column) for column in start]
    best, least = start, ties.crossings(start)
    place = ties.places(columns)
    idle = 0
    for sweep in range(sweeps):
        if not least or idle >= PATIENCE:
            break
        near = ties.before if sweep % 2 == 0 else ties.after
        for column in columns if sweep % 2 == 0 else reversed(columns):
            if len(column) > 1:
                _by_mean(column, near, place)
        _swap(columns, ties, place)
        now = ties.crossings(columns)
        idle += 1
        if now < least:
            best, least, idle = [list(column) for column in columns], now, 0
    return best, least


def _with_long_ones_outside(
    columns: Order, least: int, ties: _Ties, long: list[list[int]]
) -> Order:
    """The order after moving what passes through many layers above or below everything.

    Sweeps look at one layer at a time and do not find this, for every single step of it brings
    nothing.
    """
    for chain in long:
        moving = set(chain)
        for on_top in (True, False):
            tried = []
            for column in columns:
                moved = [item for item in column if item in moving]
                rest = [item for item in column if item not in moving] if moved else column
                tried.append(moved + rest if on_top else rest + moved)
            found, crossed = _swept(tried, ties, 2)
            if crossed < least:
                columns, least = found, crossed
    return columns


def _untwisted(columns: Order, ties: _Ties) -> Order:
    """The order with neighbours swapped that cross one another for nothing.

    Where it costs nothing, the wires cross that fan out anyway, not those from one item to one
    other: a function and what it makes stand side by side.
    """
    place = ties.places(columns)
    for column in columns:
        for at in range(len(column) - 1):
            a, b = column[at], column[at + 1]
            crossed = lines = 0
            for near, back in ((ties.before, ties.after), (ties.after, ties.before)):
                alone = len(near[a]) == len(near[b]) == 1
                for other in near[b]:
                    for one in near[a]:
                        turned = (place[one] > place[other]) - (place[one] < place[other])
                        crossed += turned
                        lines += turned * (alone and len(back[one]) == len(back[other]) == 1)
            if crossed == 0 < lines:
                column[at], column[at + 1] = b, a
                place[a], place[b] = at + 1, at
    return columns


def _by_mean(column: list[int], near: list[list[int]], place: list[int]) -> None:
    """Sort a layer by the mean place of each item's neighbours on one side."""
    mean = {}
    for i, item in enumerate(column):
        others = near[item]
        if len(others) == 1:  # a passing wire, of which there are most
            mean[item] = float(place[others[0]])
        else:
            total = sum([place[other] for other in others])
            mean[item] = total / len(others) if others else float(i)
    column.sort(key=mean.__getitem__)
    for i, item in enumerate(column):
        place[item] = i


def _swap(columns: Order, ties: _Ties, place: list[int]) -> None:
    """Swap neighbours in a layer wherever that takes crossings away, until nothing gains.

    What a swap gains depends on the order of what the two are wired to. So a pair is looked at
    again only if something near the one and something near the other has been swapped since.
    """
    before, after = ties.before, ties.after
    waiting = {i for i, column in enumerate(columns) if len(column) > 1}
    visits = 0
    stirred = [0] * len(place)  # at which visit of a layer something near an item was last swapped
    followed = [-1] * len(place)  # by which item it was when the two were last looked at
    looked = [0] * len(place)  # and at which visit
    for _ in range(SWAPS):
        moved: set[int] = set()
        for i in sorted(waiting):
            column = columns[i]
            visits += 1
            for at in range(len(column) - 1):
                a, b = column[at], column[at + 1]
                known = looked[a]
                if followed[a] == b and (stirred[a] < known or stirred[b] < known):
                    continue
                followed[a], looked[a] = b, visits
                gain = 0
                for near in (before, after):
                    first, second = near[a], near[b]
                    if len(first) == 1 == len(second):  # most are passing wires
                        there, here = place[first[0]], place[second[0]]
                        gain += (there > here) - (there < here)
                    elif first and second:
                        gain += _gain(first, second, place)
                if gain > 0:
                    column[at], column[at + 1] = b, a
                    place[a], place[b] = at + 1, at
                    followed[b], looked[b] = a, visits
                    moved.add(i)
                    for item in (*before[a], *before[b], *after[a], *after[b]):
                        stirred[item] = visits
        if not moved:
            return
        near_by = {i + shift for i in moved for shift in (-1, 0, 1)}
        waiting = {i for i in near_by if 0 <= i < len(columns) and len(columns[i]) > 1}


def _gain(first: list[int], second: list[int], place: list[int]) -> int:
    """How many crossings go where two items in a row are swapped, of the wires to one side.

    `first` and `second` are what the two are wired to there.
    """
    if len(first) * len(second) > MANY:
        theres = sorted([place[one] for one in first])
        heres = [place[other] for other in second]
        over = sum([bisect_left(theres, here) + bisect_right(theres, here) for here in heres])
        return len(first) * len(second) - over
    gain = 0
    for other in second:
        here = place[other]
        for one in first:
            there = place[one]
            if there > here:
                gain += 1
            elif there < here:
                gain -= 1
    return gain
