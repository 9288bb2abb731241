"""Backward passes under a recorder, and random graphs to run them over."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from hypothesis import strategies as st

from backstep.engine import Config, Function, Variable, operations
from backstep.recording.making.recorder import Recorder
from backstep.recording.records import Recording

BOUND = 4.0  # a node beyond this gets a sine on top, so that nothing overflows
NUMPY: dict[str, Callable[..., Any]] = {
    "both": lambda a, b: (a * b, a + b),
    "cross": lambda a, b: (a + b, a - b),
    "mix": lambda a, b, c: a - b + c,
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "sin": np.sin,
    "cos": np.cos,
    "tanh": np.tanh,
    "square": lambda a: a * a,
    "neg": lambda a: -a,
}
INPUTS = (
    dict.fromkeys(NUMPY, 2) | dict.fromkeys(("sin", "cos", "tanh", "square", "neg"), 1) | {"mix": 3}
)
LINEAR = ("add", "sub", "neg", "cross", "mix")
ONE_OUTPUT = tuple(op for op in NUMPY if op not in ("both", "cross"))
FRESH = ("mul", "sin", "cos", "tanh", "square", "neg", "both", "cross")  # give no gy on as it is


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


class Cross(Function):
    """Sum and difference at once; either may be dead."""

    def forward(self, a, b):
        return a + b, a - b

    def backward(self, g0, g1):
        g0, g1 = (Variable(np.zeros(self.inputs[0].shape)) if g is None else g for g in (g0, g1))
        return g0 + g1, g0 - g1


class Mix(Function):
    """a - b + c: a function of three inputs."""

    def forward(self, a, b, c):
        return a - b + c

    def backward(self, gy):
        return gy, -gy, gy


OWN = {"both": Both, "cross": Cross, "mix": Mix}


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
    """A straight-line program: each node is an operation on some of the values before it.

    `both` and `cross` give two values, every other operation one.
    """

    leaves: tuple[float, ...]
    nodes: tuple[tuple[str, tuple[int, ...]], ...]

    def value(self, leaves: Sequence[complex]) -> Any:
        """The last value, by numpy alone; complex leaves are welcome."""
        values = list(leaves)
        for op, inputs in self.nodes:
            values += listed(NUMPY[op](*[values[i] for i in inputs]))
        return values[-1]

    def grow(self) -> list[Variable]:
        """All the values as the engine's Variables: whoever keeps the list keeps every output."""
        values = [Variable(np.array(leaf), f"x{i}") for i, leaf in enumerate(self.leaves)]
        for op, inputs in self.nodes:
            operation = OWN[op]() if op in OWN else getattr(operations, op)
            values += listed(operation(*[values[i] for i in inputs]))
        return values

    def build(self) -> tuple[list[Variable], Variable]:
        """The leaves and the last value, as the engine's graph."""
        values = self.grow()
        return values[: len(self.leaves)], values[-1]

    def paths(self) -> int:
        """How many paths lead from the last value to leaves."""
        counts = [1] * len(self.leaves)
        for op, inputs in self.nodes:
            counts += [sum(counts[i] for i in inputs)] * outputs_of(op)
        return counts[-1]

    def behind(self) -> set[int]:
        """Which values the last one was computed from, itself among them."""
        firsts = np.cumsum([len(self.leaves), *[outputs_of(op) for op, _ in self.nodes]])
        found = {int(firsts[-1]) - 1}
        for (op, inputs), first in zip(self.nodes[::-1], firsts[-2::-1], strict=True):
            if found.intersection(range(first, first + outputs_of(op))):
                found.update(inputs)
        return found

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


def outputs_of(op: str) -> int:
    """How many values an operation gives."""
    return 1 if op in ONE_OUTPUT else 2


def random_graph(
    size: int,
    seed: int,
    ops: Sequence[str] = tuple(NUMPY),
    join: str = "add",
    dead: bool = False,
) -> Graph:
    """A graph of about `size` nodes: fan-out, fan-in, reuse; `ops` are what it is made of.

    Everything leads to the last value, for `join` takes what is left together. With `dead` only
    some of it does: there are outputs that nothing uses, and functions that lead nowhere.
    """
    rng = random.Random(seed)
    leaves = tuple(round(rng.uniform(-2, 2), 3) for _ in range(rng.randint(1, 4)))
    values: list[float] = list(leaves)
    nodes: list[tuple[str, tuple[int, ...]]] = []
    unused = set(range(len(leaves)))

    def put(op: str, *inputs: int) -> None:
        first = len(values)
        nodes.append((op, inputs))
        values.extend(map(float, listed(NUMPY[op](*[values[i] for i in inputs]))))
        made = range(first, len(values))
        unused.difference_update(inputs)
        unused.update(made)
        for k in made:
            if abs(values[k]) > BOUND and "sin" in ops:
                put("sin", k)

    def pick() -> int:
        from_all = rng.random() < 0.6
        return rng.randrange(len(values)) if from_all else rng.choice(sorted(unused))

    while len(nodes) < size:
        op = rng.choice(sorted(ops))
        put(op, *[pick() for _ in range(INPUTS[op])])
    if dead:
        unused.difference_update(rng.sample(sorted(unused), len(unused) // 2))
    while len(unused) > 1:
        put(join, *sorted(unused)[:2])
    if dead:
        put("neg", *unused)
    return Graph(leaves, tuple(nodes))


def random_tree(size: int, seed: int) -> Graph:
    """A graph in which every value is used once."""
    rng = random.Random(seed)
    leaves = tuple(round(rng.uniform(-2, 2), 3) for _ in range(size + 1))
    nodes: list[tuple[str, tuple[int, ...]]] = []
    unused = list(range(len(leaves)))
    while len(unused) > 1:
        op = rng.choice([op for op in ONE_OUTPUT if INPUTS[op] <= len(unused)])
        rng.shuffle(unused)
        nodes.append((op, tuple(unused.pop() for _ in range(INPUTS[op]))))
        unused.append(len(leaves) + len(nodes) - 1)
    return Graph(leaves, tuple(nodes))


def graphs(most: int = 40, **made_of: Any) -> st.SearchStrategy[Graph]:
    """Graphs of up to `most` nodes and a half more; a failing one is made smaller by its size."""
    return st.builds(partial(random_graph, **made_of), st.integers(1, most), st.integers(0, 2**32))


def trees(most: int = 40) -> st.SearchStrategy[Graph]:
    """Trees of up to `most + 1` leaves."""
    return st.builds(random_tree, st.integers(1, most), st.integers(0, 2**32))


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
