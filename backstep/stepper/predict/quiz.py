"""Where a person stands in the questions: what is open, what was answered, what comes next.

Every function is from a view to a view. Where nothing is asked, each leaves the view as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from backstep.messages import tr
from backstep.recording.annotations import Ask
from backstep.stepper.entry import Entry, Refused
from backstep.stepper.predict.authored import authored, merged
from backstep.stepper.predict.grading import Answer, Verdict, is_right, truth
from backstep.stepper.predict.questions import Question
from backstep.stepper.predict.wording import about, choices, gx_name

if TYPE_CHECKING:
    from backstep.stepper.view import View

Stage: TypeAlias = Literal["ask", "sure", "told"]
MODE = "predict"
SCORE = "score"


@dataclass(frozen=True)
class Quiz:
    """Whether questions are asked, the one that is open, and every answer so far.

    `stage` is what the screen wants: the answer, how sure it is, or to be read. `pointer` is the
    choice that Enter takes, `given` what was answered. `heading` is the position that the person
    was going to, `resume` that it was by playing. `again` is set while wrong and sure ones come
    back. An author's questions are asked in any case, unless they were `ended`.
    """

    on: bool = False
    ended: bool = False
    asked: Question | None = None
    stage: Stage = "ask"
    pointer: int = 0
    given: str = ""
    heading: int = 0
    resume: bool = False
    again: bool = False
    answers: tuple[Answer, ...] = ()


NO_QUIZ = Quiz()


def questions(view: View) -> tuple[Question, ...]:
    """What is asked of the pass that is shown: an author's questions, and where questions are on,
    those that the pass itself gives."""
    page = view.notebook.page(view.index)
    if not page.asks and not view.quiz.on:
        return ()
    key = (view.index, page.asks, view.quiz.on, view.quiz.ended)
    return view.passes.latest("questions", key, lambda: _questions(view))


def _questions(view: View) -> tuple[Question, ...]:
    page = view.notebook.page(view.index)
    own = () if view.quiz.ended else authored(view.timeline, page)
    return merged(own, view.passes.questions(view.index) if view.quiz.on else ())


def answers_of(view: View) -> list[Answer]:
    """The answers to the questions of the pass that is shown."""
    return [answer for answer in view.quiz.answers if answer.index == view.index]


def open_question(view: View) -> Question | None:
    """The question that the screen shows."""
    asked = view.quiz.asked
    if view.mode != MODE or asked is None or asked not in questions(view):
        return None
    return asked if asked.position == view.position else None


def hides_next(view: View) -> bool:
    """Whether the person is about to be asked which function is next, so that nothing may tell."""
    known = {answer.question for answer in answers_of(view)}
    return any(
        question.kind == "next" and question.position == view.position and question not in known
        for question in questions(view)
    )


def hides_ahead(view: View) -> bool:
    """Whether something that comes is about to be asked, so that nothing may tell of it."""
    if view.quiz.on:
        return True
    known = {answer.question for answer in answers_of(view)}
    return any(q.position >= view.position and q not in known for q in questions(view))


def toggled(view: View) -> View:
    """Questions on, or off; an open one is left."""
    if view.quiz.on or open_question(view) is not None:
        quiz = replace(view.quiz, on=False, ended=True, asked=None, again=False)
        return _stepping(replace(view, quiz=quiz, entry=None)).saying(tr("No more questions."))
    on = replace(view, quiz=replace(view.quiz, on=True, ended=False))
    n = len(questions(on))
    if not n:
        return view.saying(tr("There is nothing to ask of this pass."))
    many = tr("One question") if n == 1 else tr("{n} questions", n=n)
    key = view.keymap.key
    told = tr(
        "{many} in this pass, where they come up: {key} goes on. ", many=many, key=key("next pop")
    )
    told += tr("Esc skips one, {key} ends them.", key=key("end questions"))
    return on.saying(told)


def stepped(view: View, goal: int) -> View:
    """The view at a position, or at the first question on the way there; the score at the end."""
    return _to(view, goal, questions(view))


def halted(view: View, goal: int) -> View:
    """The view at a position that a key leads to at once, or at an author's question before it."""
    return _to(view, goal, [each for each in questions(view) if each.by_author])


def _to(view: View, goal: int, asked: Sequence[Question]) -> View:
    if not asked or goal < view.position or view.mode == "lecture":  # which asks on its own page
        return view.to(goal)
    known = {answer.question for answer in answers_of(view)}
    on_the_way = (
        question
        for question in asked
        if view.position <= question.position < goal and question not in known
    )
    question = next(on_the_way, None)
    if question is not None:
        return _asked(view, question, goal, again=False)
    return _finished(view) if goal >= view.timeline.length else view.to(goal)


def _asked(view: View, question: Question, heading: int, *, again: bool) -> View:
    quiz = replace(
        view.quiz,
        asked=question,
        stage="ask",
        pointer=0,
        given="",
        heading=heading,
        resume=view.playing,
        again=again,
    )
    asked = replace(view.to(question.position), quiz=quiz, mode=MODE, playing=False, message="")
    return replace(asked, entry=_entry(asked, question))


def _entry(view: View, question: Question) -> Entry[View] | None:
    """What a number or a shape is typed into; None where there are choices."""
    if choices(view.timeline, question):
        return None
    told = tr("Enter answers, Esc skips, v reveals")
    if question.kind == "own":
        return Entry(tr("answer:"), typed, told=told, left=skipped)
    name = gx_name(view.recording, question)
    asked = tr("shape of {name} =", name=name) if question.kind == "shape" else f"{name} ="
    return Entry(asked, typed, told=told, left=skipped)


def typed(view: View, text: str) -> View:
    """What was typed in answer; `v` and nothing at all are ways out. Raises Refused."""
    question = open_question(view)
    if question is None:
        return view
    if not text:
        raise Refused(tr("type an answer; Esc skips the question, v reveals it"))
    if text in ("v", "?"):
        return revealed(view)
    is_right(view.timeline, question, text)  # refuses what is no answer
    return _given(view, text)


def chosen(view: View, number: int) -> View:
    """One of the choices taken as the answer."""
    question = open_question(view)
    if question is None or view.quiz.stage != "ask":
        return view
    offered = choices(view.timeline, question)
    return _given(view, offered[number]) if 0 <= number < len(offered) else view


def _given(view: View, text: str) -> View:
    return replace(view, quiz=replace(view.quiz, given=text, stage="sure"), entry=None)


def pointed(view: View, rows: int) -> View:
    """The choice that Enter takes moved."""
    question = open_question(view)
    if question is None:
        return view
    n = len(choices(view.timeline, question)) if view.quiz.stage == "ask" else 3
    return replace(view, quiz=replace(view.quiz, pointer=(view.quiz.pointer + rows) % max(1, n)))


def taken(view: View) -> View:
    """What Enter does: take the choice that is pointed at, or go on from what was told."""
    match view.quiz.stage if open_question(view) else None:
        case "ask":
            return chosen(view, view.quiz.pointer)
        case "sure":
            return said(view, view.quiz.pointer + 1)
        case "told":
            return went_on(view)
    return view


def said(view: View, sure: int) -> View:
    """How sure the answer is, 1 to 3: it is graded and the truth told."""
    question = open_question(view)
    if question is None or view.quiz.stage != "sure":
        return view
    right = is_right(view.timeline, question, view.quiz.given)
    return _answered(view, question, view.quiz.given, sure, "right" if right else "wrong")


def revealed(view: View) -> View:
    """The truth told without an answer."""
    question = open_question(view)
    if question is None or view.quiz.stage == "told":
        return view
    return _answered(view, question, truth(view.timeline, question), 0, "revealed")


def skipped(view: View) -> View:
    """On without an answer, and without the truth; from what is told, just on."""
    question = open_question(view)
    if question is None:
        return view
    if view.quiz.stage == "told":
        return went_on(view)
    return went_on(_answered(view, question, "", 0, "skipped"))


def _answered(view: View, question: Question, given: str, sure: int, verdict: Verdict) -> View:
    answer = Answer(view.index, question, given, sure, verdict, view.quiz.again)
    quiz = replace(
        view.quiz, given=given, stage="told", pointer=0, answers=(*view.quiz.answers, answer)
    )
    kept = view if verdict == "skipped" else _kept(view, answer)
    return replace(kept, quiz=quiz, entry=None)


def _kept(view: View, answer: Answer) -> View:
    """The view with an answer in its notebook, from where it goes into the session's file."""
    question, graded = answer.question, answer.verdict != "revealed"
    true = truth(view.timeline, question)
    ask = Ask(
        step=question.position,
        question=question.kind,
        about=about(view.recording, question),
        text=question.text,
        answer=true,
        given=answer.given if graded else None,
        confidence=answer.sure if graded else None,
        right=answer.verdict == "right" if graded else None,
        input=question.input if question.kind in ("gx", "shape") and question.by_author else None,
        choices=question.offered,
        why=question.why,
    )
    return replace(view, notebook=view.notebook.adding(view.index, ask))


def went_on(view: View) -> View:
    """To where the person was going when the question came, or to the next question."""
    if open_question(view) is None:
        return view
    quiz = view.quiz
    after = _stepping(replace(view, quiz=replace(quiz, asked=None, again=False), entry=None))
    if quiz.again:
        return _finished(after)
    on = stepped(after, quiz.heading)
    if on.mode == MODE:
        return replace(on, quiz=replace(on.quiz, resume=quiz.resume))
    return replace(on, playing=quiz.resume and on.position < on.timeline.length)


def _finished(view: View) -> View:
    """The end of the pass: first what was wrong and sure comes back, then the score."""
    answers = answers_of(view)
    asked_again = {answer.question for answer in answers if answer.again}
    come_back = [a.question for a in answers if a.wrong_and_sure and a.question not in asked_again]
    end = view.timeline.length
    if come_back:
        return _asked(view, come_back[0], end, again=True)
    score = bool(answers) and view.quiz.on
    return replace(view.to(end), mode=SCORE if score else "steps", playing=False)


def _stepping(view: View) -> View:
    return replace(view, mode="steps")


def left_score(view: View) -> View:
    """Back from the score to the pass."""
    return _stepping(view) if view.mode == SCORE else view


def firsts(answers: Iterable[Answer]) -> list[Answer]:
    """The answers without those to what came back."""
    return [answer for answer in answers if not answer.again]
