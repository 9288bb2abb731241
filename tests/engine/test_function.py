"""Function: a learner's own is as good as ours, and its mistakes are named with their remedy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from backstep.engine import BackwardError, Config, DataError, Function, Variable, cos, sin, square


class SinCos(Function):
    """Two outputs of one input."""

    def forward(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return np.sin(x), np.cos(x)

    def backward(self, gs: Variable, gc: Variable) -> Variable:
        (x,) = self.inputs
        return gs * cos(x) - gc * sin(x)


class Gives(Function):
    """Two inputs; its backward gives whatever it was told to."""

    def __init__(self, gxs: Any) -> None:
        self.gxs = gxs

    def forward(self, x0: np.ndarray, x1: np.ndarray) -> np.ndarray:
        return x0 + x1

    def backward(self, gy: Variable) -> Any:
        return self.gxs


def vector(name: str | None = None) -> Variable:
    return Variable(np.array([1.0, 2.0]), name)


def gives(gxs: Any) -> tuple[Variable, Variable]:
    """Run a backward that returns gxs for two vectors."""
    a, b = vector("a"), vector("b")
    Gives(gxs)(a, b).backward()
    return a, b


GOOD = np.array([5.0, 6.0])


@pytest.mark.parametrize(
    "gxs", [(GOOD, GOOD), [GOOD, GOOD], (Variable(GOOD), GOOD)], ids=["tuple", "list", "mixed"]
)
def test_backward_may_return_variables_or_arrays_in_a_tuple_or_list(gxs: Any) -> None:
    a, b = gives(gxs)
    assert a.grad.data.tolist() == b.grad.data.tolist() == [5.0, 6.0]
    assert isinstance(a.grad, Variable)


@pytest.mark.parametrize(
    ("gxs", "told"),
    [
        (GOOD, ["Gives.backward returned 1 gradient,", "2 inputs"]),
        ((GOOD, GOOD, GOOD), ["3 gradients", "2 inputs"]),
        ((), ["0 gradients", "2 inputs"]),
        ((GOOD, None), ["None for input 1 (b)"]),
        (None, ["1 gradient", "2 inputs"]),
        ((GOOD, np.array(1.0)), ["shape ()", "input 1 (b)", "(2,)", "sum_to"]),
        ((np.ones((2, 2)), GOOD), ["shape (2, 2)", "input 0 (a)", "(2,)"]),
    ],
    ids=["too few", "too many", "none at all", "None in it", "None", "a scalar", "a matrix"],
)
def test_gradients_that_do_not_fit_the_inputs_are_named(gxs: Any, told: list[str]) -> None:
    with pytest.raises(BackwardError) as caught:
        gives(gxs)
    assert all(part in str(caught.value) for part in told), str(caught.value)


def test_gradients_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(DataError):
        gives(("text", GOOD))


def test_a_wrong_gradient_is_not_delivered() -> None:
    a, b = vector("a"), vector("b")
    y = Gives((GOOD, None))(a, b)
    with pytest.raises(BackwardError):
        y.backward()
    assert a.grad is None and b.grad is None


def test_two_outputs_each_pass_their_gradient_on() -> None:
    x = Variable(np.array(0.7))
    s, c = SinCos()(x)
    (s * c + s).backward()
    assert x.grad.data == pytest.approx(np.cos(2 * 0.7) + np.cos(0.7), rel=1e-14)


def test_an_output_that_nothing_used_is_named() -> None:
    s, c = SinCos()(Variable(np.array(0.7)))
    c.name = "c"
    with pytest.raises(BackwardError, match=r"output 1 of SinCos \(c\) was never used"):
        (s * 2.0).backward()


def test_an_output_that_was_thrown_away_is_named() -> None:
    s, _ = SinCos()(Variable(np.array(0.7)))
    del _
    with pytest.raises(BackwardError, match="output 1 of SinCos was thrown away"):
        (s * 2.0).backward()


def test_a_backward_that_takes_none_for_zeros_may_have_an_unused_output() -> None:
    class Patient(SinCos):
        def backward(self, gs: Variable | None, gc: Variable | None) -> Variable:
            assert gs is not None and gc is None
            return gs * cos(self.input)

    x = Variable(np.array(0.7))
    s, c = Patient()(x)
    s.backward()
    assert x.grad.data == pytest.approx(np.cos(0.7), rel=1e-15) and c.grad is None


def test_an_error_of_the_learner_s_own_passes_as_it_is() -> None:
    class Divides(Function):
        def forward(self, x: np.ndarray) -> np.ndarray:
            return x

        def backward(self, gy: Variable) -> Variable:
            return gy * (1 // 0)

    with pytest.raises(ZeroDivisionError):
        Divides()(vector()).backward()


@pytest.mark.parametrize("method", ["forward", "backward"])
def test_a_method_that_was_not_defined_is_named(method: str) -> None:
    class Half(Function):
        pass

    if method == "backward":
        Half.forward = lambda self, x: x
    with pytest.raises(NotImplementedError, match=f"Half has no {method}: define {method}"):
        Half()(vector()).backward()


def test_one_instance_called_twice_is_an_error_not_a_wrong_gradient() -> None:
    f = square(Variable(np.array(2.0))).creator
    with pytest.raises(BackwardError, match="twice"):
        f(f(Variable(np.array(3.0)))).backward()


def test_input_and_output_are_for_functions_of_one() -> None:
    x = vector()
    y = square(x)
    f = y.creator
    assert f.input is x and f.output is y
    del y
    assert f.output is None


def test_generation_is_the_highest_of_the_inputs() -> None:
    x = vector()
    a = square(square(x))
    assert (x + a).creator.generation == 2


def test_calls_are_numbered_in_the_order_of_calling() -> None:
    first, second = square(vector()).creator, square(vector()).creator
    assert (second.serial - first.serial, Function.calls.made - second.serial) == (1, 1)


def test_a_source_finder_tells_each_call_its_text() -> None:
    Config.source_finder = lambda: "square(x)"
    assert square(vector()).creator.source == "square(x)"


def test_arrays_and_numbers_may_be_inputs() -> None:
    y = Gives((GOOD, GOOD))(np.array([1.0, 2.0]), [3, 4])
    assert [type(x) for x in y.creator.inputs] == [Variable, Variable]


def test_an_integer_result_is_kept_whole() -> None:
    assert square(Variable(np.array(3))).dtype.kind == "i"
