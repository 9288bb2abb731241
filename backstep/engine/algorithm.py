"""What the backward loops have in common, and the table of them; the loops are in backward.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import CodeType
from typing import Literal, Protocol, TypeAlias

from backstep.engine.config import Watch
from backstep.engine.variable import Variable

Order: TypeAlias = Literal["sorted", "stack", "fifo", "preset"]
Adds: TypeAlias = Literal["anew", "inplace", "never"]


class Loop(Protocol):
    """A backward loop: a plain function of this shape."""

    __name__: str
    __code__: CodeType

    def __call__(
        self, target: Variable, /, retain_grad: bool, create_graph: bool, watch: Watch | None = None
    ) -> None: ...


@dataclass(frozen=True)
class Algorithm:
    """A loop, and what it does otherwise than the others: all that a recording must know of it.

    `order` is how the queue stands, the next function always last: sorted by generation, as a
    stack, first in first out, or filled before the loop begins. `seen_set` tells that no function
    is queued twice. `adds` is how a second gradient joins the first: as a new sum, in place, or
    not at all. `arrays` tells that gradients are raw arrays or change in place, so that what is
    noted of them is copied at once. `second_order` is False where they cannot have a graph. `idea`
    says it in a few words of English.
    """

    loop: Loop
    order: Order = "sorted"
    seen_set: bool = True
    adds: Adds = "anew"
    arrays: bool = False
    second_order: bool = True
    idea: str = ""

    @property
    def name(self) -> str:
        """What the loop is called."""
        return self.loop.__name__

    @property
    def summary(self) -> str:
        """The first line of the loop's docstring, in English."""
        return (self.loop.__doc__ or "").strip().split("\n")[0]


ALGORITHMS: dict[str, Algorithm] = {}


def algorithm(
    order: Order = "sorted",
    *,
    seen_set: bool = True,
    adds: Adds = "anew",
    arrays: bool = False,
    second_order: bool = True,
    idea: str = "",
) -> Callable[[Loop], Loop]:
    """Enter a loop into ALGORITHMS under its own name."""

    def entered(loop: Loop) -> Loop:
        made = Algorithm(loop, order, seen_set, adds, arrays, second_order, idea)
        ALGORITHMS[loop.__name__] = made
        return loop

    return entered
