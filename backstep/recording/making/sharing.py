"""Which Variables hold the same array as their gradient, followed through a pass.

The notes keep apart what was apart within one pop, by identity; from pop to pop a Variable leads
from one group to the next.
"""

from __future__ import annotations

from itertools import count

from backstep.engine.variable import Variable


class Sharing:
    """Groups of Variables, by index, whose gradients are one array."""

    def __init__(self) -> None:
        self._groups: dict[int, int] = {}
        self._of_object: dict[int, int] = {}
        self._fresh = count()

    def holds(self, variable: int, grad: Variable) -> None:
        """Say which object a Variable's gradient is in the notes of the pop at hand."""
        group = self._groups.setdefault(variable, next(self._fresh))
        self._of_object[id(grad)] = group

    def set(self, variable: int, gx: Variable) -> None:
        """A gradient was set to gx itself, not to a copy of it."""
        self._groups[variable] = self._of_object.setdefault(id(gx), next(self._fresh))

    def sharers(self, variable: int) -> tuple[int, ...]:
        """The others whose gradient changes when this one changes in place."""
        group = self._groups.get(variable)
        return tuple(v for v, other in self._groups.items() if other == group and v != variable)

    def free(self, variable: int) -> None:
        """A gradient became None again."""
        self._groups.pop(variable, None)
