"""Long formulas and loops with published numbers, and broadcasts with hand-made ones."""

from __future__ import annotations

import math

import numpy as np
import pytest

from backstep.engine import Variable, square
from backstep.engine.graph import functions_behind


def goldstein(x: Variable, y: Variable) -> Variable:
    """The Goldstein-Price function, as the book's step 24 types it."""
    return (1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2)) * (
        30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2)
    )


def rosenbrock(x0: Variable, x1: Variable) -> Variable:
    """The Rosenbrock function, as the book's step 28 types it."""
    return 100 * (x1 - x0**2) ** 2 + (x0 - 1) ** 2


def taylor_sin(x: Variable, threshold: float) -> tuple[Variable, int]:
    """Book step 27: terms are added until one is below the threshold."""
    y: Variable | int = 0
    for i in range(100000):
        term = ((-1) ** i / math.factorial(2 * i + 1)) * x ** (2 * i + 1)
        y = y + term
        if abs(term.data) < threshold:
            return y, i + 1
    raise AssertionError("the series did not end")


def test_goldstein_price() -> None:
    """1876, -5376, 8064 over 38 functions: session 23."""
    x, y = Variable(np.array(1.0)), Variable(np.array(1.0))
    z = goldstein(x, y)
    z.backward()
    assert (z.data, x.grad.data, y.grad.data) == (1876.0, -5376.0, 8064.0)
    assert len(functions_behind(z)) == 38


def test_rosenbrock() -> None:
    """401, -2, 400 at (0, 2): session 23."""
    x0, x1 = Variable(np.array(0.0)), Variable(np.array(2.0))
    y = rosenbrock(x0, x1)
    y.backward()
    assert (y.data, x0.grad.data, x1.grad.data) == (401.0, -2.0, 400.0)


def test_descent_on_rosenbrock_nears_its_valley() -> None:
    """Where 1,000 steps at 0.001 from (0, 2) end, as the book's step 28 prints it."""
    x0, x1 = Variable(np.array(0.0)), Variable(np.array(2.0))
    for _ in range(1000):
        y = rosenbrock(x0, x1)
        x0.cleargrad()
        x1.cleargrad()
        y.backward()
        x0.data = x0.data - 0.001 * x0.grad.data
        x1.data = x1.data - 0.001 * x1.grad.data
    assert x0.data == pytest.approx(0.6837118569138317, rel=1e-12)
    assert x1.data == pytest.approx(0.4659526837427042, rel=1e-12)


@pytest.mark.parametrize(
    ("threshold", "terms", "value", "gradient"),
    [
        (1e-4, 4, 0.7071064695751781, 0.7071032148228457),
        (1e-150, 47, math.sin(math.pi / 4), math.cos(math.pi / 4)),
    ],
)
def test_a_loop_is_differentiated_as_it_ran(
    threshold: float, terms: int, value: float, gradient: float
) -> None:
    """The Taylor series of sin at pi/4: book step 27, session 23."""
    x = Variable(np.array(math.pi / 4))
    y, added = taylor_sin(x, threshold)
    y.backward()
    assert added == terms
    assert y.data == pytest.approx(value, rel=1e-14)
    assert x.grad.data == pytest.approx(gradient, rel=1e-14)


def test_a_network_of_weighted_sums() -> None:
    """w = 1..8, b = 9..12, x = 13, 14: j is 3295 and dj/dw1 exactly 247 (session 04)."""
    numbers = [Variable(np.array(float(v))) for v in range(1, 15)]
    w1, w2, w3, w4, w5, w6, w7, w8, b1, b2, b3, b4, x1, x2 = numbers
    f = w1 * x1 + w2 * x2 + b1
    g = w3 * x1 + w4 * x2 + b2
    h = w5 * f + w6 * g + b3
    i = w7 * f + w8 * g + b4
    j = h + 2 * i
    j.backward()
    # By hand: dj/df = w5 + 2 w7 = 19, dj/dg = w6 + 2 w8 = 22, f = 50, g = 105.
    by_hand = [19 * 13, 19 * 14, 22 * 13, 22 * 14, 50, 105, 100, 210, 19, 22, 1, 2]
    by_hand += [1 * 19 + 3 * 22, 2 * 19 + 4 * 22]
    assert j.data == 3295.0
    assert [v.grad.data for v in numbers] == by_hand


@pytest.mark.parametrize(
    ("a", "b", "ga", "gb"),
    [
        ([1.0, 2.0, 3.0], [10.0], [10.0] * 3, [6.0]),
        ([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [1.0, 1.0, 1.0], [[1.0] * 3] * 2, [5.0, 7.0, 9.0]),
        ([[1.0], [2.0]], [[3.0, 4.0, 5.0]], [[12.0], [12.0]], [[3.0, 3.0, 3.0]]),
        ([1.0, 2.0], 3.0, [3.0, 3.0], 3.0),
    ],
)
def test_a_broadcast_operand_gets_the_sum_over_its_copies(
    a: list, b: list, ga: list, gb: list
) -> None:
    """Session 20, by hand: the gradient of a * b."""
    x, y = Variable(np.array(a)), Variable(np.array(b))
    (x * y).backward()
    assert (x.grad.data.tolist(), y.grad.data.tolist()) == (ga, gb)


def test_the_gradient_of_an_added_bias_has_the_bias_s_shape() -> None:
    """[1, 2, 3] + [10]: session 20."""
    bias = Variable(np.array([10.0]))
    (Variable(np.array([1.0, 2.0, 3.0])) + bias).backward()
    assert (bias.grad.data.tolist(), bias.grad.shape) == ([3.0], (1,))


def test_ten_times_three_is_three_to_the_tenth() -> None:
    """An exploding gradient, exactly 59049: session 22."""
    x = y = Variable(np.array(0.5))
    for _ in range(10):
        y = y * 3
    y.backward()
    assert x.grad.data == 59049.0


def test_ten_squares_against_the_closed_form() -> None:
    x = y = Variable(np.array(1.01))
    for _ in range(10):
        y = square(y)
    y.backward()
    assert x.grad.data == pytest.approx(1024 * 1.01**1023, rel=1e-12)
