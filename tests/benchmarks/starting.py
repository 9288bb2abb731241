"""How long a prompt takes to come up: processes started one after the other, each on a terminal."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from importlib.util import find_spec

import pexpect

from tests.benchmarks.timing import Pair

# The same kind of prompt with nothing behind it.
BARE = """
import numpy
from pygments.lexers.python import PythonLexer
from prompt_toolkit import PromptSession
from prompt_toolkit.lexers import PygmentsLexer
PromptSession(">>> ", lexer=PygmentsLexer(PythonLexer)).prompt()
"""
COMMANDS = {
    "backstep": (["-m", "backstep"], ">>>"),
    "bare": (["-c", BARE], ">>>"),
    "ipython": (["-m", "IPython", "--no-banner"], "In "),
}
ANSWER = "\x1b[1;1R"  # to the question where the cursor is


def has_ipython() -> bool:
    """Whether there is an IPython to compare with."""
    return find_spec("IPython") is not None


def seconds_to_prompt(name: str, typed: str = "q", shown: str = "q") -> float:
    """From the start of a process until its prompt stands and shows what is typed, or answers it.

    Typed at once: a person would wait for what is loaded behind the prompt no longer than this.
    """
    arguments, prompt = COMMANDS[name]
    with tempfile.TemporaryDirectory() as home:
        begun = time.perf_counter()
        child = pexpect.spawn(sys.executable, arguments, env=_environment(home), timeout=30)
        child.send(ANSWER)
        child.expect_exact(prompt)
        child.send(typed)
        child.expect_exact(shown)
        taken = time.perf_counter() - begun
        child.close(force=True)
    return taken


def _environment(home: str) -> dict[str, str]:
    """A person's first start: no history and no config; but the bytecode is there, as installed."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    folders = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "IPYTHONDIR"), home)
    return kept | folders | {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1"}


def starts(ours: str, theirs: str, rounds: int, *typed: str) -> Pair:
    """Both started in turn; one start of each goes before, and writes the bytecode."""
    seconds_to_prompt(ours, *typed), seconds_to_prompt(theirs, *typed)
    pairs = [
        (seconds_to_prompt(ours, *typed), seconds_to_prompt(theirs, *typed)) for _ in range(rounds)
    ]
    return Pair(tuple(a for a, _ in pairs), tuple(b for _, b in pairs))
