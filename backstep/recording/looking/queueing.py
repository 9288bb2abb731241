"""The queue of a pass at any position, from when each of its entries was pushed and popped.

The end of the list is popped, and whatever the loop, two entries keep their order while they are
both in it. So the one that is popped later stands nearer the beginning: the queue at a position is
the pops still to come whose function had been pushed by then, the last of them first. Nothing has
to be sorted or kept for each position.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

import numpy as np

from backstep.engine.algorithm import ALGORITHMS, Algorithm
from backstep.recording.looking.columns import Columns, in_groups
from backstep.recording.records import Recording
from backstep.recording.tables import NOBODY, Integers, function_columns, integers


@dataclass(frozen=True, slots=True)
class Queued:
    """One entry of the queue: a function, its index in the list, and who put it there."""

    index: int
    function: int
    generation: int
    added_by: int | None


class Stays:
    """When each entry came into the queue, by whom, and which of them a pop took out again.

    `functions` and `pushes` go by push: what was pushed, and at which step; `entries` by pop: which
    push it took out. `left` are the pushes that no pop took out, as they stand in the list.
    """

    def __init__(self, recording: Recording, columns: Columns) -> None:
        self.recording = recording
        self._starts = columns.starts
        first = integers(f for f in at_first(recording) if f is not None)
        queued = columns.of_pops.queued
        by = np.flatnonzero(queued != NOBODY)
        pushed = np.concatenate([first, queued[by]])
        pushes = np.concatenate([np.ones_like(first), columns.steps[by]])
        self.functions: list[int] = pushed.tolist()
        self.pushes: list[int] = pushes.tolist()
        pushers = columns.of_pops.functions[columns.by_pop[by]]
        self.added_by = np.concatenate([np.full(len(first), NOBODY), pushers])
        self.entries, left = self._matched(pushed, columns.of_pops.functions)
        self.pushed = pushes[self.entries]  # the same, by pop
        self.left = self._in_order(left)

    def _matched(self, pushed: Integers, popped: Integers) -> tuple[Integers, list[int]]:
        """The push that each pop takes out, the last of its function's, and those that are left."""
        where = np.full(max(pushed.max(initial=0), popped.max(initial=0)) + 1, NOBODY)
        where[pushed] = np.arange(len(pushed))
        if np.bincount(pushed, minlength=1).max() <= 1:  # once each
            left = np.ones(len(pushed), dtype=bool)
            left[where[popped]] = False
            return where[popped], np.flatnonzero(left).tolist()
        return self._matched_in_turn(popped.tolist())

    def _matched_in_turn(self, popped: list[int]) -> tuple[Integers, list[int]]:
        """The same where a function is pushed several times."""
        waiting: defaultdict[int, list[int]] = defaultdict(list)
        entries, known = [], 0
        for k, function in enumerate(popped):
            while known < len(self.functions) and self.pushes[known] <= self._starts[k]:
                waiting[self.functions[known]].append(known)
                known += 1
            entries.append(waiting[function].pop())
        left = [i for of_one in waiting.values() for i in of_one]
        return integers(entries), sorted([*left, *range(known, len(self.functions))])

    def _in_order(self, left: list[int]) -> list[int]:
        match algorithm_of(self.recording).order:
            case "sorted":
                nodes = self.recording.functions
                return sorted(left, key=lambda i: nodes[self.functions[i]].generation)
            case "fifo":
                return left[::-1]
            case _:
                return left

    @cached_property
    def generations(self) -> Integers:
        """The generation of what was pushed, by push."""
        return function_columns(self.recording.functions).generations[self.functions]

    @cached_property
    def pops_by_generation(self) -> dict[int, Integers]:
        """The pops of each generation, in order."""
        of_pops = self.generations[self.entries]
        order = in_groups(of_pops)
        ends = np.flatnonzero(np.diff(of_pops[order])) + 1
        return {int(of_pops[pops[0]]): pops for pops in np.split(order, ends) if len(pops)}

    def seen(self, position: int, last: int | None = None) -> list[int]:
        """What had been pushed by a position, in order; only the `last` few when asked for."""
        count = self.count(position)
        return self.functions[0 if last is None else max(0, count - last) : count]

    @cached_property
    def _first(self) -> dict[int, int]:
        """The first push of each function."""
        return dict(zip(reversed(self.functions), reversed(self.pushes), strict=True))

    def has(self, function: int, position: int) -> bool:
        """Whether a function had been pushed by a position."""
        return self._first.get(function, position + 1) <= position

    def count(self, position: int) -> int:
        """How many had been pushed by a position."""
        return bisect_right(self.pushes, position)


_NO_POPS = np.empty(0, dtype=np.int64)


class Queue(Sequence[Queued]):
    """The list `funcs` at a position, the next function last; entries are made when looked at.

    Without stays nothing is in it.
    """

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, stays: Stays | None, position: int, pops: int) -> None:
        self._made: dict[int, Queued] = {}
        self._length = 0
        if stays is None:
            return
        self._stays = stays
        self._position = position
        self._pops = pops  # how many are over
        self._left = [i for i in stays.left if stays.pushes[i] <= position]
        self._length = stays.count(position) - pops
        self._next = _NO_POPS  # the pops to come out of it, as far as looked
        self._looked = pops

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> Queued: ...
    @overload
    def __getitem__(self, at: slice) -> list[Queued]: ...
    def __getitem__(self, at: int | slice) -> Queued | list[Queued]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        index = at + len(self) if at < 0 else at
        if not 0 <= index < len(self):
            raise IndexError(at)
        if index not in self._made:
            self._made[index] = self._entry(index)
        return self._made[index]

    def _entry(self, index: int) -> Queued:
        stays = self._stays
        entry = self._left[index] if index < len(self._left) else self._to_come(index)
        function, by = stays.functions[entry], int(stays.added_by[entry])
        generation = stays.recording.functions[function].generation
        return Queued(index, function, generation, None if by == NOBODY else by)

    def _to_come(self, index: int) -> int:
        """The push at an index that a later pop takes out again."""
        from_end = len(self) - 1 - index
        self._look_for(from_end + 1)
        return int(self._stays.entries[self._next[from_end]])

    def _look_for(self, count: int) -> None:
        """Find the first `count` of the pops to come whose function has been pushed by now."""
        pushed = self._stays.pushed
        while len(self._next) < count and self._looked < len(pushed):
            self._looked = min(self._pops + max(256, 2 * (self._looked - self._pops)), len(pushed))
            there = pushed[self._pops : self._looked] <= self._position
            self._next = self._pops + np.flatnonzero(there)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (list, Queue)) and list(self) == list(other)

    def __repr__(self) -> str:
        return repr(list(self))

    def place_of(self, function: int, pops: Sequence[int]) -> int | None:
        """The index of a function whose pops are given; the last, where it stands several times."""
        if not self._length:
            return None
        pushed = self._stays.pushed
        later = np.asarray(pops[bisect_left(pops, self._pops) :], dtype=np.int64)
        there = later[pushed[later] <= self._position]
        if len(there):
            before = np.count_nonzero(pushed[self._pops : there[0]] <= self._position)
            return len(self) - 1 - int(before)
        functions = self._stays.functions
        left = (i for i, entry in enumerate(self._left) if functions[entry] == function)
        return max(left, default=None)

    def is_at(self, position: int, pops: int) -> bool:
        """Whether the list is the same at a position, at which so many pops are over."""
        return pops == self._pops and self._stays.count(position) - pops == self._length

    def count_of(self, generation: int) -> int:
        """How many entries have a generation."""
        if not self._length:
            return 0
        stays = self._stays
        pops = stays.pops_by_generation.get(generation, _NO_POPS)
        to_come = pops[np.searchsorted(pops, self._pops) :]
        left = stays.generations[np.array(self._left, dtype=np.int64)]
        there = np.count_nonzero(stays.pushed[to_come] <= self._position)
        return int(there + np.count_nonzero(left == generation))

    @property
    def generations(self) -> Integers:
        """The generation of each entry, in the order of the list."""
        if not self._length:
            return integers([])
        stays = self._stays
        self._look_for(len(self))
        left = stays.generations[np.array(self._left, dtype=np.int64)]
        return np.concatenate([left, stays.generations[stays.entries[self._next[::-1]]]])


NOTHING = Queue(None, 0, 0)  # the queue before the loop begins


def algorithm_of(recording: Recording) -> Algorithm:
    """The algorithm that a recording names; for one that this version does not have, the usual."""
    return ALGORITHMS.get(recording.algorithm, ALGORITHMS["generation"])


def at_first(recording: Recording) -> list[int | None]:
    """The functions in the queue when the loop begins, the next one last."""
    if algorithm_of(recording).order != "preset":
        return [recording.target_node.creator]
    popped = [pop.function for pop in reversed(recording.pops)]
    return [*sorted(set(recording.first_order) - set(popped)), *popped]
