"""The largest and the smallest element, and the mean, over some axes (book: appendix and step 39).

`axis` is an int, a tuple of ints, or None for all; negative ones count from the end. `keepdims`
leaves the axes in as 1. A wrong axis and an empty stretch raise ShapeError.
"""

from __future__ import annotations

import numpy as np

from backstep.engine.errors import ShapeError
from backstep.engine.function import Function, unary
from backstep.engine.operations.axes import Axis, Shape, axes_of, kept_shape
from backstep.engine.operations.examples import Example
from backstep.engine.operations.shape import reshape, sum
from backstep.engine.variable import Array, Operand, Variable, as_variable
from backstep.messages import tr

__all__ = ["Max", "Min", "average", "max", "mean", "min"]

OVER_AXES = (
    Example(()),
    Example((3,)),
    Example((2, 3)),
    Example((2, 3), axis=0),
    Example((2, 3), axis=-1),
    Example((2, 3), axis=1, keepdims=True),
    Example((2, 3, 2), axis=(0, -1)),
)


class Max(Function):
    """The largest element; the gradient goes to it alone, in even shares where several tie.

    `axis` is an int, a tuple of ints, or None for all; `keepdims` leaves those axes in as 1. Raises
    ShapeError for an axis that is not there, and for no elements. Book appendix.
    """

    formula = ("gy * (x == y) / sum(x == y, axis, True)",)
    examples = OVER_AXES

    def __init__(self, axis: Axis = None, keepdims: bool = False) -> None:
        self.axis = axis
        self.keepdims = keepdims

    def forward(self, x: Array) -> Array:
        axes = filled_axes("max", self.axis, x.shape)
        return np.max(x, axis=axes, keepdims=self.keepdims)

    def backward(self, gy: Variable) -> Variable:
        (x,) = self.inputs
        return to_the_chosen(gy, x, self.outputs[0](), self.axis)


def max(x: Operand, axis: Axis = None, keepdims: bool = False) -> Variable:
    """The largest element of x over `axis` (of all if None)."""
    return unary(Max(axis, keepdims), x)


class Min(Function):
    """The smallest element; the gradient goes to it alone, in even shares where several tie.

    `axis` is an int, a tuple of ints, or None for all; `keepdims` leaves those axes in as 1. Raises
    ShapeError for an axis that is not there, and for no elements. Book appendix.
    """

    formula = ("gy * (x == y) / sum(x == y, axis, True)",)
    examples = OVER_AXES

    def __init__(self, axis: Axis = None, keepdims: bool = False) -> None:
        self.axis = axis
        self.keepdims = keepdims

    def forward(self, x: Array) -> Array:
        axes = filled_axes("min", self.axis, x.shape)
        return np.min(x, axis=axes, keepdims=self.keepdims)

    def backward(self, gy: Variable) -> Variable:
        (x,) = self.inputs
        return to_the_chosen(gy, x, self.outputs[0](), self.axis)


def min(x: Operand, axis: Axis = None, keepdims: bool = False) -> Variable:
    """The smallest element of x over `axis` (of all if None)."""
    return unary(Min(axis, keepdims), x)


def mean(x: Operand, axis: Axis = None, keepdims: bool = False) -> Variable:
    """The mean of x over `axis` (of all if None): the sum, divided by how many.

    `axis` is an int, a tuple of ints, or None for all; `keepdims` leaves those axes in as 1. Raises
    ShapeError for an axis that is not there, and for no elements. Book appendix.
    """
    x = as_variable(x)
    filled_axes("mean", axis, x.shape)
    total = sum(x, axis, keepdims)
    return total / (x.size // total.size)


average = mean  # the book's name for it


def filled_axes(who: str, axis: Axis, shape: Shape) -> Shape:
    """The axes that `axis` means. Raises ShapeError where there is nothing along them."""
    axes = axes_of(who, axis, shape)
    if 0 in shape:
        raise ShapeError(tr("{who}: shape {shape} has no elements", who=who, shape=shape))
    return axes


def to_the_chosen(gy: Variable, x: Variable, y: Variable, axis: Axis) -> Variable:
    """Give gy to the elements of x that are y, in even shares."""
    axes = axes_of("backward", axis, x.shape)
    kept = kept_shape(x.shape, axes)
    chosen = x.data == y.data.reshape(kept)
    shares = chosen / np.sum(chosen, axis=axes, keepdims=True)
    floating = np.result_type(gy.dtype, np.float16)  # float32 stays, whole numbers become floats
    return reshape(gy, kept) * shares.astype(floating)
