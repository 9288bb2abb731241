"""Elementary functions of each element: any shape in, the same shape and float dtype out."""

from __future__ import annotations

import numpy as np

from backstep.engine.function import Function, unary
from backstep.engine.variable import Array, Operand, Variable

__all__ = ["Cos", "Exp", "Log", "Sin", "Tanh", "cos", "exp", "log", "sin", "tanh"]


class Exp(Function):
    """e to the power of each element, which is its own derivative. Book step 3.

    Any shape; whole numbers give floats.
    """

    formula = ("gy * y",)

    def forward(self, x: Array) -> Array:
        return np.exp(x)

    def backward(self, gy: Variable) -> Variable:
        y = self.outputs[0]()
        return gy * y


def exp(x: Operand) -> Variable:
    """e ** x."""
    return unary(Exp(), x)


class Log(Function):
    """The natural logarithm; nan below 0 and -inf at 0, as in numpy. Book step 47.

    Any shape; whole numbers give floats.
    """

    formula = ("gy / x",)
    domain = (0.2, 3.0)

    def forward(self, x: Array) -> Array:
        return np.log(x)

    def backward(self, gy: Variable) -> Variable:
        (x,) = self.inputs
        return gy / x


def log(x: Operand) -> Variable:
    """The natural logarithm of x."""
    return unary(Log(), x)


class Sin(Function):
    """The sine (radians). Book step 27.

    Any shape; whole numbers give floats.
    """

    formula = ("gy * cos(x)",)

    def forward(self, x: Array) -> Array:
        return np.sin(x)

    def backward(self, gy: Variable) -> Variable:
        (x,) = self.inputs
        return gy * cos(x)


def sin(x: Operand) -> Variable:
    """The sine of x (radians)."""
    return unary(Sin(), x)


class Cos(Function):
    """The cosine (radians). Book step 34.

    Any shape; whole numbers give floats.
    """

    formula = ("gy * -sin(x)",)

    def forward(self, x: Array) -> Array:
        return np.cos(x)

    def backward(self, gy: Variable) -> Variable:
        (x,) = self.inputs
        return gy * -sin(x)


def cos(x: Operand) -> Variable:
    """The cosine of x (radians)."""
    return unary(Cos(), x)


class Tanh(Function):
    """The hyperbolic tangent; its derivative needs only its output y. Book step 35.

    Any shape; whole numbers give floats.
    """

    formula = ("gy * (1 - y * y)",)

    def forward(self, x: Array) -> Array:
        return np.tanh(x)

    def backward(self, gy: Variable) -> Variable:
        y = self.outputs[0]()
        return gy * (1 - y * y)


def tanh(x: Operand) -> Variable:
    """The hyperbolic tangent of x."""
    return unary(Tanh(), x)
