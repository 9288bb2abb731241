"""The words for a step: one sentence a phase, the same on the screen and in plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from backstep.engine.differences import EPS
from backstep.messages import language, later, padded, tr, trn
from backstep.messages.lists import both
from backstep.recording.looking.queueing import Queue, algorithm_of
from backstep.recording.looking.trouble import Trouble, troubles
from backstep.recording.records import Delivery, FunctionNode, Pop, Recording, Value
from backstep.recording.telling.formula import names_in, names_of_pop, with_numbers
from backstep.recording.timeline import Moment, Timeline, as_owner
from backstep.recording.values import value_text

MOST_TOLD = 500  # sentences of a pass that are remembered


def sentence(moment: Moment) -> str:
    """What the step just taken did, in a sentence or two."""
    told, key = moment.timeline.told, (moment.position, language())
    if key not in told:
        while len(told) >= MOST_TOLD:
            del told[next(iter(told))]
        told[key] = _sentence(moment)
    return told[key]


def _sentence(moment: Moment) -> str:
    if moment.failed:
        return _failed(moment)
    return f"{_of_phase(moment)} {troubles_told(moment)}".rstrip()


def troubles_told(moment: Moment) -> str:
    """What went wrong in the step just taken, in a sentence each; empty where nothing did."""
    said = [trouble.sentence for trouble in moment.troubles]
    return " ".join(s[:1].upper() + s[1:] + ("" if s.endswith("?") else ".") for s in said)


def _of_phase(moment: Moment) -> str:
    match moment.phase:
        case None:
            return _start(moment)
        case "seed":
            return _seed(moment)
        case "pop":
            return _pop(moment)
        case "gather":
            return _gather(moment)
        case "multiply":
            return _multiply(moment)
        case "deliver":
            return _deliver(moment)
        case "free":
            return _free(moment)


def summary(recording: Recording) -> str:
    """One line on a whole pass: `y.backward(): 4 pops over 4 functions, x.grad = 64.0`.

    Lines of their own follow where checks disagree.
    """
    label = as_owner(recording.target_node.label)
    flags = [name for name in ("retain_grad", "create_graph") if getattr(recording, name)]
    text = _cost(recording, f"{label}.backward({', '.join(f'{flag}=True' for flag in flags)})")
    if recording.failure:
        stopped = later("{told}, stopped at pop {pop} by {error}")
        return tr(stopped, told=text, pop=recording.failure.pop, error=recording.failure.error)
    leaves = {
        node.label: i
        for i, node in enumerate(recording.variables)
        if node.named and node.creator is None and node.order == 1
    }
    timeline = Timeline(recording)
    moment = timeline.at(timeline.length)
    grads = [f"{name}.grad = {value_text(moment.grad(i), 32)}" for name, i in leaves.items()]
    text = ", ".join([text, *grads[:4]])
    if len(grads) > 4:
        text += tr(", and {n} more", n=len(grads) - 4)
    every = [trouble for of_pop in timeline.troubles.values() for trouble in of_pop]
    born = next((t for t in every if t.kind != "check"), None)
    if born:
        text += tr(" ({kind} was born in pop {pop})", kind=born.kind, pop=born.pop + 1)
    return "\n".join([text, *disagreements(recording)])


def disagreements(recording: Recording) -> list[str]:
    """What checks contradict in a pass: a line for each class, on the first pop of it."""
    found: dict[str, list[Trouble]] = {}
    for trouble in troubles(recording):
        if trouble.kind == "check":
            f = recording.functions[recording.pops[trouble.pop].function]
            found.setdefault(f.class_name, []).append(trouble)
    return [_disagreement(*each) for each in found.values()]


def _disagreement(first: Trouble, *others: Trouble) -> str:
    told = f"pop {first.pop + 1}: {first.sentence}"
    if others:
        more = trn("(and in {n} more pop)", "(and in {n} more pops)", len(others))
        told = f"{told} {more}"
    return told


def _cost(recording: Recording, call: str) -> str:
    """What a pass took: `y.backward(): 4 pops over 4 functions`; along paths, what makes those
    dear."""
    n = len(recording.pops)
    named = {"call": call, "algorithm": recording.algorithm}
    named["functions"] = _functions(len(recording.first_order))
    if recording.algorithm == "generation":
        pops = trn("{n} pop", "{n} pops", n)
        return tr("{call}: {pops} over {functions}", pops=pops, **named)
    if not along_paths(recording):
        pops = trn("{n} pop", "{n} pops", n)
        return tr("{call}, by {algorithm}: {pops} over {functions}", pops=pops, **named)
    named["visits"] = trn("{n} visit", "{n} visits", n)
    ends = sum(d.then == "leaf" for pop in recording.pops for d in pop.deliveries)
    named["paths"] = trn("{n} path", "{n} paths", ends)
    told = tr("{call}, by {algorithm}: {visits} over {functions}, {paths}", **named)
    tried = recording.evaluations
    if tried:
        told += ", " + trn("{n} forward evaluation", "{n} forward evaluations", tried)
    return told


def _functions(n: int) -> str:
    return trn("{n} function", "{n} functions", n)


def plain_steps(recording: Recording) -> list[str]:
    """A whole pass in plain lines, one a step: `step 3  pop 1/4  gather    gys: ...`."""
    timeline = Timeline(recording)
    width = len(str(timeline.length))
    lines = []
    for position in range(timeline.length + 1):
        moment = timeline.at(position)
        pop = tr("start") if moment.pop_index < 0 else f"pop {moment.pop_index + 1}"
        step = tr("step {n}", n=f"{position:>{width}}")
        phase = f"{moment.phase or '':<8}"
        lines.append(f"{step}  {padded(pop, 7)} {phase}  {sentence(moment)}")
    return lines


def _start(moment: Moment) -> str:
    recording = moment.recording
    text = tr(
        "{label}.backward() is about to go back through {functions}",
        label=as_owner(recording.target_node.label),
        functions=_functions(len(recording.first_order)),
    )
    if recording.algorithm == "generation":
        return f"{text}."
    summary = tr(algorithm_of(recording).summary)
    by = later("{told}, by {algorithm}. {summary}")
    return tr(by, told=text, algorithm=recording.algorithm, summary=summary)


def _seed(moment: Moment) -> str:
    recording = moment.recording
    node = recording.target_node
    told = later("{label}.grad is already there, so {seed} is the seed")
    if recording.seeded:
        told = later(
            "{label}.grad is None, so it starts at {seed}, the derivative of {label} by itself"
        )
        if recording.seed.shape != ():
            told = later(
                "{label}.grad is None, so it starts at {seed}, the derivative of {label} by itself "
                "(ones)"
            )
    begun = tr(told, label=as_owner(node.label), seed=value_text(recording.seed))
    if node.creator is None:
        return begun + "."
    if algorithm_of(recording).order == "preset":
        n = _functions(len(recording.first_order))
        listed = later(
            "{begun}; the list holds all {functions}, inputs before what is computed from them."
        )
        return tr(listed, begun=begun, functions=n)
    creator = recording.functions[node.creator].label
    return tr("{begun}; {creator} goes into the queue.", begun=begun, creator=creator)


def _pop(moment: Moment) -> str:
    f = moment.function
    assert f is not None
    before = moment.timeline.queue_at(moment.position - 1)
    return tr("Pop {function}{why}.", function=f.label, why=why_popped(moment, f, before))


def why_popped(moment: Moment, f: FunctionNode, queue: Queue) -> str:
    """What makes the last of a queue the next one, by the rule of the algorithm that ran; it goes
    on after the function's name."""
    algorithm = algorithm_of(moment.recording)
    functions = moment.recording.functions
    if along_paths(moment.recording):
        return tr(": the path begun last goes on through it, whatever other paths lead there")
    if len(queue) == 1:
        return tr(" (generation {n}): it is the only one in the queue", n=f.generation)
    if algorithm.order == "preset":
        return tr(" from the end of the list: everything that uses its outputs is done")
    if algorithm.order in ("stack", "fifo"):
        return _by_turn(algorithm.order, functions, f, queue)
    ties = queue.count_of(f.generation) - 1
    if not ties:
        return tr(" from the end of the queue: its generation, {n}, is the highest", n=f.generation)
    near = queue[-1 - min(ties, 2) : -1] if algorithm.seen_set else queue[-1 - ties : -1]
    tied = [functions[entry.function].label for entry in near]
    if f.label in tied:
        times = tied.count(f.label) + 1
        if times == 2:
            return tr(" from the end of the queue, where it stands twice")
        return tr(" from the end of the queue, where it stands {n} times", n=times)
    named = both(tied) if ties <= 2 else tr("{n} others", n=ties)
    told = later(
        " from the end of the queue: {others} have generation {generation} too, but {function} "
        "was pushed last"
    )
    if ties == 1:
        told = later(
            " from the end of the queue: {others} has generation {generation} too, but {function} "
            "was pushed last"
        )
    return tr(told, others=named, generation=f.generation, function=f.label)


def _by_turn(order: str, functions: Sequence[FunctionNode], f: FunctionNode, queue: Queue) -> str:
    """Why the last is next where generations do not count."""
    last = order == "stack"
    higher = np.flatnonzero(queue.generations > f.generation)
    if not len(higher):
        if last:
            return tr(" from the end of the queue: it was pushed last")
        return tr(" from the end of the queue: it has waited longest")
    waiting = queue[int(higher[-1])]
    told = later(
        " from the end of the queue: it has waited longest, though {other} has a higher generation "
        "({higher}, not {own})"
    )
    if last:
        told = later(
            " from the end of the queue: it was pushed last, though {other} has a higher "
            "generation ({higher}, not {own})"
        )
    other = functions[waiting.function].label
    return tr(told, other=other, higher=waiting.generation, own=f.generation)


def along_paths(recording: Recording) -> bool:
    """Whether the algorithm visits a function once for each path that leads to it."""
    return recording.algorithm in ("paths", "numeric")


def _gather(moment: Moment) -> str:
    f, pop = moment.function, moment.pop
    assert f is not None and pop is not None
    parts = [
        f"{moment.grad_label(output)} = {value_text(gy)}"
        for output, gy in zip(f.outputs, pop.gys, strict=True)
    ]
    if along_paths(moment.recording):
        values = ", ".join(value_text(gy) for gy in pop.gys)
        return tr("Gather gys, what came along this path alone: {values}.", values=values)
    told = later("Gather gys, the gradients of what {function} made: {grads}.")
    return tr(told, function=f.label, grads=", ".join(parts))


def _multiply(moment: Moment) -> str:
    f, pop = moment.function, moment.pop
    assert f is not None and pop is not None
    lines = rules_with_numbers(moment.recording, pop)
    told = later("{function}.backward multiplies gy by its local derivative: {rules}.")
    if not f.formula:  # of a learner's own the rule may be unknown
        told = OWN_RULE[len(pop.gys) == 1, len(lines) == 1]
    if moment.recording.algorithm == "numeric":
        told = later(
            "gy times the local gradient of {function} by a forward difference (eps {eps}): "
            "{rules}."
        )
    text = tr(told, function=f.label, rules="; ".join(lines), eps=EPS)
    if pop.born:
        born = trn("{n} new function", "{n} new functions", pop.born)
        text += " " + tr("create_graph=True: {functions} in this pop.", functions=born)
    return text


# Whether there is one gy, and one gx.
OWN_RULE = {
    (True, True): later("{function}.backward turns gy into gx: {rules}."),
    (True, False): later("{function}.backward turns gy into gxs: {rules}."),
    (False, True): later("{function}.backward turns gys into gx: {rules}."),
    (False, False): later("{function}.backward turns gys into gxs: {rules}."),
}


def rules_with_numbers(recording: Recording, pop: Pop) -> list[str]:
    """Each gx of a pop as an equation: `gx = 1.0 * 2 * 4.0 = 8.0`.

    Where an array in it is too large to be shown whole, the rule stands as it is written:
    `gx = gy * cos(x) = (64, 10) -0.5..0.5`.
    """
    names = names_of_pop(recording, pop)
    return [_equation(recording, pop, i, names) for i in range(len(pop.gxs or ()))]


def rule_with_numbers(recording: Recording, pop: Pop, i: int) -> str:
    """One of them: there may be thousands."""
    return _equation(recording, pop, i, names_of_pop(recording, pop))


def _equation(recording: Recording, pop: Pop, i: int, names: Mapping[str, object]) -> str:
    assert pop.gxs is not None
    f, gx = recording.functions[pop.function], pop.gxs[i]
    name = "gx" if len(pop.gxs) == 1 else f"gx{i}"
    told = with_numbers(f.formula[i], names, gx) if i < len(f.formula) else None
    value = value_text(gx)
    if told is not None and (told == value or not _all_whole(f.formula[i], names)):
        summed = told.startswith("sum_to(") and not f.formula[i].startswith("sum_to(")
        told = f"sum_to({f.formula[i]}, {gx.shape})" if summed else f.formula[i]
    return " = ".join([name, value] if told in (None, value) else [name, str(told), value])


def _all_whole(rule: str, names: Mapping[str, object]) -> bool:
    """Whether every array that a rule names is small enough to be shown whole."""
    values = [names.get(name) for name in names_in(rule)]
    return not any(value_text(x).startswith("(") for x in values if isinstance(x, Value))


def _deliver(moment: Moment) -> str:
    d = moment.delivery
    assert d is not None
    told = later("{to} already had a gradient, so {gx} is added: {before} + {gx} = {after}")
    if d.how == "set":
        told = later("{to} had no gradient, so {grad} is set to {after}")
        if d.before is not None:
            told = later("{to} had {before}, lost now, so {grad} is set to {after}")
    elif algorithm_of(moment.recording).adds == "inplace":
        told = later(
            "{to} already had a gradient, so {gx} is added in place: {before} + {gx} = {after}"
        )
    arrived = tr(
        told,
        to=_called(moment, d),
        grad=moment.grad_label(d.to),
        gx=value_text(d.gx),
        before=value_text(d.before),
        after=value_text(d.after),
    )
    if d.shared:
        names = both(moment.grad_label(i) for i in d.shared)
        arrived = tr("{told}, and {names} with it: the same array", told=arrived, names=names)
    return tr("{told}; {then}.", told=arrived, then=_then(moment, d))


def _is_unnamed(moment: Moment, d: Delivery) -> bool:
    """Whether nobody named what a delivery goes to, so that it is called as its function."""
    if d.creator is None:
        return False
    return moment.label(d.to) == moment.recording.functions[d.creator].label


def _called(moment: Moment, d: Delivery) -> str:
    """What a delivery goes to; a value that nobody named is the output of its function."""
    label = moment.label(d.to)
    return tr("The output of {function}", function=label) if _is_unnamed(moment, d) else label


def _then(moment: Moment, d: Delivery) -> str:
    if d.creator is None:
        return tr("{name} is a leaf", name=moment.label(d.to))
    creator = moment.recording.functions[d.creator].label
    if algorithm_of(moment.recording).order == "preset":
        return tr("its creator {creator} is in the list already", creator=creator)
    if d.then == "seen":
        return tr("{creator} is in seen_set and not queued again", creator=creator)
    return tr("its creator {creator} is queued", creator=creator)


def _free(moment: Moment) -> str:
    pop, f = moment.pop, moment.function
    assert pop is not None and f is not None
    if pop.freed:
        names = both(moment.grad_label(i) for i in pop.freed)
        told = later("retain_grad is False, so {names} are freed: back to None.")
        if len(pop.freed) == 1:
            told = later("retain_grad is False, so {names} is freed: back to None.")
        return tr(told, names=names)
    kept = [
        f"{moment.grad_label(i)} = {value_text(moment.grad(i))}" for i in f.outputs if i is not None
    ]
    if moment.recording.retain_grad and kept:
        told = later("retain_grad is True, so {grads} are kept.")
        if len(kept) == 1:
            told = later("retain_grad is True, so {grads} is kept.")
        return tr(told, grads=both(kept))
    return tr("There is nothing to free.")


def _failed(moment: Moment) -> str:
    failure = moment.recording.failure
    assert failure is not None
    message = failure.message.removeprefix("backward: ")
    if failure.error == "KeyboardInterrupt":
        return tr("The pass was interrupted here, in pop {pop}.", pop=failure.pop)
    told = later("The pass stopped here with {error}: {message}.")
    return tr(told, error=failure.error, message=message.rstrip("."))


def grad_change(before: Value | None, gx: Value | None, after: Value | None, added: bool) -> str:
    """A delivery in figures: `None -> 8.0` or `8.0 + 8.0 -> 16.0`."""
    if added:
        return f"{value_text(before)} + {value_text(gx)} -> {value_text(after)}"
    return f"{value_text(before)} -> {value_text(after)}"
