"""Commands on gradients: grads, inspect, check."""

from __future__ import annotations

from collections.abc import Iterator

from backstep.recording.held import bytes_text
from backstep.recording.records import Value
from backstep.recording.timeline import GradEvent, Moment
from backstep.recording.trouble import compared_text
from backstep.recording.values import number_text
from backstep.recording.visible import visible
from backstep.recording.why import push_told, pushes
from backstep.stepper.entry import Refused
from backstep.stepper.graph import Key
from backstep.stepper.plain.command import Command, telling
from backstep.stepper.plain.naming import names_of, node_named, variable_named, variables_of
from backstep.stepper.plain.words import (
    MOST,
    count,
    labels_of,
    listed,
    quoted,
    rule_text,
    value,
)
from backstep.stepper.view import View

ROWS = 12  # of an array that are told one by one
MOST_CHECKED = 50  # pops; each evaluates its forward some times
FIRST_ELEMENTS = 8  # of one whose elements are too many
STATES = {
    "waiting": "it waits: it is not in the queue yet",
    "queued": "it is in the queue",
    "current": "it is the one popped now",
    "done": "it is done",
}


def _grads(view: View, argument: str) -> Iterator[str]:
    if argument.split()[:1] in (["events"], ["e"]):
        yield from _events(view, argument.partition(" ")[2].strip())
        return
    if argument not in ("", "all"):
        i = variable_named(view, argument)
        yield _grad_now(view.moment, i)
        grad = view.moment.grad(i)
        if grad is not None and grad.shape and not value(grad).startswith("["):
            yield from _elements(grad)
        return
    moment = view.moment
    order = view.timeline.grad_order
    held = [i for i in order if moment.grad(i) is not None]
    yield f"{len(held)} of {count(len(order), 'gradient')} held{_bytes(view)}"
    shown = order if argument == "all" else _most_telling(moment, order)
    for i in shown:
        yield _grad_now(moment, i)
    if len(shown) < len(order):
        yield f"{len(order) - len(shown)} more: grads all tells them"


def _most_telling(moment: Moment, order: list[int]) -> list[int]:
    """What has a gradient or had one, and what a person named, before the rest."""
    nodes = moment.recording.variables
    latest = {i: moment.last_change(i) for i in order}

    def rank(i: int) -> tuple[bool, bool, int]:
        event = latest[i]
        return (moment.grad(i) is None, not nodes[i].named, -event.step if event else 0)

    return sorted(sorted(order, key=rank)[:MOST], key=order.index)


def _bytes(view: View) -> str:
    """`, 16 bytes, at the most 24 so far`."""
    held = view.timeline.held
    now, peak = held.at(view.position), held.peak_at(view.position)
    return f", {bytes_text(now)}, at the most {bytes_text(peak)} so far"


def _grad_now(moment: Moment, i: int) -> str:
    """One gradient and its latest change; what this step changed is told with its numbers."""
    name = moment.grad_label(i)
    event = moment.last_change(i)
    if event is None:
        return f"{name} is None"
    when = (
        "in this step"
        if event.step == moment.position and moment.position
        else (f"in step {event.step}" if event.step else "before this pass")
    )
    if event.change == "freed":
        return f"{name} is None, freed {when}, was {value(event.before)}"
    return f"{name} is {value(event.after)}, {_changed(moment, event)} {when}"


def _changed(moment: Moment, event: GradEvent) -> str:
    by = "" if event.by is None else f" by {moment.recording.functions[event.by].label}"
    match event.change:
        case "seed":
            return "set as the seed"
        case "found":
            return "there"
        case "add":
            return f"added to{by} ({_sum(event)})"
    return f"set{by}"


def _sum(event: GradEvent) -> str:
    return f"{value(event.before)} + {value(event.gx)} = {value(event.after)}"


def _events(view: View, argument: str) -> Iterator[str]:
    """Every change of a gradient so far, in order."""
    moment = view.moment
    most = MOST
    if argument in ("", "all"):
        chosen = view.timeline.touched()
        most = len(moment.recording.pops) * MOST if argument else MOST
    else:
        chosen = [variable_named(view, argument)]
        most = max(MOST, view.timeline.length)
    events = [
        event for i in chosen for event in view.timeline.changes(i) if event.step <= view.position
    ]
    events.sort(key=lambda event: event.step)
    if not events:
        yield "No gradient has changed yet." if view.position else "Nothing has happened yet."
    if len(events) > most:
        yield f"{count(len(events) - most, 'event')} before these: grads events all tells them"
    for event in events[-most:]:
        yield _event_told(moment, event)


def _event_told(moment: Moment, event: GradEvent) -> str:
    head = f"step {event.step}: {moment.grad_label(event.variable)}"
    by = "" if event.by is None else f" by {moment.recording.functions[event.by].label}"
    match event.change:
        case "freed":
            return f"{head} freed by {by.removeprefix(' by ')}, was {value(event.before)}"
        case "add":
            return f"{head} added to{by}: {_sum(event)}"
        case "found":
            return f"{head} is {value(event.after)}, from before this pass"
        case "seed":
            return f"{head} set to {value(event.after)}, the seed"
    lost = "" if event.before is None else f", {value(event.before)} is lost"
    return f"{head} set to {value(event.after)}{by}{lost}"


def _inspect(view: View, argument: str) -> Iterator[str]:
    key = _inspected(view) if not argument else node_named(view, argument)
    yield from (_variable(view, key.number) if key.kind == "v" else _function(view, key.number))


def _inspected(view: View) -> Key:
    """Without a name: the function popped, before the first pop the target."""
    pop = view.moment.pop
    return Key("v", view.recording.target) if pop is None else Key("f", pop.function)


def _variable(view: View, i: int) -> Iterator[str]:
    moment, functions = view.moment, view.recording.functions
    node = moment.node(i)
    second = " of the second-order graph" if node.order == 2 else ""
    yield f"{node.label}: a Variable{second}, generation {node.generation}"
    yield from _array("data", node.data)
    if node.creator is None:
        yield "creator: None, it is a leaf"
    else:
        creator = functions[node.creator]
        made = f", from {creator.source}" if creator.source else ""
        yield f"creator: {creator.label}{made}"
    users = [
        f.label if f.inputs.count(i) == 1 else f"{f.label} ({f.inputs.count(i)} times)"
        for f in functions
        if i in f.inputs and f.order == 1
    ]
    yield f"used by: {listed(users)}" if users else "used by: nothing"
    yield from _array("grad", moment.grad(i))
    events = [event for event in view.timeline.changes(i) if event.step <= view.position]
    for event in events[-MOST:]:
        yield _event_told(moment, event)


def _array(name: str, of: Value | None) -> Iterator[str]:
    """An array: whole where it is small, row by row; else its ends, mean and first elements."""
    if of is None:
        yield f"{name}: None"
        return
    if of.shape == () and of.array is not None:
        yield f"{name}: {value(of)} ({of.dtype})"
        return
    yield f"{name}: shape {of.shape}, {of.dtype}, {of.nbytes} bytes"
    yield from _elements(of)


def _elements(of: Value) -> Iterator[str]:
    """The elements of an array, row by row; of one that is too large what there is to say."""
    if of.array is not None and of.array.ndim == 1 and of.size <= 64:
        yield f"  {_row(of.array.tolist())}"
        return
    if of.array is not None and of.array.ndim == 2 and of.shape[0] <= ROWS and of.shape[1] <= ROWS:
        for k, row in enumerate(of.array.tolist()):
            yield f"  row {k}: {_row(row)}"
        return
    yield f"  {value(of)}"
    if of.statistics is not None:
        yield f"  mean {number_text(of.statistics.mean)}"
        yield f"  first of samples: {_row(of.statistics.sample)}"
    elif of.array is not None and of.size:
        if of.array.dtype.kind in "fiu":
            yield f"  mean {number_text(float(of.array.mean()))}"
        yield f"  first elements: {_row(of.array.ravel()[:FIRST_ELEMENTS].tolist())}"


def _row(numbers: object) -> str:
    assert isinstance(numbers, (list, tuple))
    return " ".join(number_text(x) for x in numbers)


def _function(view: View, i: int) -> Iterator[str]:
    moment, recording = view.moment, view.recording
    f = recording.functions[i]
    second = " of the second-order graph" if f.order == 2 else ""
    yield f"{f.label}: a Function{second}, {f.class_name}, generation {f.generation}"
    if f.source:
        yield f"source: {f.source}"
    yield f"inputs: {labels_of(moment, f.inputs)}"
    yield f"outputs: {labels_of(moment, f.outputs)}"
    yield f"rule: {'; '.join(rule_text(f, recording.algorithm))}"
    for name, constant in f.constants:
        yield f"{name} = {constant}"
    if f.order == 2:
        there = f.born is not None and f.born <= view.position
        yield f"made in step {f.born}" if there else "this pass has not made it yet"
        return
    state = moment.state_of(i)
    index = moment.place_in_queue(i)
    yield f"state: {STATES[state]}" + ("" if index is None else f", at index {index}")
    for push in list(pushes(moment, i))[:MOST]:
        yield push_told(moment, push)
    if f.backward_source:
        for line in f.backward_source.rstrip().split("\n"):
            yield f"  {visible(line).expandtabs(4)}".rstrip()


def _check(view: View, argument: str) -> Iterator[str]:
    """The finite differences of this pop, or of every pop up to here."""
    if argument not in ("", "all"):
        raise Refused(f"Say check or check all, not check {quoted(argument)}.")
    last = view.moment.pop_index
    if last < 0:
        yield "No function is popped yet; n pops the first."
        return
    first = max(0, last + 1 - MOST_CHECKED) if argument else last
    if argument and first:
        yield f"the last {MOST_CHECKED} pops up to here"
    for k in range(first, last + 1):
        f = view.recording.functions[view.recording.pops[k].function]
        check = view.passes.check(view.index, k)
        if isinstance(check, str):
            yield f"pop {k + 1}, {f.label}: no check, {check}"
            continue
        for n, one in enumerate(check.inputs):
            yield f"pop {k + 1}, {f.label}: {compared_text(check, n)}: {one.verdict}"


COMMANDS = (
    Command(
        "grads",
        telling(_grads),
        "tell every gradient now, or of a NAME; grads events: every change so far",
        "Tell",
        argument="[NAME|all|events]",
        more="grads x, grads all, grads events, grads events x.",
        words=lambda view: ("all", "events", *variables_of(view)),
    ),
    Command(
        "inspect",
        telling(_inspect),
        "tell all of a Variable or Function: data, grad and its history, creator, users",
        "Tell",
        argument="[NAME]",
        also=("i",),
        more="inspect a, inspect square#2; alone, the function that is popped.",
        words=names_of,
    ),
    Command(
        "check",
        telling(_check),
        "hold the gxs of this pop against finite differences of its forward",
        "Tell",
        argument="[all]",
        also=("f",),
        words=lambda view: ("all",),
    ),
)
