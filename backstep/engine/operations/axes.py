"""Axes of a shape: checked, counted from the front, and left in as 1 where they are summed away."""

from __future__ import annotations

import math
from typing import TypeAlias

from backstep.engine.errors import ShapeError
from backstep.engine.variable import MOST_ITEMS

Shape: TypeAlias = tuple[int, ...]
Axis: TypeAlias = int | tuple[int, ...] | None


def axes_of(who: str, axis: Axis, shape: Shape) -> Shape:
    """The axes that `axis` means in a shape, from 0 up: all of them for None.

    Raises ShapeError for an axis that the shape does not have, and for one named twice.

    >>> axes_of("max", -1, (2, 3)), axes_of("max", None, (2, 3))
    ((1,), (0, 1))
    """
    if axis is None:
        return tuple(range(len(shape)))
    wanted = axis if isinstance(axis, tuple) else (axis,)
    for each in wanted:
        if not -len(shape) <= each < len(shape):
            raise ShapeError(f"{who}: there is no axis {each} in shape {shape}: {_counted(shape)}")
    found = tuple(each % len(shape) for each in wanted)
    if len(set(found)) < len(found):
        raise ShapeError(f"{who}: axis={axis} names an axis of shape {shape} twice")
    return found


def kept_shape(shape: Shape, axes: Shape) -> Shape:
    """The shape with 1 for each of the axes: what `keepdims=True` leaves.

    >>> kept_shape((2, 3), (1,))
    (2, 1)
    """
    return tuple(1 if i in axes else n for i, n in enumerate(shape))


def check_size(who: str, shape: Shape) -> None:
    """Refuse a shape of more elements than an array here may have. Raises ShapeError."""
    if math.prod(shape) > MOST_ITEMS:
        raise ShapeError(f"{who}: shape {shape} has more than {MOST_ITEMS:,} elements")


def misfit(who: str, s0: Shape, s1: Shape) -> ShapeError:
    """The error of two shapes that do not broadcast to each other, with what would.

    >>> print(misfit("add", (2, 3), (2,)))
    add: shapes (2, 3) and (2,) do not broadcast: the second as .reshape(2, 1) would fit
    """
    return ShapeError(f"{who}: shapes {s0} and {s1} do not broadcast{_remedy(s0, s1)}")


def _remedy(s0: Shape, s1: Shape) -> str:
    """What would make the shapes fit, else the rule."""
    for name, vector, other in (("second", s1, s0), ("first", s0, s1)):
        if len(vector) == 1 and len(other) == 2 and vector[0] == other[0]:
            return f": the {name} as .reshape({vector[0]}, 1) would fit"
    if s0[::-1] == s1:
        return ": the second transposed (.T) would fit"
    return ": from the last axis back, two lengths are equal or one of them is 1"


def _counted(shape: Shape) -> str:
    if not shape:
        return "a single number has no axes"
    return "its only axis is 0" if len(shape) == 1 else f"its axes are 0 to {len(shape) - 1}"
