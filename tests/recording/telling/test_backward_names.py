"""The names of a backward, read off its text: of the engine's operations, of a learner's own, of
what a stranger's file may say."""

from __future__ import annotations

import inspect
import textwrap
from dataclasses import replace

import numpy as np
import pytest

from backstep.engine import Config, Function, Variable
from backstep.engine import operations as F
from backstep.recording.making.recorder import Recorder
from backstep.recording.records import Recording
from backstep.recording.telling.backward_names import Names, names_in_backward
from backstep.recording.values import value_text
from tests.recording.passes import record, variable


def told(recording: Recording, pop: int = 0) -> tuple[dict[str, str], dict[str, str], str]:
    names = names_in_backward(recording, recording.pops[pop])
    text = recording.functions[recording.pops[pop].function].backward_source or ""
    line = "" if names.line is None else text.split("\n")[names.line].strip()
    given = {name: value_text(value) for name, value in names.given.items()}
    return given, {name: value_text(value) for name, value in names.computed.items()}, line


def test_parameters_are_the_gys_and_inputs_what_is_unpacked() -> None:
    x = variable(3, "x")
    assert told(record(F.square(F.square(x))), 1) == (
        {"gy": "18.0", "x": "3.0"},
        {},
        "return gy * 2 * x",
    )


def test_what_is_computed_on_the_way_is_worked_out() -> None:
    given, computed, line = told(record(variable(3, "x") * variable(5, "y")))
    assert given == {"gy": "1.0", "x0": "3.0", "x1": "5.0"}
    assert computed == {"gx0": "5.0", "gx1": "3.0"}
    assert line == "return gx0, gx1"


def test_the_branch_that_a_condition_on_shapes_takes_is_the_one_that_returned() -> None:
    same = record(Variable(np.ones(2)) + Variable(np.ones(2)))
    stretched = record(F.sum(Variable(np.ones((2, 2))) + Variable(np.ones(2))))
    assert told(same)[2] == "return gy, gy"
    assert told(stretched, 1)[2] == "return sum_to(gy, x0.shape), sum_to(gy, x1.shape)"


class Curved(Function):
    """A learner's own, with two ways out."""

    def forward(self, x):
        return 3.0 * np.sin(x)

    def backward(self, gy):
        x = self.inputs[0].data
        slope = 3.0 * np.cos(x)
        if slope.any():
            return gy * slope
        return gy * 0


def of_learner(make: type[Function], x: float) -> Recording:
    """The recording of a learner's own function, whose text somebody knows."""

    def text(method):
        return textwrap.dedent(inspect.getsource(method))

    Config.recorder = recorder = Recorder(source_of=text)
    try:
        make()(variable(x, "x")).backward()
    finally:
        Config.recorder = None
    return recorder.take()[0]


def test_a_learner_s_own_is_read_as_far_as_it_is_plain() -> None:
    given, computed, line = told(of_learner(Curved, 0.0))
    assert given == {"gy": "1.0", "x": "0.0"}
    assert computed == {"slope": "3.0"}
    assert line == ""  # which return it was is not known


@pytest.mark.parametrize(
    "text",
    [
        "",
        "def backward(self, gy):",
        "x = 1",
        "lambda: 0",
        "def backward(self, gy):\n    return " + "(" * 500 + ")" * 500,
        "def backward(*gys):\n    for i in gys: return i",
        "def backward(self, gy):\n    a = 10 ** 10 ** 10\n    return a",
    ],
)
def test_a_text_from_a_stranger_is_only_read(text: str) -> None:
    recording = record(F.square(variable(3, "x")))
    node = replace(recording.functions[0], backward_source=text)
    names = names_in_backward(replace(recording, functions=(node,)), recording.pops[0])
    assert isinstance(names, Names)
    assert "a" not in names.computed or names.computed["a"].size == 1
