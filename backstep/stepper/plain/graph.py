"""The command on the graph: in words, or drawn with ASCII."""

from __future__ import annotations

from collections.abc import Iterator
from shutil import get_terminal_size

from backstep.recording.graphs import Graph
from backstep.stepper.entry import Refused
from backstep.stepper.graph.inline import inline
from backstep.stepper.plain.command import Command, telling
from backstep.stepper.plain.words import count, data_text, labels_of
from backstep.stepper.view import View

MOST_TOLD = 24  # functions; of a larger graph those around the current one
MOST_DRAWN = 60
NARROWEST = 40


def _graph(view: View, argument: str) -> Iterator[str]:
    words = argument.split()
    if any(word not in ("all", "draw", "2") for word in words):
        raise Refused("Say graph, graph all, graph draw, or graph 2 for the second order.")
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
        yield f"{count(len(chosen), 'function')} of the second order, made by this pass so far"
    else:
        target = view.recording.target_node.label
        yield f"{count(len(chosen), 'function')}; {target} is the target"
    if len(shown) < len(chosen):
        yield f"here are {len(shown)} of them around the current one; graph all tells the rest"
    for i in shown:
        yield _told(view, i)
    if order == 1:
        leaves = [
            i for i, v in enumerate(view.recording.variables) if v.creator is None and v.order == 1
        ]
        told = [data_text(view.moment, i) for i in leaves]
        yield f"leaves: {'; '.join(told[:MOST_TOLD])}"


def _no_second_order(view: View) -> str:
    if not view.recording.create_graph:
        return "This pass makes no second-order graph: backward(create_graph=True) does."
    if any(f.order == 2 for f in view.recording.functions):
        return "This pass has made nothing of the second-order graph yet."
    return "This pass makes no second-order graph: none of its functions makes one."


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
    ends = f"from {labels_of(moment, f.inputs)} to {labels_of(moment, f.outputs)}"
    if f.order == 2:
        return f"{f.label}: {ends}, made in step {f.born}"
    state = moment.state_of(i)
    index = moment.place_in_queue(i)
    told = {"current": "popped now", "queued": f"in the queue at index {index}"}.get(state, state)
    return f"{f.label}: {ends}, generation {f.generation}, {told}"


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
        yield f"drawn: {picture.functions} of {count(total, 'function')}"


COMMANDS = (
    Command(
        "graph",
        telling(_graph),
        "tell the graph, a function a line with its state; graph draw: as a picture",
        "Tell",
        argument="[all|draw|2]",
        more="graph 2 tells the second-order graph; graph 2 draw draws it.",
        words=lambda view: ("all", "draw", "2"),
    ),
)
