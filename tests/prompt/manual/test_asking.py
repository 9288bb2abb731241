"""`backstep help`: what it says of a word, how it is shown, and what --help has below it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from backstep.cli import main
from backstep.messages import in_language
from backstep.prompt.manual import paging
from backstep.prompt.manual.asking import NoTopic, answer, topic_page
from backstep.prompt.manual.topics import TOPICS
from backstep.prompt.tables import cells
from backstep.prompt.usage.examples import EXAMPLES
from backstep.prompt.usage.parser import parser
from tests.stepper.sessions import copy_of

COMMANDS = dict(parser(whole=True)._subparsers._group_actions[0].choices)  # type: ignore[union-attr]
PROGRAM = (
    "x = Variable(np.array(2.0))\na = square(x)\ny = add(square(a), square(a))\ny.backward()\n"
)
LINES = [(name, line) for name, text in EXAMPLES.items() for line in text.split("\n")]
STAYS = ("backstep serve", "backstep serve talk.jsonl --port 8080")  # until it is ended
ASKS = ("backstep learn review", "backstep resume", "backstep resume talk.jsonl")  # of a person


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["help", *words]) == 0
    return capsys.readouterr().out


def test_alone_it_lists_the_pages_and_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [line.split()[0] for line in said(capsys).splitlines() if line.startswith("  ")]
    assert set(rows) >= {*TOPICS, *COMMANDS}


@pytest.mark.parametrize("tag", ["en", "ko"])
@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_gives_its_page_also_as_one_of_them(
    topic: str, tag: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = said(capsys, "--lang", tag, topic.upper())
    with in_language(tag):
        assert page.startswith(topic_page(topic, 80) or "none")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_gives_its_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"usage: backstep {command}" in said(capsys, command)


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("retain_grad", "keeps the gradient of every Variable"),
        ("square", "gx = gy * 2 * x"),
        ("square?", "gx = gy * 2 * x"),
        ("%step", "step through the last pass"),
        ("step", "step through the last pass"),
        ("gxs", "for an input"),
        ("Variable", "Variable("),
        ("F.sum", "sum("),
        ("algorithm", "The book's loop"),
    ],
)
def test_a_name_gives_what_the_prompt_says(
    word: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told in " ".join(said(capsys, word).split())


def test_several_words_give_several_pages(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "gx", "gy")
    assert page.index("gx\n") < page.index("gy\n")


@pytest.mark.parametrize(
    ("word", "near"), [("algoritms", "algorithms"), ("replya", "replay"), ("sqare", "square")]
)
def test_what_there_is_not_is_told_with_what_is_near(
    word: str, near: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["help", word]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert word in told.err and near in told.err


def test_a_word_that_a_terminal_would_obey_is_written_out() -> None:
    with pytest.raises(NoTopic, match=r"\\x1b\[2J"):
        answer(["\x1b[2J"], COMMANDS, 80)


@pytest.mark.parametrize("tag", ["en", "ko"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_help_of_every_command_fits_a_small_screen(
    command: str, tag: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit), in_language(tag):
        main(["--lang", tag, *command.split(), "--help"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 23
    assert max(map(cells, lines)) <= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_examples_that_are_of_it(command: str) -> None:
    lines = [line for line in EXAMPLES[command].split("\n") if line.startswith("backstep")]
    assert lines
    for line in lines:
        options = parser().parse_args(shlex.split(line.partition(" > ")[0])[1:])
        assert options.command == command


@pytest.mark.parametrize(
    "line", [line for _, line in LINES if line not in (*STAYS, *ASKS)], ids=lambda line: line
)
def test_an_example_runs(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.move(copy_of("diamond", tmp_path), tmp_path / "talk.jsonl")
    (tmp_path / "step16.py").write_text(PROGRAM)
    for folder in (".zfunc", ".config/fish/completions", "bin"):
        (tmp_path / folder).mkdir(parents=True)
    started = tmp_path / "bin" / "backstep"
    started.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m backstep "$@"\n')
    started.chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", "-c", line],
        cwd=tmp_path,
        env={
            **os.environ,
            "HOME": str(tmp_path),
            "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("environ", "command"),
    [
        ({"TERM": "xterm"}, ["less"]),
        ({"TERM": "xterm", "PAGER": "more -s"}, ["more", "-s"]),
        ({"TERM": "xterm", "PAGER": "cat"}, None),
        ({"TERM": "xterm", "PAGER": "there-is-none"}, None),
        ({"TERM": "xterm", "PAGER": "'"}, None),
        ({"TERM": "dumb", "PAGER": "less"}, None),
    ],
)
def test_a_terminal_has_the_pager_that_is_wanted(
    environ: dict[str, str], command: list[str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(
        paging.shutil, "which", lambda name: None if name == "there-is-none" else f"/bin/{name}"
    )
    assert paging.pager(environ) == command


def test_a_pipe_has_no_pager(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False, raising=False)
    assert paging.pager({"TERM": "xterm", "PAGER": "less"}) is None


@pytest.mark.parametrize(
    ("command", "environ", "bold"),
    [
        (["less"], {}, True),
        (["less"], {"LESS": "-i"}, False),
        (["less", "-R"], {"LESS": "-i"}, True),
        (["more"], {}, False),
        (None, {}, False),
    ],
)
def test_headings_are_bold_where_the_pager_lets_that_through(
    command: list[str] | None, environ: dict[str, str], bold: bool
) -> None:
    assert paging.shows_bold(command, environ) is bold


def test_a_terminal_pages_by_what_the_person_named(tmp_path: Path) -> None:
    shown = pexpect.spawn(
        f"{sys.executable} -m backstep help keys",
        env={
            **os.environ,
            "PAGER": "sed -e s/^/page:/",
            "TERM": "xterm",
            "BACKSTEP_HOME": str(tmp_path),
        },
        encoding="utf-8",
        timeout=60,
        dimensions=(24, 80),
    )
    shown.expect(pexpect.EOF)
    lines = [line for line in shown.before.splitlines() if line]
    assert len(lines) > 24
    assert all(line.startswith("page:") for line in lines)
