"""A recording taken apart for the player: structure as numbers, and every text that is shown.

What holds at a position (queue, gradients, marks, bytes) is not in it: the player works it out from
the pops, as the timeline does. What is said is in it, so that both say the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from backstep.engine.algorithm import ALGORITHMS
from backstep.export.html.drawing import boxed, drawing
from backstep.export.html.program import Program
from backstep.export.html.telling import rows_of_pop, whole_pass
from backstep.recording.looking.queries import trouble_steps
from backstep.recording.looking.queueing import algorithm_of, at_first
from backstep.recording.records import KEPT_ELEMENTS, Delivery, Pop, Recording, Value, VariableNode
from backstep.recording.telling.backward_names import names_in_backward
from backstep.recording.telling.narration import along_paths
from backstep.recording.timeline import Timeline
from backstep.recording.values import number_text, value_text
from backstep.stepper.panes.nodes import grad_in_box, shortened
from backstep.stepper.view import View

Json: TypeAlias = dict[str, object]
THEN = ("queued", "seen", "leaf")
VALUE_WIDTH = 40
ON_THE_WAY = 12  # cells of a value that runs along a wire


@dataclass
class Values:
    """The texts of values, each once; a value is named by its place among them.

    Each is what is said of it in a pane, in its variable's box, on its way along a wire, the bytes
    that it holds, its shape, and its elements where they are few.
    """

    rows: list[list[object]] = field(default_factory=list)
    _places: dict[object, int] = field(default_factory=dict)
    _known: dict[tuple[int, bool | None], int] = field(default_factory=dict)

    def place(self, value: Value | None, node: VariableNode | None = None) -> int | None:
        """The place of a value, which is the gradient of a node."""
        if value is None:
            return None
        alike = None if node is None else node.data is not None and node.data.shape == value.shape
        key = (id(value), alike)
        if key not in self._known:
            self._known[key] = self._new(value, node)
        return self._known[key]

    def _new(self, value: Value, node: VariableNode | None) -> int:
        text = value_text(value, VALUE_WIDTH)
        box = text if node is None else grad_in_box(value, node)
        moving = text if len(text) <= ON_THE_WAY else value_text(value, ON_THE_WAY)
        nbytes = value.nbytes if value.array is None else value.array.nbytes
        row = (text, box, moving, nbytes, value.shape, _elements(value))
        place = self._places.setdefault(row, len(self.rows))
        if place == len(self.rows):
            self.rows.append([*row])
        return place


def _elements(value: Value) -> tuple[str, ...]:
    if value.shape == () or value.array is None or value.size > KEPT_ELEMENTS:
        return ()
    return tuple(number_text(x, 4) for x in value.array.ravel().tolist())


def payload(view: View, program: Program) -> Json:
    """Everything about the pass that a view shows, but for what the person put to it."""
    recording, timeline = view.recording, view.timeline
    values = Values()
    nodes = recording.variables
    algorithm = algorithm_of(recording)
    functions, variables = recording.functions, recording.variables
    classes = list(dict.fromkeys((f.class_name, f.backward_source) for f in functions))
    places = {each: i for i, each in enumerate(classes)}
    graphs = {order: drawing(timeline, order) for order in (1, 2)}
    sentences, whys = whole_pass(timeline)
    return {
        "algorithm": recording.algorithm,
        "order": algorithm.order,
        "seenSet": algorithm.seen_set,
        "shares": recording.algorithm not in ALGORITHMS or algorithm.adds == "inplace",
        "paths": along_paths(recording),
        "retain": recording.retain_grad,
        "create": recording.create_graph,
        "target": recording.target,
        "seed": values.place(recording.seed, nodes[recording.target]),
        "seeded": recording.seeded,
        "first": [f for f in at_first(recording) if f is not None],
        "found": [[i, values.place(value, nodes[i])] for i, value in recording.found],
        "failed": recording.failure is not None,
        "functions": {
            "label": [f.label for f in functions],
            "short": [shortened(f.label) for f in functions],
            "class": [places[f.class_name, f.backward_source] for f in functions],
            "generation": [f.generation for f in functions],
            "inputs": [f.inputs for f in functions],
            "outputs": [f.outputs for f in functions],
            "order": [f.order for f in functions],
            "born": [f.born for f in functions],
            "source": [f.source for f in functions],
        },
        "classes": classes,
        "variables": {
            "label": [x.label for x in variables],
            "named": [int(x.named) for x in variables],
            "box": [boxed(recording, i) for i in range(len(variables))],
            "data": [values.place(x.data) for x in variables],
            "generation": [x.generation for x in variables],
            "creator": [x.creator for x in variables],
            "order": [x.order for x in variables],
        },
        "pops": [_pop(recording, pop, values) for pop in recording.pops],
        "rows": [rows_of_pop(view, k) for k in range(len(recording.pops))],
        "sentences": sentences,
        "whys": whys,
        "troubles": _troubles(timeline),
        "troubleSteps": trouble_steps(timeline),
        "listed": timeline.grad_order,
        "otherPeak": timeline.held.other_peak,
        "graphs": graphs,
        "spans": program.spans(recording),
        "values": values.rows,
    }


def _pop(recording: Recording, pop: Pop, values: Values) -> list[object]:
    nodes, f = recording.variables, recording.functions[pop.function]
    gys = [
        values.place(gy, None if y is None else nodes[y])
        for y, gy in zip(f.outputs, pop.gys, strict=True)
    ]
    gxs = None if pop.gxs is None else [values.place(gx) for gx in pop.gxs]
    delivered = [_delivery(nodes[d.to], d, values) for d in pop.deliveries]
    return [pop.function, gys, gxs, delivered, pop.freed, pop.born, _names(recording, pop, values)]


def _names(recording: Recording, pop: Pop, values: Values) -> list[object]:
    """The line of the function's backward that returned, and what its names stood for: those that
    were given to it, and those that it worked out."""
    names = names_in_backward(recording, pop)
    given, computed = (
        [[name, values.place(value)] for name, value in known.items()]
        for known in (names.given, names.computed)
    )
    return [names.line, given, computed]


def _delivery(node: VariableNode, d: Delivery, values: Values) -> list[object]:
    before, gx, after = (values.place(value, node) for value in (d.before, d.gx, d.after))
    told: list[object] = [d.to, int(d.how == "add"), before, gx, after, THEN.index(d.then)]
    return [*told, d.creator, *([d.shared] if d.shared else [])]


def _troubles(timeline: Timeline) -> Iterable[tuple[int, str, str, int]]:
    """What goes wrong: at which step, of what kind, in words, in which function."""
    return [
        (
            timeline.starts[k] + 3 + (0 if each.delivery is None else each.delivery + 1),
            each.kind,
            each.text,
            timeline.recording.pops[k].function,
        )
        for k, of_pop in timeline.troubles.items()
        for each in of_pop
    ]
