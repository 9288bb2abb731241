"""What the panes have in common: rows that may be more than fit, words that fit, columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from rich.cells import cell_len

from backstep.messages import later, tr
from backstep.stepper.text import Line, Run, fitted, width_of, wrapped
from backstep.stepper.view import View

LABELS = 9  # cells of the column of labels, with a space at its end
NARROW = 34  # cells, below which labels are no column of their own
ROWS_FOR_MARKS = 3  # with fewer there is no room to say that there is more


def scroll_of(view: View, pane: str) -> int:
    """How far the person has scrolled a pane: only the one in focus is."""
    return view.scroll if view.pane == pane else 0


def scrolled(
    view: View, pane: str, count: int, height: int, row: Callable[[int], Line], first: int = 0
) -> list[Line]:
    """The rows that are in view of `count`, of which only these are made.

    `first` is where the pane begins that nobody has scrolled. Where there is more above or below,
    a row says so.
    """
    if count <= height:
        return [row(i) for i in range(count)]
    top = min(max(0, first + scroll_of(view, pane)), count - height)
    shown: list[Line] = [row(i) for i in range(top, top + height)]
    if height < ROWS_FOR_MARKS:
        return shown
    if top > 0:
        shown[0] = more_mark(view, pane, top + 1, "above")
    if top + height < count:
        shown[-1] = more_mark(view, pane, count - top - height + 1, "below")
    return shown


def clipped(lines: Sequence[Line], width: int, height: int) -> list[Line]:
    """As many lines as there is room for, none wider than the pane."""
    return [line if width_of(line) <= width else fitted(line, width) for line in lines[:height]]


WHERE = (later("above"), later("below"))


def more_mark(view: View, pane: str, count: int, where: str) -> Line:
    """The row that says how much more there is, and how to get at it."""
    keys = "  j k" if view.pane == pane else ""
    return [
        Run(
            tr(
                " {sign} {count} more {where}{keys}",
                sign=view.signs.cut,
                count=count,
                where=tr(where),
                keys=keys,
            ),
            "dim",
        )
    ]


def room_for_text(width: int, column: int = LABELS) -> int:
    """The cells beside the labels."""
    return max(4, width - (column if width >= NARROW else 6) - 1)


# The labels of parts; those that are code or phases are the same in every language.
WORDS = (
    later("next"),
    later("refused"),
    later("popped"),
    later("rule"),
    later("local"),
    later("inputs"),
    later("largest"),
    later("born"),
    later("source"),
    later("element"),
    later("check"),
    later("locals"),
    later("raised"),
    later("given"),
    later("returns"),
    later("data"),
    later("kind"),
    later("class"),
    later("with"),
    later("takes"),
    later("loop"),
    later("flags"),
    later("seed"),
    later("gives"),
)


def labelled(
    label: str,
    items: Iterable[str],
    width: int,
    role: str = "",
    apart: bool = False,
    column: int = LABELS,
) -> list[Line]:
    """The items after a label, wrapped, and several on a line where they fit unless `apart`.

    Items that are empty are left out, and where there is none there is no label either.
    """
    rows: list[Line] = []
    narrow = width < NARROW
    for item in items:
        if not item:
            continue
        run = Run(item, role)
        if not apart and rows and width_of(chain(rows[-1], [run])) + 3 <= width:
            rows[-1] += [Run("   "), run]
            continue
        head = tr(label) if not rows else ""
        cells = (cell_len(head) + 1 if head else 1) if narrow else max(column, cell_len(head) + 1)
        for i, part in enumerate(wrapped(item, max(4, width - cells - 1), role)):
            if i:
                head, cells = "", 1 if narrow else column
            rows.append([Run(f" {padded(head, cells)}", "dim"), *part])
    return rows


def longest(texts: Iterable[str], width: int) -> str:
    """The first of several ways to say a thing that fits; the last where none does."""
    text = ""
    for text in texts:
        if cell_len(text) <= width:
            return text
    return text


def column_width(texts: Iterable[str], most: int, least: int = 0) -> int:
    """The cells that a column of texts takes."""
    return min(max([least, *map(cell_len, texts)]), most)


def padded(text: str, width: int) -> str:
    """A text with spaces up to a width in cells; a longer one stays as it is."""
    return text + " " * (width - cell_len(text))


def joined_to_fit(names: Sequence[str], width: int, cut: str, left_out: int = 0) -> str:
    """The names with commas, of many the last that fit: `⋯ 12 more, add, mul#3`.

    `left_out` are names before these that are not even given.
    """
    kept: list[str] = []
    for i in reversed(range(len(names))):
        before = left_out + i
        head = f"{cut} " + tr("{n} more, ", n=before) if before else ""
        if kept and cell_len(head + ", ".join([names[i], *kept])) > width:
            break
        kept.insert(0, names[i])
    left = left_out + len(names) - len(kept)
    return (f"{cut} " + tr("{n} more, ", n=left) if left else "") + ", ".join(kept)
