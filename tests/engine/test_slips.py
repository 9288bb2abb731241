"""What a Variable answers where an array or a plain number is expected."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from backstep.engine import DataError, Variable

X = Variable(np.array([1.0, 4.0]))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: np.exp(X), "np.exp takes arrays, not Variables: write exp(x), or give it x.data"),
        (lambda: np.sum(X), "np.sum takes arrays, not Variables: write x.sum(), or give it x.data"),
        (lambda: np.max(X), "np.max takes arrays, not Variables: write x.max(), or give it x.data"),
        (lambda: np.dot(X, X), "np.dot takes arrays, not Variables: write x.dot(), or give it"),
        (lambda: np.where(X.data > 2, X, 0), "np.where takes arrays, not Variables: give it"),
        (lambda: np.maximum(X, 0), "np.maximum takes arrays, not Variables: give it x.data"),
        (lambda: np.array([X, X]), "np.array takes numbers and arrays, not Variables: give it"),
        (lambda: np.asarray(X), "np.array takes numbers and arrays, not Variables: give it"),
        (lambda: X // 2, "there is no operation for //, and so no gradient: write x.data // ..."),
        (lambda: 7 % X, "there is no operation for %, and so no gradient: write x.data % ..."),
        (lambda: X + None, "a Variable holds numbers, not None"),
        (lambda: X * "two", "a Variable holds numbers, not the str 'two'"),
        (lambda: X < 2, "Variables are not compared, their data is: write x.data < ..."),
        (lambda: 1.0 in X, "whether a value is in a Variable is asked of its data: write in x"),
        (lambda: X.set_creator(3), "a creator is a Function, and this is none: 3"),
    ],
)
def test_a_slip_is_answered_with_what_to_write(call: Callable[[], object], message: str) -> None:
    with pytest.raises(DataError) as caught:
        call()
    assert str(caught.value).startswith(message)


def test_numpy_s_numbers_and_arrays_may_stand_on_the_left() -> None:
    """Not slips: numpy hands these over to the Variable."""
    for y in (np.ones(2) * X, np.float64(2) * X, np.array(3) - X, [1.0, 2.0] * X):
        assert isinstance(y, Variable)
        assert y.creator is not None


@pytest.mark.parametrize("c", [-1, -2])
@pytest.mark.parametrize("dtype", [np.int64, np.int8, np.uint16])
def test_an_integer_to_a_power_below_zero_is_a_fraction(c: int, dtype: type) -> None:
    x = Variable(np.array([1, 2, 4], dtype))
    y = x**c
    assert y.data.tolist() == [1.0, 2.0**c, 4.0**c]
    y.backward()
    assert x.grad.data.tolist() == [c * 1.0, c * 2.0 ** (c - 1), c * 4.0 ** (c - 1)]
