"""From the prompt into the stepper and back; in plain words where there is no screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from backstep.prompt.preferences import Preferences
from backstep.prompt.terminal import has_screen
from backstep.recording.records import Recording
from backstep.session.live import LiveSession

if TYPE_CHECKING:
    from backstep.recording.figures import Figure


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
