"""Transforms: what is done to an example before it is trained with (book step 49)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from backstep.engine.errors import ArgumentError, DataError
from backstep.engine.variable import NUMERIC, Array, as_array
from backstep.messages import tr

__all__ = ["AsType", "Compose", "Flatten", "Normalize", "ToFloat", "ToInt"]


class Compose:
    """Several transforms, one after the other.

    >>> Compose([Flatten(), Normalize(0.0, 2.0)])(np.array([[2.0, 4.0]]))
    array([1., 2.])
    """

    def __init__(self, transforms: Iterable[Callable[[Any], Any]] = ()) -> None:
        self.transforms = list(transforms)
        for each in self.transforms:
            if not callable(each):
                raise ArgumentError(
                    tr(
                        "Compose: takes a list of transforms; a {kind} is none",
                        kind=type(each).__name__,
                    )
                )

    def __call__(self, x: Any) -> Any:
        for transform in self.transforms:
            x = transform(x)
        return x


class Normalize:
    """(x - mean) / std; of several numbers each belongs to one entry of the first axis."""

    def __init__(self, mean: Any = 0, std: Any = 1) -> None:
        self.mean = mean
        self.std = std

    def __call__(self, x: Any) -> Array:
        array = as_array(x)
        result: Array = (array - _along(self.mean, array)) / _along(self.std, array)
        return result


class Flatten:
    """All elements on one axis."""

    def __call__(self, x: Any) -> Array:
        return as_array(x).flatten()


class AsType:
    """The same numbers in another dtype, float32 unless said otherwise."""

    def __init__(self, dtype: Any = np.float32) -> None:
        wanted = np.dtype(dtype)
        if wanted.kind not in NUMERIC:
            raise DataError(
                tr(
                    "{who}: an array here holds numbers, not {wanted}",
                    who=type(self).__name__,
                    wanted=wanted,
                )
            )
        self.dtype = wanted

    def __call__(self, x: Any) -> Array:
        return as_array(x).astype(self.dtype)


ToFloat = AsType


class ToInt(AsType):
    """The same numbers as whole ones, cut off."""

    def __init__(self, dtype: Any = np.int64) -> None:
        super().__init__(dtype)


def _along(numbers: Any, array: Array) -> Array:
    """One number, or one for each entry of the array's first axis."""
    found = as_array(numbers)
    return found if found.ndim == 0 else found.reshape(-1, *[1] * (array.ndim - 1))
