"""The screen of two passes side by side: the pops of both, a column each, all gradients."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backstep.engine import ALGORITHMS
from backstep.messages import cells, tr
from backstep.recording.comparing.apart import difference
from backstep.recording.comparing.comparison import Comparison
from backstep.recording.comparing.sums import rightness
from backstep.stepper.panes import bars
from backstep.stepper.panes.graph import graph_height, graph_lines
from backstep.stepper.panes.queue_length import scrubber_rows
from backstep.stepper.panes.scrubber import INDENT, column_of, track_cells
from backstep.stepper.screen import Hints, Rect, bar_heights, cover_with_message
from backstep.stepper.sides.columns import column_height, side_lines
from backstep.stepper.sides.opened import side_view
from backstep.stepper.sides.race import HEIGHT as RACE
from backstep.stepper.sides.race import race_lines
from backstep.stepper.sides.table import at_the_end, table_height, table_lines, table_title
from backstep.stepper.text import Line, Run, fitted, width_of, wrapped
from backstep.stepper.view import View

NARROW = 56  # below, the two sides stand above each other
GRAPH_FROM = (100, 26)  # columns, and rows of the body, from which each side has its graph
FRAME = 9  # cells of a border with a title and a note, beside these two


@dataclass(frozen=True)
class Heights:
    """The rows of each part: `framed` says that they have borders, which count."""

    race: int
    graph: int
    column: int
    table: int
    framed: bool


def heights(view: View, width: int, body: int) -> Heights:
    """How the rows between header and scrubber are shared out."""
    if width < NARROW or body < 12:
        each = 1 if body < 10 else 3
        race = RACE if body >= 6 else 0
        return Heights(race, 0, each, max(0, body - race - 2 * each), framed=False)
    assert view.sides is not None
    framed = body >= 18
    race = RACE + (2 if body >= 24 else 0)
    least = 6 if framed else 4
    gxs = 3 if body >= 24 else 2
    column = min(column_height(view.sides, gxs) + 2, body - race - least)
    table = min(table_height(view) + 2 * framed, body - race - column)
    graph = 0
    if width >= GRAPH_FROM[0] and body >= GRAPH_FROM[1]:
        inner = width // 2 - 2
        wanted = max(graph_height(side_view(view, side, width // 2), inner) for side in (0, 1))
        spare = body - race - column
        table = min(table, max(spare // 2, spare - wanted - 3))
        graph = spare - table
    return Heights(race, graph, column, table, framed)


def shows_graphs(view: View) -> bool:
    """Whether there is room for the graph of each side."""
    width, height = view.size
    scrubber, sentence = bar_heights(view.size)
    return heights(view, width, max(0, height - 2 - scrubber - sentence)).graph > 0


def race_place(view: View) -> Rect:
    """Where the rows of pops are, within their border if they have one."""
    width, height = view.size
    scrubber, sentence = bar_heights(view.size)
    framed = heights(view, width, max(0, height - 2 - scrubber - sentence)).race > RACE
    return Rect(1, 2, width - 2, RACE) if framed else Rect(0, 1, width, RACE)


def sides_lines(view: View, hints: Hints) -> list[Line]:
    """Every line of the screen."""
    width, height = view.size
    scrubber, sentence = bar_heights(view.size)
    body = max(0, height - 2 - scrubber - sentence)
    rows = _body(view, width, body)[:body]
    rows += [[] for _ in range(body - len(rows))]
    words = sentence_lines(view, width, sentence)
    words += [[] for _ in range(sentence - len(words))]
    lines = [
        header_line(view, width),
        *rows,
        *_with_parting(view, scrubber_rows(view, width, scrubber), width),
        *words,
        bars.footer_line(hints, width),
    ]
    if view.message and view.entry is None:
        cover_with_message(lines, view, sentence)
    return lines


def _body(view: View, width: int, body: int) -> list[Line]:
    place = heights(view, width, body)
    if width < NARROW or body < 12:
        rows = race_lines(view, width) if place.race else []
        for side in (0, 1):
            rows += _titled(view, side, width, place.column)
        return rows + table_lines(view, width, place.table)
    title = tr("Bytes held by gradients") if view.mode == "retain" else tr("Pops")
    race = race_lines(view, race_place(view).width)
    rows = _framed(view, title, [], race, width, place.race)
    rows += _columns(view, width, place)
    if not place.framed:
        return rows + table_lines(view, width, place.table)
    inner = table_lines(view, width - 2, place.table - 2)
    return rows + _framed(view, table_title(view), _verdict(view), inner, width, place.table)


def _titled(view: View, side: int, width: int, height: int) -> list[Line]:
    """A side without a border, its name before its rows."""
    if height == 1:
        return side_lines(view, side, width, 1)
    assert view.sides is not None
    head = [Run(f" {view.sides.names[side]}", "pane")]
    rows = side_lines(view, side, width, height)
    return [[*head, *rows[0][1:]] if not i else row for i, row in enumerate(rows)]


def _columns(view: View, width: int, place: Heights) -> list[Line]:
    """The two sides beside each other, each with its graph where there is room."""
    assert view.sides is not None
    left = width // 2
    height = place.graph + place.column
    blocks = []
    for side, room in ((0, left), (1, width - left)):
        lines = []
        if place.graph:
            drawn = graph_lines(side_view(view, side, room), room - 2, place.graph)[: place.graph]
            lines = drawn + [[] for _ in range(place.graph - len(drawn))]
        lines += side_lines(view, side, room - 2, place.column - 2)
        name = view.sides.names[side]
        told = _idea(view.sides, side, room - cells(name) - FRAME)
        note = [Run(told, "dim")] if told else []
        blocks.append(_framed(view, name, note, lines, room, height))
    return [[*one, *other] for one, other in zip(*blocks, strict=True)]


def ideas(comparison: Comparison, side: int) -> list[str]:
    """What the side's algorithm does: as it says itself, and in fewer words, if there are any."""
    if comparison.retains:
        if comparison.sides[side].recording.retain_grad:
            return [tr("every gradient is kept"), tr("all are kept")]
        return [tr("gradients are freed when they are used"), tr("freed at once")]
    algorithm = ALGORITHMS.get(comparison.sides[side].name)
    if algorithm is None:
        return []
    summary = tr(algorithm.summary)
    whole = summary.rstrip(".").split(";")[0].partition(": ")[2] or summary
    return [whole, tr(algorithm.idea)] if algorithm.idea else [whole]


def _idea(comparison: Comparison, side: int, room: int) -> str:
    """The same in as many words as there is room for: none cut off."""
    return next((each for each in ideas(comparison, side) if cells(each) <= room), "")


def _verdict(view: View) -> Line:
    """At the end: which side is right."""
    comparison = view.sides
    assert comparison is not None
    found = rightness(comparison) if at_the_end(view) else None
    said: Line = []
    for name, each in zip(comparison.names, found or (), strict=False):
        sign, word, role = {
            "right": (view.signs.done, tr("right"), "set"),
            "wrong": (view.signs.wrong, tr("wrong"), "error"),
            "unknown": ("?", tr("not known"), "dim"),
        }[each]
        said += [Run("   " if said else ""), Run(f"{name} {word} {sign}", role)]
    return said


def _framed(
    view: View, title: str, note: Line, content: Sequence[Line], width: int, height: int
) -> list[Line]:
    """Lines in a border with a title and a note; without one where there is no height for it."""
    if height <= RACE:
        return [fitted(line, width) for line in content[:height]]
    signs = view.signs
    top_left, top_right, bottom_left, bottom_right = signs.corners
    head: Line = [Run(f"{top_left}{signs.horizontal} ", "border"), Run(title, "pane"), Run(" ")]
    room = width - width_of(head) - 5
    end: Line = []
    if note and room >= width_of(note):
        end = [Run(" "), *note, Run(" ")]
        end.append(Run(signs.horizontal, "border"))
    fill = signs.horizontal * (width - width_of(head) - width_of(end) - 1)
    rows: list[Line] = [[*head, Run(fill, "border"), *end, Run(top_right, "border")]]
    edge = Run(signs.vertical, "border")
    for i in range(height - 2):
        line = content[i] if i < len(content) else []
        rows.append([edge, *fitted(line, width - 2), edge])
    rows.append([Run(f"{bottom_left}{signs.horizontal * (width - 2)}{bottom_right}", "border")])
    return rows


def header_line(view: View, width: int) -> Line:
    """Which two passes these are, and where both are."""
    comparison = view.sides
    assert comparison is not None
    pops = len(view.recording.pops)
    parts = [f"pop {view.moment.pop_index + 1}/{pops}"]
    if width >= 60:
        parts.append(
            tr(
                "step {position}/{all}",
                position=view.position,
                all=view.timeline.length,
            )
        )
    sign, _, word = (view.signs.playing if view.playing else view.signs.paused).partition(" ")
    parts.append(f"{sign} {tr(word)} x{view.speed:g}" if width >= 90 else sign)
    right = "  ".join(parts)
    name = " backstep " if width >= 60 else ""
    room = max(4, width - len(name) - cells(right) - 3)
    both = f"{comparison.names[0]} | {comparison.names[1]}"
    if cells(both) >= room:
        both = " | ".join(tr(each) for each in comparison.short_names)
    title: Line = [Run(f" {both}", "hot")]
    if room > len(both) + 12:
        title.append(Run(f"   {view.recording.title}", "title"))
    return [Run(name, "brand"), *fitted(title, room), Run("  "), Run(right + " ", "title")]


def sentence_lines(view: View, width: int, height: int) -> list[Line]:
    """What differs now, in words; or what is asked, or what was said."""
    if view.entry is not None or view.message:
        return bars.sentence_lines(view, width, height)
    assert view.sides is not None
    said = re.split(r"(?<=[.!?]) ", difference(view.sides, view.position))
    rows = _in_rows(said, width)
    while len(rows) > height and len(said) > 1:  # what happens goes before what is said of it
        bare = len(said) == 2 and said[0] == tr("Here they part. {why}", why="").rstrip()
        said = said[1:] if bare else said[:-1]
        rows = _in_rows(said, width)
    words = " ".join(said).split()
    while len(rows) > height and len(words) > 1:
        del words[-1]
        while len(words) > 1 and words[-1][-1] not in ",;:":  # at the end of a part of it
            del words[-1]
        rows = _in_rows([*words, view.signs.ellipsis], width)
    return [[Run(" "), *row] for row in rows]


def _in_rows(parts: Sequence[str], width: int) -> list[Line]:
    return wrapped(" ".join(parts), width - 2, "sentence")


def _with_parting(view: View, rows: list[Line], width: int) -> list[Line]:
    """The scrubber with a sign where the two part."""
    comparison = view.sides
    assert comparison is not None
    if comparison.parting is None or not rows:
        return rows
    at = comparison.parting_position
    if at == view.position:
        return rows
    column = INDENT + column_of(view, track_cells(view, width), at)
    return [_put(rows[0], column, Run(view.signs.differs[0], "error")), *rows[1:]]


def _put(line: Line, column: int, run: Run) -> Line:
    """The line with another run in one cell; every sign of the scrubber takes one."""
    cells = [Run(character, each.role) for each in line for character in each.text]
    return [*cells[:column], run, *cells[column + 1 :]] if column < len(cells) else line
