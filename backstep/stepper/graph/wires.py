"""Wires between two neighbouring layers: every source turns off in a track of its own.

Said for a drawing that goes to the right; one that goes down is the same, turned over. A net is one
source row and the rows it leads to, or several source rows that all lead to the same rows. It runs
along its row to its track, up and down the track, and along each target's row. So that two wires
share a cell only where they join or plainly cross:

- Where a net's source row is another net's target row, it turns off before the other arrives. If
  that goes round in a circle, a net steps aside to a free row first.
- Where a net with several targets and one with a single target meet in a row, the single one joins
  further right: else the first one's track would seem to lead back to the second one's source.
- Of the nets with several targets that meet in a row, one runs into it, and none where another net
  comes straight along it. Each other one goes to a free row near by, and from there a net of its
  own joins as a single one.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import NamedTuple, TypeAlias

Taken: TypeAlias = tuple[int, int, frozenset[int]]  # first and last row, and where it leads
Point: TypeAlias = tuple[int, int]  # column and row


@dataclass(eq=False)
class Net:
    """Source rows and the rows that each of them leads to.

    `rows` are those that its own track reaches; `joints` the nets that carry on to the others,
    by target. `aside` is the row that it steps aside to first.
    """

    sources: tuple[int, ...]
    targets: frozenset[int]
    rows: set[int] = field(init=False)
    joints: dict[int, Net] = field(default_factory=dict)
    row_is_wanted: list[Net] = field(default_factory=list)  # arrive on its source row after it left
    join_later: list[Net] = field(default_factory=list)  # meet one of its rows right of its track
    track: int = -1
    aside: int | None = None
    aside_track: int = -1

    def __post_init__(self) -> None:
        self.rows = set(self.targets)

    @property
    def bends(self) -> bool:
        """Whether the net leaves its row at all."""
        return len(self.rows) > 1 or self.rows != set(self.sources)

    @property
    def reach(self) -> tuple[int, int]:
        """The first and the last row of its track."""
        rows = (*self.starts, *self.rows)
        return min(rows), max(rows)

    @property
    def starts(self) -> tuple[int, ...]:
        """The rows on which it reaches its own track."""
        return self.sources if self.aside is None else (self.aside,)


def nets_of(reached: Mapping[int, frozenset[int]]) -> tuple[dict[int, Net], int]:
    """The nets of source rows, by the rows that each leads to; the number of tracks they take."""
    groups: defaultdict[frozenset[int], list[int]] = defaultdict(list)
    for source, targets in reached.items():
        groups[targets].append(source)
    shared = {targets for targets, sources in groups.items() if len(targets) > 1 < len(sources)}
    nets = {targets: Net(tuple(groups[targets]), targets) for targets in shared}
    found = {
        source: nets[targets] if targets in shared else Net((source,), targets)
        for source, targets in reached.items()
    }
    tracks = _routed(list(dict.fromkeys(found.values())))
    if tracks is None:
        found = {source: Net((source,), targets) for source, targets in reached.items()}
        tracks = _routed(list(found.values()))
    assert tracks is not None, "every net has one source row and can step aside"
    return found, tracks


def _routed(nets: list[Net]) -> int | None:
    """Give every bending net its track; the number of tracks, or None where a net with several
    sources is in the way of itself."""
    if not any(net.bends for net in nets):
        return 0
    used = {row for net in nets for row in (*net.sources, *net.targets)}
    joints = _parted(nets, used)
    bending = [net for net in nets if net.bends]
    arriving: defaultdict[int, list[Net]] = defaultdict(list)
    for net in (*bending, *joints):
        for row in net.rows:
            arriving[row].append(net)
    waiting = dict.fromkeys(sorted((*bending, *joints), key=_turn), 0)
    for net in bending:
        for source in net.sources:
            if source not in net.rows:
                net.row_is_wanted += [other for other in arriving[source] if other is not net]
        if len(net.rows) > 1:
            net.join_later += [n for row in net.rows for n in arriving[row] if len(n.rows) == 1]
        for other in (*net.row_is_wanted, *net.join_later):
            waiting[other] += 1
    return _tracks(waiting, used)


def _parted(nets: list[Net], used: set[int]) -> list[Net]:
    """Let one net with several targets run into each row, and part the others; the new joints."""
    joints: list[Net] = []
    several: defaultdict[int, list[Net]] = defaultdict(list)
    wanted: defaultdict[int, int] = defaultdict(int)
    for net in nets:
        for row in net.targets:
            wanted[row] += 1
            if len(net.targets) > 1:
                several[row].append(net)
    straight = {row: net for net in nets for row in net.sources if row in net.targets}
    for row, meeting in several.items():
        first = straight.get(row)
        if first is None:
            first = min(meeting, key=lambda net: (abs(net.sources[0] - row), net.sources))
        for net in meeting:
            if net is first:
                continue
            own = (at for at in net.sources if not wanted[at] and at not in net.rows)
            landing = next(own, None)
            if landing is None:
                landing = _free_row(row, used)
                used.add(landing)
            joint = Net((landing,), frozenset({row}))
            net.rows ^= {row, landing}
            net.joints[row] = joint
            net.join_later.append(joint)
            joints.append(joint)
    return joints


def _free_row(row: int, used: set[int]) -> int:
    """The nearest row that no wire of the gap runs along."""
    free, distance = row, 1
    while free in used:
        free = row + distance
        distance = -distance if distance > 0 else 1 - distance
    return free


def _tracks(waiting: dict[Net, int], used: set[int]) -> int | None:
    """Tracks from left to right, each net when all that must be left of it have theirs."""
    taken: list[_Track] = []
    origin = min(used) - len(waiting) - 1  # each net may step aside to a row above all others
    placed: list[_Placed] = []  # the rightmost first
    floor: defaultdict[Net, int] = defaultdict(int)
    in_turn = list(waiting)
    turn = {net: i for i, net in enumerate(in_turn)}
    ready = [i for i, net in enumerate(in_turn) if not waiting[net]]  # a heap of turns

    def release(others: Iterable[Net], track: int) -> None:
        for other in others:
            waiting[other] -= 1
            floor[other] = max(floor[other], track + 1)
            if not waiting[other]:
                heappush(ready, turn[other])

    while waiting:
        if not ready:
            circling = [n for n in waiting if n.row_is_wanted and len(n.sources) == 1]
            if not circling:
                return None
            net = min(circling, key=lambda each: each.sources)
            (source,) = net.sources
            net.aside = _free_row(source, used)
            used.add(net.aside)
            between = min(source, net.aside), max(source, net.aside)
            net.aside_track = _track(taken, origin, (*between, frozenset()), 0)
            floor[net] = max(floor[net], net.aside_track + 1)
            release(net.row_is_wanted, net.aside_track)
            net.row_is_wanted = []
            continue
        net = in_turn[heappop(ready)]
        del waiting[net]
        here = _Placed(net, *net.reach)
        least = max(floor[net], _right_of_all(placed, here, floor[net]))
        wanted = (here.low, here.high, frozenset(net.rows))
        net.track = _track(taken, origin, wanted, least)
        insort(placed, here, key=lambda each: -each.net.track)
        release((*net.row_is_wanted, *net.join_later), net.track)
    return len(taken)


class _Placed(NamedTuple):
    """A net with the first and the last row of its track."""

    net: Net
    low: int
    high: int


def _right_of_all(placed: list[_Placed], here: _Placed, floor: int) -> int:
    """The first track right of every net that is better left of one; 0 where none is from a floor
    on."""
    for other in placed:
        if other.net.track < floor:
            break
        if other.low < here.high and here.low < other.high and _left_of(other, here):
            return other.net.track + 1
    return 0


def _turn(net: Net) -> tuple[bool, int]:
    """When a net's turn comes: those below first where they go down, those above where they go up,
    so that none has to cross another's track on the way to its own."""
    down, up = max(net.rows) > net.sources[0], min(net.rows) < net.sources[0]
    return down and up, net.sources[0] if up else -net.sources[0]


def _left_of(a: _Placed, b: _Placed) -> bool:
    """Whether fewer wires cross with the one net's track left of the other's than right of it."""
    return _crossed(a, b) < _crossed(b, a)


def _crossed(left: _Placed, right: _Placed) -> int:
    """The rows in which two nets cross, when the one's track is left of the other's."""
    before = sum([left.low < row < left.high for row in right.net.starts])
    its = right.net.rows
    return before + sum([right.low < row < right.high and row not in its for row in left.net.rows])


def _track(taken: list[_Track], origin: int, wanted: Taken, floor: int) -> int:
    """The first track from `floor` on that is free between two rows, and now taken there.

    Nets that lead to one and the same row may share a track: there they join.
    """
    track = floor
    while track < len(taken) and not taken[track].has_room(wanted):
        track += 1
    while len(taken) <= track:
        taken.append(_Track(origin))
    taken[track].take(wanted)
    return track


class _Track:
    """The rows that are taken in a track, as the bits of whole numbers: all of them, and those of
    the nets that lead to one row alone, by that row. No row is less than the origin."""

    def __init__(self, origin: int) -> None:
        self._origin = origin
        self._all = 0
        self._leading_to: defaultdict[frozenset[int], int] = defaultdict(int)

    def has_room(self, wanted: Taken) -> bool:
        """Whether what leads elsewhere leaves room, with a free row on either side."""
        first, last, rows = wanted
        others = self._all & ~self._leading_to[rows] if len(rows) == 1 else self._all
        return not others & self._bits(first - 1, last + 1)

    def take(self, wanted: Taken) -> None:
        """Take the rows."""
        first, last, rows = wanted
        bits = self._bits(first, last)
        self._all |= bits
        if len(rows) == 1:
            self._leading_to[rows] |= bits

    def _bits(self, first: int, last: int) -> int:
        return ((1 << (last - first + 1)) - 1) << (first - self._origin)


def path(net: Net, source: int, row: int) -> list[Point]:
    """Where the wire from a source row to one of a net's rows turns, by track and row."""
    if net.aside is not None:
        own = [(net.aside_track, source), (net.aside_track, net.aside)]
        return [*own, (net.track, net.aside), (net.track, row)]
    return [(net.track, source), (net.track, row)] if net.bends else []
