"""The source panes: the loop that ran with its current line lit, and the function's backward.

The text is read from the file of the loop when it is first shown. A comment at the end of a line
names the step that the line carries out; so the current line is found in the code itself.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import lru_cache

from backstep.engine.algorithm import ALGORITHMS
from backstep.recording.timeline import Moment
from backstep.recording.visible import visible
from backstep.stepper.text import Line, Run
from backstep.stepper.view import View

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
    return f"Source  backward.py: {view.recording.algorithm}"


def source_lines(view: View, width: int, height: int) -> list[Line]:
    """The lines of the loop around the current one, which carries the sign."""
    listing = listing_of(view.recording.algorithm)
    if listing is None:
        return [[Run(f" the source of {view.recording.algorithm!r} is not here", "dim")]]
    mark = mark_of(view.moment)
    current = listing.marks.get(mark or "", None)
    centre = current if current is not None else next(iter(listing.marks.values()), 0)
    total = len(listing.lines)
    first = min(max(0, centre - height // 2 + view_scroll(view, "source")), max(0, total - height))
    shown = listing.lines[first : first + height]
    indent = min((len(line) - len(line.lstrip()) for line in shown if line.strip()), default=0)
    rows = []
    for i, line in enumerate(shown, first):
        lit = i == current
        sign = view.signs.here if lit else " "
        rows.append(
            [
                Run(sign, "hot"),
                Run(f"{listing.first + i:>3} ", "dim"),
                *([Run(line[indent:], "lit")] if lit else coloured(line[indent:])),
            ]
        )
    return rows


def rule_title(view: View) -> str:
    """The title of the pane with the function's own backward."""
    f = view.moment.function
    return "Rule source" if f is None else f"Rule source  {f.class_name}.backward"


def rule_lines(view: View, width: int, height: int) -> list[Line]:
    """The text of the current function's backward; its return is lit in the multiply phase."""
    f = view.moment.function
    if f is None:
        return [[Run(" no function is popped yet", "dim")]]
    if f.backward_source is None:
        return [[Run(" its source text was not recorded", "dim")]]
    lit = view.moment.phase == "multiply"
    rows = []
    for line in f.backward_source.rstrip().split("\n"):
        here = lit and line.strip().startswith("return")
        sign = view.signs.here if here else " "
        shown = visible(line).expandtabs(4)
        rows.append([Run(f"{sign} ", "hot"), *([Run(shown, "lit")] if here else coloured(shown))])
    return rows[view_scroll(view, "rule") :][:height]


def view_scroll(view: View, pane: str) -> int:
    """How far the person has scrolled a pane."""
    return view.scroll if view.pane == pane else 0


def coloured(code: str) -> Line:
    """A line of code with its keywords in their own role."""
    words = code.split(" ")
    line: Line = []
    for i, word in enumerate(words):
        space = " " if i < len(words) - 1 else ""
        line.append(Run(word + space, "keyword" if word in KEYWORDS else "code"))
    return line
