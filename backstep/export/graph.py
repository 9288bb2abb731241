"""A pass's graph at a position, as nodes with lines of text: what .dot, .mmd and .svg draw."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from backstep.export.errors import ExportError
from backstep.export.escaping import shown
from backstep.export.subject import Subject
from backstep.export.wanted import Wanted
from backstep.messages import tr, trn
from backstep.recording.records import Recording, VariableNode
from backstep.recording.timeline import Moment, Timeline
from backstep.recording.values import value_text
from backstep.stepper.graph import Edge, Key

State: TypeAlias = Literal["", "waiting", "queued", "current", "done"]
VALUE = 26  # characters of an array
LONGEST_NAME = 40


@dataclass(frozen=True)
class GraphNode:
    """A box or an ellipse: its lines, the first of them its name where it is `named`.

    `state` is "" at the end of a pass, and of Variables. `second` is one that the pass made itself;
    `hot` one that the last step changed.
    """

    key: Key
    lines: tuple[str, ...]
    state: State = ""
    second: bool = False
    hot: bool = False
    named: bool = True


@dataclass(frozen=True)
class Graph:
    """A graph at a position. `functions` are those that are there, in the order of their calls."""

    moment: Moment
    functions: tuple[int, ...]
    total: int

    @property
    def recording(self) -> Recording:
        """The pass that it is of."""
        return self.moment.recording

    @property
    def at_end(self) -> bool:
        """Whether the pass is over, so that no function has a state worth telling."""
        return self.moment.position == self.moment.timeline.length

    @property
    def left_out(self) -> int:
        """How many functions are not there."""
        return self.total - len(self.functions)

    @cached_property
    def variables(self) -> tuple[int, ...]:
        """The Variables that the functions take and make, and the target."""
        found = dict.fromkeys([self.recording.target] if not self.left_out else [])
        for i in self.functions:
            f = self.recording.functions[i]
            found |= dict.fromkeys([*f.inputs, *(y for y in f.outputs if y is not None)])
        return tuple(sorted(found))

    @property
    def edges(self) -> Iterable[Edge]:
        """From each input to its function, as often as it is taken, and on to the outputs."""
        for i in self.functions:
            f = self.recording.functions[i]
            yield from ((Key("v", x), Key("f", i)) for x in f.inputs)
            yield from ((Key("f", i), Key("v", y)) for y in f.outputs if y is not None)

    def nodes(self) -> Iterable[GraphNode]:
        """Every node with its text, the Variables first."""
        queued = {} if self.at_end else _places(self.moment)
        yield from (variable_node(self.moment, i) for i in self.variables)
        for i in self.functions:
            yield function_node(self.moment, i, _state(self, i, queued), queued.get(i))

    def told(self) -> str:
        """Which pass this is, and where in it."""
        recording, at = self.recording, self.moment.position
        title = shown(recording.title)
        if self.at_end:
            return tr("{title}, after backward by {loop}", title=title, loop=recording.algorithm)
        return tr(
            "{title}, backward by {loop}, step {step} of {last}",
            title=title,
            loop=recording.algorithm,
            step=at,
            last=self.moment.timeline.length,
        )

    def told_left_out(self) -> str:
        """How much of it is not drawn; empty where all is."""
        if not self.left_out:
            return ""
        return trn(
            "{n} function of {total} is left out: those nearest to {focus} are here",
            "{n} functions of {total} are left out: those nearest to {focus} are here",
            self.left_out,
            total=self.total,
            focus=shown(self.recording.functions[focus_of(self.moment)].label, LONGEST_NAME),
        )


def moment_of(subject: Subject, wanted: Wanted) -> Moment:
    """The position that is wanted, the end of the pass without one. Raises ExportError where there
    is no pass."""
    if not subject.recordings:
        raise ExportError(tr("there is no backward pass to draw"))
    timeline = Timeline(subject.recordings[wanted.index])
    return timeline.at(timeline.length if wanted.at is None else wanted.at)


def graph_at(moment: Moment, most_edges: int | None = None) -> Graph:
    """The graph at a position; of one with more edges the functions nearest to the one that is
    popped, or that ends it."""
    nodes = enumerate(moment.recording.functions)
    there = [i for i, f in nodes if f.order == 1 or (f.born or 0) <= moment.position]
    if most_edges is None or _edges_of(moment.recording, there) <= most_edges:
        return Graph(moment, tuple(there), len(there))
    return Graph(moment, _nearest(moment, set(there), most_edges), len(there))


def focus_of(moment: Moment) -> int:
    """The function that a window is around: that of the pop under way, at the end the first."""
    if moment.pop is not None and moment.position < moment.timeline.length:
        return moment.pop.function
    return moment.recording.target_node.creator or 0


def _edges_of(recording: Recording, functions: Iterable[int]) -> int:
    nodes = recording.functions
    return sum(len(nodes[i].inputs) + len(nodes[i].outputs) for i in functions)


def _nearest(moment: Moment, there: set[int], most_edges: int) -> tuple[int, ...]:
    """The functions nearest to the focus, whichever way the edges go, as many as have room."""
    recording, users = moment.recording, moment.timeline.users
    begin = focus_of(moment)
    kept: list[int] = []
    seen, waiting, room = {begin}, deque([begin]), most_edges
    while waiting:
        i = waiting.popleft()
        f = recording.functions[i]
        room -= len(f.inputs) + len(f.outputs)
        if room < 0 and kept:
            break
        kept.append(i)
        for x in dict.fromkeys([*f.inputs, *(y for y in f.outputs if y is not None)]):
            creator = recording.variables[x].creator
            around = [*([] if creator is None else [creator]), *users.get(x, ())[:most_edges]]
            for other in around:
                if other in there and other not in seen:
                    seen.add(other)
                    waiting.append(other)
    return tuple(sorted(kept))


def _places(moment: Moment) -> dict[int, int]:
    """Where in the queue each function is that is in it."""
    return {entry.function: entry.index for entry in moment.queue}


def _state(graph: Graph, function: int, queued: dict[int, int]) -> State:
    moment = graph.moment
    if graph.at_end or graph.recording.functions[function].order == 2:
        return ""
    if function in queued:
        return "queued"
    if moment.pop is not None and moment.pop.function == function:
        return "current"
    pops = moment.timeline.pops_of(function)
    return "done" if pops and pops[0] < moment.pop_index else "waiting"


def variable_node(moment: Moment, index: int) -> GraphNode:
    """A Variable with its name, its data and its gradient."""
    node, event = moment.node(index), moment.last_change(index)
    lines = [shown(node.label, LONGEST_NAME)] if is_told(node) else []
    lines.append(f"data {value_text(node.data, VALUE)}")
    if event is not None and event.change == "freed":
        lines.append(tr("grad None (freed)"))
    elif node.order == 1 or event is not None:
        lines.append(f"grad {value_text(None if event is None else event.after, VALUE)}")
    hot = event is not None and 0 < event.step == moment.position < moment.timeline.length
    return GraphNode(Key("v", index), tuple(lines), "", node.order == 2, hot, is_told(node))


def function_node(moment: Moment, index: int, state: State, place: int | None) -> GraphNode:
    """A function with its generation, and how far the pass is with it."""
    f = moment.recording.functions[index]
    told = {
        "queued": tr("in the queue at {place}", place=place),
        "current": tr("current"),
        "done": tr("done"),
    }.get(state, "")
    lines = [shown(f.label, LONGEST_NAME), tr("generation {n}", n=f.generation)]
    if f.order == 2:
        lines.append(tr("second order"))
    return GraphNode(Key("f", index), (*lines, *([told] if told else [])), state, f.order == 2)


def is_told(node: VariableNode) -> bool:
    """Whether a Variable's label says something: `x`, `x.grad`, not `mul'5` or `x ** 2`."""
    owner, dot, _ = node.label.partition(".grad")
    return node.named or bool(dot and owner.isidentifier())


def by_generation(graph: Graph) -> Iterable[Sequence[int]]:
    """The functions of the first order that have a generation in common, several at least."""
    found: dict[int, list[int]] = {}
    for i in graph.functions:
        f = graph.recording.functions[i]
        if f.order == 1:
            found.setdefault(f.generation, []).append(i)
    return (together for together in found.values() if len(together) > 1)
