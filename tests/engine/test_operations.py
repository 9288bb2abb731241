"""Every operation: its gradients of first to third order, its formula, its shapes and dtypes."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

from backstep.engine import Function, Variable, operations
from backstep.recording.telling.formula import evaluate, names_in
from backstep.recording.values import value_of
from tests.engine.operation_cases import (
    CASES,
    OPERATIONS,
    Case,
    arity,
    cases_of,
    gradients_of,
    numerical_gradients,
)

UFUNCS = {name for name in vars(np) if isinstance(getattr(np, name), np.ufunc)}
BOOKKEEPING = ("inputs", "outputs", "generation", "serial", "source")

every_case = pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
every_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda cls: cls.__name__)


def summed(array: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """A broadcast taken back: one element is the sum of its copies, said with einsum's letters."""
    lead = array.ndim - len(shape)
    letters = "abcdef"[: array.ndim]
    kept = "".join(c for c, n in zip(letters[lead:], shape, strict=True) if n != 1)
    return np.einsum(f"{letters}->{kept}", array).reshape(shape)


@every_operation
def test_an_operation_is_tried_with_some_shapes(operation: type[Function]) -> None:
    assert [case for case in CASES if case.operation is operation]


@every_operation
def test_an_operation_is_public(operation: type[Function]) -> None:
    assert operation.__name__ in operations.__all__
    assert getattr(operations, operation.__name__) is operation
    assert operation.__doc__


@pytest.mark.parametrize("order", [1, 2, 3])
@every_case
def test_a_gradient_is_the_finite_difference_of_the_order_before(case: Case, order: int) -> None:
    arrays = [*case.inputs(), case.seed()]
    number, variables = case.weighted(order - 1, arrays)
    numerical = numerical_gradients(lambda *xs: case.weighted(order - 1, xs)[0].data, arrays)
    for gradient, expected in zip(gradients_of(number, variables), numerical, strict=True):
        np.testing.assert_allclose(gradient.data, expected, rtol=1e-5, atol=1e-7)


def worked_out(case: Case) -> list[tuple[str, np.ndarray | None, np.ndarray]]:
    """Each rule of a case, what it comes to with the case's numbers, and the gradient."""
    xs, gy = case.inputs(), case.seed()
    f = case.made()
    y = f(*xs).data
    names = {name: c for name, c in vars(f).items() if name not in BOOKKEEPING}
    names |= {f"x{i}": value_of(x) for i, x in enumerate(xs)}
    names |= {"x": value_of(xs[0]), "y": value_of(y), "gy": value_of(gy)}
    gradients = case.gradients(xs, gy)
    results = [evaluate(rule, names) for rule in f.formula]
    assert len(results) >= len(gradients)
    return list(zip(f.formula, results, gradients, strict=False))


def says_it_loosely(case: Case) -> bool:
    """A rule of matrices in a case of vectors; a rule over axes that the result does not keep."""
    if "@" in case.operation.formula[0]:
        return any(len(shape) == 1 for shape in case.example.shapes[:2])
    return "(x == y)" in case.operation.formula[0] and case.example.arguments.keys() == {"axis"}


@every_case
def test_the_formula_says_what_backward_computes(case: Case) -> None:
    for rule, result, gradient in worked_out(case):
        if result is None or says_it_loosely(case):
            assert says_it_loosely(case), rule
        else:
            np.testing.assert_allclose(summed(result, gradient.shape), gradient, rtol=1e-12)


@every_operation
def test_a_formula_names_only_what_a_reader_can_see(operation: type[Function]) -> None:
    inputs = {"x", *(f"x{i}" for i in range(arity(operation)))}
    own = set(vars(cases_of(operation)[0].made()))
    functions = set(operations.__all__)
    for rule in operation.formula:
        used = names_in(rule)
        assert used and used <= inputs | own | functions | UFUNCS | {"gy", "y"}


@every_case
def test_a_gradient_has_its_input_s_shape_and_dtype(case: Case) -> None:
    xs = [x.astype(np.float32) for x in case.inputs()]
    gradients = case.gradients(xs, case.seed().astype(np.float32))
    assert case.forward(*xs).dtype == np.float32
    assert [(g.shape, g.dtype) for g in gradients] == [(x.shape, np.float32) for x in xs]


@every_case
def test_a_forward_takes_numpy_s_scalars_for_0_d_arrays(case: Case) -> None:
    xs = [x[()] for x in case.inputs()]
    y = case.made().forward(*xs)
    assert np.shape(y) == case.seed().shape
    np.testing.assert_allclose(y, case.forward(*case.inputs()), rtol=1e-15)


def plain_functions() -> list[tuple[str, type[Function]]]:
    """The functions that take an operation's inputs and nothing else, by the names of classes."""
    names = {name.replace("_", ""): name for name in operations.__all__ if name.islower()}
    return [
        (names[operation.__name__.lower()], operation)
        for operation in OPERATIONS
        if operation.__name__.lower() in names
        and len(required(getattr(operations, names[operation.__name__.lower()])))
        == arity(operation)
    ]


def required(function: object) -> list[str]:
    parameters = inspect.signature(function).parameters.values()
    return [p.name for p in parameters if p.default is p.empty]


@pytest.mark.parametrize(("name", "operation"), plain_functions())
def test_the_function_of_an_operation_makes_that_operation(
    name: str, operation: type[Function]
) -> None:
    case = next(case for case in CASES if case.operation is operation)
    y = getattr(operations, name)(*[Variable(x) for x in case.inputs()])
    assert type(y.creator) is operation


@pytest.mark.parametrize("name", ["sum_to", "broadcast_to", "reshape"])
def test_a_shape_that_is_there_already_makes_no_function(name: str) -> None:
    x = Variable(np.ones((2, 3)))
    assert getattr(operations, name)(x, (2, 3)) is x


@pytest.mark.parametrize(("shape", "wanted"), [((1, 3), (2, 3)), ((2, 3), (2,)), ((3,), (2, 3))])
def test_sum_to_refuses_a_shape_that_no_broadcast_started_from(
    shape: tuple[int, ...], wanted: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match="shape"):
        operations.sum_to(np.ones(shape), wanted)


@pytest.mark.parametrize(
    ("axis", "keepdims", "expected"),
    [
        (None, False, [[5.0, 5.0, 5.0], [5.0, 5.0, 5.0]]),
        (0, False, [[2.0, 3.0, 4.0], [2.0, 3.0, 4.0]]),
        (-1, False, [[2.0, 2.0, 2.0], [3.0, 3.0, 3.0]]),
        (1, True, [[2.0, 2.0, 2.0], [3.0, 3.0, 3.0]]),
        ((0, 1), False, [[5.0, 5.0, 5.0], [5.0, 5.0, 5.0]]),
        ((-2,), True, [[2.0, 3.0, 4.0], [2.0, 3.0, 4.0]]),
    ],
)
def test_sum_gives_each_element_the_gradient_of_its_own_sum(
    axis: int | tuple[int, ...] | None, keepdims: bool, expected: list[list[float]]
) -> None:
    x = Variable(np.arange(6.0).reshape(2, 3))
    y = x.sum(axis=axis, keepdims=keepdims)
    seeds = {0: [5.0], 2: [2.0, 3.0], 3: [2.0, 3.0, 4.0], 1: [5.0]}[y.size if y.ndim else 0]
    y.grad = Variable(np.array(seeds).reshape(y.shape))
    y.backward()
    assert x.grad.data.tolist() == expected


@pytest.mark.parametrize("shape", [(6,), (3, 2), (-1,), ((3, 2),), ([6],)])
def test_reshape_gives_the_gradient_its_old_shape(shape: tuple) -> None:
    x = Variable(np.arange(6.0).reshape(2, 3))
    y = x.reshape(*shape) * np.arange(6.0).reshape(x.data.reshape(*shape).shape)
    y.backward()
    assert x.grad.data.tolist() == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]


def test_the_search_for_operations_finds_them() -> None:
    assert {"Add", "Mul", "Tanh", "SumTo"} <= {operation.__name__ for operation in OPERATIONS}
