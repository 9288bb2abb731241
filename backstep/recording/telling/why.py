"""The words for why: why a function is next, how it came into the queue, what made a gradient.

Every answer is a few sentences on one moment, and tells nothing that comes after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from typing import Literal, TypeAlias

from backstep.messages import later, tr, trn
from backstep.messages.lists import listed
from backstep.recording.looking.queueing import algorithm_of, at_first
from backstep.recording.records import FunctionNode, Pop, Recording, Then, Value
from backstep.recording.telling.narration import along_paths, rule_with_numbers, why_popped
from backstep.recording.timeline import GradEvent, Moment
from backstep.recording.values import value_text

MOST_PARTS = 8  # deliveries of one gradient that are told one by one
MOST_ON_PATH = 12  # names of a path before its middle is left out
MANY_PATHS = 10**6
BEFORE_DELIVERIES = 3  # pop, gather, multiply

Came: TypeAlias = Literal["found", "seed", "set", "add"]


@dataclass(frozen=True, slots=True)
class Push:
    """A try to put a function into the queue, at a step of a pop (-1 for the start).

    `through` is the Variable that was delivered to, whose creator the function is.
    """

    step: int
    pop: int
    function: int
    through: int
    then: Then


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a gradient is made of: the seed, what was there, or a gx and its pop."""

    came: Came
    value: Value
    step: int
    pop: int | None = None
    input: int | None = None


@dataclass(frozen=True, slots=True)
class Makeup:
    """What a gradient is made of now; `lost` are parts that others have overwritten."""

    parts: tuple[Part, ...]
    lost: tuple[Part, ...] = ()
    freed: GradEvent | None = None


@dataclass(slots=True)
class Routes:
    """How the gys of each pop came: the pop that brought the first part, the Variable that it came
    through, and the number of paths from the target (0 where a gradient was there before)."""

    parents: list[int | None] = field(default_factory=list)
    through: list[int | None] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)


def why_next(moment: Moment) -> str:
    """Why the function that stands at the end of the queue is the next one."""
    if moment.failed:
        return tr("Nothing is next: the pass stopped here.")
    if moment.position == 0:
        told = later("Nothing is in the queue yet. {begins}")
        return tr(told, begins=_how_it_begins(moment.recording))
    if moment.position == moment.timeline.length:
        return tr("Nothing is next: the queue is empty, so the loop has ended.")
    more = still_to_queue(moment)
    if not moment.queue:
        return tr(
            "The queue is empty so far. {more}", more=more or tr("The loop ends with this pop.")
        )
    entry = moment.queue[-1]
    f = moment.recording.functions[entry.function]
    why = why_popped(moment, f, moment.queue)
    told = tr("Next is {function}{why}.", function=f.label, why=why)
    return f"{told} {more}".rstrip()


def _how_it_begins(recording: Recording) -> str:
    target = recording.target_node
    if target.creator is None:
        return tr("The first step sets {name}.grad.", name=target.label)
    creator = recording.functions[target.creator].label
    told = later("The first step sets {name}.grad and queues {creator}, which made it.")
    return tr(told, name=target.label, creator=creator)


def still_to_queue(moment: Moment) -> str:
    """That the pop under way has deliveries to come, which may change what is next."""
    if moment.pop is None or moment.function is None or moment.phase == "free":
        return ""
    done = moment.position - moment.timeline.starts[moment.pop_index] - BEFORE_DELIVERIES
    to_come = moment.function.inputs[max(done, 0) :]
    creators = [moment.node(i).creator for i in dict.fromkeys(to_come)]
    labels = [
        moment.recording.functions[c].label
        for c in creators
        if c is not None and not moment.timeline.has_seen(c, moment.position)
    ]
    if not labels or algorithm_of(moment.recording).order == "preset":
        return ""
    told = later("But {function} is not done: {names} are queued when it delivers.")
    if len(labels) == 1:
        told = later("But {function} is not done: {names} is queued when it delivers.")
    return tr(told, function=moment.function.label, names=_listed(labels))


def pushes(moment: Moment, function: int) -> Iterator[Push]:
    """Every try so far to put a function into the queue, those that seen_set refused among them."""
    recording = moment.recording
    if moment.position >= 1 and function in at_first(recording):
        yield Push(1, -1, function, recording.target, "queued")
    for k, pop in _pops_so_far(moment):
        for i, d in enumerate(pop.deliveries):
            step = moment.timeline.starts[k] + BEFORE_DELIVERIES + 1 + i
            if d.creator == function and step <= moment.position:
                yield Push(step, k, function, d.to, d.then)


def refused(moment: Moment) -> list[Push]:
    """The pushes of the pop under way that seen_set has refused so far."""
    if moment.pop is None:
        return []
    found = []
    for i, d in enumerate(moment.pop.deliveries):
        step = moment.timeline.starts[moment.pop_index] + BEFORE_DELIVERIES + 1 + i
        if d.then == "seen" and d.creator is not None and step <= moment.position:
            found.append(Push(step, moment.pop_index, d.creator, d.to, d.then))
    return found


def push_told(moment: Moment, push: Push) -> str:
    """One push in a sentence: who delivered to what, and whether that queued its creator."""
    recording = moment.recording
    label = recording.functions[push.function].label
    preset = algorithm_of(recording).order == "preset"
    if push.pop < 0:
        told = later("Step {step}: {function} was queued at the start, for it made {name}.")
        if preset:
            told = later("Step {step}: {function} stood in the list before the loop began.")
        name = moment.label(push.through)
        return tr(told, step=push.step, function=label, name=name)
    told = later(
        "Step {step}: {by} delivered to {to}, but {function} was in seen_set already, so it was "
        "refused."
    )
    if push.then == "queued":
        told = later("Step {step}: {by} delivered to {to}, so {function} was queued.")
    elif preset:
        told = later("Step {step}: {by} delivered to {to}; {function} is in the list already.")
    by = recording.functions[recording.pops[push.pop].function].label
    to = _output(moment, push.through, label)
    return tr(told, step=push.step, by=by, to=to, function=label)


def _output(moment: Moment, variable: int, maker: str) -> str:
    """`a, which square#1 made`; one without a name of its own is `the output of square#1`."""
    if moment.node(variable).named:
        return tr("{name}, which {function} made", name=moment.label(variable), function=maker)
    return tr("the output of {function}", function=maker)


def why_queued(moment: Moment, function: int) -> list[str]:
    """How a function came into the queue, who was refused to put it there again, when it left."""
    recording = moment.recording
    f = recording.functions[function]
    if f.order == 2:
        return [_born(moment, f)]
    tried = list(pushes(moment, function))
    told = [push_told(moment, push) for push in tried[:MOST_PARTS]]
    if len(tried) > MOST_PARTS:
        told.append(tr("And {n} more.", n=len(tried) - MOST_PARTS))
    popped = [k for k in moment.timeline.pops_of(function) if k <= moment.pop_index]
    for k in popped[:MOST_PARTS]:
        step = moment.timeline.starts[k] + 1
        popped_then = later("Step {step}: {function} was popped, in pop {pop} of {pops}.")
        pops = len(recording.pops)
        told.append(tr(popped_then, step=step, function=f.label, pop=k + 1, pops=pops))
    if len(popped) > MOST_PARTS:
        told.append(tr("And {n} more pops of it.", n=len(popped) - MOST_PARTS))
    outputs = [_output(moment, i, f.label) for i in f.outputs if i is not None]
    if not told and outputs:
        told.append(
            tr(
                "{function} is not in the queue yet: it comes when a gradient reaches {outputs}.",
                function=f.label,
                outputs=reduce(lambda a, b: tr("{one} or {other}", one=a, other=b), outputs),
            )
        )
    elif not told:
        told.append(
            tr("{function} is never queued: none of its outputs is left.", function=f.label)
        )
    elif moment.place_in_queue(function) is not None:
        index = moment.place_in_queue(function)
        told.append(tr("It stands at index {index} of the queue.", index=index))
    return told


def _born(moment: Moment, f: FunctionNode) -> str:
    if f.born is None or f.born > moment.position:
        told = later(
            "{function} is not there yet: this pass makes it later, for the second-order graph."
        )
        return tr(told, function=f.label)
    k = moment.timeline.pop_at(f.born)
    maker = moment.recording.functions[moment.recording.pops[k].function].label
    return tr(
        "{function} is not in the queue of this pass: step {step} made it, when {maker} computed "
        "its gradients under create_graph=True.",
        function=f.label,
        step=f.born,
        maker=maker,
    )


def _pops_so_far(moment: Moment) -> Iterator[tuple[int, Pop]]:
    for k in range(moment.pop_index + 1):
        yield k, moment.recording.pops[k]


def makeup(moment: Moment, variable: int) -> Makeup:
    """What a Variable's gradient is made of at a moment."""
    found = dict(moment.recording.found).get(variable)
    events = [e for e in moment.timeline.changes(variable) if e.step <= moment.position]
    parts: list[Part] = []
    lost: list[Part] = []
    freed = None
    if found is not None and not (events and events[0].change == "found"):
        parts.append(Part("found", found, 0))
    for event in events:
        if event.change == "freed":
            parts, lost, freed = [], [], event
            continue
        freed = None
        if event.change == "set" and event.before is not None:
            lost, parts = [*lost, *parts], []
        parts.append(_part(moment, event))
    return Makeup(tuple(parts), tuple(lost), freed)


def _part(moment: Moment, event: GradEvent) -> Part:
    step = moment.timeline.step(event.step)
    assert step is not None and event.change != "freed"
    if event.gx is None:
        assert event.after is not None
        return Part(event.change, event.after, event.step)
    return Part(event.change, event.gx, event.step, step.pop, step.delivery)


def why_gradient(moment: Moment, variable: int) -> list[str]:
    """What made a Variable's gradient what it is: each delivery, with its rule and its path."""
    name = moment.grad_label(variable)
    made = makeup(moment, variable)
    if not made.parts:
        return [tr("{name} is None: {why}", name=name, why=_why_none(moment, variable, made))]
    value = value_text(moment.grad(variable))
    told = [tr("{name} is {value}: {made}", name=name, value=value, made=_summed_up(made))]
    routes = routes_of(moment) if any(part.pop is not None for part in made.parts) else Routes()
    told += [_part_told(moment, variable, part, routes) for part in made.parts[:MOST_PARTS]]
    if len(made.parts) > MOST_PARTS:
        told.append(tr("And {n} deliveries more.", n=len(made.parts) - MOST_PARTS))
    elif len(made.parts) > 1:
        terms = " + ".join(value_text(part.value) for part in made.parts)
        told.append(tr("Together: {terms} = {value}.", terms=terms, value=value))
    if made.lost:
        parts = [(value_text(p.value), _whose(moment, p)) for p in made.lost]
        values = _listed([tr("{value} from {function}", value=v, function=f) for v, f in parts])
        lost = later("Lost: {values}, since {algorithm} sets and never adds.")
        told.append(tr(lost, values=values, algorithm=moment.recording.algorithm))
    waiting = _yet_to_deliver(moment, variable)
    if waiting:
        yet = later("It is not complete: {names} have yet to deliver to {grad}.")
        if len(waiting) == 1:
            yet = later("It is not complete: {names} has yet to deliver to {grad}.")
        told.append(tr(yet, names=_listed(waiting), grad=name))
    return told


def _summed_up(made: Makeup) -> str:
    first = made.parts[0].came
    n = sum(part.pop is not None for part in made.parts)
    deliveries = tr("one delivery") if n == 1 else tr("{n} deliveries", n=n)
    if n == 0:
        began = tr("the seed that backward began with.")
        return began if first == "seed" else tr("from before this pass.")
    if first == "seed":
        return tr("the seed, and {deliveries} added to it.", deliveries=deliveries)
    if first == "found":
        told = later("what was there before this pass, and {deliveries} added to it.")
        return tr(told, deliveries=deliveries)
    if n == 1:
        return tr("from {deliveries}.", deliveries=deliveries)
    return tr("the sum of {deliveries}.", deliveries=deliveries)


def _why_none(moment: Moment, variable: int, made: Makeup) -> str:
    if made.freed is not None:
        assert made.freed.by is not None
        by = moment.recording.functions[made.freed.by].label
        return tr(
            "it was {value} and was freed in step {step}, since {function} had used it and "
            "retain_grad is False.",
            value=value_text(made.freed.before),
            step=made.freed.step,
            function=by,
        )
    node = moment.node(variable)
    if node.order == 2:
        told = later("{name} belongs to the second-order graph; this pass delivers nothing to it.")
        return tr(told, name=node.label)
    waiting = _yet_to_deliver(moment, variable)
    if variable == moment.recording.target:
        return tr("the first step sets it.")
    on_its_way = not moment.failed and moment.position < moment.timeline.length
    if on_its_way and along_paths(moment.recording) and moment.timeline.users.get(variable):
        return tr("nothing has been delivered to it yet.")
    if not waiting:
        return tr("nothing delivers to it in this pass.")
    told = later("nothing has been delivered to it yet. {names} have yet to do so.")
    if len(waiting) == 1:
        told = later("nothing has been delivered to it yet. {names} has yet to do so.")
    return tr(told, names=_listed(waiting))


def _part_told(moment: Moment, variable: int, part: Part, routes: Routes) -> str:
    value = value_text(part.value)
    if part.came == "seed" and part.pop is None:
        told = later("Step {step}: {value}, the derivative of {name} by itself.")
        return tr(told, step=part.step, value=value, name=moment.label(variable))
    if part.pop is None:
        told = later(
            "{value} was there before this pass: a gradient is added to until cleargrad()."
        )
        return tr(told, value=value)
    assert part.input is not None
    pop = moment.recording.pops[part.pop]
    to = pop.deliveries[part.input].to
    told = later("Step {step}, pop {pop}: {function} added {value}")
    if part.came == "set":
        told = later("Step {step}, pop {pop}: {function} set {value}")
    function = _whose(moment, part)
    text = tr(told, step=part.step, pop=part.pop + 1, function=function, value=value)
    if to != variable:
        grad = moment.grad_label(to)
        text += tr(" (added in place to {grad}, the same array)", grad=grad)
    rule = rule_told(moment.recording, pop, part.input)
    return f"{text}; {rule}; {_path_told(moment, part.pop, to, routes)}."


def _whose(moment: Moment, part: Part) -> str:
    if part.pop is None:
        return tr("the seed") if part.came == "seed" else tr("before")
    return moment.recording.functions[moment.recording.pops[part.pop].function].label


def rule_told(recording: Recording, pop: Pop, i: int) -> str:
    """One gx of a pop, as its rule and in numbers: `gx = gy * 2 * x = 1.0 * 2 * 4.0 = 8.0`."""
    equation = rule_with_numbers(recording, pop, i)
    f = recording.functions[pop.function]
    if recording.algorithm == "numeric":
        return tr("by a forward difference, {equation}", equation=equation)
    if i >= len(f.formula):
        return equation
    name, _, rest = equation.partition(" = ")
    told = f.formula[i] in rest.split(" = ")
    return equation if told else f"{name} = {f.formula[i]} = {rest}"


def routes_of(moment: Moment) -> Routes:
    """The ways on which the gys of the pops so far have come."""
    recording = moment.recording
    if along_paths(recording):
        return _routes_of_visits(moment)
    routes = Routes()
    held: dict[int, tuple[int | None, int]] = {v: (None, 0) for v, _ in recording.found}
    held[recording.target] = (None, 1)
    for k, pop in _pops_so_far(moment):
        f = recording.functions[pop.function]
        outputs = [i for i in f.outputs if i is not None and i in held]
        routes.parents.append(held[outputs[0]][0] if outputs else None)
        routes.through.append(outputs[0] if outputs else None)
        routes.counts.append(sum(held[i][1] for i in outputs))
        for d in pop.deliveries:
            for to in (d.to, *d.shared):
                first, count = held.get(to, (k, 0))
                if d.how == "set" or to not in held:
                    first, count = k, 0
                held[to] = (first, count + routes.counts[k])
        for i in pop.freed:
            held.pop(i, None)
    return routes


def _routes_of_visits(moment: Moment) -> Routes:
    """Where every path is gone by itself: each visit has come on one."""
    routes = Routes()
    stack: list[tuple[int | None, int]] = [(None, moment.recording.target)]
    for k, pop in _pops_so_far(moment):
        parent, through = stack.pop()
        routes.parents.append(parent)
        routes.through.append(through)
        routes.counts.append(1)
        stack += [(k, d.to) for d in pop.deliveries if d.then == "queued"]
    return routes


def path_to(moment: Moment, k: int, to: int, routes: Routes) -> list[str]:
    """The way from the target to a Variable that pop k delivers to: y, add, square#2, a.

    Variables without a name of their own are passed over: the function says which they are.
    """
    names = [moment.label(to)]
    at: int | None = k
    while at is not None:
        function = moment.recording.functions[moment.recording.pops[at].function].label
        through, at = routes.through[at], routes.parents[at]
        names.append(function)
        if through is not None and (at is None or moment.node(through).named):
            label = moment.label(through)
            names += [label] if label != function else []
    return names[::-1]


def _path_told(moment: Moment, k: int, to: int, routes: Routes) -> str:
    names = path_to(moment, k, to, routes)
    if len(names) > MOST_ON_PATH:
        half = MOST_ON_PATH // 2
        names = [*names[:half], tr("{n} more", n=len(names) - 2 * half), *names[-half:]]
    others = routes.counts[k] - 1
    way = ", ".join(names)
    if others <= 0:
        return tr("along {way}", way=way)
    if others >= MANY_PATHS:
        return tr("along {way} and more than a million other paths", way=way)
    return trn("along {way} and {n} other path", "along {way} and {n} other paths", others, way=way)


def _yet_to_deliver(moment: Moment, variable: int) -> list[str]:
    """The functions of the graph that take a Variable and have not delivered to it."""
    if moment.failed or moment.position == moment.timeline.length or along_paths(moment.recording):
        return []
    labels = []
    for i in moment.timeline.users.get(variable, ()):
        f = moment.recording.functions[i]
        if f.order != 1:
            continue
        state = moment.state_of(i)
        if state == "current":
            done = moment.position - moment.timeline.starts[moment.pop_index] - BEFORE_DELIVERIES
            if variable in f.inputs[max(done, 0) :]:
                labels.append(f.label)
        elif state in ("waiting", "queued"):
            labels.append(f.label)
    return labels


def _listed(labels: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`; of many, the first few and a count."""
    if len(labels) > MOST_PARTS:
        others = tr("{n} others", n=len(labels) - MOST_PARTS + 1)
        labels = [*labels[: MOST_PARTS - 1], others]
    return listed(labels)
