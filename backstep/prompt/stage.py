"""From the prompt into the stepper and back; in plain words where there is no screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from backstep.prompt.handing import exporter_of
from backstep.prompt.preferences import Preferences
from backstep.prompt.terminal import in_width, stepper_kind
from backstep.recording.records import Recording

if TYPE_CHECKING:
    from backstep.recording.figures import Figure
    from backstep.recording.rerunning.again import Rerun
    from backstep.session import Session
    from backstep.session.live import LiveSession
    from backstep.stepper.notebook import Kept


def show_stepper(
    live: LiveSession,
    recordings: list[Recording],
    index: int,
    like: Preferences | None = None,
    session: Session | None = None,
) -> None:
    """Open the stepper on a pass; print its steps where nobody can answer.

    `session` is the file that the passes are of; without it, they are of this session.
    """
    like = like or Preferences()
    kind = stepper_kind(like.settings.stepper)
    if kind == "lines":
        from backstep.prompt.piped import steps_text

        live.write(steps_text(recordings[index]))
        return
    from backstep.prompt import keeping

    if session is None:
        from backstep.prompt.comparing import runner
        from backstep.recording.rerunning.again import Rerun

        open_as(
            kind,
            recordings,
            index,
            like=like,
            figures=live.figures,
            say=live.write,
            kept=keeping.of_session(live, recordings),
            rerun=Rerun(runner(live)),
        )
        return
    with keeping.of_file(session, live.journal) as kept:
        open_as(
            kind,
            recordings,
            kept.index,
            like=like,
            figures=session.plots,
            say=live.write,
            kept=kept,
        )


def open_as(
    kind: str,
    recordings: Sequence[Recording],
    index: int = 0,
    *,
    like: Preferences,
    figures: Sequence[Figure] = (),
    say: Callable[[str], object],
    kept: Kept,
    rerun: Rerun | None = None,
) -> None:
    """Open the stepper as a "screen", or "plain" as a conversation in which `say` writes.

    `kept` are the marks and notes on the passes, with who keeps those that come. `rerun` is how a
    pass is run again, to be compared.
    """
    kept = kept if kept.exporter.endings else replace(kept, exporter=exporter_of())
    if kind == "screen":
        from backstep.stepper.app import open_stepper

        open_stepper(
            recordings,
            index,
            ascii_only=like.ascii_only,
            theme=like.theme,
            figures=figures,
            kept=kept,
            rerun=rerun,
            keymap=like.settings.keymap,
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
            kept=kept,
            rerun=rerun,
        )
