"""What a reader of the book types runs as it stands: in a cell, by `run --plain`, and piped."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from backstep.cli import main
from backstep.language import Runtime, split_cells
from backstep.language.guarding.ticks import Ticks
from backstep.prompt.piped import run_piped
from backstep.session.live import LiveSession
from tests.book.corpus import PROGRAMS

OWN_ENGINES = ("s08_own_engine",)  # of which backstep says that it sees nothing of them
EVERY = pytest.mark.parametrize("name", PROGRAMS)
# One of each kind goes through processes of its own: an engine, a class, training, text.
IN_PROCESSES = pytest.mark.parametrize(
    "name", ["s08_loop", "s19_transparent", "s45_model", "s50_training", "l_text"]
)


def in_order(wanted: list[str], lines: list[str]) -> list[str]:
    """Those of the wanted lines that do not come, each after the other, among the lines."""
    rest = iter(line.rstrip() for line in lines)
    return [line for line in wanted if line not in rest]


def test_there_are_as_many_as_the_book_needs() -> None:
    steps = {int(name[1:3]) for name in PROGRAMS if name[0] == "s"}
    assert len(PROGRAMS) >= 60
    left_out = {5, 30, 31, 32}  # theory; step 5 is a drawing
    assert set(range(1, 51)) - steps == left_out


@EVERY
def test_it_prints_what_it_should_and_nothing_else(name: str) -> None:
    written: list[str] = []
    runtime = Runtime(written.append)
    for cell in split_cells(PROGRAMS[name].source):
        problem = runtime.run(cell.source, first_line=cell.first_line).problem
        assert problem is None, problem.render()
    assert [line.rstrip() for line in "".join(written).splitlines()] == PROGRAMS[name].prints


@EVERY
def test_it_prints_the_same_when_its_steps_are_counted(name: str) -> None:
    written: list[str] = []
    runtime = Runtime(written.append, ticks=Ticks(10**8))
    for cell in split_cells(PROGRAMS[name].source):
        assert runtime.run(cell.source, first_line=cell.first_line).problem is None
    assert [line.rstrip() for line in "".join(written).splitlines()] == PROGRAMS[name].prints


@EVERY
def test_run_plain_runs_it(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["run", "--plain", str(PROGRAMS[name].path)])
    said = capsys.readouterr()
    own = "note: this program has a Variable of its own" if name in OWN_ENGINES else ""
    assert code == 0
    assert said.err == "" if not own else said.err.startswith(own)
    assert in_order(PROGRAMS[name].prints, said.out.splitlines()) == []


@EVERY
def test_piped_into_the_prompt_it_runs(name: str) -> None:
    written: list[str] = []
    assert run_piped(PROGRAMS[name].source, LiveSession(written.append)) == 0
    assert in_order(PROGRAMS[name].prints, "".join(written).splitlines()) == []


@IN_PROCESSES
@pytest.mark.parametrize("way", ["run", "piped"])
def test_a_process_of_its_own_runs_it(name: str, way: str, tmp_path: Path) -> None:
    program = PROGRAMS[name]
    arguments = ["run", "--plain", str(program.path)] if way == "run" else []
    done = subprocess.run(
        [sys.executable, "-m", "backstep", *arguments],
        input="" if arguments else program.source,
        capture_output=True,
        env={**os.environ, "BACKSTEP_HOME": str(tmp_path)},
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert in_order(program.prints, done.stdout.splitlines()) == []
