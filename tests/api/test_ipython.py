"""`%load_ext backstep` in a real IPython shell: %step and %%step, and what they refuse."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config as Traits

from backstep.api import ipython, notebook, stepping
from backstep.api.recorded import Recordings
from backstep.engine import Config

QUIET = Traits({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}})
BEGIN = """
import numpy as np
from backstep.engine import *
x = Variable(np.array(2.0))
a = square(x)
y = add(square(a), square(a))
"""


class Shell:
    """An IPython shell, and what it opens."""

    def __init__(self, opened: list[tuple[Recordings, int]]) -> None:
        self.shell = InteractiveShell(config=QUIET)
        self.opened = opened

    def run(self, *cells: str) -> Any:
        """Run cells; gives the value that the last one ends in."""
        for cell in cells:
            result = self.shell.run_cell(cell)
            assert result.success, cell
        return result.result

    @property
    def labels(self) -> list[tuple[str, int]]:
        """What each opening was of: the target that it opens at, and how many passes there are."""
        return [(r[i].target_node.label, len(r)) for r, i in self.opened]


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Shell]:
    opened: list[tuple[Recordings, int]] = []

    def open_stepper(recordings: Recordings, look: Any, index: int = 0) -> None:
        opened.append((Recordings(recordings), index))

    monkeypatch.setattr(ipython, "open_stepper", open_stepper)
    monkeypatch.setattr(stepping, "open_stepper", open_stepper)
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])  # a shell takes its place
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    made = Shell(opened)
    made.run("%load_ext backstep", BEGIN)
    yield made
    made.run("%unload_ext backstep")
    made.shell.reset()


def test_step_alone_shows_the_passes_of_the_last_cell_that_made_any(shell: Shell) -> None:
    shell.run("y.backward()", "1 + 1", "%step")
    assert shell.labels == [("y", 1)]
    (recordings, _) = shell.opened[0]
    assert recordings[0].title == "y = add(square(a), square(a))"


def test_step_of_a_variable_that_was_gone_back_from_runs_nothing_again(shell: Shell) -> None:
    shell.run("y.backward()", "%step y")
    assert shell.labels == [("y", 1)]
    assert shell.run("float(x.grad)") == 64.0


def test_step_of_another_variable_calls_backward_once(shell: Shell) -> None:
    shell.run("%step y", "%step y", "%step")
    assert shell.labels == [("y", 1)] * 3
    assert shell.run("float(x.grad)") == 64.0


def test_step_of_a_call_of_backward_shows_that(shell: Shell) -> None:
    shell.run("%step y.backward(retain_grad=True)")
    assert shell.opened[0][0][0].retain_grad
    assert shell.run("float(a.grad)") == 16.0


def test_step_of_an_expression_knows_its_text(shell: Shell) -> None:
    shell.run("%step square(a)")
    assert shell.opened[0][0][0].title == "square(a)"


def test_step_opens_at_the_pass_of_the_variable(shell: Shell) -> None:
    shell.run("z = square(x)\nfor each in (z, y, sin(x)):\n    each.backward()", "%step z")
    assert [index for _, index in shell.opened] == [0]
    shell.run("%step y")
    assert [index for _, index in shell.opened] == [0, 1]


def test_flags_are_those_of_backward(shell: Shell) -> None:
    shell.run("%step -a stack --retain-grad y")
    recording = shell.opened[0][0][0]
    assert (recording.algorithm, recording.retain_grad) == ("stack", True)
    assert Config.algorithm == "generation"


def test_a_cell_is_run_and_what_it_made_is_shown(shell: Shell) -> None:
    value = shell.run("%%step\nw = square(x)\nw.backward()\nw.backward()\n'its value'")
    assert shell.labels == [("w", 2)]
    assert value is None and shell.run("_") == "its value"
    shell.run("%step")
    assert shell.labels == [("w", 2), ("w", 2)]


def test_a_cell_that_fails_shows_how_far_its_passes_came(shell: Shell) -> None:
    shell.run("%%step\ny.backward()\n1 / 0")
    assert shell.labels == [("y", 1)]


def test_a_cell_without_a_pass_says_so(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    shell.run("%%step\n1 + 1")
    assert "No backward pass in this cell" in capsys.readouterr().out
    assert shell.opened == []


def test_what_was_stepped_or_recorded_in_a_cell_is_the_latest_too(shell: Shell) -> None:
    shell.run("import backstep", "backstep.step(y)", "%step", "%step y")
    assert shell.labels == [("y", 1)] * 3
    shell.run("with backstep.record() as r:\n    square(x).backward()\nsin(x).backward()", "%step")
    assert [each.title for each in shell.opened[-1][0]] == ["square(x)", "sin(x)"]


def test_a_graph_that_is_cut_in_a_later_cell_is_still_told(shell: Shell) -> None:
    shell.run("y.backward()", "y.unchain_backward()", "y.unchain()", "%step")
    assert len(shell.opened[0][0][0].functions) == 4


def test_recordings_are_shown_as_they_are(shell: Shell) -> None:
    shell.run("import backstep", "with backstep.record() as r:\n    y.backward()", "%step r")
    assert shell.labels == [("y", 1)]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("%step", "nothing to step yet"),
        ("%step 3", "step takes a Variable or recordings, not int"),
        ("%step --fast y", "there is no --fast: --retain-grad"),
        ("%step z = y", "z = y is no expression"),
        ("%step --theme pink y", "no theme 'pink'"),
        ("%step --retain-grad y.backward()", "--retain-grad goes with a Variable"),
        ("%%step y\ny.backward()", "the code goes on the lines below"),
    ],
)
def test_what_cannot_be_stepped_is_one_sentence(
    shell: Shell, capsys: pytest.CaptureFixture[str], line: str, told: str
) -> None:
    shell.shell.run_cell(line)
    out, err = capsys.readouterr()
    assert told in err and "Traceback" not in out + err


def test_cells_are_recorded_without_a_trace_in_the_engine(shell: Shell) -> None:
    shell.run("y.backward()")
    assert Config.recorder is None


def test_loading_twice_and_unloading(shell: Shell) -> None:
    shell.run("%load_ext backstep", "%reload_ext backstep", "y.backward()", "%step")
    assert shell.labels == [("y", 1)]
    shell.run("%unload_ext backstep")
    assert shell.shell.find_line_magic("step") is None
    assert shell.shell.find_cell_magic("step") is None


def test_a_shell_in_a_terminal_is_no_notebook(shell: Shell) -> None:
    assert not notebook.is_notebook()
