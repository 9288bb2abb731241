"""`backstep compare` in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.test_cli import PROGRAM, backstep

OWN = """
class Twist(Function):
    def forward(self, x):
        return np.flip(x) * 2
    def backward(self, gy):
        print("heard")
        g = np.flip(gy.data) * 2
        for i in range(1):
            g = g + 0
        return Variable(g)

x = Variable(np.array([1.0, 2.0]))
a = Twist()(x)
y = square(a) + exp(a / 10)
y.backward()
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "diamond.py"
    path.write_text(PROGRAM)
    return path


def test_a_session_s_pass_is_compared_and_nothing_runs(tmp_path: Path) -> None:
    done = backstep("compare", "diamond", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.split("\n")
    assert lines[0] == "y = square(a) + square(a): generation beside stack"
    assert lines[7].startswith("They part at pop 3: stack pops square#1 before square#2 has")


def test_a_program_is_run_and_what_it_prints_comes_first(program: Path, tmp_path: Path) -> None:
    done = backstep("compare", str(program), "--algorithms", "overwrite", home=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("variable(64.0)\ny = add(square(a), square(a)): generation")
    assert "overwrite sets a.grad to 8.0 and loses the 8.0 in it" in done.stdout


def test_json_is_one_object_a_line_and_the_program_s_words_go_elsewhere(
    program: Path, tmp_path: Path
) -> None:
    done = backstep("compare", str(program), "--json", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "variable(64.0)\n")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    kinds = [event["event"] for event in events]
    assert kinds == ["compare", *["pops"] * 4, "part", "grad", "grad", "done"]
    assert events[0]["algorithms"] == ["generation", "stack"]
    assert [event["same"] for event in events[1:5]] == [True, True, False, False]
    assert (events[5]["pop"], events[5]["in"]) == (3, "order")
    (x,) = [event for event in events if event.get("variable") == "x"]
    assert (x["sides"], x["right"], x["verdicts"]) == ([64.0, 32.0], 64.0, ["same", "wrong"])
    assert events[-1]["pops"] == [4, 4]


def test_another_pass_is_chosen_by_its_number(tmp_path: Path) -> None:
    done = backstep("compare", "diamond", "--pass", "2", "--plain", home=tmp_path)
    assert done.returncode == 0
    assert not done.stdout.startswith("y = add(square(a), square(a))")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["nosuch"], 1, "nosuch: there is no such file or shipped session"),
        (["diamond", "--pass", "9"], 1, "diamond has 7 backward passes: there is no 9"),
        (["diamond", "--algorithms", "sideways"], 2, "'sideways' is none of generation"),
        (["diamond", "--algorithms", "stack,stack"], 2, "name two different algorithms"),
        ([], 2, "the following arguments are required: FILE"),
    ],
)
def test_what_cannot_be_done_is_told_by_its_exit_code(
    arguments: list[str], code: int, told: str, tmp_path: Path
) -> None:
    done = backstep("compare", *arguments, home=tmp_path)
    assert done.returncode == code
    assert told in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr


def test_a_program_without_a_pass_or_with_an_error_gives_1(tmp_path: Path) -> None:
    path = tmp_path / "empty.py"
    path.write_text("x = 1\n")
    done = backstep("compare", str(path), home=tmp_path)
    assert done.returncode == 1
    assert "has no backward pass to compare" in done.stderr
    path.write_text(PROGRAM + "y.nothing\n")
    done = backstep("compare", str(path), home=tmp_path)
    assert done.returncode == 1
    assert "AttributeError" in done.stderr
    assert "They part at pop 3" in done.stdout


def test_the_readme_shows_what_it_prints(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    done = backstep("compare", "diamond", "--algorithms", "generation,stack", home=tmp_path)
    shown = "\n".join(done.stdout.split("\n")[1:8])
    assert shown in readme


def test_what_is_called_a_session_never_runs(tmp_path: Path) -> None:
    path = tmp_path / "stranger.jsonl"
    path.write_text("print('I ran')\n" + PROGRAM)
    done = backstep("compare", str(path), home=tmp_path)
    assert done.returncode == 1
    assert "I ran" not in done.stdout
    assert "stranger.jsonl" in done.stderr


def test_a_stranger_s_own_function_is_not_run_and_that_is_told(tmp_path: Path) -> None:
    """Its code is in the file; what its backward gives for another gy is not."""
    program = tmp_path / "own.py"
    program.write_text(OWN)
    saved = tmp_path / "own.jsonl"
    run = backstep("run", "--plain", "--save", str(saved), str(program), home=tmp_path)
    assert run.stdout.count("heard") == 1
    done = backstep("compare", str(saved), home=tmp_path)
    assert done.returncode == 0
    assert "heard" not in done.stdout + done.stderr
    assert "its code is not kept (%compare at the prompt runs it)" in " ".join(done.stdout.split())
    live = backstep("compare", str(program), home=tmp_path)
    assert live.stdout.count("heard") == 1  # by the program itself
    assert "stops" not in live.stdout


def test_standard_input_is_a_program(tmp_path: Path) -> None:
    done = backstep("compare", "-", "--plain", stdin=PROGRAM, home=tmp_path)
    assert done.returncode == 0
    assert "They part at pop 3" in done.stdout


@pytest.mark.parametrize(("at", "shown"), [([], "too&#160;early"), (["--at", "22"], "32.0")])
def test_a_picture_is_of_where_they_part_or_of_a_step(
    at: list[str], shown: str, tmp_path: Path
) -> None:
    path = tmp_path / "both.svg"
    done = backstep("compare", "diamond", "--screenshot", str(path), *at, home=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert shown in path.read_text(encoding="utf-8")


def test_a_picture_that_cannot_be_written_is_told_so(tmp_path: Path) -> None:
    done = backstep(
        "compare", "diamond", "--screenshot", str(tmp_path / "no" / "x.svg"), home=tmp_path
    )
    assert done.returncode == 1
    assert "No such file" in done.stderr
