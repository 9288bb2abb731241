"""The goldens of whole screens, and the views that they show.

`python -m tests.stepper.screens` writes them all anew; what has changed is then to be looked at.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from backstep.recording.annotations import Note
from backstep.stepper.actions import footer_hints
from backstep.stepper.lecture.leading import opened
from backstep.stepper.screens import screen_lines
from backstep.stepper.signs import ASCII
from backstep.stepper.text import plain
from backstep.stepper.view import View, first_view
from tests.stepper.sessions import passes_of

SCREENS = Path(__file__).parent


def session_view(name: str, size: tuple[int, int], position: int = 0, index: int = 0) -> View:
    """A shipped session at a position of one of its passes."""
    view = replace(first_view(passes_of(name)), size=size)
    return view.of_pass(index).to(position)


def text_of(view: View) -> str:
    """A screen as text, without the spaces at the ends of its lines."""
    return "".join(plain(line).rstrip() + "\n" for line in screen_lines(view, footer_hints(view)))


def lecture_view(size: tuple[int, int], note: str = "") -> View:
    """A lecture on the sum of the diamond, with a note there."""
    view = session_view("diamond", size, 16)
    return opened(view.noting(Note(16, note)) if note else view)


GOLDENS = {
    "diamond-80x24": session_view("diamond", (80, 24), 16),
    "diamond-120x40": session_view("diamond", (120, 40), 16),
    "diamond-200x60": session_view("diamond", (200, 60), 16),
    "diamond-start-80x24": session_view("diamond", (80, 24)),
    "diamond-60x15": session_view("diamond", (60, 15), 16),
    "challenge-120x40": session_view("diamond", (120, 40), 20, index=1),
    "second-order-120x40": session_view("create-graph", (120, 40), 16).drawn(order=2),
    "lecture-60x18": lecture_view((60, 18)),
    "lecture-100x30": lecture_view((100, 30), "Two paths lead from a to y: the gradients add."),
    "reuse-ascii-80x24": replace(session_view("reuse", (80, 24), 6, index=1), signs=ASCII),
}
