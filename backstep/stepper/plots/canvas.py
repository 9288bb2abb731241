"""plotext draws points and lines into a frame with ticks; the result is read back cell by cell.

It is given shares of the canvas rather than values, so that no number can be too large for it, and
a number of its 256 colours for each role, so that a theme can say later what that looks like.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len

from backstep.recording.figures import HUES
from backstep.recording.visible import one_line
from backstep.stepper.plots.axes import Tick
from backstep.stepper.plots.shapes import Piece

SMALLEST = (16, 4)  # with its frame and ticks
ROLES = [f"plot.{hue}" for hue in HUES]
CODES = re.compile(r"\x1b\[([\d;]*)m")
FRAME = str.maketrans("┌┐└┘─│├┤┬┴┼", "++++-|+++++")
PRIVATE = 0xF0000  # stands in for what is not one cell wide
FILLER = chr(PRIVATE - 1)  # of a private area too: the second cell of a wide character


@dataclass
class Cell:
    """A character with its role, and the role of the ground behind it."""

    text: str
    role: str = ""
    ground: str = ""


@dataclass(frozen=True)
class Stroke:
    """Points that are drawn in one sign and role, each joined to the next or not.

    `sign` is a character, or `braille` for dots of which a cell has two by four.
    """

    piece: Piece
    sign: str
    role: str
    joined: bool


@dataclass
class Canvas:
    """The cells of a plot; the inside of its frame is `width` by `height`, from `left`, `top`."""

    rows: list[list[Cell]]
    left: int = 0
    top: int = 0
    width: int = 0
    height: int = 0
    ticks: list[int] = field(default_factory=list)

    def inside(self, column: int, row: int) -> Cell:
        """A cell of the inside, counted from its upper left corner."""
        return self.rows[self.top + row][self.left + column]


def canvas(
    size: tuple[int, int],
    strokes: Sequence[Stroke] = (),
    x_ticks: Sequence[Tick] = (),
    y_ticks: Sequence[Tick] = (),
    *,
    grid: bool = False,
    frame: bool = True,
    ascii_only: bool = False,
) -> Canvas:
    """Have plotext draw strokes within a frame, in exactly so many columns and rows."""
    width, height = max(size[0], SMALLEST[0]), max(size[1], SMALLEST[1])
    words = _Words()
    text = _drawn(width, height, strokes, x_ticks, y_ticks, words, grid, frame)
    rows = [_cells(line, width, words) for line in text.rstrip("\n").split("\n")]
    found = Canvas(rows, 0, 0, width, len(rows))
    if frame:
        _find_inside(found)
    if ascii_only:
        for row in rows:
            for cell in row:
                if cell.role == "plot.axis":
                    cell.text = cell.text.translate(FRAME)
    return found


def _drawn(
    width: int,
    height: int,
    strokes: Sequence[Stroke],
    x_ticks: Sequence[Tick],
    y_ticks: Sequence[Tick],
    words: _Words,
    grid: bool,
    frame: bool,
) -> str:
    import plotext

    plotext.clear_figure()
    plotext.limit_size(False, False)
    plotext.plot_size(width, height)
    plotext.theme("clear")
    plotext.xlim(0, 1)
    plotext.ylim(0, 1)
    plotext.frame(frame)
    plotext.grid(grid, grid)
    x_labels = [words.encoded(tick.label) if frame else "" for tick in x_ticks]
    y_labels = [words.encoded(tick.label) if frame else "" for tick in y_ticks]
    plotext.xticks([tick.share for tick in x_ticks] if frame else [], x_labels)
    plotext.yticks([tick.share for tick in y_ticks] if frame else [], y_labels)
    for stroke in strokes:
        x, y = stroke.piece[0].tolist(), stroke.piece[1].tolist()
        code = ROLES.index(stroke.role) + 1
        joined = stroke.joined and len(x) > 1
        (plotext.plot if joined else plotext.scatter)(x, y, marker=stroke.sign, color=code)
    if not strokes:
        plotext.scatter([0.5], [0.5], marker=" ")  # without data it draws no frame
    text: str = plotext.build()
    plotext.clear_figure()
    return text


class _Words:
    """Labels as plotext can place them, one character a cell, and back."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def encoded(self, label: str) -> str:
        """A label in which every character is one cell wide."""
        text = ""
        for c in one_line(label):
            wide = cell_len(c)
            if wide == 1:
                text += c
            elif wide == 0 and text:
                text = text[:-1] + self._stand_in(self.known.get(text[-1], text[-1]) + c)
            elif wide == 2:
                text += self._stand_in(c) + FILLER
        return text

    def _stand_in(self, text: str) -> str:
        sign = chr(PRIVATE + len(self.known))
        self.known[sign] = text
        return sign


def _cells(line: str, width: int, words: _Words) -> list[Cell]:
    """A line of plotext's as cells; what it colours gets the role behind the colour's number."""
    found: list[Cell] = []
    role = ""
    for i, part in enumerate(CODES.split(line)):
        if i % 2:
            code = part.rpartition("38;5;")[2] if "38;5;" in part else ""
            role = ROLES[int(code) - 1] if code.isdigit() and 0 < int(code) <= len(ROLES) else ""
            continue
        found += [Cell(c, role or ("" if c == " " else "plot.axis")) for c in part]
    found = (found + [Cell(" ") for _ in range(width)])[:width]
    for i, cell in enumerate(found):
        if cell.text in words.known:
            whole = i + 1 < len(found) and found[i + 1].text == FILLER
            wide = cell_len(words.known[cell.text]) > 1
            cell.text = words.known[cell.text] if whole or not wide else "?"
            if wide and whole:
                found[i + 1].text = ""
        elif cell.text == FILLER:
            cell.text = " "
    return found


def _find_inside(drawn: Canvas) -> None:
    """Where the frame's corners are; without them everything is inside."""
    first = "".join(cell.text or " " for cell in drawn.rows[0])
    left, right = first.find("┌"), first.rfind("┐")
    last = max((y for y, row in enumerate(drawn.rows) if row[left].text == "└"), default=0)
    if left >= 0 and right > left and last > 1:
        drawn.left, drawn.top = left + 1, 1
        drawn.width, drawn.height = right - left - 1, last - 1
