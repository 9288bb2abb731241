"""Nothing of a hostile file is executed, whatever shows it: heard by an audit hook."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from backstep.session import read_session
from tests.replaying.sessions import MARKER, harmless, hostile

ROOT = Path(__file__).parents[2]
HEARS = """
import json, os, pickle, socket, subprocess, sys
from tests.replaying.watched import Ear
ear = Ear({folder!r})
sys.addaudithook(ear)
heard = []
for program in {programs!r}:
    code = compile(program, "program", "exec")
    ear.heard.clear()
    ear.listens = True
    try:
        exec(code)
    except (ImportError, OSError):
        pass
    finally:
        ear.listens = False
    heard.append([each["event"] for each in ear.heard if "program" not in each["of"]])
print(json.dumps(heard))
"""
HEARD = {
    "eval('1 + 1')": "compile",
    "__import__('this_is_no_module')": "import",
    "os.system('true')": "os.system",
    "subprocess.run(['true'])": "subprocess.Popen",
    "os._exit(1) if os.fork() == 0 else os.wait()": "os.fork",
    "pickle.loads(b'cos\\ngetpid\\n)R.')": "pickle.find_class",
    "socket.socket().connect(('127.0.0.1', 1))": "socket.connect",
    "open('/dev/null', 'w')": "open",
    "os.open('/dev/null', os.O_WRONLY)": "open",
    "__import__('ast').parse('1 + 1')": "",
}


def python(arguments: list[str], folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "BACKSTEP_HOME": str(folder / "home")},
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_nothing_of_a_file_is_executed_when_it_is_shown(tmp_path: Path) -> None:
    folder = tmp_path / "home" / "sessions"
    folder.mkdir(parents=True)
    one = harmless(folder / "harmless.jsonl")
    other = hostile(folder / "hostile.jsonl", one)
    watched = ["-m", "tests.replaying.watched", str(one), str(other), str(tmp_path)]
    heard = [json.loads(line) for line in python(watched, tmp_path).splitlines()]
    assert heard == ["the end"]
    assert [path.name for path in tmp_path.rglob("*") if MARKER in path.name] == []


def test_the_hostile_session_is_hostile_everywhere(tmp_path: Path) -> None:
    path = hostile(tmp_path / "hostile.jsonl", harmless(tmp_path / "harmless.jsonl"))
    session = read_session(path)
    texts = [session.header.title, session.header.language, session.cells[0].source]
    for recording in session.recordings:
        texts += [v.label for v in recording.variables] + [f.label for f in recording.functions]
        texts += [f.backward_source or "" for f in recording.functions if f.order == 1]
        texts += [rule for f in recording.functions for rule in f.formula]
    (figure,) = session.plots
    texts += [figure.plots[0].title, figure.plots[0].series[0].label]
    texts += [note for note in session.marks[0].values() if note]
    assert [text for text in texts if MARKER not in text] == []


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the hook hears first of each program."""
    folder = tmp_path_factory.mktemp("heard")
    source = HEARS.format(folder=str(folder / "allowed"), programs=list(HEARD))
    events = json.loads(python(["-c", source], folder).splitlines()[-1])
    return {each: (of or [""])[0] for each, of in zip(HEARD, events, strict=True)}


@pytest.mark.parametrize("program", HEARD)
def test_the_hook_hears_what_it_is_there_for(program: str, heard: dict[str, str]) -> None:
    assert heard[program] == HEARD[program]
