"""What the book's Functions need of plain arrays, and data that was given up."""

from __future__ import annotations

import numpy as np
import pytest

from backstep.engine import Variable, add, gradient_check, mul, shapes
from backstep.engine import operations as F
from backstep.engine.errors import BackstepError


@pytest.mark.parametrize("shape", [(1, 3), (2, 1), (3,), (), (2, 3)])
def test_sum_to_gives_an_array_of_the_shape(shape: tuple[int, ...]) -> None:
    x = np.arange(6.0).reshape(2, 3)
    y = shapes.sum_to(x, shape)
    assert isinstance(y, np.ndarray)
    assert y.shape == shape
    assert y.sum() == x.sum()


@pytest.mark.parametrize("axis", [None, 0, 1, -1, (0, 1)])
@pytest.mark.parametrize("keepdims", [False, True])
def test_a_sum_s_gradient_is_ready_to_be_broadcast(axis: object, keepdims: bool) -> None:
    gy = Variable(np.ones((2, 3)).sum(axis=axis, keepdims=keepdims))
    wide = shapes.reshape_sum_backward(gy, (2, 3), axis, keepdims)
    assert wide.shape == np.ones((2, 3)).sum(axis=axis, keepdims=True).shape


def test_logsumexp_does_not_overflow() -> None:
    found = shapes.logsumexp(np.array([[1000.0, 1000.0]]))
    assert found.tolist() == [[pytest.approx(1000 + np.log(2))]]


def test_max_backward_shape_keeps_the_axes() -> None:
    assert shapes.max_backward_shape(np.ones((2, 3)), 0) == [1, 3]
    assert shapes.max_backward_shape(np.ones((2, 3)), None) == [1, 1]


def test_arrays_and_variables_are_compared() -> None:
    v = Variable(np.array([1.0, 2.0]))
    assert shapes.array_equal(v, np.array([1.0, 2.0]))
    assert shapes.array_allclose(v, [1.0, 2.00001])
    assert not shapes.array_allclose(v, [1.0, 2.1])


def test_data_that_is_given_up_leaves_its_shape() -> None:
    x, b = Variable(np.ones((2, 3))), Variable(np.ones(3))
    t = x * 2
    y = F.sum(add(t, b))
    t.data = None
    assert t.data is None
    assert repr(t) == "variable(None)"
    y.backward()
    assert b.grad is not None and b.grad.data.tolist() == [2.0, 2.0, 2.0]
    assert x.grad is not None and x.grad.data.tolist() == [[2.0] * 3] * 2


def test_a_backward_that_needs_given_up_data_says_so() -> None:
    x = Variable(np.ones(3))
    t = x * 2
    y = mul(t, t)
    t.data = None
    with pytest.raises(BackstepError, match=r"the data of shape \(3,\) .* was set to None"):
        y.backward()


SIMPLE = {
    "linear": (F.linear_simple, F.linear, ((2, 3), (3, 4), (4,))),
    "linear without b": (F.linear_simple, F.linear, ((2, 3), (3, 4))),
    "sigmoid": (F.sigmoid_simple, F.sigmoid, ((2, 3),)),
    "softmax": (F.softmax_simple, F.softmax, ((2, 3),)),
    "mean squared error": (F.mean_squared_error_simple, F.mean_squared_error, ((4, 2), (4, 2))),
}


@pytest.mark.parametrize("name", SIMPLE)
def test_in_single_steps_it_is_the_same(name: str) -> None:
    simple, whole, sizes = SIMPLE[name]
    random = np.random.default_rng(0)
    first = [Variable(random.standard_normal(shape)) for shape in sizes]
    second = [Variable(x.data) for x in first]
    y, z = simple(*first), whole(*second)
    assert np.allclose(y.data, z.data)
    y.backward()
    z.backward()
    for a, b in zip(first, second, strict=True):
        assert a.grad is not None and b.grad is not None
        assert np.allclose(a.grad.data, b.grad.data)


def test_a_simple_operation_checks() -> None:
    assert gradient_check(F.softmax_simple, np.array([[0.1, 0.5, -1.0]]))
