"""From the prompt into the stepper and back; in plain words where there is no screen."""

from __future__ import annotations

import os
import sys

from backstep.recording.records import Recording
from backstep.session.live import LiveSession


def has_screen() -> bool:
    """Whether a full-screen program can run here: a terminal at every end, and not a dumb one."""
    streams = (sys.stdin, sys.stdout, sys.stderr)  # Textual draws to the error stream
    if os.environ.get("TERM", "") in ("", "dumb"):
        return False
    return all(stream is not None and stream.isatty() for stream in streams)


def show_stepper(live: LiveSession, recordings: list[Recording], index: int) -> None:
    """Open the stepper on a pass where there is a screen; print its steps where there is none."""
    if has_screen():
        from backstep.stepper.app import open_stepper

        open_stepper(recordings, index)
        return
    from backstep.prompt.piped import steps_text

    live.write(steps_text(recordings[index]))
