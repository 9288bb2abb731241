"""The backward loops. What stands here is what runs, and what the stepper shows line by line.

Each loop is one function of one shape: `loop(self, retain_grad, create_graph, watch)`. A comment
at the end of a line names the phase that the line carries out; the source pane finds its current
line by these. `watch` is the recorder's one hook a pop, None when nobody records.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable
from operator import attrgetter
from typing import TypeAlias

import numpy as np

from backstep.engine.config import Config, Watch, using_config
from backstep.engine.errors import ConfigError
from backstep.engine.explain import checked, explained, no_creator, wrong_seed
from backstep.engine.function import Function
from backstep.engine.variable import Variable

Loop: TypeAlias = Callable[[Variable, bool, bool, Watch | None], None]

by_generation = attrgetter("generation")


def generation(
    self: Variable, retain_grad: bool, create_graph: bool, watch: Watch | None = None
) -> None:
    """The book's loop (steps 16 and on): the highest generation first."""
    if self.grad is None:
        self.grad = Variable(np.ones_like(self.data))  # seed

    funcs: list[Function] = []
    seen_set = set()

    def add_func(f: Function | None) -> None:
        if f is not None and f not in seen_set:
            seen_set.add(f)
            insort(funcs, f, key=by_generation)  # equal generations: the last one in goes last

    add_func(self.creator)
    with using_config("enable_backprop", create_graph):
        while funcs:
            f = funcs.pop()  # pop
            gys = [output().grad for output in f.outputs]  # gather
            gxs = f.backward(*gys)  # multiply
            gxs = checked(f, gxs)
            if watch:
                watch(f, gys, gxs)

            for x, gx in zip(f.inputs, gxs, strict=True):
                if x.grad is None:
                    x.grad = gx  # deliver: set
                else:
                    x.grad = x.grad + gx  # deliver: add
                add_func(x.creator)  # deliver: queue

            if not retain_grad:
                for y in f.outputs:
                    y().grad = None  # free


ALGORITHMS: dict[str, Loop] = {loop.__name__: loop for loop in (generation,)}


def run(target: Variable, retain_grad: bool, create_graph: bool) -> None:
    """Run the loop that Config names from `target`, under the recorder if there is one.

    Raises BackwardError, with the cause and the remedy, where the pass cannot start or go on; the
    recording up to there stays.
    """
    if target.creator is None:
        raise no_creator(target)
    if target.grad is not None and not isinstance(target.grad, Variable):
        target.grad = Variable(target.grad)  # `y.grad = np.array(1.0)`, as the book's step 7 does
    if target.grad is not None and target.grad.shape != target.shape:
        raise wrong_seed(target)
    try:
        loop = ALGORITHMS[Config.algorithm]
    except KeyError:
        raise ConfigError(
            f"no algorithm {Config.algorithm!r}; there are {', '.join(ALGORITHMS)}"
        ) from None
    if Config.recorder is None:
        _explaining(loop, target, retain_grad, create_graph, None)
        return
    with Config.recorder.watch(target, Config.algorithm, retain_grad, create_graph) as watch:
        _explaining(loop, target, retain_grad, create_graph, watch)


def _explaining(
    loop: Loop, target: Variable, retain_grad: bool, create_graph: bool, watch: Watch | None
) -> None:
    try:
        loop(target, retain_grad, create_graph, watch)
    except Exception as error:
        reason = explained(error, loop.__code__)
        if reason is None:
            raise
        raise reason from error
