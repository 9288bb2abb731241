"""What `id(x)` gives in a session: a number of the object's own that says nothing of memory."""

from __future__ import annotations

import weakref
from collections import deque
from typing import Any

MOST_HELD = 10_000


class Numbers:
    """Counts objects as they are asked about: the same object has the same number again.

    Most are known weakly; what has no weak references (numbers, text, lists) is held, the newest
    ten thousand of them.
    """

    def __init__(self) -> None:
        self._count = 0
        self._known: dict[int, tuple[Any, int]] = {}
        self._held: deque[tuple[int, Any]] = deque()

    def number(self, obj: Any) -> int:
        """The object's number, from 1 up."""
        key = id(obj)
        if key in self._known:
            return self._known[key][1]
        self._count += 1
        self._known[key] = (self._keeper(obj, key), self._count)
        return self._count

    def _keeper(self, obj: Any, key: int) -> Any:
        try:
            return weakref.ref(obj, lambda _: self._known.pop(key, None))
        except TypeError:
            if len(self._held) == MOST_HELD:
                self._known.pop(self._held.popleft()[0], None)
            self._held.append((key, obj))
            return None


NUMBERS = Numbers()
