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
from backstep.recording.looking.columns import Changes, Columns, in_groups
from backstep.recording.records import Recording, Value
from backstep.recording.tables import Integers, function_columns, integers


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
    told = np.concatenate([columns.of_pops.sizes, [0, _bytes_of(recording.seed)]])[
        by
    ]  # -2 freed, -1 the seed
    steps = np.concatenate([np.zeros(len(there), dtype=np.int64), steps])
    variables = np.concatenate([integers(v for v, _ in there), variables])
    held = _totals(variables, np.concatenate([integers(size for _, size in there), told]))
    other = _other_peak(recording, columns)
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


def _other_peak(recording: Recording, columns: Columns) -> int | None:
    algorithm = ALGORITHMS.get(recording.algorithm)
    if recording.failure is not None or algorithm is None or not algorithm.seen_set:
        return None
    first = [*recording.found, (recording.target, recording.seed)]
    freed, freed_by = columns.of_pops.freed[:0], columns.by_pop[:0]
    if recording.retain_grad:
        freed, freed_by = _outputs(recording, columns.of_pops.functions)
    variables = np.concatenate([integers(v for v, _ in first), columns.of_pops.to, freed])
    pops = np.concatenate([np.full(len(first), -1), columns.by_pop, freed_by])
    told = np.concatenate(
        [
            integers(_bytes_of(value) for _, value in first),
            columns.of_pops.sizes,
            np.zeros_like(freed),
        ]
    )
    order = np.argsort(pops, kind="stable")  # within a pop the deliveries come first
    return int(_totals(variables[order], told[order]).max())


def _outputs(recording: Recording, popped: Integers) -> tuple[Integers, Integers]:
    """The outputs of the functions that are popped, and the pop of each."""
    functions = function_columns(recording.functions)
    ends = functions.make.cumsum()
    counts = functions.make[popped]
    before = np.repeat((ends - functions.make)[popped] - (counts.cumsum() - counts), counts)
    outputs = functions.outputs[before + np.arange(len(before))]
    return outputs, np.repeat(np.arange(len(popped)), counts)


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
