"""The command that tells all of a Variable or a Function: inspect."""

from __future__ import annotations

from collections.abc import Iterator

from backstep.messages import later, tr
from backstep.recording.telling.why import why_queued
from backstep.recording.visible import visible
from backstep.stepper.panes.inspector import inspected_key
from backstep.stepper.plain.arrays import array_told
from backstep.stepper.plain.command import Command, telling
from backstep.stepper.plain.gradients import event_told
from backstep.stepper.plain.naming import names_of, node_named
from backstep.stepper.plain.words import MOST, data_text, listed, rule_text
from backstep.stepper.view import View

MOST_POPS = 3  # of a function that a loop pops again
STATES = {
    "waiting": later("state: it waits: it is not in the queue yet"),
    "queued": later("state: it is in the queue"),
    "current": later("state: it is the one popped now"),
    "done": later("state: it is done"),
}
A_VARIABLE = later("{name}: a Variable, generation {generation}")
A_SECOND_VARIABLE = later("{name}: a Variable of the second-order graph, generation {generation}")
A_FUNCTION = later("{name}: a Function, {kind}, generation {generation}")
A_SECOND_FUNCTION = later(
    "{name}: a Function of the second-order graph, {kind}, generation {generation}"
)


def _inspect(view: View, argument: str) -> Iterator[str]:
    key = node_named(view, argument) if argument else inspected_key(view)
    yield from (_variable(view, key.number) if key.kind == "v" else _function(view, key.number))


def _variable(view: View, i: int) -> Iterator[str]:
    moment, functions = view.moment, view.recording.functions
    node = moment.node(i)
    told = A_VARIABLE if node.order == 1 else A_SECOND_VARIABLE
    yield tr(told, name=node.label, generation=node.generation)
    yield from array_told("data", node.data)
    if node.creator is None:
        yield tr("creator: None, it is a leaf")
    else:
        creator = functions[node.creator]
        made = later("creator: {function}, from {source}")
        told = made if creator.source else "creator: {function}"
        yield tr(told, function=creator.label, source=creator.source)
    using = [functions[k] for k in view.timeline.users.get(i, ())]
    using = [f for f in using if f.order == 1 or (f.born or 0) <= view.position]
    users = [
        f.label
        if f.inputs.count(i) == 1
        else tr("{function} ({n} times)", function=f.label, n=f.inputs.count(i))
        for f in using
    ]
    yield tr("used by: {functions}", functions=listed(users) if users else tr("nothing"))
    yield from array_told("grad", moment.grad(i))
    events = [event for event in view.timeline.changes(i) if event.step <= view.position]
    for event in events[-MOST:]:
        yield event_told(moment, event)


def _function(view: View, i: int) -> Iterator[str]:
    moment, recording = view.moment, view.recording
    f = recording.functions[i]
    told = A_FUNCTION if f.order == 1 else A_SECOND_FUNCTION
    yield tr(told, name=f.label, kind=f.class_name, generation=f.generation)
    if f.source:
        yield tr("source: {source}", source=f.source)
    yield tr("inputs: {inputs}", inputs="; ".join(data_text(moment, x) for x in f.inputs))
    outputs = [tr("(gone)") if y is None else data_text(moment, y) for y in f.outputs]
    yield tr("outputs: {outputs}", outputs="; ".join(outputs))
    yield tr("rule: {rule}", rule="; ".join(rule_text(f, recording.algorithm)))
    for name, constant in f.constants:
        yield f"{name} = {constant}"
    if f.order == 2:
        there = f.born is not None and f.born <= view.position
        not_yet = tr("this pass has not made it yet")
        yield tr("made in step {step}", step=f.born) if there else not_yet
        return
    state, index = tr(STATES[moment.state_of(i)]), moment.place_in_queue(i)
    yield state if index is None else tr("{state}, at index {index}", state=state, index=index)
    yield from why_queued(moment, i)
    for k in view.timeline.pops_of(i)[-MOST_POPS:]:
        if k <= moment.pop_index:
            yield from _pop(view, k)
    if f.backward_source:
        for line in f.backward_source.rstrip().split("\n"):
            yield f"  {visible(line).expandtabs(4)}".rstrip()


def _pop(view: View, k: int) -> Iterator[str]:
    """What came in and went out in one pop, as far as it has come by now."""
    recording, pop = view.recording, view.recording.pops[k]
    f = recording.functions[pop.function]
    here = k == view.moment.pop_index
    moment = view.moment if here else view.timeline.at(view.timeline.end_of_pop(k))
    if moment.reached("gather"):
        for output, gy in zip(f.outputs, pop.gys, strict=True):
            yield from array_told(f"pop {k + 1}, {moment.grad_label(output)}", gy)
    if moment.reached("multiply") and pop.gxs is not None:
        for i, (gx, d) in enumerate(zip(pop.gxs, pop.deliveries, strict=True)):
            name = f"gx{i}" if len(pop.gxs) > 1 else "gx"
            yield from array_told(
                tr("pop {pop}, {gx} for {grad}", pop=k + 1, gx=name, grad=moment.grad_label(d.to)),
                gx,
            )


COMMANDS = (
    Command(
        "inspect",
        telling(_inspect),
        later("tell all of a Variable or Function: data, grad and its history, creator, users"),
        "Tell",
        argument="[NAME]",
        also=("i",),
        more=later("inspect a, inspect square#2; alone, what the step just taken was about."),
        words=names_of,
    ),
)
