"""Where in a pass something is: the next step that matches, the one before, how many there are.

What can be listed cheaply (the pops of a class, the changes of a gradient) is a sorted list of
steps. The rest is looked for pop by pop from where one is, so that the next match is found soon
however long the pass is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from backstep.recording.records import Pop
from backstep.recording.timeline import Timeline

COUNTED_POPS = 20_000  # up to so many, looking at each of them is not felt


class Found(Protocol):
    """The steps of a pass that match something."""

    def after(self, position: int) -> int | None:
        """The first match after a position; None where there is none."""

    def before(self, position: int) -> int | None:
        """The last match before a position."""

    def has(self, position: int) -> bool:
        """Whether a position is one."""

    def steps(self) -> Sequence[int] | None:
        """Every match in order; None where that would take long."""


@dataclass(frozen=True)
class Listed:
    """Matches that are known, in order."""

    known: Sequence[int]

    def after(self, position: int) -> int | None:
        """The first match after a position."""
        at = bisect_right(self.known, position)
        return self.known[at] if at < len(self.known) else None

    def before(self, position: int) -> int | None:
        """The last match before a position."""
        at = bisect_left(self.known, position)
        return self.known[at - 1] if at else None

    def has(self, position: int) -> bool:
        """Whether a position is one."""
        return self.after(position - 1) == position

    def steps(self) -> Sequence[int] | None:
        """Every match."""
        return self.known


@dataclass(frozen=True)
class Looked:
    """Matches that are looked for: `offsets` gives those of a pop, counted from its start (1 is its
    pop phase), in order; `seed` says whether the first step of all is one."""

    timeline: Timeline
    offsets: Callable[[Pop], Iterable[int]]
    seed: bool = False

    def after(self, position: int) -> int | None:
        """The first match after a position."""
        if position < 1 and self.seed:
            return 1
        pops, starts = self.timeline.recording.pops, self.timeline.starts
        for k in range(max(self.timeline.pop_at(position), 0), len(pops)):
            for offset in self.offsets(pops[k]):
                if starts[k] + offset > position:
                    return starts[k] + offset
        return None

    def before(self, position: int) -> int | None:
        """The last match before a position."""
        pops, starts = self.timeline.recording.pops, self.timeline.starts
        for k in range(self.timeline.pop_at(position), -1, -1):
            earlier = [o for o in self.offsets(pops[k]) if starts[k] + o < position]
            if earlier:
                return starts[k] + earlier[-1]
        return 1 if self.seed and position > 1 else None

    def has(self, position: int) -> bool:
        """Whether a position is one."""
        k = self.timeline.pop_at(position)
        if k < 0:
            return self.seed and position == 1
        offset = position - self.timeline.starts[k]
        return offset in self.offsets(self.timeline.recording.pops[k])

    def steps(self) -> Sequence[int] | None:
        """Every match, in a pass that is not too long."""
        pops = self.timeline.recording.pops
        if len(pops) > COUNTED_POPS:
            return None
        found = [
            start + offset
            for start, pop in zip(self.timeline.starts, pops, strict=True)
            for offset in self.offsets(pop)
        ]
        return [1, *found] if self.seed else found


@dataclass(frozen=True)
class Either:
    """What matches any of several."""

    parts: tuple[Found, ...]

    def after(self, position: int) -> int | None:
        """The first match after a position."""
        found = (part.after(position) for part in self.parts)
        return min((step for step in found if step is not None), default=None)

    def before(self, position: int) -> int | None:
        """The last match before a position."""
        found = (part.before(position) for part in self.parts)
        return max((step for step in found if step is not None), default=None)

    def has(self, position: int) -> bool:
        """Whether a position is one."""
        return any(part.has(position) for part in self.parts)

    def steps(self) -> Sequence[int] | None:
        """Every match."""
        each = [part.steps() for part in self.parts]
        known = [steps for steps in each if steps is not None]
        return sorted(set(chain.from_iterable(known))) if len(known) == len(each) else None
