"""What stands between the layers of a network, and at its end (book steps 43, 47 and 51)."""

from __future__ import annotations

import numpy as np

from backstep.engine.errors import DataError, kind_of
from backstep.engine.function import Function, unary
from backstep.engine.operations.axes import Axis, axes_of
from backstep.engine.operations.elementary import exp
from backstep.engine.operations.examples import Example
from backstep.engine.operations.shape import sum
from backstep.engine.variable import Array, Operand, Variable
from backstep.messages import tr

__all__ = [
    "LeakyReLU",
    "LogSoftmax",
    "ReLU",
    "Sigmoid",
    "Softmax",
    "leaky_relu",
    "log_softmax",
    "relu",
    "sigmoid",
    "softmax",
]

ALONG_AN_AXIS = (
    Example((3,)),
    Example((2, 3)),
    Example((2, 3), axis=0),
    Example((2, 3, 2), axis=1),
    Example((2, 3, 2), axis=(0, -1)),
)


class Sigmoid(Function):
    """1 / (1 + exp(-x)), worked out so that nothing overflows; whole numbers give floats.

    Any shape. Book step 43.
    """

    formula = ("gy * y * (1 - y)",)

    def forward(self, x: Array) -> Array:
        return np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))

    def backward(self, gy: Variable) -> Variable:
        y = self.outputs[0]()
        return gy * y * (1 - y)


def sigmoid(x: Operand) -> Variable:
    """1 / (1 + exp(-x))."""
    return unary(Sigmoid(), x)


class ReLU(Function):
    """x where it is above 0, else 0; the gradient at 0 is 0. Any shape and dtype. Book step 51."""

    formula = ("gy * (x > 0)",)

    def forward(self, x: Array) -> Array:
        return np.maximum(x, 0)

    def backward(self, gy: Variable) -> Variable:
        (x,) = self.inputs
        return gy * (x.data > 0)


def relu(x: Operand) -> Variable:
    """x where it is above 0, else 0."""
    return unary(ReLU(), x)


class LeakyReLU(Function):
    """x where it is above 0, else slope * x; the gradient at 0 is the slope's. Book step 51.

    Any shape. Raises DataError for a slope that is no number.
    """

    formula = ("gy * (x > 0) + slope * gy * (x <= 0)",)

    def __init__(self, slope: float = 0.2) -> None:
        if not isinstance(slope, (int, float)):
            raise DataError(
                tr("leaky_relu: the slope is a number, not {kind}", kind=kind_of(slope))
            )
        self.slope = float(slope)

    def forward(self, x: Array) -> Array:
        return np.where(x > 0, x, self.slope * x)

    def backward(self, gy: Variable) -> Variable:
        (x,) = self.inputs
        return gy * (x.data > 0) + self.slope * gy * (x.data <= 0)


def leaky_relu(x: Operand, slope: float = 0.2) -> Variable:
    """x where it is above 0, else slope * x."""
    return unary(LeakyReLU(slope), x)


class Softmax(Function):
    """Positive numbers that add up to 1 along an axis: exp(x), divided by its sum there.

    The largest element is taken off first, so that nothing overflows. `axis` is an int or a tuple
    of ints; the last one as a matrix of one sample a row needs it. Raises ShapeError for an axis
    that is not there. Book step 47.
    """

    formula = ("y * (gy - sum(y * gy, axis, True))",)
    examples = ALONG_AN_AXIS

    def __init__(self, axis: Axis = -1) -> None:
        self.axis = axis

    def forward(self, x: Array) -> Array:
        axes = axes_of("softmax", self.axis, x.shape)
        powers = np.exp(x - np.max(x, axis=axes, keepdims=True))
        return powers / np.sum(powers, axis=axes, keepdims=True)

    def backward(self, gy: Variable) -> Variable:
        y = self.outputs[0]()
        return y * (gy - sum(y * gy, self.axis, True))


def softmax(x: Operand, axis: Axis = -1) -> Variable:
    """exp(x) / sum(exp(x)) along `axis`."""
    return unary(Softmax(axis), x)


class LogSoftmax(Function):
    """The logarithm of softmax, which stays finite where softmax is 0. Not in the book.

    `axis` is an int or a tuple of ints. Raises ShapeError for an axis that is not there.
    """

    formula = ("gy - exp(y) * sum(gy, axis, True)",)
    examples = ALONG_AN_AXIS

    def __init__(self, axis: Axis = -1) -> None:
        self.axis = axis

    def forward(self, x: Array) -> Array:
        axes = axes_of("log_softmax", self.axis, x.shape)
        lowered = x - np.max(x, axis=axes, keepdims=True)
        return lowered - np.log(np.sum(np.exp(lowered), axis=axes, keepdims=True))

    def backward(self, gy: Variable) -> Variable:
        y = self.outputs[0]()
        return gy - exp(y) * sum(gy, self.axis, True)


def log_softmax(x: Operand, axis: Axis = -1) -> Variable:
    """log(softmax(x)) along `axis`."""
    return unary(LogSoftmax(axis), x)
