"""Predicting in the conversation: a question, an answer, how sure, the truth, and the score."""

from __future__ import annotations

from collections.abc import Iterator

from backstep.messages import later, tr
from backstep.stepper.entry import Refused
from backstep.stepper.plain.command import Command, Reply
from backstep.stepper.plain.moving import moved, refuse_more
from backstep.stepper.plain.words import listed, quoted
from backstep.stepper.predict.grading import SURE, truth, why
from backstep.stepper.predict.questions import KINDS, Question
from backstep.stepper.predict.quiz import (
    MODE,
    SCORE,
    answers_of,
    chosen,
    firsts,
    left_score,
    open_question,
    questions,
    revealed,
    said,
    skipped,
    toggled,
    typed,
    went_on,
)
from backstep.stepper.predict.score import KIND_TOLD, calibration, tally
from backstep.stepper.predict.wording import asked_text, choices, generation_told, in_words, known
from backstep.stepper.view import View

LETTERS = "abcdef"
WAYS_OUT = later("Skip goes on without an answer, reveal tells it, end asks nothing more.")
GOES_ON = later("An empty line goes on.")
IT_IS = later("It is {truth}.")
VERDICTS = {"right": later("Right: {truth}."), "wrong": later("Wrong: it is {truth}.")}
OWN = {  # of a question that an author asks
    "right": later("Right."),
    "wrong": later("Wrong. The answer is: {truth}"),
    "revealed": later("The answer is: {truth}"),
}


def prompt_of(view: View) -> str:
    """What stands at the prompt while a question is open; empty where none is."""
    question = open_question(view)
    if question is None:
        return ""
    if view.quiz.stage == "sure":
        return f"{tr('how sure, 1 to 3?')} "
    if view.quiz.stage == "told":
        return f"({tr('Enter goes on')}) "
    return f"{view.entry.question} " if view.entry is not None else f"{tr('answer:')} "


def told(before: View, view: View) -> tuple[View, list[str]]:
    """What is said of a question or of the score that a view has come to; the score is left."""
    question = open_question(view)
    if view.mode == SCORE:
        again = before.position == view.position and open_question(before) is None
        score = [tr("score tells the score again.")] if again else list(_score(view))
        return left_score(view), score
    if question is None or view.mode != MODE:
        return view, []
    match view.quiz.stage:
        case "ask":
            return view, list(_asked(view, question))
        case "sure":
            how = tr(
                "You say {given}. 1 is a guess, 2 rather sure, 3 sure.",
                given=in_words(question, view.quiz.given),
            )
            return view, [how]
    return view, list(_truth(view, question))


def answer(view: View, text: str) -> Reply:
    """What a line does while a question is open."""
    question = open_question(view)
    assert question is not None
    before = view
    word = text.lower()
    if word in ("end", "p", "predict"):
        after = toggled(view)
    elif view.quiz.stage == "told":
        after = went_on(view)
    elif word in ("skip", "n", "next"):
        after = skipped(view)
    elif word in ("reveal", "v", "?", "help"):
        after = revealed(view) if word in ("reveal", "v") else view
    elif word in ("quit", "q", "exit"):
        return Reply(view, left=True)
    elif view.quiz.stage == "sure":
        if word not in ("1", "2", "3"):
            raise Refused(tr("Say 1 for a guess, 2 for rather sure, 3 for sure."))
        after = said(view, int(word))
    else:
        after = _given(view, question, text)
    if after.mode == MODE and open_question(after) == question:
        return Reply(after)
    if after.position == before.position:
        return Reply(after, (after.message,) if after.message else ())
    return moved(before, after, by_steps=True)


def _where(question: Question) -> str:
    return f"pop {question.pop + 1}" if question.pop >= 0 else tr("start")


def _given(view: View, question: Question, text: str) -> View:
    offered = choices(view.timeline, question)
    if not text:
        raise Refused(f"{tr('Type an answer.')} {tr(WAYS_OUT)}")
    if not offered:
        return typed(view, text)
    letters = LETTERS[: len(offered)]
    if text.lower() in letters:
        return chosen(view, letters.index(text.lower()))
    words = [(each.lower(), in_words(question, each).lower()) for each in offered]
    alike = [i for i, of in enumerate(words) if any(w.startswith(text.lower()) for w in of)]
    exact = [i for i in alike if text.lower() in words[i]]
    if len(exact or alike) == 1:
        return chosen(view, (exact or alike)[0])
    raise Refused(
        tr(
            "{text} is none of {names}. skip goes on without an answer, reveal tells it, "
            "end asks nothing more.",
            text=quoted(text),
            names=listed([*letters]),
        )
    )


def _asked(view: View, question: Question) -> Iterator[str]:
    every = questions(view)
    again = later("Once more, for you were sure and wrong: question {i} of {n}, {where}")
    told = again if view.quiz.again else later("Question {i} of {n}, {where}")
    yield tr(told, i=every.index(question) + 1, n=len(every), where=_where(question))
    yield asked_text(view.timeline, question)
    facts = known(view.timeline, question)
    if facts:
        yield "; ".join(facts)
    for letter, choice in zip(LETTERS, choices(view.timeline, question), strict=False):
        beside = generation_told(view.timeline, question, choice)
        yield f"{letter}: {in_words(question, choice)}" + (f", {beside}" if beside else "")
    yield tr(WAYS_OUT)


def _truth(view: View, question: Question) -> Iterator[str]:
    answered = answers_of(view)[-1]
    true = in_words(question, truth(view.timeline, question))
    verdicts = OWN if question.kind == "own" else VERDICTS
    yield tr(verdicts.get(answered.verdict, IT_IS), truth=true)
    reason = why(view.timeline, question)
    if reason:
        yield reason
    yield tr(GOES_ON)


def _score(view: View) -> Iterator[str]:
    """The score in sentences, then each wrong answer with the truth and why."""
    answers = answers_of(view)
    first = firsts(answers)
    yield tr("Right: {truth}.", truth=tally(first))
    for kind in KINDS:
        if any(each.question.kind == kind and each.sure for each in first):
            yield f"{tr(KIND_TOLD[kind])}: {tally(first, kind)}"
    for sure in (3, 2, 1):
        if any(each.sure == sure for each in first):
            right = tally(first, sure=sure)
            yield tr("where you said {sure}: {right}", sure=tr(SURE[sure]), right=right)
    yield calibration(first)
    for verdict, told in (("skipped", later("{n} skipped")), ("revealed", later("{n} revealed"))):
        n = sum(each.verdict == verdict for each in first)
        if n:
            yield tr(told, n=n)
    for each in (one for one in first if one.verdict == "wrong"):
        question = each.question
        yield f"{_where(question)}: {asked_text(view.timeline, question)}"
        given, true = (
            in_words(question, one) for one in (each.given, truth(view.timeline, question))
        )
        yield tr("you said {given}; it is {truth}", given=given, truth=true)
        reason = why(view.timeline, question)
        if reason:
            yield reason


def _predict(view: View, argument: str) -> Reply:
    refuse_more(argument)
    after = toggled(view)
    key = view.keymap.key("end questions")
    keys = tr("Esc skips one, {key} ends them.", key=key)
    words = tr("skip passes one, end ends them.")
    return Reply(after, (after.message.replace(keys, words),))


def _told_score(view: View, argument: str) -> Reply:
    refuse_more(argument)
    if not answers_of(view):
        raise Refused(tr("Nothing was answered in this pass: predict asks."))
    return Reply(view, tuple(_score(view)))


COMMANDS = (
    Command(
        "predict",
        _predict,
        later("be asked before each thing is shown: which is next, what gx is; again: no more"),
        "Predict",
        also=("p",),
        more=later(
            "Then next, step and continue halt at questions; skip, reveal and end lead out."
        ),
    ),
    Command("score", _told_score, later("tell how many answers were right, and why"), "Predict"),
)
