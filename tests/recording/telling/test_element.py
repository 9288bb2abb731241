"""One element of a gradient written out: the equation is true, and follows the rule."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.engine import Variable
from backstep.engine import operations as F
from backstep.recording.telling.element import largest, telling_index, written_out
from backstep.recording.telling.formula import names_of_pop
from backstep.recording.values import value_of
from tests.golden_runs import RUNNABLE, load, run
from tests.recording.passes import record

X = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.5]])
W = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])


def element_of(y: Variable, i: int, at: tuple[int, ...], pop: int = -1) -> str:
    recording = record(y)
    taken = recording.pops[pop]
    assert taken.gxs is not None
    rule = recording.functions[taken.function].formula[i]
    element = written_out(rule, names_of_pop(recording, taken), taken.gxs[i], at)
    assert element is not None
    return element.told(f"gx{i}")


@pytest.mark.parametrize(
    ("make", "i", "at", "told"),
    [
        (lambda x: F.sum(F.square(x)), 0, (0, 1), "gx0[0,1] = gy[0,1] * 2 * x[0,1] = "
         "1.0 * 2 * -2.0 = -4.0"),
        (lambda x: F.sum(x**3), 0, (0, 1), "gx0[0,1] = c * x[0,1] ** (c - 1) * gy[0,1] = "
         "3 * (-2.0) ** (3 - 1) * 1.0 = 12.0"),
        (lambda x: F.sum(x @ W), 0, (1, 2), "gx0[1,2] = gy[1,0] * x1[2,0] + gy[1,1] * x1[2,1] = "
         "1.0 * 5.0 + 1.0 * 6.0 = 11.0"),
        (lambda x: F.sum(x + np.ones(3)), 1, (2,), "gx1[2] = gy[0,2] + gy[1,2] = "
         "1.0 + 1.0 = 2.0"),
        (lambda x: F.sum(F.transpose(x) * W), 0, (1, 0), "gx0[1,0] = gy[0,1] = 2.0"),
        (lambda x: F.sum(F.reshape(x, (3, 2)) * W), 0, (1, 2), "gx0[1,2] = gy[2,1] = 6.0"),
        (F.sum, 0, (1, 1), "gx0[1,1] = gy = 1.0"),
        (lambda x: F.sum(F.relu(x)), 0, (0, 1), "gx0[0,1] = gy[0,1] * (x[0,1] > 0) = "
         "1.0 * (-2.0 > 0) = -0.0"),
        # softmax of 0.5, 4, -1.5 at 1 is e**4 / (e**0.5 + e**4 + e**-1.5) = 0.9669
        (lambda x: F.softmax_cross_entropy(x, np.array([2, 1])), 0, (1, 1),
         "gx0[1,1] = gy * (softmax(x)[1,1] - one_hot[1,1]) / n = "
         "1.0 * (0.9669 - 1.0) / 2 = -0.01657"),
    ],
    ids="square pow matmul broadcast transpose reshape sum relu cross-entropy".split(),
)  # fmt: skip
def test_an_element_is_told_by_the_elements_it_comes_from(make, i, at, told) -> None:
    got = element_of(make(Variable(X, "x")), i, at)
    assert got.replace("= -0.0", "= 0.0") == told.replace("= -0.0", "= 0.0")


def test_of_a_long_sum_the_first_terms_are_told_and_the_rest_counted() -> None:
    told = element_of(F.sum(Variable(np.ones((1, 9)), "x") * np.ones((5, 1))), 1, (0, 0))
    assert told.startswith("gx1[0,0] = gy[0,0] * x0[0,0] + gy[0,1] * x0[0,1] + gy[0,2]")
    assert "+ (6 more) =" in told
    assert told.endswith("= 9.0")


def test_of_a_large_product_one_row_and_one_column_are_enough() -> None:
    x, w = Variable(np.ones((64, 784)), "x"), Variable(np.full((784, 100), 0.5), "w")
    told = element_of(F.sum(x @ w), 0, (3, 7))
    assert told.startswith("gx0[3,7] = gy[3,0] * x1[7,0] + gy[3,1] * x1[7,1] + ")
    assert told.endswith("1.0 * 0.5 + 1.0 * 0.5 + 1.0 * 0.5 + (97 more) = 50.0")


def worked_out(numbers: str) -> float | None:
    """The right side of an equation, by Python; None where it names a function or leaves terms."""
    if re.search(r"[a-z_]{2,}|more", numbers.replace("e-", "").replace("e+", "")):
        return None
    return float(eval(numbers, {"__builtins__": {}}))


@pytest.mark.parametrize("name", RUNNABLE)
def test_the_equations_of_the_golden_programs_are_true(name: str) -> None:
    for recording in list(run(load(name)["source"]).recordings.values())[:3]:
        for pop in recording.pops:
            names = names_of_pop(recording, pop)
            rules = recording.functions[pop.function].formula
            for rule, gx in zip(rules, pop.gxs or (), strict=False):
                element = written_out(rule, names, gx, telling_index(gx))
                value = None if element is None else worked_out(element.numbers)
                if element is not None and value is not None and gx.array is not None:
                    exact = gx.array[element.at]
                    assert value == pytest.approx(exact, rel=0.02, abs=1e-3), element


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_the_telling_element_is_the_largest(xs: list[float]) -> None:
    value = value_of(np.array(xs))
    assert abs(xs[telling_index(value)[0]]) == max(map(abs, xs))
    assert abs(largest(value, 3)[0][1]) == max(map(abs, xs))


def test_an_element_that_is_not_finite_comes_first() -> None:
    assert telling_index(value_of(np.array([[1.0, 9e9], [np.nan, 2.0]]))) == (1, 0)


def test_a_rule_that_does_not_give_the_gradient_is_not_written_out() -> None:
    gx = value_of(np.array([1.0, 2.0]))
    names = {"gy": value_of(np.ones(2)), "x": value_of(np.array([3.0, 4.0]))}
    assert written_out("gy * x", names, gx, (1,)) is None


def test_elements_that_are_added_up_are_not_taken_for_one() -> None:
    """Index 0 is taken twice, so its gradient is a sum that no single element of gy gives."""
    names = {
        "gy": value_of(np.array([1.0, 2.0])),
        "x": value_of(np.zeros(3)),
        "slices": (0, 0),
    }
    assert written_out("get_item_grad(gy, slices, shape of x)", names, value_of(np.array([3.0, 0, 0])), (0,)) is None  # fmt: skip  # noqa: E501
