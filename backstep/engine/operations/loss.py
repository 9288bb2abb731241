"""What training makes small: how far a prediction is from what it should be (book steps 42, 47)."""

from __future__ import annotations

import numpy as np

from backstep.engine.errors import ArgumentError, DataError, ShapeError
from backstep.engine.function import Function, binary, unary
from backstep.engine.operations.activation import softmax
from backstep.engine.operations.elementary import log
from backstep.engine.operations.elementwise import clip
from backstep.engine.operations.examples import Example
from backstep.engine.operations.indexing import get_item
from backstep.engine.operations.shape import sum, sum_to
from backstep.engine.variable import Array, Operand, Variable, as_variable
from backstep.messages import tr

__all__ = [
    "MeanSquaredError",
    "SoftmaxCrossEntropy",
    "accuracy",
    "mean_squared_error",
    "softmax_cross_entropy",
    "softmax_cross_entropy_simple",
]


class MeanSquaredError(Function):
    """The squares of x0 - x1 added up, divided by the number of rows n. Book step 42.

    x0 and x1 have one shape; a single number goes with any. The result is 0-d. Raises ShapeError
    for other shapes (a broadcast between (n, 1) and (n,) is hardly ever meant) and for no rows.
    """

    formula = ("gy * (2 / n) * (x0 - x1)", "-gy * (2 / n) * (x0 - x1)")
    examples = (
        Example((4,), (4,)),
        Example((4, 1), (4, 1)),
        Example((2, 3), ()),
        Example((), (3,)),
        Example((), ()),
    )

    def __init__(self) -> None:
        self.n = 1

    def forward(self, x0: Array, x1: Array) -> Array:
        if x0.shape != x1.shape and x0.ndim and x1.ndim:
            raise ShapeError(
                tr(
                    "mean_squared_error: shapes {s0} and {s1} differ: {remedy}",
                    s0=x0.shape,
                    s1=x1.shape,
                    remedy=_made_equal(x0, x1),
                )
            )
        difference = x0 - x1
        self.n = len(difference) if difference.ndim else 1
        if not self.n:
            raise ShapeError(
                tr(
                    "mean_squared_error: shape {difference_shape} has no rows",
                    difference_shape=difference.shape,
                )
            )
        return np.add.reduce(difference**2, axis=None) / self.n

    def backward(self, gy: Variable) -> tuple[Variable, Variable]:
        x0, x1 = self.inputs
        gx0 = gy * (2 / self.n) * (x0 - x1)
        if x0.shape == x1.shape:
            return gx0, -gx0
        return sum_to(gx0, x0.shape), sum_to(-gx0, x1.shape)


def mean_squared_error(x0: Operand, x1: Operand) -> Variable:
    """sum((x0 - x1) ** 2) / len(x0)."""
    return binary(MeanSquaredError(), x0, x1)


class SoftmaxCrossEntropy(Function):
    """How unlikely softmax makes the right classes: the mean of -log(softmax(x)) there.

    x is (n, classes), each row a sample; the labels are n whole numbers, which are no input: they
    have no gradient. The result is 0-d. Raises ShapeError for other shapes, DataError for labels
    that are not whole numbers, ArgumentError for a label that is no class. Book step 47.
    """

    formula = ("gy * (softmax(x) - one_hot) / n",)
    examples = (
        Example((2, 3), labels=np.array([2, 0])),
        Example((3, 2), labels=np.array([1, 1, 0])),
        Example((1, 4), labels=[3]),
    )

    def __init__(self, labels: Operand) -> None:
        self.labels = _whole(labels)
        self.n = len(self.labels)
        self.one_hot: Array = np.zeros((self.n, 0))

    def forward(self, x: Array) -> Array:
        _check_labels("softmax_cross_entropy", x, self.labels)
        rows = np.arange(self.n)
        self.one_hot = np.zeros_like(x)
        self.one_hot[rows, self.labels] = 1
        lowered = x - np.max(x, axis=1, keepdims=True)
        right = lowered[rows, self.labels] - np.log(np.sum(np.exp(lowered), axis=1))
        return -np.sum(right) / self.n

    def backward(self, gy: Variable) -> Variable:
        (x,) = self.inputs
        return gy * (softmax(x) - self.one_hot) / self.n


def softmax_cross_entropy(x: Operand, t: Operand) -> Variable:
    """-sum(one_hot * log(softmax(x))) / n for the labels t: a whole number for each row of x."""
    return unary(SoftmaxCrossEntropy(t), x)


def softmax_cross_entropy_simple(x: Operand, t: Operand) -> Variable:
    """softmax_cross_entropy in single steps, as book step 47 builds it first.

    Shapes, labels and errors as softmax_cross_entropy has them.
    """
    x, labels = as_variable(x), _whole(t)
    _check_labels("softmax_cross_entropy_simple", x.data, labels)
    n = len(labels)
    p = clip(softmax(x), 1e-15, 1.0)  # log(0) is -inf
    right = get_item(log(p), (np.arange(n), labels))
    return -1 * sum(right) / n


def accuracy(x: Operand, t: Operand) -> Variable:
    """How many rows of x have their largest element at the label, from 0 to 1. Book step 48.

    x is (n, classes), the labels are n whole numbers. It has no gradient. Raises what
    softmax_cross_entropy raises.
    """
    x, labels = as_variable(x), _whole(t)
    _check_labels("accuracy", x.data, labels)
    return Variable(np.mean(x.data.argmax(axis=1) == labels))


def _whole(t: Operand) -> Array:
    """Labels as an array of their own."""
    labels = as_variable(t).data.copy()
    if labels.dtype.kind not in "iu":
        raise DataError(
            tr(
                "labels are whole numbers, one a row, not {dtype} data: write "
                "t.astype(int), or t.argmax(axis=1) for one-hot rows",
                dtype=labels.dtype,
            )
        )
    return labels if labels.ndim else labels.reshape(1)


def _check_labels(who: str, x: Array, labels: Array) -> None:
    if x.ndim != 2:
        told = tr(
            "{who}: x has shape {shape}; it needs (samples, classes): reshape it",
            who=who,
            shape=x.shape,
        )
        if x.ndim == 1:
            told = tr(
                "{who}: x has shape {shape}; it needs (samples, classes): "
                "x.reshape(1, -1) is one sample",
                who=who,
                shape=x.shape,
            )
        raise ShapeError(told)
    if labels.shape != (len(x),):
        hot = tr(" (t.argmax(axis=1) for one-hot rows)") if labels.shape == x.shape else ""
        raise ShapeError(
            tr(
                "{who}: x has {n} rows and t has shape {labels_shape}: t needs one label a row, "
                "shape ({n},){hot}",
                who=who,
                n=len(x),
                labels_shape=labels.shape,
                hot=hot,
            )
        )
    if not x.size:
        raise ShapeError(tr("{who}: x of shape {x_shape} is empty", who=who, x_shape=x.shape))
    wrong = labels[(labels < 0) | (labels >= x.shape[1])]
    if wrong.size:
        raise ArgumentError(
            tr(
                "{who}: the label {label} is none of the {n} classes, 0 to {last}",
                who=who,
                label=wrong[0],
                n=x.shape[1],
                last=x.shape[1] - 1,
            )
        )


def _made_equal(x0: Array, x1: Array) -> str:
    if x0.size == x1.size:
        return tr("write x1.reshape({lengths})", lengths=", ".join(map(str, x0.shape)))
    return tr("a prediction and its target have one shape")
