"""A picture of the stepper's screen at a position, or of the graph alone."""

from __future__ import annotations

from backstep.export.screen import view_of
from backstep.export.subject import Subject
from backstep.export.wanted import Wanted


def svg(subject: Subject, wanted: Wanted) -> str:
    """The screen as an SVG picture, with `graph` the graph. Raises ExportError for no pass."""
    if wanted.graph:
        from backstep.export.drawing import graph_svg

        return graph_svg(view_of(subject, wanted))
    from backstep.stepper.pictures import svg_of

    return svg_of(view_of(subject, wanted))
