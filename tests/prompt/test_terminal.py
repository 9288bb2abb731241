"""The prompt in a pseudo-terminal: stopped and continued, in a dumb one, in a pipe."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

SECONDS = 20
BACKSTEP = shlex.join([sys.executable, "-m", "backstep"])
CURSOR = "\x1b[6n"


class Shell:
    """A shell with job control in a terminal; it answers where the cursor is, as terminals do."""

    def __init__(self, home: Path, **environment: str) -> None:
        settings = {"TERM": "xterm-256color", "BACKSTEP_HOME": str(home), "PS1": "$ "}
        inherited = {name: v for name, v in os.environ.items() if name != "NO_COLOR"}
        self.child = pexpect.spawn(
            "/bin/bash",
            ["--norc", "--noprofile", "-i"],
            env={**inherited, **settings, **environment},
            dimensions=(24, 80),
            timeout=SECONDS,
            encoding="utf-8",
        )
        self.child.expect_exact("$ ")

    def wait(self, *words: str) -> None:
        """Read until the words have come, one after the other."""
        for word in words:
            while self.child.expect_exact([word, CURSOR]) == 1:
                self.child.send("\x1b[1;1R")

    def type(self, keys: str, *words: str) -> None:
        self.child.send(keys)
        self.wait(*words)

    def terminal(self) -> str:
        """What stty says of the terminal, but for its size."""
        self.type("stty -a; echo e''nd\r", "speed")
        self.child.expect_exact("end\r\n")
        settings = re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", self.child.before or "")
        self.wait("$ ")
        return settings


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    shell = Shell(tmp_path)
    yield shell
    shell.child.close(force=True)


def test_it_can_be_stopped_and_continued_before_in_and_after_the_stepper(shell: Shell) -> None:
    before = shell.terminal()
    shell.type(BACKSTEP + "\r", ">>> ")
    shell.type("kept = 6", "6")
    shell.type("\x1a", "Stopped", "$ ")
    stopped = shell.terminal()
    shell.type("fg\r", ">>> ", "kept")
    shell.type("\r", ">>> ")
    shell.type("y = square(Variable(np.array(2.0)))\r", ">>> ")
    for _ in range(3):
        shell.type("y.backward()\r", "pop 0/1")
        shell.type("\x1a", "Stopped", "$ ")
        shell.type("fg\r", "pop 0/1")
        shell.type("q", ">>> ")
    shell.type("\x1a", "Stopped", "$ ")
    shell.type("fg\r", ">>> ")
    shell.type("kept * 7\r", "42")
    shell.type("\x04", "$ ")
    assert (stopped, shell.terminal()) == (before, before)


def test_what_is_typed_while_a_cell_runs_is_shown_by_the_next_prompt_alone(shell: Shell) -> None:
    shell.type(BACKSTEP + "\r", ">>> ")
    shell.type("import time\r", ">>> ")
    shell.type("print(6 * 7)\x0ftime.sleep(1)\x0fprint(7 * 7)\r", "42\r\n")
    shell.type("ahead", "49\r\n")
    assert "ahead" not in (shell.child.before or "")
    shell.wait(">>> ", "ahead")
    shell.type("\x15\x04", "$ ")


def test_nothing_stands_before_the_line_that_was_interrupted(shell: Shell) -> None:
    shell.type(BACKSTEP + "\r", ">>> ")
    shell.type("for i in range(9**9): print(6 * 7) if i == 0 else None\r\r", "42\r")
    shell.type("\x03", "\nline 1: for i in range(9**9)", "interrupted", ">>> ")
    shell.type("\x04", "$ ")


def test_sentences_are_folded_between_words_where_the_terminal_ends(shell: Shell) -> None:
    shell.child.setwinsize(18, 60)
    shell.type(BACKSTEP + "\r", ">>> ")
    shell.type("import torch\r", "weakref")
    assert "there are\r\n  backstep, collections, contextlib" in (shell.child.before or "")
    shell.type("\x04", "$ ")


def test_mistakes_in_the_config_file_are_told_and_the_rest_applies(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('keys = "vim"\nalgorithm = "stack"\n')
    shell = Shell(tmp_path)
    shell.type(BACKSTEP + "\r", "line 1: keys is one of emacs, vi, not 'vim'", ">>> ", "stack")
    shell.type("%algorithm\r", "* stack")
    shell.type("\x04", "$ ")
    shell.type(BACKSTEP + " --algorithm queue\r", ">>> ")
    shell.type("%algorithm\r", "* queue")
    shell.child.close(force=True)


def test_a_dumb_terminal_gets_plain_lines(tmp_path: Path) -> None:
    shell = Shell(tmp_path, TERM="dumb")
    shell.type(BACKSTEP + "\r", ">>> ")
    shell.type("for i in range(2):\r", "... ")
    shell.type("    print(i + 40)\r", "... ")
    shell.type("\r", "40", "41", ">>> ")
    shell.type("x = Variable(np.array(3.0))\r", ">>> ")
    shell.type("y = square(x)\r", ">>> ")
    shell.type("y.backward()\r", "x.grad = 6.0", "(pop 0/1 step 0/6) ")
    shell.type("n\r", "so x.grad is set to 6.0", "(pop 1/1 step 6/6) ")
    shell.type("why x\r", "gx = gy * 2 * x = 1.0 * 2 * 3.0 = 6.0", "(pop 1/1 step 6/6) ")
    shell.type("half a li\x03", "\n", "(pop 1/1 step 6/6) ")
    shell.type("\x04", ">>> ")
    shell.type("%load reuse\r", "Enter runs it", ">>> ")
    shell.type("\r", "(pass 2/", "step 0/7) ")
    shell.type("q\r", ">>> ")
    shell.type("half a li\x03", "\n", ">>> ")
    shell.type("(1 +\r", "... ")
    shell.type("1)\r", "2", ">>> ")
    shell.type("\x04", "$ ")
    assert "\x1b[" not in (shell.child.before or "").replace("\x1b[?2004", "")
    shell.child.close(force=True)


def test_where_the_output_is_a_pipe_the_prompts_do_not_go_there(
    shell: Shell, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    shell.type(f"{BACKSTEP} | cat > {out}\r", ">>> ")
    shell.type("for i in range(2):\r", "... ")
    shell.type("  i\r", "... ")
    shell.type("\r", ">>> ")
    shell.type("6 * 7\r", ">>> ")
    shell.type("\x04", "$ ")
    text = out.read_text()
    assert "42" in text
    assert ">>>" not in text
