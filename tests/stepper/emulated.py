"""A terminal as far as the stepper needs one: a grid of cells that escape sequences write to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rich.cells import cell_len

SEQUENCE = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|\x1b[=>]|([^\x1b])")
ATTRIBUTES = {"1": "bold", "2": "dim", "3": "italic", "4": "underline", "7": "reverse"}
OFF = {"22": ("bold", "dim"), "23": ("italic",), "24": ("underline",), "27": ("reverse",)}
SEEN_ON_BLANKS = {"underline", "reverse"}


@dataclass
class Grid:
    """What a terminal of a size shows: for each cell its text and how it looks."""

    width: int
    height: int
    x: int = 0
    y: int = 0
    pen: dict[str, str] = field(default_factory=dict)
    cells: dict[tuple[int, int], tuple[str, object]] = field(default_factory=dict)

    def write(self, data: str) -> None:
        for parameters, letter, character in SEQUENCE.findall(data):
            if character:
                self.put(character)
            elif letter == "H":
                row, column = (int(part or 1) for part in (parameters or "1;1").split(";"))
                self.x, self.y = column - 1, row - 1
            elif letter == "C":
                self.x += int(parameters or 1)
            elif letter == "m":
                self.paint(parameters.split(";"))

    def put(self, character: str) -> None:
        width = cell_len(character)
        assert 0 <= self.x <= self.width - width and 0 <= self.y < self.height
        self.cells[self.x, self.y] = seen(character, self.pen)
        for covered in range(1, width):
            self.cells[self.x + covered, self.y] = seen("", self.pen)
        self.x += width

    def paint(self, codes: list[str]) -> None:
        left = iter(codes)
        for code in left:
            if code in ("", "0"):
                self.pen = {}
            elif code in ("38", "48"):
                kind = next(left)
                told = [next(left) for _ in range({"5": 1, "2": 3}[kind])]
                self.pen[code[0]] = " ".join((kind, *told))
            elif code in ATTRIBUTES:
                self.pen[ATTRIBUTES[code]] = "on"
            elif code in OFF:
                for name in OFF[code]:
                    self.pen.pop(name, None)
            elif code in ("39", "49"):
                self.pen.pop(code[0], None)
            else:
                ground = "3" if code[0] in "39" and len(code) == 2 else "4"
                self.pen[ground] = code

    @property
    def rows(self) -> list[list[tuple[str, object]]]:
        blank = seen(" ", {})
        return [
            [self.cells.get((x, y), blank) for x in range(self.width)] for y in range(self.height)
        ]


def seen(character: str, pen: dict[str, str]) -> tuple[str, object]:
    """What can be told apart by eye: of a blank, not its foreground."""
    if character == " " and not SEEN_ON_BLANKS & pen.keys():
        pen = {key: value for key, value in pen.items() if key == "4"}
    return character, frozenset(pen.items())
