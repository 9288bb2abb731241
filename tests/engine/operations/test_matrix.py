"""Products and transposes: every combination of axes that numpy takes, and what does not fit."""

from __future__ import annotations

import numpy as np
import pytest

from backstep.engine import Variable
from backstep.engine.errors import BackstepError, ShapeError
from backstep.engine.operations import dot, linear, matmul, transpose
from backstep.engine.operations.examples import Example
from backstep.engine.operations.matrix import MatMul
from tests.engine.operation_cases import Case, gradients_of, numerical_gradients

LEFT = [(3,), (2, 3), (1, 3), (4, 2, 3), (1, 2, 3), (5, 1, 2, 3)]
RIGHT = [(3,), (3, 2), (3, 1), (4, 3, 2), (1, 3, 2), (1, 4, 3, 2)]


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("right", RIGHT, ids=str)
@pytest.mark.parametrize("left", LEFT, ids=str)
def test_a_product_of_any_axes_is_numpy_s_and_its_gradients_are_the_differences(
    left: tuple[int, ...], right: tuple[int, ...], order: int
) -> None:
    case = Case(MatMul, Example(left, right))
    xs = case.inputs()
    assert case.forward(*xs).tolist() == np.matmul(*xs).tolist()
    arrays = [*xs, case.seed()]
    number, variables = case.weighted(order - 1, arrays)
    numerical = numerical_gradients(lambda *xs: case.weighted(order - 1, xs)[0].data, arrays)
    for gradient, expected in zip(gradients_of(number, variables), numerical, strict=True):
        np.testing.assert_allclose(gradient.data, expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("left", "right", "message"),
    [
        ((2, 3), (2, 3), "shapes (2, 3) and (2, 3) do not fit: the last axis of the first has 3, "
         "the first of the second has 2: the second transposed (.T) would fit"),
        ((3, 2), (3, 4), "the first transposed (.T) would fit"),
        ((3,), (4,), "have to be equal"),
        ((2, 3), (4, 5), "have to be equal"),
        ((), (3,), "a single number has no rows and columns: multiply with *"),
        ((3, 3), (), "multiply with *"),
        ((2, 2, 3), (4, 3, 2), "the axes before the matrices, (2,) and (4,), differ"),
        ((2, 2, 3), (2, 2, 3), "the last but one of the second has 2"),
    ],
)  # fmt: skip
def test_shapes_that_do_not_fit_are_told_with_what_would(
    left: tuple[int, ...], right: tuple[int, ...], message: str
) -> None:
    with pytest.raises(ShapeError) as caught:
        matmul(np.ones(left), np.ones(right))
    assert str(caught.value).startswith("matmul: shapes ")
    assert message in str(caught.value)
    assert isinstance(caught.value, BackstepError) and isinstance(caught.value, ValueError)


@pytest.mark.parametrize("shapes", [((3,), (3,)), ((2, 3), (3,)), ((2, 3), (3, 2))])
def test_dot_is_matmul_for_vectors_and_matrices(shapes) -> None:
    xs = [np.arange(1.0, 1 + np.prod(shape)).reshape(shape) for shape in shapes]
    assert dot(*xs).data.tolist() == np.dot(*xs).tolist()


def test_dot_with_a_number_multiplies_and_refuses_stacks() -> None:
    assert dot(np.array([1.0, 2.0]), 3.0).data.tolist() == [3.0, 6.0]
    with pytest.raises(ShapeError, match=r"write matmul"):
        dot(np.ones((2, 2, 2)), np.ones((2, 2)))


@pytest.mark.parametrize(
    ("axes", "shape"),
    [
        ((), (4, 3, 2)),
        ((None,), (4, 3, 2)),
        ((0, 2, 1), (2, 4, 3)),
        (((0, 2, 1),), (2, 4, 3)),
        (([-1, 0, 1],), (4, 2, 3)),
        ((-1, -2, -3), (4, 3, 2)),
    ],
)
def test_transpose_takes_axes_as_numpy_does_and_gives_each_element_its_own_gradient(
    axes: tuple, shape: tuple[int, ...]
) -> None:
    x = Variable(np.arange(24.0).reshape(2, 3, 4))
    y = transpose(x, *axes)
    assert y.shape == shape
    y.grad = Variable(y.data * 2)
    y.backward()
    assert x.grad.data.tolist() == (x.data * 2).tolist()


@pytest.mark.parametrize("axes", [(0,), (0, 0, 1), (0, 1, 3), (0, 1, 2, 3)])
def test_transpose_refuses_axes_that_are_not_each_axis_once(axes: tuple[int, ...]) -> None:
    with pytest.raises(ShapeError, match="transpose: "):
        transpose(np.ones((2, 3, 4)), axes)


def test_linear_is_a_product_and_a_sum() -> None:
    x, W, b = (np.arange(1.0, 7).reshape(s) for s in ((3, 2), (2, 3), (6,)))
    assert linear(x, W, b[:3]).data.tolist() == (x @ W + b[:3]).tolist()
    assert linear(x, W).data.tolist() == (x @ W).tolist()


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        (((4, 2), (3, 2), (3,)), "the second transposed (.T) would fit"),
        (((4, 2), (2, 3), (2,)), r"x @ W has shape (4, 3), and b has (2,): b needs (3,)"),
        (((4, 2), (2, 3), (4, 1, 3)), "b needs (3,)"),
    ],
)
def test_linear_refuses_what_does_not_fit(shapes, message: str) -> None:
    with pytest.raises(ShapeError) as caught:
        linear(*map(np.ones, shapes))
    assert message in str(caught.value)
