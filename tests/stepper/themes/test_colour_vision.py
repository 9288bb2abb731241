"""Whether the states of a node and of a gradient are told apart with every colour vision.

In each of protanopia, deuteranopia and tritanopia (simulated at full severity), and after the
256 colours, two roles of a pair are at least 25 apart in CIE L*a*b*, ten times what is just
noticed: and a sign says each state besides.
"""

from __future__ import annotations

from itertools import combinations

import pytest
from rich.color import Color

from backstep.stepper.themes import Theme, look_of
from tests.stepper.themes.measuring import VISIONS, distance

APART = 25.0
STATES = ("hot", "node.queued", "node.done", "node.waiting")
PAIRS = [
    *combinations(STATES, 2),
    ("set", "add"),
    ("error", "set"),
    ("error", "sentence"),
    ("error", "queued"),
    ("wire", "wire.active"),
    ("order2", "variable"),
    ("order2", "set"),
]


def colour(theme: Theme, role: str) -> Color:
    found = theme.style(role).color
    assert found is not None
    return found


@pytest.mark.parametrize("depth", [2**24, 256])
@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("name", ["safe", "safe-light"])
def test_safe_themes_keep_states_apart(name: str, vision: str, depth: int) -> None:
    theme = look_of(name, depth)  # type: ignore[arg-type]
    far = {pair: distance(*(colour(theme, role) for role in pair), vision) for pair in PAIRS}
    assert {pair: round(d, 1) for pair, d in far.items() if d < APART} == {}


def test_the_measure_knows_what_is_hard_to_tell_apart() -> None:
    """Red and green of equal light: far apart, and near each other in deuteranopia."""
    red, green = Color.parse("#b05a28"), Color.parse("#6e7a1e")
    assert distance(red, green, "any") > 40
    assert distance(red, green, "deuteranopia") < APART
