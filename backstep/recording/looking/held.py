"""The bytes that gradients hold, after every change of one: now, the peak, and what retain_grad
would make of it."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backstep.engine.algorithm import ALGORITHMS
from backstep.messages import trn
from backstep.recording.looking.columns import Changes, Columns, Integers, in_groups, integers
from backstep.recording.records import Recording, Value


@dataclass(frozen=True)
class Held:
    """Every change of a gradient in a pass, in order, with the bytes of all gradients after it.

    The lists go together: at `steps[i]` the gradient of `variables[i]` changed, and after it
    `held[i]` bytes were held; `peaks[i]` is the most so far. What was there before the pass is at
    step 0. Every Variable's gradient counts, also where two hold the same array.

    `peak` is that of the whole pass; `other_peak` what it is with retain_grad the other way, None
    where that would be another pass (one that failed, or visits a function again).
    """

    steps: Sequence[int]
    variables: Sequence[int]
    held: Sequence[int]
    peaks: Sequence[int]
    other_peak: int | None

    @property
    def peak(self) -> int:
        """The most bytes at any time of the pass."""
        return self.peaks[-1] if self.peaks else 0

    def count_at(self, position: int) -> int:
        """How many changes there were up to a position."""
        return bisect_right(self.steps, position)

    def at(self, position: int) -> int:
        """The bytes held at a position."""
        count = self.count_at(position)
        return self.held[count - 1] if count else 0

    def peak_at(self, position: int) -> int:
        """The most bytes up to a position."""
        count = self.count_at(position)
        return self.peaks[count - 1] if count else 0


def held_by_gradients(recording: Recording, columns: Columns, changes: Changes) -> Held:
    """The bytes held after each change of a gradient in a pass, whose columns these are."""
    steps, variables, by = changes
    there = [(v, _bytes_of(value)) for v, value in recording.found if v != recording.target]
    sizes = _sizes(columns)
    told = np.concatenate([sizes, [0, _bytes_of(recording.seed)]])[by]  # -2 freed, -1 the seed
    steps = np.concatenate([np.zeros(len(there), dtype=np.int64), steps])
    variables = np.concatenate([integers(v for v, _ in there), variables])
    held = _totals(variables, np.concatenate([integers(size for _, size in there), told]))
    other = _other_peak(recording, columns, sizes)
    peaks = np.maximum.accumulate(held)
    return Held(_listed(steps), _listed(variables), _listed(held), _listed(peaks), other)


def _listed(numbers: Integers) -> array[int]:
    """Numbers as Python's own, where one is looked up at a time."""
    return array("q", numbers.tobytes())


def _totals(variables: Integers, sizes: Integers) -> Integers:
    """The bytes of all Variables after each change of one to a size."""
    order = in_groups(variables)
    by_variable = sizes[order]
    before = np.zeros_like(by_variable)
    same = variables[order][1:] == variables[order][:-1]
    before[1:][same] = by_variable[:-1][same]
    more = np.empty_like(sizes)
    more[order] = by_variable - before
    return more.cumsum()


def _other_peak(recording: Recording, columns: Columns, sizes: Integers) -> int | None:
    algorithm = ALGORITHMS.get(recording.algorithm)
    if recording.failure is not None or algorithm is None or not algorithm.seen_set:
        return None
    first = [*recording.found, (recording.target, recording.seed)]
    freed = []
    if recording.retain_grad:
        outputs = (recording.functions[pop.function].outputs for pop in recording.pops)
        freed = [(k, v) for k, of_pop in enumerate(outputs) for v in of_pop if v is not None]
    variables = np.concatenate(
        [integers(v for v, _ in first), columns.to, integers(v for _, v in freed)]
    )
    pops = np.concatenate([np.full(len(first), -1), columns.pops, integers(k for k, _ in freed)])
    told = np.concatenate(
        [integers(_bytes_of(value) for _, value in first), sizes, np.zeros(len(freed), np.int64)]
    )
    order = np.argsort(pops, kind="stable")  # within a pop the deliveries come first
    return int(_totals(variables[order], told[order]).max())


def _sizes(columns: Columns) -> Integers:
    """The bytes of what every delivery left; `nbytes` of a Value is slower, and asked only where
    elements were not kept."""
    try:
        return integers([array.nbytes for array in columns.arrays])  # type: ignore[union-attr]
    except AttributeError:
        return integers([_bytes_of(d.after) for d in columns.deliveries])


def _bytes_of(value: Value) -> int:
    return value.nbytes if value.array is None else value.array.nbytes


def bytes_text(n: int) -> str:
    """A number of bytes for people.

    >>> bytes_text(40), bytes_text(5120), bytes_text(3_200_000)
    ('40 bytes', '5.12 kB', '3.2 MB')
    """
    if n < 1000:
        return trn("{n} byte", "{n} bytes", n)
    size = n / 1000
    for unit in ("kB", "MB"):
        if size < 999.5:
            return f"{size:.3g} {unit}"
        size /= 1000
    return f"{size:.3g} GB"
