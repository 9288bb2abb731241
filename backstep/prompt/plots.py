"""Figures on their way to the person: drawn on standard output, or as JSON."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from backstep.messages import trn
from backstep.prompt.preferences import Preferences
from backstep.prompt.terminal import complain

if TYPE_CHECKING:
    from backstep.recording.figures import Figure
    from backstep.session.live import LiveSession


def drawing(like: Preferences, *, plain: bool = False) -> Callable[[Figure], None]:
    """What draws a figure where a program shows it, as the person likes it at that moment."""
    return lambda figure: draw(figure, like, plain=plain)


def draw(figure: Figure, like: Preferences, *, plain: bool = False) -> None:
    """Draw a figure on standard output: in colours on a terminal, in plain signs elsewhere."""
    from backstep.stepper.plots.terminal import figure_text

    plain = plain or os.environ.get("TERM", "") in ("", "dumb") or not sys.stdout.isatty()
    text = figure_text(
        figure,
        sys.stdout,
        ascii_only=plain or like.ascii_only,
        theme="mono" if plain else like.theme,
    )
    sys.stdout.write(text)
    sys.stdout.flush()


def print_figure_json(figure: Figure) -> None:
    """A figure as a line of JSON on standard output."""
    from backstep.recording.telling.figure_events import figure_line

    sys.stdout.write(figure_line(figure) + "\n")
    sys.stdout.flush()


def tell_unshown(live: LiveSession) -> None:
    """Say at the end that a figure was made and never shown, so that none is lost in silence."""
    tell_count_unshown(live.runtime.figures.unshown())


def tell_count_unshown(count: int) -> None:
    """The same of a program that ran elsewhere."""
    if count:
        complain(
            trn(
                "note: a figure was plotted and never shown: plt.show() draws it",
                "note: {n} figures were plotted and never shown: plt.show() draws them",
                count,
            )
        )
