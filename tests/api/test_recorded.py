"""`record()` in plain Python: every pass is there, under the names that the program gives."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from textwrap import dedent
from typing import Any

import numpy as np
import pytest

import backstep
from backstep.api.calls import watch_calls
from backstep.engine import (
    MLP,
    ArgumentError,
    BackwardError,
    Config,
    Function,
    Layer,
    Parameter,
    Variable,
    add,
    square,
    using_config,
)


@pytest.fixture(autouse=True)
def watched() -> Iterator[None]:
    """As it is in a program that takes its names from `backstep`; put back after the test."""
    Config.source_finder = None
    watch_calls()
    yield


def variable(value: Any = 2.0) -> Variable:
    return Variable(np.array(value))


class Triple(Function):
    """A learner's own."""

    def forward(self, x: Any) -> Any:
        return 3 * x

    def backward(self, gy: Any) -> Any:
        return 3 * gy


class Broken(Function):
    """Gives no gradient of a shape that fits."""

    def forward(self, x: Any) -> Any:
        return x

    def backward(self, gy: Any) -> Any:
        return Variable(np.zeros(7))


def test_a_pass_is_called_as_the_program_calls_its_variables() -> None:
    x = variable()
    a = square(x)
    y = add(square(a), square(a))
    with backstep.record() as recordings:
        y.backward()
    (recording,) = recordings
    assert recording.title == "y = add(square(a), square(a))"
    assert [v.label for v in recording.variables] == ["x", "a", "square#2", "square#3", "y"]
    assert [f.source for f in recording.functions] == [
        "square(x)",
        "square(a)",
        "square(a)",
        "add(square(a), square(a))",
    ]
    assert {name: v and float(v.array) for name, v in recording.grads} == {
        "x": 64.0,
        "a": None,
        "y": None,
    }


def test_recording_changes_no_gradient() -> None:
    x, z = variable(3.0), variable(3.0)
    square(square(x)).backward()
    with backstep.record():
        square(square(z)).backward()
    assert z.grad is not None and x.grad is not None
    assert z.grad.data == x.grad.data == 108.0


def test_expressions_over_lines_are_told_on_one() -> None:
    x = variable()
    y = add(
        x * x,  # the first
        x,
    )
    with backstep.record() as recordings:
        y.backward()
    assert recordings[0].title == "y = add(x * x, x,)"


def test_the_innermost_call_that_is_not_ours_is_the_source() -> None:
    def cubed(t: Variable) -> Variable:
        return t * t * t

    x = variable()
    y = cubed(x)
    with backstep.record() as recordings:
        y.backward()
    assert [f.source for f in recordings[0].functions] == ["t * t", "t * t * t"]


def test_what_a_backward_computes_was_typed_by_nobody() -> None:
    x = variable()
    y = x**3
    with backstep.record() as recordings:
        y.backward(create_graph=True)
    born = [f for f in recordings[0].functions if f.order == 2]
    assert born and {f.source for f in born} == {None}


def test_names_come_from_every_function_that_is_under_way() -> None:
    def go_back(loss: Variable) -> None:
        loss.backward()

    def train() -> backstep.Recordings:
        w = variable()
        with backstep.record() as recordings:
            go_back(w * w)
        return recordings

    recording = train()[0]
    assert [v.label for v in recording.variables] == ["w", "loss"]


def test_a_name_that_moved_on_names_what_it_holds_now() -> None:
    x = variable()
    y = square(x)
    with backstep.record() as recordings:
        y.backward()
        y = square(y)
        y.backward()
    assert [v.label for v in recordings[1].variables] == ["x", "y@1", "y"]


def test_own_names_go_before_those_of_the_program() -> None:
    x = Variable(np.array(2.0), name="width")
    with backstep.record() as recordings:
        square(x).backward()
    assert recordings[0].variables[0].label == "width"


def test_variables_in_lists_and_objects_are_called_by_way_of_them() -> None:
    class Net:
        def __init__(self) -> None:
            self.W = variable()
            self.parts = [variable(), variable()]

        def loss(self) -> Variable:
            return self.W * self.parts[0] * self.parts[1]

    class Own(Layer):
        def __init__(self) -> None:
            super().__init__()
            self.b = Parameter(np.array(1.0))

    net, own, params = Net(), Own(), {"w": variable()}
    y = net.loss() * params["w"] * own.b
    with backstep.record() as recordings:
        y.backward()
    labels = {v.label for v in recordings[0].variables if v.creator is None}
    assert labels == {"net.W", "net.parts[0]", "net.parts[1]", "params['w']", "own.b"}


def test_the_parameters_of_a_model_are_called_by_its_layers() -> None:
    model = MLP((3, 1))
    x = variable(np.ones((2, 2)))
    y = model(x)
    with backstep.record() as recordings:
        y.backward()
    labels = [v.label for v in recordings[0].variables if v.creator is None]
    assert sorted(labels) == ["model.l0.W", "model.l0.b", "model.l1.W", "model.l1.b", "x"]


def test_none_of_a_strangers_code_runs_while_names_are_looked_for() -> None:
    class Touchy:
        def __getattribute__(self, name: str) -> Any:
            raise AssertionError(name)

    touchy = Touchy()
    x = variable()
    with backstep.record() as recordings:
        square(x).backward()
    assert recordings[0].variables[0].label == "x"
    assert type(touchy) is Touchy


def test_every_pass_is_there_also_of_a_long_loop() -> None:
    x = variable()
    with backstep.record() as recordings:
        for i in range(130):
            x.cleargrad()
            square(x).backward()
            assert len(recordings) == i + 1
    ids = [each.id for each in recordings]
    assert ids == list(range(ids[0], ids[0] + 130))


def test_last_keeps_the_newest() -> None:
    x = variable()
    with backstep.record(last=2) as recordings:
        for _ in range(5):
            square(x).backward()
    assert [float(r.pops[0].deliveries[0].after.array) for r in recordings] == [16.0, 20.0]


def test_the_newest_are_told_as_they_were_though_their_graphs_were_cut() -> None:
    x = variable()
    with backstep.record() as every, backstep.record(last=2) as newest:
        for _ in range(4):
            y = square(square(x))
            y.backward()
            y.unchain_backward()
            y.unchain()
    assert [len(each.functions) for each in newest] == [2, 2]
    assert newest == every[-2:] and newest[0] is every[-2]


@pytest.mark.parametrize("last", [0, -1, 2.0, True, "3"])
def test_last_is_a_count(last: Any) -> None:
    with pytest.raises(ArgumentError, match="last is a count"), backstep.record(last=last):
        pass


def test_a_pass_inside_a_pass_has_its_parent() -> None:
    class Inner(Function):
        def forward(self, x: Any) -> Any:
            return x**2

        def backward(self, gy: Variable) -> Variable:
            inner = Variable(self.inputs[0].data)
            with using_config("enable_backprop", True):
                square(inner).backward()
            assert inner.grad is not None
            return gy * inner.grad

    x = variable(3.0)
    with backstep.record() as recordings:
        Inner()(x).backward()
    outer, inner = sorted(recordings, key=lambda each: each.id)
    assert (outer.parent, inner.parent) == (None, outer.id)
    assert x.grad is not None and float(x.grad) == 6.0


def test_a_pass_that_fails_is_there_and_its_error_goes_on() -> None:
    x = variable()
    y = Broken()(square(x))
    with pytest.raises(BackwardError), backstep.record() as recordings:
        y.backward()
    failure = recordings[0].failure
    assert failure is not None and failure.pop == 1
    assert Config.recorder is None


def test_what_cannot_start_is_no_pass() -> None:
    with pytest.raises(BackwardError, match="no creator"), backstep.record() as recordings:
        variable().backward()
    assert recordings == []


def test_blocks_inside_each_other_each_get_the_passes() -> None:
    x = variable()
    with backstep.record() as outer:
        square(x).backward()
        with backstep.record() as inner:
            square(x).backward()
        square(x).backward()
    assert (len(outer), len(inner)) == (3, 1)
    assert outer[1] is inner[0]
    assert Config.recorder is None


def test_the_source_of_an_own_backward_is_told() -> None:
    x = variable()
    y = Triple()(x)
    with backstep.record() as recordings:
        y.backward()
    assert recordings[0].functions[0].backward_source == dedent(
        """\
        def backward(self, gy: Any) -> Any:
            return 3 * gy"""
    )


@pytest.mark.parametrize(("check", "checked"), [(False, False), (True, True)])
def test_an_own_function_is_checked_where_that_is_wanted(check: bool, checked: bool) -> None:
    x = variable()
    with backstep.record(check=check) as recordings:
        Triple()(x).backward()
    assert (recordings[0].pops[0].check is not None) is checked


def test_code_without_a_file_has_no_source() -> None:
    names: dict[str, Any] = {"square": square, "x": variable()}
    exec("y = square(x)", names)
    y = names["y"]
    with backstep.record() as recordings:
        y.backward()
    assert recordings[0].functions[0].source is None
    assert recordings[0].title == "y"


def test_a_recording_tells_what_it_is() -> None:
    x = variable()
    y = square(square(x))
    with backstep.record() as recordings:
        y.backward(retain_grad=True)
    assert repr(recordings[0]) == "<y.backward(retain_grad=True), generation, 2 pops>"
    assert str(recordings[0]) == (
        "y.backward(retain_grad=True): 2 pops over 2 functions, x.grad = 32.0"
    )


def test_a_list_tells_the_first_of_many() -> None:
    x = variable()
    with backstep.record() as recordings:
        for _ in range(8):
            y = square(x)
            y.backward()
    told = "; ".join(["y.backward(), generation, 1 pop"] * 6)
    assert repr(recordings) == f"<8 backward passes: {told}; and 2 more>"
    assert repr(recordings[:0]) == "<no backward pass was recorded>"
    assert type(recordings[2:4]) is backstep.Recordings


def test_a_recording_can_be_pickled() -> None:
    x = variable()
    with backstep.record() as recordings:
        square(x).backward()
    again = pickle.loads(pickle.dumps(recordings))
    assert again == recordings and type(again[0]) is backstep.Recording


def test_narration_is_what_the_plain_stepper_says() -> None:
    x = variable(3.0)
    y = square(x)
    with backstep.record() as recordings:
        y.backward()
    assert backstep.narrate(recordings[0]).splitlines() == [
        "y.backward(): 1 pop over 1 function, x.grad = 6.0",
        "  step 0  start             y.backward() is about to go back through 1 function.",
        "  step 1  start   seed      y.grad is None, so it starts at 1.0, the derivative of y by "
        "itself; square goes into the queue.",
        "  step 2  pop 1   pop       Pop square (generation 0): it is the only one in the queue.",
        "  step 3  pop 1   gather    Gather gys, the gradients of what square made: y.grad = 1.0.",
        "  step 4  pop 1   multiply  square.backward multiplies gy by its local derivative: "
        "gx = 1.0 * 2 * 3.0 = 6.0.",
        "  step 5  pop 1   deliver   x had no gradient, so x.grad is set to 6.0; x is a leaf.",
        "  step 6  pop 1   free      retain_grad is False, so y.grad is freed: back to None.",
    ]


@pytest.mark.parametrize("what", [None, 3, "y", [1], variable(2.0)])
def test_only_recordings_are_narrated(what: Any) -> None:
    with pytest.raises(ArgumentError, match="narrate takes recordings"):
        backstep.narrate(what)


def test_nothing_recorded_is_said() -> None:
    with backstep.record() as recordings:
        pass
    with pytest.raises(ArgumentError, match="no backward pass was recorded"):
        backstep.narrate(recordings)
