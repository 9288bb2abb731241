"""Arithmetic with two operands and with constants; shapes broadcast as in numpy (book step 40).

Every function here takes Variables, ndarrays and numbers, and gives a Variable of the broadcast
shape and of numpy's result dtype. Shapes that do not broadcast raise numpy's ValueError.
"""

from __future__ import annotations

import numpy as np

from backstep.engine.errors import DataError
from backstep.engine.function import Function
from backstep.engine.operations.shape import sum_to
from backstep.engine.variable import Array, Operand, Variable, as_array


class Add(Function):
    """Sum of two; the gradient goes to both unchanged. Book step 11."""

    formula = ("gy", "gy")

    def forward(self, x0: Array, x1: Array) -> Array:
        return x0 + x1

    def backward(self, gy: Variable) -> tuple[Variable, Variable]:
        x0, x1 = self.inputs
        return sum_to(gy, x0.shape), sum_to(gy, x1.shape)


def add(x0: Operand, x1: Operand) -> Variable:
    """x0 + x1."""
    return Add()(x0, _like(x1, x0))


class Mul(Function):
    """Product of two; each one's gradient is gy times the other. Book step 20."""

    formula = ("gy * x1", "gy * x0")

    def forward(self, x0: Array, x1: Array) -> Array:
        return x0 * x1

    def backward(self, gy: Variable) -> tuple[Variable, Variable]:
        x0, x1 = self.inputs
        return sum_to(gy * x1, x0.shape), sum_to(gy * x0, x1.shape)


def mul(x0: Operand, x1: Operand) -> Variable:
    """x0 * x1."""
    return Mul()(x0, _like(x1, x0))


class Neg(Function):
    """The negative. Book step 22."""

    formula = ("-gy",)

    def forward(self, x: Array) -> Array:
        return -x

    def backward(self, gy: Variable) -> Variable:
        return -gy


def neg(x: Operand) -> Variable:
    """-x."""
    return Neg()(x)


class Sub(Function):
    """Difference of two. Book step 22."""

    formula = ("gy", "-gy")

    def forward(self, x0: Array, x1: Array) -> Array:
        return x0 - x1

    def backward(self, gy: Variable) -> tuple[Variable, Variable]:
        x0, x1 = self.inputs
        return sum_to(gy, x0.shape), sum_to(-gy, x1.shape)


def sub(x0: Operand, x1: Operand) -> Variable:
    """x0 - x1."""
    return Sub()(x0, _like(x1, x0))


def rsub(x0: Operand, x1: Operand) -> Variable:
    """x1 - x0: what `2.0 - x` calls."""
    return Sub()(_like(x1, x0), x0)


class Div(Function):
    """Quotient of two. Book step 22."""

    formula = ("gy / x1", "gy * (-x0 / x1 ** 2)")
    domain = (0.5, 2.0)

    def forward(self, x0: Array, x1: Array) -> Array:
        return x0 / x1

    def backward(self, gy: Variable) -> tuple[Variable, Variable]:
        x0, x1 = self.inputs
        return sum_to(gy / x1, x0.shape), sum_to(gy * (-x0 / x1**2), x1.shape)


def div(x0: Operand, x1: Operand) -> Variable:
    """x0 / x1."""
    return Div()(x0, _like(x1, x0))


def rdiv(x0: Operand, x1: Operand) -> Variable:
    """x1 / x0: what `3.0 / x` calls."""
    return Div()(_like(x1, x0), x0)


class Pow(Function):
    """A power with a constant exponent c, which is not an input. Book step 22."""

    formula = ("c * x ** (c - 1) * gy",)
    domain = (0.5, 2.0)

    def __init__(self, c: float = 3) -> None:
        self.c = c

    def forward(self, x: Array) -> Array:
        return x**self.c

    def backward(self, gy: Variable) -> Variable:
        (x,) = self.inputs
        lowered = self.c - (self.c != 0)  # x ** 0 stays: at x = 0 its rule would be 0 * infinity
        return sum_to(self.c * x**lowered * gy, x.shape)


def pow(x: Operand, c: Operand) -> Variable:
    """x ** c for constant c. Raises DataError when c is a Variable: write exp(c * log(x))."""
    if isinstance(c, Variable):
        raise DataError("x ** c takes a number for c, not a Variable: write exp(c * log(x))")
    return Pow(c)(x)  # type: ignore[arg-type]


def rpow(x: Operand, base: Operand) -> Variable:
    """Say how to write `2 ** x`, which the book's engine has no operation for."""
    raise DataError(f"{base} ** x has no operation of its own: write exp(x * np.log({base}))")


class Square(Function):
    """The square of each element. Book step 2."""

    formula = ("gy * 2 * x",)

    def forward(self, x: Array) -> Array:
        return x**2

    def backward(self, gy: Variable) -> Variable:
        (x,) = self.inputs
        return gy * 2 * x


def square(x: Operand) -> Variable:
    """x ** 2, as the book's first function."""
    return Square()(x)


def _like(x: Operand, other: Operand) -> Operand:
    """Let a Python number take the dtype of a floating operand, so that float32 stays float32."""
    if isinstance(x, (int, float)) and isinstance(other, Variable) and other.dtype.kind == "f":
        try:
            return np.asarray(x, other.dtype)
        except OverflowError:
            raise DataError(f"a number of {len(str(x))} digits is too large for a float") from None
    return x if isinstance(x, Variable) else as_array(x)
