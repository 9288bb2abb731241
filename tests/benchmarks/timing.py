"""Two sides timed in turn, so that whatever slows the machine slows both."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any, TypeAlias

Task: TypeAlias = Callable[[], Any]
Setup: TypeAlias = Callable[[], Task]


@dataclass(frozen=True)
class Pair:
    """Seconds of one side and of the other, one of each for every round."""

    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The median of ours over the median of theirs."""
        return median(self.ours) / median(self.theirs)

    @property
    def spread(self) -> tuple[float, float]:
        """The ratios of single rounds, without the outer quarter on either side."""
        each = sorted(a / b for a, b in zip(self.ours, self.theirs, strict=True))
        cut = len(each) // 4
        return each[cut], each[-1 - cut]


def seconds(setup: Setup) -> float:
    """What a task takes that has just been set up; the collector is on, with nothing to collect."""
    task = setup()
    gc.collect()
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def side_by_side(ours: Setup, theirs: Setup, rounds: int) -> Pair:
    """Time both sides in turn; one round goes before, to warm up, and does not count."""
    seconds(ours), seconds(theirs)
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    return Pair(tuple(a for a, _ in pairs), tuple(b for _, b in pairs))


def fastest(setup: Setup, rounds: int) -> float:
    """The fewest seconds of some rounds."""
    return min(seconds(setup) for _ in range(rounds))
