"""What a program of somebody else's is given: time, memory, ticks, output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from backstep.engine.errors import BackstepError
from backstep.language.guarding.ticks import MOST_TICKS
from backstep.messages import later, tr, trn

Limit: TypeAlias = Literal["time", "memory", "ticks", "output"]
LIMITS: tuple[Limit, ...] = get_args(Limit)
UNITS = {"GB": 1 << 30, "MB": 1 << 20, "KB": 1 << 10}

STOPPED = {
    "time": later("stopped after {amount}, all that this program is given (--time gives more)"),
    "memory": later(
        "stopped at {amount} of memory, all that this program is given (--memory gives more)"
    ),
    "ticks": later(
        "stopped after {amount} ticks, all that this program is given (--ticks gives more)"
    ),
    "output": later(
        "stopped after {amount} of output, all that this program is given (--output gives more)"
    ),
}
STOPPED_IT = {
    "time": later(
        "{what} was stopped after {amount}, all that this program is given (--time gives more)"
    ),
    "memory": later(
        "{what} was stopped at {amount} of memory, all that this program is given "
        "(--memory gives more)"
    ),
    "ticks": later(
        "{what} was stopped after {amount} ticks, all that this program is given "
        "(--ticks gives more)"
    ),
    "output": later(
        "{what} was stopped after {amount} of output, all that this program is given "
        "(--output gives more)"
    ),
}


@dataclass(frozen=True)
class Limits:
    """Seconds of work, bytes of memory beside what backstep itself takes, ticks, bytes of output.

    >>> Limits().sentence("output")
    'stopped after 256 KB of output, all that this program is given (--output gives more)'
    """

    seconds: float = 10.0
    memory: int = 1 << 30
    ticks: int = MOST_TICKS
    output: int = 256 << 10

    def sentence(self, limit: Limit, what: str = "") -> str:
        """What a person is told when a limit has struck; `what` was stopped, if not all."""
        amount = {
            "time": f"{self.seconds:g} s",
            "memory": size_text(self.memory),
            "ticks": f"{self.ticks:,}",
            "output": size_text(self.output),
        }
        return tr(STOPPED_IT[limit] if what else STOPPED[limit], amount=amount[limit], what=what)


class LimitStruck(BackstepError):
    """The end of a program that has used up a limit, which the message names."""

    def __init__(self, limit: Limit, limits: Limits, what: str = "") -> None:
        super().__init__(limits.sentence(limit, what))
        self.limit = limit


def size_text(size: int) -> str:
    """A number of bytes in the largest unit that it is a whole number of.

    >>> size_text(1 << 30), size_text(1536 << 10), size_text(1000)
    ('1 GB', '1536 KB', '1000 bytes')
    """
    for unit, worth in UNITS.items():
        if size and size % worth == 0:
            return f"{size // worth} {unit}"
    return trn("{n} byte", "{n} bytes", size)
