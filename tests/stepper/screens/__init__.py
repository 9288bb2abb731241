"""The goldens of whole screens, and the views that they show.

`python -m tests.stepper.screens` writes them all anew; what has changed is then to be looked at.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from backstep.session import find_session, read_session
from backstep.stepper.actions import footer_hints
from backstep.stepper.screens import screen_lines
from backstep.stepper.signs import ASCII
from backstep.stepper.text import plain
from backstep.stepper.view import View, first_view

SCREENS = Path(__file__).parent


def session_view(name: str, size: tuple[int, int], position: int = 0, index: int = 0) -> View:
    """A shipped session at a position of one of its passes."""
    view = replace(first_view(read_session(find_session(name)).recordings), size=size)
    return view.of_pass(index).to(position)


def text_of(view: View) -> str:
    """A screen as text, without the spaces at the ends of its lines."""
    return "".join(plain(line).rstrip() + "\n" for line in screen_lines(view, footer_hints(view)))


GOLDENS = {
    "diamond-80x24": session_view("diamond", (80, 24), 16),
    "diamond-120x40": session_view("diamond", (120, 40), 16),
    "diamond-200x60": session_view("diamond", (200, 60), 16),
    "diamond-start-80x24": session_view("diamond", (80, 24)),
    "diamond-60x15": session_view("diamond", (60, 15), 16),
    "challenge-120x40": session_view("diamond", (120, 40), 20, index=1),
    "second-order-120x40": session_view("create-graph", (120, 40), 16).drawn(order=2),
    "reuse-ascii-80x24": replace(session_view("reuse", (80, 24), 6), signs=ASCII),
}
