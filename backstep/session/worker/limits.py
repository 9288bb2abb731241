"""What a program of somebody else's is given: time, memory, ticks, output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from backstep.engine.errors import BackstepError
from backstep.language.guarding.ticks import MOST_TICKS

Limit: TypeAlias = Literal["time", "memory", "ticks", "output"]
LIMITS: tuple[Limit, ...] = get_args(Limit)
UNITS = {"GB": 1 << 30, "MB": 1 << 20, "KB": 1 << 10}


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
        spent = {
            "time": f"after {self.seconds:g} s",
            "memory": f"at {size_text(self.memory)} of memory",
            "ticks": f"after {self.ticks:,} ticks",
            "output": f"after {size_text(self.output)} of output",
        }
        stopped = f"{what} was stopped" if what else "stopped"
        return f"{stopped} {spent[limit]}, all that this program is given (--{limit} gives more)"


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
    return f"{size} bytes"
