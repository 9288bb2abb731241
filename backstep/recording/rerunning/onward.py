"""On into the next order: the pass over the graph that a pass with create_graph=True makes.

It is what a person would type next: `gx = x.grad; x.cleargrad(); gx.backward(create_graph=True)`
(book step 33). There is only the recording, so its graph is built anew (again.py) and the pass is
run over it, which makes the graph of the gradient; the second pass goes back through that.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from backstep.engine.algorithm import ALGORITHMS
from backstep.engine.config import using_config
from backstep.engine.graph import functions_behind
from backstep.engine.variable import Variable, as_variable
from backstep.messages import tr
from backstep.recording.making.freezing import freeze
from backstep.recording.making.notes import Notes
from backstep.recording.records import Recording
from backstep.recording.rerunning.again import MOST_POPS, noted, ran
from backstep.recording.rerunning.aside import set_aside
from backstep.recording.rerunning.rebuilding import TROUBLE, Graph, NotAGraph, built
from backstep.recording.rerunning.remembered import Remembered


def leaves_with_gradients(recording: Recording) -> list[int]:
    """The leaves that a person named and that the pass brings a gradient to, in order."""
    reached = {d.to for pop in recording.pops for d in pop.deliveries}
    return [
        i
        for i, node in enumerate(recording.variables)
        if node.order == 1 and node.creator is None and node.named and i in reached
    ]


def run_on(recording: Recording, leaf: int, id: int) -> Recording | str:
    """The backward pass of a leaf's gradient, with create_graph=True, so that it can go on from
    there; or a sentence on why there is none.

    Every gradient is cleared before it. `id` is what the recording is called by.
    """
    label = recording.variables[leaf].label
    with set_aside():
        try:
            graph = built(recording)
        except NotAGraph as error:
            return tr("this pass cannot be run again: {error}", error=error)
        own = next((f for f in graph.functions.values() if isinstance(f, Remembered)), None)
        if own is not None:
            return tr(
                "{kind} is not here to be run, only what was recorded of it: at the prompt, g = "
                "{label}.grad and g.backward(create_graph=True) go on",
                kind=type(own).__name__,
                label=label,
            )
        first = noted(recording, graph, ALGORITHMS["generation"], False)
        problem = _run(first, graph)
        if problem:
            return problem
        gradient = graph.variables[leaf].grad
        if gradient is None:
            return tr("{label} has no gradient to go on from", label=label)
        target = as_variable(gradient)
        if target.creator is None:
            return tr("{label}.grad is a constant here, so its own gradients are zero", label=label)
        if len(functions_behind(target)) > MOST_POPS:
            return tr(
                "the graph of {label}.grad has more than {most:,} functions",
                label=label,
                most=MOST_POPS,
            )
        for v in _all_variables(graph, target):
            v.grad = None
        target.name = _gradient_name(recording, label)
        target.grad = Variable(np.ones_like(target.data))
        second = Notes(id, None, target, ALGORITHMS["generation"], False, True)
        second.found_seed = None
        ran(second, create_graph=True)
        return freeze(second)


def _run(notes: Notes, graph: Graph) -> str:
    """Run the first pass with create_graph=True; a sentence where it fails."""
    try:
        with using_config("enable_backprop", True):
            notes.algorithm.loop(notes.target, False, True, None)
    except (*TROUBLE, RuntimeError, AttributeError) as error:
        return tr("the pass by generation fails: {error}", error=error)
    return ""


def _all_variables(graph: Graph, target: Variable) -> Iterable[Variable]:
    """Every Variable whose gradient the second pass could find."""
    yield from graph.variables.values()
    for f in functions_behind(target):
        yield from f.inputs


def _gradient_name(recording: Recording, label: str) -> str:
    """`gx`, and after it `gx2`, as the book calls them."""
    name = f"g{label}" if label.isidentifier() else f"{label}.grad"
    before = recording.target_node.label
    if before == name:
        return f"{name}2"
    order = before.removeprefix(name)
    return f"{name}{int(order) + 1}" if before != order and order.isdecimal() else name
