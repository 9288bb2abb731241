"""However the stepper is left, the terminal is as it was: by a key, a signal, a stop, a mistake."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from backstep.stepper.leaving import failed
from tests.stepper.pseudo import CRASHING, CURSOR, MOUSE, PASTE, SCREEN, Pseudo
from tests.stepper.screens import session_view

LEFT = {SCREEN, PASTE, *MOUSE}
CRASHED = (sys.executable, "-c", CRASHING)


def assert_clean(terminal: Pseudo) -> None:
    """The other screen is left, mouse and bracketed paste are off, the cursor is shown."""
    assert b"\x1b[?1049h" in terminal.written
    assert not LEFT & terminal.switched_on()
    assert CURSOR in terminal.switched_on()
    assert "Traceback" not in terminal.written.decode()


@pytest.mark.parametrize(
    ("keys", "number", "ended"),
    [
        ("q", None, (0, None)),
        ("\x03", None, (0, None)),
        ("", signal.SIGTERM, (None, signal.SIGTERM)),
        (" ", signal.SIGTERM, (None, signal.SIGTERM)),
        ("?", signal.SIGTERM, (None, signal.SIGTERM)),
        ("M", signal.SIGHUP, (None, signal.SIGHUP)),
        ("", signal.SIGQUIT, (None, signal.SIGQUIT)),
        ("", signal.SIGINT, (0, None)),
    ],
)
def test_the_terminal_is_left_as_it_was(
    keys: str, number: int | None, ended: tuple[int | None, int | None], tmp_path: Path
) -> None:
    terminal = Pseudo(tmp_path, "replay", "diamond")
    terminal.wait_for("pop 0/4")
    assert terminal.terminal_modes() != terminal.modes
    assert terminal.switched_on() >= LEFT
    assert CURSOR not in terminal.switched_on()
    written = len(terminal.written)
    terminal.type(keys)
    if number is not None:
        if keys:
            terminal.wait(lambda: len(terminal.written) > written, "what the key does")
        terminal.child.kill(number)
    assert terminal.end(lambda: terminal.terminal_modes() == terminal.modes) == ended
    assert_clean(terminal)


def test_a_signal_at_the_prompt_ends_the_prompt_too(tmp_path: Path) -> None:
    terminal = Pseudo(tmp_path)
    terminal.wait_for(">>>")
    terminal.type("x = Variable(np.array(2.0)); square(x).backward()\r")
    terminal.wait_for("pop 0/1")
    terminal.child.kill(signal.SIGTERM)
    assert terminal.end() == (None, signal.SIGTERM)
    assert_clean(terminal)


def test_ctrl_z_stops_it_in_a_clean_terminal_and_fg_brings_it_back(tmp_path: Path) -> None:
    command = f"{sys.executable} -m backstep replay diamond"
    terminal = Pseudo(tmp_path, program=("/bin/bash", "--norc", "--noediting", "-i"), PS1="sh> ")
    terminal.wait_for("sh>")
    for line, pop in ((command, 1), ("fg", 2)):
        terminal.type(f"{line}\n")
        terminal.wait(lambda: terminal.switched_on() >= LEFT, "the stepper")
        terminal.wait_for(f"pop {pop - 1}/4", "q quit")
        terminal.type("n")
        terminal.wait_for(f"pop {pop}/4")
        terminal.type("\x1a")
        terminal.wait(lambda: SCREEN not in terminal.switched_on(), "the shell")
        terminal.wait_for("Stopped")
        assert_clean(terminal)
    terminal.type("fg\n")
    terminal.wait(lambda: terminal.switched_on() >= LEFT, "the stepper")
    terminal.type("q")
    terminal.wait(lambda: SCREEN not in terminal.switched_on(), "the shell")
    terminal.type("stty -a | grep -c -- ' -echo '; exit\n")
    terminal.wait_for("exit")
    terminal.end()
    assert_clean(terminal)


def test_a_mistake_of_ours_is_told_in_a_sentence_in_a_clean_terminal(tmp_path: Path) -> None:
    terminal = Pseudo(tmp_path, "replay", "diamond", program=CRASHED)
    terminal.wait_for("pop 0/4")
    terminal.type("n")
    assert terminal.end(lambda: terminal.terminal_modes() == terminal.modes) == (1, None)
    assert_clean(terminal)
    said = " ".join(terminal.written.rpartition(b"\x1b[?1049l")[2].decode().split())
    assert "backstep: the stepper ended at the start by a mistake of its own" in said
    assert "(ZeroDivisionError: made on purpose, in stepper/app.py:" in said
    assert "the session is in " in said and said.endswith("diamond.jsonl")


def test_after_a_mistake_of_ours_the_prompt_goes_on(tmp_path: Path) -> None:
    terminal = Pseudo(tmp_path, program=CRASHED)
    terminal.wait_for(">>>")
    for way in ("y = square(Variable(np.array(2.0))); y.backward()\r", "%step\r"):
        terminal.type(way)
        terminal.wait_for("pop 0/1")
        terminal.type("n")
        terminal.wait_for("a mistake of its own", ">>>")
        assert_clean_prompt(terminal)
    terminal.type("6 * 7\r")
    terminal.wait_for("42")
    terminal.type("\x04")
    assert terminal.end() == (0, None)


def assert_clean_prompt(terminal: Pseudo) -> None:
    """The same where a line editor goes on, which wants pastes in brackets."""
    terminal.wait(lambda: SCREEN not in terminal.switched_on(), "the prompt's screen")
    assert not MOUSE & terminal.switched_on()


@pytest.mark.parametrize("file", ["", "/home/ada/one.jsonl"])
def test_where_a_mistake_happened_is_named_and_nothing_of_it_is_hidden(file: str) -> None:
    view = session_view("diamond", (80, 24), 9)
    try:
        raise ValueError("bad \x1b[31m text\nin two lines")
    except ValueError as error:
        told = str(failed(error, view, file))
    assert told.startswith("the stepper ended at pop 2, gather by a mistake of its own (ValueError")
    assert "\x1b" not in told and "\n" not in told
    assert told.endswith(f"; the session is in {file}" if file else ")")
