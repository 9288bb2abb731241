"""The README says what is true: its program runs, its commands exist, its picture is ours."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from backstep.export.formats import FORMATS, Format
from backstep.prompt.commands import COMMANDS, Command
from backstep.prompt.usage.parser import parser
from backstep.session import Journal, read_session
from backstep.session.lectures import lecture_of, lecture_of_session, make, markdown_of
from backstep.session.live import LiveSession

ROOT = Path(__file__).parent.parent
README, CONTRIBUTE = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## Contribute\n")
LECTURES = re.findall(r"````markdown\n(.*?)````", README, flags=re.DOTALL)
BLOCKS = re.findall(
    r"```(\w+)\n(.*?)```", re.sub(r"````markdown\n.*?````", "", README, flags=re.DOTALL), re.DOTALL
)
PYTHON = [text for language, text in BLOCKS if language == "python"]
SCRIPTS = [text for text in PYTHON if "import backstep\n" in text]
PROGRAMS = [text for text in PYTHON if text not in SCRIPTS]  # for the prompt
SHELL = [text.strip() for language, text in BLOCKS if language == "sh"]
INSTALLING = [text for text in SHELL if "pip install" in text]  # .ci/run and a person do these
LINES = [line for text in SHELL if text not in INSTALLING for line in text.split("\n")]
BIN = ".venv/bin/backstep"

# The rows of the table of commands, with what stands in them for FILE and the like.
PROGRAM = "x = Variable(np.array(3.0))\ny = x * x\ny.backward()\n"
ROWS = {
    "backstep": "backstep < program.py",
    "backstep run FILE": "backstep run program.py",
    "backstep run --plain FILE": "backstep run --plain program.py",
    "backstep run --json FILE": "backstep run --json program.py",
    "backstep run --algorithm NAME FILE": "backstep run --algorithm stack program.py",
    "backstep run --save OUT FILE": "backstep run --save talk.jsonl program.py",
    "backstep run --sandbox FILE": "backstep run --sandbox program.py",
    "backstep replay FILE": "backstep replay chain",
    "backstep compare FILE --algorithms a,b": "backstep compare chain --algorithms stack,queue",
    "backstep export FILE OUT": "backstep export chain chain.dot",
    "backstep serve [FILE]": "backstep serve --help",
    "backstep resume [FILE]": "backstep resume talk.jsonl < /dev/null",
    "backstep sessions": "backstep sessions",
    "backstep verify FILE...": "backstep verify talk.jsonl",
    "backstep compact FILE...": "backstep compact talk.jsonl",
    "backstep learn [LESSON]": "backstep learn",
    "backstep completion SHELL": "backstep completion bash",
    "backstep help [TOPIC]": "backstep help keys",
}


def commands() -> set[str]:
    """The commands of the command line."""
    (choices,) = [each.choices for each in parser()._actions if isinstance(each.choices, dict)]
    return set(choices)


@pytest.mark.parametrize("program", PROGRAMS)
def test_its_programs_run(program: str) -> None:
    live = LiveSession(lambda text: None)
    assert live.run(program).outcome.problem is None
    assert live.recordings


def test_its_lecture_is_written_as_an_export_writes_it(tmp_path: Path) -> None:
    (text,) = LECTURES
    with Journal.create(tmp_path / "talk.jsonl", seed=0, title=lecture_of(text).title) as journal:
        make(lecture_of(text), LiveSession(lambda said: None, journal))
    assert markdown_of(lecture_of_session(read_session(tmp_path / "talk.jsonl"))) == text


def test_the_tour_ends_where_it_says() -> None:
    live = LiveSession(lambda text: None)
    live.run(PROGRAMS[0])
    assert live.run("float(x.grad.data)").outcome.value == 64.0


def test_ci_runs_its_test_command_to_the_letter() -> None:
    (command,) = [text for text in SHELL if text.endswith("-m pytest")]
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").split("\n")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a program, a session and nothing else."""
    (tmp_path / ".github").mkdir()
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    with Journal.create(tmp_path / "talk.jsonl", seed=0) as journal:
        LiveSession(lambda said: None, journal).run(PROGRAM)
    return tmp_path


def ended(command: str, place: Path) -> subprocess.CompletedProcess[str]:
    """A command as a shell runs it, without a terminal."""
    data = {name: str(place / "data") for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    return subprocess.run(
        ["bash", "-c", command],
        cwd=place,
        env={**os.environ, **data, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_a_review_of_nothing_says_so(place: Path) -> None:
    (command,) = [line for line in LINES if "review" in line]
    run = f"cd {place} && {command.replace(BIN, f'{sys.executable} -m backstep')}"
    env = {**os.environ, "HOME": str(place), "XDG_DATA_HOME": str(place), "PYTHONPATH": str(ROOT)}
    child = pexpect.spawn("bash", ["-c", run], env=env, encoding="utf-8", timeout=60)
    assert "Nothing to review" in child.read()
    child.close()
    assert child.exitstatus == 0


@pytest.mark.parametrize("command", [line for line in LINES if "review" not in line])
def test_its_commands_do_what_they_say(command: str, place: Path) -> None:
    done = ended(command.replace(BIN, f"{sys.executable} -m backstep"), place)
    assert done.returncode == 0, done.stderr
    assert done.stdout or any(place.rglob("*.svg")) or any(place.rglob("*.html"))


def test_its_table_of_commands_has_them_all() -> None:
    told = set(re.findall(r"^\| `(backstep.*?)` \|", README, flags=re.MULTILINE))
    assert told == set(ROWS)
    assert {row.split()[1] for row in told if " " in row} == commands()


@pytest.mark.parametrize("row", ROWS)
def test_a_row_of_that_table_runs(row: str, place: Path) -> None:
    command = ROWS[row].removeprefix("backstep")
    if row == "backstep run --save OUT FILE":
        (place / "talk.jsonl").unlink()
    done = ended(f"{sys.executable} -m backstep{command}", place)
    assert done.returncode == 0, done.stderr
    assert done.stdout or "chain" in command or "resume" in command


@pytest.mark.parametrize("script", SCRIPTS)
def test_its_scripts_run_in_plain_python(script: str, place: Path) -> None:
    (place / "script.py").write_text(script, encoding="utf-8")
    done = ended(f"{sys.executable} script.py", place)
    assert done.returncode == 0, done.stderr
    assert "x.grad is set" in done.stdout


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.ending)
def test_it_has_a_row_for_every_format(each: Format) -> None:
    table = README.split("\n## Share it\n")[1].split("\n## ")[0]
    assert re.search(rf"^\| .*`{re.escape(each.ending)}`", table, flags=re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS.values(), ids=lambda command: command.name)
def test_it_has_a_row_for_every_command_with_the_words_of_its_help(command: Command) -> None:
    usage, told = (text.replace("|", "\\|") for text in (command.usage, command.help))
    assert f"| `{usage}` | {told} |" in README.split("\n")


def test_its_picture_is_the_stepper_and_needs_nothing_from_elsewhere() -> None:
    (path,) = re.findall(r"!\[.*?\]\((.*?)\)", README)
    picture = (ROOT / path).read_text(encoding="utf-8")
    assert "8.0&#160;+&#160;8.0&#160;-&gt;&#160;16.0" in picture
    assert set(re.findall(r"https?://[^\"<) ]+", picture)) <= {
        "http://www.w3.org/2000/svg",
        "https://www.textualize.io",
    }
