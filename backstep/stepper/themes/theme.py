"""A theme: a style for each role; and how a palette's colours are given to the roles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from rich.color import Color, ColorSystem
from rich.style import Style


@dataclass(frozen=True)
class Theme:
    """A base style for every cell, and a style a role on top of it.

    `light` is a theme with a light ground. `shaded` has grounds for the areas of a plot; without
    them an area is filled with signs. A theme that is not `coloured` has attributes alone.
    """

    name: str
    base: Style
    roles: dict[str, Style]
    light: bool = False
    shaded: bool = True
    coloured: bool = True

    def style(self, role: str) -> Style:
        """The style of a role; a role that is not in the table looks like plain text."""
        found = self.roles.get(role)
        return self.base if found is None else self.base + found


@dataclass(frozen=True)
class Palette:
    """The colours of a theme, each by what it is for.

    `ink` is what is written on `accent` and on `hot`. `line` is for borders and tracks, `shades`
    for the grounds of a plot's areas from low to high.
    """

    ground: str
    text: str
    bright: str
    dim: str
    code: str
    line: str
    wire: str
    accent: str
    hot: str
    ink: str
    blue: str
    queued: str
    set: str
    add: str
    error: str
    order2: str
    yellow: str
    shades: str
    light: bool = False


# A role is a palette's colour with what it looks like besides; `{name}` is the colour.
ROLES = {
    "dim": "{dim}",
    "brand": "bold {ink} on {accent}",
    "title": "{bright}",
    "border": "{line}",
    "border.focus": "{accent}",
    "pane": "bold {bright}",
    "hot": "bold {hot}",
    "lit": "bold {ink} on {hot}",
    "rule": "{blue}",
    "source": "italic {dim}",
    "keyword": "{blue}",
    "code": "{code}",
    "queued": "{queued}",
    "queued.next": "bold {queued}",
    "set": "{set}",
    "add": "bold {add}",
    "freed": "{dim}",
    "node.current": "bold {ink} on {hot}",
    "node.queued": "bold {queued}",
    "node.done": "{set}",
    "node.waiting": "{code}",
    "pointed": "bold reverse {bright}",
    "variable": "{bright}",
    "variable.hot": "bold {hot}",
    "wire": "{wire}",
    "wire.active": "bold {hot}",
    "order2": "{order2}",
    "track": "{wire}",
    "track.done": "{accent}",
    "sentence": "{bright}",
    "key": "bold {accent}",
    "footer": "{dim}",
    "error": "bold {error}",
    "plot.blue": "{blue}",
    "plot.orange": "{add}",
    "plot.green": "{set}",
    "plot.red": "{error}",
    "plot.violet": "{order2}",
    "plot.cyan": "{queued}",
    "plot.yellow": "{yellow}",
    "plot.grey": "{dim}",
    "plot.plain": "{bright}",
    "plot.axis": "{wire}",
    "plot.name": "{dim}",
    "plot.title": "bold {bright}",
    "plot.text": "{bright}",
}
GREYS = "#000000 #242424 #484848 #6c6c6c #909090 #b4b4b4 #dadada #ffffff"


def painted(name: str, palette: Palette) -> Theme:
    """The theme of a palette."""
    colours = vars(palette)
    roles = {role: Style.parse(text.format_map(colours)) for role, text in ROLES.items()}
    for ramp, grounds in (("shade", palette.shades), ("grey", GREYS)):
        for i, colour in enumerate(grounds.split()):
            roles[f"{ramp}.{i}"] = Style.parse(f"on {colour}")
    base = Style.parse(f"{palette.text} on {palette.ground}")
    return Theme(name, base, roles, palette.light)


@cache
def _near(color: Color) -> Color:
    """The nearest of the 256 colours."""
    return color.downgrade(ColorSystem.EIGHT_BIT)


def _in_256(style: Style) -> Style:
    colour = None if style.color is None else _near(style.color)
    ground = None if style.bgcolor is None else _near(style.bgcolor)
    return style + Style.from_color(colour, ground)


def quantised(theme: Theme) -> Theme:
    """The theme in the 256 colours."""
    roles = {role: _in_256(style) for role, style in theme.roles.items()}
    return replace(theme, base=_in_256(theme.base), roles=roles)
