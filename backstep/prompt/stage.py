"""From the prompt into the stepper and back; in plain words where there is no screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from backstep.prompt.preferences import Preferences
from backstep.prompt.terminal import in_width, stepper_kind
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
    """Open the stepper on a pass; print its steps where nobody can answer.

    `figures` are the plots of the session that the passes are of; without them, of this one.
    """
    like = like or Preferences()
    kind = stepper_kind(like.settings.stepper)
    if kind == "lines":
        from backstep.prompt.piped import steps_text

        live.write(steps_text(recordings[index]))
        return
    figures = live.figures if figures is None else figures
    open_as(kind, recordings, index, like=like, figures=figures, say=live.write)


def open_as(
    kind: str,
    recordings: Sequence[Recording],
    index: int = 0,
    *,
    like: Preferences,
    figures: Sequence[Figure] = (),
    say: Callable[[str], object],
) -> None:
    """Open the stepper as a "screen", or "plain" as a conversation in which `say` writes."""
    if kind == "screen":
        from backstep.stepper.app import open_stepper

        open_stepper(
            recordings, index, ascii_only=like.ascii_only, theme=like.theme, figures=figures
        )
        return
    from backstep.prompt.echo import echo
    from backstep.prompt.plain_input import ask_completing
    from backstep.stepper.plain.conversation import hold

    with echo(on=True):
        hold(
            recordings,
            index,
            ask=ask_completing,
            say=lambda line: say(in_width(line) + "\n"),
            figures=figures,
        )
