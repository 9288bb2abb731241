"""From the prompt into the stepper and back; in plain words where there is no screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from backstep.prompt.preferences import Preferences
from backstep.recording.records import Recording
from backstep.session.live import LiveSession

if TYPE_CHECKING:
    from backstep.recording.figures import Figure


def edits_lines() -> bool:
    """Whether a line editor can run here: a terminal to read and write, and not a dumb one."""
    if os.environ.get("TERM", "") in ("", "dumb"):
        return False
    return sys.stdin.isatty() and sys.stdout.isatty()


def has_screen() -> bool:
    """Whether a full-screen program can run here: a terminal at every end, and not a dumb one."""
    return edits_lines() and sys.stderr.isatty()  # Textual draws to the error stream


def draws_lines() -> bool:
    """Whether what we print may have box drawing in it: a terminal that knows Unicode."""
    out = sys.stdout
    if out is None or not out.isatty() or os.environ.get("TERM", "") in ("", "dumb"):
        return False
    return (out.encoding or "").lower().replace("-", "").startswith("utf")


def show_stepper(
    live: LiveSession,
    recordings: list[Recording],
    index: int,
    like: Preferences | None = None,
    figures: Sequence[Figure] | None = None,
) -> None:
    """Open the stepper on a pass where there is a screen; print its steps where there is none.

    `figures` are the plots of the session that the passes are of; without them, of this one.
    """
    like = like or Preferences()
    if has_screen():
        from backstep.stepper.app import open_stepper

        open_stepper(
            recordings,
            index,
            ascii_only=like.ascii_only,
            theme=like.theme,
            figures=live.figures if figures is None else figures,
        )
        return
    from backstep.prompt.piped import steps_text

    live.write(steps_text(recordings[index]))
