"""Actions of predicting: questions on and off, answers, ways out of a question."""

from __future__ import annotations

from collections.abc import Callable

from backstep.messages import later
from backstep.stepper.actions.action import Action, in_steps
from backstep.stepper.predict.quiz import (
    SCORE,
    chosen,
    left_score,
    open_question,
    pointed,
    revealed,
    said,
    skipped,
    taken,
    toggled,
)
from backstep.stepper.predict.wording import choices
from backstep.stepper.view import View


def asking(view: View) -> bool:
    """Whether a question is open that wants an answer."""
    return open_question(view) is not None and view.quiz.stage == "ask"


def choosing(view: View) -> bool:
    """Whether it has choices."""
    question = open_question(view)
    return question is not None and asking(view) and bool(choices(view.timeline, question))


def wanting(view: View) -> bool:
    """Whether an open question is not told yet."""
    return asking(view) or surely(view)


def surely(view: View) -> bool:
    """Whether it asks how sure the answer is."""
    return open_question(view) is not None and view.quiz.stage == "sure"


def answered(view: View) -> bool:
    """Whether the truth is on the screen."""
    return open_question(view) is not None and view.quiz.stage == "told"


def scored(view: View) -> bool:
    """Whether the score is on the screen."""
    return view.mode == SCORE


def choice(number: int) -> Callable[[View], View]:
    """Take one of the choices."""
    return lambda view: chosen(view, number)


def confident(level: int) -> Callable[[View], View]:
    """Say how sure."""
    return lambda view: said(view, level)


CHOICES = (
    ("a", later("choice a"), later("answer with a")),
    ("b", later("choice b"), later("answer with b")),
    ("c", later("choice c"), later("answer with c")),
    ("d", later("choice d"), later("answer with d")),
    ("e", later("choice e"), later("answer with e")),
    ("f", later("choice f"), later("answer with f")),
)
CONFIDENCES = (
    (1, later("confidence 1"), later("say how sure you are: a guess"), later("a guess")),
    (2, later("confidence 2"), later("say how sure you are: rather sure"), later("rather sure")),
    (3, later("confidence 3"), later("say how sure you are: sure"), later("sure")),
)
ACTIONS = (
    Action(
        later("predict"),
        ("p",),
        later("ask me before the stepper shows it: which is next, what gx is; again: no more"),
        "Predict",
        later("predict"),
        toggled,
        when=in_steps,
    ),
    *(
        Action(
            name,
            (letter,),
            told,
            "Predict",
            later("answer") if letter == "a" else "",
            choice(i),
            when=choosing,
        )
        for i, (letter, name, told) in enumerate(CHOICES)
    ),
    *(
        Action(
            name,
            (str(level),),
            told,
            "Predict",
            words,
            confident(level),
            when=surely,
        )
        for level, name, told, words in CONFIDENCES
    ),
    Action(
        later("go on"),
        ("enter", "space", "n", "right", "s", "escape"),
        later("go on from what was told"),
        "Predict",
        later("go on"),
        taken,
        when=answered,
    ),
    Action(
        later("take choice"),
        ("enter", "space"),
        later("take the choice that is marked"),
        "Predict",
        change=taken,
        when=wanting,
    ),
    Action(
        later("choice down"),
        ("down", "j", "tab"),
        later("mark the next choice"),
        "Predict",
        change=lambda view: pointed(view, 1),
        when=wanting,
    ),
    Action(
        later("choice up"),
        ("up", "k", "shift+tab"),
        later("mark the choice before"),
        "Predict",
        change=lambda view: pointed(view, -1),
        when=wanting,
    ),
    Action(
        later("skip question"),
        ("n", "escape"),
        later("skip the question"),
        "Predict",
        later("skip"),
        skipped,
        when=wanting,
    ),
    Action(
        later("reveal answer"),
        ("v",),
        later("reveal the answer of the question"),
        "Predict",
        later("reveal"),
        revealed,
        when=wanting,
    ),
    Action(
        later("end questions"),
        ("p",),
        later("ask nothing more"),
        "Predict",
        later("end"),
        toggled,
        when=lambda view: open_question(view) is not None,
    ),
    Action(
        later("leave score"),
        ("enter", "space", "escape", "n", "b", "p"),
        later("go back from the score to the pass"),
        "Predict",
        later("back"),
        left_score,
        when=scored,
    ),
)
