"""The conversation: a line is read, answered in lines, and so on until it ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from backstep.recording.records import Recording
from backstep.stepper.entry import Refused
from backstep.stepper.plain.command import Reply
from backstep.stepper.plain.moving import arrived
from backstep.stepper.plain.registry import command_named
from backstep.stepper.plain.words import place
from backstep.stepper.view import View, first_view

GREETING = "n next pop, s next phase, N back, why, grads, queue, list; help lists all, q leaves."
SHELL_SIGNS = ("/",)  # a command whose argument may follow at once: /x


@dataclass(frozen=True)
class Talk:
    """How far a conversation is: the view, and the line that an empty line says again."""

    view: View
    again: str = "next"
    left: bool = False

    @property
    def prompt(self) -> str:
        """What stands before the line to be typed."""
        return f"({place(self.view)}) "


def answered(talk: Talk, line: str) -> tuple[Talk, list[str]]:
    """The conversation after a line, and what is said to it. Whatever the line, never raises."""
    typed = " ".join(line.split()) or talk.again
    word, _, argument = typed.partition(" ")
    if typed[0] in SHELL_SIGNS and len(word) > 1:
        word, argument = typed[0], typed[1:].strip()
    try:
        command = command_named(word)
        view = replace(talk.view, message="") if talk.view.message else talk.view
        reply: Reply = command.run(view, argument)
    except Refused as refused:
        return talk, [str(refused)]
    again = typed if command.repeats else talk.again
    return Talk(reply.view, again, reply.left), list(reply.lines)


def hold(
    recordings: Sequence[Recording],
    index: int = 0,
    *,
    ask: Callable[[str], str],
    say: Callable[[str], object],
) -> View:
    """Hold the conversation about recordings, beginning with one of them; gives the last view.

    `ask` shows a prompt and gives the line that was typed; it raises EOFError at the end of the
    input and KeyboardInterrupt where a line is dropped. `say` prints a line.
    """
    talk = Talk(first_view(recordings, index))
    for line in [*arrived(talk.view), GREETING]:
        say(line)
    while not talk.left:
        try:
            typed = ask(talk.prompt)
        except EOFError:
            break
        except KeyboardInterrupt:
            continue
        try:
            talk, lines = answered(talk, typed)
            for line in lines:
                say(line)
        except KeyboardInterrupt:
            say("interrupted")
    return talk.view
