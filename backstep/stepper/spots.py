"""Pages of lines with places on them that a click does something at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from backstep.stepper.text import Line, Run, width_of
from backstep.stepper.view import View


@dataclass(frozen=True)
class Spot:
    """Cells of one row, and what a click on them makes of the view."""

    x: int
    y: int
    width: int
    change: Callable[[View], View]


@dataclass
class Page:
    """Lines from the top, and the spots on them."""

    lines: list[Line] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)

    def add(self, line: Line, change: Callable[[View], View] | None = None) -> None:
        """One more line; all of it is a spot where there is a change."""
        if change is not None:
            self.spots.append(Spot(0, len(self.lines), width_of(line), change))
        self.lines.append(line)

    def add_buttons(self, left: int, buttons: list[tuple[str, Callable[[View], View]]]) -> None:
        """A line of words that can be clicked."""
        line: Line = [Run(" " * left)]
        for word, change in buttons:
            button = Run(f"[{word}]", "dim")
            self.spots.append(Spot(width_of(line), len(self.lines), width_of([button]), change))
            line += [button, Run("  ")]
        self.lines.append(line)

    def clicked(self, view: View, x: int, y: int) -> View:
        """What a click makes of the view; nothing where there is no spot."""
        for spot in self.spots:
            if spot.y == y and 0 <= x - spot.x < spot.width:
                return spot.change(view)
        return view
