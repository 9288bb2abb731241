"""One whole visit under a pseudo-terminal: start, type, step, back, quit, save, replay."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pyte
import pytest

from backstep.session import read_session

SECONDS = 20
TYPED = (
    "x = Variable(np.array(2.0))",
    "a = square(x)",
    "y = add(square(a), square(a))",
    "y.backward()",
)


class Terminal:
    """A program in a pseudo-terminal, and the screen that it draws."""

    def __init__(self, arguments: list[str], home: Path, size: tuple[int, int] = (80, 24)) -> None:
        columns, rows = size
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "PROMPT_TOOLKIT_NO_CPR": "1",
            "BACKSTEP_HOME": str(home),
        }
        environment.pop("NO_COLOR", None)
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "backstep", *arguments],
            dimensions=(rows, columns),
            env=environment,
            timeout=SECONDS,
        )

    @property
    def text(self) -> str:
        return "\n".join(self.screen.display)

    def wait_for(self, *words: str) -> str:
        """Read until every word is on the screen; fail with the screen when it does not come."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            try:
                self.stream.feed(self.child.read_nonblocking(65536, timeout=0.05))
            except pexpect.TIMEOUT:
                if all(word in self.text for word in words):
                    return self.text
            except pexpect.EOF:
                break
        if all(word in self.text for word in words):
            return self.text
        raise AssertionError(f"{words} not on the screen:\n{self.text}")

    def wait_gone(self, word: str) -> None:
        until = time.monotonic() + SECONDS
        while word in self.text and time.monotonic() < until:
            try:
                self.stream.feed(self.child.read_nonblocking(65536, timeout=0.05))
            except pexpect.TIMEOUT:
                continue
        assert word not in self.text

    def type(self, keys: str) -> None:
        self.child.send(keys)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def prompt(home: Path) -> Iterator[Terminal]:
    terminal = Terminal([], home)
    terminal.wait_for(">>>")
    yield terminal
    terminal.child.close(force=True)


def type_diamond(terminal: Terminal) -> None:
    for line in TYPED:
        terminal.type(line + "\r")
        terminal.wait_for(line)


def test_start_type_step_back_quit_save_replay(
    prompt: Terminal, home: Path, tmp_path: Path
) -> None:
    type_diamond(prompt)
    prompt.wait_for("pop 0/4", "Queue", "Source")
    for k in range(1, 5):
        prompt.type("n")
        prompt.wait_for(f"pop {k}/4")
    prompt.wait_for("None -> 64.0")
    for k in range(3, -1, -1):
        prompt.type("N")
        prompt.wait_for(f"pop {k}/4")
    prompt.wait_for("step 0/22")
    assert "-> 64.0" not in prompt.text
    prompt.type("q")
    prompt.wait_for(">>>")
    prompt.type("print(x.grad)\r")
    prompt.wait_for("variable(64.0)")

    saved = tmp_path / "visit.jsonl"
    prompt.type(f"%save {saved}\r")
    prompt.wait_for("saved to")
    prompt.type("\x04")
    prompt.child.expect(pexpect.EOF)
    prompt.child.close()
    assert prompt.child.exitstatus == 0

    replay = Terminal(["replay", str(saved)], home, (120, 40))
    replay.wait_for("pop 0/4")
    replay.type("nnn")
    replay.wait_for("8.0 + 8.0 -> 16.0", "pop 3/4")
    replay.type("q")
    replay.child.expect(pexpect.EOF)
    replay.child.close()
    assert replay.child.exitstatus == 0


def test_ten_trips_into_the_stepper_and_back(prompt: Terminal) -> None:
    type_diamond(prompt)
    for trip in range(10):
        prompt.wait_for("pop 0/4")
        prompt.type("q")
        prompt.wait_gone("pop 0/4")
        prompt.type(f"{trip} + 1000\r")
        prompt.wait_for(f"{1000 + trip}", ">>>")
        if trip < 9:
            prompt.type("%step\r")
    prompt.type("print(x.grad, a.data)\r")
    prompt.wait_for("variable(64.0) 4.0")


def test_ctrl_c_stops_a_loop_and_the_prompt_goes_on(prompt: Terminal) -> None:
    prompt.type("kept = 7\r")
    prompt.wait_for("kept = 7")
    prompt.type("while True: pass\r\r\r")
    time.sleep(1)
    prompt.type("\x03")
    prompt.wait_for("interrupted")
    prompt.type("kept * 6\r")
    prompt.wait_for("42")


def test_marks_outlive_a_killed_prompt_and_are_clicked_in_a_replay(
    prompt: Terminal, home: Path
) -> None:
    type_diamond(prompt)
    prompt.wait_for("pop 0/4")
    prompt.type("nnnM")
    prompt.wait_for("Note:")
    prompt.type("two gradients add\r")
    prompt.wait_for("▼ two gradients add")
    prompt.child.kill(signal.SIGKILL)
    prompt.child.wait()
    (path,) = (home / "sessions").glob("*.jsonl")

    replay = Terminal(["replay", str(path)], home)
    replay.wait_for("pop 0/4", "▼")
    row = next(y for y, line in enumerate(replay.screen.display) if line.startswith(" ├"))
    column = replay.screen.display[row].index("▼")
    for end in "Mm":  # the button goes down and up
        replay.type(f"\x1b[<0;{column + 1};{row + 1}{end}")
    replay.wait_for("▼ two gradients add", "step 17/22")
    replay.type("q")
    replay.child.expect(pexpect.EOF)


def test_a_killed_prompt_is_resumed_by_enter_with_the_cell_in_flight_at_hand(
    prompt: Terminal, home: Path
) -> None:
    prompt.type("kept = 6\r")
    prompt.wait_for("kept = 6")
    prompt.type("for i in range(10 ** 9): pass\r\r")
    time.sleep(1)
    prompt.child.kill(signal.SIGKILL)
    prompt.child.wait()

    again = Terminal(["resume"], home)
    again.wait_for("kept = 6", "cut off", "Enter")
    again.type("\r")
    again.wait_for("cell 2 was cut off while it ran", ">>> for i in range(10 ** 9): pass")
    again.type("\x03")
    again.type("kept * 7\r")
    again.wait_for("42")
    again.type("\x04")
    again.child.expect(pexpect.EOF)
    again.child.close()
    assert again.child.exitstatus == 0
    (path,) = (home / "sessions").glob("*.jsonl")
    assert [cell.source for cell in read_session(path).cells][::2] == ["kept = 6", "kept * 7"]


def test_a_lesson_on_a_terminal_has_its_code_in_colours(home: Path) -> None:
    lesson = Terminal(["learn", "chain"], home, (100, 30))
    try:
        seen = lesson.wait_for("np.array", "Enter goes on.")
        assert "x1b" not in seen
        row = next(i for i, line in enumerate(lesson.screen.display) if "np.array" in line)
        assert {cell.fg for cell in lesson.screen.buffer[row].values()} > {"default"}
    finally:
        lesson.child.close(force=True)
