"""Calls of Functions, counted: what tells when a function was called and what changed since."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any


class Calls:
    """How many calls made a graph, how many only tried a value, and when data last changed.

    A function's `serial` is the count at its call; a change of data carries the count at the
    change. So data that a function has used was changed behind its back when the change's number
    is above the function's serial.
    """

    __slots__ = ("_arrays", "last_change", "made", "tried")

    def __init__(self) -> None:
        self.made = 0
        self.tried = 0
        self.last_change = -1
        self._arrays: dict[int, tuple[weakref.ref[Any], int]] = {}

    def changed(self) -> int:
        """Note a change of some data; gives its number."""
        self.last_change = self.made
        return self.made

    def array_changed(self, array: Any) -> None:
        """Note that elements of an array were written to, and so those of what it is a view of."""
        at = self.changed()
        while array is not None:
            try:
                self._arrays[id(array)] = (weakref.ref(array, self._forgetting(id(array))), at)
            except TypeError:  # a buffer that is no array: nobody holds it as data
                return
            array = getattr(array, "base", None)

    def _forgetting(self, key: int) -> Callable[[object], object]:
        return lambda _: self._arrays.pop(key, None)

    def array_change(self, array: Any) -> int:
        """When elements of an array were last written to, as far as anybody said; else -1."""
        entry = self._arrays.get(id(array))
        return -1 if entry is None else entry[1]


CALLS = Calls()
