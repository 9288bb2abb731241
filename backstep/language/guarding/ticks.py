"""Ticks: how much a program may do and say before it is stopped, and the stop itself.

Code of strangers is compiled with a tick in every loop, comprehension, function and guard
(ticking.py), and each call of a Function that makes a graph is one more. At the prompt there are
none: Ctrl-C is the stop there, and loops run at full speed.
"""

from __future__ import annotations

import sys

from backstep.messages import tr

MOST_TICKS = 5_000_000


class Meter:
    """Where code of ours that goes on and on finds the ticks of the program that it runs for."""

    __slots__ = ("ticks",)

    def __init__(self) -> None:
        self.ticks: Ticks | None = None

    def tick(self, count: int = 1) -> None:
        """A tick, where somebody counts."""
        if self.ticks is not None:
            self.ticks.tick(count)


METER = Meter()


class Stopped(BaseException):
    """The end of a program that has used up a limit; `limit` says which: "ticks" or "output".

    No name in a session means it and nothing there catches what is no Exception. Where Python
    itself drops it (in the finalizer of a generator), the next tick raises it again.
    """

    def __init__(self, limit: str, message: str) -> None:
        super().__init__(message)
        self.limit = limit


class Ticks:
    """Counts what a program does, and raises Stopped when its budget is spent, then and ever after.

    `output`, where it is given, is how many bytes the program may write in UTF-8.

    >>> ticks = Ticks(2)
    >>> ticks.tick(), ticks.tick(), ticks.spent
    (True, True, 2)
    >>> ticks.tick()
    Traceback (most recent call last):
    ...
    backstep.language.guarding.ticks.Stopped: stopped after 2 ticks, all that this program is given
    """

    __slots__ = ("_left", "_written", "budget", "output", "stopped")

    def __init__(self, budget: int = MOST_TICKS, output: int | None = None) -> None:
        self.budget = budget
        self.output = output
        self.stopped: Stopped | None = None
        self._left = budget
        self._written = 0

    @property
    def spent(self) -> int:
        """How many ticks were used, of the budget at most."""
        return self.budget - max(self._left, 0) if self.stopped is None else self.budget

    def tick(self, count: int = 1) -> bool:
        """Note that one thing more was done, or `count`. True, so that it can stand in an `if`."""
        self._left -= count
        if self._left < 0:
            said = tr(
                "stopped after {budget:,} ticks, all that this program is given", budget=self.budget
            )
            self._stop("ticks", said)
        return True

    def lift(self) -> None:
        """Count no more: the program has ended well, and a person goes on with its names."""
        self.output = None
        self._left = sys.maxsize

    def written(self, text: str) -> None:
        """Note what the program is about to write."""
        if self.output is None:
            return
        self._written += len(text) if text.isascii() else len(text.encode(errors="surrogatepass"))
        if self._written > self.output:
            said = tr(
                "stopped after {output:,} bytes of output, all that this program is given",
                output=self.output,
            )
            self._stop("output", said)

    def _stop(self, limit: str, message: str) -> None:
        if self.stopped is None:
            self.stopped = Stopped(limit, message)
        self._left = -1
        # A new one each time: what was dropped once has the traceback of another place.
        raise Stopped(self.stopped.limit, str(self.stopped))
