"""Gradients of an expression at a point, of as many orders as asked, by the engine alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backstep.engine import Variable


def derivatives(f: Callable[[Variable], Variable], at: object, orders: int = 3) -> list[list]:
    """f'(x), f''(x) ... of a function of each element, as nested lists."""
    x = Variable(np.array(at))
    found = []
    y = f(x)
    for _ in range(orders):
        x.cleargrad()
        if y.creator is None:
            found.append(np.zeros(x.shape).tolist())
            continue
        y.backward(create_graph=True)
        y = x.grad if x.grad is not None else Variable(np.zeros(x.shape))
        found.append(y.data.tolist())
    return found


def gradient(f: Callable[[Variable], Variable], at: object) -> list:
    """f'(x) with a seed of ones, as nested lists."""
    return derivatives(f, at, 1)[0]
