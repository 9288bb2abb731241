"""The words for why: why a function is next, how it came into the queue, what made a gradient.

Every answer is a few sentences on one moment, and tells nothing that comes after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from backstep.recording.looking.queueing import algorithm_of, at_first
from backstep.recording.records import FunctionNode, Pop, Recording, Then, Value
from backstep.recording.telling.narration import along_paths, rules_with_numbers, why_popped
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
        return "Nothing is next: the pass stopped here."
    if moment.position == 0:
        return f"Nothing is in the queue yet. {_how_it_begins(moment.recording)}"
    if moment.position == moment.timeline.length:
        return "Nothing is next: the queue is empty, so the loop has ended."
    more = _still_to_queue(moment)
    if not moment.queue:
        return f"The queue is empty so far. {more or 'The loop ends with this pop.'}"
    entry = moment.queue[-1]
    f = moment.recording.functions[entry.function]
    return f"Next is {f.label}{why_popped(moment, f, moment.queue)}. {more}".rstrip()


def _how_it_begins(recording: Recording) -> str:
    target = recording.target_node
    if target.creator is None:
        return f"The first step sets {target.label}.grad."
    creator = recording.functions[target.creator].label
    return f"The first step sets {target.label}.grad and queues {creator}, which made it."


def _still_to_queue(moment: Moment) -> str:
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
    verb = "is" if len(labels) == 1 else "are"
    who = moment.function.label
    return f"But {who} is not done: {_listed(labels)} {verb} queued when it delivers."


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
    if push.pop < 0:
        if algorithm_of(recording).order == "preset":
            return f"Step {push.step}: {label} stood in the list before the loop began."
        through = moment.label(push.through)
        return f"Step {push.step}: {label} was queued at the start, for it made {through}."
    by = recording.functions[recording.pops[push.pop].function].label
    came = f"Step {push.step}: {by} delivered to {_output(moment, push.through, label)}"
    if push.then == "queued":
        return f"{came}, so {label} was queued."
    if algorithm_of(recording).order == "preset":
        return f"{came}; {label} is in the list already."
    return f"{came}, but {label} was in seen_set already, so it was refused."


def _output(moment: Moment, variable: int, maker: str) -> str:
    """`a, which square#1 made`; one without a name of its own is `the output of square#1`."""
    if moment.node(variable).named:
        return f"{moment.label(variable)}, which {maker} made"
    return f"the output of {maker}"


def why_queued(moment: Moment, function: int) -> list[str]:
    """How a function came into the queue, who was refused to put it there again, when it left."""
    recording = moment.recording
    f = recording.functions[function]
    if f.order == 2:
        return [_born(moment, f)]
    tried = list(pushes(moment, function))
    told = [push_told(moment, push) for push in tried[:MOST_PARTS]]
    if len(tried) > MOST_PARTS:
        told.append(f"And {len(tried) - MOST_PARTS} more.")
    popped = [k for k in moment.timeline.pops_of(function) if k <= moment.pop_index]
    for k in popped[:MOST_PARTS]:
        step = moment.timeline.starts[k] + 1
        told.append(f"Step {step}: {f.label} was popped, in pop {k + 1} of {len(recording.pops)}.")
    if len(popped) > MOST_PARTS:
        told.append(f"And {len(popped) - MOST_PARTS} more pops of it.")
    if not told:
        outputs = [_output(moment, i, f.label) for i in f.outputs if i is not None]
        told.append(
            f"{f.label} is not in the queue yet: it comes when a gradient reaches "
            f"{' or '.join(outputs)}."
        )
    elif moment.place_in_queue(function) is not None:
        told.append(f"It stands at index {moment.place_in_queue(function)} of the queue.")
    return told


def _born(moment: Moment, f: FunctionNode) -> str:
    if f.born is None or f.born > moment.position:
        return f"{f.label} is not there yet: this pass makes it later, for the second-order graph."
    k = moment.timeline.pop_at(f.born)
    maker = moment.recording.functions[moment.recording.pops[k].function].label
    return (
        f"{f.label} is not in the queue of this pass: step {f.born} made it, when {maker} computed "
        "its gradients under create_graph=True."
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
        return [f"{name} is None: {_why_none(moment, variable, made)}"]
    value = value_text(moment.grad(variable))
    told = [f"{name} is {value}: {_summed_up(made)}"]
    routes = routes_of(moment) if any(part.pop is not None for part in made.parts) else Routes()
    told += [_part_told(moment, variable, part, routes) for part in made.parts[:MOST_PARTS]]
    if len(made.parts) > MOST_PARTS:
        told.append(f"And {len(made.parts) - MOST_PARTS} deliveries more.")
    elif len(made.parts) > 1:
        terms = " + ".join(value_text(part.value) for part in made.parts)
        told.append(f"Together: {terms} = {value}.")
    if made.lost:
        values = _listed([f"{value_text(p.value)} from {_whose(moment, p)}" for p in made.lost])
        told.append(f"Lost: {values}, since {moment.recording.algorithm} sets and never adds.")
    waiting = _yet_to_deliver(moment, variable)
    if waiting:
        verb = "has" if len(waiting) == 1 else "have"
        told.append(f"It is not complete: {_listed(waiting)} {verb} yet to deliver to {name}.")
    return told


def _summed_up(made: Makeup) -> str:
    first = made.parts[0].came
    n = sum(part.pop is not None for part in made.parts)
    deliveries = f"{n} deliveries" if n != 1 else "one delivery"
    if n == 0:
        return "the seed that backward began with." if first == "seed" else "from before this pass."
    if first in ("found", "seed"):
        began = "the seed" if first == "seed" else "what was there before this pass"
        return f"{began}, and {deliveries} added to it."
    return f"from {deliveries}." if n == 1 else f"the sum of {deliveries}."


def _why_none(moment: Moment, variable: int, made: Makeup) -> str:
    if made.freed is not None:
        assert made.freed.by is not None
        by = moment.recording.functions[made.freed.by].label
        was = value_text(made.freed.before)
        return (
            f"it was {was} and was freed in step {made.freed.step}, since {by} had used it and "
            "retain_grad is False."
        )
    node = moment.node(variable)
    if node.order == 2:
        return f"{node.label} belongs to the second-order graph; this pass delivers nothing to it."
    waiting = _yet_to_deliver(moment, variable)
    if variable == moment.recording.target:
        return "the first step sets it."
    if not waiting:
        return "nothing delivers to it in this pass."
    verb = "has" if len(waiting) == 1 else "have"
    return f"nothing has been delivered to it yet. {_listed(waiting)} {verb} yet to do so."


def _part_told(moment: Moment, variable: int, part: Part, routes: Routes) -> str:
    value = value_text(part.value)
    if part.came == "seed" and part.pop is None:
        label = moment.label(variable)
        return f"Step {part.step}: {value}, the derivative of {label} by itself."
    if part.pop is None:
        return f"{value} was there before this pass: a gradient is added to until cleargrad()."
    pop = moment.recording.pops[part.pop]
    how = "set" if part.came == "set" else "added"
    text = f"Step {part.step}, pop {part.pop + 1}: {_whose(moment, part)} {how} {value}"
    assert part.input is not None
    rule = rule_told(moment.recording, pop, part.input)
    to = pop.deliveries[part.input].to
    also = ""
    if to != variable:
        also = f" (added in place to {moment.grad_label(to)}, the same array)"
    return f"{text}{also}; {rule}; {_path_told(moment, part.pop, to, routes)}."


def _whose(moment: Moment, part: Part) -> str:
    if part.pop is None:
        return "the seed" if part.came == "seed" else "before"
    return moment.recording.functions[moment.recording.pops[part.pop].function].label


def rule_told(recording: Recording, pop: Pop, i: int) -> str:
    """One gx of a pop, as its rule and in numbers: `gx = gy * 2 * x = 1.0 * 2 * 4.0 = 8.0`."""
    equations = rules_with_numbers(recording, pop)
    equation = equations[i]
    f = recording.functions[pop.function]
    if recording.algorithm == "numeric":
        return f"by a forward difference, {equation}"
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
        names = [*names[:half], f"{len(names) - 2 * half} more", *names[-half:]]
    others = routes.counts[k] - 1
    more = ""
    if others > 0:
        count = str(others) if others < MANY_PATHS else "more than a million"
        more = f" and {count} other {'path' if others == 1 else 'paths'}"
    return f"along {', '.join(names)}{more}"


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
        labels = [*labels[: MOST_PARTS - 1], f"{len(labels) - MOST_PARTS + 1} others"]
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}"
