"""The screen of an open question. It is a function of what has happened by then alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from rich.cells import cell_len

from backstep.messages import tr
from backstep.stepper.entry import entry_lines
from backstep.stepper.panes.bars import footer_line
from backstep.stepper.predict.grading import SURE, truth, why
from backstep.stepper.predict.questions import Question
from backstep.stepper.predict.quiz import (
    answers_of,
    chosen,
    open_question,
    questions,
    revealed,
    said,
    skipped,
    toggled,
    went_on,
)
from backstep.stepper.predict.wording import asked_text, choices, generation_told, in_words, known
from backstep.stepper.screen import Hints, steps_lines
from backstep.stepper.sketch import sketch
from backstep.stepper.spots import Page
from backstep.stepper.text import Line, Run, fitted, plain, width_of, wrapped
from backstep.stepper.view import View

LETTERS = "abcdef"
READABLE = 76  # columns of text at most
GRAPH_FROM = (50, 16)  # a smaller screen has the question alone


def asking_lines(view: View, hints: Hints) -> list[Line]:
    """The graph without what would tell, the question, what may be known, and the choices."""
    question = open_question(view)
    if question is None:
        return steps_lines(view, hints)
    height = view.size[1]
    page = asking_page(view, question)
    below = footer_line(_typing_hints() if view.entry else hints, view.size[0])
    return [*page.lines[: height - 1], *[[]] * (height - 1 - len(page.lines)), below]


def _typing_hints() -> Hints:
    return [("v Enter", tr("reveal")), ("Enter", tr("answer")), ("Esc", tr("skip"))]


def asking_clicked(view: View, x: int, y: int) -> View:
    """What a click on the screen of a question does."""
    question = open_question(view)
    return view if question is None else asking_page(view, question).clicked(view, x, y)


def asking_page(view: View, question: Question) -> Page:
    """The lines above the footer, with what can be clicked."""
    width, height = view.size
    left = max(1, (width - READABLE) // 2)
    room = min(READABLE, width - 2 * left)
    blocks = _blocks(view, question, room)
    size = sum(len(block) for block in blocks) + 1
    loose = size + len(blocks) + 3 <= height  # there is room for empty lines between
    page = Page([_header(view, question)])
    if width >= GRAPH_FROM[0] and height >= GRAPH_FROM[1]:
        free = height - 2 - size - (len(blocks) + 1 if loose else 0)
        rows = min(free - 2, height * 2 // 5)
        if rows >= 3:
            drawn = sketch(view, width - 2, rows, queued=False)
            above = (rows - len(drawn.lines)) // 2 + 1
            lines = [*[[]] * above, *drawn.lines]
            page.lines += [*lines, *[[]] * (rows + 1 - len(lines))]
    margin = Run(" " * left)
    for block in blocks:
        if loose:
            page.add([])
        for line, change in block:
            page.add([margin, *line], change)
    if loose:
        page.add([])
    told = view.quiz.stage == "told"
    buttons = [(tr("go on"), went_on)]
    if not told:
        buttons = [(tr("skip"), skipped), (tr("reveal"), revealed)]
    page.add_buttons(left, [*buttons, (tr("no more questions"), toggled)])
    return page


def _header(view: View, question: Question) -> Line:
    width = view.size[0]
    every = questions(view)
    number = every.index(question) + 1
    where = f"pop {question.pop + 1}" if question.pop >= 0 else tr("start")
    right = tr("question {number} of {n}  {where} ", number=number, n=len(every), where=where)
    if view.quiz.again:
        right = (
            tr("once more: wrong and sure  {right}", right=right)
            if width >= 80
            else tr("once more  {right}", right=right)
        )
    brand = tr(" predict  ") if width >= 50 else " ? "
    title = fitted(
        [Run(view.recording.title, "title")], max(0, width - cell_len(brand) - cell_len(right))
    )
    return [Run(brand, "brand"), *title, Run(right, "title")]


Block = list[tuple[Line, Callable[[View], View] | None]]


def _blocks(view: View, question: Question, room: int) -> list[Block]:
    """The parts of the page that empty lines may stand between."""
    timeline = view.timeline
    text: Block = [(row, None) for row in wrapped(asked_text(timeline, question), room, "sentence")]
    facts = _facts(known(timeline, question), room)
    blocks = [text, facts] if facts else [text]
    match view.quiz.stage:
        case "ask":
            return [*blocks, _asked(view, question, room)]
        case "sure":
            return [text, _sure(view, room)]
        case "told":
            return [*blocks, *_told(view, question, room)]


def _facts(facts: list[str], room: int) -> Block:
    """What may be known, several on a line where they fit."""
    rows: list[Line] = []
    for fact in facts:
        if rows and width_of(rows[-1]) + 3 + width_of([Run(fact)]) <= room:
            rows[-1] += [Run("   "), Run(fact, "rule")]
        else:
            rows += [[Run("  "), *part] for part in wrapped(fact, room - 2, "rule")]
    return [(row, None) for row in rows]


def _asked(view: View, question: Question, room: int) -> Block:
    if view.entry is not None:
        return [(line, None) for line in entry_lines(view.entry, room, 2)]
    offered = choices(view.timeline, question)
    if not offered:
        key = view.keymap.key
        hint = tr(
            "  {key} reveals it, {key2} skips it",
            key=key("reveal answer"),
            key2=key("skip question"),
        )
        return [([Run(hint, "dim")], None)]
    longest = max(width_of([Run(in_words(question, each))]) for each in offered)
    rows: Block = []
    if question.kind == "own":
        return [
            row for i, choice in enumerate(offered) for row in _own_choice(view, i, choice, room)
        ]
    for i, choice in enumerate(offered):
        beside = generation_told(view.timeline, question, choice)
        text = plain(fitted([Run(in_words(question, choice))], min(longest, room - 8)))
        line = _choice(view, i, LETTERS[i], text)
        if beside and width_of(line) + len(beside) + 3 <= room:
            line.append(Run(f"   {beside}", "dim"))
        rows.append((line, partial(_chosen, i)))
    return rows


def _choice(view: View, i: int, key: str, text: str) -> Line:
    at = view.quiz.pointer == i
    mark = view.signs.here if at else " "
    return [Run(f" {mark} ", "hot"), Run(key, "key"), Run(f"  {text}", "hot" if at else "")]


def _own_choice(view: View, i: int, choice: str, room: int) -> Block:
    """A choice that an author offers, whole, however long it is."""
    first, *more = wrapped(choice, max(1, room - 8))
    take = partial(_chosen, i)
    rest: list[Line] = [[Run(" " * 6), *row] for row in more]
    return [(_choice(view, i, LETTERS[i], plain(first)), take), *((row, take) for row in rest)]


def _chosen(number: int, view: View) -> View:
    return chosen(view, number)


def _sure(view: View, room: int) -> Block:
    question = open_question(view)
    said_so = view.quiz.given if question is None else in_words(question, view.quiz.given)
    given = fitted([Run(said_so, "hot")], min(width_of([Run(said_so)]), room - 20))
    rows: Block = [
        ([Run(tr("You say ")), *given, Run(".")], None),
        ([Run(tr("How sure are you?"), "sentence")], None),
    ]
    for level in (1, 2, 3):
        rows.append((_choice(view, level - 1, str(level), tr(SURE[level])), partial(_said, level)))
    return rows


def _said(level: int, view: View) -> View:
    return said(view, level)


def _told(view: View, question: Question, room: int) -> list[Block]:
    answer = answers_of(view)[-1]
    true = in_words(question, truth(view.timeline, question))
    if question.kind == "own":
        return _told_by_author(view, question, room)
    given = in_words(question, answer.given)
    said_so = tr("You said {given}, {sure}.", given=given, sure=tr(SURE[answer.sure]))
    head: list[Line]
    match answer.verdict:
        case "right":
            head = [
                [Run(tr(" {sign} Right. ", sign=view.signs.done), "lit"), Run(f" {true}", "hot")]
            ]
            head += wrapped(said_so, room, "dim")
        case "wrong":
            head = [[Run(tr(" x Wrong. "), "error"), Run(tr(" It is {true}.", true=true), "hot")]]
            head += wrapped(said_so, room, "dim")
        case _:
            head = [[Run(tr(" It is "), "dim"), Run(true, "hot")]]
    told: Block = [(line, None) for line in head]
    because: Block = [(line, None) for line in wrapped(why(view.timeline, question), room)]
    return [told, because]


def _told_by_author(view: View, question: Question, room: int) -> list[Block]:
    """The same of an author's own question: its answer may be a sentence, or several."""
    answer = answers_of(view)[-1]
    right = answer.verdict == "right"
    verdict = (
        [Run(tr(" {sign} Right. ", sign=view.signs.done), "lit")]
        if right
        else [Run(tr(" x Wrong. "), "error")]
    )
    head: list[Line] = [] if answer.verdict == "revealed" else [verdict]
    head += (
        [] if right else wrapped(tr("The answer is: {answer}", answer=question.answer), room, "hot")
    )
    if answer.verdict != "revealed":
        head += wrapped(
            tr("You said: {given} ({sure})", given=answer.given, sure=tr(SURE[answer.sure])),
            room,
            "dim",
        )
    blocks = [head, wrapped(question.why, room)] if question.why else [head]
    return [[(line, None) for line in block] for block in blocks]
