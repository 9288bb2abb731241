"""What the shells complete: each is asked, where it is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pexpect
import pytest

from backstep.cli import main
from backstep.engine import ALGORITHMS
from backstep.export.formats import endings
from backstep.prompt.learning.lessons import ORDER
from backstep.prompt.shells.completing import KINDS, OWN, arguments, functions, kind_of
from backstep.prompt.usage.commands import SHELLS
from backstep.prompt.usage.parser import parser

COMMANDS = (
    "run replay compare learn export serve verify resume sessions compact completion help".split()
)
OUTS = {f"y{ending}" for ending in endings()}
# A line up to the cursor, and what the word there may become; of more, some.
ASKED = [
    ("backstep rep", {"replay"}, True),
    ("backstep comp", {"compare", "compact", "completion"}, True),
    ("backstep run --al", {"--algorithm"}, True),
    ("backstep run --algorithm st", {"stack"}, True),
    ("backstep run ", {"prog.py", "talk.md"}, False),
    ("backstep learn ", {*ORDER, "review"}, True),
    ("backstep learn di", {"diamond"}, True),
    ("backstep export x.jsonl -o y.", OUTS, True),
    ("backstep export diamond y", OUTS, True),
    ("backstep export x", {"x.jsonl"}, True),
    ("backstep export mine", {"mine-of-today"}, True),
    ("backstep replay create", {"create-graph"}, True),
    ("backstep verify x.jsonl di", {"diamond"}, True),
    ("backstep compare prog.py --algorithms generation,to", {"generation,toposort"}, True),
    ("backstep --theme li", {"light"}, True),
    ("backstep --lang ko run pr", {"prog.py"}, True),
    ("backstep completion ", set(SHELLS), True),
    ("backstep help al", {"algorithms"}, True),
    ("backstep help keys comp", {"compare", "compact", "completion"}, True),
]


@pytest.fixture
def folder(tmp_path: Path, own_data_folder: Path) -> Path:
    """A folder with a session, a program and a lecture, and a session in the data folder."""
    for name in ("x.jsonl", "prog.py", "talk.md", "notes.txt"):
        (tmp_path / name).touch()
    (own_data_folder / "sessions").mkdir(parents=True)
    (own_data_folder / "sessions" / "mine-of-today.jsonl").touch()
    return tmp_path


def script_of(shell: str, capsys: pytest.CaptureFixture[str], folder: Path) -> Path:
    assert main(["completion", shell]) == 0
    path = folder / f"script.{shell}"
    path.write_text(capsys.readouterr().out)
    return path


def in_bash(script: Path, line: str) -> set[str]:
    ask = (
        f'source "{script}"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
        '_shtab_backstep backstep "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"; '
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", ask, "bash", *line.split(" ")],
        capture_output=True,
        text=True,
        check=True,
        cwd=script.parent,
        timeout=60,
    )
    assert done.stderr == ""
    return set(done.stdout.split())


def in_fish(script: Path, line: str) -> set[str]:
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"source {script}; complete -C '{line}'"],
        capture_output=True,
        text=True,
        check=True,
        cwd=script.parent,
        timeout=60,
    )
    return {each.split("\t")[0] for each in done.stdout.splitlines()}


def in_zsh(script: Path, line: str) -> set[str]:
    """What is on the terminal after Tab: the list, or the word as it was completed."""
    shell = pexpect.spawn(
        "zsh -f -i", encoding="utf-8", dimensions=(60, 200), cwd=str(script.parent), timeout=60
    )
    shell.sendline(
        "unsetopt zle_bracketed_paste; TERM=dumb; PROMPT='> '; LISTMAX=1000; setopt no_beep "
        "auto_list no_auto_menu no_list_ambiguous; autoload -Uz compinit; compinit -u -D; "
        f"source {script}; compdef _shtab_backstep backstep; "
        "done-here() { zle -I; print -r -- \"[$BUFFER]\" rea''dy }; zle -N done-here; "
        "bindkey '^T' done-here; print set''up"
    )
    shell.expect("setup")
    shell.send(f"{line}\t\x14")
    shell.expect("ready")
    shown = str(shell.before)
    shell.close(force=True)
    return set(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", " ", shown).replace("[", " ").split())


HELD = {"bash": in_bash, "zsh": in_zsh, "fish": in_fish}


@pytest.mark.parametrize(("line", "words", "all_of_them"), ASKED, ids=[each[0] for each in ASKED])
@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes(
    shell: str,
    line: str,
    words: set[str],
    all_of_them: bool,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    found = HELD[shell](script_of(shell, capsys, folder), line)
    if shell == "zsh":  # the terminal shows the line as well
        assert words <= found
    else:
        assert words <= found if not all_of_them else words == found


@pytest.mark.parametrize("shell", SHELLS)
def test_files_of_no_use_are_not_offered(
    shell: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    assert "notes.txt" not in HELD[shell](script_of(shell, capsys, folder), "backstep run ")


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_what_its_shell_understands(
    shell: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    path = script_of(shell, capsys, folder)
    done = subprocess.run([shell, "-n", str(path)], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "@" not in re.sub(r"\[@\]", "", functions(shell))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_argument_of_a_command_is_known(command: str) -> None:
    every = [action for name, action in arguments(parser(whole=True)) if name == command]
    for action in every:
        kind_of(command, action)  # which raises for one that nothing is known of


def test_nothing_is_told_of_what_there_is_not() -> None:
    every = {(name, action.dest) for name, action in arguments(parser(whole=True))}
    dests = {dest for _, dest in every}
    told = {name for name in KINDS if name not in every and (name[0] or name[1] not in dests)}
    assert told == set()
    assert dests >= OWN


def test_the_algorithms_are_those_of_the_engine() -> None:
    assert " ".join(ALGORITHMS) in functions("bash")


def test_a_folder_with_signs_of_a_shell_in_its_name_runs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / 'a "$(touch owned)`touch owned`'
    (home / "sessions").mkdir(parents=True)
    (home / "sessions" / "mine.jsonl").touch()
    monkeypatch.setenv("BACKSTEP_HOME", str(home))
    found = in_bash(script_of("bash", capsys, tmp_path), "backstep replay mi")
    assert found == {"mine"}
    assert not os.path.exists(tmp_path / "owned")
