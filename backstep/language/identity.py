"""What `id(x)` gives in a session: a number of the object's own that says nothing of memory."""

from __future__ import annotations

import weakref
from typing import Any

from backstep.language.errors import LimitError

MOST_HELD = 10_000


class Numbers:
    """Counts objects as they are asked about: the same object has the same number again.

    Most are known weakly; small values without weak references (ints, text, lists) are held.
    """

    def __init__(self) -> None:
        self._count = 0
        self._known: dict[int, tuple[Any, int]] = {}
        self._held = 0

    def number(self, obj: Any) -> int:
        """The object's number, from 1 up. Raises LimitError for too many that have to be held."""
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
            if self._held >= MOST_HELD:
                raise LimitError(f"id: more than {MOST_HELD:,} objects were asked about") from None
            self._held += 1
            return obj


NUMBERS = Numbers()
