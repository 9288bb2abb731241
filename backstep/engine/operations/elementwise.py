"""Functions of each element that have an edge or a kink: the root, the absolute value, the clip.

Any shape in, the same shape out. At a kink the gradient is one definite subgradient, named in each.
"""

from __future__ import annotations

import numpy as np

from backstep.engine.errors import ArgumentError, DataError, kind_of
from backstep.engine.function import Function, unary
from backstep.engine.operations.examples import Example
from backstep.engine.variable import Array, Operand, Variable
from backstep.messages import tr

__all__ = ["Abs", "Clip", "Sqrt", "abs", "clip", "sqrt"]


class Sqrt(Function):
    """The square root; whole numbers give floats. Not in the book.

    Any shape. As in numpy it is nan below 0, and at 0 its gradient is infinite.
    """

    formula = ("gy / (2 * y)",)
    domain = (0.2, 3.0)

    def forward(self, x: Array) -> Array:
        return np.sqrt(x)

    def backward(self, gy: Variable) -> Variable:
        y = self.outputs[0]()
        return gy / (2 * y)


def sqrt(x: Operand) -> Variable:
    """The square root of x."""
    return unary(Sqrt(), x)


class Abs(Function):
    """The absolute value; its gradient at 0 is 0, between the -1 and the 1 beside it.

    Any shape; the dtype stays, whole numbers too. Not in the book.
    """

    formula = ("gy * sign(x)",)

    def forward(self, x: Array) -> Array:
        return np.abs(x)

    def backward(self, gy: Variable) -> Variable:
        (x,) = self.inputs
        return gy * np.sign(x.data)


def abs(x: Operand) -> Variable:
    """|x|: x without its sign."""
    return unary(Abs(), x)


class Clip(Function):
    """Elements held between two bounds; the gradient passes where x is within, and at the bounds.

    Any shape. A bound is a number, or None for no bound on that side. Book step 47 (from its
    appendix). Raises DataError for bounds that are no numbers, ArgumentError when the lower is
    above the upper or both are None.
    """

    formula = ("gy * (x_min <= x <= x_max)",)
    examples = (
        Example((), x_min=-1.0, x_max=1.0),
        Example((3,), x_min=-0.5, x_max=0.5),
        Example((2, 3), x_min=-10, x_max=0),
    )

    def __init__(self, x_min: float | None, x_max: float | None) -> None:
        self.x_min = _bound(x_min)
        self.x_max = _bound(x_max)
        if x_min is None and x_max is None:
            raise ArgumentError(tr("clip: give a lower bound, an upper bound, or both"))
        if self.x_min is not None and self.x_max is not None and self.x_min > self.x_max:
            raise ArgumentError(
                tr(
                    "clip: the lower bound {x_min} is above the upper bound {x_max}",
                    x_min=self.x_min,
                    x_max=self.x_max,
                )
            )

    def forward(self, x: Array) -> Array:
        return np.clip(x, self.x_min, self.x_max)

    def backward(self, gy: Variable) -> Variable:
        (x,) = self.inputs
        within = np.full(x.shape, True)
        if self.x_min is not None:
            within &= x.data >= self.x_min
        if self.x_max is not None:
            within &= x.data <= self.x_max
        return gy * within


def clip(x: Operand, x_min: float | None, x_max: float | None = None) -> Variable:
    """x with every element held between x_min and x_max."""
    return unary(Clip(x_min, x_max), x)


def _bound(bound: object) -> float | None:
    """A bound as a plain number, which leaves float32 data float32."""
    if isinstance(bound, np.generic):
        bound = bound.item()
    if bound is None or isinstance(bound, (int, float)):
        return bound
    raise DataError(tr("clip: a bound is a number or None, not {kind}", kind=kind_of(bound)))
