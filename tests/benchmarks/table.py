"""What the table is made of: a row, and the figure that it measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.benchmarks.timing import Pair


@dataclass(frozen=True)
class Result:
    """One figure: a ratio or bytes, what it came from, and how sure it is."""

    figure: float
    sides: str
    spread: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the table; `most` is None where nothing was promised."""

    name: str
    what: str
    most: float | None
    measure: Callable[[int], Result]


def ratio(pair: Pair, who: str) -> Result:
    """One side against another, `who` it is."""
    low, high = pair.spread
    sides = f"{1e3 * min(pair.ours):.2f} ms, {who} {1e3 * min(pair.theirs):.2f} ms"
    return Result(pair.ratio, sides, f"{low:.3f} to {high:.3f}")
