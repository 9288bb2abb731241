"""The questions of a pass with all that the player needs to ask them and to judge an answer."""

from __future__ import annotations

from typing import TypeAlias

from backstep.messages import tr
from backstep.recording.annotations import Annotations
from backstep.stepper.predict.authored import authored, merged
from backstep.stepper.predict.grading import truth, why
from backstep.stepper.predict.questions import Question
from backstep.stepper.predict.wording import (
    asked_text,
    choices,
    generation_told,
    gx_name,
    in_words,
    known,
)
from backstep.stepper.view import View

Json: TypeAlias = dict[str, object]


def questions(view: View, page: Annotations) -> list[Json]:
    """An author's and those that the pass gives, in the order in which they come."""
    own = authored(view.timeline, page)
    found = view.passes.questions(view.index)
    return [_question(view, each) for each in merged(own, found)]


def _question(view: View, question: Question) -> Json:
    timeline = view.timeline
    true = truth(timeline, question)
    offered = [
        [each, in_words(question, each), generation_told(timeline, question, each)]
        for each in choices(timeline, question)
    ]
    return {
        "kind": question.kind,
        "at": question.position,
        "pop": question.pop,
        "author": question.by_author,
        "text": asked_text(timeline, question),
        "known": known(timeline, question),
        "choices": offered,
        "asked": "" if offered else _asked(view, question),
        "answer": true,
        "exact": _exact(view, question),
        "told": in_words(question, true),
        "why": why(timeline, question),
    }


def _asked(view: View, question: Question) -> str:
    """What stands before the answer that is typed."""
    if question.kind == "own":
        return tr("answer:")
    name = gx_name(view.recording, question)
    return tr("shape of {name} =", name=name) if question.kind == "shape" else f"{name} ="


def _exact(view: View, question: Question) -> str:
    """The number that an answer is held against, with all its digits."""
    if question.kind != "gx" or question.input is None:
        return ""
    gxs = view.recording.pops[question.pop].gxs
    array = None if gxs is None else gxs[question.input].array
    return "" if array is None else repr(float(array[question.element]))
