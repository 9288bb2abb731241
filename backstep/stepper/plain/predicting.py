"""Predicting in the conversation: a question, an answer, how sure, the truth, and the score."""

from __future__ import annotations

from collections.abc import Iterator

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
from backstep.stepper.predict.wording import asked_text, choices, generation_told, known
from backstep.stepper.view import View

LETTERS = "abcdef"
WAYS_OUT = "skip goes on without an answer, reveal tells it, end asks nothing more."
GOES_ON = "An empty line goes on."


def prompt_of(view: View) -> str:
    """What stands at the prompt while a question is open; empty where none is."""
    question = open_question(view)
    if question is None:
        return ""
    if view.quiz.stage == "sure":
        return "how sure, 1 to 3? "
    if view.quiz.stage == "told":
        return "(Enter goes on) "
    return f"{view.entry.question} " if view.entry is not None else "answer: "


def told(before: View, view: View) -> tuple[View, list[str]]:
    """What is said of a question or of the score that a view has come to; the score is left."""
    question = open_question(view)
    if view.mode == SCORE:
        again = before.position == view.position and open_question(before) is None
        score = ["score tells the score again."] if again else list(_score(view))
        return left_score(view), score
    if question is None or view.mode != MODE:
        return view, []
    match view.quiz.stage:
        case "ask":
            return view, list(_asked(view, question))
        case "sure":
            return view, [f"You say {view.quiz.given}. 1 is a guess, 2 rather sure, 3 sure."]
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
            raise Refused("Say 1 for a guess, 2 for rather sure, 3 for sure.")
        after = said(view, int(word))
    else:
        after = _given(view, question, text)
    if after.mode == MODE and open_question(after) == question:
        return Reply(after)
    if after.position == before.position:
        return Reply(after, (after.message,) if after.message else ())
    return moved(before, after, by_steps=True)


def _where(question: Question) -> str:
    return f"pop {question.pop + 1}" if question.pop >= 0 else "start"


def _given(view: View, question: Question, text: str) -> View:
    offered = choices(view.timeline, question)
    if not text:
        raise Refused(f"Type an answer. {WAYS_OUT[:1].upper()}{WAYS_OUT[1:]}")
    if not offered:
        return typed(view, text)
    letters = LETTERS[: len(offered)]
    if text.lower() in letters:
        return chosen(view, letters.index(text.lower()))
    alike = [i for i, each in enumerate(offered) if each.lower().startswith(text.lower())]
    exact = [i for i in alike if offered[i].lower() == text.lower()]
    if len(exact or alike) == 1:
        return chosen(view, (exact or alike)[0])
    raise Refused(f"{quoted(text)} is none of {listed([*letters])}. {WAYS_OUT}")


def _asked(view: View, question: Question) -> Iterator[str]:
    every = questions(view)
    again = "Once more, for you were sure and wrong: " if view.quiz.again else ""
    number = f"question {every.index(question) + 1} of {len(every)}, {_where(question)}"
    yield f"{again}{number}" if again else f"Q{number[1:]}"
    yield asked_text(view.timeline, question)
    facts = known(view.timeline, question)
    if facts:
        yield "; ".join(facts)
    for letter, choice in zip(LETTERS, choices(view.timeline, question), strict=False):
        beside = generation_told(view.timeline, question, choice)
        yield f"{letter}: {choice}" + (f", {beside}" if beside else "")
    yield f"{WAYS_OUT[:1].upper()}{WAYS_OUT[1:]}"


def _truth(view: View, question: Question) -> Iterator[str]:
    answered = answers_of(view)[-1]
    true = truth(view.timeline, question)
    verdicts = {"right": f"Right: {true}.", "wrong": f"Wrong: it is {true}."}
    if question.kind == "own":
        verdicts = {"right": "Right.", "wrong": f"Wrong. The answer is: {true}"}
        verdicts["revealed"] = f"The answer is: {true}"
    yield verdicts.get(answered.verdict, f"It is {true}.")
    reason = why(view.timeline, question)
    if reason:
        yield reason
    yield GOES_ON


def _score(view: View) -> Iterator[str]:
    """The score in sentences, then each wrong answer with the truth and why."""
    answers = answers_of(view)
    first = firsts(answers)
    yield f"Right: {tally(first)}."
    for kind in KINDS:
        if any(each.question.kind == kind and each.sure for each in first):
            yield f"{KIND_TOLD[kind]}: {tally(first, kind)}"
    for sure in (3, 2, 1):
        if any(each.sure == sure for each in first):
            yield f"where you said {SURE[sure]}: {tally(first, sure=sure)}"
    yield calibration(first)
    for verdict in ("skipped", "revealed"):
        n = sum(each.verdict == verdict for each in first)
        if n:
            yield f"{n} {verdict}"
    for each in (one for one in first if one.verdict == "wrong"):
        question = each.question
        yield f"{_where(question)}: {asked_text(view.timeline, question)}"
        yield f"you said {each.given}; it is {truth(view.timeline, question)}"
        reason = why(view.timeline, question)
        if reason:
            yield reason


def _predict(view: View, argument: str) -> Reply:
    refuse_more(argument)
    after = toggled(view)
    return Reply(
        after, (after.message.replace("Esc skips one, p ends", "skip passes one, end ends"),)
    )


def _told_score(view: View, argument: str) -> Reply:
    refuse_more(argument)
    if not answers_of(view):
        raise Refused("Nothing was answered in this pass: predict asks.")
    return Reply(view, tuple(_score(view)))


COMMANDS = (
    Command(
        "predict",
        _predict,
        "be asked before each thing is shown: which is next, what gx is; again: no more",
        "Predict",
        also=("p",),
        more="Then next, step and continue halt at questions; skip, reveal and end lead out.",
    ),
    Command("score", _told_score, "tell how many answers were right, and why", "Predict"),
)
