"""Answers held against the recording: what is true, whether an answer is right, and why."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from backstep.messages import later, tr
from backstep.recording.looking.queueing import algorithm_of
from backstep.recording.telling.narration import sentence
from backstep.recording.telling.why import pushes, rule_told
from backstep.recording.timeline import GradEvent, Timeline
from backstep.recording.values import value_text
from backstep.stepper.entry import Refused
from backstep.stepper.predict.questions import Question
from backstep.stepper.predict.wording import CHOICES, element_text, variable_told

Verdict: TypeAlias = Literal["right", "wrong", "revealed", "skipped"]
SURE = ("", later("a guess"), later("rather sure"), later("sure"))  # by the confidence, 1 to 3
CLOSE = 1e-3  # relative
TINY = 1e-12  # what counts as zero
WORDS = re.compile(r"[+-]?\d[\d.]*(?:e[+-]?\d+)?|\w+")


@dataclass(frozen=True)
class Answer:
    """What a person said to a question of a pass (its index), and what came of it.

    `sure` is 1 to 3, 0 where nothing was said. `again` is set for the second time that it was
    asked.
    """

    index: int
    question: Question
    given: str
    sure: int
    verdict: Verdict
    again: bool = False

    @property
    def wrong_and_sure(self) -> bool:
        """Whether it comes back at the end."""
        return self.verdict == "wrong" and self.sure == 3


def truth(timeline: Timeline, question: Question) -> str:
    """What the recording answers, as a person would type or choose it."""
    recording = timeline.recording
    if question.kind == "own":
        return question.answer
    pop = recording.pops[question.pop]
    if question.kind == "next":
        return recording.functions[pop.function].label
    if question.kind == "grad":
        output = recording.functions[pop.function].outputs[0]
        assert output is not None
        after = timeline.at(timeline.end_of_pop(question.pop)).grad(output)
        return CHOICES["grad"][0 if after is None else 1]
    assert question.input is not None and pop.gxs is not None
    if question.kind == "gx":
        return element_text(pop.gxs[question.input], question.element)
    if question.kind == "shape":
        return str(pop.gxs[question.input].shape)
    delivery = pop.deliveries[question.input]
    if question.kind == "how":
        return CHOICES["how"][0 if delivery.how == "set" else 1]
    return CHOICES["then"][0 if delivery.then == "queued" else 1]


def is_right(timeline: Timeline, question: Question, given: str) -> bool:
    """Whether an answer is the true one.

    A number may be off by a thousandth, or be the one that would be shown. Raises Refused where a
    number or a shape is asked for and something else is given.
    """
    true = truth(timeline, question)
    if question.kind == "own":
        return given == true if question.offered else _is_said(true, given)
    if question.kind == "shape":
        return _shape(given) == _shape(true)
    if question.kind != "gx":
        return given == true
    number = _number(given)
    assert question.input is not None
    gxs = timeline.recording.pops[question.pop].gxs
    assert gxs is not None
    array = gxs[question.input].array
    assert array is not None
    return _is_close(number, float(array[question.element])) or number == float(true)


def _is_close(number: float, exact: float) -> bool:
    if math.isnan(exact) or math.isinf(exact):
        return number == exact or (math.isnan(number) and math.isnan(exact))
    return abs(number - exact) <= max(CLOSE * abs(exact), TINY if exact == 0 else 0.0)


def _is_said(true: str, given: str) -> bool:
    """Whether an answer says what an author's does: a number as close as others are, else the same
    words, whatever stands between them. Raises Refused where a number is asked for."""
    exact = _as_number(true)
    if exact is not None:
        return _is_close(_number(given), exact)
    right, said = (WORDS.findall(text.casefold()) for text in (true, given))
    if not right:
        return true.split() == given.split()
    if len(said) != len(right):
        return False
    return all(_is_same(one, other) for one, other in zip(right, said, strict=True))


def _is_same(word: str, said: str) -> bool:
    exact, number = _as_number(word), _as_number(said)
    return word == said if exact is None or number is None else _is_close(number, exact)


def _as_number(text: str) -> float | None:
    try:
        return _number(text)
    except Refused:
        return None


def _number(text: str) -> float:
    """A number as people write it: `8`, `-0.5`, `1/3`, `2e-3`, `nan`."""
    try:
        return float(Fraction(text.replace(" ", ""))) if "/" in text else float(text)
    except (ValueError, ZeroDivisionError, OverflowError):
        raise Refused(
            tr("{text!r} is no number: type one like 8, -0.5, 1/3 or 2e-3", text=text)
        ) from None


def _shape(text: str) -> tuple[int, ...]:
    """A shape as people write it: `(64, 10)`, `64x10`, `64 10`; `()` is that of a number."""
    inner = text.strip().strip("()[]")
    parts = [part for part in re.split(r"[\s,x*]+", inner) if part]
    if not all(part.isdecimal() and len(part) < 10 for part in parts):
        raise Refused(tr("{text!r} is no shape: type one like (64, 10), or 64x10", text=text))
    return tuple(int(part) for part in parts)


def why(timeline: Timeline, question: Question) -> str:
    """Why the true answer is the true one, in a sentence or two: what its author says, and the
    recording's facts. Empty for an author's own question of which nothing more is said."""
    if question.kind == "own":
        return question.why
    reason = _reason(timeline, question)
    return f"{question.why} {reason}" if question.why else reason


def _reason(timeline: Timeline, question: Question) -> str:
    recording = timeline.recording
    pop = recording.pops[question.pop]
    f = recording.functions[pop.function]
    if question.kind == "next":
        return sentence(timeline.at(question.position + 1))
    if question.kind == "grad":
        return _why_grad(timeline, question)
    assert question.input is not None
    if question.kind in ("gx", "shape"):
        rule = rule_told(recording, pop, question.input)
        if question.kind == "gx":
            return f"{rule}."
        shape = recording.variables[f.inputs[question.input]].data
        return tr(
            "A gradient has the shape of what it belongs to, here {shape}: {rule}.",
            shape=_shape_told(shape),
            rule=rule,
        )
    if question.kind == "how":
        return _why_how(timeline, question)
    return _why_then(timeline, question)


def _shape_told(value: object) -> str:
    return str(getattr(value, "shape", "unknown"))


def _why_grad(timeline: Timeline, question: Question) -> str:
    recording = timeline.recording
    f = recording.functions[recording.pops[question.pop].function]
    grad = timeline.at(0).grad_label(f.outputs[0])
    if recording.retain_grad:
        return tr(
            "retain_grad is True, so {grad} is kept after {label} has used it.",
            grad=grad,
            label=f.label,
        )
    if truth(timeline, question) == CHOICES["grad"][0]:
        return tr(
            "retain_grad is False, so {grad} is freed once {label} has used it.",
            grad=grad,
            label=f.label,
        )
    return tr("{grad} is not freed in this pop.", grad=grad)


def _why_how(timeline: Timeline, question: Question) -> str:
    recording = timeline.recording
    assert question.input is not None
    delivery = recording.pops[question.pop].deliveries[question.input]
    before = timeline.last_change(delivery.to, question.position)
    label = variable_told(recording, delivery.to)
    label = label[0].upper() + label[1:] if " " in label else label
    if delivery.before is None or before is None:
        return tr("{label} had no gradient yet, and what is None is set.", label=label)
    there = tr(
        "{label} had {value} already, {whose}",
        label=label,
        value=value_text(delivery.before),
        whose=_whose(timeline, before),
    )
    if delivery.how == "add":
        return tr("{there}; a further gradient is added to it.", there=there)
    return tr(
        "{there}, but {algorithm} sets and never adds, so that one is lost.",
        there=there,
        algorithm=recording.algorithm,
    )


def _whose(timeline: Timeline, event: GradEvent) -> str:
    if event.by is not None:
        return tr(
            "from {function}",
            function=timeline.recording.functions[event.by].label,
        )
    return tr("the seed") if event.change == "seed" else tr("from before this pass")


def _why_then(timeline: Timeline, question: Question) -> str:
    recording = timeline.recording
    assert question.input is not None
    delivery = recording.pops[question.pop].deliveries[question.input]
    assert delivery.creator is not None
    creator = recording.functions[delivery.creator].label
    if delivery.then == "seen":
        moment = timeline.at(question.position)
        first = next(pushes(moment, delivery.creator), None)
        by = None if first is None or first.pop < 0 else recording.pops[first.pop].function
        whose = (
            tr("when backward began")
            if by is None
            else tr("by {function}", function=recording.functions[by].label)
        )
        return tr(
            "{creator} was queued {whose}, and seen_set lets each function in once.",
            creator=creator,
            whose=whose,
        )
    if not algorithm_of(recording).seen_set and delivery.before is not None:
        return tr(
            "{algorithm} has no seen_set, so {creator} is queued once more.",
            algorithm=recording.algorithm,
            creator=creator,
        )
    return tr(
        "{creator} was not in seen_set: this is the first gradient that reached what it made.",
        creator=creator,
    )
