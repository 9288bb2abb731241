"""A question in words: what is asked, what may be known, and what may be chosen."""

from __future__ import annotations

from backstep.messages import later, tr
from backstep.recording.records import Recording, Value
from backstep.recording.timeline import Timeline
from backstep.recording.values import number_text, value_text
from backstep.stepper.predict.questions import Kind, Question

CHOICES: dict[Kind, tuple[str, ...]] = {
    "how": (later("set"), later("added")),
    "then": (later("queued"), later("already seen")),
    "grad": (later("None (freed)"), later("not None (kept)")),
}
MOST_NEXT = 5  # functions to choose from
VALUE_WIDTH = 40


def asked_text(timeline: Timeline, question: Question) -> str:
    """The question itself, in a sentence."""
    recording = timeline.recording
    if question.text:
        return question.text
    if question.kind == "next":
        return tr("Which function is popped next?")
    f = recording.functions[recording.pops[question.pop].function]
    if question.kind == "grad":
        return tr(
            "{label} has delivered. What is {grad} after this pop?",
            label=f.label,
            grad=_output_grad(timeline, question),
        )
    assert question.input is not None
    to = f.inputs[question.input]
    grad = timeline.at(0).grad_label(to)
    node = recording.variables[to]
    told = variable_told(recording, to)
    if question.kind == "gx":
        name = gx_name(recording, question)
        place = f"[{', '.join(map(str, question.element))}]" if question.element else ""
        return tr(
            "{label} is popped. What is {name}{place}, which goes to {grad}?",
            label=f.label,
            name=name,
            place=place,
            grad=grad,
        )
    if question.kind == "shape":
        name = gx_name(recording, question)
        return tr(
            "{label} is popped. What is the shape of {name}, which goes to {grad}?",
            label=f.label,
            name=name,
            grad=grad,
        )
    if question.kind == "how":
        return tr(
            "{label} delivers a gradient to {told}. Is {grad} set, or is it added to?",
            label=f.label,
            told=told,
            grad=grad,
        )
    assert node.creator is not None
    creator = recording.functions[node.creator].label
    which = tr("{told}, which {creator} made", told=told, creator=creator) if node.named else told
    return tr(
        "{label} delivers to {which}. What becomes of {creator}?",
        label=f.label,
        which=which,
        creator=creator,
    )


def about(recording: Recording, question: Question) -> str:
    """What a question is about, in a word: a function's label, a gradient; "" for which is next."""
    if question.kind in ("next", "own"):
        return ""
    f = recording.functions[recording.pops[question.pop].function]
    name = f.label
    if question.kind in ("gx", "shape"):
        name = f"{gx_name(recording, question)} of {f.label}"
    elif question.input is not None:
        name = f"{recording.variables[f.inputs[question.input]].label} by {f.label}"
    return name


def variable_told(recording: Recording, variable: int) -> str:
    """`a`; `the output of square#2` for one that nobody named."""
    node = recording.variables[variable]
    if node.named or node.creator is None:
        return node.label
    return tr("the output of {function}", function=recording.functions[node.creator].label)


def gx_name(recording: Recording, question: Question) -> str:
    """`gx`; `gx1` for the second input of several."""
    several = len(recording.functions[recording.pops[question.pop].function].inputs) > 1
    return f"gx{question.input}" if several else "gx"


def _output_grad(timeline: Timeline, question: Question) -> str:
    recording = timeline.recording
    return timeline.at(0).grad_label(
        recording.functions[recording.pops[question.pop].function].outputs[0]
    )


def known(timeline: Timeline, question: Question) -> list[str]:
    """What the person needs to know for it: the rule with gys and inputs, or the shapes."""
    if question.kind not in ("gx", "shape"):
        return []
    recording = timeline.recording
    pop = recording.pops[question.pop]
    f = recording.functions[pop.function]
    moment = timeline.at(question.position)
    facts = []
    if question.input is not None and question.input < len(f.formula):
        facts.append(f"{gx_name(recording, question)} = {f.formula[question.input]}")
    gys = ["gy"] if len(pop.gys) == 1 else [f"gy{i}" for i in range(len(pop.gys))]
    facts += [
        f"{name} = {_value(question, gy)}" for name, gy in zip(gys, pop.gys, strict=True) if gy
    ]
    xs = ["x"] if len(f.inputs) == 1 else [f"x{i}" for i in range(len(f.inputs))]
    for name, i in zip(xs, f.inputs, strict=True):
        label, value = moment.label(i), _value(question, moment.node(i).data)
        told = label == name or label in (value, f"const({value})") or not moment.node(i).named
        facts.append(f"{name} = {value}" if told else f"{name} = {label} = {value}")
    if question.kind == "gx" and any("y" in _names(rule) for rule in f.formula):
        facts += [f"y = {_value(question, moment.node(i).data)}" for i in f.outputs[:1] if i]
    return facts


def _names(rule: str) -> set[str]:
    return set("".join(c if c.isalnum() or c == "_" else " " for c in rule).split())


def _value(question: Question, value: Value | None) -> str:
    if value is None:
        return "None"
    return (
        tr("array of shape {shape}", shape=value.shape)
        if question.kind == "shape"
        else value_text(value, VALUE_WIDTH)
    )


def in_words(question: Question, answer: str) -> str:
    """An answer as it is shown: in English it is kept, and a choice of ours is translated."""
    return tr(answer) if answer in CHOICES.get(question.kind, ()) else answer


def choices(timeline: Timeline, question: Question) -> tuple[str, ...]:
    """What may be chosen; nothing where the answer is typed.

    The functions that may be next stand in the order in which they were made, with others that are
    not in the queue: neither their order nor their number tells which it is.
    """
    if question.kind == "own":
        return question.offered
    if question.kind != "next":
        return CHOICES.get(question.kind, ())
    recording = timeline.recording
    functions = recording.functions
    return tuple(functions[i].label for i in _candidates(timeline, question))


def _candidates(timeline: Timeline, question: Question) -> list[int]:
    """Functions of the queue, and others that wait to come into it: at least one, if there is one.

    Of a long queue those with the highest generations, the newest of them, and the oldest.
    """
    recording = timeline.recording
    moment = timeline.at(question.position)
    queue = list(dict.fromkeys(entry.function for entry in moment.queue))
    done = {pop.function for pop in recording.pops[: question.pop]}
    others = [
        i for i in recording.first_order if i not in done and moment.place_in_queue(i) is None
    ]
    if len(queue) >= MOST_NEXT:
        queue = [*queue[: 1 if others else 2], *queue[-(MOST_NEXT - 2) :]]
    nearest = sorted(others, key=lambda i: (-recording.functions[i].generation, i))
    return sorted(queue + nearest[: max(1, MOST_NEXT - len(queue)) if len(queue) < 4 else 1])


def generation_told(timeline: Timeline, question: Question, choice: str) -> str:
    """What stands beside a choice: the generation of a function that may be next."""
    if question.kind != "next":
        return ""
    found = [f for f in timeline.recording.functions if f.label == choice and f.order == 1]
    return tr("generation {n}", n=found[0].generation) if found else ""


def element_text(value: Value, element: tuple[int, ...]) -> str:
    """One number of an array, or all of what has no shape."""
    if not element or value.array is None:
        return value_text(value)
    return number_text(value.array[element].item())
