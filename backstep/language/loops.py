"""How long a program's loop has still to go, for those who would rather not watch every turn."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from operator import length_hint
from typing import Any

COUNTED = frozenset([type(iter(range(0))), type(iter([])), type(iter(()))])
ONLY_OURS = 2  # references: the attribute here, and the question itself


class Loops:
    """Knows the outermost `for` that is running, where it runs over something of known length."""

    def __init__(self) -> None:
        self._outermost: Iterator[Any] | None = None

    def begun(self, iterable: Iterable[Any]) -> Iterator[Any]:
        """The iterator of a `for` statement that is in no other of its function or cell."""
        iterator = iter(iterable)
        if type(iterator) in COUNTED and self.ahead() is None:
            self._outermost = iterator
        return iterator

    def ahead(self) -> int | None:
        """The turns that are left; None when no loop of known length is running."""
        outermost = self._outermost
        if outermost is None or sys.getrefcount(outermost) <= ONLY_OURS + 1:
            self._outermost = None  # the loop itself holds its iterator as long as it runs
            return None
        return length_hint(outermost)
