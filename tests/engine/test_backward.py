"""The backward pass: its order, what it leaves behind, and its words when it cannot go on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from backstep.engine import (
    BackwardError,
    Function,
    Variable,
    add,
    cos,
    exp,
    mul,
    no_grad,
    sin,
    square,
)


def variable(x: float, name: str | None = None) -> Variable:
    return Variable(np.array(float(x)), name)


class Popped(Function):
    """Passes its input on, and notes when it is popped."""

    order: list[str]

    def __init__(self, letter: str, order: list[str]) -> None:
        self.letter, self.order = letter, order

    def forward(self, x: np.ndarray) -> np.ndarray:
        return x

    def backward(self, gy: Variable) -> Variable:
        self.order.append(self.letter)
        return gy


def test_ties_pop_last_pushed_first() -> None:
    order: list[str] = []
    x = variable(1)
    a, b, c = (Popped(letter, order)(x) for letter in "abc")
    add(add(a, b), c).backward()
    # The outer add pushes c (generation 0) before the inner add; the inner pushes a, then b.
    assert order == ["b", "a", "c"]


def test_a_higher_generation_pops_before_one_that_was_pushed_later() -> None:
    order: list[str] = []
    x = variable(1)
    early = Popped("early", order)(x)
    late = Popped("late", order)(Popped("middle", order)(x))
    add(late, early).backward()
    assert order == ["late", "middle", "early"]


def test_a_function_that_is_reached_twice_is_popped_once() -> None:
    order: list[str] = []
    x = variable(2)
    a = Popped("a", order)(x)
    y = add(square(a), square(a))
    y.backward()
    assert (order, x.grad.data) == (["a"], 8.0)


def test_a_second_backward_adds_to_the_leaves() -> None:
    """32, then 64, when the grads between are freed: session 08."""
    x = variable(2)
    y = square(square(x))
    y.backward()
    assert x.grad.data == 32.0
    y.backward()
    assert x.grad.data == 64.0


def test_a_second_backward_over_retained_grads_starts_from_them() -> None:
    """32, then 96, when the grads between are retained: session 08."""
    x = variable(2)
    y = square(square(x))
    y.backward(retain_grad=True)
    y.backward(retain_grad=True)
    assert x.grad.data == 96.0


@pytest.mark.parametrize(
    ("retain_grad", "expected"), [(False, [None, None, 2, 1]), (True, [1, 1, 2, 1])]
)
def test_retain_grad_keeps_the_gradients_between(
    retain_grad: bool, expected: list[float | None]
) -> None:
    """y = x0 + (x0 + x1): the book's step 18, session 12."""
    x0, x1 = variable(1), variable(1)
    t = add(x0, x1)
    y = add(x0, t)
    y.backward(retain_grad=retain_grad)
    grads = [v.grad for v in (y, t, x0, x1)]
    assert [None if grad is None else grad.data for grad in grads] == expected


@pytest.mark.parametrize("program", [lambda x: x + x + x, lambda x: (x + x) + x], ids="ab")
def test_adding_up_does_not_change_a_gradient_that_others_share(program: Callable) -> None:
    x = variable(3)
    program(x).backward()
    assert x.grad.data == 3.0


def test_a_leaf_that_is_not_used_has_no_gradient() -> None:
    x, unused = variable(1), variable(2)
    square(x).backward()
    assert unused.grad is None


def test_the_seed_is_ones_of_the_target_s_shape_and_dtype() -> None:
    x = Variable(np.ones((2, 3), np.float32))
    y = x * 2
    y.backward(retain_grad=True)
    assert y.grad.data.tolist() == [[1.0] * 3] * 2
    assert y.grad.dtype == np.float32


@pytest.mark.parametrize("seed", [np.array(10.0), Variable(np.array(10.0)), np.float64(10)])
def test_a_gradient_that_was_set_before_is_the_seed(seed: object) -> None:
    x = variable(3)
    y = square(x)
    y.grad = seed
    y.backward()
    assert x.grad.data == 60.0


@pytest.mark.parametrize("seed", [np.ones(3), np.ones((1, 1))])
def test_a_seed_of_another_shape_is_refused(seed: np.ndarray) -> None:
    x = variable(3, "x")
    y = mul(x, x)
    y.grad = Variable(seed)
    with pytest.raises(BackwardError, match="shape"):
        y.backward()


def test_data_that_changed_before_backward_is_what_backward_uses() -> None:
    """10 where 6 is meant: the saved values are the Variables themselves (session 15)."""
    x = variable(3)
    y = mul(x, x)
    x.data = np.array(5.0)
    y.backward()
    assert x.grad.data == 10.0


def leaf() -> Variable:
    return variable(2, "leaf")


def made_under_no_grad() -> Variable:
    with no_grad():
        y = square(variable(2))
    y.name = "flat"
    return y


def grad_without_graph() -> Variable:
    x = variable(2)
    square(x).backward()
    x.grad.name = "gx"
    return x.grad


def unchained() -> Variable:
    y = square(variable(2))
    y.name = "cut"
    y.unchain()
    return y


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (leaf, "It is a leaf, given and not computed: call backward on what was computed"),
        (made_under_no_grad, "It was computed under no_grad, which builds no graph: compute it"),
        (grad_without_graph, "a backward() that built no graph: backward(create_graph=True) makes"),
        (unchained, "It was cut off by unchain"),
    ],
)
def test_nothing_to_go_back_through_is_said_by_name_with_its_cause(
    make: Callable, why: str
) -> None:
    target = make()
    with pytest.raises(BackwardError) as caught:
        target.backward()
    message = str(caught.value)
    assert message.startswith(f"backward: {target.name} has no creator, so there is nothing to go")
    assert why in message
    assert target.grad is None


def test_what_no_grad_computes_inside_a_backward_is_a_gradient_without_graph() -> None:
    """The causes are told apart by where the value was computed, not by what was set there."""

    class Aside(Function):
        def forward(self, x):
            return x * 2

        def backward(self, gy):
            with no_grad():
                return gy * 2

    x = variable(2)
    Aside()(x).backward(create_graph=True)
    with pytest.raises(BackwardError, match="a backward\\(\\) that built no graph"):
        x.grad.backward()


def test_a_seed_given_to_backward_is_answered_with_where_it_goes() -> None:
    y = square(variable(2))
    with pytest.raises(
        BackwardError, match=r"to start from another gradient than ones, set y.grad first"
    ):
        y.backward(variable(1))


def test_a_target_without_a_name_is_called_by_what_it_was_assigned_to() -> None:
    x = variable(2)
    x.label = "x"
    with pytest.raises(BackwardError, match="backward: x has no creator"):
        x.backward()


def test_two_losses_over_one_leaf_add_up() -> None:
    x = variable(2)
    (x**2).backward()
    (3.0 * x).backward()
    assert x.grad.data == 7.0


def test_sixteen_doublings_are_sixteen_pops() -> None:
    """65,536 paths, but 16 pops: session 10."""
    x = y = variable(1)
    order: list[str] = []
    for _ in range(16):
        y = Popped("d", order)(y)
        y = y + y
    y.backward()
    assert (x.grad.data, len(order)) == (65536.0, 16)


def test_two_orders_pop_the_later_generation_first() -> None:
    """sin(sin(sin(x))) * cos(x) at 1 (session 11), against the product and chain rules by hand."""
    x = variable(1)
    (sin(sin(sin(x))) * cos(x)).backward()
    a = np.sin(1)
    b = np.sin(a)
    by_hand = np.cos(b) * np.cos(a) * np.cos(1) * np.cos(1) - np.sin(b) * np.sin(1)
    assert x.grad.data == pytest.approx(by_hand, rel=1e-14)
    assert x.grad.data == pytest.approx(-0.427965, abs=5e-7)


def test_the_books_first_chain() -> None:
    """square(exp(square(x))) at 0.5: book step 9, session 01."""
    x = variable(0.5)
    square(exp(square(x))).backward()
    assert x.grad.data == pytest.approx(3.297442541400256, rel=1e-15)
