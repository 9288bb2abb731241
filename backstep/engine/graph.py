"""The graph behind a Variable: how large it is, what it holds in memory, and how to cut it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from backstep.engine.config import Config
from backstep.engine.function import Function
from backstep.engine.variable import Variable
from backstep.messages import tr


@dataclass(frozen=True)
class GraphSize:
    """What a Variable hangs on, counted.

    `depth` is the number of functions on the longest chain. `variables` counts the inputs of all
    functions, their outputs that are still there, and the Variable itself; `leaves` those without a
    creator. `data_bytes` and `grad_bytes` count each array once, whoever shares it, and a view as
    the array that it keeps alive.
    """

    functions: int
    depth: int
    variables: int
    leaves: int
    data_bytes: int
    grad_bytes: int
    classes: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        classes = ", ".join(f"{n} {name}" for name, n in self.classes) or tr("none")
        return tr(
            "functions  {functions} ({classes})\n"
            "depth      {depth}\n"
            "variables  {variables}, {leaves} of them leaves\n"
            "data       {data_bytes:,} bytes\n"
            "grads      {grad_bytes:,} bytes",
            functions=self.functions,
            classes=classes,
            depth=self.depth,
            variables=self.variables,
            leaves=self.leaves,
            data_bytes=self.data_bytes,
            grad_bytes=self.grad_bytes,
        )


def graph_size(y: Variable) -> GraphSize:
    """Count the graph behind a Variable; without recursion, so a million functions are no trouble.

    >>> from backstep.engine import square
    >>> x = Variable(np.array(2.0))
    >>> size = graph_size(square(x) + square(x))
    >>> size.functions, size.depth, size.variables, size.leaves, size.data_bytes
    (3, 2, 4, 1, 32)
    """
    functions = functions_behind(y)
    depth: dict[Function, int] = {}
    variables = {id(y): y}
    for f in functions:
        makers = [x.creator for x in f.inputs if x.creator is not None]
        depth[f] = 1 + max([depth[maker] for maker in makers], default=0)
        outputs = [output() for output in f.outputs]
        variables.update((id(v), v) for v in [*f.inputs, *outputs] if v is not None)
    every = variables.values()
    return GraphSize(
        functions=len(functions),
        depth=max(depth.values(), default=0),
        variables=len(variables),
        leaves=sum(v.creator is None for v in every),
        data_bytes=_bytes(v._data for v in every),
        grad_bytes=_bytes(getattr(v.grad, "_data", v.grad) for v in every),
        classes=tuple(Counter(type(f).__name__ for f in functions).most_common()),
    )


def functions_behind(y: Variable) -> list[Function]:
    """The functions that a Variable was computed by, in the order in which they were called."""
    found: set[Function] = set()
    waiting = [] if y.creator is None else [y.creator]
    while waiting:
        f = waiting.pop()
        if f not in found:
            found.add(f)
            waiting.extend([x.creator for x in f.inputs if x.creator is not None])
    return sorted(found, key=lambda f: f.serial)


def unchain_backward(y: Variable) -> None:
    """Make leaves of all that y was computed from; y itself keeps its creator. Book step 59."""
    waiting = [] if y.creator is None else [y.creator]
    if waiting and Config.recorder is not None:
        Config.recorder.settle()
    while waiting:
        f = waiting.pop()
        for x in f.inputs:
            if x.creator is not None:
                waiting.append(x.creator)
                x.creator = None


def _bytes(arrays: Iterable[Any]) -> int:
    """The bytes that arrays keep alive, each once; a single number counts as its own."""
    held: dict[int, int] = {}
    numbers = 0
    for array in arrays:
        if isinstance(array, np.generic):
            numbers += array.nbytes
        elif array is not None:
            whole = array
            while isinstance(whole.base, np.ndarray):
                whole = whole.base
            held[id(whole)] = whole.nbytes
    return numbers + sum(held.values())
