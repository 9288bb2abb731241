"""Operators of Variables: from both sides, with every kind of number, keeping float32."""

from __future__ import annotations

import operator
from collections.abc import Callable

import numpy as np
import pytest

from backstep.engine import DataError, Variable

# Each: the operator, and d/dx and d/dc of x op c, written out by hand.
RULES = {
    "add": (operator.add, lambda x, c: 1.0, lambda x, c: 1.0),
    "sub": (operator.sub, lambda x, c: 1.0, lambda x, c: -1.0),
    "mul": (operator.mul, lambda x, c: c, lambda x, c: x),
    "truediv": (operator.truediv, lambda x, c: 1 / c, lambda x, c: -x / c**2),
}
OTHERS = {
    "int": 2,
    "float": 2.5,
    "bool": True,
    "numpy float64": np.float64(2.5),
    "numpy float32": np.float32(2.5),
    "numpy int": np.int64(2),
    "0-d array": np.array(2.5),
    "1-d array": np.array([2.5, -4.0]),
    "1-element array": np.array([2.5]),
}
every_rule = pytest.mark.parametrize("rule", RULES)
every_other = pytest.mark.parametrize("other", OTHERS)


def spread(gradient: object, y: Variable) -> np.ndarray:
    """A local gradient at every element of y."""
    return np.broadcast_to(np.asarray(gradient), y.shape)


@every_other
@every_rule
def test_a_variable_on_the_left_gives_value_and_gradient(rule: str, other: str) -> None:
    op, by_left, _ = RULES[rule]
    x, c = Variable(np.array(3.0)), OTHERS[other]
    y = op(x, c)
    y.backward()
    assert isinstance(y, Variable)
    np.testing.assert_array_equal(y.data, op(np.float64(3.0), c))
    assert x.grad.data == pytest.approx(
        spread(by_left(3.0, np.asarray(c, float)), y).sum(), rel=1e-12
    )


@every_other
@every_rule
def test_a_variable_on_the_right_gives_value_and_gradient(rule: str, other: str) -> None:
    op, _, by_right = RULES[rule]
    x, c = Variable(np.array(3.0)), OTHERS[other]
    y = op(c, x)
    y.backward()
    assert isinstance(y, Variable)
    np.testing.assert_array_equal(y.data, op(c, np.float64(3.0)))
    assert x.grad.data == pytest.approx(
        spread(by_right(np.asarray(c, float), 3.0), y).sum(), rel=1e-12
    )


@every_rule
def test_two_variables_each_get_their_gradient(rule: str) -> None:
    op, by_left, by_right = RULES[rule]
    x, c = Variable(np.array(3.0)), Variable(np.array(2.5))
    op(x, c).backward()
    assert x.grad.data == pytest.approx(by_left(3.0, 2.5), rel=1e-15)
    assert c.grad.data == pytest.approx(by_right(3.0, 2.5), rel=1e-15)


def test_negation() -> None:
    x = Variable(np.array([1.0, -2.0]))
    y = -x
    y.backward()
    assert (y.data.tolist(), x.grad.data.tolist()) == ([-1.0, 2.0], [-1.0, -1.0])


@pytest.mark.parametrize(
    ("c", "value", "gradient"),
    [(3, 8.0, 12.0), (2.0, 4.0, 4.0), (-1, 0.5, -0.25), (0.5, 2**0.5, 0.5 * 2**-0.5), (0, 1, 0)],
)
def test_powers(c: float, value: float, gradient: float) -> None:
    x = Variable(np.array(2.0))
    y = x**c
    y.backward()
    assert y.data == pytest.approx(value, rel=1e-15)
    assert x.grad.data == pytest.approx(gradient, rel=1e-15)


def test_a_power_with_an_array_of_exponents() -> None:
    x = Variable(np.array([3.0, 3.0]))
    y = x ** np.array([2.0, 3.0])
    y.backward()
    assert (y.data.tolist(), x.grad.data.tolist()) == ([9.0, 27.0], [6.0, 27.0])


@pytest.mark.parametrize("order", [1, 2, 3])
@pytest.mark.parametrize("c", [0, 1, 2, 3])
def test_derivatives_of_a_power_at_zero_are_exact(c: int, order: int) -> None:
    """d^n/dx^n of x^c at 0 is c! where n = c, else 0; DeZero gives nan past the power."""
    x = Variable(np.array(0.0))
    y = x**c
    for _ in range(order):
        x.cleargrad()
        y.backward(create_graph=True)
        y = x.grad
    assert y.data == ([1.0, 1.0, 2.0, 6.0][c] if order == c else 0.0)


FLOAT32: dict[str, Callable[[Variable], Variable]] = {
    "x + 1": lambda x: x + 1,
    "1.5 + x": lambda x: 1.5 + x,
    "x - 0.1": lambda x: x - 0.1,
    "1 - x": lambda x: 1 - x,
    "x * 2.5": lambda x: x * 2.5,
    "2 * x": lambda x: 2 * x,
    "x / 3": lambda x: x / 3,
    "3.0 / x": lambda x: 3.0 / x,
    "x ** 2": lambda x: x**2,
    "x ** 0.5": lambda x: x**0.5,
    "-x": lambda x: -x,
    "x * True": lambda x: x * True,
}


@pytest.mark.parametrize("text", FLOAT32)
@pytest.mark.parametrize("shape", [(), (2,)])
def test_float32_stays_float32_beside_python_numbers(text: str, shape: tuple[int, ...]) -> None:
    x = Variable(np.full(shape, 2, np.float32))
    y = FLOAT32[text](x)
    y.backward(create_graph=True)
    gx = x.grad
    assert (y.dtype, gx.dtype) == (np.float32, np.float32)
    if gx.creator is not None:
        x.cleargrad()
        gx.backward()
        assert x.grad is None or x.grad.dtype == np.float32


@pytest.mark.parametrize(("other", "dtype"), [(2, "int64"), (2.0, "float64")])
def test_whole_numbers_stay_whole_beside_whole_numbers(other: float, dtype: str) -> None:
    assert (Variable(np.array([1, 2], np.int64)) * other).dtype == dtype


@pytest.mark.parametrize("op", [operator.add, operator.mul, operator.sub, operator.truediv])
@pytest.mark.parametrize(
    "other", ["text", None, object(), 10**400], ids=["text", "None", "object", "too large"]
)
def test_what_is_not_a_number_is_refused(op: Callable, other: object) -> None:
    with pytest.raises(DataError):
        op(Variable(np.array(1.0)), other)


def test_a_variable_as_exponent_is_refused_with_the_remedy() -> None:
    x = Variable(np.array(2.0))
    with pytest.raises(DataError, match=r"exp\(c \* log\(x\)\)"):
        x**x


def test_a_variable_in_the_exponent_of_a_number_is_refused_with_the_remedy() -> None:
    with pytest.raises(DataError, match=r"exp\(x \* np\.log\(2\)\)"):
        2 ** Variable(np.array(2.0))


def test_an_array_on_the_left_makes_one_function_not_one_an_element() -> None:
    y = np.array([1.0, 2.0, 3.0]) * Variable(np.array(2.0))
    assert (type(y), y.shape, y.generation) == (Variable, (3,), 1)
