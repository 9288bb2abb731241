"""Two passes over one graph, laid side by side: where they part, and what each comes to.

Both stand on the same nodes (again.py, retained.py). They are stepped together, pop by pop: the
one with more pops leads, and the other is where its own pop of that number is. What is right is
what the loop `generation` finds on the same graph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from math import isnan
from typing import Literal, TypeAlias

import numpy as np

from backstep.messages import later, tr
from backstep.recording.comparing.side import Side
from backstep.recording.records import Pop, Recording, Value
from backstep.recording.rerunning.again import Run, final_grads, run_again
from backstep.recording.rerunning.retained import switched
from backstep.recording.telling.narration import along_paths
from backstep.recording.timeline import Timeline

KEPT, FREED = later("kept"), later("freed")
Verdict: TypeAlias = Literal["same", "near", "wrong", "missing", "left over", "unknown"]
Parts: TypeAlias = Literal["order", "gys", "gxs", "delivery", "end"]
RTOL = 1e-9
RTOL_OF_DIFFERENCES = 1e-3  # numeric: a forward difference with eps 1e-10
MULTIPLY = 3  # steps of a pop before its first delivery


@dataclass(frozen=True)
class Parting:
    """The first pop, counted from 0, in which two passes do not do the same, and in what."""

    pop: int
    parts: Parts
    delivery: int | None = None


@dataclass(frozen=True)
class FinalGrad:
    """One Variable's gradient at the end of each pass, and in the right one; None for no gradient.

    A verdict is "unknown" where nobody knows what is right, or what this side would have come to.
    """

    variable: int
    grads: tuple[Value | None, Value | None]
    right: Value | None
    verdicts: tuple[Verdict, Verdict]

    @property
    def differs(self) -> bool:
        """Whether one of them is not right."""
        return any(verdict not in ("same", "near", "unknown") for verdict in self.verdicts)


class Comparison:
    """Two passes over one graph; `right` is the pass that the loop `generation` makes of it, or a
    sentence on why there is none."""

    def __init__(self, left: Recording, right: Recording, reference: Recording | str) -> None:
        self.sides = (Side(left), Side(right))
        self.reference, self.why_unknown = _known(reference)
        self._near: dict[tuple[int, int], bool] = {}
        self.leading = int(len(right.pops) > len(left.pops))

    @property
    def retains(self) -> bool:
        """Whether the two differ in retain_grad alone."""
        one, other = (side.recording for side in self.sides)
        return one.algorithm == other.algorithm and one.retain_grad != other.retain_grad

    @cached_property
    def names(self) -> tuple[str, str]:
        """What to call the two."""
        if not self.retains:
            return self.sides[0].name, self.sides[1].name
        kept, freed = "retain_grad=True", "retain_grad=False"
        one = self.sides[0].recording.retain_grad
        return (kept, freed) if one else (freed, kept)

    @property
    def short_names(self) -> tuple[str, str]:
        """The same where there is little room."""
        if not self.retains:
            return self.names
        return (KEPT, FREED) if self.sides[0].recording.retain_grad else (FREED, KEPT)

    @property
    def leader(self) -> Side:
        """The side with more pops; the left one where both have as many."""
        return self.sides[self.leading]

    def positions(self, position: int) -> tuple[int, int]:
        """Where each side is when the leading one is at a position."""
        leader, other = self.leader.timeline, self.sides[1 - self.leading]
        k = leader.pop_at(position)
        if position >= leader.length:
            there = other.timeline.length
        elif k < 0:
            there = position
        else:
            into = position - leader.starts[k]
            there = other.position_at(k, _into(leader, other.timeline, k, into))
        there = min(there, other.timeline.length)
        return (position, there) if self.leading == 0 else (there, position)

    def leading_position(self, side: int, position: int) -> int:
        """Where the leading side is when one side is at a position."""
        if side == self.leading:
            return position
        k = self.sides[side].timeline.pop_at(position)
        if k < 0:
            return position
        into = position - self.sides[side].timeline.starts[k]
        return self.leader.position_at(k, into)

    @cached_property
    def parting(self) -> Parting | None:
        """Where the two part; None where they do the same to the end."""
        left, right = (side.recording for side in self.sides)
        for k, (one, other) in enumerate(zip_longest(left.pops, right.pops)):
            if one is None or other is None:
                return Parting(k, "end")
            found = self._parted(k, one, other)
            if found is not None:
                return found
        if (left.failure is None) != (right.failure is None):
            return Parting(max(len(left.pops) - 1, 0), "end")
        return None

    def differs_at(self, k: int) -> bool:
        """Whether the two do not do the same in a pop, from 0."""
        pops = [side.recording.pops[k : k + 1] for side in self.sides]
        return not all(pops) or self._parted(k, pops[0][0], pops[1][0]) is not None

    @cached_property
    def apart(self) -> list[int]:
        """The leading side's positions at which the two begin to differ, pop by pop: the first is
        where they part."""
        if self.parting is None:
            return []
        starts = self.leader.timeline.starts
        later = range(self.parting.pop + 1, len(starts))
        return [self.parting_position, *[starts[k] + 1 for k in later if self.differs_at(k)]]

    def _parted(self, k: int, one: Pop, other: Pop) -> Parting | None:
        if one.function != other.function:
            return Parting(k, "order")
        if not self._all_near(one.gys, other.gys):
            return Parting(k, "gys")
        if (one.gxs is None) != (other.gxs is None):
            return Parting(k, "end")
        if not self._all_near(one.gxs or (), other.gxs or ()):
            return Parting(k, "gxs")
        for i, (d, e) in enumerate(zip(one.deliveries, other.deliveries, strict=True)):
            if not (self.near(d.after, e.after) and set(d.shared) == set(e.shared)):
                return Parting(k, "delivery", i)
        return None

    def _all_near(self, one: Sequence[Value | None], other: Sequence[Value | None]) -> bool:
        return len(one) == len(other) and all(map(self.near, one, other))

    def near(self, one: Value | None, other: Value | None) -> bool:
        """Whether two values are the same up to rounding; up to what a difference is worth, where
        one of the two passes is `numeric`."""
        if one is None or other is None or one is other:
            return one is other
        key = id(one), id(other)  # both are kept alive by their recordings
        if key not in self._near:
            self._near[key] = is_near(one, other, self._rtol)
        return self._near[key]

    @cached_property
    def _rtol(self) -> float:
        return RTOL_OF_DIFFERENCES if "numeric" in self.names else RTOL

    @cached_property
    def parting_position(self) -> int:
        """The leading side's position at the step in which they part; 0 where they do not."""
        if self.parting is None:
            return 0
        starts = self.leader.timeline.starts
        if self.parting.pop >= len(starts):
            return self.leader.timeline.length
        into = {"order": 1, "gys": 2, "gxs": MULTIPLY, "end": 1}.get(self.parting.parts)
        if into is None:
            into = MULTIPLY + 1 + (self.parting.delivery or 0)
        return min(starts[self.parting.pop] + into, self.leader.timeline.length)

    @cached_property
    def finals(self) -> list[FinalGrad]:
        """The gradients at the end, of leaves and of what has one in any of the passes: those that
        are wrong first, then what is left over, then what a person named."""
        nodes = self.sides[0].recording.variables
        right = {} if self.reference is None else final_grads(self.reference, self.reference.pops)
        found = []
        for i in self.sides[0].timeline.grad_order:
            one, other = (side.final.get(i) for side in self.sides)
            is_leaf = nodes[i].creator is None and nodes[i].named
            if is_leaf or not (one is other is right.get(i) is None):
                verdicts = (
                    self._verdict(0, one, right.get(i)),
                    self._verdict(1, other, right.get(i)),
                )
                found.append(FinalGrad(i, (one, other), right.get(i), verdicts))
        return sorted(
            found,
            key=lambda final: (
                not final.differs,
                "left over" in final.verdicts,
                not nodes[final.variable].named,
            ),
        )

    def _verdict(self, side: int, grad: Value | None, right: Value | None) -> Verdict:
        if self.reference is None or (self.sides[side].cut_short and grad != right):
            return "unknown"
        if grad is None or right is None:
            if grad is right:
                return "same"
            return "missing" if grad is None else "left over"
        if grad == right:
            return "same"
        return "near" if self.near(grad, right) else "wrong"

    @cached_property
    def right_gys(self) -> dict[int, tuple[Value | None, ...]]:
        """What each function gathers in the right pass."""
        pops = () if self.reference is None else self.reference.pops
        return {pop.function: pop.gys for pop in pops}

    @cached_property
    def wrong_pops(self) -> tuple[frozenset[int], frozenset[int]]:
        """The pops of each side, from 0, in which a function gathers what it should not: too early,
        once more, or a gradient that is wrong already. Along paths none is."""
        return self._wrong(self.sides[0]), self._wrong(self.sides[1])

    def _wrong(self, side: Side) -> frozenset[int]:
        if along_paths(side.recording) or self.reference is None:
            return frozenset()
        return frozenset(
            k
            for k, pop in enumerate(side.recording.pops)
            if side.turns[k] > 1
            or not self._all_near(pop.gys, self.right_gys.get(pop.function, ()))
        )


def _into(leader: Timeline, other: Timeline, k: int, into: int) -> int:
    """The steps into the other's pop; it has made all its deliveries with the leader's last, and
    is free when the leader is."""
    pops = other.recording.pops
    if k >= len(pops) or into <= MULTIPLY:
        return into
    mine, theirs = len(leader.recording.pops[k].deliveries), len(pops[k].deliveries)
    done = into - MULTIPLY
    if done > mine:
        return MULTIPLY + theirs + 1
    return MULTIPLY + (theirs if done == mine else min(done, theirs))


def compared(recording: Recording, left: str, right: str, run: Run = run_again) -> Comparison | str:
    """A pass by two algorithms, side by side; a sentence where one of them cannot be run.

    Where the pass was made by one of the two, it is that side as it was recorded.
    """
    sides = []
    for name in (left, right):
        if name == recording.algorithm and not recording.create_graph:
            sides.append(recording)
            continue
        found = run(recording, name, recording.retain_grad)
        if isinstance(found, str):
            return found
        sides.append(found)
    reference: Recording | str = next(
        (side for side in sides if side.algorithm == "generation"), ""
    )
    if not reference:
        reference = run(recording, "generation", recording.retain_grad)
    return Comparison(sides[0], sides[1], reference)


def retained(recording: Recording, run: Run = run_again) -> Comparison | str:
    """A pass without and with retain_grad, in this order; a sentence where that cannot be had."""
    other = switched(recording, run)
    if isinstance(other, str):
        return other
    left, right = (other, recording) if recording.retain_grad else (recording, other)
    return Comparison(left, right, right)


def is_near(one: Value | None, other: Value | None, rtol: float = RTOL) -> bool:
    """Whether two values are the same, or as near as rounding; None is near None alone."""
    if one is other:
        return True
    if one is None or other is None or one.shape != other.shape:
        return False
    if one.array is None or other.array is None:
        return one == other
    if one.array.size == 1 and one.array.dtype.kind == other.array.dtype.kind == "f":
        a, b = one.array.item(), other.array.item()  # ten times as fast as asking numpy
        return a == b or abs(a - b) <= 2 * rtol * abs(b) or (isnan(a) and isnan(b))
    with np.errstate(all="ignore"):
        kept = np.isfinite(other.array)
        scale = rtol * float(np.max(np.abs(other.array), initial=0.0, where=kept))
        return bool(np.allclose(one.array, other.array, rtol=rtol, atol=scale, equal_nan=True))


def _known(reference: Recording | str) -> tuple[Recording | None, str]:
    """The right pass where it went well, else why there is none."""
    if isinstance(reference, str):
        return None, reference
    if reference.failure is not None:
        return None, tr(
            "generation itself stops: {why}",
            why=reference.failure.message,
        )
    return reference, ""
