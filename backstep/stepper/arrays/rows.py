"""Rows that are made when they are looked at: an array may have very many."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from backstep.stepper.text import Line


@dataclass(frozen=True)
class Rows:
    """So many rows, and what makes each."""

    count: int
    row: Callable[[int], Line]


def rows_of(lines: Sequence[Line]) -> Rows:
    """Rows that are there already."""
    return Rows(len(lines), lambda i: lines[i])


def joined(parts: Iterable[Rows]) -> Rows:
    """Some rows below others."""
    all_parts = [part for part in parts if part.count]
    ends = list(accumulate(part.count for part in all_parts))

    def row(i: int) -> Line:
        k = bisect_right(ends, i)
        return all_parts[k].row(i - (ends[k] - all_parts[k].count))

    return Rows(ends[-1] if ends else 0, row)
