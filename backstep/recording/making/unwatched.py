"""A pass in the middle of a long loop, which nobody watches unless it fails.

To note what each pop does takes longer than the pop. Of ten thousand passes of a training loop
twenty are kept, so most go by unwatched. When one of them is cut short (Ctrl-C mostly) its graph
is still there, and its data are as they were: it is run again up to the same pop, with full notes.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import NoReturn, TypeAlias

import numpy as np

from backstep.engine.algorithm import Algorithm
from backstep.engine.config import Config
from backstep.engine.explain import loop_locals
from backstep.engine.function import Function
from backstep.engine.graph import functions_behind
from backstep.engine.variable import Variable
from backstep.recording.making.notes import Notes


class Cut(BaseException):
    """Ends a pass that is run again, at the pop where it ended the first time."""


Arguments: TypeAlias = tuple[Variable, Algorithm, bool, bool]


class Unwatched:
    """Entered by the engine around its loop, as a recording is. There is one for all such passes;
    `arguments` are those of the pass at hand.

    `begun` begins notes; `failed` gets those of a pass that ended early.
    """

    arguments: Arguments

    def __init__(self, begun: Callable[..., Notes], failed: Callable[[Notes], None]) -> None:
        self._begun = begun
        self._failed = failed

    def __enter__(self) -> None:
        """Nobody watches."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if error is not None:
            self._failed(again(self._begun(*self.arguments), error))


def again(notes: Notes, error: BaseException) -> Notes:
    """Fill the notes of a pass that ended in an error, which is on its way. The pass is run again
    on gradients that are None, up to the function that failed, whose backward is left alone: it may
    have been cut in a loop that never ends. What there was is put back.

    Should the pass have begun with gradients, they are left out: nobody noted them.
    """
    f = loop_locals(error, notes.algorithm).get("f")
    outputs = [] if f is None else [ref() for ref in f.outputs]
    gys = [None if y is None else y.grad for y in outputs]
    with _without_gradients(notes.target), _cut_at(f):
        notes.found_seed = None
        _run(notes)
    notes.fail(error, f, gys)
    return notes


def _run(notes: Notes) -> None:
    recorder, Config.recorder = Config.recorder, None
    Config.passes += 1
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")  # it has warned already
            notes.algorithm.loop(notes.target, notes.retain_grad, notes.create_graph, notes.watch)
    except (Cut, Exception):  # what failed fails again
        pass
    finally:
        Config.passes -= 1
        Config.recorder = recorder


@contextmanager
def _cut_at(f: Function | None) -> Iterator[None]:
    """Let the loop end where it calls a function's backward."""

    def backward(*gys: object) -> NoReturn:
        raise Cut

    if f is None:
        yield
        return
    own = vars(f)
    kept = own.get("backward")
    own["backward"] = backward
    try:
        yield
    finally:
        del own["backward"]
        if kept is not None:
            own["backward"] = kept


@contextmanager
def _without_gradients(target: Variable) -> Iterator[None]:
    variables = {x for f in functions_behind(target) for x in f.inputs} | {target}
    now = [(x, x.grad) for x in variables]
    try:
        for x in variables:
            x.grad = None
        yield
    finally:
        for x, grad in now:
            x.grad = grad
