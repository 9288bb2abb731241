"""A figure as text for a stream: in the stepper's colours where there are some, else plain."""

from __future__ import annotations

import os
import shutil
from typing import TextIO

from rich.color import ColorSystem
from rich.style import Style

from backstep.recording.figures import Figure
from backstep.stepper.colours import TRUE_COLOUR, Depth, depth_of, theme_for
from backstep.stepper.plots.painting import figure_lines
from backstep.stepper.plots.pen import Pen
from backstep.stepper.signs import knows_unicode
from backstep.stepper.text import Line
from backstep.stepper.themes import Theme, look_of

WIDEST = 100
HEIGHT = 20
IN_A_PIPE = 80
SYSTEMS: dict[Depth, ColorSystem | None] = {
    TRUE_COLOUR: ColorSystem.TRUECOLOR,
    256: ColorSystem.EIGHT_BIT,
    16: ColorSystem.STANDARD,
    1: None,
}


def figure_text(
    figure: Figure, stream: TextIO, *, ascii_only: bool = False, theme: str | None = None
) -> str:
    """The figure for a stream, no wider than its terminal; without escapes where it is none."""
    ascii_only = ascii_only or not _takes_signs(stream)
    width, height = size_for(stream)
    colours = colour_system(stream)
    look = look_of(theme_for(theme), depth_of())
    coloured = colours is not None and look.name != "mono"
    pen = Pen(coloured, ascii_only, shaded=coloured and look.shaded)
    lines = figure_lines(figure, width, height, pen)
    if colours is None or look.name == "mono":
        text = "\n".join("".join(run.text for run in line).rstrip() for line in lines) + "\n"
    else:
        text = "".join(f"{_coloured(line, look, colours)}\n" for line in lines)
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)


def size_for(stream: TextIO) -> tuple[int, int]:
    """Columns and rows for a figure: the last column stays free, and the prompt its lines."""
    if not stream.isatty():
        return IN_A_PIPE, HEIGHT
    columns, rows = shutil.get_terminal_size((IN_A_PIPE, HEIGHT + 4))
    return max(20, min(columns - 1, WIDEST)), max(10, min(rows - 3, HEIGHT))


def colour_system(stream: TextIO) -> ColorSystem | None:
    """The colours of the terminal behind a stream; None for a pipe, a dumb one, and NO_COLOR."""
    term = os.environ.get("TERM", "")
    if not stream.isatty() or term in ("", "dumb") or os.environ.get("NO_COLOR"):
        return None
    return SYSTEMS[depth_of()]


def _takes_signs(stream: TextIO) -> bool:
    if stream.isatty() and not knows_unicode(encoding=stream.encoding):
        return False
    try:
        "⠿│█░•".encode(stream.encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def _coloured(line: Line, look: Theme, colours: ColorSystem) -> str:
    return "".join(style_of(look, run.role).render(run.text, color_system=colours) for run in line)


def style_of(look: Theme, role: str) -> Style:
    """The style of a role of painting.py, with that of its ground."""
    sign, _, ground = role.partition("|")
    return look.style(sign) + look.style(ground) if ground else look.style(sign)
