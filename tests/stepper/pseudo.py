"""The stepper in a pseudo-terminal of any kind: what it writes, and what it leaves behind."""

from __future__ import annotations

import os
import re
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pyte

SECONDS = 20
SAYS_SOMETHING = (
    "COLORFGBG", "COLORTERM", "LANG", "LC_ALL", "LC_CTYPE", "NO_COLOR", "PYTHONUTF8",
    "SSH_CONNECTION", "SSH_TTY", "TERM_PROGRAM", "TEXTUAL_ANIMATIONS", "TMUX",
)  # fmt: skip
MODE = re.compile(rb"\x1b\[\?(\d+)([hl])")
LOOK = re.compile(rb"\x1b\[([\d;]*)m")
CURSOR, SCREEN, PASTE, MOUSE = 25, 1049, 2004, {1000, 1003, 1006, 1015}
CRASHING = """
import sys
from backstep.stepper.app import Surface

show = Surface.show

def fail_after_the_start(self, view):
    if view.position:
        raise ZeroDivisionError("made on purpose")
    show(self, view)

Surface.show = fail_after_the_start
from backstep.cli import main
sys.exit(main(sys.argv[1:]))
"""


class Pseudo:
    """A program in a terminal, whose environment says nothing but what is given."""

    def __init__(
        self,
        home: Path,
        *arguments: str,
        size: tuple[int, int] = (80, 24),
        program: tuple[str, ...] = (sys.executable, "-m", "backstep"),
        **said: str,
    ) -> None:
        columns, rows = size
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.written = b""
        kept = {name: value for name, value in os.environ.items() if name not in SAYS_SOMETHING}
        said = {"TERM": "xterm-256color", "LANG": "C.UTF-8", **said}
        self.child = pexpect.spawn(
            program[0],
            [*program[1:], *arguments],
            dimensions=(rows, columns),
            env={**kept, "BACKSTEP_HOME": str(home), "PROMPT_TOOLKIT_NO_CPR": "1", **said},
            timeout=SECONDS,
        )
        self.modes = self.terminal_modes()

    def terminal_modes(self) -> list[object]:
        """What `stty -a` tells."""
        return termios.tcgetattr(self.child.child_fd)

    @property
    def text(self) -> str:
        return "\n".join(self.screen.display)

    def read(self) -> bool:
        """Take what has been written; False at its end."""
        try:
            data = self.child.read_nonblocking(65536, timeout=0.05)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.written += data
        self.stream.feed(data)
        return True

    def wait(self, done: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + SECONDS
        while time.monotonic() < until and not done() and self.read():
            pass
        assert done(), f"{what} did not come:\n{self.text}"

    def wait_for(self, *words: str) -> None:
        self.wait(lambda: all(word in self.text for word in words), " and ".join(words))

    def type(self, keys: str) -> None:
        self.child.send(keys)

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def end(self, left: Callable[[], bool] = lambda: True) -> tuple[int | None, int | None]:
        """Read to the end; the exit status and the signal that ended it. `left` holds then."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until and self.read():
            pass
        assert left()
        self.child.close(force=True)
        return self.child.exitstatus, self.child.signalstatus

    def switched_on(self) -> set[int]:
        """The private modes of the terminal that are on, by what was written."""
        on = {CURSOR}
        for number, what in MODE.findall(self.written):
            (on.add if what == b"h" else on.discard)(int(number))
        return on

    def looks(self) -> set[str]:
        """Every look that was written, by its codes."""
        return {codes.decode() for codes in LOOK.findall(self.written)}
