"""Operations that change a shape: sums, broadcasts and their inverses (book steps 38 to 40)."""

from __future__ import annotations

import numpy as np

from backstep.engine.errors import ShapeError
from backstep.engine.function import Function, unary
from backstep.engine.operations.axes import Axis, Shape, axes_of, check_size, kept_shape
from backstep.engine.variable import Array, Operand, Variable, as_variable
from backstep.messages import tr

__all__ = [
    "BroadcastTo",
    "Reshape",
    "Sum",
    "SumTo",
    "broadcast_to",
    "reshape",
    "sum",
    "sum_to",
]


class Reshape(Function):
    """The same elements in another shape of the same size. Book step 38.

    One axis may be -1, and is worked out. Raises ShapeError for a shape of another size.
    """

    formula = ("reshape(gy, shape of x)",)

    def __init__(self, shape: Shape = (-1,)) -> None:
        self.shape = shape

    def forward(self, x: Array) -> Array:
        try:
            return x.reshape(self.shape)
        except ValueError:
            raise ShapeError(
                tr(
                    "reshape: the {x_size} elements of shape {x_shape} do not fill {shape}: the "
                    "product of the lengths is the same (one of them may be -1: whatever remains)",
                    x_size=x.size,
                    x_shape=x.shape,
                    shape=self.shape,
                )
            ) from None

    def backward(self, gy: Variable) -> Variable:
        (x,) = self.inputs
        return reshape(gy, x.shape)


def reshape(x: Operand, *shape: int | Shape | list[int]) -> Variable:
    """x in another shape of the same size (-1 for the axis to be worked out).

    The shape is one tuple or several ints: `reshape(x, (2, 3))`, `reshape(x, 2, 3)`.
    """
    first = shape[0] if len(shape) == 1 else shape
    wanted = (first,) if isinstance(first, int) else tuple(first)
    variable = as_variable(x)
    if variable.shape == wanted:
        return variable
    return unary(Reshape(wanted), variable)  # type: ignore[arg-type]


class Sum(Function):
    """The sum over some axes; every element that was added gets the whole gradient. Book step 39.

    `axis` is an int, a tuple of ints, or None for all; `keepdims` leaves summed axes in as 1.
    Raises ShapeError for an axis that is not there.
    """

    formula = ("broadcast_to(gy, shape of x)",)

    def __init__(self, axis: Axis = None, keepdims: bool = False) -> None:
        self.axis = axis
        self.keepdims = keepdims

    def forward(self, x: Array) -> Array:
        try:
            return np.asarray(x.sum(axis=self.axis, keepdims=self.keepdims))
        except ValueError:
            axes_of("sum", self.axis, x.shape)
            raise

    def backward(self, gy: Variable) -> Variable:
        (x,) = self.inputs
        kept = kept_shape(x.shape, axes_of("sum", self.axis, x.shape))
        return broadcast_to(reshape(gy, kept), x.shape)


def sum(x: Operand, axis: Axis = None, keepdims: bool = False) -> Variable:
    """The sum of x over `axis` (all elements if None)."""
    return unary(Sum(axis, keepdims), x)


class SumTo(Function):
    """The sum over the axes that a broadcast has stretched: the broadcast's inverse. Book step 40.

    Raises ShapeError when x could not have come from `shape` by broadcasting.
    """

    formula = ("broadcast_to(gy, shape of x)",)

    def __init__(self, shape: Shape = ()) -> None:
        self.shape = shape

    def forward(self, x: Array) -> Array:
        lead = x.ndim - len(self.shape)
        if lead > 0 and x.shape[lead:] == self.shape:
            return np.add.reduce(x, axis=tuple(range(lead)) if lead > 1 else 0)
        if not _stretches(self.shape, x.shape):
            raise ShapeError(
                tr(
                    "sum_to: shape {x_shape} does not come from {shape} by broadcasting: only axes "
                    "of length 1, and axes in front, can be summed away",
                    x_shape=x.shape,
                    shape=self.shape,
                )
            )
        stretched = tuple(
            i for i, n in enumerate(x.shape) if i >= lead and n != 1 and self.shape[i - lead] == 1
        )
        return x.sum(axis=(*range(lead), *stretched), keepdims=True).reshape(self.shape)

    def backward(self, gy: Variable) -> Variable:
        (x,) = self.inputs
        return broadcast_to(gy, x.shape)


def sum_to(x: Operand, shape: Shape) -> Variable:
    """x summed down to `shape`; x itself when it has that shape already."""
    if isinstance(x, Variable) and x.shape == shape:
        return x
    variable = as_variable(x)
    if variable.shape == tuple(shape):
        return variable
    return unary(SumTo(tuple(shape)), variable)


class BroadcastTo(Function):
    """Elements repeated along stretched axes; gradients are summed back. Book step 40.

    Raises ShapeError when x cannot be broadcast to `shape`.
    """

    formula = ("sum_to(gy, shape of x)",)

    def __init__(self, shape: Shape = (2, 3)) -> None:
        self.shape = shape

    def forward(self, x: Array) -> Array:
        if not _stretches(x.shape, self.shape):
            raise ShapeError(
                tr(
                    "broadcast_to: shape {x_shape} cannot be stretched to {shape}: from the last "
                    "axis back, two lengths are equal or the one to be stretched is 1",
                    x_shape=x.shape,
                    shape=self.shape,
                )
            )
        check_size("broadcast_to", self.shape)
        return np.broadcast_to(x, self.shape).copy()

    def backward(self, gy: Variable) -> Variable:
        (x,) = self.inputs
        return sum_to(gy, x.shape)


def broadcast_to(x: Operand, shape: Shape) -> Variable:
    """x repeated up to `shape`; x itself when it has that shape already."""
    variable = as_variable(x)
    if variable.shape == tuple(shape):
        return variable
    return unary(BroadcastTo(tuple(shape)), variable)


def _stretches(small: Shape, large: Shape) -> bool:
    """Whether broadcasting makes one shape of another."""
    pairs = zip(reversed(small), reversed(large), strict=False)
    return len(small) <= len(large) and all(a in (1, b) for a, b in pairs)
