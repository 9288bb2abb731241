"""The conversation: it greets, reads and has cells run, and stands before the engine is loaded.

Nothing heavy is imported at the top of this file, nor of what it imports: numpy, the language and
the session are loaded behind the first prompt, while a person begins to type.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from backstep.messages import later, tr
from backstep.prompt.echo import echo
from backstep.prompt.later import Later
from backstep.prompt.preferences import Preferences
from backstep.prompt.settings import Settings
from backstep.prompt.terminal import complain, edits_lines, in_width

if TYPE_CHECKING:
    from backstep.session.live import LiveSession

GREETING = later(
    "backstep {version}: type a graph, call backward() on its end.\n"
    "%help helps, F5 steps again, Ctrl-D leaves."
)


class Reader(Protocol):
    """Where cells come from: the line editor, or plain lines."""

    draft: str

    def read(self, prefill: str = "") -> str:
        """A whole cell. Raises EOFError at the end, KeyboardInterrupt where it is dropped."""

    def remember(self, cell: str) -> None:
        """Put a cell into the history."""


def converse(
    live: Later[LiveSession], version: str, like: Preferences, warnings: Sequence[str] = ()
) -> None:
    """Greet, and hold the conversation with the terminal.

    `warnings` fills while the session is loaded, and is told before the first cell runs.
    """
    with echo(on=not edits_lines()):
        print(in_width(tr(GREETING, version=version)), flush=True)
        hold(_reader(live, replace(like.settings, theme=like.theme)), live, like, warnings)


def hold(
    reader: Reader, live: Later[LiveSession], like: Preferences, warnings: Sequence[str] = ()
) -> None:
    """Read and run cells until the input ends."""
    prompt = None
    prefill = _cut_off(live) if live.is_ready else ""
    while True:
        try:
            text = reader.read(prefill)
        except KeyboardInterrupt:
            prefill = ""
            continue  # Ctrl-C drops what was typed, as in every shell
        except EOFError:
            break
        prefill = reader.draft
        try:
            if prompt is None:
                session = live()
                from backstep.prompt.repl import Prompt

                prompt = Prompt(session, reader, like)
                for warning in warnings:
                    complain(warning)
            with echo(on=not edits_lines()):  # a shell that it was stopped in turned it on
                prefill = prompt.enter(text) or prefill
        except EOFError:
            break
        except KeyboardInterrupt:
            complain(tr("interrupted"))
        except Exception as error:
            from backstep.engine.errors import BackstepError

            if not isinstance(error, BackstepError):
                raise
            complain(str(error))
    if prompt is not None:
        prompt.end()


def _cut_off(live: Later[LiveSession]) -> str:
    """The cell that was cut off in a session that is resumed, to be run again or not."""
    from backstep.recording.visible import visible

    return visible(live().in_flight)


def _reader(live: Later[LiveSession], settings: Settings) -> Reader:
    """The line editor where the terminal can move a cursor, else plain lines."""
    if not edits_lines():
        from backstep.prompt.plain_input import LineInput

        return LineInput()
    from backstep.prompt.keyboard import keyboard

    return keyboard(live, settings=settings)
