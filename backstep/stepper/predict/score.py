"""The score of a pass: right and wrong by kind and by how sure, and what was wrong, in words."""

from __future__ import annotations

from collections.abc import Iterable

from backstep.messages import cells, later, padded, tr, trc, trn
from backstep.stepper.panes.bars import footer_line
from backstep.stepper.predict.grading import SURE, Answer, truth, why
from backstep.stepper.predict.questions import KINDS, Kind
from backstep.stepper.predict.quiz import answers_of, firsts
from backstep.stepper.predict.wording import asked_text, in_words
from backstep.stepper.screen import Hints, steps_lines
from backstep.stepper.text import Line, Run, wrapped
from backstep.stepper.view import View

KIND_TOLD: dict[Kind, str] = {
    "next": later("which is next"),
    "gx": later("what gx is"),
    "shape": later("shape of gx"),
    "how": later("set or added"),
    "then": later("queued or seen"),
    "grad": later("freed or kept"),
    "own": later("author's own"),
}
FIRST = 16  # columns of the kinds
COLUMN = 14


def score_lines(view: View, hints: Hints) -> list[Line]:
    """The table, calibration in a sentence, and each wrong answer; the surest of them first."""
    answers = answers_of(view)
    if not answers:
        return steps_lines(view, hints)
    width, height = view.size
    rows = [_header(view), [], *_table(firsts(answers), width), []]
    rows += [[Run(" "), *row] for row in _beside(answers, width - 2)]
    rows += _wrong(view, answers, width)
    body = rows[: height - 1]
    if len(rows) > len(body):
        body[-1] = [Run(tr(" {sign} more than there is room for", sign=view.signs.cut), "dim")]
    return [*body, *[[]] * (height - 1 - len(body)), footer_line(hints, width)]


def _header(view: View) -> Line:
    return [
        Run(tr(" predict  "), "brand"),
        Run(tr("score of "), "title"),
        Run(view.recording.title, "pane"),
    ]


def tally(answers: Iterable[Answer], kind: Kind | None = None, sure: int | None = None) -> str:
    """`2 of 3` right; a dash where nothing was answered so."""
    graded = [
        answer
        for answer in answers
        if answer.verdict in ("right", "wrong")
        and kind in (None, answer.question.kind)
        and sure in (None, answer.sure)
    ]
    right = sum(answer.verdict == "right" for answer in graded)
    return tr("{right} of {n}", right=right, n=len(graded)) if graded else "-"


def _table(answers: list[Answer], width: int) -> list[Line]:
    """A row a kind, a column a confidence."""
    column = min(COLUMN, max(7, (width - FIRST - 2) // 4))
    heads = [tr("sure"), tr("rather sure"), tr("a guess")]
    if column < COLUMN:
        heads[1:] = [trc("sureness", "rather"), trc("sureness", "guess")]
    whole = trc("answers", "all")
    line = "".join(_at_the_right(head, column) for head in [*heads, whole])
    rows: list[Line] = [[Run(f" {padded(trc('answers', 'right'), FIRST)}{line}", "dim")]]
    for kind in (*KINDS, None):
        told = tr(KIND_TOLD[kind]) if kind else whole
        if kind and not any(answer.question.kind == kind for answer in answers):
            continue
        tallies = [tally(answers, kind, sure) for sure in (3, 2, 1, None)]
        text = "".join(_at_the_right(each, column) for each in tallies)
        rows.append([Run(f" {padded(told, FIRST)}"), Run(text, "" if kind else "hot")])
    return rows


def _at_the_right(text: str, column: int) -> str:
    return " " * (column - cells(text)) + text


def _beside(answers: list[Answer], room: int) -> list[Line]:
    """How sure and how right go together, what was skipped and revealed, and what came back."""
    told = [calibration(firsts(answers))]
    verdicts = [answer.verdict for answer in firsts(answers)]
    if n := verdicts.count("skipped"):
        told.append(trn("{n} skipped.", "{n} skipped.", n))
    if n := verdicts.count("revealed"):
        told.append(trn("{n} revealed.", "{n} revealed.", n))
    again = [answer for answer in answers if answer.again]
    if again:
        right = sum(answer.verdict == "right" for answer in again)
        told.append(tr("Of what came back, {right} of {n} right.", right=right, n=len(again)))
    return wrapped(" ".join(part for part in told if part), room, "sentence")


def calibration(answers: Iterable[Answer]) -> str:
    """Whether being sure and being right went together, in a sentence."""
    graded = [answer for answer in answers if answer.verdict in ("right", "wrong")]
    if not graded:
        return tr("Nothing was answered.")
    wrong_sure = sum(answer.wrong_and_sure for answer in graded)
    lucky = sum(answer.verdict == "right" and answer.sure == 1 for answer in graded)
    if wrong_sure:
        return tr(
            "Sure and wrong: {wrong} of {n}; those are worth going back to.",
            wrong=wrong_sure,
            n=len(graded),
        )
    if all(answer.verdict == "right" for answer in graded):
        told = tr("Every answer was right")
        return (
            tr("{told}, {lucky} of them a guess.", told=told, lucky=lucky) if lucky else f"{told}."
        )
    return tr("What you were sure of was right.")


def _wrong(view: View, answers: list[Answer], width: int) -> list[Line]:
    """Each question that was answered wrong, once, with the truth and why."""
    wrong = [answer for answer in firsts(answers) if answer.verdict == "wrong"]
    rows: list[Line] = []
    for answer in sorted(wrong, key=lambda each: (-each.sure, each.question.position)):
        question = answer.question
        role = "error" if answer.wrong_and_sure else "pane"
        where = f"Pop {question.pop + 1}" if question.pop >= 0 else tr("Start")
        head = f" {where}, {tr(SURE[answer.sure])}: "
        asked = wrapped(asked_text(view.timeline, question), width - cells(head) - 1)
        rows += [[], [Run(head, role), *asked[0]]]
        rows += [[Run(" " * cells(head)), *row] for row in asked[1:]]
        told = tr(
            "You said {given}; it is {truth}.",
            given=in_words(question, answer.given),
            truth=in_words(question, truth(view.timeline, question)),
        )
        for row in wrapped(f"{told} {why(view.timeline, question)}", width - 5):
            rows.append([Run("   "), *row])
    return rows
