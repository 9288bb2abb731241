"""What is made in the background: a prompt stands before what it asks for has been loaded."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Later(Generic[Thing]):
    """A thing that is made in a thread from `begin` on; called, it waits and gives the thing.

    What its making raised is raised by the call. `when_ready` is called by the thread at the end.

    >>> later = Later(lambda: 6 * 7)
    >>> later.begin()
    >>> later(), later.is_ready
    (42, True)
    """

    def __init__(self, make: Callable[[], Thing]) -> None:
        self._make = make
        self._thread: Thread | None = None
        self._made: list[Thing] = []
        self._error: BaseException | None = None
        self.when_ready: Callable[[], object] | None = None

    @property
    def is_ready(self) -> bool:
        """Whether there is something to get without waiting."""
        return bool(self._made)

    @property
    def is_begun(self) -> bool:
        """Whether it is being made, or was."""
        return self._thread is not None or self.is_ready

    def make(self) -> None:
        """Make it here and now: Ctrl-C stops what it runs and asks, which it would not in a thread.

        Raises what its making raises.
        """
        self._made.append(self._make())

    def begin(self) -> None:
        """Start to make it, unless that was done."""
        if not self.is_begun:
            self._thread = Thread(target=self._run, daemon=True)
            self._thread.start()

    def _run(self) -> None:
        try:
            self._made.append(self._make())
        except BaseException as error:  # it belongs to whoever asks for the thing
            self._error = error
        if self.when_ready is not None:
            self.when_ready()

    def wait(self) -> bool:
        """Wait until it is made, or has failed; gives whether there is something to get."""
        if not self._made:
            self.begin()
            assert self._thread is not None
            self._thread.join()
        return self.is_ready

    def end(self) -> None:
        """Wait for the thread, if there is one."""
        if self._thread is not None:
            self._thread.join()

    def __call__(self) -> Thing:
        self.wait()
        if self._error is not None:
            raise self._error
        return self._made[0]


def already(thing: Thing) -> Later[Thing]:
    """A thing that is there."""
    later = Later(lambda: thing)
    later.make()
    return later
