"""How the stepper is left when no key does it: by a signal, or by a mistake of its own."""

from __future__ import annotations

import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from backstep.engine.errors import BackstepError
from backstep.messages import tr
from backstep.recording.visible import visible

if TYPE_CHECKING:
    from backstep.stepper.view import View

PACKAGE = Path(__file__).resolve().parent.parent
CHANGED_BY_TEXTUAL = ("SIGTSTP", "SIGCONT", "SIGTTOU", "SIGTTIN", "SIGTERM", "SIGHUP", "SIGQUIT")
# What ends a process without asking: the screen is left first, and the signal then has its way.
ENDING = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name)
)


class StepperFailed(BackstepError):
    """A mistake of the stepper's own, after which the terminal is as it was before."""


def failed(error: Exception, view: View, file: str) -> StepperFailed:
    """What is said of a mistake of ours: where it was, and where the session is, if in a file."""
    moment = view.moment
    at = tr("the start")
    if moment.pop is not None:
        at = f"pop {moment.pop_index + 1}, {moment.phase}"
    what = visible(" ".join(str(error).split()))[:200]
    kind = f"{type(error).__name__}: {what}" if what else type(error).__name__
    where = _place(error)
    if not file:
        return StepperFailed(
            tr(
                "the stepper ended at {at} by a mistake of its own ({kind}, in {where})",
                at=at,
                kind=kind,
                where=where,
            )
        )
    return StepperFailed(
        tr(
            "the stepper ended at {at} by a mistake of its own ({kind}, in {where}); "
            "the session is in {file}",
            at=at,
            kind=kind,
            where=where,
            file=visible(file),
        )
    )


def _place(error: Exception) -> str:
    """The last line of ours that the error went through."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(PACKAGE):
            return f"{path.relative_to(PACKAGE).as_posix()}:{frame.lineno}"
    return tr("the screen's library")


@contextmanager
def signals_kept() -> Iterator[None]:
    """Put the terminal's signals back: Textual leaves its own handlers behind."""
    numbers = [getattr(signal, name) for name in CHANGED_BY_TEXTUAL if hasattr(signal, name)]
    kept = {number: signal.getsignal(number) for number in numbers}
    try:
        yield
    finally:
        for number, handler in kept.items():
            if handler is not None:
                signal.signal(number, handler)


def drop_late_replies() -> None:
    """A terminal's late answers to Textual's questions would be typed into the next prompt."""
    with suppress(ImportError, OSError, ValueError):
        import termios

        termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
