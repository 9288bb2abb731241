"""Files as they stand in the book's chapters, run unchanged by `backstep run`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

PATHS = """\
# Add import path for the dezero directory.
if '__file__' in globals():
    import os, sys
    sys.path.append(os.path.join(os.path.dirname(__file__), '..'))

"""
OWN_ENGINE = """\
import numpy as np


class Variable:
    def __init__(self, data):
        self.data = data
        self.grad = None
        self.creator = None

    def backward(self):
        f = self.creator
        if f is not None:
            x = f.input
            x.grad = f.backward(self.grad)
            x.backward()


class Square:
    def __call__(self, input):
        self.input = input
        output = Variable(input.data ** 2)
        output.creator = self
        return output

    def backward(self, gy):
        return 2 * self.input.data * gy


x = Variable(np.array(0.5))
y = Square()(x)
y.grad = np.array(1.0)
y.backward()
print(x.grad)
"""
FROM_THE_PACKAGE = """\
import numpy as np
import dezero.functions as F
from dezero import Variable

np.random.seed(0)
x = Variable(np.array([[1, 2, 3], [4, 5, 6]]))
y = F.sum(x, axis=0)
y.backward()
print(f'{y} {x.grad.shape}')
"""
FROM_THE_SIMPLE_CORE = """\
import numpy as np
from dezero.core_simple import Function, Variable, no_grad, setup_variable, using_config

setup_variable()
if __name__ == '__main__':
    with using_config('enable_backprop', True):
        x = Variable(np.array(1.0))
        y = (x + 3) ** 2
    y.backward()
    print(x.grad)
"""
UNITTEST = """\
import unittest
import numpy as np
from dezero import Variable
from dezero.core_simple import square


class SquareTest(unittest.TestCase):
    def test_backward(self):
        x = Variable(np.array(3.0))
        y = square(x)
        y.backward()
        self.assertEqual(x.grad, np.array(6.0))


if __name__ == '__main__':
    unittest.main()
"""
DRAWN = """\
import numpy as np
from dezero import Variable
from dezero.utils import plot_dot_graph

x = Variable(np.array(1.0))
y = x ** 2
y.backward()
plot_dot_graph(y, verbose=False, to_file='y.png')
print('done')
"""
SHELL = """\
import os
import subprocess

subprocess.run('dot y.dot -T png -o y.png', shell=True)
"""


def run(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What `backstep run` makes of a chapter's file."""
    file = folder / "step.py"
    file.write_text(dedent(text), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "backstep", "run", "--plain", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("text", "prints", "passes"),
    [
        (OWN_ENGINE, "1.0", 0),
        (PATHS + FROM_THE_PACKAGE, "variable([5 7 9]) (2, 3)", 1),
        (PATHS + FROM_THE_SIMPLE_CORE, "variable(8.0)", 1),
        (UNITTEST, "Ran 1 test: OK", 1),
        (PATHS + DRAWN, "done", 1),
    ],
)
def test_a_chapter_runs_as_it_stands(text: str, prints: str, passes: int, tmp_path: Path) -> None:
    done = run(text, tmp_path)
    assert done.returncode == 0, done.stderr
    assert prints in done.stdout.splitlines()
    assert sum(".backward(): " in line for line in done.stdout.splitlines()) == passes


def test_a_variable_of_the_programs_own_is_said_to_be_unseen(tmp_path: Path) -> None:
    told = " ".join(run(OWN_ENGINE, tmp_path).stderr.split())
    assert told.startswith("note: this program has a Variable of its own")
    assert "from dezero import Variable, Function" in told


def test_a_program_without_a_pass_has_nothing_to_say_in_lines(tmp_path: Path) -> None:
    done = run("print(1 + 1)\n", tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "2\n", "")


def test_a_drawing_says_what_to_do_instead_and_writes_no_file(tmp_path: Path) -> None:
    told = run(PATHS + DRAWN, tmp_path)
    assert "no file y.png is drawn: %graph y shows the graph" in told.stdout + told.stderr
    assert [path.name for path in tmp_path.glob("*.*")] == ["step.py"]


def test_the_shell_of_step_25_is_refused_with_its_line(tmp_path: Path) -> None:
    done = run(SHELL, tmp_path)
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == "line 1: import os"
    assert "os is not available here; a program here reaches no files" in done.stderr
