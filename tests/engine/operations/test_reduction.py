"""The largest, the smallest, the mean: ties, axes, and what has no elements."""

from __future__ import annotations

import numpy as np
import pytest

from backstep.engine import Variable, operations
from backstep.engine.errors import ShapeError
from backstep.engine.operations import mean
from tests.engine.operations.trying import derivatives, gradient


@pytest.mark.parametrize("name", ["max", "min"])
@pytest.mark.parametrize("axis", [None, 0, 1, -1, (0, 1), (-1, 0)])
@pytest.mark.parametrize("keepdims", [False, True])
def test_the_largest_and_smallest_are_numpy_s(name: str, axis, keepdims: bool) -> None:
    x = np.array([[3.0, 1.0, 2.0], [0.0, 5.0, 4.0]])
    y = getattr(operations, name)(x, axis, keepdims)
    expected = getattr(np, name)(x, axis=axis, keepdims=keepdims)
    assert (y.shape, y.data.tolist()) == (expected.shape, expected.tolist())


@pytest.mark.parametrize(
    ("f", "at", "expected"),
    [
        (operations.max, [1.0, 3.0, 3.0], [0.0, 0.5, 0.5]),
        (operations.min, [1.0, 1.0, 1.0, 2.0], [1 / 3, 1 / 3, 1 / 3, 0.0]),
        (lambda x: operations.max(x, -1), [[1.0, 1.0], [2.0, 1.0]], [[0.5, 0.5], [1.0, 0.0]]),
        (lambda x: operations.max(x, 0, True), [[1.0, 1.0], [2.0, 1.0]], [[0, 0.5], [1, 0.5]]),
        (operations.max, 7.0, 1.0),
    ],
)
def test_ties_share_the_gradient_evenly(f, at, expected) -> None:
    assert gradient(f, at) == expected


def test_the_square_of_the_largest_has_a_second_derivative() -> None:
    first, second, third = derivatives(lambda x: operations.max(x) ** 2, [1.0, 3.0])
    assert (first, second, third) == ([0.0, 6.0], [0.0, 2.0], [0.0, 0.0])


@pytest.mark.parametrize(
    ("axis", "keepdims", "expected"),
    [(None, False, 2.5), (0, False, [2.0, 3.0]), (-1, True, [[1.5], [3.5]])],
)
def test_the_mean_is_the_sum_divided_by_how_many(axis, keepdims, expected) -> None:
    x = Variable(np.array([[1, 2], [3, 4]]))
    y = mean(x, axis, keepdims)
    y.backward()
    assert y.data.tolist() == expected
    assert x.grad.data.tolist() == [[y.size / 4] * 2] * 2


@pytest.mark.parametrize("f", [operations.max, operations.min, mean])
@pytest.mark.parametrize(
    ("shape", "axis", "message"),
    [
        ((2, 3), 2, r"no axis 2 in shape \(2, 3\): its axes are 0 to 1"),
        ((3,), -2, r"no axis -2 in shape \(3,\): its only axis is 0"),
        ((), 0, "a single number has no axes"),
        ((2, 3), (0, -2), "names an axis of shape .* twice"),
        ((0, 3), None, r"shape \(0, 3\) has no elements"),
    ],
)
def test_a_wrong_axis_and_an_empty_array_are_told(f, shape, axis, message: str) -> None:
    with pytest.raises(ShapeError, match=f"^{f.__name__}: .*{message}"):
        f(np.ones(shape), axis)
