"""The floor: the ufunc calls of a program written out by hand, with no graph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from backstep import engine

Backward = Callable[[], Any]


def chain(n: int) -> Backward:
    """The backward of `programs.chain`: what the forward pass keeps is kept."""
    kept = []
    y: Any = np.array(0.5)
    for _ in range(n // 5):
        x = y
        a = np.sin(x)
        b = np.multiply(a, 1.01)
        c = np.cos(b)
        d = np.add(c, 0.1)
        y = np.tanh(d)
        kept.append((x, b, y))

    def backward() -> Any:
        g: Any = np.ones_like(y)
        for x, b, y_ in reversed(kept):
            g = np.multiply(g, np.subtract(1, np.multiply(y_, y_)))
            g = np.multiply(g, np.negative(np.sin(b)))
            g = np.multiply(g, 1.01)
            g = np.multiply(g, np.cos(x))
        return g

    return backward


class MatrixMLP:
    """A 784-100-10 network on 64 samples; each step is made by hand or by our engine.

    A step lets go of the gradients of the step before first, as `cleargrads` does.
    """

    def __init__(self) -> None:
        dice = np.random.default_rng(0)
        self.x = dice.standard_normal((64, 784))
        self.t = dice.standard_normal((64, 10))
        self.w1 = dice.standard_normal((784, 100)) / 28
        self.b1 = np.zeros(100)
        self.w2 = dice.standard_normal((100, 10)) / 10
        self.b2 = np.zeros(10)
        arrays = (self.x, self.t, self.w1, self.b1, self.w2, self.b2)
        self.variables = [engine.Variable(array) for array in arrays]
        self.gradients: list[Any] = []

    def by_hand(self) -> None:
        """The gradients of x, t, w1, b1, w2, b2: the engine computes them all."""
        self.gradients = []
        h = np.tanh(np.matmul(self.x, self.w1) + self.b1)
        y = np.matmul(h, self.w2) + self.b2
        diff = y - self.t
        loss = np.sum(diff**2) / len(diff)
        g = np.ones_like(loss) * (2 / len(diff)) * (y - self.t)
        gt = -g
        gh, gw2, gb2 = np.matmul(g, self.w2.T), np.matmul(h.T, g), g.sum(axis=0)
        gz = gh * (1 - h * h)
        gx, gw1, gb1 = np.matmul(gz, self.w1.T), np.matmul(self.x.T, gz), gz.sum(axis=0)
        self.gradients = [gx, gt, gw1, gb1, gw2, gb2]

    def by_engine(self) -> None:
        """The same, by the engine's operations."""
        for v in self.variables:
            v.cleargrad()
        x, t, w1, b1, w2, b2 = self.variables
        h = engine.tanh(engine.linear(x, w1, b1))
        engine.mean_squared_error(engine.linear(h, w2, b2), t).backward()
