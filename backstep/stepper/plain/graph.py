"""The command on the graph: in words, or drawn with ASCII."""

from __future__ import annotations

from collections.abc import Iterator
from shutil import get_terminal_size

from backstep.messages import later, tr, trn
from backstep.recording.graphs import Graph
from backstep.stepper.entry import Refused
from backstep.stepper.graph.inline import inline
from backstep.stepper.plain.command import Command, telling
from backstep.stepper.plain.words import data_text, labels_of
from backstep.stepper.view import View

MOST_TOLD = 24  # functions; of a larger graph those around the current one
MOST_DRAWN = 60
NARROWEST = 40
MADE = later("{function}: from {inputs} to {outputs}, made in step {step}")
STATES = {
    "waiting": later("{function}: from {inputs} to {outputs}, generation {generation}, waiting"),
    "queued": later(
        "{function}: from {inputs} to {outputs}, generation {generation}, "
        "in the queue at index {index}"
    ),
    "current": later("{function}: from {inputs} to {outputs}, generation {generation}, popped now"),
    "done": later("{function}: from {inputs} to {outputs}, generation {generation}, done"),
}


def _graph(view: View, argument: str) -> Iterator[str]:
    words = argument.split()
    if any(word not in ("all", "draw", "2") for word in words):
        raise Refused(tr("Say graph, graph all, graph draw, or graph 2 for the second order."))
    order = 2 if "2" in words else 1
    chosen = [i for i, f in enumerate(view.recording.functions) if f.order == order]
    if order == 2:
        chosen = [i for i in chosen if (view.recording.functions[i].born or 0) <= view.position]
        if not chosen:
            yield _no_second_order(view)
            return
    shown = chosen if "all" in words else _around(view, chosen)
    if "draw" in words:
        yield from _drawn(view, shown[:MOST_DRAWN], len(chosen))
        return
    if order == 2:
        yield trn(
            "{n} function of the second order, made by this pass so far",
            "{n} functions of the second order, made by this pass so far",
            len(chosen),
        )
    else:
        yield trn(
            "{n} function; {target} is the target",
            "{n} functions; {target} is the target",
            len(chosen),
            target=view.recording.target_node.label,
        )
    if len(shown) < len(chosen):
        yield tr(
            "here are {n} of them around the current one; graph all tells the rest", n=len(shown)
        )
    for i in shown:
        yield _told(view, i)
    if order == 1:
        leaves = [
            i for i, v in enumerate(view.recording.variables) if v.creator is None and v.order == 1
        ]
        told = [data_text(view.moment, i) for i in leaves]
        yield tr("leaves: {leaves}", leaves="; ".join(told[:MOST_TOLD]))


def _no_second_order(view: View) -> str:
    if not view.recording.create_graph:
        return tr("This pass makes no second-order graph: backward(create_graph=True) does.")
    if any(f.order == 2 for f in view.recording.functions):
        return tr("This pass has made nothing of the second-order graph yet.")
    return tr("This pass makes no second-order graph: none of its functions makes one.")


def _around(view: View, chosen: list[int]) -> list[int]:
    """As many functions as can be listened to, with the current one in their middle."""
    if len(chosen) <= MOST_TOLD:
        return chosen
    pop = view.moment.pop
    current = chosen[-1] if pop is None else pop.function
    at = chosen.index(current) if current in chosen else len(chosen) - 1
    first = min(max(0, at - MOST_TOLD // 2), len(chosen) - MOST_TOLD)
    return chosen[first : first + MOST_TOLD]


def _told(view: View, i: int) -> str:
    """`square#2: from a to square#2, generation 1, in the queue at index 0`."""
    moment = view.moment
    f = view.recording.functions[i]
    told = MADE if f.order == 2 else STATES[moment.state_of(i)]
    return tr(
        told,
        function=f.label,
        inputs=labels_of(moment, f.inputs),
        outputs=labels_of(moment, f.outputs),
        step=f.born,
        generation=f.generation,
        index=moment.place_in_queue(i),
    )


def _drawn(view: View, shown: list[int], total: int) -> Iterator[str]:
    """The picture, of ASCII alone and as wide as the terminal."""
    recording, moment = view.recording, view.moment
    grads = {i: moment.grad(i) for i in range(len(recording.variables))}
    graph = Graph(
        [recording.functions[i] for i in shown],
        recording.variables,
        {i: grad for i, grad in grads.items() if grad is not None},
        recording.target,
        total,
    )
    picture = inline(graph, max(NARROWEST, get_terminal_size().columns - 1), ascii_only=True)
    yield from picture.lines
    if picture.functions < total:
        yield trn(
            "drawn: {drawn} of {n} function",
            "drawn: {drawn} of {n} functions",
            total,
            drawn=picture.functions,
        )


COMMANDS = (
    Command(
        "graph",
        telling(_graph),
        later("tell the graph, a function a line with its state; graph draw: as a picture"),
        "Tell",
        argument="[all|draw|2]",
        more=later("graph 2 tells the second-order graph; graph 2 draw draws it."),
        words=lambda view: ("all", "draw", "2"),
    ),
)
