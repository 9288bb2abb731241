"""A recorded pass run again, by any algorithm: over the same graph, on the same nodes.

There is only the recording, which may come from a stranger's file. So the graph is built anew from
it: operations of the engine are remade and called, and hold if they give the recorded outputs; for
everything else stands what was recorded of it (remembered.py). At the prompt the live functions are
there, and copies of them stand in the graph instead. Nothing that a session can see is touched.
"""

from __future__ import annotations

import gc
import math
import time
import warnings
import weakref
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from backstep.engine.algorithm import ALGORITHMS, Algorithm
from backstep.engine.calls import CALLS
from backstep.engine.config import Config, Watch, using_config
from backstep.engine.errors import BackstepError, BackwardError
from backstep.engine.explain import explained, loop_locals, no_creator
from backstep.engine.function import Function, binary, boxed, ternary, unary
from backstep.engine.graph import functions_behind
from backstep.engine.numerical import spare
from backstep.engine.variable import Variable
from backstep.recording.freezing import SourceOf, freeze, no_source
from backstep.recording.notes import Notes
from backstep.recording.records import Delivery, FunctionNode, Pop, Recording, Value
from backstep.recording.remaking import engine_class, remade
from backstep.recording.remembered import Remembered, Unkept
from backstep.recording.values import statistics_of, value_of

Live: TypeAlias = Mapping[int, Function]
Run: TypeAlias = Callable[[Recording, str, bool], "Recording | str"]
MOST_POPS = 10_000
SECONDS = 5.0
MOST_ELEMENTS = 2**24  # of one array that a forward may make
DEEPEST = 1_000_000  # a generation above this is no graph's
MOST_DIFFERENCES = 10**8  # numbers that finite differences may compute
ELEMENTWISE = ("Dropout",)  # operations whose dice cannot be thrown again
TROUBLE = (BackstepError, ValueError, TypeError, LookupError, ArithmeticError, MemoryError)


@dataclass(frozen=True)
class Rerun:
    """How passes are run again, and by which two algorithms one is shown at first, if by any."""

    run: Run
    algorithms: tuple[str, str] | None = None


class Cut(BackwardError):
    """A pass that was ended because it would take too long."""


class NotAGraph(Exception):
    """A recording whose nodes do not hang together."""


@dataclass
class Graph:
    """The graph, anew: live objects by the index of their node."""

    variables: dict[int, Variable]
    functions: dict[int, Function]


def run_again(
    recording: Recording,
    algorithm: str,
    retain_grad: bool,
    live: Live | None = None,
) -> Recording | str:
    """The pass by another algorithm, or with another retain_grad: a recording on the same nodes.

    `live` are the functions themselves, by index, where they are at hand. It is of the first order
    always. A pass that cannot go on, or that would go on for too long, ends in a failure that says
    why, as any pass does. Where not even a beginning can be made, a sentence on that.
    """
    chosen = ALGORITHMS[algorithm]
    costs = _differences(recording) if algorithm == "numeric" else 0
    if costs > MOST_DIFFERENCES:
        return f"numeric would compute {costs:,} numbers here: try it on smaller arrays"
    with set_aside():
        try:
            graph = built(recording, live)
            notes = noted(recording, graph, chosen, retain_grad)
        except NotAGraph as error:
            return f"this pass cannot be run again: {error}"
        ran(notes)
        return _on_the_same_nodes(recording, graph, freeze(notes))


def record_aside(
    target: Variable,
    names: Mapping[str, Variable] | None = None,
    source_of: SourceOf = no_source,
) -> Recording:
    """The pass that `target.backward()` would make, on a copy of its graph: the gradients, and all
    else that a session can see, stay as they are. It begins without any gradient.

    `names` are the session's named Variables. Raises BackwardError for a leaf; a pass that cannot
    go on ends in its failure.
    """
    if target.creator is None:
        raise no_creator(target)
    with set_aside():
        copies = _copied(target)
        notes = Notes(0, None, copies[id(target)], ALGORITHMS["generation"], False, False)
        told = {name: copies[id(v)] for name, v in (names or {}).items() if id(v) in copies}
        ran(notes, told)
        return freeze(notes, source_of)


def _copied(target: Variable) -> dict[int, Variable]:
    """A copy of the graph behind a Variable: every Variable's, by the id of the original."""
    copies: dict[int, Variable] = {}

    def copy_of(v: Variable) -> Variable:
        if id(v) not in copies:
            copies[id(v)] = _named(boxed(v._data), v.name, v.generation)  # type: ignore[arg-type]
            copies[id(v)].label = v.label
        return copies[id(v)]

    for f in functions_behind(target):
        copy = spare(f)
        copy.source, copy.generation, copy.serial = f.source, f.generation, CALLS.made
        CALLS.made += 1
        copy.inputs = tuple([copy_of(x) for x in f.inputs])
        ys = [output() for output in f.outputs]
        copy.outputs = tuple([_gone if y is None else weakref.ref(copy_of(y)) for y in ys])
        for y in ys:
            if y is not None and y.creator is f:
                copy_of(y).creator = copy
    return copies


def _gone() -> None:
    """A dead output."""


def _differences(recording: Recording) -> int:
    """How many numbers local gradients by finite differences come to."""

    def size(i: int | None) -> int:
        data = None if i is None else recording.variables[i].data
        return 0 if data is None else data.size

    return sum(
        sum(map(size, f.inputs)) * sum(map(size, (*f.inputs, *f.outputs)))
        for f in recording.functions
        if f.order == 1
    )


@contextmanager
def set_aside() -> Iterator[None]:
    """Nobody watches, and nothing of it shows afterwards."""
    kept = Config.recorder, Config.source_finder
    counts = CALLS.made, CALLS.tried, CALLS.last_change
    dice = np.random.get_state()
    collecting = gc.isenabled()
    gc.disable()  # or Python's cycle collector walks the whole graph again and again
    Config.recorder = Config.source_finder = None
    Config.passes += 1
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        Config.passes -= 1
        Config.recorder, Config.source_finder = kept
        CALLS.made, CALLS.tried, CALLS.last_change = counts
        np.random.set_state(dice)
        if collecting:
            gc.enable()


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
                        raise NotAGraph(f"{node.label} stands before what made its input")
                    graph.variables[i] = _leaf(recording, i)
            outputs = [None if i is None else recording.variables[i].data for i in node.outputs]
            _put(graph, recording, at, (live or {}).get(at), outputs)
    for i, v in graph.variables.items():
        if makers[i] is None:
            v.creator = None  # it was cut off its graph
    target = graph.variables.get(recording.target)
    if target is None or target.creator is None:
        raise NotAGraph(f"nothing made {recording.target_node.label}")
    return graph


def _leaf(recording: Recording, i: int) -> Variable:
    node = recording.variables[i]
    if node.generation > DEEPEST:
        raise NotAGraph(f"{node.label} has generation {node.generation}")
    return _named(_holding(node.data), node.label if node.named else None, node.generation)


def _holding(value: Value | None) -> Variable:
    if value is None:
        return boxed(Unkept(Value((), "float64", None)))  # type: ignore[arg-type]
    return boxed(Unkept(value) if value.array is None else value.array)  # type: ignore[arg-type]


def _named(v: Variable, name: str | None, generation: int) -> Variable:
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
                raise NotAGraph(f"{recording.variables[i].label} is made twice")
            label = recording.variables[i].label if recording.variables[i].named else None
            graph.variables[i] = _named(y, label, y.generation)


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


def noted(recording: Recording, graph: Graph, chosen: Algorithm, retain_grad: bool) -> Notes:
    """The notes of a pass that is about to begin: gradients found, and the seed in its place."""
    for i, value in recording.found:
        if i in graph.variables and value.array is not None:
            graph.variables[i].grad = Variable(value.array.copy())
    target, seed = graph.variables[recording.target], recording.seed
    if seed.array is None and not recording.seeded:
        raise NotAGraph("the elements of its seed were not kept")
    ones = np.ones(seed.shape, seed.dtype)
    target.grad = Variable(ones if seed.array is None else seed.array.copy())
    return Notes(recording.id, recording.parent, target, chosen, retain_grad, False)


def ran(
    notes: Notes, names: Mapping[str, Variable] | None = None, *, create_graph: bool = False
) -> None:
    """Run the pass that is about to begin to its end, or to the error that it ends in."""
    chosen = notes.algorithm
    try:
        chosen.loop(notes.target, notes.retain_grad, create_graph, _within_limits(notes))
    except (*TROUBLE, RuntimeError, AttributeError) as error:
        local = loop_locals(error, chosen)
        notes.fail(explained(error, chosen) or error, local.get("f"), local.get("gys"))
    notes.finish(names or {})


def _within_limits(notes: Notes) -> Watch:
    """The hook of the notes, which ends a pass that takes too long."""
    noting, end = notes.watch, time.monotonic() + SECONDS
    pops = 0

    def watch(f: Function, gys: list[Any], gxs: tuple[Variable, ...]) -> None:
        nonlocal pops
        if pops == MOST_POPS:
            raise Cut(f"cut off here after {pops:,} pops: {_many(notes)}")
        if time.monotonic() > end:
            raise Cut(f"cut off here after {SECONDS:g} seconds and {pops:,} pops")
        pops += 1
        noting(f, gys, gxs)

    return watch


def _many(notes: Notes) -> str:
    behind = functions_behind(notes.target)
    if notes.algorithm.seen_set:
        return f"there are {len(behind):,} functions"
    uses = Counter({notes.target.creator: 1})
    for f in reversed(behind):
        for x in f.inputs:
            if x.creator is not None:
                uses[x.creator] += uses[f]
    return f"{notes.algorithm.name} goes through its {len(behind):,} functions {_big(uses)} times"


def _big(uses: Counter[Any]) -> str:
    total = sum(uses.values())
    return f"{total:,}" if total < 10**12 else f"about {float(total):.0e}"


def _on_the_same_nodes(recording: Recording, graph: Graph, made: Recording) -> Recording:
    """What was made, with the indices, labels and flags of the recording that it was made from."""
    place = {id(f): i for i, f in graph.functions.items()}
    behind = functions_behind(graph.variables[recording.target])
    functions = [place[id(f)] for f in behind]
    variables = {made.target: recording.target}
    for i, node in zip(functions, made.functions, strict=True):
        own = recording.functions[i]
        variables.update(zip(node.inputs, own.inputs, strict=True))
        variables.update(_pairs(node.outputs, own.outputs))
    pops = tuple([_moved(pop, functions, variables) for pop in made.pops])
    first = recording.first_order
    kept = [i for i, node in enumerate(recording.variables) if node.order == 1]
    return replace(
        recording,
        algorithm=made.algorithm,
        retain_grad=made.retain_grad,
        create_graph=False,
        functions=recording.functions[: max(first, default=-1) + 1],
        variables=recording.variables[: max(kept, default=-1) + 1],
        pops=pops,
        grads=tuple(named_grads(recording, pops)),
        failure=made.failure,
        evaluations=made.evaluations,
    )


def _pairs(one: tuple[int | None, ...], other: tuple[int | None, ...]) -> Iterator[tuple[int, int]]:
    for a, b in zip(one, other, strict=True):
        if a is not None and b is not None:
            yield a, b


def _moved(pop: Pop, functions: list[int], variables: dict[int, int]) -> Pop:
    def delivered(d: Delivery) -> Delivery:
        return replace(
            d,
            to=variables[d.to],
            creator=None if d.creator is None else functions[d.creator],
            shared=tuple([variables[i] for i in d.shared]),
        )

    return replace(
        pop,
        function=functions[pop.function],
        deliveries=tuple([delivered(d) for d in pop.deliveries]),
        freed=tuple([variables[i] for i in pop.freed]),
    )


def final_grads(recording: Recording, pops: Sequence[Pop]) -> dict[int, Value]:
    """Every gradient that there is when pops have been through a recording's graph, by variable."""
    final = dict(recording.found)
    final.setdefault(recording.target, recording.seed)
    for pop in pops:
        for d in pop.deliveries:
            final[d.to] = d.after
            final.update(dict.fromkeys(d.shared, d.after))
        for i in pop.freed:
            final.pop(i, None)
    return final


def named_grads(recording: Recording, pops: Sequence[Pop]) -> Iterator[tuple[str, Value | None]]:
    """The gradients that the recording names, as the pass left them."""
    final = final_grads(recording, pops)
    nodes = {node.label: i for i, node in enumerate(recording.variables) if node.order == 1}
    for name, before in recording.grads:
        yield name, final.get(nodes[name]) if name in nodes else before
