"""Losses: against each other and numpy, their labels and shapes, and dropout's random choice."""

from __future__ import annotations

import numpy as np
import pytest

from backstep.engine import BackstepError, Variable, test_mode
from backstep.engine.errors import ArgumentError, DataError, ShapeError
from backstep.engine.operations import (
    accuracy,
    dropout,
    log_softmax,
    mean_squared_error,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_simple,
)

X = np.array([[0.2, -0.4, 0.3], [1.3, -3.2, 0.1]])
T = np.array([2, 0])


def gradient_of(loss: Variable, x: Variable) -> np.ndarray:
    x.cleargrad()
    loss.backward()
    return x.grad.data


def test_the_cross_entropies_agree_with_each_other() -> None:
    x = Variable(X)
    fused, simple = softmax_cross_entropy(x, T), softmax_cross_entropy_simple(x, T)
    assert fused.data == pytest.approx(simple.data, rel=1e-14)
    np.testing.assert_allclose(gradient_of(fused, x), gradient_of(simple, x), rtol=1e-12)


def test_the_cross_entropy_is_what_it_is_called() -> None:
    expected = -np.log(softmax(X).data)[[0, 1], T].mean()
    assert softmax_cross_entropy(X, T).data == pytest.approx(expected, rel=1e-14)
    assert log_softmax(X).data[[0, 1], T].mean() == pytest.approx(-expected, rel=1e-14)


@pytest.mark.filterwarnings("error")
def test_the_cross_entropy_of_a_certain_mistake_is_large_and_finite() -> None:
    x = Variable(np.array([[1000.0, -1000.0]]))
    loss = softmax_cross_entropy(x, [1])
    assert loss.data == 2000.0
    assert gradient_of(loss, x).tolist() == [[1.0, -1.0]]


@pytest.mark.parametrize("t", [T, list(T), Variable(T), T.astype(np.uint8)])
def test_labels_may_be_an_array_a_list_or_a_variable(t: object) -> None:
    assert softmax_cross_entropy(X, t).data == softmax_cross_entropy(X, T).data


@pytest.mark.parametrize("f", [softmax_cross_entropy, softmax_cross_entropy_simple, accuracy])
@pytest.mark.parametrize(
    ("x", "t", "kind", "message"),
    [
        (X, [2, 3], ArgumentError, "the label 3 is none of the 3 classes, 0 to 2"),
        (X, [-1, 0], ArgumentError, "the label -1 is none of the 3 classes"),
        (X, [2, 0, 1], ShapeError, r"t needs one label a row, shape \(2,\)"),
        (X, [[0, 0, 1], [1, 0, 0]], ShapeError, r"t.argmax\(axis=1\) for one-hot rows"),
        (X, [2.0, 0.0], DataError, r"labels are whole numbers.* write t.astype\(int\)"),
        (X[0], [2], ShapeError, r"x.reshape\(1, -1\) is one sample"),
        (X[:0], np.array([], int), ShapeError, "is empty"),
    ],
)
def test_labels_that_are_none_are_told(f, x, t, kind, message: str) -> None:
    with pytest.raises(kind, match=message) as caught:
        f(x, t)
    assert isinstance(caught.value, BackstepError)


def test_accuracy_is_the_share_of_rows_that_are_right() -> None:
    assert accuracy(X, [2, 1]).data == 0.5


def test_the_mean_squared_error_divides_by_the_rows_as_the_book_does() -> None:
    x0, x1 = np.arange(6.0).reshape(2, 3), np.ones((2, 3))
    assert mean_squared_error(x0, x1).data == ((x0 - x1) ** 2).sum() / 2
    assert mean_squared_error(np.array([1.0, 3.0]), 2).data == 1.0


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        (((4, 1), (4,)), r"shapes \(4, 1\) and \(4,\) differ: write x1.reshape\(4, 1\)"),
        (((4,), (3,)), "a prediction and its target have one shape"),
        (((0, 2), (0, 2)), "has no rows"),
    ],
)
def test_the_mean_squared_error_refuses_shapes_that_would_broadcast(shapes, message) -> None:
    with pytest.raises(ShapeError, match=message):
        mean_squared_error(*map(np.ones, shapes))


def test_dropout_repeats_with_numpy_s_seed_and_keeps_the_mean() -> None:
    x = Variable(np.ones(10_000))
    np.random.seed(0)
    y = dropout(x, 0.3)
    np.random.seed(0)
    kept = np.random.rand(10_000) > 0.3
    assert y.data.tolist() == (kept / 0.7).tolist()
    assert y.data.mean() == pytest.approx(1, abs=0.03)
    assert gradient_of(y, x).tolist() == y.data.tolist()


def test_dropout_passes_through_after_training() -> None:
    x = Variable(np.ones(3))
    with test_mode():
        assert dropout(x) is x


@pytest.mark.parametrize("ratio", [-0.1, 1, 1.5, float("nan")])
def test_dropout_refuses_a_ratio_that_is_none(ratio: float) -> None:
    with pytest.raises(ArgumentError, match="ratio"):
        dropout(np.ones(3), ratio)


@pytest.mark.parametrize(
    "f",
    [
        lambda x: mean_squared_error(x, 0.5),
        lambda x: dropout(x, 0.5),
        lambda x: softmax_cross_entropy(x, T),
        lambda x: softmax_cross_entropy_simple(x, T),
    ],
)
def test_float32_stays_float32_with_python_s_numbers_beside_it(f) -> None:
    x = Variable(X.astype(np.float32))
    y = f(x)
    assert y.dtype == gradient_of(y, x).dtype == np.float32
