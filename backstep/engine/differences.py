"""Local gradients by forward differences, for the loop that needs no backward (book step 4)."""

from __future__ import annotations

import copy
from typing import TypeAlias

import numpy as np

from backstep.engine.calls import CALLS
from backstep.engine.errors import BackwardError
from backstep.engine.function import Function
from backstep.engine.variable import Array, Variable
from backstep.messages import tr

EPS = 1e-10
MOST = 1_000_000  # entries of one function's slopes

Slopes: TypeAlias = list[list[Array]]


def forward_differences(f: Function, eps: float = EPS) -> Slopes:
    """How each output of f changes with each element of each input: (f(x + eps) - f(x)) / eps.

    For each input and each output there is an array of the input's shape followed by the output's.
    Every element costs one forward evaluation, counted in `CALLS.tried`. Raises BackwardError where
    that would be more than a million numbers.
    """
    ys = [output().data for output in f.outputs]
    xs = [x.data.astype(np.result_type(x.dtype, np.float64)) for x in f.inputs]
    entries = sum(x.size for x in xs) * sum(y.size for y in ys)
    if entries > MOST:
        raise BackwardError(
            tr(
                "numeric: the local gradients of {who} are {entries:,} numbers, more than the "
                "{most:,} that finite differences are tried for; smaller arrays, or the "
                "algorithm generation",
                who=type(f).__name__,
                entries=entries,
                most=MOST,
            )
        )
    trial = copy.copy(f)
    slopes = []
    for i, x in enumerate(xs):
        changes = [np.zeros(x.shape + y.shape) for y in ys]
        for at in np.ndindex(x.shape) if x.ndim else [()]:
            nudged = x.copy()
            nudged[at] += eps
            results = trial.forward(*xs[:i], nudged, *xs[i + 1 :])
            CALLS.tried += 1
            results = results if isinstance(results, tuple) else (results,)
            for change, result, y in zip(changes, results, ys, strict=True):
                change[at] = (result - y) / eps
        slopes.append(changes)
    return slopes


def chained(gys: list[Variable], slopes: Slopes) -> tuple[Variable, ...]:
    """The gradients of a function's inputs from those of its outputs and its slopes."""
    gxs = []
    for changes in slopes:
        parts = [
            np.tensordot(change, gy.data, axes=gy.ndim) if gy.ndim else change * gy.data
            for change, gy in zip(changes, gys, strict=True)
        ]
        gxs.append(Variable(np.asarray(sum(parts[1:], start=parts[0]))))
    return tuple(gxs)
