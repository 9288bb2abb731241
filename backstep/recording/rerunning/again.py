"""A recorded pass run again, by any algorithm: over the same graph, on the same nodes.

There is only the recording, which may come from a stranger's file, so the graph is built anew from
it (rebuilding.py); at the prompt the live functions are there, and copies of them stand in it.
Nothing that a session can see is touched.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from backstep.engine.algorithm import ALGORITHMS, Algorithm
from backstep.engine.config import Watch
from backstep.engine.errors import BackwardError
from backstep.engine.explain import explained, loop_locals
from backstep.engine.function import Function
from backstep.engine.graph import functions_behind
from backstep.engine.variable import Variable
from backstep.messages import tr
from backstep.recording.making.freezing import freeze
from backstep.recording.making.notes import Notes
from backstep.recording.records import Delivery, Pop, Recording, Value
from backstep.recording.rerunning.aside import set_aside
from backstep.recording.rerunning.rebuilding import TROUBLE, Graph, Live, NotAGraph, built
from backstep.recording.rerunning.remembered import MOST_ELEMENTS

Run: TypeAlias = Callable[[Recording, str, bool], "Recording | str"]
MOST_POPS = 10_000
SECONDS = 5.0
MOST_DIFFERENCES = 10**8  # numbers that finite differences may compute


@dataclass(frozen=True)
class Rerun:
    """How passes are run again, and by which two algorithms one is shown at first, if by any."""

    run: Run
    algorithms: tuple[str, str] | None = None


class Cut(BackwardError):
    """A pass that was ended because it would take too long."""


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
        return tr(
            "numeric would compute {costs:,} numbers here: try it on smaller arrays", costs=costs
        )
    with set_aside():
        try:
            graph = built(recording, live)
            notes = noted(recording, graph, chosen, retain_grad)
        except NotAGraph as error:
            return tr("this pass cannot be run again: {error}", error=error)
        ran(notes)
        return _on_the_same_nodes(recording, graph, freeze(notes))


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


def noted(recording: Recording, graph: Graph, chosen: Algorithm, retain_grad: bool) -> Notes:
    """The notes of a pass that is about to begin: gradients found, and the seed in its place."""
    for i, value in recording.found:
        if i in graph.variables and value.array is not None:
            graph.variables[i].grad = Variable(value.array.copy())
    target, seed = graph.variables[recording.target], recording.seed
    if seed.array is None and not recording.seeded:
        raise NotAGraph(tr("the elements of its seed were not kept"))
    if seed.size > MOST_ELEMENTS:
        raise NotAGraph(tr("its seed has {n:,} elements", n=seed.size))
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
            raise Cut(tr("cut off here after {pops:,} pops: {many}", pops=pops, many=_many(notes)))
        if time.monotonic() > end:
            raise Cut(
                tr(
                    "cut off here after {seconds:g} seconds and {pops:,} pops",
                    seconds=SECONDS,
                    pops=pops,
                )
            )
        pops += 1
        noting(f, gys, gxs)

    return watch


def _many(notes: Notes) -> str:
    behind = functions_behind(notes.target)
    if notes.algorithm.seen_set:
        return tr("there are {n:,} functions", n=len(behind))
    uses = Counter({notes.target.creator: 1})
    for f in reversed(behind):
        for x in f.inputs:
            if x.creator is not None:
                uses[x.creator] += uses[f]
    return tr(
        "{algorithm} goes through its {n:,} functions {times} times",
        algorithm=notes.algorithm.name,
        n=len(behind),
        times=_big(uses),
    )


def _big(uses: Counter[Any]) -> str:
    total = sum(uses.values())
    return f"{total:,}" if total < 10**12 else tr("about {n:.0e}", n=float(total))


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
