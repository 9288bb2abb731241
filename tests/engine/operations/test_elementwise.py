"""Operations of each element at their edges and kinks, and whole numbers through them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from backstep.engine import BackstepError, Variable, operations
from backstep.engine.operations import clip, leaky_relu, log_softmax, relu, sigmoid, softmax, sqrt
from tests.engine.operations.trying import derivatives, gradient


@pytest.mark.parametrize(
    ("f", "at", "expected"),
    [
        (operations.abs, [-2.0, 0.0, 3.0], [-1.0, 0.0, 1.0]),
        (relu, [-2.0, 0.0, 3.0], [0.0, 0.0, 1.0]),
        (leaky_relu, [-2.0, 0.0, 3.0], [0.2, 0.2, 1.0]),
        (lambda x: leaky_relu(x, 0.5), [-2.0, 0.0], [0.5, 0.5]),
        (lambda x: clip(x, -1, 1), [-2.0, -1.0, 0.0, 1.0, 2.0], [0.0, 1.0, 1.0, 1.0, 0.0]),
        (lambda x: clip(x, None, 1), [-9.0, 1.0, 2.0], [1.0, 1.0, 0.0]),
        (lambda x: clip(x, 0, None), [-9.0, 0.0, 2.0], [0.0, 1.0, 1.0]),
    ],
)
def test_a_kink_has_the_subgradient_that_its_docstring_names(
    f: Callable[[Variable], Variable], at: list[float], expected: list[float]
) -> None:
    first, second, third = derivatives(f, at)
    assert first == expected
    assert second == third == [0.0] * len(at)


@pytest.mark.parametrize(
    ("c", "expected"),
    [
        (0, [0.0, 0.0, 0.0]),
        (1, [1.0, 0.0, 0.0]),
        (2, [0.0, 2.0, 0.0]),
        (3, [0.0, 0.0, 6.0]),
    ],
)
def test_a_power_at_zero_is_exact_in_every_order(c: int, expected: list[float]) -> None:
    assert derivatives(lambda x: x**c, 0.0) == expected


def test_the_root_of_zero_has_an_infinite_gradient() -> None:
    with np.errstate(divide="ignore"):
        assert gradient(sqrt, 0.0) == np.inf


@pytest.mark.parametrize("f", [sigmoid, softmax, log_softmax])
@pytest.mark.filterwarnings("error")
def test_nothing_overflows_at_a_thousand(f: Callable[[Variable], Variable]) -> None:
    x = Variable(np.array([-1000.0, 0.0, 1000.0]))
    y = f(x)
    y.backward()
    assert np.isfinite(y.data).all()
    assert np.isfinite(x.grad.data).all()


def test_sigmoid_keeps_its_digits_far_below_zero() -> None:
    assert sigmoid(np.array(-40.0)).data == pytest.approx(np.exp(-40.0), rel=1e-15)
    assert sigmoid(np.array([-1000.0, 1000.0])).data.tolist() == [0.0, 1.0]


@pytest.mark.parametrize(
    "f",
    [
        operations.mean,
        sqrt,
        sigmoid,
        softmax,
        log_softmax,
        leaky_relu,
        lambda x: operations.mean_squared_error(x, 0),
        lambda x: operations.dropout(x, 0.1),
        lambda x: operations.max(x) * 0.5,
    ],
)
def test_whole_numbers_become_floats_where_the_mathematics_needs_them(
    f: Callable[[Variable], Variable],
) -> None:
    x = Variable(np.array([1, 2, 3]))
    y = f(x)
    y.backward()
    expected = f(Variable(np.array([1.0, 2.0, 3.0]))) if f.__name__ != "<lambda>" else None
    assert y.dtype == x.grad.dtype == np.float64
    if expected is not None:
        assert y.data.tolist() == expected.data.tolist()


@pytest.mark.parametrize("f", [relu, operations.abs, lambda x: clip(x, 0, 2)])
def test_whole_numbers_stay_where_nothing_makes_them_floats(f) -> None:
    assert f(Variable(np.array([-1, 2, 3]))).dtype == np.int64


def test_the_clip_of_a_float32_array_stays_float32_with_numpy_s_bounds() -> None:
    x = Variable(np.array([1.0, 3.0], np.float32))
    assert clip(x, np.float64(0), np.float64(2)).dtype == np.float32


@pytest.mark.parametrize(
    ("bounds", "message"),
    [
        ((2, 1), "the lower bound 2 is above the upper bound 1"),
        ((None, None), "a lower bound, an upper bound, or both"),
        ((Variable(np.array(1.0)), 2), "a bound is a number or None, not a Variable"),
    ],
)
def test_clip_refuses_bounds_that_are_none(bounds: tuple, message: str) -> None:
    with pytest.raises(BackstepError, match=message):
        clip(Variable(np.array(1.0)), *bounds)
