"""The goldens of screens with two passes side by side.

`python -m tests.stepper.sides` writes them all anew; what has changed is then to be looked at.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from backstep.recording.comparing.comparison import Comparison
from backstep.stepper.sides import beside
from backstep.stepper.signs import ASCII
from backstep.stepper.view import View
from tests.stepper.screens import session_view

SCREENS = Path(__file__).parent / "screens"


def shown(
    size: tuple[int, int],
    algorithms: tuple[str, str] | None = ("generation", "stack"),
    position: int | None = None,
    name: str = "diamond",
) -> View:
    """A shipped session's first pass, side by side; without a position, where the two part."""
    view = session_view(name, size)
    comparison = view.passes.beside(0, algorithms)
    assert isinstance(comparison, Comparison), comparison
    where = comparison.parting_position if position is None else position
    return beside(view, comparison).to(where)


def ascii_only(view: View) -> View:
    return replace(view, signs=ASCII)


GOLDENS = {
    "stack-40x12": shown((40, 12), position=16),
    "stack-60x18": shown((60, 18), position=16),
    "stack-80x24": shown((80, 24), position=16),
    "stack-120x40": shown((120, 40), position=16),
    "stack-end-60x18": shown((60, 18), position=22),
    "stack-end-80x24": shown((80, 24), position=22),
    "paths-end-80x24": shown((80, 24), ("generation", "paths"), 99),
    "unseen-ascii-80x24": ascii_only(shown((80, 24), ("stack", "unseen"), 23)),
    "retain-40x12": shown((40, 12), None, 17),
    "retain-80x24": shown((80, 24), None, 17),
    "retain-end-120x40": shown((120, 40), None, 22),
}
