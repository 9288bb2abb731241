"""Finite differences, and backward held against them (book steps 4 and 10)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstep.engine import (
    Config,
    DataError,
    Function,
    Variable,
    exp,
    log,
    mul,
    no_grad,
    operations,
    sin,
    square,
)
from backstep.engine.numerical import call_check, gradient_check, numerical_diff
from backstep.recording.making.recorder import Recorder


class BadSq(Function):
    """A square whose backward forgets gy: right alone, wrong inside anything."""

    def forward(self, x: Any) -> Any:
        return x**2

    def backward(self, gy: Variable) -> Any:
        return 2 * self.inputs[0]


class Split(Function):
    """Two outputs; the backward of the second has the wrong sign."""

    def forward(self, x: Any) -> Any:
        return x * 2, x * 3

    def backward(self, gy0: Variable, gy1: Variable) -> Any:
        return gy0 * 2 - gy1 * 3


class Counting(Function):
    """Keeps what its forward saw, in its own attributes of every sort."""

    def __init__(self) -> None:
        self.count = 0
        self.log: list[float] = []
        self.total = np.zeros(())

    def forward(self, x: Any) -> Any:
        self.count += 1
        self.log.append(float(x))
        self.total += x
        return x * 3

    def backward(self, gy: Variable) -> Any:
        return gy * 3


def chained(x: Variable) -> Variable:
    """Book step 3."""
    return square(exp(square(x)))


def at(x: Any) -> Variable:
    return Variable(np.array(x))


# numerical_diff


def test_numerical_diff_is_the_books_to_the_last_digit() -> None:
    # book step 4 prints both
    assert float(numerical_diff(square, at(2.0))) == 4.000000000004
    assert float(numerical_diff(chained, at(0.5))) == 3.2974426293330694


def test_central_differences_come_as_near_as_the_third_session_says() -> None:
    exact = 4 * 0.5 * math.exp(2 * 0.25)  # y = exp(2 x ** 2), so y' = 4 x exp(2 x ** 2)
    errors = {
        k: abs(float(numerical_diff(chained, at(0.5), 10.0**-k)) - exact) for k in range(2, 13)
    }
    assert min(errors, key=lambda k: errors[k]) == 6
    assert errors[6] == pytest.approx(5.0e-11, rel=0.05)


@pytest.mark.parametrize("f", [square, BadSq(), BadSq, lambda x: x**2, lambda x: x.data**2])
def test_numerical_diff_takes_all_that_can_be_called(f: Callable[..., Any]) -> None:
    assert float(numerical_diff(f, 3.0)) == pytest.approx(6.0)


@pytest.mark.parametrize("x", [3, np.array(3), np.int8(3), at(3), np.float32(3)])
def test_integers_and_narrow_floats_are_differentiated_as_floats(x: Any) -> None:
    result = numerical_diff(square, x)
    assert (result.dtype, result.shape) == (np.float64, ())
    assert float(result) == pytest.approx(6.0)


def test_an_array_is_differentiated_element_by_element_of_the_sum() -> None:
    x = np.array([[1, 2], [3, 4]])
    assert np.allclose(numerical_diff(square, x), 2 * x)
    w = np.array([[1.0, -1.0], [2.0, 0.5]])
    product = numerical_diff(lambda x: operations.matmul(x, w), x)
    assert np.allclose(product, [[0.0, 2.5], [0.0, 2.5]])  # row sums of w


def test_a_tuple_of_inputs_gives_a_tuple_of_derivatives() -> None:
    dx0, dx1 = numerical_diff(mul, (at(3.0), np.array([1.0, 2.0])))
    assert float(dx0) == pytest.approx(3.0)
    assert np.allclose(dx1, [3.0, 3.0])


def test_no_elements_give_no_derivatives() -> None:
    assert numerical_diff(square, np.zeros((0, 2))).shape == (0, 2)


def test_x_is_the_same_bit_for_bit_also_when_f_raises() -> None:
    x = at([0.1, -0.0, np.nan])
    before = x.data.tobytes()

    def spoiling(v: Variable) -> Variable:
        v.data[0] = 7.0
        raise ArithmeticError("no")

    with pytest.raises(ArithmeticError, match="no"):
        numerical_diff(spoiling, x)
    assert x.data.tobytes() == before


def test_complex_data_is_refused() -> None:
    with pytest.raises(DataError, match="real numbers, not complex128"):
        numerical_diff(square, 1j)


# gradient_check


def test_a_right_backward_makes_the_report_true() -> None:
    report = gradient_check(square, at(2.0))
    assert report
    (one,) = report.inputs
    assert (one.gradient, one.verdict) == (4.0, "agrees")
    assert one.difference == pytest.approx(4.0)


def test_a_backward_that_forgets_gy_is_found_though_ones_agree() -> None:
    report = gradient_check(BadSq(), at(2.0))
    assert not report
    assert report.forgets_gy
    (one,) = report.inputs
    # session 03: 4 where 12 is right
    assert one.gradient == 4.0
    assert one.difference == pytest.approx(12.0)


def test_the_report_reads_well() -> None:
    assert repr(gradient_check(BadSq(), at(2.0))).split("\n") == [
        "BadSq: backward differs from the finite difference",
        "  input  backward  difference  relative error  worst at  elements",
        "  x0     4.0       12.0        6.7e-01         -         1 of 1    differs",
        "  These numbers are for a gy that is not all ones; with ones they agree. "
        "Does backward use gy?",
    ]


def test_the_report_names_the_worst_element_of_each_input() -> None:
    class Off(Function):
        def forward(self, x0: Any, x1: Any) -> Any:
            return x0 * x1

        def backward(self, gy: Variable) -> Any:
            x0, x1 = self.inputs
            wrong = np.ones(x0.shape)
            wrong[1, 2], wrong[0, 1] = 5.0, 2.0
            return gy * x1 * wrong, gy * x0

    report = gradient_check(Off(), np.full((2, 3), 2.0), np.full((2, 3), 7.0))
    assert [one.verdict for one in report.inputs] == ["differs", "agrees"]
    worst = report.inputs[0]
    assert (worst.at, worst.gradient) == ((1, 2), 35.0)
    assert worst.difference == pytest.approx(7.0)
    assert worst.error == pytest.approx(0.8)


def test_every_output_counts() -> None:
    assert gradient_check(lambda x: [square(x), sin(x)], 2.0)
    assert not gradient_check(Split(), 2.0)


def test_the_same_variable_is_checked_twice_and_keeps_its_gradient() -> None:
    x, w = at(2.0), at([1.0, 2.0])
    mine = x.grad = at(7.0)
    assert gradient_check(lambda x: x * w, x)
    assert gradient_check(lambda x: x * w, x)
    assert gradient_check(mul, x, x)
    assert (x.grad, w.grad) == (mine, None)


def test_a_graph_that_f_closes_over_keeps_its_gradients() -> None:
    w = at(3.0)
    a = square(w)
    b = a * 2
    b.backward(retain_grad=True)
    grads = [v.grad for v in (w, a, b)]
    assert gradient_check(lambda x: x * b, 2.0)
    assert [v.grad for v in (w, a, b)] == grads
    assert [float(g.data) for g in grads if g is not None] == [12.0, 2.0, 1.0]


def test_an_instance_of_somebodys_graph_stays_in_it() -> None:
    f, x = BadSq(), at(2.0)
    y = f(x)
    gradient_check(f, 5.0)
    numerical_diff(f, 5.0)
    y.backward()
    assert (y.creator, f.inputs) == (f, (x,))
    assert x.grad is not None and float(x.grad.data) == 4.0


def test_nothing_is_recorded_and_no_switch_stays_changed() -> None:
    Config.recorder = recorder = Recorder()
    try:
        with no_grad():
            assert gradient_check(square, 2.0)
            assert not Config.enable_backprop
        assert Config.recorder is recorder
        assert recorder.take() == []
    finally:
        Config.recorder = None


def test_integers_are_checked_as_floats() -> None:
    (one,) = gradient_check(square, at(3)).inputs
    assert one.difference == pytest.approx(6.0)
    assert gradient_check(lambda x: x**3, np.array([1, 2]))
    assert gradient_check(square, 3)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_tolerances_go_by_the_dtype(dtype: str) -> None:
    x = np.linspace(0.5, 2.0, 6, dtype=dtype).reshape(2, 3)
    assert gradient_check(lambda x: log(exp(x) + x), x)
    assert not gradient_check(lambda x: BadSq()(x) * 2, x)


def test_what_is_no_number_is_handed_on() -> None:
    assert gradient_check(operations.reshape, np.arange(4.0), (2, 2))
    assert gradient_check(operations.sum, np.ones((2, 2)), 1)
    assert gradient_check(operations.pow, at([1, 2]), 3)
    assert gradient_check(operations.pow, at([1, 2]), 3).places == (0,)
    report = gradient_check(lambda keep, x: x * keep, np.array([True, False]), np.ones(2))
    assert report.places == (1,)


def test_without_inputs_there_is_nothing_to_check() -> None:
    with pytest.raises(DataError, match="give the inputs"):
        gradient_check(square)


def test_no_elements_agree() -> None:
    report = gradient_check(square, np.zeros((0, 3)))
    assert report
    assert report.inputs[0].at is None
    assert "0 of 0" in repr(report)


def test_an_output_that_does_not_hang_on_x_has_gradient_zero() -> None:
    assert gradient_check(lambda x: at(1.0), 2.0)
    assert gradient_check(lambda x: x, 2.0)
    assert not gradient_check(lambda x: at(float(x.data) * 3), 2.0)  # the graph is lost


def test_large_inputs_are_sampled_the_same_way_each_time() -> None:
    calls = []

    def f(x: Variable) -> Variable:
        calls.append(x.data.copy())
        return square(x)

    x = np.linspace(1, 2, 1000).reshape(10, 100)
    report = gradient_check(f, x)
    assert (report.inputs[0].checked, report.inputs[0].differences) == (64, None)
    assert "64 of 1000" in repr(report)
    first, calls[:] = list(calls), []
    gradient_check(f, x)
    assert len(first) == len(calls) < 300
    assert all(np.array_equal(a, b) for a, b in zip(first, calls, strict=True))


@pytest.mark.parametrize(
    ("f", "x"),
    [
        (operations.relu, [0.0, -1.0, 1.0]),
        (operations.abs, [0.0]),
        (operations.max, [1.0, 1.0, 0.5]),
        (lambda x: operations.clip(x, 0.0, 1.0), [0.0, 1.0, 0.5]),
    ],
)
def test_at_a_kink_either_slope_or_one_between_is_right(f: Any, x: list[float]) -> None:
    assert gradient_check(f, np.array(x))


def test_a_kink_is_told_with_both_slopes() -> None:
    (one,) = gradient_check(operations.relu, 0.0).inputs
    assert one.verdict == "kink"
    assert one.sides == pytest.approx((0.0, 1.0))


def test_a_wrong_gradient_at_a_kink_is_found() -> None:
    class Relu(Function):
        def forward(self, x: Any) -> Any:
            return np.maximum(x, 0.0)

        def backward(self, gy: Variable) -> Any:
            return gy * 2.0

    assert not gradient_check(Relu(), 0.0)


@pytest.mark.parametrize("x", [1e-7, -1e-7, 1e-11])
def test_beside_a_kink_there_is_only_one_slope(x: float) -> None:
    (one,) = gradient_check(operations.relu, x).inputs
    assert one.verdict == "agrees"


@pytest.mark.parametrize(
    ("f", "x"),
    [(log, 1e-12), (sin, 1e6), (square, 1e150), (exp, 700.0), (lambda x: 1 / x, 1e-8)],
)
def test_very_large_and_very_small_inputs_are_checked(f: Any, x: float) -> None:
    assert gradient_check(f, x)


@pytest.mark.parametrize(
    ("f", "x"), [(log, -1.0), (operations.sqrt, 0.0), (lambda x: x * np.nan, 1.0), (square, np.nan)]
)
def test_nan_and_infinity_are_reported_not_passed(f: Any, x: float) -> None:
    report = gradient_check(f, x)
    assert not report
    assert [one.verdict for one in report.inputs] == ["unclear"]
    assert "not all can be compared" in repr(report)


def test_a_gradient_of_nan_where_there_is_a_slope_differs() -> None:
    class Nan(Function):
        def forward(self, x: Any) -> Any:
            return x * 2

        def backward(self, gy: Variable) -> Any:
            return gy * np.nan

    assert [one.verdict for one in gradient_check(Nan(), 1.0).inputs] == ["differs"]


def test_what_rounding_has_eaten_is_not_called_wrong() -> None:
    (one,) = gradient_check(lambda x: x + 1e12, 1.0).inputs
    assert one.verdict == "unclear"


def test_a_random_function_is_told_as_such() -> None:
    report = gradient_check(operations.dropout, np.ones(20))
    assert not report
    assert report.trouble == "random"
    assert "other values each time" in repr(report)


def test_the_global_random_numbers_go_on_as_if_nothing_had_been() -> None:
    np.random.seed(3)
    expected = np.random.rand()
    np.random.seed(3)
    gradient_check(operations.dropout, np.ones(20))
    gradient_check(square, np.ones(20))
    assert np.random.rand() == expected


def test_a_second_order_gradient_can_be_checked() -> None:
    def slope(x: Variable) -> Any:
        y = square(x) * x
        y.backward(create_graph=True)
        return x.grad

    assert gradient_check(slope, 2.0)


def test_f_that_gives_no_variable_is_told_what_to_do() -> None:
    with pytest.raises(DataError, match="f gives a ndarray, not a Variable"):
        gradient_check(lambda x: x.data, np.ones(2))


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_tanh_of_exp_is_right_anywhere(xs: list[float]) -> None:
    assert gradient_check(lambda x: operations.tanh(exp(x)) * sin(x), np.array(xs))


# call_check


def called(f: Function, *xs: Any) -> tuple[Any, list[Any], list[Any]]:
    variables = [at(x) for x in xs]
    found = f(*variables)
    outputs = list(found) if isinstance(found, list) else [found]
    return found, [v.data for v in variables], [y.data for y in outputs]


def test_the_call_of_a_function_is_checked_with_the_gys_it_had() -> None:
    f = BadSq()
    _, xs, ys = called(f, 2.0)
    assert call_check(f, xs, ys, [np.array(1.0)], [np.array(4.0)])
    report = call_check(f, xs, ys, [np.array(3.0)], [np.array(4.0)])
    (one,) = report.inputs
    assert (one.gradient, one.verdict) == (4.0, "differs")
    assert one.difference == pytest.approx(12.0)


def test_an_output_without_a_gradient_does_not_count() -> None:
    f = Split()
    y, xs, ys = called(f, 2.0)
    assert call_check(f, xs, ys, [np.array(1.0), None], [np.array(2.0)])
    assert len(y) == 2


def test_the_function_is_as_it_was() -> None:
    f = Counting()
    y, xs, ys = called(f, 2.0)
    before = (f.inputs, f.outputs, f.serial, f.count, list(f.log), float(f.total))
    assert call_check(f, xs, ys, [np.array(1.0)], [np.array(3.0)])
    assert (f.inputs, f.outputs, f.serial, f.count, list(f.log), float(f.total)) == before
    assert y.creator is f


def test_a_forward_that_gives_something_else_now_is_random() -> None:
    f = Counting()
    _, xs, _ = called(f, 2.0)
    report = call_check(f, xs, [np.array(5.0)], [np.array(1.0)], [np.array(3.0)])
    assert report.trouble == "random"


def test_a_forward_that_raises_is_trouble() -> None:
    class Once(Function):
        def __init__(self) -> None:
            self.used: list[bool] = []

        def forward(self, x: Any) -> Any:
            if x != 2.0:
                raise ValueError("only 2")
            return x

    f = Once()
    _, xs, ys = called(f, 2.0)
    report = call_check(f, xs, ys, [np.array(1.0)], [np.array(1.0)])
    assert (report.trouble, bool(report)) == ("raised", False)


class Picked(Function):
    """x[i]: its gradient is gy at i and 0 elsewhere; i has none."""

    def forward(self, x: Any, i: Any) -> Any:
        return x[i]

    def backward(self, gy: Any) -> Any:
        raise NotImplementedError


@pytest.mark.parametrize(("gx", "verdict"), [([0.0, 3.0], "agrees"), ([3.0, 0.0], "differs")])
def test_labels_stay_whole_numbers_and_the_other_inputs_are_checked(
    gx: list[float], verdict: str
) -> None:
    f = Picked()
    xs = [np.array([5.0, 7.0]), np.array(1)]
    gxs = [np.array(gx), np.array(0.0)]
    report = call_check(f, xs, [np.array(7.0)], [np.array(3.0)], gxs)
    assert [one.verdict for one in report.inputs] == [verdict, "unclear"]


def test_whole_numbers_that_are_no_labels_are_nudged_as_floats() -> None:
    report = call_check(BadSq(), [np.array(2)], [np.array(4)], [np.array(1.0)], [np.array(4.0)])
    assert [one.verdict for one in report.inputs] == ["agrees"]
