"""Reshape, Sum, SumTo and BroadcastTo where the shapes do not fit."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from backstep.engine import ShapeError, Variable, broadcast_to, reshape, sum_to
from backstep.engine import sum as sum_

X = Variable(np.arange(6.0).reshape(2, 3))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: reshape(X, 4), r"the 6 elements of shape \(2, 3\) do not fill \(4,\)"),
        (lambda: X.reshape(-1, -1), r"one of them may be -1"),
        (lambda: X.reshape((5, -1)), r"do not fill \(5, -1\)"),
        (lambda: sum_(X, axis=2), r"^sum: there is no axis 2 in shape \(2, 3\): its axes are 0 to"),
        (lambda: X.sum(axis=(0, -2)), r"names an axis of shape \(2, 3\) twice"),
        (lambda: sum_to(X, (3, 2)), r"^sum_to: shape \(2, 3\) does not come from \(3, 2\)"),
        (lambda: sum_to(X, (4, 2, 3)), r"does not come from \(4, 2, 3\)"),
        (lambda: broadcast_to(X, (3,)), r"^broadcast_to: shape \(2, 3\) cannot be stretched"),
        (lambda: broadcast_to(X, (4, 3)), r"cannot be stretched to \(4, 3\)"),
    ],
)
def test_shapes_that_do_not_fit_are_named(call: Callable[[], Variable], message: str) -> None:
    with pytest.raises(ShapeError, match=message):
        call()


@pytest.mark.parametrize(("small", "large"), [((), (2, 3)), ((3,), (2, 3)), ((2, 1), (2, 3))])
def test_sum_to_and_broadcast_to_undo_each_other_s_shapes(
    small: tuple[int, ...], large: tuple[int, ...]
) -> None:
    x = Variable(np.ones(small))
    wide = broadcast_to(x, large)
    assert wide.shape == large
    back = sum_to(wide, small)
    assert back.shape == small
    assert back.data.sum() == 6.0
