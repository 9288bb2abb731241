"""The screen of a lecture: the small graph, one thing large, and the question for what is next."""

from __future__ import annotations

from dataclasses import dataclass

from backstep.messages import cells, later, tr
from backstep.recording.telling.narration import sentence
from backstep.stepper.graph import Edge, Key
from backstep.stepper.lecture.beats import next_asked
from backstep.stepper.lecture.equation import equation_of
from backstep.stepper.lecture.large import equation_lines, text_lines
from backstep.stepper.lecture.pointer import pointer_told
from backstep.stepper.panes.bars import footer_line
from backstep.stepper.panes.scrubber import scrubber_lines
from backstep.stepper.predict.quiz import questions
from backstep.stepper.screen import Hints
from backstep.stepper.seeking import note_at
from backstep.stepper.sketch import Sketch, sketch, small_layout
from backstep.stepper.text import Line, Run, cut_at_a_word, fitted, plain, wrapped
from backstep.stepper.view import View

BRAND = later("LECTURE")
LARGE_FROM = (80, 28)  # a larger screen asks in large letters
ALL_LARGE_FROM = (160, 45)  # a still larger one says everything in them
EQUATION_ROWS = 6  # a heading, letters at scale 1, two rows of captions
TOLD_ROWS = 3
LETTERS_ROWS = 3  # of a line in large letters
IDLE = later("Arrows or a click point at a node.")


@dataclass(frozen=True)
class Rows:
    """Where the parts of the screen begin, in rows, and how high those are that vary."""

    graph: int
    graph_height: int
    body: int
    body_height: int
    asked: int
    pointer: int


def rows_of(view: View) -> Rows:
    """The arrangement at a size: it stays where it is from step to step."""
    width, height = view.size
    large = width >= LARGE_FROM[0] and height >= LARGE_FROM[1]
    # What is known, what is asked, the pointer, scrubber and footer.
    below = 3 + LETTERS_ROWS * 2 if all_large(view) else 4 + LETTERS_ROWS if large else 5
    rest = max(0, height - 1 - below)
    gap = 1 if rest >= 12 else 0
    most = max(3, rest * 3 // 10) if rest >= 6 else max(0, rest - 2)
    graph = min(small_layout(view).height, most)
    body = 1 + gap + graph + gap
    asked = max(1, height - below)
    return Rows(1 + gap, graph, body, max(0, asked - body), asked, max(1, height - 3))


def all_large(view: View) -> bool:
    """Whether there is room to say everything in large letters."""
    return view.size[0] >= ALL_LARGE_FROM[0] and view.size[1] >= ALL_LARGE_FROM[1]


def graph_of(view: View) -> Sketch:
    """The small graph, with what is pointed at and the wires that the step runs along."""
    room = rows_of(view).graph_height
    return sketch(view, view.size[0], room, active=_active(view), pointed=view.lecture.pointer)


def lecture_lines(view: View, hints: Hints) -> list[Line]:
    """The whole screen; blank but for the way back where that was asked for."""
    width, height = view.size
    if view.lecture.blank:
        way_back: Line = [Run(tr(" blank: any key or a click shows the lecture again"), "dim")]
        return [*([] for _ in range(height - 1)), way_back]
    rows = rows_of(view)
    lines: list[Line] = [[] for _ in range(height)]
    _put(lines, 0, [_header(view, width)])
    _put(lines, rows.graph, graph_of(view).lines)
    _put(lines, rows.body, _body(view, width, rows.body_height))
    _put(lines, rows.asked, _asked(view, width, rows.pointer - rows.asked))
    _put(lines, rows.pointer, [_pointer(view, width)])
    _put(lines, height - 2, scrubber_lines(view, width, False))
    _put(lines, height - 1, [footer_line(hints, width)])
    return lines


def _put(lines: list[Line], row: int, more: list[Line]) -> None:
    for i, line in enumerate(more):
        if row + i < len(lines):
            lines[row + i] = line


def brand_told() -> str:
    """The word at the top, which blanks the screen where it is clicked."""
    return f" {tr(BRAND)} "


def _header(view: View, width: int) -> Line:
    pops, length = len(view.recording.pops), view.timeline.length
    right = f"pop {view.moment.pop_index + 1}/{pops}".rjust(5 + 2 * len(str(pops)))
    right += f"   {view.position}/{length}".rjust(4 + 2 * len(str(length))) + " "
    brand = Run(brand_told(), "brand")
    room = max(0, width - cells(brand.text) - len(right) - 1)
    title = fitted([Run(cut_at_a_word(view.recording.title, room), "title")], room)
    return [brand, Run(" "), *title, Run(right, "title")]


def _active(view: View) -> frozenset[Edge]:
    """The wires that the step just taken runs along."""
    moment, pop = view.moment, view.moment.pop
    if pop is None:
        return frozenset()
    here = Key("f", pop.function)
    if moment.delivery is not None:
        return frozenset({(Key("v", moment.delivery.to), here)})
    if moment.phase == "gather":
        outputs = view.recording.functions[pop.function].outputs
        return frozenset((here, Key("v", y)) for y in outputs if y is not None)
    return frozenset()


# the one thing that is large


def _body(view: View, width: int, height: int) -> list[Line]:
    """The equation, and what is said of it: the note, large where it has room, or the sentence.

    A note is made for the room: where both cannot be large, the equation gives way.
    """
    equation = equation_of(view.moment)
    result = view.flow is None  # where steps are animated, the sum is seen before what it comes to
    note = " ".join((note_at(view) or "").split())
    if height <= 0:
        return []
    most = max(1, min(TOLD_ROWS, height - EQUATION_ROWS))
    if note:
        for scale in (2, 1):
            told = text_lines(view.signs, note, width, scale)
            rows = height - len(told) - 1
            if told and rows >= (EQUATION_ROWS if scale > 1 else 2):
                shown = equation_lines(view.signs, equation, width, rows, result=result)
                return _apart(shown, told, height)
        sign = view.signs.mark[1]
        told = _plain(f"{sign} {note}", width, "lit")
        most = max(most, height - 2 if height > 4 else height - 1)
    else:
        said = _shortened(sentence(view.moment), width, most)
        told = _plain(said, width, "sentence")
        whole = equation_lines(view.signs, equation, width, height, result=result)
        large = text_lines(view.signs, said, width, role="sentence") if all_large(view) else []
        if large and len(large) + len(whole) < height:
            return _apart(whole, large, height)
    if len(told) > most:
        told = [*told[: most - 1], [*told[most - 1], Run(f" {view.signs.ellipsis}", "dim")]]
    rows = height - len(told)
    shown = equation_lines(view.signs, equation, width, rows, result=result)
    return _apart(shown, told, height)


def _apart(shown: list[Line], told: list[Line], height: int) -> list[Line]:
    """What is large, and what is said at the end of the room there is, a row left where it can."""
    free = height - len(shown) - len(told)
    below = 1 if free >= 2 else 0
    above = min(1, max(0, free - below - 1))
    blank: list[Line] = [[] for _ in range(max(0, free - below - above))]
    return [*([[]] * above), *shown, *blank, *told][:height]


def _shortened(text: str, width: int, rows: int) -> str:
    """A sentence without its last clauses, where it is too long for some rows with them; at last
    without its reason."""
    for clause in ("; ", ": ", " by its ", ", so "):
        if len(_plain(text, width, "")) > rows and clause in text:
            first, rest = text.split(clause, maxsplit=1)
            text = rest if clause == ", so " else f"{first}."
    return text


def _plain(text: str, width: int, role: str) -> list[Line]:
    return [[Run(" "), *line] for line in wrapped(text, max(1, width - 2), role)]


# what is asked, and what is pointed at


def _asked(view: View, width: int, height: int) -> list[Line]:
    """What is known of the next result, and below it the question or its answer, large where there
    are rows for it."""
    asked = next_asked(view.timeline, view.position, questions(view))
    begin = "" if view.position >= view.timeline.length else tr("Next: ")
    fits = cells(begin + asked.known) <= width - 2
    first = cut_at_a_word(begin + (asked.known if fits else asked.short or asked.known), width - 2)
    known: list[Line] = [[Run(f" {first}", "sentence")]]
    if all_large(view):
        large = text_lines(view.signs, begin + asked.known, width, role="sentence")
        known = large if len(large) == LETTERS_ROWS else [[], [], *known]
    if not asked.names:
        return known
    told = view.lecture.revealed == view.position
    reveal, on = (view.keymap.key(name) for name in ("reveal the result", "next result"))
    way = tr("{on} goes there", on=on) if told else tr("{reveal} reveals", reveal=reveal)
    pairs = zip(asked.names, asked.answers, strict=True)
    said = "   ".join(f"{name} = {answer if told else '?'}" for name, answer in pairs)
    rows = text_lines(view.signs, said, width - cells(way) - 2)
    if 0 < len(rows) <= height - len(known):
        return [*known, *rows[:-1], [*rows[-1], Run(f"  {way}", "dim")]]
    question: Line = [Run(" " * (1 + cells(begin)))]
    for name, answer in zip(asked.names, asked.answers, strict=True):
        question += [
            Run(f"{name} = ", "hot"),
            Run(f" {answer if told else '?'} ", "lit"),
            Run("  "),
        ]
    question.append(Run(way, "dim"))
    return [*known, question]


def _pointer(view: View, width: int) -> Line:
    """What was said, else what is pointed at."""
    if view.message:
        return [Run(" "), Run(cut_at_a_word(view.message, width - 2), "hot")]
    told = pointer_told(view)
    if not told:
        return [Run(f" {tr(IDLE)}", "dim")]
    opening, closing = view.signs.pointed
    said = cut_at_a_word(told, width - 4 - len(opening + closing))
    return [Run(" "), Run(f"{opening} {plain([Run(said)])} {closing}", "pointed")]
