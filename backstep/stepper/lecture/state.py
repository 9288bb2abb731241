"""What a lecture knows beside its view: what is revealed, what is pointed at, what was before."""

from __future__ import annotations

from dataclasses import dataclass

from backstep.stepper.graph import Key


@dataclass(frozen=True)
class Lecture:
    """`revealed` is the position whose next result is told already.

    `pointer` is the node that the room is shown; `blank` an empty screen. `animated`,
    `asking` and `theme` say how it was before, to be put back when it ends: whether steps were
    animated and questions asked, and the look.
    """

    revealed: int | None = None
    pointer: Key | None = None
    blank: bool = False
    animated: bool = False
    asking: bool = False
    theme: str = "dark"


NO_LECTURE = Lecture()
