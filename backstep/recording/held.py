"""The bytes that gradients hold, after every change of one: now, the peak, and what retain_grad
would make of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from backstep.engine.algorithm import ALGORITHMS
from backstep.recording.records import Pop, Recording, Value

STEPS_TO_DELIVER = 4  # pop, gather, multiply, and the first delivery


@dataclass(frozen=True)
class Held:
    """Every change of a gradient in a pass, in order, with the bytes of all gradients after it.

    The lists go together: at `steps[i]` the gradient of `variables[i]` changed, and after it
    `held[i]` bytes were held; `peaks[i]` is the most so far. What was there before the pass is at
    step 0. Every Variable's gradient counts, also where two hold the same array.

    `peak` is that of the whole pass; `other_peak` what it is with retain_grad the other way, None
    where that would be another pass (one that failed, or visits a function again).
    """

    steps: list[int]
    variables: list[int]
    held: list[int]
    other_peak: int | None
    peaks: list[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "peaks", list(accumulate(self.held, max)))

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


def held_by_gradients(recording: Recording, starts: Sequence[int]) -> Held:
    """Go through a pass once; `starts` are the positions before each pop's first step."""
    book = _Book()
    for variable, value in recording.found:
        if variable != recording.target:
            book.change(0, variable, value)
    book.change(1, recording.target, recording.seed)
    for start, pop in zip(starts, recording.pops, strict=True):
        step = start + STEPS_TO_DELIVER
        for d in pop.deliveries:
            book.change(step, d.to, d.after)
            for sharer in d.shared:
                book.change(step, sharer, d.after)
            step += 1
        for variable in pop.freed:
            book.change(step, variable, None)
    return Held(book.steps, book.variables, book.totals, _other_peak(recording))


class _Book:
    """A running total over changes."""

    def __init__(self) -> None:
        self.steps: list[int] = []
        self.variables: list[int] = []
        self.totals: list[int] = []
        self._sizes: dict[int, int] = {}
        self._total = 0

    def change(self, step: int, variable: int, value: Value | None) -> None:
        size = 0 if value is None else _bytes_of(value)
        self._total += size - self._sizes.get(variable, 0)
        self._sizes[variable] = size
        self.steps.append(step)
        self.variables.append(variable)
        self.totals.append(self._total)


def _other_peak(recording: Recording) -> int | None:
    algorithm = ALGORITHMS.get(recording.algorithm)
    if recording.failure is not None or algorithm is None or not algorithm.seen_set:
        return None
    book = _Book()
    for variable, value in recording.found:
        book.change(0, variable, value)
    book.change(1, recording.target, recording.seed)
    for pop in recording.pops:
        for d in pop.deliveries:
            book.change(0, d.to, d.after)
        if recording.retain_grad:
            for variable in _freed_otherwise(recording, pop):
                book.change(0, variable, None)
    return max(book.totals)


def _freed_otherwise(recording: Recording, pop: Pop) -> Iterator[int]:
    return (i for i in recording.functions[pop.function].outputs if i is not None)


def _bytes_of(value: Value) -> int:
    """Quicker than `nbytes` where the elements are there: this is asked at every change."""
    return value.nbytes if value.array is None else value.array.nbytes


def bytes_text(n: int) -> str:
    """A number of bytes for people.

    >>> bytes_text(40), bytes_text(5120), bytes_text(3_200_000)
    ('40 bytes', '5.12 kB', '3.2 MB')
    """
    if n < 1000:
        return "1 byte" if n == 1 else f"{n} bytes"
    size = n / 1000
    for unit in ("kB", "MB"):
        if size < 999.5:
            return f"{size:.3g} {unit}"
        size /= 1000
    return f"{size:.3g} GB"
