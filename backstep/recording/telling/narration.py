"""The words for a step: one sentence a phase, the same on the screen and in plain text."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from backstep.engine.differences import EPS
from backstep.recording.looking.queueing import Queue, algorithm_of
from backstep.recording.looking.trouble import Trouble, troubles
from backstep.recording.records import Delivery, FunctionNode, Pop, Recording, Value
from backstep.recording.telling.formula import names_in, names_of_pop, with_numbers
from backstep.recording.timeline import Moment, Timeline
from backstep.recording.values import value_text

MOST_TOLD = 500  # sentences of a pass that are remembered


def sentence(moment: Moment) -> str:
    """What the step just taken did, in a sentence or two."""
    told = moment.timeline.told
    if moment.position not in told:
        while len(told) >= MOST_TOLD:
            del told[next(iter(told))]
        told[moment.position] = _sentence(moment)
    return told[moment.position]


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
    label = recording.target_node.label
    flags = [name for name in ("retain_grad", "create_graph") if getattr(recording, name)]
    call = f"{label}.backward({', '.join(f'{flag}=True' for flag in flags)})"
    text = f"{call}{_cost(recording)}"
    if recording.failure:
        return f"{text}, stopped at pop {recording.failure.pop} by {recording.failure.error}"
    leaves = {
        node.label: i
        for i, node in enumerate(recording.variables)
        if node.named and node.creator is None and node.order == 1
    }
    timeline = Timeline(recording)
    moment = timeline.at(timeline.length)
    grads = [f"{name}.grad = {value_text(moment.grad(i), 32)}" for name, i in leaves.items()]
    shown = ", ".join(grads[:4]) + (f", and {len(grads) - 4} more" if len(grads) > 4 else "")
    text = f"{text}, {shown}" if grads else text
    every = [trouble for of_pop in timeline.troubles.values() for trouble in of_pop]
    born = next((t for t in every if t.kind != "check"), None)
    if born:
        text += f" ({born.kind} was born in pop {born.pop + 1})"
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
    more = f" (and in {_count(len(others), 'more pop')})" if others else ""
    return f"pop {first.pop + 1}: {first.sentence}{more}"


def _cost(recording: Recording) -> str:
    """What a pass took: `: 4 pops over 4 functions`; along paths, what makes those dear."""
    pops = len(recording.pops)
    over = f"over {_count(len(recording.first_order), 'function')}"
    if recording.algorithm == "generation":
        return f": {_count(pops, 'pop')} {over}"
    if not along_paths(recording):
        return f", by {recording.algorithm}: {_count(pops, 'pop')} {over}"
    ends = sum(d.then == "leaf" for pop in recording.pops for d in pop.deliveries)
    tried = recording.evaluations
    return f", by {recording.algorithm}: {_count(pops, 'visit')} {over}, {_count(ends, 'path')}" + (
        f", {_count(tried, 'forward evaluation')}" if tried else ""
    )


def plain_steps(recording: Recording) -> list[str]:
    """A whole pass in plain lines, one a step: `step 3  pop 1/4  gather    gys: ...`."""
    timeline = Timeline(recording)
    width = len(str(timeline.length))
    lines = []
    for position in range(timeline.length + 1):
        moment = timeline.at(position)
        pop = "start" if moment.pop_index < 0 else f"pop {moment.pop_index + 1}"
        phase = moment.phase or ""
        lines.append(f"step {position:>{width}}  {pop:<7} {phase:<8}  {sentence(moment)}")
    return lines


def _start(moment: Moment) -> str:
    recording = moment.recording
    label = recording.target_node.label
    n = len(recording.first_order)
    text = f"{label}.backward() is about to go back through {_count(n, 'function')}"
    if recording.algorithm == "generation":
        return f"{text}."
    return f"{text}, by {recording.algorithm}. {algorithm_of(recording).summary}"


def _seed(moment: Moment) -> str:
    recording = moment.recording
    node = recording.target_node
    seed = value_text(recording.seed)
    if recording.seeded:
        begun = f"{node.label}.grad is None, so it starts at {seed}, the derivative of {node.label}"
        begun += " by itself" if recording.seed.shape == () else " by itself (ones)"
    else:
        begun = f"{node.label}.grad is already there, so {seed} is the seed"
    if node.creator is None:
        return begun + "."
    if algorithm_of(recording).order == "preset":
        n = _count(len(recording.first_order), "function")
        return f"{begun}; the list holds all {n}, inputs before what is computed from them."
    return f"{begun}; {recording.functions[node.creator].label} goes into the queue."


def _pop(moment: Moment) -> str:
    f = moment.function
    assert f is not None
    before = moment.timeline.queue_at(moment.position - 1)
    return f"Pop {f.label}{why_popped(moment, f, before)}."


def why_popped(moment: Moment, f: FunctionNode, queue: Queue) -> str:
    """What makes the last of a queue the next one, by the rule of the algorithm that ran."""
    algorithm = algorithm_of(moment.recording)
    functions = moment.recording.functions
    if along_paths(moment.recording):
        return ": the path begun last goes on through it, whatever other paths lead there"
    if len(queue) == 1:
        return f" (generation {f.generation}): it is the only one in the queue"
    if algorithm.order == "preset":
        return " from the end of the list: everything that uses its outputs is done"
    if algorithm.order in ("stack", "fifo"):
        said = "it was pushed last" if algorithm.order == "stack" else "it has waited longest"
        higher = np.flatnonzero(queue.generations > f.generation)
        if not len(higher):
            return f" from the end of the queue: {said}"
        waiting = queue[int(higher[-1])]
        return (
            f" from the end of the queue: {said}, though {functions[waiting.function].label} has a "
            f"higher generation ({waiting.generation}, not {f.generation})"
        )
    ties = int(np.count_nonzero(queue.generations == f.generation)) - 1
    if not ties:
        return f" from the end of the queue: its generation, {f.generation}, is the highest"
    near = queue[-1 - min(ties, 2) : -1] if algorithm.seen_set else queue[-1 - ties : -1]
    tied = [functions[entry.function].label for entry in near]
    if f.label in tied:
        return f" from the end of the queue, where it stands {_times(tied.count(f.label) + 1)}"
    named = " and ".join(tied) if ties <= 2 else f"{ties} others"
    verb = "has" if ties == 1 else "have"
    return (
        f" from the end of the queue: {named} {verb} generation {f.generation} too, but {f.label} "
        "was pushed last"
    )


def along_paths(recording: Recording) -> bool:
    """Whether the algorithm visits a function once for each path that leads to it."""
    return recording.algorithm in ("paths", "numeric")


def _times(n: int) -> str:
    return "twice" if n == 2 else f"{n} times"


def _gather(moment: Moment) -> str:
    f, pop = moment.function, moment.pop
    assert f is not None and pop is not None
    parts = [
        f"{moment.grad_label(output)} = {value_text(gy)}"
        for output, gy in zip(f.outputs, pop.gys, strict=True)
    ]
    if along_paths(moment.recording):
        values = ", ".join(value_text(gy) for gy in pop.gys)
        return f"Gather gys, what came along this path alone: {values}."
    return f"Gather gys, the gradients of what {f.label} made: {', '.join(parts)}."


def _multiply(moment: Moment) -> str:
    f, pop = moment.function, moment.pop
    assert f is not None and pop is not None
    lines = rules_with_numbers(moment.recording, pop)
    does = "multiplies gy by its local derivative"
    if not f.formula:  # of a learner's own the rule may be unknown
        gys = "gy" if len(pop.gys) == 1 else "gys"
        does = f"turns {gys} into {'gx' if len(lines) == 1 else 'gxs'}"
    text = f"{f.label}.backward {does}: {'; '.join(lines)}."
    if moment.recording.algorithm == "numeric":
        text = (
            f"gy times the local gradient of {f.label} by a forward difference "
            f"(eps {EPS}): {'; '.join(lines)}."
        )
    if pop.born:
        text += f" create_graph=True: {_count(pop.born, 'new function')} in this pop."
    return text


def rules_with_numbers(recording: Recording, pop: Pop) -> list[str]:
    """Each gx of a pop as an equation: `gx = 1.0 * 2 * 4.0 = 8.0`.

    Where an array in it is too large to be shown whole, the rule stands as it is written:
    `gx = gy * cos(x) = (64, 10) -0.5..0.5`.
    """
    if pop.gxs is None:
        return []
    f = recording.functions[pop.function]
    names = names_of_pop(recording, pop)
    lines = []
    for i, gx in enumerate(pop.gxs):
        name = "gx" if len(pop.gxs) == 1 else f"gx{i}"
        told = with_numbers(f.formula[i], names, gx) if i < len(f.formula) else None
        value = value_text(gx)
        if told is not None and (told == value or not _all_whole(f.formula[i], names)):
            summed = told.startswith("sum_to(") and not f.formula[i].startswith("sum_to(")
            told = f"sum_to({f.formula[i]}, {gx.shape})" if summed else f.formula[i]
        sides = [name, value] if told in (None, value) else [name, str(told), value]
        lines.append(" = ".join(sides))
    return lines


def _all_whole(rule: str, names: Mapping[str, object]) -> bool:
    """Whether every array that a rule names is small enough to be shown whole."""
    values = [names.get(name) for name in names_in(rule)]
    return not any(value_text(x).startswith("(") for x in values if isinstance(x, Value))


def _deliver(moment: Moment) -> str:
    d = moment.delivery
    assert d is not None
    to = _called(moment, d)
    gx, after = value_text(d.gx), value_text(d.after)
    if d.how == "set":
        had = "had no gradient" if d.before is None else f"had {value_text(d.before)}, lost now"
        arrived = f"{to} {had}, so {moment.grad_label(d.to)} is set to {after}"
    else:
        place = " in place" if algorithm_of(moment.recording).adds == "inplace" else ""
        arrived = (
            f"{to} already had a gradient, so {gx} is added{place}: "
            f"{value_text(d.before)} + {gx} = {after}"
        )
    if d.shared:
        names = " and ".join(moment.grad_label(i) for i in d.shared)
        arrived += f", and {names} with it: the same array"
    told = f"{arrived}; {_then(moment, d)}."
    return told[0].upper() + told[1:] if told.startswith("the output") else told


def _called(moment: Moment, d: Delivery) -> str:
    """What a delivery goes to; a value that nobody named is the output of its function."""
    label = moment.label(d.to)
    creator = None if d.creator is None else moment.recording.functions[d.creator].label
    return f"the output of {creator}" if label == creator else label


def _then(moment: Moment, d: Delivery) -> str:
    if d.creator is None:
        return f"{moment.label(d.to)} is a leaf"
    creator = moment.recording.functions[d.creator].label
    if algorithm_of(moment.recording).order == "preset":
        return f"its creator {creator} is in the list already"
    if d.then == "seen":
        return f"{creator} is in seen_set and not queued again"
    return f"its creator {creator} is queued"


def _free(moment: Moment) -> str:
    pop, f = moment.pop, moment.function
    assert pop is not None and f is not None
    if pop.freed:
        names = " and ".join(moment.grad_label(i) for i in pop.freed)
        verb = "is" if len(pop.freed) == 1 else "are"
        return f"retain_grad is False, so {names} {verb} freed: back to None."
    kept = " and ".join(
        f"{moment.grad_label(i)} = {value_text(moment.grad(i))}" for i in f.outputs if i is not None
    )
    if moment.recording.retain_grad:
        verb = "are" if sum(i is not None for i in f.outputs) > 1 else "is"
        return f"retain_grad is True, so {kept} {verb} kept."
    return "There is nothing to free."


def _failed(moment: Moment) -> str:
    failure = moment.recording.failure
    assert failure is not None
    message = failure.message.removeprefix("backward: ")
    if failure.error == "KeyboardInterrupt":
        return f"The pass was interrupted here, in pop {failure.pop}."
    return f"The pass stopped here with {failure.error}: {message.rstrip('.')}."


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def grad_change(before: Value | None, gx: Value | None, after: Value | None, added: bool) -> str:
    """A delivery in figures: `None -> 8.0` or `8.0 + 8.0 -> 16.0`."""
    if added:
        return f"{value_text(before)} + {value_text(gx)} -> {value_text(after)}"
    return f"{value_text(before)} -> {value_text(after)}"
