"""What a whole pass changed, and at which positions: the columns of its pops beside its steps."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np

from backstep.engine.algorithm import ALGORITHMS
from backstep.recording.records import Recording
from backstep.recording.tables import Integers, PopColumns, pop_columns

STEPS_BESIDE_DELIVERIES = 4  # pop, gather, multiply, free
STEPS_OF_A_FAILED_POP = 3  # pop, gather, and the multiply that raised

Changes: TypeAlias = tuple[Integers, Integers, Integers]


class Columns(NamedTuple):
    """What each pop did, with its steps.

    `starts` are the positions before each pop's first step. Each delivery has its pop in `by_pop`
    and its position in `steps`; `sharing` are those that changed the gradients of the Variables in
    `shared` too. Each of the `freed` gradients has its position in `freed_steps`.
    """

    of_pops: PopColumns
    starts: Integers
    by_pop: Integers
    steps: Integers
    sharing: Integers
    shared: Integers
    freed_steps: Integers

    def changes(self, target: int) -> Changes:
        """Every change of a gradient, in order: at which step, of which Variable, and by which
        delivery: -1 the seed, -2 none, since it is freed."""
        to, freed = self.of_pops.to, self.of_pops.freed
        steps = np.concatenate([[1], self.steps, self.steps[self.sharing], self.freed_steps])
        variables = np.concatenate([[target], to, self.shared, freed])
        by = np.concatenate([[-1], np.arange(len(to)), self.sharing, np.full(len(freed), -2)])
        order = np.argsort(steps, kind="stable")
        return steps[order], variables[order], by[order]


def columns(recording: Recording, bounds: Integers) -> Columns:
    """The columns of a recording with their steps; `bounds` are the ends_of_pops."""
    pops = pop_columns(recording.pops)
    starts, ends = bounds[:-1], bounds[1:]
    counts = pops.deliveries
    by_pop = np.repeat(np.arange(len(counts)), counts)
    within = np.arange(len(by_pop)) - np.repeat(counts.cumsum() - counts, counts)
    algorithm = ALGORITHMS.get(recording.algorithm)
    in_place = algorithm is None or algorithm.adds == "inplace"
    return Columns(
        of_pops=pops,
        starts=starts,
        by_pop=by_pop,
        steps=starts[by_pop] + STEPS_BESIDE_DELIVERIES + within,
        sharing=np.repeat(np.arange(len(by_pop)), pops.shares if in_place else 0),
        shared=pops.shared if in_place else pops.shared[:0],
        freed_steps=np.repeat(ends, pops.frees),
    )


def ends_of_pops(recording: Recording) -> Integers:
    """The position before the first pop, and after the last step of each."""
    pops = pop_columns(recording.pops)
    steps = pops.deliveries + STEPS_BESIDE_DELIVERIES
    steps[pops.failed] = STEPS_OF_A_FAILED_POP
    return np.concatenate([[1], 1 + steps.cumsum()])


def in_groups(numbers: Integers) -> Integers:
    """The places of equal whole numbers beside one another, each group in its order.

    As a stable argsort would have them; sorting numbers made distinct takes half the time.
    """
    return np.argsort(numbers * len(numbers) + np.arange(len(numbers)))
