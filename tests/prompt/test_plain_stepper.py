"""Where the plain stepper opens: in dumb terminals, where a person asks for it, not in a pipe."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from tests.stepper.sessions import copy_of

SECONDS = 20
PROGRAM = "x = Variable(np.array(3.0))\ny = x * x + x\ny.backward()\n"


def started(home: Path, *arguments: str, **environment: str) -> pexpect.spawn:
    """backstep in a pseudo-terminal."""
    inherited = {name: v for name, v in os.environ.items() if name != "NO_COLOR"}
    return pexpect.spawn(
        sys.executable,
        ["-m", "backstep", *arguments],
        env={**inherited, "BACKSTEP_HOME": str(home), **environment},
        dimensions=(24, 80),
        timeout=SECONDS,
        encoding="utf-8",
    )


def talked(child: pexpect.spawn, *turns: tuple[str, str]) -> str:
    """Type each line and wait for its answer; everything that was on the terminal."""
    text = ""
    for typed, answer in turns:
        child.sendline(typed)
        child.expect_exact(answer)
        text += (child.before or "") + answer
    return text


def test_a_replay_in_a_dumb_terminal_is_a_conversation(tmp_path: Path) -> None:
    child = started(tmp_path, "replay", copy_of("diamond", tmp_path), TERM="dumb")
    child.expect_exact("(pass 1/2 pop 0/4 step 0/22) ")
    text = talked(
        child,
        ("n", "step 7/22) "),
        ("", "step 12/22) "),
        ("queue", "Next is square#2"),
        ("list", "y().grad = None"),
        ("b", "step 7/22) "),
        ("nonsense", "There is no command nonsense"),
    )
    child.sendline("q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "\x1b" not in text


def test_the_end_of_input_ends_it_well(tmp_path: Path) -> None:
    child = started(tmp_path, "replay", "reuse", TERM="dumb")
    child.expect_exact("step 0/")
    child.sendcontrol("c")
    child.expect_exact("step 0/")
    child.sendcontrol("d")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_a_program_that_runs_is_talked_about_at_its_end(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    child = started(tmp_path, "run", str(program), TERM="dumb")
    child.expect_exact("(pop 0/2 step 0/13) ")
    talked(child, ("goto end", "x.grad = 7.0"), ("q", "\r\n"))
    child.expect(pexpect.EOF)


def test_a_comparison_is_told_and_stepped_together(tmp_path: Path) -> None:
    child = started(tmp_path, "compare", copy_of("diamond", tmp_path), TERM="dumb")
    child.expect_exact("They part at pop 3.")
    child.expect_exact("(generation and stack pop 0 step 0/22) ")
    talked(child, ("c", "Here they part."), ("leave", "(pass 1/2 "))
    child.sendline("q")
    child.expect(pexpect.EOF)


def test_the_setting_gives_it_in_any_terminal(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('stepper = "plain"\n')
    child = started(tmp_path, "replay", copy_of("diamond", tmp_path), TERM="xterm-256color")
    child.expect_exact("(pass 1/2 pop 0/4 step 0/22) ")
    text = talked(child, ("s", "step 1/22) "))
    child.send("goto sta\t")
    child.expect_exact("goto start")
    text += (child.before or "") + talked(child, ("", "step 0/22) "))
    child.sendline("q")
    child.expect(pexpect.EOF)
    assert "\x1b" not in text


@pytest.mark.parametrize("arguments", [["--plain"], []])
def test_without_anybody_to_answer_there_is_a_line_a_step(
    tmp_path: Path, arguments: list[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "backstep", "replay", *arguments, copy_of("diamond", tmp_path)],
        input="n\n",
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "BACKSTEP_HOME": str(tmp_path), "TERM": "dumb"},
    )
    assert "step 22  pop 4   free" in done.stdout
    assert "(pass" not in done.stdout


def test_plain_lines_are_printed_in_a_dumb_terminal_where_asked_for(tmp_path: Path) -> None:
    child = started(tmp_path, "replay", "--plain", copy_of("diamond", tmp_path), TERM="dumb")
    child.expect_exact("step 22  pop 4   free")
    child.expect(pexpect.EOF)
