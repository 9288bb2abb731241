"""Actions of predicting: questions on and off, answers, ways out of a question."""

from __future__ import annotations

from collections.abc import Callable

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


def told(view: View) -> bool:
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


ACTIONS = (
    Action(
        "predict",
        ("p",),
        "ask me before the stepper shows it: which is next, what gx is; again: no more",
        "Predict",
        "predict",
        toggled,
        when=in_steps,
    ),
    *(
        Action(
            f"choice {letter}",
            (letter,),
            f"answer with {letter}",
            "Predict",
            "answer" if letter == "a" else "",
            choice(i),
            when=choosing,
        )
        for i, letter in enumerate("abcdef")
    ),
    *(
        Action(
            f"confidence {level}",
            (str(level),),
            f"say how sure you are: {words}",
            "Predict",
            words,
            confident(level),
            when=surely,
        )
        for level, words in ((1, "a guess"), (2, "rather sure"), (3, "sure"))
    ),
    Action(
        "go on",
        ("enter", "space", "n", "right", "s", "escape"),
        "go on from what was told",
        "Predict",
        "go on",
        taken,
        when=told,
    ),
    Action(
        "take choice",
        ("enter", "space"),
        "take the choice that is marked",
        "Predict",
        change=taken,
        when=wanting,
    ),
    Action(
        "choice down",
        ("down", "j", "tab"),
        "mark the next choice",
        "Predict",
        change=lambda view: pointed(view, 1),
        when=wanting,
    ),
    Action(
        "choice up",
        ("up", "k", "shift+tab"),
        "mark the choice before",
        "Predict",
        change=lambda view: pointed(view, -1),
        when=wanting,
    ),
    Action(
        "skip question",
        ("n", "escape"),
        "skip the question",
        "Predict",
        "skip",
        skipped,
        when=wanting,
    ),
    Action(
        "reveal answer",
        ("v",),
        "reveal the answer of the question",
        "Predict",
        "reveal",
        revealed,
        when=wanting,
    ),
    Action(
        "end questions",
        ("p",),
        "ask nothing more",
        "Predict",
        "end",
        toggled,
        when=lambda view: open_question(view) is not None,
    ),
    Action(
        "leave score",
        ("enter", "space", "escape", "n", "b", "p"),
        "go back from the score to the pass",
        "Predict",
        "back",
        left_score,
        when=scored,
    ),
)
