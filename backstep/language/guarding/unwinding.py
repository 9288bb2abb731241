"""What a person's code may do while Ctrl-C or a stop goes by: clean up, and not take its place."""

from __future__ import annotations

import sys
from typing import Any

from backstep.language.guarding.ticks import Stopped

STOPS = (KeyboardInterrupt, Stopped)


def handled() -> None:
    """Begins every `except` block: lets go of the errors before the one that is handled.

    Nobody is shown them, and Python goes through all of them whenever another error is raised.
    """
    error = sys.exc_info()[1]
    if error is not None:
        error.__context__ = None


class Unwinding:
    """Around what a `finally` does: should it raise while Ctrl-C or a stop goes by, that goes on.

    Else `finally: 1 / 0` would put an error in its place, and the error could be caught.
    """

    __slots__ = ("_stop",)

    def __enter__(self) -> None:
        handled()
        error = sys.exc_info()[1]
        self._stop = error if isinstance(error, STOPS) else None

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> None:
        if self._stop is not None and kind is not None and error is not self._stop:
            raise self._stop
