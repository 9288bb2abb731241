"""Places across the layers: every item near what it is wired to, in order, nothing overlapping.

Across is down the rows where the drawing goes to the right, and along the columns where it goes
down. The places of a layer are the least-squares answer under "keep the order and the distances",
found by pooling adjacent violators.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import median_low

from backstep.stepper.graph.layers import Ordered

SWEEPS = 8
STRAIGHTENED = 2  # times: what one line makes room for, another takes
STRAIGHT = 8.0  # how much more a passing wire insists on its place than a box does


@dataclass(frozen=True)
class Breadths:
    """How broad each item is across the layers, and where its wires touch it.

    `leaves` is where an item's wires go out, counted from its first cell; `enters` where the first
    one comes in, and `step` the distance between parallel ones. `apart` is kept free between
    boxes, `beside` where at least one of two neighbours is a passing wire.
    """

    items: Sequence[int]
    leaves: Sequence[int]
    enters: Sequence[int]
    step: int
    apart: int
    beside: int


def places(graph: Ordered, breadths: Breadths) -> list[int]:
    """The first cell of every item across the layers; the least is 0."""
    passing = [key is None for key in graph.keys]
    offsets = [_offsets(column, breadths, passing) for column in graph.columns]
    place = [0] * len(graph.keys)
    for column, spread in zip(graph.columns, offsets, strict=True):
        for item, offset in zip(column, spread, strict=True):
            place[item] = offset
    before: list[list[tuple[int, int]]] = [[] for _ in graph.keys]
    after: list[list[tuple[int, int]]] = [[] for _ in graph.keys]
    for gap in graph.links:
        for a, b, port, _ in gap:
            shift = breadths.leaves[a] - breadths.enters[b] - port * breadths.step
            before[b].append((a, shift))
            after[a].append((b, -shift))
    both = [near + far for near, far in zip(before, after, strict=True)]
    layers = range(len(graph.columns))
    for sweep in range(SWEEPS):
        last = sweep >= SWEEPS - 2
        near = both if last else after if sweep % 2 else before
        for layer in reversed(layers) if sweep % 2 else layers:
            _settle(graph.columns[layer], offsets[layer], place, near, passing)
    where = {
        item: (layer, i)
        for layer, column in enumerate(graph.columns)
        for i, item in enumerate(column)
    }

    def room(item: int) -> tuple[float, float]:
        """From where to where an item can be moved between its neighbours in its layer."""
        layer, i = where[item]
        column, spread = graph.columns[layer], offsets[layer]
        low = place[column[i - 1]] + spread[i] - spread[i - 1] if i else -inf
        last = i + 1 == len(column)
        return low, inf if last else place[column[i + 1]] - (spread[i + 1] - spread[i])

    lines = _lines(graph)
    for _ in range(STRAIGHTENED):
        for line in lines:
            if len(line) > 1:
                _straighten(line, breadths, room, place)
            elif both[line[0]]:
                wanted = [place[other] + shift for other, shift in both[line[0]]]
                low, high = room(line[0])
                place[line[0]] = int(min(max(round(sum(wanted) / len(wanted)), low), high))
    least = min(place, default=0)
    return [at - least for at in place]


def _lines(graph: Ordered) -> list[list[int]]:
    """The items, those together that are wired to each other alone."""
    leaving, coming = Counter[int](), Counter[int]()
    for gap in graph.links:
        leaving.update([link.source for link in gap])
        coming.update([link.target for link in gap])
    after = {
        link.source: link.target
        for gap in graph.links
        for link in gap
        if leaving[link.source] == 1 == coming[link.target]
    }
    begun = set(after.values())
    lines = [[item] for column in graph.columns for item in column if item not in begun]
    for line in lines:
        while line[-1] in after:
            line.append(after[line[-1]])
    return lines


def _straighten(
    line: list[int],
    breadths: Breadths,
    room: Callable[[int], tuple[float, float]],
    place: list[int],
) -> None:
    """Put items that are wired to each other alone in as few rows as there is room for."""
    part, shifts = [line[0]], [0]
    low, high = room(line[0])
    for before, item in pairwise(line):
        shift = shifts[-1] + breadths.leaves[before] - breadths.enters[item]
        least, most = room(item)
        if max(low, least - shift) > min(high, most - shift):
            _line_up(part, shifts, low, high, place)
            part, shifts, low, high = [item], [0], least, most
            continue
        low, high = max(low, least - shift), min(high, most - shift)
        part.append(item)
        shifts.append(shift)
    _line_up(part, shifts, low, high, place)


def _line_up(line: list[int], shifts: list[int], low: float, high: float, place: list[int]) -> None:
    if len(line) < 2:
        return
    at = median_low([place[item] - shift for item, shift in zip(line, shifts, strict=True)])
    at = int(min(max(at, low), high))
    for item, shift in zip(line, shifts, strict=True):
        place[item] = at + shift


def _offsets(column: list[int], breadths: Breadths, passing: list[bool]) -> list[int]:
    """Each item's distance from the first of its layer where they stand as close as they may."""
    found, at = [], 0
    for i, item in enumerate(column):
        if i:
            wire = passing[item] or passing[column[i - 1]]
            at += breadths.beside if wire else breadths.apart
        found.append(at)
        at += breadths.items[item]
    return found


def _settle(
    column: list[int],
    offsets: list[int],
    place: list[int],
    near: list[list[tuple[int, int]]],
    passing: list[bool],
) -> None:
    """Move a layer's items to where their neighbours want them."""
    blocks: list[tuple[float, float, int]] = []  # mean, weight, items
    for item, offset in zip(column, offsets, strict=True):
        others = near[item]
        if others:
            mean = sum([place[other] + shift for other, shift in others]) / len(others) - offset
            weight = STRAIGHT if passing[item] else 1.0
        else:
            mean, weight = float(place[item] - offset), STRAIGHT if passing[item] else 0.1
        size = 1
        while blocks and blocks[-1][0] > mean:
            above, heavy, items = blocks.pop()
            mean = (mean * weight + above * heavy) / (weight + heavy)
            weight, size = weight + heavy, size + items
        blocks.append((mean, weight, size))
    i = 0
    for mean, _, size in blocks:
        at = round(mean)
        for item, offset in zip(column[i : i + size], offsets[i : i + size], strict=True):
            place[item] = at + offset
        i += size
