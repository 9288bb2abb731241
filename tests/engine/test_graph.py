"""The graph behind a Variable: its figures, and cutting it."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest

from backstep.engine import (
    BackwardError,
    Function,
    GraphSize,
    Variable,
    exp,
    graph_size,
    matmul,
    reshape,
    sin,
    square,
)


def variable(*shape: int) -> Variable:
    return Variable(np.ones(shape))


def test_a_leaf_alone_is_a_graph_of_nothing() -> None:
    assert graph_size(variable(2, 3)) == GraphSize(0, 0, 1, 1, 48, 0, ())


def test_the_figures_of_a_matrix_graph() -> None:
    x, w = variable(4, 3), variable(3, 2)
    y = sin(matmul(x, w)).sum()
    y.backward(retain_grad=True)
    size = graph_size(y)
    assert (size.functions, size.depth, size.variables, size.leaves) == (3, 3, 5, 2)
    # float64: x 12, w 6, their product 8, its sine 8, the sum 1
    assert size.data_bytes == 8 * (12 + 6 + 8 + 8 + 1)
    assert size.grad_bytes == 8 * (12 + 6 + 8 + 8 + 1)
    assert dict(size.classes) == {"MatMul": 1, "Sin": 1, "Sum": 1}


def test_depth_is_the_longest_way() -> None:
    x = variable()
    long = square(square(square(x)))
    assert graph_size(long + x).depth == 4
    assert graph_size(x + long).depth == 4


def test_arrays_that_are_shared_count_once_and_views_as_what_they_keep() -> None:
    x = variable(6)
    y = reshape(x, (2, 3))
    assert graph_size(y).data_bytes == 48
    part = Variable(np.ones(100)[:2])
    assert graph_size(part).data_bytes == 800
    twice = Variable(x.data)
    assert graph_size(x * twice).data_bytes == 48 + 48


def test_an_output_that_is_gone_is_not_counted() -> None:
    class Halves(Function):
        def forward(self, x):
            return x / 2, x / 2

        def backward(self, gy0, gy1):
            return (gy0 + gy1) / 2

    first = Halves()(variable(1))[0]
    assert graph_size(first).variables == 2


def test_the_figures_as_text() -> None:
    x = variable()
    assert str(graph_size(square(x) + square(x))) == (
        "functions  3 (2 Square, 1 Add)\n"
        "depth      2\n"
        "variables  4, 1 of them leaves\n"
        "data       32 bytes\n"
        "grads      0 bytes"
    )


def test_counting_changes_nothing() -> None:
    x = variable()
    y = sin(exp(x))
    before = type(y._data)
    graph_size(y)
    assert type(y._data) is before


def test_unchain_makes_a_leaf() -> None:
    y = square(variable())
    y.unchain()
    assert y.creator is None
    with pytest.raises(BackwardError, match="no creator"):
        y.backward()


def test_unchain_backward_cuts_everything_behind_and_keeps_y_s_own_creator() -> None:
    x = variable()
    a = square(x)
    b = square(a)
    y = a + b
    y.unchain_backward()
    assert (a.creator, b.creator) == (None, None)
    y.backward()
    assert a.grad is not None and b.grad is not None and x.grad is None


def test_unchain_backward_of_a_leaf_does_nothing() -> None:
    x = variable()
    x.unchain_backward()
    assert x.creator is None


def test_what_only_the_graph_held_is_freed() -> None:
    y = exp(sin(square(variable())))
    middle = weakref.ref(y.creator.inputs[0].creator.inputs[0])
    gc.disable()
    try:
        y.unchain_backward()
        assert middle() is None
    finally:
        gc.enable()


def test_a_shared_graph_is_cut_in_one_go() -> None:
    """65,536 paths lead through it; each function is met once."""
    y = variable()
    for _ in range(16):
        y = y + y
    y.unchain_backward()
    assert graph_size(y).functions == 1
