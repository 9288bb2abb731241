"""The screen of a single pass: where each pane lies at a size, and what is in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeAlias

from backstep.messages import tr
from backstep.stepper.panes import bars
from backstep.stepper.panes.grads import grads_lines, grads_note, grads_title
from backstep.stepper.panes.graph import (
    graph_height,
    graph_lines,
    graph_note,
    graph_title,
    has_second,
    second_lines,
)
from backstep.stepper.panes.inspector import inspector_lines, inspector_note, inspector_title
from backstep.stepper.panes.narration import narration_lines
from backstep.stepper.panes.pop import pop_lines, pop_title
from backstep.stepper.panes.queue import queue_lines, queue_title
from backstep.stepper.panes.queue_length import scrubber_rows
from backstep.stepper.panes.second import second_note, second_title
from backstep.stepper.panes.source import rule_lines, rule_title, source_lines, source_title
from backstep.stepper.text import Line, Run, cut_at_a_word, fitted, width_of
from backstep.stepper.view import View

Hints: TypeAlias = list[tuple[str, str]]  # key and word, for the footer
SMALL = (60, 16)  # below this, one pane at a time
WIDE = (160, 40)  # from this on, a second column
MOST_OF_A_NOTE = 4  # rows
LOW = 17  # rows for panes, below which there is one row of two beside the graph


@dataclass(frozen=True)
class Pane:
    """A pane: the key that goes to it, its title, a note at the right, and its lines."""

    number: int
    name: str
    title: Callable[[View], str]
    lines: Callable[[View, int, int], list[Line]]
    note: Callable[[View], str] = lambda view: ""


PANES = {
    pane.name: pane
    for pane in (
        Pane(1, "graph", graph_title, graph_lines, graph_note),
        Pane(2, "pop", pop_title, pop_lines),
        Pane(3, "queue", queue_title, queue_lines),
        Pane(
            4,
            "grads",
            grads_title,
            grads_lines,
            grads_note,
        ),
        Pane(5, "source", source_title, source_lines),
        Pane(6, "rule", rule_title, rule_lines),
        Pane(7, "narration", lambda view: tr("Narration"), narration_lines),
        Pane(8, "second", second_title, second_lines, second_note),
        Pane(9, "inspector", inspector_title, inspector_lines, inspector_note),
    )
}


# The letter that jumps to each pane, of its name where it is free.
LETTERS = dict(zip(PANES, "gpqrsunoi", strict=True))


@dataclass(frozen=True)
class Rect:
    """A place on the screen, in cells."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Arrangement:
    """The panes with their places, and the heights of the bars below them."""

    panes: dict[str, Rect]
    scrubber: int
    sentence: int


def bar_heights(size: tuple[int, int]) -> tuple[int, int]:
    """The rows of the scrubber and of the sentence on a screen of a size."""
    width, height = size
    if width < SMALL[0] or height < SMALL[1]:
        return 1, 2 if height >= 12 else 1
    roomy = width >= WIDE[0] and height >= 50
    return 3 if roomy else 2 if height >= 30 else 1, 2 if width < 130 else 1


def arrangement(view: View) -> Arrangement:
    """Where everything goes at the view's size; what is zoomed, or all that fits, is alone."""
    width, height = view.size
    scrubber, sentence = bar_heights(view.size)
    if width < SMALL[0] or height < SMALL[1]:
        return Arrangement({view.pane: Rect(0, 1, width, height - 3 - sentence)}, 1, sentence)
    # As many rows for the whole pass: panes that moved from note to note would be hard to follow.
    sentence = max(sentence, min(bars.note_rows(view, width), MOST_OF_A_NOTE))
    body = height - 2 - scrubber - sentence
    if view.zoomed:
        return Arrangement({view.pane: Rect(0, 1, width, body)}, scrubber, sentence)
    if width >= WIDE[0] and height >= WIDE[1]:
        return Arrangement(_two_columns(view, width, body), scrubber, sentence)
    if view.canvas.direction == "down":
        return Arrangement(_graph_beside(view, width, body), scrubber, sentence)
    return Arrangement(_one_column(view, width, body), scrubber, sentence)


def _one_column(view: View, width: int, body: int) -> dict[str, Rect]:
    """The graph on top, two rows of two panes below; one row where there is height for no more."""
    most = body - 6 if body < LOW else max(body * 9 // 20 if body >= 26 else body - 13, 5)
    wanted = graph_height(view, width - 2, most - 2) + 2
    left = width // 2
    if body < LOW:
        graph = min(max(wanted, 4), most)
        pair = ("queue", "source") if view.pane in ("queue", "source") else ("pop", "grads")
        pair = (pair[0], "inspector") if view.inspected else pair
        return {
            "graph": Rect(0, 1, width, graph),
            pair[0]: Rect(0, 1 + graph, left, body - graph),
            pair[1]: Rect(left, 1 + graph, width - left, body - graph),
        }
    graph = min(max(wanted, 5), most)
    rest = body - graph
    upper = min((rest + 1) // 2, 11)
    lower = min(rest - upper, 18)
    graph += rest - upper - lower
    below = 1 + graph + upper
    return {
        "graph": Rect(0, 1, width, graph),
        "pop": Rect(0, 1 + graph, left, upper),
        "queue": Rect(left, 1 + graph, width - left, upper),
        "grads": Rect(0, below, left, lower),
        "inspector" if view.inspected else "source": Rect(left, below, width - left, lower),
    }


def _graph_beside(view: View, width: int, body: int) -> dict[str, Rect]:
    """A graph that goes down has all rows on the left; two or three panes stand on the right."""
    graph = width * 9 // 20
    last = "inspector" if view.inspected else ("source" if view.pane == "source" else "grads")
    names = ["pop", "queue", last]
    if body < LOW:
        names = ["queue" if view.pane == "queue" else "pop", last]
    places = {"graph": Rect(0, 1, graph, body)}
    top = 0
    for i, name in enumerate(names):
        rows = (body - top) // (len(names) - i)
        places[name] = Rect(graph, 1 + top, width - graph, rows)
        top += rows
    return places


def _two_columns(view: View, width: int, body: int) -> dict[str, Rect]:
    """Graph and code on the left; pop, queue, grads and narration on the right."""
    left = width * 13 // 20
    right = width - left
    code = min(max(16, body // 3), 26)
    graph = body - code
    half = left // 2 + 4
    pop = min(max(9, body * 22 // 100), 13)
    queue = min(max(9, body * 24 // 100), 14)
    grads = (body - pop - queue) // 2
    beside = has_second(view) and view.order == 1
    first = graph * 2 // 5 if beside else graph
    second = {"second": Rect(0, 1 + first, left, graph - first)} if beside else {}
    return {
        "graph": Rect(0, 1, left, first),
        **second,
        "source": Rect(0, 1 + graph, half, code),
        "rule": Rect(half, 1 + graph, left - half, code),
        "pop": Rect(left, 1, right, pop),
        "queue": Rect(left, 1 + pop, right, queue),
        "grads": Rect(left, 1 + pop + queue, right, grads),
        "inspector" if view.inspected else "narration": Rect(
            left, 1 + pop + queue + grads, right, body - pop - queue - grads
        ),
    }


def visible_panes(view: View) -> list[str]:
    """The panes that Tab goes through, in the order of their numbers."""
    width, height = view.size
    if width < SMALL[0] or height < SMALL[1]:
        return list(PANES)
    if width >= WIDE[0] and height >= WIDE[1]:
        return sorted(_two_columns(view, width, height), key=lambda name: PANES[name].number)
    return ["graph", "pop", "queue", "grads", "inspector" if view.inspected else "source"]


def steps_lines(view: View, hints: Hints) -> list[Line]:
    """The screen of a single pass: its panes, the scrubber, a sentence, the footer."""
    width, height = view.size
    places = arrangement(view)
    rows: list[list[tuple[int, Line]]] = [[] for _ in range(height)]
    for name, rect in places.panes.items():
        for i, line in enumerate(_framed_once(view, PANES[name], rect)):
            if rect.y + i < height:
                rows[rect.y + i].append((rect.x, line))
    lines = [list(chain.from_iterable(line for _, line in sorted(row))) for row in rows]
    lines[0] = bars.header_line(view, width)
    below = scrubber_rows(view, width, places.scrubber)
    words = bars.sentence_lines(view, width, places.sentence)
    below += words + [[] for _ in range(places.sentence - len(words))]
    below.append(bars.footer_line(hints, width))
    lines[height - len(below) :] = below
    if view.message and view.entry is None:
        cover_with_message(lines, view, places.sentence)
    return lines


def cover_with_message(lines: list[Line], view: View, room: int) -> None:
    """Let a message that the sentence has no room for cover what is above, until the next key."""
    width, height = view.size
    rows = len(bars.message_rows(view, width))
    if rows > room:
        said = bars.long_message(view, width, min(rows + 1, height - 3))
        lines[height - 1 - len(said) : height - 1] = said


def graph_room(view: View) -> tuple[int, int]:
    """The cells inside the graph's pane; those of a whole screen where it is not shown."""
    place = arrangement(view).panes.get("graph")
    if place is None:
        return view.size[0] - 2, view.size[1] - 6
    return place.width - 2, place.height - 2


def _framed_once(view: View, pane: Pane, rect: Rect) -> list[Line]:
    """A pane's lines; those of the last picture, where only what it does not show is different."""
    flow = view.flow if pane.name in ("graph", "second") else None
    seen = replace(view, playing=False, speed=1.0, message="", entry=None, flow=flow)
    return view.passes.latest(pane.name, (seen, rect), lambda: framed(view, pane, rect))


def framed(view: View, pane: Pane, rect: Rect) -> list[Line]:
    """A pane's lines in a border with its number and title."""
    signs = view.signs
    top_left, top_right, bottom_left, bottom_right = signs.corners
    focused = view.pane == pane.name
    role = "border.focus" if focused else "border"
    inner = rect.width - 2
    note = pane.note(view)
    text = cut_at_a_word(tr(pane.title(view)), max(0, inner - 6))
    title = fitted([Run(text, "pane")], min(inner - 6, _width(text)))
    end = [Run(f" {note} ", "dim"), Run(signs.horizontal, role)] if note else []
    if width_of(title) + width_of(end) + 7 > inner:
        end = []
    mark = f"{signs.here}{pane.number}" if focused else f"{pane.number}"
    head = [Run(top_left + signs.horizontal, role), Run(f" {mark} ", role), *title, Run(" ")]
    if view.mode == "jump":
        head[1] = Run(f" {LETTERS[pane.name]} ".ljust(len(mark) + 2), "lit")
    fill = rect.width - width_of(head) - width_of(end) - 1
    rows = [[*head, Run(signs.horizontal * fill, role), *end, Run(top_right, role)]]
    content = pane.lines(view, inner, rect.height - 2)
    for i in range(rect.height - 2):
        line = content[i] if i < len(content) else []
        rows.append([Run(signs.vertical, role), *fitted(line, inner), Run(signs.vertical, role)])
    rows.append([Run(bottom_left + signs.horizontal * inner + bottom_right, role)])
    return rows


def _width(text: str) -> int:
    return width_of([Run(text)])
