"""A graph is freed by reference counting alone, and its depth is not the interpreter's stack."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator

import numpy as np
import pytest

from backstep.engine import Config, Variable, no_grad, sin, square
from backstep.recording.making.recorder import Recorder


@pytest.fixture(autouse=True)
def no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def graph() -> tuple[Variable, Variable, weakref.ref[Variable]]:
    x = Variable(np.array(1.0))
    middle = sin(x)
    return x, square(middle) + middle, weakref.ref(middle)


def test_a_graph_dies_with_its_last_output() -> None:
    _, y, middle = graph()
    assert middle() is not None
    del y
    assert middle() is None


def test_a_graph_dies_after_a_backward_too() -> None:
    x, y, middle = graph()
    y.backward(retain_grad=True)
    del y
    assert middle() is None
    assert x.grad is not None


def test_a_graph_that_nobody_holds_dies_when_its_name_is_assigned_anew() -> None:
    _, y, middle = graph()
    y = square(Variable(np.array(2.0)))
    assert middle() is None and y.data == 4.0


def test_a_function_does_not_hold_its_outputs() -> None:
    x = Variable(np.array(1.0))
    y = sin(x)
    f = y.creator
    del y
    assert f.outputs[0]() is None


def test_no_grad_keeps_nothing_between() -> None:
    with no_grad():
        _, y, middle = graph()
        assert middle() is None and y.data is not None


def test_a_recorded_graph_dies_when_its_recording_was_taken() -> None:
    Config.recorder = recorder = Recorder()
    _, y, middle = graph()
    y.backward()
    del y
    recordings = recorder.take()
    assert middle() is None
    assert len(recordings) == 1


DEEP = """
import numpy as np
from backstep.engine import Config, Variable
from backstep.recording.making.recorder import Recorder
Config.recorder = {recorder}
x = y = Variable(np.array(1.0))
for _ in range(50000):
    y = y + 1.0
y.backward({options})
print(y.data, x.grad.data)
del y, x
if Config.recorder:
    print(len(Config.recorder.take()[0].pops))
"""


@pytest.mark.parametrize(
    ("recorder", "options", "printed"),
    [
        ("None", "", "50001.0 1.0\n"),
        ("None", "create_graph=True", "50001.0 1.0\n"),
        ("Recorder()", "", "50001.0 1.0\n50000\n"),
    ],
)
def test_fifty_thousand_functions_need_no_stack(recorder: str, options: str, printed: str) -> None:
    """In a process of its own: freeing a deep graph could crash the interpreter."""
    program = DEEP.format(recorder=recorder, options=options)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == (printed, 0), done.stderr
