"""The command line in a process of its own, as a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stepper.sessions import copy_of

PROGRAM = (
    "x = Variable(np.array(2.0))\na = square(x)\ny = add(square(a), square(a))\n"
    "y.backward()\nprint(x.grad)\n"
)


def backstep(
    *arguments: str, stdin: str | bytes = "", home: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    data = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [sys.executable, "-m", "backstep", *arguments],
        input=data,
        capture_output=True,
        env={**os.environ, "BACKSTEP_HOME": str(home), **environment},
        check=False,
        timeout=60,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def shell(line: str, home: Path) -> subprocess.CompletedProcess[str]:
    """A line of a shell, with {} for the command."""
    return subprocess.run(
        ["/bin/sh", "-c", line.replace("{}", f"'{sys.executable}' -m backstep")],
        capture_output=True,
        text=True,
        env={**os.environ, "BACKSTEP_HOME": str(home)},
        check=False,
        timeout=60,
    )


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "diamond.py"
    path.write_text(PROGRAM)
    return path


def test_a_piped_program_prints_its_gradient_and_a_line_on_the_pass(tmp_path: Path) -> None:
    done = backstep(stdin=PROGRAM, home=tmp_path)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "y.backward(): 4 pops over 4 functions, x.grad = 64.0",
        "variable(64.0)",
    ]
    assert done.stderr == ""


@pytest.mark.parametrize("arguments", [["--no-check"], ["run", "--no-check", "-"], ["run", "-"]])
def test_no_check_is_for_the_prompt_and_for_run(arguments: list[str], tmp_path: Path) -> None:
    wrong = (
        "class Half(Function):\n"
        "    def forward(self, x):\n        return x ** 2\n"
        "    def backward(self, gy):\n        return self.inputs[0] * gy\n\n"
        "Half()(Variable(np.array(2.0))).backward()\n"
    )
    done = backstep(*arguments, stdin=wrong, home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert ("finite difference" in done.stdout) == ("--no-check" not in arguments)


@pytest.mark.parametrize("form", ["--plain", "--json"])
def test_a_replayed_session_shows_what_the_check_found(form: str, tmp_path: Path) -> None:
    program, saved = tmp_path / "wrong.py", tmp_path / "wrong.jsonl"
    program.write_text(
        "class Half(Function):\n"
        "    def forward(self, x):\n        return x ** 2\n"
        "    def backward(self, gy):\n        return self.inputs[0] * gy\n\n"
        "x = Variable(np.array(2.0))\ny = Half()(x)\ny.backward()\n"
    )
    run = backstep("run", form, "--save", str(saved), str(program), home=tmp_path)
    replayed = backstep("replay", form, str(saved), home=tmp_path)
    assert run.stdout.count("Half.backward gives gx = 2.0, the finite difference is 4.0") >= 1
    assert replayed.stdout == run.stdout


def test_run_json_gives_the_pops_as_the_design_has_them(program: Path, tmp_path: Path) -> None:
    done = backstep("run", "--json", str(program), home=tmp_path)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [event["event"] for event in events] == ["backward", *["pop"] * 4, "done"]
    pops = events[1:5]
    assert [pop["function"] for pop in pops] == ["Add", "Square", "Square", "Square"]
    assert [pop["generation"] for pop in pops] == [2, 1, 1, 0]
    assert events[0] == {
        "event": "backward",
        "id": 1,
        "target": "y",
        "algorithm": "generation",
        "retain_grad": False,
        "create_graph": False,
        "functions": 4,
    }
    assert pops[1] == {
        "event": "pop",
        "id": 1,
        "pop": 2,
        "function": "Square",
        "label": "square#3",
        "generation": 1,
        "inputs": ["a"],
        "outputs": ["square#3"],
        "gys": [1.0],
        "gxs": [8.0],
        "delivered": [
            {"to": "a", "how": "set", "before": None, "gx": 8.0, "after": 8.0, "then": "queued"}
        ],
        "queue": [["Square", 0], ["Square", 1]],
        "queue_length": 2,
        "freed": ["square#3"],
        "born": 0,
    }
    assert events[5] == {
        "event": "done",
        "id": 1,
        "pops": 4,
        "grads": {"x": 64.0, "a": None, "y": None},
    }
    assert done.stderr == "variable(64.0)\n"


def test_run_reads_standard_input(tmp_path: Path) -> None:
    done = backstep("run", "--json", "-", stdin=PROGRAM, home=tmp_path)
    assert len(done.stdout.splitlines()) == 6


def test_run_plain_says_every_step(program: Path, tmp_path: Path) -> None:
    done = backstep("run", "--plain", str(program), home=tmp_path)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert sum(line.lstrip().startswith("step") for line in done.stdout.splitlines()) == 23


def test_an_error_mid_backward_is_an_event_and_the_pops_before_it_are_kept(tmp_path: Path) -> None:
    source = (
        "class Bad(Function):\n    def forward(self, x):\n        return x\n"
        "    def backward(self, gy):\n        return gy.no_such_thing\n"
        "x = Variable(np.array(1.0))\ny = square(Bad()(x))\ny.backward()\n"
    )
    done = backstep("run", "--json", "-", stdin=source, home=tmp_path)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [event["event"] for event in events] == ["backward", "pop", "error"]
    assert events[-1]["pop"] == 2
    assert events[-1]["error"] == "AttributeError"
    assert "no_such_thing" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("run", "missing.py"), "missing.py"),
        (("replay", "missing.jsonl"), "missing"),
        (("run", "."), "."),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(
    arguments: tuple[str, ...], word: str, tmp_path: Path
) -> None:
    done = backstep(*arguments, home=tmp_path)
    assert done.returncode == 1
    assert word in done.stderr
    assert done.stderr.count("\n") == 1


def test_wrong_usage_is_2(tmp_path: Path) -> None:
    assert backstep("no-such-command", home=tmp_path).returncode == 2
    assert backstep("run", "--algorithm", "magic", "x.py", home=tmp_path).returncode == 2


def test_version_and_help(tmp_path: Path) -> None:
    assert backstep("--version", home=tmp_path).stdout.startswith("backstep 0.")
    assert "replay" in backstep("--help", home=tmp_path).stdout


@pytest.mark.parametrize(
    "command",
    [(), ("run",), ("replay",), ("compare",), ("verify",), ("resume",), ("compact",), ("export",)],
)
def test_the_help_of_a_command_fits_a_small_screen(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = backstep(*command, "--help", home=tmp_path).stdout.splitlines()
    assert len(lines) <= 23
    assert max(map(len, lines)) < 80


def test_a_program_that_is_not_text_is_one_sentence(tmp_path: Path) -> None:
    done = backstep(stdin=b"x = 1\n\xff\xfe\n", home=tmp_path)
    assert done.returncode == 1
    assert "line 2 is not UTF-8" in done.stderr


def test_save_and_replay_as_json_give_the_same_events(program: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.jsonl"
    ran = backstep("run", "--plain", "--save", str(saved), str(program), home=tmp_path)
    assert ran.returncode == 0
    first = backstep("run", "--json", str(program), home=tmp_path).stdout
    assert backstep("replay", "--json", str(saved), home=tmp_path).stdout == first


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize(
    "command", ["printf 'x = Variable(np.ones(1)); x.sum().backward()' | {}", "{} replay diamond"]
)
def test_an_output_that_takes_nothing_is_one_sentence(command: str, tmp_path: Path) -> None:
    done = shell(command + " > /dev/full", tmp_path)
    assert (done.returncode, done.stderr) == (1, "backstep: No space left on device\n")


@pytest.mark.parametrize("flags", ["", "--json", "--sandbox"])
def test_a_program_whose_reader_goes_away_leaves_quietly(flags: str, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text("for i in range(3000):\n    print('x' * 100)\nx = Variable(np.ones(1))\n")
    with program.open("a") as file:
        file.write("for i in range(90):\n    x.sum().backward()\n")
    done = shell(f"{{}} run {flags} {program} | head -1", tmp_path)
    assert done.stdout.count("\n") == 1
    assert "Error" not in done.stderr


@pytest.mark.parametrize(
    ("command", "said"),
    [("{} <&-", ""), ("echo 'print(6 * 7)' | {} 2>&-", "42\n"), ("echo 1 | {} >&-", "")],
)
def test_a_stream_that_was_closed_is_an_empty_one(command: str, said: str, tmp_path: Path) -> None:
    done = shell(command, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, said, "")


@pytest.mark.parametrize(
    ("flags", "code", "sentence"),
    [
        (("--screenshot", "no/folder/x.svg"), 1, "no/folder/x.svg: No such file or directory"),
        (("--screenshot", "x.svg", "--size", "80"), 2, "write columns x rows, as in 120x40"),
        (("--screenshot", "x.svg", "--size", "9999x9999"), 2, "from 20x8 to 500x200 cells"),
    ],
)
def test_a_screenshot_that_cannot_be_is_one_sentence(
    flags: tuple[str, ...], code: int, sentence: str, tmp_path: Path
) -> None:
    done = backstep("replay", "diamond", *flags, home=tmp_path)
    assert done.returncode == code
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_screenshot_is_an_svg(tmp_path: Path) -> None:
    path = tmp_path / "shot.svg"
    done = backstep(
        "replay",
        copy_of("diamond", tmp_path),
        "--screenshot",
        str(path),
        "--size",
        "120x40",
        "--at",
        "16",
        home=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert "accumulated" in path.read_text(encoding="utf-8").replace("&#160;", " ")


def test_the_prompt_does_not_load_textual(tmp_path: Path) -> None:
    code = (
        "import sys, io; sys.stdin = io.TextIOWrapper(io.BytesIO(b'x = 1'));"
        "from backstep.cli import main; main([]);"
        "import backstep.prompt.repl;"
        "print([m for m in ('textual', 'jedi', 'networkx') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "BACKSTEP_HOME": str(tmp_path)},
        check=True,
    )
    assert done.stdout.strip() == "[]"
