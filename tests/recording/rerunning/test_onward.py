"""On into the next order: the gradients of gradients, from a recording alone."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from backstep.engine import Function, Variable
from backstep.engine.operations import sin, sum, tanh
from backstep.recording.records import Recording
from backstep.recording.rerunning.onward import leaves_with_gradients, run_on
from tests.stepper.passes import recorded


def passed(function: Callable[[Variable], Variable], at: float) -> Recording:
    def program() -> dict[str, Variable]:
        x = Variable(np.array(at), "x")
        y = function(x)
        y.name = "y"
        y.backward(create_graph=True)
        return {"x": x, "y": y}

    return recorded(program)[0]


def gone_on(recording: Recording, label: str = "x") -> Recording | str:
    leaf = next(
        i for i in leaves_with_gradients(recording) if recording.variables[i].label == label
    )
    return run_on(recording, leaf, recording.id + 1)


def gradient(recording: Recording, label: str = "x") -> float:
    value = dict(recording.grads)[label]
    assert value is not None
    assert value.array is not None
    return float(value.array)


T = math.tanh(1.0)
S = 1 - T * T  # the first derivative of tanh; the others follow by the product rule


@pytest.mark.parametrize(
    ("function", "at", "derivatives"),
    [
        (lambda x: x**4 - 2 * x**2, 2.0, [24.0, 44.0, 48.0, 24.0, 0.0]),  # book step 33
        (sin, 1.0, [math.cos(1), -math.sin(1), -math.cos(1), math.sin(1)]),  # step 34
        (tanh, 1.0, [S, -2 * T * S, -2 * S * S + 4 * T * T * S]),  # step 35
        (lambda x: x * x * x, 3.0, [27.0, 18.0, 6.0]),
    ],
)
def test_each_order_is_the_derivative_of_the_one_before(
    function: Callable[[Variable], Variable], at: float, derivatives: list[float]
) -> None:
    recording = passed(function, at)
    found = [gradient(recording)]
    names = []
    for _ in derivatives[1:]:
        following = gone_on(recording)
        assert isinstance(following, Recording)
        recording = following
        found.append(gradient(recording))
        names.append(recording.target_node.label)
    assert found == pytest.approx(derivatives, abs=1e-12)
    assert names == [f"gx{n}" if n > 1 else "gx" for n in range(1, len(derivatives))]


def test_a_pass_without_create_graph_can_be_gone_on_from_as_well() -> None:
    def program() -> dict[str, Variable]:
        x = Variable(np.array(2.0), "x")
        y = x**3
        y.backward()
        return {"x": x, "y": y}

    following = gone_on(recorded(program)[0])
    assert isinstance(following, Recording)
    assert gradient(following) == 12.0
    assert following.create_graph


def test_each_leaf_has_a_gradient_of_its_own() -> None:
    def program() -> dict[str, Variable]:
        a, b = Variable(np.array(2.0), "a"), Variable(np.array(3.0), "b")
        y = a**2 * b**3
        y.backward(create_graph=True)
        return {"a": a, "b": b, "y": y}

    recording = recorded(program)[0]
    of_a, of_b = gone_on(recording, "a"), gone_on(recording, "b")
    assert isinstance(of_a, Recording)
    assert isinstance(of_b, Recording)
    assert [gradient(of_a, "a"), gradient(of_a, "b")] == [2 * 27.0, 2 * 2 * 27.0]
    assert [gradient(of_b, "a"), gradient(of_b, "b")] == [2 * 2 * 27.0, 4 * 6 * 3.0]


def test_of_arrays_it_is_the_row_sums_of_the_hessian() -> None:
    def program() -> dict[str, Variable]:
        x = Variable(np.array([1.0, 2.0, 3.0]), "x")
        y = sum(x * x * x)
        y.backward(create_graph=True)
        return {"x": x, "y": y}

    following = gone_on(recorded(program)[0])
    assert isinstance(following, Recording)
    value = dict(following.grads)["x"]
    assert value is not None
    assert value.array is not None
    np.testing.assert_allclose(value.array, [6.0, 12.0, 18.0])


def test_a_gradient_that_is_a_constant_says_so() -> None:
    assert "is a constant" in str(gone_on(passed(lambda x: x + 1.0, 2.0)))


def test_a_function_of_ones_own_is_not_run_from_its_recording() -> None:
    class Cube(Function):
        def forward(self, x: np.ndarray) -> np.ndarray:
            return x**3

        def backward(self, gy: Variable) -> Variable:
            return gy * 3 * self.inputs[0] ** 2

    told = str(gone_on(passed(Cube(), 2.0)))
    assert "Cube" in told
    assert "x.grad" in told


def test_nothing_of_the_session_changes() -> None:
    made: dict[str, Variable] = {}

    def program() -> dict[str, Variable]:
        x = Variable(np.array(2.0), "x")
        y = x**3
        y.backward(create_graph=True)
        made.update(x=x, y=y)
        return made

    recording = recorded(program)[0]
    before = made["x"].grad
    gone_on(recording)
    assert made["x"].grad is before
