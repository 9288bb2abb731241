"""Prompts in pseudo-terminals that can be typed to, listened to and killed."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

SECONDS = 30


class Nursery:
    """The process that prompts are forked from."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.survival.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        assert self._answer() == "ready"

    def _answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def prompt(self, home: Path, fatal: int | None = None, *, half: bool = False) -> Prompt:
        """A new prompt, with a data folder of its own."""
        master, slave = pty.openpty()
        asked = {"home": str(home), "terminal": os.ttyname(slave), "fatal": fatal, "half": half}
        assert self.process.stdin is not None
        print(json.dumps(asked), file=self.process.stdin, flush=True)
        return Prompt(int(self._answer()), master, slave)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


def from_the_start(home: Path) -> Prompt:
    """`python -m backstep` itself, with its line editor, and nothing loaded before."""
    master, slave = pty.openpty()
    environment = os.environ | {"BACKSTEP_HOME": str(home), "TERM": "xterm-256color"}
    environment["PROMPT_TOOLKIT_NO_CPR"] = "1"  # nobody here answers where the cursor is
    process = subprocess.Popen(
        [sys.executable, "-m", "backstep"],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment,
        start_new_session=True,
        cwd=Path(__file__).parents[2],
    )
    return Prompt(process.pid, master, slave, process)


class Prompt:
    """A prompt in a pseudo-terminal, and all that it has said."""

    def __init__(
        self, pid: int, master: int, slave: int, process: subprocess.Popen[bytes] | None = None
    ) -> None:
        self.pid, self._process = pid, process
        self._heard = b""
        self._master, self._slave = master, slave

    @property
    def said(self) -> str:
        return self._heard.decode(errors="replace")  # it may be cut off within a character

    def type(self, text: str) -> None:
        os.write(self._master, text.encode())

    def paste(self, cells: Sequence[str]) -> None:
        """Put cells into the line editor, one after the other; a block ends with an empty line."""
        for cell in cells:
            self.type(f"\x1b[200~{cell}\x1b[201~\r" + ("\r" if "\n" in cell else ""))

    def listen(self, seconds: float, until: str = "\0") -> bool:
        """Hear it for a time, or until a word has been said; gives whether it was."""
        end = time.monotonic() + seconds
        while until not in self.said:
            ready, _, _ = select.select([self._master], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                return False
            self._hear()
        return True

    def _hear(self) -> bool:
        try:
            data = os.read(self._master, 65536)
        except OSError:  # nobody is there any more
            return False
        self._heard += data
        return bool(data)

    def kill(self) -> str:
        """Kill it if it still runs; gives all that it has said until it was dead."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        return self.last_words()

    def last_words(self) -> str:
        """All that it has said, once it has gone."""
        os.close(self._slave)
        while self._hear():
            pass
        os.close(self._master)
        if self._process is not None:
            self._process.wait()
        with suppress(ProcessLookupError):
            while True:  # its terminal goes before its other files do
                os.kill(self.pid, 0)
                time.sleep(0.001)
        return self.said
