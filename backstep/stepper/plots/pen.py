"""What can be drawn with, and the signs that there are for it."""

from __future__ import annotations

from dataclasses import dataclass

SIGNS = "•+x*o#"
ASCII_SIGNS = "*+xo#@"
SHADES = " ░▒▓█"
ASCII_SHADES = " .:-=+*#"


@dataclass(frozen=True)
class Pen:
    """What can be drawn with: without colours, each series takes a sign of its own.

    `shaded`: there are grounds for areas, which are filled with signs otherwise.
    """

    coloured: bool = True
    ascii_only: bool = False
    shaded: bool = True

    @property
    def signs(self) -> str:
        """A sign for each of some series, or classes of points."""
        return ASCII_SIGNS if self.ascii_only else SIGNS

    @property
    def shades(self) -> str:
        """Signs that fill cells, from empty to full."""
        return ASCII_SHADES if self.ascii_only else SHADES

    @property
    def dot(self) -> str:
        """A point that needs to be told from no other."""
        return "*" if self.ascii_only else "•"
