"""Dropout: elements put out at random while a network is trained (book step 54)."""

from __future__ import annotations

import numpy as np

from backstep.engine.config import Config
from backstep.engine.errors import ArgumentError
from backstep.engine.function import Function, unary
from backstep.engine.operations.examples import Example
from backstep.engine.variable import Array, Operand, Variable, as_variable
from backstep.messages import tr

__all__ = ["Dropout", "dropout"]


class Dropout(Function):
    """Each element 0 with probability `ratio`, the others divided by 1 - ratio, so the mean stays.

    Any shape. The choice comes from numpy's global random state (np.random.seed makes it repeat) at
    the first call, and is kept. Raises ArgumentError unless 0 <= ratio < 1. Book step 54.
    """

    formula = ("gy * mask / (1 - ratio)",)
    examples = (Example((2, 3)), Example((4,), ratio=0.25), Example((), ratio=0.0))

    def __init__(self, ratio: float = 0.5) -> None:
        if not 0 <= ratio < 1:
            raise ArgumentError(
                tr(
                    "dropout: the ratio is how much is put out, from 0 up to (not with) 1, not "
                    "{ratio}",
                    ratio=ratio,
                )
            )
        self.ratio = float(ratio)
        self.mask: Array | None = None

    def forward(self, x: Array) -> Array:
        if self.mask is None:
            self.mask = np.asarray(np.random.rand(*x.shape) > self.ratio)
        return x * self.mask / (1 - self.ratio)

    def backward(self, gy: Variable) -> Variable:
        assert self.mask is not None
        return gy * self.mask / (1 - self.ratio)


def dropout(x: Operand, dropout_ratio: float = 0.5) -> Variable:
    """x * mask / (1 - ratio) while Config.train is on; x itself in test_mode()."""
    function = Dropout(dropout_ratio)
    return unary(function, x) if Config.train else as_variable(x)
