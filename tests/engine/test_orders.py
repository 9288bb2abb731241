"""Derivatives of higher order against closed forms, and the size of the graphs that they need."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from backstep.engine import Variable, exp, log, sin, square, tanh
from backstep.engine.graph import functions_behind


def derivatives(f: Callable[[Variable], Variable], x: float, orders: int) -> list[Variable]:
    """The derivatives of f at x, each gone back through for the next (book step 34)."""
    variable = Variable(np.array(x))
    f(variable).backward(create_graph=True)
    found = [variable.grad]
    for _ in range(orders - 1):
        variable.cleargrad()
        found[-1].backward(create_graph=True)
        found.append(variable.grad)
    return found


def t(x: float) -> float:
    return float(np.tanh(x))


CLOSED: dict[str, tuple[Callable, list[Callable[[float], float]]]] = {
    "sin": (sin, [np.cos, lambda x: -np.sin(x), lambda x: -np.cos(x), np.sin]),
    "tanh": (
        tanh,
        [
            lambda x: 1 - t(x) ** 2,
            lambda x: -2 * t(x) * (1 - t(x) ** 2),
            lambda x: (1 - t(x) ** 2) * (6 * t(x) ** 2 - 2),
        ],
    ),
    "exp": (exp, [np.exp] * 4),
    "log": (log, [lambda x: 1 / x, lambda x: -1 / x**2, lambda x: 2 / x**3, lambda x: -6 / x**4]),
    "x ** 4": (
        lambda x: x**4,
        [lambda x: 4 * x**3, lambda x: 12 * x**2, lambda x: 24 * x, lambda x: 24],
    ),
    "1 / x": (lambda x: 1 / x, [lambda x: -1 / x**2, lambda x: 2 / x**3, lambda x: -6 / x**4]),
    "square": (square, [lambda x: 2 * x, lambda x: 2.0]),
    "sin(x ** 2)": (
        lambda x: sin(x**2),
        [
            lambda x: 2 * x * np.cos(x**2),
            lambda x: 2 * np.cos(x**2) - 4 * x**2 * np.sin(x**2),
            lambda x: -12 * x * np.sin(x**2) - 8 * x**3 * np.cos(x**2),
        ],
    ),
}


@pytest.mark.parametrize("x", [0.3, 1.0, 2.2])
@pytest.mark.parametrize("name", CLOSED)
def test_derivatives_are_the_closed_forms(name: str, x: float) -> None:
    f, forms = CLOSED[name]
    found = [float(d.data) for d in derivatives(f, x, len(forms))]
    assert found == pytest.approx([float(form(x)) for form in forms], rel=1e-11, abs=1e-13)


@pytest.mark.parametrize("f, counts", [(tanh, [4, 9, 21, 51, 129, 339]), (sin, [2, 4, 5, 7])])
def test_every_order_s_graph_has_the_published_number_of_functions(
    f: Callable, counts: list[int]
) -> None:
    """Measured with DeZero: session 18."""
    found = derivatives(f, 1.0, len(counts))
    assert [len(functions_behind(d)) for d in found] == counts


@pytest.mark.parametrize(("clear", "expected"), [(True, 44.0), (False, 68.0)])
def test_a_second_derivative_adds_to_the_first_unless_it_is_cleared(
    clear: bool, expected: float
) -> None:
    """y = x ** 4 - 2 * x ** 2 at 2: 24, then 44, or 68 with the 24 still there (session 16)."""
    x = Variable(np.array(2.0))
    y = x**4 - 2 * x**2
    y.backward(create_graph=True)
    gx = x.grad
    assert gx.data == 24.0
    if clear:
        x.cleargrad()
    gx.backward()
    assert x.grad.data == expected


@pytest.mark.parametrize(("clear", "expected"), [(True, 100.0), (False, 104.0)])
def test_a_gradient_can_be_part_of_the_next_computation(clear: bool, expected: float) -> None:
    """z = (dy/dx) ** 3 + y for y = x ** 2 at 2: book step 36, session 19."""
    x = Variable(np.array(2.0))
    y = x**2
    y.backward(create_graph=True)
    gx = x.grad
    if clear:
        x.cleargrad()
    z = gx**3 + y
    z.backward()
    assert x.grad.data == expected


def test_a_gradient_penalty() -> None:
    """d/dw of (d tanh(w * x)/dx - 1) ** 2 at x = 1.5, w = 0.8: session 19."""
    x, w = Variable(np.array(1.5)), Variable(np.array(0.8))
    tanh(w * x).backward(create_graph=True)
    penalty = (x.grad - 1) ** 2
    w.cleargrad()
    penalty.backward()
    slope = 1 - t(1.2) ** 2
    by_hand = 2 * (0.8 * slope - 1) * (slope - 2 * 0.8 * 1.5 * t(1.2) * slope)
    assert w.grad.data == pytest.approx(by_hand, rel=1e-13)
    assert w.grad.data == pytest.approx(0.461536, abs=5e-7)


def test_a_hessian_vector_product_of_rosenbrock() -> None:
    """The Hessian of 100 (b - a^2)^2 + (a - 1)^2, by hand, times (1, -2)."""
    a, b = Variable(np.array(0.5)), Variable(np.array(2.0))
    (100 * (b - a**2) ** 2 + (a - 1) ** 2).backward(create_graph=True)
    ga, gb = a.grad, b.grad
    a.cleargrad()
    b.cleargrad()
    (1.0 * ga - 2.0 * gb).backward()
    hessian = np.array([[1200 * 0.25 - 400 * 2 + 2, -400 * 0.5], [-400 * 0.5, 200]])
    product = hessian @ [1, -2]
    assert [a.grad.data, b.grad.data] == pytest.approx(list(product), rel=1e-13)


def test_newtons_method_on_x4_2x2() -> None:
    """From 2, every step by first and second derivative: session 17."""
    x = Variable(np.array(2.0))
    path = []
    for _ in range(7):
        y = x**4 - 2 * x**2
        x.cleargrad()
        y.backward(create_graph=True)
        gx = x.grad
        x.cleargrad()
        gx.backward()
        x.data = x.data - gx.data / x.grad.data
        path.append(float(x.data))
    assert path[:4] == pytest.approx([1.454545, 1.151047, 1.025326, 1.000908], abs=5e-7)
    assert path[4] == pytest.approx(1.0000012, abs=5e-8)
    assert path[6] == 1.0
