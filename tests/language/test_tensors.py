"""The tensor chapters as they are typed: items, products, axes, and what a slip is answered."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from backstep.engine import operations
from backstep.engine.setup import METHODS
from tests.language.running import ran, refusal, value

XW = "x = Variable(np.arange(6.0).reshape(2, 3)); w = Variable(np.ones((3, 2)))"
X = np.arange(6.0).reshape(2, 3)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x[0]", X[0]),
        ("x[1, -1]", X[1, -1]),
        ("x[:, 1:3]", X[:, 1:3]),
        ("x[..., None]", X[..., None]),
        ("x[x.data > 2]", X[X > 2]),
        ("x[[0, 0, 1]]", X[[0, 0, 1]]),
        ("x[np.arange(2), np.array([2, 0])]", X[[0, 1], [2, 0]]),
        ("x @ w", X @ np.ones((3, 2))),
        ("w.data @ x", np.ones((3, 2)) @ X),
        ("abs(-x)", X),
        ("x.T", X.T),
        ("x.transpose(1, 0)", X.T),
        ("x.max()", X.max()),
        ("x.min(axis=-1, keepdims=True)", X.min(axis=-1, keepdims=True)),
        ("x.mean(0)", X.mean(0)),
        ("x.dot(w)", X @ np.ones((3, 2))),
        ("F.relu(x - 2)", np.maximum(X - 2, 0)),
        ("F.accuracy(x, np.array([2, 0]))", 0.5),
        ("F.get_item(x, 1)", X[1]),
        ("sum(row for row in x)", X.sum(0)),
    ],
)
def test_what_the_tensor_chapters_type_gives_numpy_s_numbers(source: str, expected: Any) -> None:
    got = value(XW, "import dezero.functions as F", source)
    np.testing.assert_array_equal(got.data, expected)


@pytest.mark.parametrize("source", ["x @ w", "x[[0, 0]]", "x.T", "abs(x)", "x.max(1)"])
def test_what_is_typed_can_be_gone_back_through(source: str) -> None:
    assert ran(XW, f"y = {source}", "y.backward()", "x.grad.shape").outcome.value == (2, 3)


@pytest.mark.parametrize("name", operations.__all__)
def test_every_operation_is_in_functions_and_python_keeps_its_own_names(name: str) -> None:
    assert value(f"F.{name}") is getattr(operations, name)
    assert value("max([1, 3, 2]), min(2, 1), abs(-1), pow(2, 3), sum([1, 2])") == (3, 1, 1, 8, 3)


@pytest.mark.parametrize("name", METHODS)
def test_every_method_of_a_variable_can_be_read(name: str) -> None:
    assert callable(value(XW, f"x.{name}"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("F.max(x, axis=1).creator.axis", 1),
        ("F.clip(x, 0, 1).creator.x_max", 1),
        ("F.leaky_relu(x, 0.5).creator.slope", 0.5),
    ],
)
def test_what_an_operation_was_made_with_can_be_read(source: str, expected: object) -> None:
    assert value(XW, source) == expected


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("max(x)", "DataError: max(x) is Python's, which compares: write x.max() or F.max(x)"),
        ("min(x, 1)", "DataError: min compares, and Variables are not compared, their data is: "
         "write x if x.data < y.data else y"),
        ("max(x.data)", "DataError: max(a) is Python's, which compares rows: write a.max()"),
        ("np.max(x)", "DataError: np.max takes arrays, not Variables: write F.max(x), or give it "
         "x.data"),
        ("x > 0", "DataError: Variables are not compared, their data is: write x.data > ..."),
        ("x.argmax()", "AttributeError: a Variable has no attribute argmax, its array has: write "
         "x.data.argmax"),
        ("x @ x", "ShapeError: matmul: shapes (2, 3) and (2, 3) do not fit: the last axis of the "
         "first has 3, the first of the second has 2: the second transposed (.T) would fit"),
        ("x[2]", "ItemError: index 2 is out of bounds for axis 0 with size 2 (the shape is "
         "(2, 3))"),
        ("x[0][0][0]", "ItemError: a single number (0-d) has no items: use it as it is"),
        ("x[0] = 1", "TypeError: items of a Variable cannot be assigned: write x.data[...] = "
         "value"),
    ],
)  # fmt: skip
def test_a_slip_is_answered_with_its_remedy(source: str, sentence: str) -> None:
    assert refusal(XW, source) == sentence


def test_a_variable_rounds_and_formats_as_its_number() -> None:
    assert value("y = Variable(np.array(2.345))", "round(y, 1), f'{y:.2f}'") == (2.3, "2.35")


def test_math_keeps_its_options() -> None:
    assert value("math.isclose(1.0, 1.1, rel_tol=0.2)") is True
