"""The beats of a lecture: the steps that show a result, and the question for the next of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from backstep.messages import tr
from backstep.recording.records import Delivery
from backstep.recording.timeline import Timeline
from backstep.recording.values import value_text
from backstep.stepper.predict.grading import truth
from backstep.stepper.predict.questions import Question
from backstep.stepper.predict.wording import asked_text, choices, in_words

RESULTS = ("seed", "multiply", "deliver")
MOST_ASKED = 3  # gxs that are asked for by name


@dataclass(frozen=True)
class Asked:
    """What is known of the next result, what is asked, and the answers, in the same order.

    `short` says what is known in fewer words, where there are any.
    """

    known: str
    names: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    short: str = ""


def beat_after(timeline: Timeline, position: int, marks: Mapping[int, str]) -> int:
    """The next step with a result or a mark; the end after the last."""
    for step in range(position + 1, timeline.length):
        if _is_beat(timeline, step, marks):
            return step
    return timeline.length


def beat_before(timeline: Timeline, position: int, marks: Mapping[int, str]) -> int:
    """The step before with a result or a mark; the start before the first."""
    for step in range(position - 1, 0, -1):
        if _is_beat(timeline, step, marks):
            return step
    return 0


def _is_beat(timeline: Timeline, step: int, marks: Mapping[int, str]) -> bool:
    taken = timeline.step(step)
    return step in marks or (taken is not None and taken.phase in RESULTS)


def next_asked(timeline: Timeline, position: int, questions: Iterable[Question] = ()) -> Asked:
    """The question for the next result after a position: an author's, where there is one before it,
    else what the result is."""
    if position >= timeline.length:
        failed = timeline.at(position).failed
        return Asked(
            tr("Nothing comes after the error.") if failed else tr("That was the whole pass.")
        )
    at = beat_after(timeline, position, {})
    for question in questions:
        if question.by_author and position <= question.position < at:
            return _by_author(timeline, question)
    step = timeline.step(at)
    assert step is not None
    recording = timeline.recording
    if step.phase == "seed":
        name = timeline.at(at).grad_label(recording.target)
        return Asked(tr("the pass begins."), (name,), (value_text(recording.seed),))
    pop = recording.pops[step.pop]
    label = recording.functions[pop.function].label
    if step.phase == "multiply":
        gys = ", ".join(
            f"{name} = {value_text(gy)}"
            for name, gy in zip(_numbered("gy", len(pop.gys)), pop.gys, strict=True)
        )
        popped = "" if position > timeline.starts[step.pop] else "pop "
        known = tr("{popped}{label} with {gys}.", popped=popped, label=label, gys=gys)
        if pop.gxs is None:
            return Asked(known, ("gx",), (tr("an error"),))
        if len(pop.gxs) > MOST_ASKED:
            return Asked(known, ("gxs",), (", ".join(value_text(gx, 12) for gx in pop.gxs),))
        answers = tuple(value_text(gx) for gx in pop.gxs)
        return Asked(known, _numbered("gx", len(answers)), answers)
    if step.delivery is not None:
        return _of_delivery(timeline, at, pop.deliveries[step.delivery])
    return Asked(tr("nothing is left to pop: the pass ends."))


def _by_author(timeline: Timeline, question: Question) -> Asked:
    """A question in its author's words, with what it offers."""
    known, offered = asked_text(timeline, question), choices(timeline, question)
    if question.offered:
        known += tr(" {one} or {other}?", one=", ".join(offered[:-1]), other=offered[-1])
    name = {"own": tr("answer"), "shape": tr("shape of gx"), "grad": tr("its gradient")}
    true = in_words(question, truth(timeline, question))
    return Asked(known, (name.get(question.kind, question.kind),), (true,))


def _of_delivery(timeline: Timeline, at: int, d: Delivery) -> Asked:
    name = timeline.at(at).grad_label(d.to)
    gx, after = value_text(d.gx), value_text(d.after)
    known = tr(
        "{gx} arrives at {name}, which is {value}.", gx=gx, name=name, value=value_text(d.before)
    )
    short = tr("{gx} comes, {name} is {value}.", gx=gx, name=name, value=value_text(d.before))
    answer = after if d.how == "set" else f"{value_text(d.before)} + {gx} = {after}"
    return Asked(known, (name,), (answer,), short)


def _numbered(name: str, count: int) -> tuple[str, ...]:
    return (name,) if count == 1 else tuple(f"{name}{i}" for i in range(count))
