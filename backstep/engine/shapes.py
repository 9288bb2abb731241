"""What a Function of one's own needs of plain arrays: the book's `dezero.utils`, steps 39 to 47."""

from __future__ import annotations

from typing import Any

import numpy as np

from backstep.engine.operations.axes import Axis, Shape, axes_of, kept_shape
from backstep.engine.operations.shape import SumTo
from backstep.engine.variable import Array, Operand, Variable, as_array

__all__ = [
    "array_allclose",
    "array_equal",
    "logsumexp",
    "max_backward_shape",
    "reshape_sum_backward",
    "sum_to",
]


def sum_to(x: Operand, shape: Shape) -> Array:
    """An array summed down to `shape`; the operation for Variables is `F.sum_to`. Book step 40.

    Raises ShapeError when it could not have come from `shape` by broadcasting.
    """
    array = as_array(x)
    return array if array.shape == tuple(shape) else as_array(SumTo(tuple(shape)).forward(array))


def reshape_sum_backward(gy: Variable, x_shape: Shape, axis: Axis, keepdims: bool) -> Variable:
    """gy with the axes that a sum took away left in as 1, ready to be broadcast. Book step 39."""
    kept = tuple(gy.shape) if keepdims else kept_shape(x_shape, axes_of("sum", axis, x_shape))
    return gy.reshape(kept)


def max_backward_shape(x: Any, axis: Axis) -> list[int]:
    """The shape of x with the axes that a maximum took away left in as 1."""
    return list(kept_shape(x.shape, axes_of("max", axis, x.shape)))


def logsumexp(x: Operand, axis: int = 1) -> Array:
    """log(sum(exp(x))) of an array, worked out so that nothing overflows. Book step 47."""
    array = as_array(x)
    largest = np.max(array, axis=axis, keepdims=True)
    total = np.sum(np.exp(array - largest), axis=axis, keepdims=True)
    return as_array(largest + np.log(total))


def array_equal(a: Operand, b: Operand) -> bool:
    """Whether two arrays, or the data of two Variables, are the same."""
    return np.array_equal(as_array(a), as_array(b))


def array_allclose(a: Operand, b: Operand, rtol: float = 1e-4, atol: float = 1e-5) -> bool:
    """Whether two arrays, or the data of two Variables, are nearly the same."""
    return bool(np.allclose(as_array(a), as_array(b), rtol=rtol, atol=atol))
