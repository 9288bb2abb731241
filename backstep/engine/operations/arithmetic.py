"""Arithmetic with two operands and with constants; shapes broadcast as in numpy (book step 40).

Every function here takes Variables, ndarrays and numbers, and gives a Variable of the broadcast
shape and of numpy's result dtype. Shapes that do not broadcast raise ShapeError.
"""

from __future__ import annotations

from backstep.engine.errors import DataError
from backstep.engine.function import Function, binary, unary
from backstep.engine.operations.shape import sum_to
from backstep.engine.variable import Array, Operand, Variable
from backstep.messages import tr

__all__ = [
    "Add",
    "Div",
    "Mul",
    "Neg",
    "Pow",
    "Square",
    "Sub",
    "add",
    "div",
    "mul",
    "neg",
    "pow",
    "rdiv",
    "rsub",
    "square",
    "sub",
]

WORD = 63  # bits of a whole number beside its sign


class Add(Function):
    """Sum of two; the gradient goes to both unchanged. Book step 11.

    Shapes that broadcast to each other; the gradients are summed back to them. Raises ShapeError
    for others.
    """

    formula = ("gy", "gy")

    def forward(self, x0: Array, x1: Array) -> Array:
        return x0 + x1

    def backward(self, gy: Variable) -> tuple[Variable, Variable]:
        x0, x1 = self.inputs
        if x0.shape == x1.shape:
            return gy, gy
        return sum_to(gy, x0.shape), sum_to(gy, x1.shape)


def add(x0: Operand, x1: Operand) -> Variable:
    """x0 + x1."""
    return binary(Add(), x0, x1)


class Mul(Function):
    """Product of two; each one's gradient is gy times the other. Book step 20.

    Shapes that broadcast to each other; the gradients are summed back to them. Raises ShapeError
    for others.
    """

    formula = ("gy * x1", "gy * x0")

    def forward(self, x0: Array, x1: Array) -> Array:
        return x0 * x1

    def backward(self, gy: Variable) -> tuple[Variable, Variable]:
        x0, x1 = self.inputs
        gx0, gx1 = gy * x1, gy * x0
        if x0.shape != x1.shape:
            return sum_to(gx0, x0.shape), sum_to(gx1, x1.shape)
        return gx0, gx1


def mul(x0: Operand, x1: Operand) -> Variable:
    """x0 * x1."""
    return binary(Mul(), x0, x1)


class Neg(Function):
    """The negative. Book step 22.

    Any shape; whole numbers stay whole.
    """

    formula = ("-gy",)

    def forward(self, x: Array) -> Array:
        return -x

    def backward(self, gy: Variable) -> Variable:
        return -gy


def neg(x: Operand) -> Variable:
    """-x."""
    return unary(Neg(), x)


class Sub(Function):
    """Difference of two. Book step 22.

    Shapes that broadcast to each other; the gradients are summed back to them. Raises ShapeError
    for others.
    """

    formula = ("gy", "-gy")

    def forward(self, x0: Array, x1: Array) -> Array:
        return x0 - x1

    def backward(self, gy: Variable) -> tuple[Variable, Variable]:
        x0, x1 = self.inputs
        if x0.shape == x1.shape:
            return gy, -gy
        return sum_to(gy, x0.shape), sum_to(-gy, x1.shape)


def sub(x0: Operand, x1: Operand) -> Variable:
    """x0 - x1."""
    return binary(Sub(), x0, x1)


def rsub(x0: Operand, x1: Operand) -> Variable:
    """x1 - x0: what `2.0 - x` calls.

    Shapes as sub has them. Book step 22.
    """
    return binary(Sub(), x1, x0)


class Div(Function):
    """Quotient of two. Book step 22.

    Shapes that broadcast to each other; the gradients are summed back to them. Raises ShapeError
    for others.
    """

    formula = ("gy / x1", "gy * (-x0 / x1 ** 2)")
    domain = (0.5, 2.0)

    def forward(self, x0: Array, x1: Array) -> Array:
        return x0 / x1

    def backward(self, gy: Variable) -> tuple[Variable, Variable]:
        x0, x1 = self.inputs
        gx0, gx1 = gy / x1, gy * (-x0 / x1**2)
        if x0.shape != x1.shape:
            return sum_to(gx0, x0.shape), sum_to(gx1, x1.shape)
        return gx0, gx1


def div(x0: Operand, x1: Operand) -> Variable:
    """x0 / x1."""
    return binary(Div(), x0, x1)


def rdiv(x0: Operand, x1: Operand) -> Variable:
    """x1 / x0: what `3.0 / x` calls.

    Shapes as div has them. Book step 22.
    """
    return binary(Div(), x1, x0)


class Pow(Function):
    """A power with a constant exponent c, which is not an input. Book step 22.

    Any shape; a negative power of whole numbers gives floats. Raises DataError for a c that is a
    Variable, and for a whole number of very many digits.
    """

    formula = ("c * x ** (c - 1) * gy",)
    domain = (0.5, 2.0)

    def __init__(self, c: float = 3) -> None:
        if type(c) is int and c.bit_length() > WORD:  # numpy would compute with Python's own
            raise DataError(
                tr(
                    "x ** c: an exponent of {bit_length:,} bits is too large",
                    bit_length=c.bit_length(),
                )
            )
        self.c = c

    def forward(self, x: Array) -> Array:
        try:
            return x**self.c
        except (ValueError, OverflowError):  # numpy has no negative powers of integers
            return x ** (self.c * 1.0)

    def backward(self, gy: Variable) -> Variable:
        (x,) = self.inputs
        lowered = self.c - (self.c != 0)  # x ** 0 stays: at x = 0 its rule would be 0 * infinity
        gx = self.c * x**lowered * gy
        return gx if gx.shape == x.shape else sum_to(gx, x.shape)


def pow(x: Operand, c: Operand) -> Variable:
    """x ** c for constant c. Raises DataError when c is a Variable: write exp(c * log(x))."""
    if isinstance(c, Variable):
        raise DataError(tr("x ** c takes a number for c, not a Variable: write exp(c * log(x))"))
    return unary(Pow(c), x)  # type: ignore[arg-type]


def rpow(x: Operand, base: Operand) -> Variable:
    """Say how to write `2 ** x`, which the book's engine has no operation for."""
    raise DataError(
        tr("{base} ** x has no operation of its own: write exp(x * np.log({base}))", base=base)
    )


class Square(Function):
    """The square of each element. Book step 2.

    Any shape; whole numbers stay whole.
    """

    formula = ("gy * 2 * x",)

    def forward(self, x: Array) -> Array:
        return x**2

    def backward(self, gy: Variable) -> Variable:
        (x,) = self.inputs
        return gy * 2 * x


def square(x: Operand) -> Variable:
    """x ** 2, as the book's first function."""
    return unary(Square(), x)
