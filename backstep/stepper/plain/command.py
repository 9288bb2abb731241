"""What a command of the plain stepper is, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from backstep.messages import later
from backstep.stepper.view import View

# The groups, as help tells of them.
GROUPS = (
    later("Step"),
    later("Go"),
    later("Passes"),
    later("Marks"),
    later("Tell"),
    later("Compare"),
    later("Predict"),
    later("Program"),
)


@dataclass(frozen=True)
class Reply:
    """The view after a command and the lines that answer it; `left` ends the conversation."""

    view: View
    lines: tuple[str, ...] = ()
    left: bool = False


Words: TypeAlias = Callable[[View], Iterable[str]]


@dataclass(frozen=True)
class Command:
    """One command: its name, what may follow it, one line of help, and what it answers.

    `also` are its short names; `argument` says what may follow it, as help writes that. An empty
    line says a command that `repeats` once more. `more` is what help adds to it, with an example;
    `words` gives what its argument may be, for completion; `effect` names what the conversation
    does itself, as in an action. `run` raises Refused, with a sentence, for what cannot be done.
    Group, help and more stand here in English.
    """

    name: str
    run: Callable[[View, str], Reply]
    help: str
    group: str
    also: tuple[str, ...] = ()
    argument: str = ""
    repeats: bool = False
    more: str = ""
    words: Words = lambda view: ()
    effect: str = ""

    @property
    def usage(self) -> str:
        """`goto STEP`."""
        return f"{self.name} {self.argument}".rstrip()


def telling(tell: Callable[[View, str], Iterable[str]]) -> Callable[[View, str], Reply]:
    """A command that only tells of the view, and leaves it as it is."""
    return lambda view, argument: Reply(view, tuple(tell(view, argument)))
