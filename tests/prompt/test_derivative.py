"""The formula and the local derivative of an operation, held against what its code computes."""

from __future__ import annotations

import inspect
import re
from typing import Any

import numpy as np
import pytest

from backstep.engine import Function, Variable, operations
from backstep.prompt.derivative import equations, local_derivative, value_formula
from backstep.prompt.explain import operation_of

CLASSES = [
    getattr(operations, name)
    for name in operations.__all__
    if isinstance(getattr(operations, name), type)
]


def by_name(cls: type[Function]) -> str:
    return cls.__name__


def tried(cls: type[Function]) -> dict[str, Any]:
    """What the names of an operation's formulas stand for in one call, its y and gxs among them."""
    example = cls.examples[0] if cls.examples else None
    places = inspect.signature(cls).parameters.values()
    needed = {p.name: 1.5 for p in places if p.default is p.empty}
    f = cls(**(example.arguments if example else needed))
    count = len(example.shapes) if example else len(inspect.signature(cls.forward).parameters) - 1
    shapes = example.shapes if example else [(2, 3)] * count
    random = np.random.default_rng(0)
    xs = [Variable(random.uniform(0.2, 0.9, shape)) for shape in shapes]
    y = f(*xs)
    gy = Variable(random.uniform(1, 2, y.shape))
    gxs = f.backward(gy)
    names: dict[str, Any] = {n: v for n, v in vars(f).items() if not n.startswith("_")}
    names |= {"y": y.data, "gy": gy.data}
    names |= {f"x{i}": x.data for i, x in enumerate(xs)} | {"x": xs[0].data}
    gxs = gxs if isinstance(gxs, tuple) else (gxs,)
    return names | {f"gx{i}": gx.data for i, gx in enumerate(gxs)}


def worked_out(formula: str, names: dict[str, Any]) -> Any:
    """A formula's value; its names are arrays and numbers here."""
    table = {n: getattr(np, n) for n in ("exp", "log", "sin", "cos", "tanh", "sqrt", "abs", "sign")}
    table |= {"where": np.where, "maximum": np.maximum, "sum": np.sum, "len": len, "e": np.e}
    table |= {"clip": np.clip, "softmax": lambda x: operations.softmax(x).data}
    return eval(formula, {"__builtins__": {}}, table | names)


ELEMENTWISE = [c for c in CLASSES if all(local_derivative(rule) for rule in c.formula)]


@pytest.mark.parametrize("cls", ELEMENTWISE, ids=by_name)
def test_the_local_derivative_times_gy_is_the_gradient(cls: type[Function]) -> None:
    names = tried(cls)
    for i, rule in enumerate(cls.formula):
        factor = local_derivative(rule)
        assert factor is not None
        if "axis, True" in factor or " <= " in factor:
            continue  # shorthand for people, not an expression of numpy
        assert np.allclose(worked_out(factor, names) * names["gy"], names[f"gx{i}"])


ARITHMETIC = "Add Sub Mul Div Neg Pow Square Sin Cos Tanh Exp Log Sqrt Abs Sigmoid ReLU LeakyReLU"


@pytest.mark.parametrize("name", [*ARITHMETIC.split(), "MeanSquaredError", "SoftmaxCrossEntropy"])
def test_the_formula_is_what_forward_computes(name: str) -> None:
    cls = getattr(operations, name)
    found = operation_of(cls)
    assert found is not None
    names = tried(cls)
    assert np.allclose(worked_out(value_formula(*found), names), names["y"])


@pytest.mark.parametrize("cls", CLASSES, ids=by_name)
def test_every_operation_has_a_formula_and_names_its_book_step(cls: type[Function]) -> None:
    found = operation_of(cls)
    assert found is not None
    assert equations(value_formula(*found), tuple(cls.formula))[0].startswith("y = ")
    assert re.search(r"[Bb]ook (steps? \d+|appendix)|[Nn]ot in the book", cls.__doc__ or "")


@pytest.mark.parametrize(
    "rule",
    ["gy @ x1.T", "y * (gy - sum(gy))", "sum_to(gy, shape of x)", "gy * gy", "x", "x / gy", "("],
)
def test_a_rule_that_is_more_than_a_factor_has_none(rule: str) -> None:
    assert local_derivative(rule) is None


def test_of_a_matrix_product_no_derivative_is_told() -> None:
    lines = equations("x0 @ x1", ("gy @ x1.T", "x0.T @ gy"))
    assert lines == ["y = x0 @ x1", "gx0 = gy @ x1.T", "gx1 = x0.T @ gy"]
