"""How a pass is looked at, as a session keeps it, and a view as it was then."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from backstep.messages import tr
from backstep.recording.annotations import Looked
from backstep.stepper.entry import Entry
from backstep.stepper.graph import Direction
from backstep.stepper.screen import PANES
from backstep.stepper.seeking import note_at
from backstep.stepper.view import Detail, View

DIRECTIONS = ("right", "down")
DETAILS = ("fit", "boxes", "names", "dots")


def looked_at(view: View) -> Looked:
    """What is kept of a view: where it is, and which pane and graph it shows."""
    canvas = view.canvas
    return Looked(
        view.position, view.pane, view.zoomed, canvas.order, canvas.direction, canvas.detail
    )


def as_looked(view: View, looked: Looked) -> View:
    """The view as it was when it was saved; words of a newer backstep change nothing."""
    canvas = view.canvas
    drawn = view.drawn(
        order=looked.order,
        direction=cast(Direction, looked.direction) if looked.direction in DIRECTIONS else None,
        detail=cast(Detail, looked.detail) if looked.detail in DETAILS else canvas.detail,
    )
    pane = looked.pane if looked.pane in PANES else view.pane
    there = replace(drawn, pane=pane, zoomed=looked.zoomed).to(looked.step)
    note = note_at(there)
    told = _told(there)
    return there.saying(f"{told} {note}" if note else told)


def _told(view: View) -> str:
    """Where a pass was opened, and what comes there."""
    page = view.notebook.page(view.index)
    if any(one.step == view.position and one.given is None for one in page.asks):
        return tr("A question comes here: {key} asks it.", key=view.keymap.key("next pop"))
    return tr("Opened where it was saved; {key} goes to the start.", key=view.keymap.key("start"))


def save_asked(view: View) -> View:
    """Ask for the file to save the session to."""
    told = tr("a file for a copy; empty: this view into its own file")
    return replace(view, entry=Entry(tr("Save to:"), saved, told=told), playing=False)


def saved(view: View, path: str) -> View:
    """The view with the wish to save the session, which its keeper fulfils."""
    return replace(view, notebook=view.notebook.saving(path, view.index, looked_at(view)))
