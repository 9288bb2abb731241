"""The source panes: the loop that ran with its current line lit, and the function's backward.

The text is read from the file of the loop when it is first shown. A comment at the end of a line
names the step that the line carries out; so the current line is found in the code itself.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from backstep.engine.algorithm import ALGORITHMS
from backstep.messages import tr
from backstep.recording.records import Pop, Value
from backstep.recording.telling.backward_names import Names, names_in_backward
from backstep.recording.timeline import Moment
from backstep.recording.values import value_text
from backstep.recording.visible import visible
from backstep.stepper.panes.rows import clipped, labelled, scroll_of, scrolled
from backstep.stepper.text import Line, Run
from backstep.stepper.view import View

NUMBERS_FROM = 26  # cells, below which lines have no numbers
KEYWORDS = frozenset({"if", "is", "None", "not", "in", "for", "while", "with", "else:", "def"})


@dataclass(frozen=True)
class Listing:
    """A loop's source: its lines, the number of the first, and the line of each mark."""

    lines: tuple[str, ...]
    first: int
    marks: dict[str, int]


@lru_cache
def listing_of(algorithm: str) -> Listing | None:
    """The source of a loop of the engine; None for a loop that this version does not have."""
    chosen = ALGORITHMS.get(algorithm)
    if chosen is None:
        return None
    raw, first = inspect.getsourcelines(chosen.loop)
    lines, marks = [], {}
    for i, line in enumerate(raw):
        code, _, comment = line.rstrip().partition("  # ")
        lines.append(code)
        if comment:
            marks[comment] = i
    return Listing(tuple(lines), first, marks)


def mark_of(moment: Moment) -> str | None:
    """The mark of the line that the step just taken ran."""
    if moment.phase == "deliver":
        assert moment.delivery is not None
        return f"deliver: {moment.delivery.how}"
    return moment.phase


def source_title(view: View) -> str:
    """The pane's title."""
    return tr("Source  backward.py: {algorithm}", algorithm=view.recording.algorithm)


def source_lines(view: View, width: int, height: int) -> list[Line]:
    """The lines of the loop around the current one, which carries the sign."""
    listing = listing_of(view.recording.algorithm)
    if listing is None:
        text = tr(" the source of {algorithm!r} is not here", algorithm=view.recording.algorithm)
        return clipped([[Run(text, "dim")]], width, height)
    current = listing.marks.get(mark_of(view.moment) or "", None)
    also = listing.marks.get("deliver: queue") if _pushes(view) else None
    centre = current if current is not None else next(iter(listing.marks.values()), 0)
    total = len(listing.lines)
    first = min(max(0, centre - height // 2 + scroll_of(view, "source")), max(0, total - height))
    shown = listing.lines[first : first + height]
    indent = min((len(line) - len(line.lstrip()) for line in shown if line.strip()), default=0)
    rows: list[Line] = []
    for i, line in enumerate(shown, first):
        sign = view.signs.here if i == current else view.signs.recent if i == also else " "
        number = f"{listing.first + i:>3} " if width >= NUMBERS_FROM else ""
        code = line[indent:]
        rows.append(
            [
                Run(sign, "hot"),
                Run(number, "dim"),
                *([Run(code, "lit")] if i == current else coloured(code)),
            ]
        )
    return clipped(rows, width, height)


def _pushes(view: View) -> bool:
    """Whether the delivery just made also called add_func, and was refused or not."""
    return view.moment.delivery is not None and view.moment.delivery.creator is not None


def rule_title(view: View) -> str:
    """The title of the pane with the function's own backward."""
    f = view.moment.function
    return tr("Rule source") if f is None else tr("Rule source  {name}.backward", name=f.class_name)


def rule_lines(view: View, width: int, height: int) -> list[Line]:
    """The text of the current function's backward; from the multiply phase on with the values of
    its names, and in it with the line lit that returned."""
    f, pop = view.moment.function, view.moment.pop
    if f is None or pop is None:
        return clipped([[Run(tr(" no function is popped yet"), "dim")]], width, height)
    if f.backward_source is None:
        return clipped([[Run(tr(" its source text was not recorded"), "dim")]], width, height)
    names = names_in_backward(view.recording, pop)
    text = visible(f.backward_source.rstrip()).expandtabs(4).split("\n")
    lit = names.line if view.moment.phase == "multiply" and not view.moment.failed else None
    code: list[Line] = []
    for i, line in enumerate(text):
        sign = view.signs.here if i == lit else " "
        code.append([Run(f"{sign} ", "hot"), *([Run(line, "lit")] if i == lit else coloured(line))])
    told = _locals(view, names, pop, width)[: max(1, height - min(len(code), 3))]
    room = height - len(told)
    if len(code) > room:
        first = (names.line or 0) - room // 2
        code = scrolled(view, "rule", len(code), room, code.__getitem__, first)
    gap: list[Line] = [[]] if told and len(code) < room else []
    return clipped([*code, *gap, *told], width, height)


def _locals(view: View, names: Names, pop: Pop, width: int) -> list[Line]:
    """The names of the function's backward with what they stand for, as far as it has come."""
    moment = view.moment
    room = max(12, min(40, width - 16))

    def told(values: Mapping[str, Value]) -> list[str]:
        return [f"{name} = {value_text(value, room)}" for name, value in values.items()]

    if moment.failed and pop.gxs is None and view.recording.failure is not None:
        failure = view.recording.failure
        known = labelled("locals", told({**names.given, **names.computed}), width)
        return [
            *labelled("raised", [f"{failure.error}: {failure.message}"], width, "error"),
            *known,
        ]
    if not moment.reached("multiply") or pop.gxs is None:
        given = names.given if moment.reached("gather") else names.taken
        return labelled("given", told(given), width, "dim")
    now = "hot" if moment.phase == "multiply" else ""
    return [
        *labelled("locals", told({**names.given, **names.computed}), width),
        *labelled("returns", [value_text(gx, room) for gx in pop.gxs], width, now),
    ]


def coloured(code: str) -> Line:
    """A line of code with its keywords in their own role."""
    words = code.split(" ")
    line: Line = []
    for i, word in enumerate(words):
        space = " " if i < len(words) - 1 else ""
        line.append(Run(word + space, "keyword" if word in KEYWORDS else "code"))
    return line
