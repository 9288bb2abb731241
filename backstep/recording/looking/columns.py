"""The pops of a recording column by column, for what a whole pass is asked for at once.

One pop after the other, each of its questions answered in turn, takes several times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from backstep.engine.algorithm import ALGORITHMS
from backstep.engine.variable import Array
from backstep.recording.records import Delivery, Pop, Recording

STEPS_BESIDE_DELIVERIES = 4  # pop, gather, multiply, free
STEPS_OF_A_FAILED_POP = 3  # pop, gather, and the multiply that raised

Integers: TypeAlias = npt.NDArray[np.int64]
Changes: TypeAlias = tuple[Integers, Integers, Integers]


class Columns(NamedTuple):
    """What each pop did, flat: by pop, by delivery, and by gradient that was freed or shared.

    `starts` are the positions before each pop's first step; `arrays` what each delivery left, None
    where the elements were not kept.
    `shared` are Variables whose gradient the deliveries numbered `shared_by` change too.
    """

    starts: Integers
    functions: Integers
    deliveries: list[Delivery]
    arrays: list[Array | None]
    pops: Integers
    steps: Integers
    to: Integers
    shared_by: Integers
    shared: Integers
    freed_steps: Integers
    freed: Integers

    def changes(self, target: int) -> Changes:
        """Every change of a gradient, in order: at which step, of which Variable, and by which
        delivery: -1 the seed, -2 none, since it is freed."""
        steps = np.concatenate([[1], self.steps, self.steps[self.shared_by], self.freed_steps])
        variables = np.concatenate([[target], self.to, self.shared, self.freed])
        by = np.concatenate(
            [[-1], np.arange(len(self.to)), self.shared_by, np.full(len(self.freed), -2)]
        )
        order = np.argsort(steps, kind="stable")
        return steps[order], variables[order], by[order]


def columns(recording: Recording, bounds: Integers) -> Columns:
    """Take the pops of a recording apart; `bounds` are the ends_of_pops."""
    pops = recording.pops
    counts = integers([len(pop.deliveries) for pop in pops])
    starts, ends = bounds[:-1], bounds[1:]
    deliveries = list(chain.from_iterable(pop.deliveries for pop in pops))
    of_pop = np.repeat(np.arange(len(pops)), counts)
    within = np.arange(len(deliveries)) - np.repeat(counts.cumsum() - counts, counts)
    sharing = []
    algorithm = ALGORITHMS.get(recording.algorithm)
    if algorithm is None or algorithm.adds == "inplace":
        sharing = [(i, v) for i, d in enumerate(deliveries) for v in d.shared]
    return Columns(
        starts=starts,
        functions=integers([pop.function for pop in pops]),
        deliveries=deliveries,
        arrays=[d.after.array for d in deliveries],
        pops=of_pop,
        steps=starts[of_pop] + STEPS_BESIDE_DELIVERIES + within,
        to=integers([d.to for d in deliveries]),
        shared_by=integers(i for i, _ in sharing),
        shared=integers(v for _, v in sharing),
        freed_steps=np.repeat(ends, integers(len(pop.freed) for pop in pops)),
        freed=integers(chain.from_iterable(pop.freed for pop in pops)),
    )


def ends_of_pops(pops: Sequence[Pop]) -> Integers:
    """The position before the first pop, and after the last step of each."""
    steps = integers([len(pop.deliveries) for pop in pops]) + STEPS_BESIDE_DELIVERIES
    steps[[k for k, pop in enumerate(pops) if pop.gxs is None]] = STEPS_OF_A_FAILED_POP
    return np.concatenate([[1], 1 + steps.cumsum()])


def in_groups(numbers: Integers) -> Integers:
    """The places of equal whole numbers beside one another, each group in its order.

    As a stable argsort would have them; sorting numbers made distinct takes half the time.
    """
    return np.argsort(numbers * len(numbers) + np.arange(len(numbers)))


def integers(numbers: Iterable[int]) -> Integers:
    """Whole numbers as an array."""
    return np.array([*numbers], dtype=np.int64)
