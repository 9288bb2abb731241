"""Scrolling the text of a pane: as far as there is more of it, however the person does it."""

from __future__ import annotations

from dataclasses import replace

from backstep.stepper.screen import PANES, arrangement
from backstep.stepper.view import View


def scrolled(view: View, rows: int) -> View:
    """The text of the pane in focus moved by some rows; the same view where nothing would move."""
    moved = replace(view, scroll=view.scroll + rows)
    if view.mode != "steps":
        return moved
    rect = arrangement(view).panes.get(view.pane)
    if rect is None:  # the pane is not on the screen
        return view
    width, height = max(1, rect.width - 2), max(1, rect.height - 2)
    lines = PANES[view.pane].lines
    return view if lines(moved, width, height) == lines(view, width, height) else moved
