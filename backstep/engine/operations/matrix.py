"""Products of matrices, of vectors and of stacks; transposing (book steps 38, 41, 43)."""

from __future__ import annotations

import numpy as np

from backstep.engine.config import Config
from backstep.engine.errors import ShapeError
from backstep.engine.function import Function, binary, boxed, ternary, unary
from backstep.engine.operations.arithmetic import mul
from backstep.engine.operations.axes import Shape, axes_of
from backstep.engine.operations.examples import Example
from backstep.engine.operations.shape import reshape, sum_to
from backstep.engine.variable import Array, Operand, Variable, as_variable
from backstep.messages import later, tr

__all__ = ["Linear", "MatMul", "Transpose", "dot", "linear", "matmul", "transpose"]


class Transpose(Function):
    """The axes in another order: `axes`, or all of them reversed for None. Book step 38.

    Raises ShapeError when `axes` does not name each axis once.
    """

    formula = ("transpose(gy, inverse)",)
    examples = (
        Example((3,)),
        Example((2, 3)),
        Example((2, 3), axes=(1, 0)),
        Example((2, 3, 4)),
        Example((2, 3, 4), axes=(1, -1, 0)),
        Example((1, 2, 3, 2), axes=(2, 0, 3, 1)),
    )

    def __init__(self, axes: Shape | None = None) -> None:
        self.axes = axes
        self.inverse: Shape | None = None  # reversed twice is as before

    def forward(self, x: Array) -> Array:
        if self.axes is None:
            return x.transpose()
        axes = axes_of("transpose", self.axes, x.shape)
        if len(axes) != x.ndim:
            raise ShapeError(
                tr(
                    "transpose: axes {axes} should name each of the {x_ndim} axes of shape "
                    "{x_shape} once",
                    axes=self.axes,
                    x_ndim=x.ndim,
                    x_shape=x.shape,
                )
            )
        self.inverse = tuple(int(i) for i in np.argsort(axes))
        return np.transpose(x, axes)

    def backward(self, gy: Variable) -> Variable:
        return transpose(gy, self.inverse)


def transpose(x: Operand, *axes: int | Shape | list[int] | None) -> Variable:
    """x with its axes reversed, or in the order given: `transpose(x, 1, 0)` or `(x, (1, 0))`."""
    first = axes[0] if len(axes) == 1 else axes or None
    wanted = (first,) if isinstance(first, int) else first
    return unary(Transpose(None if wanted is None else tuple(wanted)), x)  # type: ignore[arg-type]


class MatMul(Function):
    """The matrix product x0 @ x1, as numpy has it. Book step 41.

    Two matrices (m, n) and (n, p) give (m, p). A vector counts as a row on the left and as a column
    on the right. Of arrays with more axes the last two are matrices, and the axes before them
    broadcast. Raises ShapeError for shapes that do not fit, and for single numbers.
    """

    formula = ("gy @ x1.T", "x0.T @ gy")
    examples = (
        Example((2, 3), (3, 4)),
        Example((3,), (3,)),
        Example((3,), (3, 2)),
        Example((2, 3), (3,)),
        Example((2, 2, 3), (2, 3, 2)),
        Example((2, 1, 2, 3), (3, 3, 2)),
        Example((2, 2, 3), (3,)),
        Example((3,), (2, 3, 2)),
        Example((2, 3), (2, 3, 2)),
    )

    def forward(self, x0: Array, x1: Array) -> Array:
        return product("matmul", x0, x1)

    def backward(self, gy: Variable) -> tuple[Variable, Variable]:
        x0, x1 = self.inputs
        return product_gradients(gy, x0, x1)


def matmul(x0: Operand, x1: Operand) -> Variable:
    """x0 @ x1."""
    return binary(MatMul(), x0, x1)


def dot(x0: Operand, x1: Operand) -> Variable:
    """The product of vectors and matrices, as np.dot: matmul, and mul where one is a number.

    Raises ShapeError for more than two axes, where dot and matmul part. Book step 41.
    """
    x0, x1 = as_variable(x0), as_variable(x1)
    if x0.ndim == 0 or x1.ndim == 0:
        return mul(x0, x1)
    if x0.ndim > 2 or x1.ndim > 2:
        raise ShapeError(
            tr(
                "dot: shapes {x0_shape} and {x1_shape}: for stacks of matrices write matmul(x0, "
                "x1)",
                x0_shape=x0.shape,
                x1_shape=x1.shape,
            )
        )
    return matmul(x0, x1)


class Linear(Function):
    """A layer of a network before its activation: x @ W + b, or x @ W. Book step 43.

    x is (n, in), W (in, out), b (out,); more axes of x come first. Raises ShapeError for shapes
    that do not fit.
    """

    formula = ("gy @ x1.T", "x0.T @ gy", "gy")
    examples = (
        Example((4, 2), (2, 3), (3,)),
        Example((4, 2), (2, 3)),
        Example((4, 2), (2, 3), ()),
        Example((4, 2), (2, 3), (1, 3)),
        Example((2, 2, 2), (2, 3), (3,)),
        Example((2,), (2, 3), (3,)),
    )

    def forward(self, x: Array, W: Array, b: Array | None = None) -> Array:
        y = product("linear", x, W)
        if b is None:
            return y
        if b.shape == y.shape[-1:] and b.dtype == y.dtype and y.ndim:
            y += b  # the product is nobody else's yet
            return y
        if b.ndim > y.ndim or any(
            m not in (1, n) for m, n in zip(b.shape[::-1], y.shape[::-1], strict=False)
        ):
            raise ShapeError(
                tr(
                    "linear: x @ W has shape {y_shape}, and b has {b_shape}: b needs {y_shape2}",
                    y_shape=y.shape,
                    b_shape=b.shape,
                    y_shape2=y.shape[-1:],
                )
            )
        return y + b

    def backward(self, gy: Variable) -> tuple[Variable, ...]:
        x, W, *b = self.inputs
        gx, gW = product_gradients(gy, x, W)
        return (gx, gW, sum_to(gy, b[0].shape)) if b else (gx, gW)


def linear(x: Operand, W: Operand, b: Operand | None = None) -> Variable:
    """x @ W + b."""
    return binary(Linear(), x, W) if b is None else ternary(Linear(), x, W, b)


def product(who: str, x0: Array, x1: Array) -> Array:
    """np.matmul. Raises ShapeError that says what does not fit and what would."""
    try:
        return np.matmul(x0, x1)
    except ValueError:
        raise ShapeError(f"{who}: {_misfit(x0.shape, x1.shape)}") from None


def product_gradients(gy: Variable, x0: Variable, x1: Variable) -> tuple[Variable, Variable]:
    """The gradients of x0 @ x1: of matrices gy @ x1.T and x0.T @ gy, of the others likewise."""
    if x0.ndim == x1.ndim == 2 and not Config.enable_backprop:
        # Without a graph there is no need of Functions, and most of a network's time goes by here.
        g = as_variable(gy).data
        return boxed(np.matmul(g, x1.data.T)), boxed(np.matmul(x0.data.T, g))
    if x0.ndim == x1.ndim == 2:
        return matmul(gy, transpose(x1)), matmul(transpose(x0), gy)
    row = x0 if x0.ndim > 1 else reshape(x0, (1, x0.size))
    column = x1 if x1.ndim > 1 else reshape(x1, (x1.size, 1))
    stack = gy.shape[: gy.ndim - (x0.ndim > 1) - (x1.ndim > 1)]
    gy = reshape(gy, (*stack, row.shape[-2], column.shape[-1]))
    gx0 = sum_to(matmul(gy, _each_transposed(column)), row.shape)
    gx1 = sum_to(matmul(_each_transposed(row), gy), column.shape)
    return reshape(gx0, x0.shape), reshape(gx1, x1.shape)


def _each_transposed(x: Variable) -> Variable:
    """Each matrix of a stack transposed."""
    return transpose(x, (*range(x.ndim - 2), -1, -2))


LAST = later(
    "shapes {s0} and {s1} do not fit: the last axis of the first has {n}, the first of the "
    "second has {inner}"
)
LAST_BUT_ONE = later(
    "shapes {s0} and {s1} do not fit: the last axis of the first has {n}, the last but one of the "
    "second has {inner}"
)


def _misfit(s0: Shape, s1: Shape) -> str:
    """What does not fit in a product of two shapes, and what to write."""
    if not s0 or not s1:
        return tr(
            "shapes {s0} and {s1}: a single number has no rows and columns: multiply with *",
            s0=s0,
            s1=s1,
        )
    inner = s1[-2] if len(s1) > 1 else s1[0]
    if s0[-1] == inner:
        return tr(
            "shapes {s0} and {s1}: the axes before the matrices, {s02} and {s12}, differ",
            s0=s0,
            s1=s1,
            s02=s0[:-2],
            s12=s1[:-2],
        )
    text = tr(LAST if len(s1) <= 2 else LAST_BUT_ONE, s0=s0, s1=s1, n=s0[-1], inner=inner)
    if len(s1) == 2 and s0[-1] == s1[1]:
        return tr("{text}: the second transposed (.T) would fit", text=text)
    if len(s0) == 2 and s0[0] == inner:
        return tr("{text}: the first transposed (.T) would fit", text=text)
    return tr("{text}; they have to be equal", text=text)
