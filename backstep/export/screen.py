"""The stepper's screen at a position, as a view that .svg, .txt and .cast draw."""

from __future__ import annotations

from dataclasses import replace

from backstep.export.errors import ExportError
from backstep.export.subject import Subject
from backstep.export.wanted import Wanted
from backstep.messages import tr
from backstep.recording.visible import visible
from backstep.stepper.notebook import notebook_of
from backstep.stepper.signs import ASCII, UNICODE
from backstep.stepper.view import View, first_view


def view_of(subject: Subject, wanted: Wanted) -> View:
    """The view of the pass that is wanted, at its end without a position. Raises ExportError where
    there is no pass."""
    if not subject.recordings:
        raise ExportError(tr("there is no backward pass to draw"))
    signs = ASCII if wanted.ascii_only else UNICODE
    view = first_view(subject.recordings, wanted.index, 0, signs, wanted.theme)
    view = replace(view, notebook=notebook_of(subject.pages), size=wanted.size)
    return view.to(view.timeline.length if wanted.at is None else wanted.at)


def text(subject: Subject, wanted: Wanted) -> str:
    """The screen as text."""
    from backstep.stepper.pictures import text_of

    return visible(text_of(view_of(subject, wanted)))
