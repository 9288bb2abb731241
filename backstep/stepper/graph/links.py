"""Which functions take or make each variable: looked up once, for every window of a large graph."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from backstep.recording.looking.columns import in_groups
from backstep.recording.records import FunctionNode
from backstep.recording.tables import function_columns


class Links:
    """The functions of one order with the variables beside them, and the other way round.

    `position` leaves out what was born after it. `total` counts the nodes, those that nothing leads
    to or from left out.
    """

    def __init__(
        self, functions: Sequence[FunctionNode], order: int = 1, position: int | None = None
    ) -> None:
        self.nodes = functions
        columns = function_columns(functions)
        chosen = columns.orders == order
        if position is not None:
            chosen &= columns.born <= position
        numbers = np.flatnonzero(chosen)
        self.functions: list[int] = numbers.tolist()
        counts = [columns.make[chosen], columns.take[chosen]]
        users = np.concatenate([np.repeat(numbers, count) for count in counts])
        made = columns.outputs[np.repeat(chosen, columns.make)]
        taken = columns.inputs[np.repeat(chosen, columns.take)]
        variables = np.concatenate([made, taken])
        by_variable = in_groups(variables)
        per_variable = np.bincount(variables)
        self._users = array("q", users[by_variable].tobytes())
        self._first = array("q", np.concatenate([[0], per_variable.cumsum()]).tobytes())
        self.total = int(np.count_nonzero(sum(counts)) + np.count_nonzero(per_variable))

    def has(self, function: int) -> bool:
        """Whether a function is one of these."""
        i = bisect_left(self.functions, function)
        return i < len(self.functions) and self.functions[i] == function

    def around(self, variable: int) -> Sequence[int]:
        """The functions that take or make a variable, in the order in which they were made."""
        if variable + 1 >= len(self._first):  # none of this order leads there
            return ()
        return self._users[self._first[variable] : self._first[variable + 1]]

    def beside(self, function: int) -> list[int]:
        """The variables that a function takes and makes."""
        f = self.nodes[function]
        return [*f.inputs, *(y for y in f.outputs if y is not None)]
