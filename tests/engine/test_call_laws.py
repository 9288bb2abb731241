"""Whatever an operation is called with, `unary` and the like do what a plain call does.

test_calls.py goes through every operation once; here kinds of operands are mixed at random.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from backstep.engine import Config, Function, Variable, using_config
from backstep.engine.calls import CALLS
from backstep.engine.function import binary, ternary, unary
from tests.engine.operation_cases import CASES, Case

CALLED = {1: unary, 2: binary, 3: ternary}
# not bool: of np.bool_ numpy itself gives other dtypes than of an array of one
DTYPES = "float64 float32 float16 longdouble int64 int8 uint16 complex128".split()
KINDS = ["variable", "scalar variable", "array", "numpy's number", "python's number", "list"]


def operand(array: np.ndarray, kind: str, generation: int) -> Any:
    """An array as a person may give it; what has axes is a Variable, an array or a list."""
    if kind == "list" and array.ndim:
        return array.tolist()
    if array.ndim == 0 and kind == "numpy's number":
        return array[()]
    if array.ndim == 0 and kind == "python's number":
        return array.item()
    if kind == "array" or "number" in kind:
        return array
    v = Variable(array, "x")
    if kind == "scalar variable" and array.ndim == 0:
        v._data = array[()]  # as the engine's own results are
    v.generation = generation
    return v


@st.composite
def calls(draw: st.DrawFn) -> tuple[Case, list[Any]]:
    """An operation and operands for it; a Python number stands beside Variables only."""
    case = draw(st.sampled_from(CASES))
    kinds = [draw(st.sampled_from(KINDS)) for _ in case.inputs()]
    if "python's number" in kinds[1:]:
        kinds[0] = "variable"
    elif "python's number" in kinds[:1]:
        kinds[1:] = ["variable"] * (len(kinds) - 1)
    return case, [
        operand(array.astype(draw(st.sampled_from(DTYPES))), kind, draw(st.integers(0, 9)))
        for array, kind in zip(case.inputs(), kinds, strict=True)
    ]


def with_constants(operands: list[Any]) -> list[Any]:
    """The operands of a binary call, where a Python number has the floating dtype beside it."""
    if len(operands) != 2:
        return operands
    given, beside = operands, operands[::-1]
    return [
        np.asarray(x, y.dtype)
        if type(x) in (int, float, bool) and isinstance(y, Variable) and y.dtype.kind == "f"
        else x
        for x, y in zip(given, beside, strict=True)
    ]


def outcome(call: Any, case: Case, operands: list[Any]) -> tuple[Function, Any]:
    """A new function and what the call of it gives, or the kind of its error."""
    f = case.made()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return f, call(f, *operands)
    except Exception as error:
        return f, type(error)


def same_numbers(a: np.ndarray, b: np.ndarray) -> bool:
    """Whether two arrays are equal, but for the last bits of a float: see test_calls.py."""
    if a.dtype.kind not in "fc":
        return np.array_equal(a, b)
    return np.allclose(a, b, rtol=4 * float(np.finfo(a.dtype).eps), atol=0, equal_nan=True)


@settings(max_examples=1500)
@given(calls(), st.booleans(), st.integers(0, 2))
def test_the_short_call_is_the_plain_call(
    call: tuple[Case, list[Any]], enabled: bool, passes: int
) -> None:
    case, operands = call
    before = CALLS.made
    Config.source_finder = lambda: "the text"
    Config.passes, was = passes, Config.passes
    try:
        with using_config("enable_backprop", enabled):
            f, y = outcome(CALLED[len(operands)], case, operands)
            between = CALLS.made
            g, z = outcome(Function.__call__, case, with_constants(operands))
    finally:
        Config.source_finder, Config.passes = None, was
    if not (isinstance(y, Variable) and isinstance(z, Variable)):
        assert y is z  # the same kind of error
        assert CALLS.made == before
        return
    assert (y.dtype, y.shape) == (z.dtype, z.shape)
    assert type(y.data) is np.ndarray
    assert same_numbers(y.data, z.data)
    assert (y.generation, f.generation, f.source) == (z.generation, g.generation, g.source)
    assert (y.name, y.label, y.grad) == (z.name, z.label, z.grad) == (None, None, None)
    assert (y.creator is f, z.creator is g) == (enabled, enabled)
    assert [getattr(v, "_within", None) for v in (y, z)] == [None if enabled else passes] * 2
    if not enabled:
        assert (f.inputs, f.outputs, g.inputs, g.outputs, CALLS.made) == ((), (), (), (), before)
        return
    assert (before, between, CALLS.made) == (f.serial, g.serial, g.serial + 1)
    assert f.generation == max(getattr(x, "generation", 0) for x in operands)
    for x, mine, theirs in zip(operands, f.inputs, g.inputs, strict=True):
        assert (mine is x) == (theirs is x) == isinstance(x, Variable)
        assert (mine.dtype, mine.label, mine.generation) == (
            theirs.dtype,
            theirs.label,
            theirs.generation,
        )
    ((mine,), (theirs,)) = f.outputs, g.outputs
    assert mine() is y and theirs() is z
    del y, z
    assert mine() is None and theirs() is None
