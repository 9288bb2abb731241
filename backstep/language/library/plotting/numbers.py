"""What a program gives to a plot, as arrays of numbers within a size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice, pairwise
from typing import Any, TypeAlias

import numpy as np

from backstep.engine.errors import DataError, ShapeError, kind_of
from backstep.engine.variable import Array, Variable
from backstep.language.errors import LimitError
from backstep.messages import later, tr

MOST_GIVEN = 10**6  # numbers in a list or a generator; an array may hold more
KEPT_POINTS = 4000  # of a series; a screen has fewer columns
KEPT_GRID = (100, 160)  # rows and columns of a field
NUMBERS = (bool, int, float, np.bool_, np.integer, np.floating)
SEQUENCES = (list, tuple, range)
Floats: TypeAlias = tuple[float, ...]


def numbers(who: str, what: str, values: Any) -> Array:
    """The values as floats in an array: of a Variable its data, of a generator what it yields.

    Raises DataError for what is no number, LimitError for too many.
    """
    if isinstance(values, Variable):
        values = values.data
    if isinstance(values, np.ndarray):
        return _real(who, what, values)
    if isinstance(values, NUMBERS):
        return np.array([_float(values)])
    if not isinstance(values, SEQUENCES):
        values = _collected(who, what, values)
    if len(values) > MOST_GIVEN:
        raise LimitError(
            tr(
                "{who}: {what} has {n:,} numbers, {most:,} at most",
                who=who,
                what=what,
                n=len(values),
                most=MOST_GIVEN,
            )
        )
    rows = [_row(who, what, value) for value in values]
    lengths = {len(row) for row in rows if isinstance(row, np.ndarray)}
    if not lengths:
        return np.array(rows, np.float64)
    if len(lengths) > 1 or not all(isinstance(row, np.ndarray) for row in rows):
        raise ShapeError(
            tr("{who}: the rows of {what} are not all of one length", who=who, what=what)
        )
    if len(rows) * lengths.pop() > MOST_GIVEN:
        raise LimitError(
            tr("{who}: {what} has more than {most:,} numbers", who=who, what=what, most=MOST_GIVEN)
        )
    return np.stack([np.asarray(row) for row in rows])


def _real(who: str, what: str, array: Array) -> Array:
    if array.dtype.kind not in "biuf":
        raise DataError(
            tr(
                "{who}: {what} holds {dtype} data: give real numbers, a.real say",
                who=who,
                what=what,
                dtype=array.dtype,
            )
        )
    with np.errstate(all="ignore"):
        return np.atleast_1d(array).astype(np.float64)


def _collected(who: str, what: str, values: Any) -> list[Any]:
    """What an iterable yields, or a refusal of what is none."""
    if isinstance(values, (str, bytes, dict)) or not isinstance(values, Iterable):
        raise DataError(
            tr(
                "{who}: {what} is {called}: give numbers, a list or an array",
                who=who,
                what=what,
                called=_called(values),
            )
        )
    return list(islice(values, MOST_GIVEN + 1))


def _row(who: str, what: str, value: Any) -> float | Array:
    """An element: a number, or the row of a table."""
    if isinstance(value, NUMBERS):
        return _float(value)
    if isinstance(value, Variable):
        value = value.data
    if isinstance(value, np.ndarray):
        row = _real(who, what, value).ravel()
        return float(row[0]) if row.size == 1 else row
    if isinstance(value, SEQUENCES) and all(isinstance(v, NUMBERS) for v in value):
        return np.array([_float(v) for v in value])
    raise DataError(
        tr(
            "{who}: {what} holds {called}: give numbers, a list or an array",
            who=who,
            what=what,
            called=_called(value),
        )
    )


def _float(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:  # an int beyond any float is left out as inf is
        return float("inf")


def _called(value: Any) -> str:
    if value is None:
        return tr("None (a grad before backward, or one that was freed?)")
    if isinstance(value, str):
        return tr("the text {value!r}", value=value[:20])
    return kind_of(value)


def is_texts(values: Any) -> bool:
    """Whether values name categories: a list of texts."""
    return (
        isinstance(values, (list, tuple))
        and bool(values)
        and all(isinstance(v, str) for v in values)
    )


def is_finite(x: Array, y: Array) -> Array:
    """Which points can be drawn."""
    return np.isfinite(x) & np.isfinite(y)


def thinned(x: Array, y: Array, at_most: int, *, curve: bool) -> Array:
    """The indices of at most so many points that look like all of them.

    Along a curve whose x rises, the lowest and highest y of each stretch are kept, so that no peak
    is lost; of anything else, points at even distances.
    """
    n = len(x)
    if n <= at_most:
        return np.arange(n)
    with np.errstate(all="ignore"):
        rises = curve and bool(np.all(np.diff(x) >= 0))
    if not rises:
        return np.unique(np.linspace(0, n - 1, at_most).astype(int))
    edges = np.linspace(0, n, at_most // 3 + 1).astype(int)
    kept: set[int] = {0, n - 1}
    for start, end in pairwise(edges):
        part = y[start:end]
        finite = np.isfinite(part)
        if not finite.all():
            kept.add(int(start + np.argmin(finite)))  # the gap stays
        if finite.any():
            kept.add(int(start + np.argmin(np.where(finite, part, np.inf))))
            kept.add(int(start + np.argmax(np.where(finite, part, -np.inf))))
    return np.array(sorted(kept))


def table(who: str, what: str, values: Any) -> Array:
    """The values of a grid as a matrix; a picture with colours becomes their mean."""
    if isinstance(values, Variable):
        values = values.data
    array = numbers(who, what, values)
    if array.ndim == 3 and array.shape[-1] in (1, 3, 4):
        array = array[..., :3].mean(axis=-1)
    if array.ndim != 2 or array.size == 0:
        raise ShapeError(
            tr(
                "{who}: {what} has the shape {shape}: give rows and columns",
                who=who,
                what=what,
                shape=array.shape,
            )
        )
    return array


COLUMNS = later("{who}: {what} has {places} places for {length} columns of values")
ROWS = later("{who}: {what} has {places} places for {length} rows of values")


def grid_axis(who: str, what: str, values: Any, axis: int, length: int) -> Array:
    """The coordinates of a grid along one axis: a list of them, or what np.meshgrid gives."""
    array = numbers(who, what, values)
    if array.ndim == 2:
        array = array[0] if axis else array[:, 0]
    if array.shape != (length,):
        raise ShapeError(
            tr(COLUMNS if axis else ROWS, who=who, what=what, places=array.size, length=length)
        )
    if not np.isfinite(array).all():
        raise DataError(tr("{who}: {what} holds nan or inf", who=who, what=what))
    return array


def evenly(length: int, at_most: int) -> Array:
    """At most so many indices at even distances, with both ends."""
    return np.unique(np.linspace(0, length - 1, min(length, at_most)).astype(int))


def floats(values: Array | Sequence[float]) -> Floats:
    """An array as plain numbers."""
    return tuple(np.asarray(values, np.float64).tolist())
