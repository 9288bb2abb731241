"""A graph as it stands, as the records that drawings are made of: no pass has to run for it."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backstep.engine.function import Function
from backstep.engine.graph import functions_behind
from backstep.engine.variable import Variable, as_variable
from backstep.recording.making.freezing import function_labels
from backstep.recording.records import FunctionNode, Value, VariableNode
from backstep.recording.values import value_of
from backstep.recording.visible import one_line

MOST_FUNCTIONS = 60


@dataclass(frozen=True)
class Graph:
    """The functions nearest to a Variable and what they take and give, by index as in a Recording.

    `grads` are the gradients there are, by variable. `total` counts all functions behind it;
    `target` is its index.
    """

    functions: Sequence[FunctionNode]
    variables: Sequence[VariableNode]
    grads: Mapping[int, Value]
    target: int
    total: int


def graph_behind(y: Variable, most: int = MOST_FUNCTIONS) -> Graph:
    """The graph that a Variable was computed by, or the part of it that is nearest to it."""
    every = functions_behind(y)
    labels = function_labels(every, [])
    kept = every if len(every) <= most else _nearest(y, most)
    live = {id(y): y}
    for f in kept:
        outputs = [output() for output in f.outputs]
        live.update((id(v), v) for v in [*f.inputs, *outputs] if v is not None)
    index = {key: i for i, key in enumerate(live)}
    place = {f: i for i, f in enumerate(kept)}
    functions = [_function_node(f, labels[f], index) for f in kept]
    grads = {
        index[key]: value_of(as_variable(v.grad).data)
        for key, v in live.items()
        if v.grad is not None and as_variable(v.grad).data is not None
    }
    variables = [_variable_node(v, place) for v in live.values()]
    return Graph(functions, variables, grads, index[id(y)], len(every))


def _nearest(y: Variable, most: int) -> list[Function]:
    """The functions that are the fewest steps before a Variable, in the order of their calls."""
    found: dict[Function, None] = {}
    waiting = deque([y.creator])
    while waiting and len(found) < most:
        f = waiting.popleft()
        if f is not None and f not in found:
            found[f] = None
            waiting.extend(x.creator for x in f.inputs)
    return sorted(found, key=lambda f: f.serial)


def _function_node(f: Function, label: str, index: Mapping[int, int]) -> FunctionNode:
    outputs = [output() for output in f.outputs]
    return FunctionNode(
        class_name=type(f).__name__,
        label=label,
        generation=f.generation,
        inputs=tuple(index[id(x)] for x in f.inputs),
        outputs=tuple(None if y is None else index[id(y)] for y in outputs),
    )


def _variable_node(v: Variable, place: Mapping[Function, int]) -> VariableNode:
    name = v.name if isinstance(v.name, str) and v.name else v.label
    named = name is not None and name != "const"
    return VariableNode(
        label=one_line(name) if name is not None and named else "",
        named=named,
        data=None if v.data is None else value_of(v.data),
        generation=v.generation,
        creator=None if v.creator is None else place.get(v.creator),
    )
