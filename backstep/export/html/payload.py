"""A recording taken apart for the player: structure as numbers, and every text that is shown.

What holds at a position (queue, gradients, marks, bytes) is not in it: the player works it out from
the pops, as the timeline does. What is said is in it, so that both say the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from backstep.engine.algorithm import ALGORITHMS
from backstep.export.html.drawing import boxed, drawing
from backstep.export.html.lecturing import formulas
from backstep.export.html.program import Program
from backstep.export.html.telling import whole_pass
from backstep.export.html.values import Values
from backstep.recording.looking.queries import trouble_steps
from backstep.recording.looking.queueing import algorithm_of, at_first
from backstep.recording.records import Delivery, Pop, Recording, VariableNode
from backstep.recording.telling.backward_names import names_in_backward
from backstep.recording.telling.narration import along_paths
from backstep.recording.timeline import Timeline
from backstep.stepper.panes.nodes import name_told, shortened
from backstep.stepper.view import View

Json: TypeAlias = dict[str, object]
THEN = ("queued", "seen", "leaf")


def payload(view: View, program: Program, values: Values) -> Json:
    """Everything about the pass that a view shows, but for what the person put to it."""
    recording, timeline = view.recording, view.timeline
    functions, variables = recording.functions, recording.variables
    classes = list(dict.fromkeys((f.class_name, f.backward_source) for f in functions))
    places = {each: i for i, each in enumerate(classes)}
    graphs = {order: drawing(timeline, order) for order in (1, 2)}
    told = whole_pass(view)
    formula_of, known = formulas(recording)
    return {
        **of_run(timeline, values),
        "names": [_names(recording, pop, values) for pop in recording.pops],
        "numbers": told.numbers,
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
            "formula": formula_of,
        },
        "formulas": known,
        "classes": classes,
        "variables": {
            "label": [x.label for x in variables],
            "named": [int(x.named) for x in variables],
            "short": [name_told(x, "names") for x in variables],
            "box": [boxed(recording, i) for i in range(len(variables))],
            "data": [values.place(x.data) for x in variables],
            "generation": [x.generation for x in variables],
            "creator": [x.creator for x in variables],
            "order": [x.order for x in variables],
        },
        "rows": told.rows,
        "sentences": told.sentences,
        "whys": told.whys,
        "otherPeak": timeline.held.other_peak,
        "graphs": graphs,
        "spans": program.spans(recording),
    }


def of_run(timeline: Timeline, values: Values) -> Json:
    """What happened in a pass, on a graph that is told of elsewhere."""
    recording = timeline.recording
    algorithm = algorithm_of(recording)
    nodes = recording.variables
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
        "error": None if recording.failure is None else recording.failure.error,
        "pops": [_pop(recording, pop, values) for pop in recording.pops],
        "troubles": _troubles(timeline),
        "troubleSteps": trouble_steps(timeline),
        "listed": timeline.grad_order,
    }


def _pop(recording: Recording, pop: Pop, values: Values) -> list[object]:
    nodes, f = recording.variables, recording.functions[pop.function]
    gys = [
        values.place(gy, None if y is None else nodes[y])
        for y, gy in zip(f.outputs, pop.gys, strict=True)
    ]
    gxs = None if pop.gxs is None else [values.place(gx) for gx in pop.gxs]
    delivered = [_delivery(nodes[d.to], d, values) for d in pop.deliveries]
    return [pop.function, gys, gxs, delivered, pop.freed, pop.born]


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
