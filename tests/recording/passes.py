"""Backward passes under a recorder, and random graphs to run them over."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

from backstep.engine import Config, Function, Variable, operations
from backstep.recording.recorder import Recorder
from backstep.recording.records import Recording

BOUND = 4.0  # a node beyond this gets a sine on top, so that nothing overflows
NUMPY: dict[str, Callable[..., Any]] = {
    "both": lambda a, b: (a * b, a + b),
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "sin": lambda a, b: np.sin(a),
    "cos": lambda a, b: np.cos(a),
    "tanh": lambda a, b: np.tanh(a),
    "square": lambda a, b: a * a,
    "neg": lambda a, b: -a,
}
BINARY = {"add", "sub", "mul", "both"}


class Both(Function):
    """Product and sum at once: a function of two outputs.

    Each is used, but in a second pass a gradient may reach one of them alone.
    """

    def forward(self, a, b):
        return a * b, a + b

    def backward(self, g0, g1):
        a, b = self.inputs
        g0, g1 = (Variable(np.zeros(a.shape)) if g is None else g for g in (g0, g1))
        return g0 * b + g1, g0 * a + g1


@contextmanager
def recording(**options: Any) -> Iterator[Recorder]:
    """A recorder that is on inside the block; it may be asked inside and after."""
    recorder = Recorder(**options)
    Config.recorder = recorder
    try:
        yield recorder
    finally:
        Config.recorder = None


def record(
    y: Variable, names: Mapping[str, Variable] | None = None, **arguments: bool
) -> Recording:
    """The recording of one `y.backward(...)`."""
    with recording(names=lambda: names or {}) as recorder:
        y.backward(**arguments)
    return recorder.take()[-1]


def variable(x: float, name: str | None = None) -> Variable:
    return Variable(np.array(float(x)), name)


def diamond() -> tuple[Variable, Variable, Variable]:
    """x, a and y of a = square(x), y = square(a) + square(a) at 2: book step 16."""
    x = variable(2, "x")
    a = operations.square(x)
    y = operations.add(operations.square(a), operations.square(a))
    a.name, y.name = "a", "y"
    return x, a, y


@dataclass(frozen=True)
class Graph:
    """A straight-line program: each node is an operation on two of the values before it.

    `both` gives two values, every other operation one.
    """

    leaves: tuple[float, ...]
    nodes: tuple[tuple[str, int, int], ...]

    def value(self, leaves: Sequence[complex]) -> Any:
        """The last value, by numpy alone; complex leaves are welcome."""
        values = list(leaves)
        for op, i, j in self.nodes:
            values += listed(NUMPY[op](values[i], values[j]))
        return values[-1]

    def build(self) -> tuple[list[Variable], Variable]:
        """The leaves and the last value, as the engine's graph."""
        leaves = [Variable(np.array(leaf), f"x{i}") for i, leaf in enumerate(self.leaves)]
        values = list(leaves)
        for op, i, j in self.nodes:
            operation = Both() if op == "both" else getattr(operations, op)
            inputs = (values[i], values[j]) if op in BINARY else (values[i],)
            values += listed(operation(*inputs))
        return leaves, values[-1]

    def paths(self) -> int:
        """How many paths lead from the last value to leaves."""
        counts = [1] * len(self.leaves)
        for op, i, j in self.nodes:
            made = counts[i] + (counts[j] if op in BINARY else 0)
            counts += [made] * (2 if op == "both" else 1)
        return counts[-1]

    def gradients(self) -> list[float]:
        """The gradients by a finite difference along the imaginary axis.

        f(x + ih) = f(x) + ih f'(x) + O(h^2): nothing is subtracted, so that h may be 1e-30 and the
        difference is as exact as f itself (Squire and Trapp 1998).
        """
        found = []
        for i in range(len(self.leaves)):
            nudged = [complex(leaf, 1e-30 if i == j else 0) for j, leaf in enumerate(self.leaves)]
            found.append(float(np.imag(self.value(nudged))) / 1e-30)
        return found


def listed(made: Any) -> list[Any]:
    """One value or several, as a list."""
    return list(made) if isinstance(made, (tuple, list)) else [made]


def random_graph(size: int, seed: int) -> Graph:
    """A graph of about `size` nodes: fan-out, fan-in, reuse; everything leads to the last value."""
    rng = random.Random(seed)
    leaves = tuple(round(rng.uniform(-2, 2), 3) for _ in range(rng.randint(1, 4)))
    values: list[float] = list(leaves)
    nodes: list[tuple[str, int, int]] = []
    unused = set(range(len(leaves)))

    def put(op: str, i: int, j: int) -> None:
        first = len(values)
        nodes.append((op, i, j))
        values.extend(map(float, listed(NUMPY[op](values[i], values[j]))))
        made = range(first, len(values))
        unused.difference_update((i, j) if op in BINARY else (i,))
        unused.update(made)
        for k in made:
            if abs(values[k]) > BOUND:
                put("sin", k, k)

    def pick() -> int:
        from_all = rng.random() < 0.6
        return rng.randrange(len(values)) if from_all else rng.choice(sorted(unused))

    while len(nodes) < size:
        put(rng.choice(sorted(NUMPY)), pick(), pick())
    while len(unused) > 1:
        i, j = sorted(unused)[:2]
        put("add", i, j)
    return Graph(leaves, tuple(nodes))


def graphs(most: int = 40) -> st.SearchStrategy[Graph]:
    """Graphs of up to about 60 nodes; a failing one is made smaller by its size."""
    return st.builds(random_graph, st.integers(1, most), st.integers(0, 2**32))


def book_order(target: Variable) -> list[Function]:
    """The book's rule said naively: sort by generation on every push, pop the end."""
    funcs: list[Function] = []
    seen: list[Function] = []
    order: list[Function] = []

    def push(f: Function | None) -> None:
        if f is not None and f not in seen:
            seen.append(f)
            funcs.append(f)
            funcs.sort(key=lambda g: g.generation)

    push(target.creator)
    while funcs:
        f = funcs.pop()
        order.append(f)
        for x in f.inputs:
            push(x.creator)
    return order
