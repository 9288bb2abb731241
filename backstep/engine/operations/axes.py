"""Axes of a shape: checked, counted from the front, and left in as 1 where they are summed away."""

from __future__ import annotations

import math
from typing import TypeAlias

from backstep.engine.errors import ShapeError
from backstep.engine.variable import MOST_ITEMS
from backstep.messages import tr

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
            raise ShapeError(
                tr(
                    "{who}: there is no axis {each} in shape {shape}: {counted}",
                    who=who,
                    each=each,
                    shape=shape,
                    counted=_counted(shape),
                )
            )
    found = tuple(each % len(shape) for each in wanted)
    if len(set(found)) < len(found):
        raise ShapeError(
            tr(
                "{who}: axis={axis} names an axis of shape {shape} twice",
                who=who,
                axis=axis,
                shape=shape,
            )
        )
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
        raise ShapeError(
            tr(
                "{who}: shape {shape} has more than {most:,} elements",
                who=who,
                shape=shape,
                most=MOST_ITEMS,
            )
        )


def misfit(who: str, s0: Shape, s1: Shape) -> ShapeError:
    """The error of two shapes that do not broadcast to each other, with what would.

    >>> print(misfit("add", (2, 3), (2,)))
    add: shapes (2, 3) and (2,) do not broadcast: the second as .reshape(2, 1) would fit
    """
    return ShapeError(
        tr(
            "{who}: shapes {s0} and {s1} do not broadcast{remedy}",
            who=who,
            s0=s0,
            s1=s1,
            remedy=_remedy(s0, s1),
        )
    )


def _remedy(s0: Shape, s1: Shape) -> str:
    """What would make the shapes fit, else the rule."""
    if len(s1) == 1 and len(s0) == 2 and s1[0] == s0[0]:
        return tr(": the second as .reshape({n}, 1) would fit", n=s1[0])
    if len(s0) == 1 and len(s1) == 2 and s0[0] == s1[0]:
        return tr(": the first as .reshape({n}, 1) would fit", n=s0[0])
    if s0[::-1] == s1:
        return tr(": the second transposed (.T) would fit")
    return tr(": from the last axis back, two lengths are equal or one of them is 1")


def _counted(shape: Shape) -> str:
    if not shape:
        return tr("a single number has no axes")
    return (
        tr("its only axis is 0")
        if len(shape) == 1
        else tr("its axes are 0 to {n}", n=len(shape) - 1)
    )
