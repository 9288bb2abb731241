"""The short way of calling the engine's operations does what `Function.__call__` does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from backstep.engine import Config, Function, Variable, no_grad
from backstep.engine.calls import CALLS
from backstep.engine.function import binary, ternary, unary
from tests.engine.operation_cases import CASES, Case

CALLED = {1: unary, 2: binary, 3: ternary}


def short(case: Case, inputs: list[Any]) -> tuple[Function, Variable]:
    """One call by `unary`, `binary` or `ternary`."""
    f = case.made()
    return f, CALLED[len(inputs)](f, *inputs)


def plain(case: Case, inputs: list[Any]) -> tuple[Function, Variable]:
    """The same call by `Function.__call__`."""
    f = case.made()
    return f, Function.__call__(f, *inputs)


def assert_same(a: np.ndarray, b: np.ndarray) -> None:
    """Equal, but for the last bit of a float: numpy's scalars and arrays have a `pow` each."""
    if a.dtype.kind == "f":
        np.testing.assert_array_max_ulp(a, b, maxulp=1)
    else:
        np.testing.assert_array_equal(a, b)


def variables(case: Case, dtype: type, generation: int) -> list[Variable]:
    made = [Variable(x.astype(dtype), f"x{i}") for i, x in enumerate(case.inputs())]
    for i, v in enumerate(made):
        v.generation = generation + i
    return made


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.int64])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_short_call_gives_the_same_data_and_the_same_graph(case: Case, dtype: type) -> None:
    inputs = variables(case, dtype, 3)
    with np.errstate(all="ignore"):
        (f, y), (g, z) = short(case, inputs), plain(case, inputs)
    assert (y.dtype, y.shape) == (z.dtype, z.shape)
    assert_same(y.data, z.data)
    assert (f.generation, y.generation) == (g.generation, z.generation)
    assert (y.creator, z.creator) == (f, g)
    assert [id(x) for x in f.inputs] == [id(x) for x in g.inputs] == [id(x) for x in inputs]
    assert [ref() for ref in f.outputs] == [y]
    assert (y.name, y.label, y.grad) == (z.name, z.label, z.grad) == (None, None, None)
    assert g.serial == f.serial + 1 == CALLS.made - 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_without_a_graph_neither_leaves_a_trace(case: Case) -> None:
    inputs = variables(case, np.float64, 3)
    before = CALLS.made
    with no_grad():
        (f, y), (g, z) = short(case, inputs), plain(case, inputs)
    assert CALLS.made == before
    assert (y.creator, y.generation, f.inputs, f.outputs) == (None, 0, (), ())
    assert (z.creator, z.generation, g.inputs, g.outputs) == (None, 0, (), ())
    assert (y._within, z._within) == (0, 0)
    assert_same(y.data, z.data)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_arrays_and_numpy_s_numbers_may_stand_for_variables(case: Case) -> None:
    arrays = case.inputs()
    (f, y), (g, z) = short(case, arrays), plain(case, arrays)
    assert_same(y.data, z.data)
    assert [x.label for x in f.inputs] == [x.label for x in g.inputs] == ["const"] * len(arrays)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_both_ask_who_is_calling(case: Case) -> None:
    Config.source_finder = lambda: "the text"
    try:
        (f, _), (g, _) = short(case, case.inputs()), plain(case, case.inputs())
    finally:
        Config.source_finder = None
    assert (f.source, g.source) == ("the text", "the text")


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble])
@pytest.mark.parametrize("operate", [lambda x: x * 2.5, lambda x: 3 - x, lambda x: x / 3 + 1])
def test_a_python_number_takes_the_floating_dtype_beside_it(dtype: type, operate: Any) -> None:
    for shape in ((), (2,)):
        x = Variable(np.full(shape, 2.0, dtype))
        y = operate(x)
        y.backward()
        assert (y.dtype, x.grad.dtype) == (dtype, dtype)
