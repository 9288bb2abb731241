"""The operations of a network in single steps, as the book builds them first (steps 42 to 47)."""

from __future__ import annotations

from backstep.engine.operations.arithmetic import add
from backstep.engine.operations.axes import Axis
from backstep.engine.operations.elementary import exp
from backstep.engine.operations.matrix import matmul
from backstep.engine.operations.shape import sum
from backstep.engine.variable import Operand, Variable, as_variable

__all__ = ["linear_simple", "mean_squared_error_simple", "sigmoid_simple", "softmax_simple"]


def linear_simple(x: Operand, W: Operand, b: Operand | None = None) -> Variable:
    """x @ W + b in two functions; the product's data is given up, for a sum needs its shape alone.

    Book step 43.
    """
    t = matmul(x, W)
    if b is None:
        return t
    y = add(t, b)
    t.data = None
    return y


def sigmoid_simple(x: Operand) -> Variable:
    """1 / (1 + exp(-x)) in four functions. Book step 43.

    Any shape; whole numbers give floats.
    """
    return 1 / (1 + exp(-as_variable(x)))


def softmax_simple(x: Operand, axis: Axis = 1) -> Variable:
    """exp(x) / sum(exp(x)) in four functions; large numbers overflow. Book step 47.

    `axis` is an int or a tuple of ints. Raises ShapeError for an axis that is not there.
    """
    y = exp(x)
    return y / sum(y, axis=axis, keepdims=True)


def mean_squared_error_simple(x0: Operand, x1: Operand) -> Variable:
    """The mean of the squared differences in four functions. Book step 42.

    Shapes that broadcast to each other; the gradients are summed back to them. Raises ShapeError
    for others.
    """
    difference = as_variable(x0) - as_variable(x1)
    n = len(difference) if difference.ndim else 1
    return sum(difference**2) / n
