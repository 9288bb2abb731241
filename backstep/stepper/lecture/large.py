"""An equation or a text in large letters, in as many cells as there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from backstep.stepper.lecture.equation import Equation, Term
from backstep.stepper.lecture.letters import drawable, drawn, width_at
from backstep.stepper.signs import Signs
from backstep.stepper.text import Line, Run, cut_at_a_word, width_of

INDENT = 3
TALL_FROM = 4  # the scale from which captions are in large letters too
HEADED_FROM = 24  # rows, from which the heading is in large letters too
CELLS_A_SCALE = 40  # of the width: so that a sum is about as large as a single number


def text_lines(
    signs: Signs, text: str, width: int, scale: int = 1, role: str = "hot"
) -> list[Line]:
    """A text in large letters, word by word on lines; nothing where a letter or the room lacks."""
    if not drawable(text):
        return []
    room = width - 2 * INDENT
    rows: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and width_at(longer, scale) > room:
            rows.append(line)
            line = word
        else:
            line = longer
    rows.append(line)
    if any(width_at(row, scale) > room for row in rows):
        return []
    return [
        [Run(" " * INDENT), Run(each, role)]
        for row in rows
        for each in drawn(row, scale, ascii_only=_ascii(signs), hanging=True)
    ]


def equation_lines(
    signs: Signs, equation: Equation, width: int, height: int, *, result: bool = True
) -> list[Line]:
    """The heading and the terms below it, as large as there is room for; what is not large is
    plain. Without its `result`, a space is where that will be."""
    role = "add" if equation.sum else "hot"
    heading = _indented(equation.heading, width, "hot")
    terms = equation.terms
    if not terms or height < 1:
        return [heading][:height]
    plain_line = _indented(_signed(signs, equation.text), width, role)
    if height == 1:
        return [plain_line if len(terms) > 1 else [*heading, *plain_line]]
    tall = text_lines(signs, equation.heading, width) if height >= HEADED_FROM else []
    head = tall if 0 < len(tall) <= HEADED_FROM // 8 else [heading]
    gap: list[Line] = [[]] if height >= 8 else []
    room = height - len(head) - len(gap)
    for lines in _ways(signs, equation, width, role, result):
        if len(lines) <= room:
            return [*head, *gap, *lines]
    if equation.joined:
        below = ", ".join(_with_captions(term) for term in terms if term.below)
        more = [_indented(below, width, "")] if len(terms) > 1 and below else []
        return [heading, plain_line, *more][:height]
    return [heading, *(_indented(_with_captions(each), width, role) for each in terms)][:height]


def _ways(
    signs: Signs, equation: Equation, width: int, role: str, result: bool
) -> Iterator[list[Line]]:
    """Ways to draw the terms, from the best on; none is wider than there is room for."""
    terms = equation.terms
    scales = range(max(1, width // CELLS_A_SCALE), 0, -1)
    broken = equation.joined and len(terms) > 2

    def columns(part: tuple[Term, ...], scale: int, captions: int, tall: bool = False) -> Columns:
        hidden = part[-1] if part[-1] is terms[-1] and equation.joined and not result else None
        return [_column(signs, each, scale, captions, tall, each is hidden) for each in part]

    def in_one(scale: int, captions: int) -> Iterator[list[Line]]:
        gap = (scale + 1) * (1 if equation.joined else 3)
        for tall in (True, False) if scale >= TALL_FROM and captions else (False,):
            yield from _beside([columns(terms, scale, captions, tall)], gap, width, role)
        if captions and not equation.joined:
            yield from _stacked(signs, terms, scale, width, role)

    def in_two(scale: int, captions: int) -> Iterator[list[Line]]:
        parts = [columns(part, scale, captions) for part in (terms[:-2], terms[-2:])]
        yield from _beside(parts, scale + 1, width, role)

    for captions in (2, 1, 0):
        for scale in scales:
            yield from in_one(scale, captions)
            if broken and not equation.sum:
                yield from in_two(scale, captions)
        for scale in scales if equation.sum else ():  # a sum is better seen in one
            yield from in_two(scale, captions)
    if broken:
        before = "  ".join(term.text for term in terms[:-1])
        for rows in _beside([columns(terms[-1:], 1, 2)], 2, width, role):
            yield [_indented(_signed(signs, before), width, role), *rows]


@dataclass(frozen=True)
class Column:
    """A term in large letters, and the rows below it; None where there are no letters for it."""

    letters: list[str]
    below: list[str]

    @property
    def width(self) -> int:
        """Its number's, or that of what stands below."""
        return max(_width(row) for row in (*self.letters, *self.below))


Columns: TypeAlias = list[Column | None]


def _column(
    signs: Signs, term: Term, scale: int, captions: int, tall: bool, hidden: bool
) -> Column | None:
    """A term with its captions: of those that have no room, the name is the last to go. `tall`
    ones are in large letters themselves."""
    said = term.below[max(0, len(term.below) - captions) :]
    if not drawable(term.text) or (tall and not all(drawable(each) for each in said)):
        return None
    letters = drawn(term.text, scale, ascii_only=_ascii(signs))
    if hidden:
        letters = [" " * len(row) for row in letters]
    if not tall:
        return Column(letters, list(said))
    rows = [drawn(each, 1, ascii_only=_ascii(signs), hanging=True) for each in said]
    return Column(letters, ["", *chain.from_iterable(rows)] if rows else [])


def _beside(parts: Sequence[Columns], gap: int, width: int, role: str) -> Iterator[list[Line]]:
    """Terms beside each other, in one row of large letters or in several; nothing where they have
    no room."""
    lines: list[Line] = []
    for part in parts:
        columns = [column for column in part if column is not None]
        if len(columns) < len(part):
            return
        gaps = gap * (len(columns) - 1)
        if sum(column.width for column in columns) + gaps + 2 * INDENT > width:
            return
        lines += [[]] if lines else []
        lines += _rows([column.letters for column in columns], columns, gap, role)
        lines += _rows([column.below for column in columns], columns, gap, "")
    yield lines


def _rows(cells: list[list[str]], columns: list[Column], gap: int, role: str) -> list[Line]:
    lines: list[Line] = []
    for i in range(max(len(rows) for rows in cells)):
        line: Line = [Run(" " * INDENT)]
        for rows, column in zip(cells, columns, strict=True):
            text = rows[i] if i < len(rows) else ""
            line.append(Run(text + " " * (column.width - _width(text) + gap), role))
        lines.append(line)
    return lines


def _stacked(
    signs: Signs, terms: tuple[Term, ...], scale: int, width: int, role: str
) -> Iterator[list[Line]]:
    """Results one below the other, each beside what it is."""
    if not all(drawable(term.text) for term in terms):
        return
    column = max(width_at(term.text, scale) for term in terms)
    said = [" ".join(term.below) for term in terms]
    if column + 2 + max(_width(each) for each in said) + 2 * INDENT > width:
        return
    lines: list[Line] = []
    for term, beside in zip(terms, said, strict=True):
        rows = drawn(term.text, scale, ascii_only=_ascii(signs))
        rows = [row.ljust(column) for row in rows]
        lines += [[Run(" " * INDENT), Run(row, role)] for row in rows[:-1]]
        lines += [[Run(" " * INDENT), Run(rows[-1], role), Run(f"  {beside}")], []]
    yield lines[:-1]


def _with_captions(term: Term) -> str:
    return " ".join(each for each in (term.text, *term.below) if each)


def _signed(signs: Signs, text: str) -> str:
    return text.replace("→", signs.arrow)


def _indented(text: str, width: int, role: str) -> Line:
    return [Run(" " * INDENT), Run(cut_at_a_word(text, max(1, width - INDENT - 1)), role)]


def _width(text: str) -> int:
    return width_of([Run(text)])


def _ascii(signs: Signs) -> bool:
    return signs.here == ">"
