"""An equation or a text in large letters, in as many cells as there are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from backstep.stepper.lecture.equation import Equation, Term
from backstep.stepper.lecture.letters import drawable, drawn, width_at
from backstep.stepper.signs import Signs
from backstep.stepper.text import Line, Run, cut_at_a_word, fitted, width_of

INDENT = 3
CELLS_A_SCALE = 40  # of the width: so that a sum is about as large as a single number


def text_lines(signs: Signs, text: str, width: int, scale: int = 1) -> list[Line]:
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
        [Run(" " * INDENT), Run(each, "hot")]
        for row in rows
        for each in drawn(row, scale, ascii_only=_ascii(signs), hanging=True)
    ]


def equation_lines(signs: Signs, equation: Equation, width: int, height: int) -> list[Line]:
    """The heading and the terms below it, as large as there is room for; what is not large is
    plain."""
    role = "add" if equation.sum else "hot"
    heading = _indented(equation.heading, width, "hot")
    terms = equation.terms
    if not terms or height < 1:
        return [heading][:height]
    plain_line = _indented(_signed(signs, equation.text), width, role)
    if height == 1:
        return [plain_line if len(terms) > 1 else [*heading, *plain_line]]
    gap: list[Line] = [[]] if height >= 8 else []
    room = height - 1 - len(gap)
    for lines in _ways(signs, equation, width, role):
        if len(lines) <= room:
            return [heading, *gap, *lines]
    if equation.joined:
        below = ", ".join(_with_captions(term) for term in terms if term.below)
        more = [_indented(below, width, "")] if len(terms) > 1 and below else []
        return [heading, plain_line, *more][:height]
    return [heading, *(_indented(_with_captions(each), width, role) for each in terms)][:height]


def _ways(signs: Signs, equation: Equation, width: int, role: str) -> Iterator[list[Line]]:
    """Ways to draw the terms, from the best on; none is wider than there is room for."""
    terms = equation.terms
    scales = range(max(1, width // CELLS_A_SCALE), 0, -1)
    broken = equation.joined and len(terms) > 2
    for captions in (2, 1, 0):
        for scale in scales:
            yield from _in_rows(signs, (terms,), scale, captions, width, role)
        for scale in scales if broken else ():
            yield from _in_rows(signs, (terms[:-2], terms[-2:]), scale, captions, width, role)
        for scale in scales if captions and not equation.joined else ():
            yield from _stacked(signs, terms, scale, width, role)
    if broken:
        before = "  ".join(term.text for term in terms[:-1])
        for rows in _in_rows(signs, (terms[-1:],), 1, 2, width, role):
            yield [_indented(_signed(signs, before), width, role), *rows]


def _in_rows(
    signs: Signs,
    rows: tuple[tuple[Term, ...], ...],
    scale: int,
    captions: int,
    width: int,
    role: str,
) -> Iterator[list[Line]]:
    """The terms in some rows of large letters, each term over its captions."""
    if all(_fits(row, scale, captions, width) for row in rows):
        yield [line for row in rows for line in _row(signs, row, scale, captions, role)]


def _fits(terms: tuple[Term, ...], scale: int, captions: int, width: int) -> bool:
    if not all(drawable(term.text) for term in terms):
        return False
    columns = _columns(terms, scale, captions)
    return sum(columns) + (scale + 1) * (len(terms) - 1) + 2 * INDENT <= width


def _columns(terms: tuple[Term, ...], scale: int, captions: int) -> list[int]:
    """How wide each term is: its number, or what stands below it."""
    return [
        max([width_at(term.text, scale), *(_width(each) for each in _below(term, captions))])
        for term in terms
    ]


def _below(term: Term, captions: int) -> tuple[str, ...]:
    """The captions on so many rows: of those that have no room, the name is the last to go."""
    return term.below[max(0, len(term.below) - captions) :]


def _row(signs: Signs, terms: tuple[Term, ...], scale: int, captions: int, role: str) -> list[Line]:
    columns = _columns(terms, scale, captions)
    letters = [drawn(term.text, scale, ascii_only=_ascii(signs)) for term in terms]
    between = Run(" " * (scale + 1))
    lines: list[Line] = []
    for row in zip(*letters, strict=True):
        cells = [
            [Run(text.ljust(column), role), between]
            for text, column in zip(row, columns, strict=True)
        ]
        lines.append([Run(" " * INDENT), *chain.from_iterable(cells)])
    below = [_below(term, captions) for term in terms]
    for i in range(max(len(said) for said in below)):
        cells = [
            [*fitted([Run(said[i] if i < len(said) else "")], column), between]
            for said, column in zip(below, columns, strict=True)
        ]
        lines.append([Run(" " * INDENT), *chain.from_iterable(cells)])
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
