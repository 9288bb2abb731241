"""The README says what is true: its program runs, its commands exist, its picture is ours."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from backstep.cli import parser
from backstep.prompt.commands import COMMANDS, Command
from backstep.session import Journal, read_session
from backstep.session.lectures import lecture_of, lecture_of_session, make, markdown_of
from backstep.session.live import LiveSession

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
LECTURES = re.findall(r"````markdown\n(.*?)````", README, flags=re.DOTALL)
BLOCKS = re.findall(
    r"```(\w+)\n(.*?)```", re.sub(r"````markdown\n.*?````", "", README, flags=re.DOTALL), re.DOTALL
)
PROGRAMS = [text for language, text in BLOCKS if language == "python"]
SHELL = [text.strip() for language, text in BLOCKS if language == "sh"]


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


@pytest.mark.parametrize("command", [text for text in SHELL if "backstep replay" in text])
def test_its_backstep_commands_are_understood(command: str) -> None:
    options = parser().parse_args(shlex.split(command)[1:])
    assert options.command == "replay"


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
