"""`run --sandbox`, `verify` and `resume`, as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backstep.session import read_session
from tests.book.corpus import PROGRAMS
from tests.session.verification.test_sessions import TWO_PATHS
from tests.test_cli import PROGRAM, backstep


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "diamond.py"
    path.write_text(PROGRAM)
    return path


def forged(folder: Path) -> Path:
    """The diamond session with another gx in its second pop."""
    told = TWO_PATHS.read_text()
    path = folder / "forged.jsonl"
    path.write_text(told.replace('"gxs":[8.0]', '"gxs":[8.5]', 1))
    assert path.read_text() != told
    return path


@pytest.mark.parametrize("form", ["--plain", "--json"])
def test_run_says_the_same_with_a_sandbox(form: str, program: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.jsonl"
    plain = backstep("run", form, str(program), home=tmp_path)
    done = backstep("run", "--sandbox", form, "--save", str(saved), str(program), home=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, plain.stdout, plain.stderr)
    replayed = backstep("replay", form, str(saved), home=tmp_path)
    assert replayed.stdout.splitlines()[-1] in plain.stdout


def test_a_limit_that_strikes_is_one_sentence_and_1(tmp_path: Path) -> None:
    for source, flags, told in (
        (
            "print('a\x1b[31m')\na = np.ones((2000, 2000), int)\na @ a",
            ["--time", "0.3"],
            "stopped after 0.3 s",
        ),
        ("while True: pass", ["--ticks", "1000"], "stopped after 1,000 ticks"),
    ):
        done = backstep("run", "--sandbox", *flags, "-", stdin=source, home=tmp_path)
        assert done.returncode == 1
        assert told in done.stderr.splitlines()[-1]
        assert done.stderr.splitlines()[-1].endswith(f"({flags[0]} gives more)")
        assert "\x1b" not in done.stdout


def test_an_error_in_a_sandbox_is_told_as_any_other(tmp_path: Path) -> None:
    source = "x = 1\n\ny = squar(x)"
    there = backstep("run", "--sandbox", "-", stdin=source, home=tmp_path)
    here = backstep("run", "-", stdin=source, home=tmp_path)
    assert (there.returncode, there.stderr) == (1, here.stderr)


def test_verify_tells_each_file_in_a_line_and_where_it_differs(tmp_path: Path) -> None:
    done = backstep("verify", str(TWO_PATHS), str(forged(tmp_path)), "nothing", home=tmp_path)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0] == f"{TWO_PATHS}: same bits (12 cells, 2 backward passes, 9 pops)"
    assert "differs at pop 2 of y.backward(), pass 1, in cell 4" in lines[1]
    (gx,) = [line.split() for line in lines if line.split()[0] == "gx"]
    assert gx == ["gx", "8.5", "8.0", "differs"]
    assert done.stderr.count("\n") == 1
    assert "nothing" in done.stderr


def test_verify_json_is_an_object_for_each_file(tmp_path: Path) -> None:
    done = backstep("verify", "--json", str(TWO_PATHS), str(forged(tmp_path)), home=tmp_path)
    same, differs = map(json.loads, done.stdout.splitlines())
    assert (same["verdict"], same["pops"]) == ("same", 9)
    assert (differs["verdict"], differs["difference"]["pop"]) == ("differs", 2)
    assert (differs["difference"]["recorded"], differs["difference"]["now"]) == ("8.5", "8.0")
    assert done.returncode == 1


def test_verify_of_what_a_sandbox_saved_is_0(program: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.jsonl"
    backstep("run", "--sandbox", "--save", str(saved), str(program), home=tmp_path)
    assert backstep("verify", str(saved), home=tmp_path).returncode == 0


@pytest.mark.parametrize("form", ["--plain", "--json"])
def test_of_a_long_loop_a_sandbox_keeps_what_the_prompt_keeps(form: str, tmp_path: Path) -> None:
    source = "for i in range(300):\n    square(Variable(np.array(float(i)))).backward()\n"
    (tmp_path / "loop.py").write_text(source)
    kept = []
    for sandbox in ([], ["--sandbox"]):
        path = tmp_path / f"{len(sandbox)}.jsonl"
        flags = [*sandbox, form, "--save", str(path)]
        backstep("run", *flags, str(tmp_path / "loop.py"), home=tmp_path)
        kept.append([recording.id for recording in read_session(path).recordings])
    assert len(kept[0]) == 20
    assert kept[0] == kept[1]
    assert backstep("verify", str(path), home=tmp_path).returncode == 0


def test_programs_of_the_book_come_to_the_same_bits_again(tmp_path: Path) -> None:
    """Among them one that plots, and one with weights that are drawn."""
    saved = []
    for name in ("s18_modes", "s34_sin_orders", "s45_mlp_typed"):
        saved.append(str(tmp_path / f"{name}.jsonl"))
        flags = ["--plain", "--save", saved[-1], str(PROGRAMS[name].path)]
        assert backstep("run", *flags, home=tmp_path).returncode == 0
    done = backstep("verify", *saved, home=tmp_path)
    assert done.stdout.count("same bits") == len(saved), done.stdout


def test_resume_goes_on_with_the_names(program: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.jsonl"
    backstep("run", "--plain", "--save", str(saved), str(program), home=tmp_path)
    done = backstep("resume", str(saved), stdin="print(x.grad, a.data)\n", home=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "variable(64.0) 4.0\n", "")
    stopped = backstep("resume", "--ticks", "1", str(saved), stdin="print(1)\n", home=tmp_path)
    assert (stopped.returncode, stopped.stdout) == (1, "")
    assert "--ticks gives more" in stopped.stderr


@pytest.mark.parametrize("command", [["verify"], ["run", "--sandbox"]])
def test_without_a_file_it_is_wrong_usage(command: list[str], tmp_path: Path) -> None:
    assert backstep(*command, home=tmp_path).returncode == 2
