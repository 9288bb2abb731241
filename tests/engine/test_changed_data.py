"""Data that changes between a forward pass and its backward: warned about, and only then."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
import pytest

from backstep.engine import DataChangedWarning, Variable, mul, square
from backstep.engine import sum as sum_
from backstep.engine.calls import CALLS


def variable(x: float, name: str) -> Variable:
    return Variable(np.array(x), name)


def silent(program: Callable[[], object]) -> None:
    """Run a program that may not warn."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        program()


def test_new_data_is_warned_about_by_name_and_used() -> None:
    x = variable(2.0, "x")
    y = square(x)
    x.data = np.array(5.0)
    with pytest.warns(DataChangedWarning) as caught:
        y.backward()
    assert str(caught[0].message) == (
        "the data of x was changed after Square was computed: backward computes with the new "
        "value, so the gradient may fit neither (run the forward pass again)"
    )
    assert x.grad.data == 10.0


def test_it_is_told_once_for_each_function_that_has_the_old_value() -> None:
    x, a = variable(2.0, "x"), variable(3.0, "a")
    y = square(x) + mul(x, a)
    x.data = np.array(5.0)
    with pytest.warns(DataChangedWarning) as caught:
        y.backward()
    assert len(caught) == 2


def test_elements_written_by_a_person_count_where_somebody_says_so() -> None:
    x = Variable(np.array([2.0, 3.0]), "x")
    y = sum_(square(x))
    x.data[0] = 5.0
    CALLS.array_changed(x.data)
    with pytest.warns(DataChangedWarning, match="the data of x"):
        y.backward()


def test_a_write_through_a_view_reaches_its_base() -> None:
    x = Variable(np.array([2.0, 3.0]), "x")
    y = sum_(square(x))
    part = x.data[:1]
    part[0] = 5.0
    CALLS.array_changed(part)
    with pytest.warns(DataChangedWarning):
        y.backward()


def training() -> None:
    x = variable(2.0, "x")
    for _ in range(3):
        y = square(x)
        x.cleargrad()
        y.backward()
        x.data -= 0.1 * x.grad.data


def changed_before_the_forward_pass() -> None:
    x = variable(2.0, "x")
    square(x)
    x.data = np.array(5.0)
    square(x).backward()


def changed_elsewhere() -> None:
    x, other = variable(2.0, "x"), variable(2.0, "other")
    y = square(x)
    other.data = np.array(5.0)
    y.backward()


def changed_after_backward() -> None:
    x = variable(2.0, "x")
    square(x).backward()
    x.data = np.array(5.0)


def changed_gradients() -> None:
    x = variable(2.0, "x")
    y = square(x)
    y.grad = Variable(np.array(1.0))
    y.grad.data = np.array(2.0)
    y.backward()


@pytest.mark.parametrize(
    "program",
    [
        training,
        changed_before_the_forward_pass,
        changed_elsewhere,
        changed_after_backward,
        changed_gradients,
    ],
)
def test_no_warning_where_backward_sees_what_forward_saw(program: Callable[[], None]) -> None:
    silent(program)


def test_a_second_backward_after_a_step_of_descent_is_warned_about() -> None:
    x = variable(2.0, "x")
    y = square(x)
    y.backward()
    x.data -= 0.1 * x.grad.data
    with pytest.warns(DataChangedWarning, match="the data of x"):
        y.backward()
