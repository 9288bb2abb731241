"""Ctrl-C that nothing swallows.

Python raises KeyboardInterrupt once. Where it drops that (in the finalizer of a generator) or numpy
clears it away (in a `__len__` that it asks for), a program would go on. So once Ctrl-C has been
pressed, every line of a cell that is no cleaning up raises it again, until the cell has ended.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from opcode import opname
from time import monotonic
from types import FrameType
from typing import Any

from backstep.language.compiling.names import CELL
from backstep.language.guarding.unwinding import STOPS

GRACE = 1.0  # seconds that what stands in `finally` and `__exit__` has, all together


class Insistence:
    """Watches one cell at a time; costs nothing until Ctrl-C is pressed."""

    def __init__(self) -> None:
        self.asked = False
        self._deadline = 0.0
        self._tracing = False
        self._unwinding: FrameType | None = None

    @contextmanager
    def watching(self) -> Iterator[None]:
        """While a cell runs. Where somebody else handles Ctrl-C, that is left as it is."""
        self.asked = False
        main = threading.current_thread() is threading.main_thread()
        ours = main and signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if ours:
            signal.signal(signal.SIGINT, self._pressed)
        try:
            yield
        finally:
            self._unwinding = None
            if self._tracing:
                self._tracing = False  # first, or `_again` would start anew
                sys.setprofile(None)
                sys.settrace(None)
            if ours:
                signal.signal(signal.SIGINT, signal.default_int_handler)

    def insist(self) -> None:
        """From here on the program is to end; the caller raises KeyboardInterrupt, or has."""
        if not self.asked:
            self.asked = True
            self._deadline = monotonic() + GRACE
        if sys.gettrace() is None and sys.getprofile() is None:  # else a debugger is at work
            self._tracing = True
            sys.setprofile(self._again)
            self._trace_from(sys._getframe(1))

    def end(self) -> None:
        """Raise what was swallowed in the very last line."""
        if self.asked:
            raise KeyboardInterrupt

    def _pressed(self, number: int, frame: FrameType | None) -> None:
        self.insist()
        raise KeyboardInterrupt

    def _trace_from(self, frame: FrameType | None) -> None:
        sys.settrace(self._called)
        while frame is not None:
            if frame.f_code.co_filename.startswith(CELL):
                frame.f_trace = self._line
                frame.f_trace_opcodes = True  # `while True: pass` never comes to another line
            frame = frame.f_back

    def _called(self, frame: FrameType, event: str, argument: Any) -> Any:
        if not frame.f_code.co_filename.startswith(CELL):
            return None
        frame.f_trace_opcodes = True
        return self._line

    def _line(self, frame: FrameType, event: str, argument: Any) -> Any:
        if event == "exception":
            self._unwinding = frame
        elif self._unwinding is frame:
            # A handler begins; Python mixes up what it is handling if it is disturbed here.
            self._unwinding = frame if event == "opcode" else None
        elif self._is_enough(frame, event):
            raise KeyboardInterrupt
        return self._line

    def _is_enough(self, frame: FrameType, event: str) -> bool:
        """Whether a frame may go no further: at a new line unless it is cleaning up, and for that
        it has a while, after which no loop takes another turn."""
        in_time = monotonic() < self._deadline
        if event == "line":
            return not (in_time and isinstance(sys.exc_info()[1], STOPS))
        return event == "opcode" and not in_time and _goes_back(frame)

    def _again(self, frame: FrameType, event: str, argument: Any) -> None:
        """Python stops tracing where a tracer raises; profiling goes on, and starts it again."""
        if self._tracing and sys.gettrace() is None:
            self._trace_from(frame)


def _goes_back(frame: FrameType) -> bool:
    """Whether the next instruction is the end of a turn of a loop."""
    return opname[frame.f_code.co_code[frame.f_lasti]].startswith("JUMP_BACKWARD")
