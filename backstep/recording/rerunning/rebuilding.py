"""The graph of a recording, built anew: live Variables and Functions on its nodes.

Operations of the engine are remade and called, and hold if they give the recorded outputs. For
everything else stands what was recorded of it (remembered.py), or a copy of the live function.
"""

from __future__ import annotations

import math
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from backstep.engine.calls import CALLS
from backstep.engine.config import using_config
from backstep.engine.errors import BackstepError
from backstep.engine.function import Function, binary, boxed, ternary, unary
from backstep.engine.numerical import spare
from backstep.engine.variable import Variable
from backstep.messages import tr
from backstep.recording.records import FunctionNode, Recording, Value
from backstep.recording.rerunning.remaking import engine_class, remade
from backstep.recording.rerunning.remembered import MOST_ELEMENTS, Remembered, Unkept
from backstep.recording.values import statistics_of, value_of

Live: TypeAlias = Mapping[int, Function]
DEEPEST = 1_000_000  # a generation above this is no graph's
ELEMENTWISE = ("Dropout",)  # operations whose dice cannot be thrown again
TROUBLE = (BackstepError, ValueError, TypeError, LookupError, ArithmeticError, MemoryError)


class NotAGraph(Exception):
    """A recording whose nodes do not hang together."""


@dataclass
class Graph:
    """The graph, anew: live objects by the index of their node."""

    variables: dict[int, Variable]
    functions: dict[int, Function]


def built(recording: Recording, live: Live | None = None) -> Graph:
    """The first-order graph, each function after those that its inputs come from.

    Raises NotAGraph where the nodes of the recording do not hang together.
    """
    graph = Graph({}, {})
    makers = {i: node.creator for i, node in enumerate(recording.variables)}
    with using_config("enable_backprop", True):
        for at in recording.first_order:
            node = recording.functions[at]
            for i in node.inputs:
                if i not in graph.variables:
                    if makers[i] is not None and makers[i] not in graph.functions:
                        raise NotAGraph(
                            tr("{node} stands before what made its input", node=node.label)
                        )
                    graph.variables[i] = _leaf(recording, i)
            outputs = [None if i is None else recording.variables[i].data for i in node.outputs]
            _put(graph, recording, at, (live or {}).get(at), outputs)
    for i, v in graph.variables.items():
        if makers[i] is None:
            v.creator = None  # it was cut off its graph
    target = graph.variables.get(recording.target)
    if target is None or target.creator is None:
        raise NotAGraph(
            tr(
                "nothing made {name}",
                name=recording.target_node.label,
            )
        )
    return graph


def _leaf(recording: Recording, i: int) -> Variable:
    node = recording.variables[i]
    if node.generation > DEEPEST:
        raise NotAGraph(
            tr(
                "{node} has generation {generation}",
                node=node.label,
                generation=node.generation,
            )
        )
    return named(_holding(node.data), node.label if node.named else None, node.generation)


def _holding(value: Value | None) -> Variable:
    if value is None:
        return boxed(Unkept(Value((), "float64", None)))  # type: ignore[arg-type]
    return boxed(Unkept(value) if value.array is None else value.array)  # type: ignore[arg-type]


def named(v: Variable, name: str | None, generation: int) -> Variable:
    """The same Variable under a name, and of a generation."""
    v.name, v.generation = name, generation
    return v


def _put(
    graph: Graph,
    recording: Recording,
    at: int,
    live: Function | None,
    outputs: list[Value | None],
) -> None:
    """Put one function into the graph with its outputs; a dead output stays dead."""
    node = recording.functions[at]
    inputs = [graph.variables[i] for i in node.inputs]
    kind = engine_class(node)
    called = None if live is not None or kind is None else _called(kind, node, inputs, outputs)
    if called is not None:
        f, ys = called
    else:
        f = spare(live) if live is not None else _remembered(recording, at, kind is None)
        ys = _wired(f, inputs, outputs, node)
    graph.functions[at] = f
    for i, y in zip(node.outputs, ys, strict=True):
        if i is not None:
            if i in graph.variables:
                raise NotAGraph(
                    tr(
                        "{name} is made twice",
                        name=recording.variables[i].label,
                    )
                )
            label = recording.variables[i].label if recording.variables[i].named else None
            graph.variables[i] = named(y, label, y.generation)


def _remembered(recording: Recording, at: int, own: bool) -> Function:
    """What stands for a function without its code, under the name of its class."""
    name = recording.functions[at].class_name
    kind = type(name if name.isidentifier() else "Function", (Remembered,), {})
    return kind(recording, at, own, not own and name in ELEMENTWISE)


def _called(
    kind: type[Function], node: FunctionNode, inputs: list[Variable], outputs: list[Value | None]
) -> tuple[Function, list[Variable]] | None:
    """An operation remade and called, with what it gives; None unless that is what is recorded."""
    if any(isinstance(x._data, Unkept) for x in inputs) or _is_large(inputs, outputs):
        return None
    by_count: dict[int, Callable[..., Any]] = {1: unary, 2: binary, 3: ternary}
    shortcut = by_count.get(len(inputs), Function.__call__)
    for call in (shortcut, Function.__call__):  # numpy's scalars or 0-d arrays: other last bits
        f = remade(kind, node, outputs)
        if f is None:
            return None
        try:
            made: Any = call(f, *inputs)
        except TROUBLE:
            continue
        ys = made if isinstance(made, list) else [made]
        if len(ys) == len(outputs) and all(map(_is, ys, outputs)):
            return f, ys
    return None


def _is_large(inputs: list[Variable], outputs: list[Value | None]) -> bool:
    """Whether a call might make more than there is memory for: the recorded shapes may lie."""
    shapes = [x.shape for x in inputs]
    told = max((y.size for y in outputs if y is not None), default=0)
    try:
        stretched = math.prod(np.broadcast_shapes(*shapes))
    except ValueError:
        stretched = 0
    multiplied = math.prod(shapes[0][:-1]) * shapes[1][-1] if all(shapes[:2]) and shapes[1:] else 0
    return max(told, stretched, multiplied) > MOST_ELEMENTS


def _is(y: Variable, recorded: Value | None) -> bool:
    """Whether an output is the recorded one, bit by bit; of a dead one nobody knows."""
    if recorded is None:
        return True
    if recorded.array is None and recorded.statistics is not None:
        same = (y.shape, str(y.dtype)) == (recorded.shape, recorded.dtype)
        return same and statistics_of(y.data).digest == recorded.statistics.digest
    return value_of(y.data) == recorded


def _wired(
    f: Function, inputs: list[Variable], outputs: list[Value | None], node: FunctionNode
) -> list[Variable]:
    """Give a function its place in the graph without calling it."""
    f.inputs = tuple(inputs)
    f.generation = max([x.generation for x in inputs], default=0)
    f.serial = CALLS.made
    CALLS.made += 1
    ys = []
    for value in outputs:
        y = _holding(value)
        y.creator, y.generation = f, f.generation + 1
        ys.append(y)
    f.outputs = tuple([weakref.ref(y) for y in ys])
    return ys
