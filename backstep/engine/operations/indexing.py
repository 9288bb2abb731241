"""Items and slices of an array, with everything that numpy takes as an index (book step 47)."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from backstep.engine.errors import ItemError
from backstep.engine.function import Function, unary
from backstep.engine.operations.axes import Shape, check_size
from backstep.engine.operations.examples import Example
from backstep.engine.unfolding import extent
from backstep.engine.variable import MOST_ITEMS, Array, Operand, Variable
from backstep.messages import tr

__all__ = ["GetItem", "GetItemGrad", "get_item", "get_item_grad"]

Index: TypeAlias = Any  # ints, slices, ..., None, arrays of ints or booleans, and tuples of these

EVERY_KIND: tuple[tuple[Shape, Index], ...] = (
    ((3,), 1),
    ((3,), slice(None, None, -1)),
    ((), ...),
    ((2, 3), (slice(None), -1)),
    ((2, 3), (None, ..., slice(1, 3))),
    ((2, 3), [0, 1, 0, 0]),
    ((2, 3), ([0, 1, 1], [2, 0, 0])),
    ((2, 3), np.array([[True, False, True], [False, False, True]])),
    ((2, 3, 2), (slice(None), [0, 0], None)),
)


class GetItem(Function):
    """Some of the elements; an element that was taken twice gets both gradients.

    Raises ItemError for an index that the shape does not have. Book step 47.
    """

    formula = ("get_item_grad(gy, slices, shape of x)",)
    examples = tuple(Example(shape, slices=index) for shape, index in EVERY_KIND)

    def __init__(self, slices: Index) -> None:
        self.slices = fixed(slices)

    def forward(self, x: Array) -> Array:
        try:
            return x[self.slices]
        except IndexError as error:
            if x.ndim == 0:
                raise ItemError(tr("a single number (0-d) has no items: use it as it is")) from None
            raise ItemError(
                tr("{error} (the shape is {x_shape})", error=error, x_shape=x.shape)
            ) from None

    def backward(self, gy: Variable) -> Variable:
        (x,) = self.inputs
        return get_item_grad(gy, self.slices, x.shape)


def get_item(x: Operand, slices: Index) -> Variable:
    """x[slices]: an int, a slice, `...`, None, an array of ints or booleans, a tuple of these."""
    return unary(GetItem(slices), x)


class GetItemGrad(Function):
    """Elements put back where they were taken from, in zeros of `shape`; doubles are added up.

    Book step 47.
    """

    formula = ("get_item(gy, slices)",)
    examples = tuple(
        Example(np.zeros(shape)[index].shape, slices=index, shape=shape)
        for shape, index in EVERY_KIND
    )

    def __init__(self, slices: Index, shape: Shape) -> None:
        self.slices = fixed(slices)
        self.shape = shape

    def forward(self, gy: Array) -> Array:
        check_size("get_item_grad", self.shape)
        gx = np.zeros(self.shape, gy.dtype)
        np.add.at(gx, self.slices, gy)
        return gx

    def backward(self, ggx: Variable) -> Variable:
        return get_item(ggx, self.slices)


def get_item_grad(gy: Operand, slices: Index, shape: Shape) -> Variable:
    """Zeros of `shape` with gy added at `slices`: the gradient of x[slices]."""
    return unary(GetItemGrad(slices, shape), gy)


def fixed(index: Index) -> Index:
    """An index that nobody can change later: arrays copied, lists made arrays, Variables opened."""
    if isinstance(index, tuple):
        return tuple([fixed(part) for part in index])
    if isinstance(index, Variable):
        return index.data.copy()
    if isinstance(index, list):
        if extent(index).items > MOST_ITEMS:
            raise ItemError(tr("an index of more than {most:,} items", most=MOST_ITEMS))
        parts = [part.data if isinstance(part, Variable) else part for part in index]
        try:
            return np.array(parts) if parts else np.array(parts, int)
        except ValueError:
            raise ItemError(tr("the rows of an index that is a list have one length")) from None
    return index.copy() if isinstance(index, np.ndarray) else index
