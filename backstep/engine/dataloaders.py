"""Data loaders: a dataset in batches, once through for each loop over it (book step 50)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from backstep.engine.errors import ArgumentError, DataError
from backstep.engine.variable import Array, as_array
from backstep.messages import tr

__all__ = ["DataLoader", "SeqDataLoader"]

MOST_EXAMPLES = 10**7


class DataLoader:
    """Goes through a dataset in batches `x, t` of arrays; the last may be smaller.

    With `shuffle` the order is drawn anew for each time through, from numpy's global random state.
    `t` is None for a dataset without labels. Raises ArgumentError for a batch size below 1 and for
    an empty dataset. Book step 50.

    >>> from backstep.engine.datasets import Spiral
    >>> [len(t) for x, t in DataLoader(Spiral(), 120)]
    [120, 120, 60]
    """

    def __init__(self, dataset: Any, batch_size: int, shuffle: bool = True) -> None:
        if isinstance(batch_size, bool) or not isinstance(batch_size, (int, np.integer)):
            raise ArgumentError(
                tr(
                    "{who}: the batch size is a whole number, not a {kind}",
                    who=type(self).__name__,
                    kind=type(batch_size).__name__,
                )
            )
        self.dataset = dataset
        self.batch_size = int(batch_size)
        self.shuffle = shuffle
        self.data_size = len(dataset)
        if self.batch_size < 1:
            raise ArgumentError(
                tr("{who}: a batch has one example or more", who=type(self).__name__)
            )
        self.max_iter = math.ceil(self.data_size / self.batch_size)
        self.reset()

    def reset(self) -> None:
        """Begin again, in a new order with `shuffle`."""
        if not 0 < self.data_size <= MOST_EXAMPLES:
            raise ArgumentError(
                tr(
                    "{who}: a dataset has from 1 to {most:,} examples, this has {n}",
                    who=type(self).__name__,
                    most=MOST_EXAMPLES,
                    n=self.data_size,
                )
            )
        self.iteration = 0
        order = np.random.permutation if self.shuffle else np.arange
        self.index = order(self.data_size)

    def __iter__(self) -> Iterator[tuple[Array, Array | None]]:
        return self

    def __next__(self) -> tuple[Array, Array | None]:
        if self.iteration >= self.max_iter:
            self.reset()
            raise StopIteration
        batch = [self.dataset[i] for i in self._batch()]
        self.iteration += 1
        x, t = (_column(batch, part) for part in (0, 1))
        assert x is not None
        return x, t

    def next(self) -> tuple[Array, Array | None]:
        """The next batch, for who asks by hand."""
        return self.__next__()

    def _batch(self) -> list[int]:
        """Which examples are in the coming batch."""
        first = self.iteration * self.batch_size
        return [int(i) for i in self.index[first : first + self.batch_size]]


class SeqDataLoader(DataLoader):
    """Batches of a series: each row goes on where it was in the last batch. Book step 60.

    `x, t` have batch_size rows, the series cut into as many parts of one length. Nothing is
    shuffled. Raises ArgumentError for a batch size below 1 and for an empty dataset.
    """

    def __init__(self, dataset: Any, batch_size: int) -> None:
        super().__init__(dataset, batch_size, shuffle=False)

    def _batch(self) -> list[int]:
        jump = self.data_size // self.batch_size
        rows = range(self.batch_size)
        return [(row * jump + self.iteration) % self.data_size for row in rows]


def _column(batch: Sequence[Any], part: int) -> Array | None:
    """One part of every example, as an array. Raises DataError where they do not make one."""
    parts = []
    for example in batch:
        if not isinstance(example, tuple) or len(example) != 2:
            raise DataError(
                tr(
                    "a dataset's [i] gives a pair, the example and its label, not a {kind}",
                    kind=type(example).__name__,
                )
            )
        parts.append(example[part])
    if part == 1 and all(each is None for each in parts):
        return None
    return as_array([as_array(each) for each in parts])  # type: ignore[arg-type]
