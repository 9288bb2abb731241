"""The programs that both sides run: each takes an engine, ours or the book's."""

from __future__ import annotations

import random
from typing import Any, Protocol

import numpy as np


class Engine(Protocol):
    """What a program needs of an engine; a module is one."""

    Variable: Any
    sin: Any
    cos: Any
    tanh: Any
    exp: Any


def variable(engine: Engine, x: float) -> Any:
    return engine.Variable(np.array(x))


def formulas(engine: Engine, n: int) -> Any:
    """`n` times nine functions on two scalars, each time anew from the same leaves."""
    x, y = variable(engine, 0.5), variable(engine, 1.5)
    for _ in range(n):
        z = x * y + engine.sin(x) - y * 2.0
        z = engine.exp(z * 0.01) / (y + 1.0)
    return z


def chain(engine: Engine, n: int) -> tuple[Any, Any]:
    """`n` functions in a row: sin, times a number, cos, plus a number, tanh, and so on."""
    x = variable(engine, 0.5)
    y = x
    for _ in range(n // 5):
        y = engine.tanh(engine.cos(engine.sin(y) * 1.01) + 0.1)
    return x, y


def fan(engine: Engine, n: int) -> tuple[Any, Any]:
    """One leaf in `n` functions, summed up one after the other: the queue grows to `n`."""
    x = variable(engine, 0.5)
    y = engine.sin(x)
    for _ in range(n // 2):
        y = y + engine.sin(x)
    return x, y


def tree(engine: Engine, n: int) -> tuple[Any, Any]:
    """`n` functions that join values two by two."""
    x = variable(engine, 0.5)
    row = [engine.sin(x) for _ in range(n // 2)]
    while len(row) > 1:
        odd = row[len(row) & ~1 :]
        row = [a + b for a, b in zip(row[::2], row[1::2], strict=False)] + odd
    return x, row[0]


def scalar_mlp(engine: Engine, samples: int = 20) -> tuple[list[Any], Any]:
    """A 3-16-16-1 network on scalars, 680 functions a sample: the sum of squared errors."""
    dice = random.Random(1)

    def weights(n: int) -> list[Any]:
        return [variable(engine, dice.uniform(-1, 1)) for _ in range(n)]

    layers = [[weights(4) for _ in range(16)], [weights(17) for _ in range(16)], [weights(17)]]
    total = variable(engine, 0.0)
    for _ in range(samples):
        row = [variable(engine, dice.uniform(-1, 1)) * 0.5 for _ in range(3)]
        for layer in layers:
            row = [engine.tanh(_neuron(neuron, row)) for neuron in layer]
        total = total + (row[0] - dice.uniform(-1, 1)) ** 2 * 0.5
    return [w for layer in layers for neuron in layer for w in neuron], total


def _neuron(weights: list[Any], row: list[Any]) -> Any:
    total = weights[0]
    for w, x in zip(weights[1:], row, strict=True):
        total = total + w * x
    return total


def derivatives_of_tanh(engine: Engine, order: int = 5) -> float:
    """The derivative of tanh at 1 to some order, each by a backward through the one before."""
    x = variable(engine, 1.0)
    y = engine.tanh(x)
    y.backward(create_graph=True)
    for _ in range(order - 1):
        gx = x.grad
        x.cleargrad()
        gx.backward(create_graph=True)
    return float(x.grad.data)


def second_order(engine: Engine, n: int) -> tuple[Any, Any]:
    """The gradient of a chain of `n`, with its graph, ready to be gone back through."""
    x, y = chain(engine, n)
    y.backward(create_graph=True)
    gx = x.grad
    x.cleargrad()
    return x, gx


# Book step 28; what it prints at every turn is left to the end, or it would be most of the time.
ROSENBROCK = """\
import numpy as np
from backstep import Variable

def rosenbrock(x0, x1):
    y = 100 * (x1 - x0 ** 2) ** 2 + (x0 - 1) ** 2
    return y

x0 = Variable(np.array(0.0))
x1 = Variable(np.array(2.0))
lr = 0.001
iters = 10000

for i in range(iters):
    y = rosenbrock(x0, x1)
    x0.cleargrad()
    x1.cleargrad()
    y.backward()
    x0.data -= lr * x0.grad.data
    x1.data -= lr * x1.grad.data
result = float(x0.data), float(x1.data)
"""
