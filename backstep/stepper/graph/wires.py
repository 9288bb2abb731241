"""Wires between two neighbouring columns: every source turns off in a track of its own.

A net is one source row and the rows it leads to. It runs along its row to its track, up and down
the track, and along each target's row. Where a net's source row is another net's target row, it
has to turn off before the other arrives; where that goes round in a circle, a net steps aside to a
free row first. So two wires share a cell only where they join or plainly cross. Where a net with
several targets and one with a single target meet in a row, the single one joins further right: else
the first one's track would seem to lead back to the second one's source.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TypeAlias

UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
Taken: TypeAlias = tuple[int, int, frozenset[int]]  # first and last row, and where it leads


@dataclass(eq=False)
class Net:
    """A source row and the rows that it leads to; `aside` is the row it steps aside to first."""

    source: int
    targets: frozenset[int]
    before: list[Net] = field(default_factory=list)  # nets whose track must be right of this one's
    track: int = -1
    aside: int | None = None
    aside_track: int = -1

    @property
    def bends(self) -> bool:
        """Whether the net leaves its row at all."""
        return self.targets != {self.source}

    @property
    def start(self) -> int:
        """The row on which it reaches its own track."""
        return self.source if self.aside is None else self.aside


def routed(nets: list[Net]) -> int:
    """Give every bending net its track; the number of tracks."""
    bending = [net for net in nets if net.bends]
    arriving: defaultdict[int, list[Net]] = defaultdict(list)
    for net in bending:
        for row in net.targets:
            arriving[row].append(net)
    for net in bending:
        if net.source not in net.targets:
            net.before += [other for other in arriving[net.source] if other is not net]
        if len(net.targets) > 1:  # the others join it on their row, right of its track
            net.before += [n for row in net.targets for n in arriving[row] if len(n.targets) == 1]
    taken: list[list[Taken]] = []
    waiting = _counts(bending)
    floor: defaultdict[Net, int] = defaultdict(int)
    used = {row for net in nets for row in (net.source, *net.targets)}
    while waiting:
        ready = [net for net, count in waiting.items() if count == 0]
        if not ready:
            circling = [net for net in waiting if net.aside is None]
            _step_aside(min(circling, key=lambda each: each.source), used, taken, floor, waiting)
            continue
        net = ready[0]
        del waiting[net]
        rows = (net.start, *net.targets)
        net.track = _track(taken, (min(rows), max(rows), net.targets), floor[net])
        _release(net, net.track, floor, waiting)
    return len(taken)


def _counts(nets: list[Net]) -> dict[Net, int]:
    """How many nets must have their track before each."""
    counts = dict.fromkeys(nets, 0)
    for net in nets:
        for other in net.before:
            counts[other] += 1
    return counts


def _release(net: Net, track: int, floor: defaultdict[Net, int], waiting: dict[Net, int]) -> None:
    for other in net.before:
        if other in waiting:
            waiting[other] -= 1
            floor[other] = max(floor[other], track + 1)
    net.before = []


def _step_aside(
    net: Net,
    used: set[int],
    taken: list[list[Taken]],
    floor: defaultdict[Net, int],
    waiting: dict[Net, int],
) -> None:
    """Break a circle: the net leaves its row at once, for a free row near by."""
    row, distance = net.source, 1
    while row in used:
        row = net.source + distance
        distance = -distance if distance > 0 else 1 - distance
    used.add(row)
    net.aside = row
    net.aside_track = _track(taken, (min(net.source, row), max(net.source, row), frozenset()), 0)
    floor[net] = max(floor[net], net.aside_track + 1)
    _release(net, net.aside_track, floor, waiting)


def _track(taken: list[list[Taken]], wanted: Taken, floor: int) -> int:
    """The first track from `floor` on that is free between two rows, and now taken there.

    Nets that lead to one and the same row may share a track: there they join.
    """
    track = floor
    while track < len(taken) and any(_collide(wanted, other) for other in taken[track]):
        track += 1
    while len(taken) <= track:
        taken.append([])
    taken[track].append(wanted)
    return track


def _collide(a: Taken, b: Taken) -> bool:
    joined = len(a[2]) == 1 and a[2] == b[2]
    return not joined and a[0] <= b[1] + 1 and b[0] - 1 <= a[1]


def path(net: Net, target: int, width: int) -> dict[tuple[int, int], int]:
    """The cells (column, row) of one wire in a gap of `width` columns, as masks of directions."""
    cells: defaultdict[tuple[int, int], int] = defaultdict(int)
    row, column = net.source, -1
    if net.aside is not None:
        _along(cells, row, column, net.aside_track)
        _upright(cells, net.aside_track, row, net.aside)
        row, column = net.aside, net.aside_track
    if net.bends:
        _along(cells, row, column, net.track)
        _upright(cells, net.track, row, target)
        column = net.track
    _along(cells, target, column, width)
    return {place: mask for place, mask in cells.items() if 0 <= place[0] < width}


def _along(cells: dict[tuple[int, int], int], row: int, start: int, end: int) -> None:
    for column in range(start, end):
        cells[column, row] |= RIGHT
        cells[column + 1, row] |= LEFT


def _upright(cells: dict[tuple[int, int], int], column: int, start: int, end: int) -> None:
    for row in range(min(start, end), max(start, end)):
        cells[column, row] |= DOWN
        cells[column, row + 1] |= UP
