"""What a % command is, and where it acts."""

from __future__ import annotations

import difflib
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from backstep.engine import BackstepError
from backstep.messages import later, tr, trn
from backstep.prompt.echo import echo
from backstep.prompt.preferences import Preferences
from backstep.prompt.stage import show_stepper
from backstep.prompt.terminal import NARROWEST, draws_lines, width_of
from backstep.recording.records import Recording
from backstep.session.live import CellResult, LiveSession

if TYPE_CHECKING:
    from backstep.session import Session

Words: TypeAlias = Callable[[LiveSession], Iterable[tuple[str, str]]]


YES = later("y yes")


class CommandError(BackstepError):
    """A command that cannot do what it was asked."""


class ProgramError(CommandError):
    """Code that a command ran and that ended in an error, told with its place."""


@dataclass
class Stage:
    """Where a command acts: the session, and how the stepper is opened from here.

    `line` is the line of the program that the command stands in, 0 at the prompt. `prefill` is text
    that a command wants at the next prompt; `depth` counts the files that run files.
    """

    live: LiveSession
    interactive: bool
    like: Preferences = field(default_factory=Preferences)
    line: int = 0
    prefill: str = ""
    depth: int = 0

    def say(self, text: str) -> None:
        """A line to the person; it is no part of what the session's program says."""
        self.live.write(text + "\n")

    def run(self, source: str) -> CellResult:
        """Run code as a cell of the session. Raises ProgramError where it ends in an error."""
        result = self.live.run(source, self.line or 1)
        if result.outcome.problem is not None:
            raise ProgramError(result.outcome.problem.render(width_of(sys.stderr)))
        return result

    def show(self, recordings: list[Recording], index: int, session: Session | None = None) -> None:
        """Open the stepper at a pass, or say in a line what it is without a screen."""
        show_stepper(self.live, recordings, index, self.like, session)

    def agrees(self, question: str) -> bool:
        """Whether the person says yes; without a person to ask, what was typed is meant."""
        if not self.interactive or not sys.stdin.isatty():
            return True
        try:
            with echo(on=True):
                answer = input(f"{question} [y/N] ")
        except EOFError:
            answer = ""
        except KeyboardInterrupt:
            self.say("")  # after ^C the cursor stands in the line
            raise
        return agrees(answer)

    @property
    def width(self) -> int:
        """The cells of a line."""
        return max(NARROWEST, shutil.get_terminal_size().columns)

    @property
    def ascii_only(self) -> bool:
        """Whether to draw with ASCII: asked for, or no terminal that shows more."""
        return self.like.ascii_only or not draws_lines()


def agrees(answer: str) -> bool:
    """Whether an answer is a yes, in English or in the language in use."""
    return answer.strip().lower() in ("y", "yes", *tr(YES).split())


@dataclass(frozen=True)
class Command:
    """One % command: its name, what may follow it, one line of help, and what it does.

    `help` and `more`, what %help NAME adds to it, with an example, are marked `later`. `words`
    gives what its argument may be and a word on each, for completion; `files` says whether it may
    also be a file, `several` that words may follow each other, with spaces or commas between them.
    `continued` gives how what is typed of it may go on. `listed` are words that %help NAME tells
    of, each with what it is. One that is wanted `seldom` has no line of its own in %help, which
    fits a small screen.
    """

    name: str
    argument: str
    help: str
    run: Callable[[Stage, str], None]
    more: str = ""
    words: Words = lambda live: ()
    files: bool = False
    several: bool = False
    seldom: bool = False
    continued: Callable[[str], Iterable[tuple[str, str]]] = lambda typed: ()
    listed: Callable[[], Iterable[tuple[str, str]]] = lambda: ()

    @property
    def usage(self) -> str:
        """`%step [EXPR]`."""
        return f"%{self.name} {self.argument}".rstrip()


def only(*words: str) -> Words:
    """What an argument may be where it is one of a few words."""
    return lambda live: [(word, "") for word in words]


def variables_of(live: LiveSession) -> list[tuple[str, str]]:
    """What an argument may be where it is a Variable: the names, with their shapes."""
    found = live.runtime.variables().items()
    return [(name, "" if v.data is None else f"Variable {v.shape}") for name, v in found]


def near(word: str, words: Iterable[str]) -> str:
    """`; did you mean ...?` where one of the words is near; else nothing."""
    found = difflib.get_close_matches(word, list(words), n=1, cutoff=0.6)
    return tr("; did you mean {near}?", near=found[0]) if found else ""


def choice(command: str, word: str, words: Sequence[str]) -> str:
    """One of a few words. Raises CommandError for any other."""
    if word in words:
        return word
    *others, last = words
    told = later("%{command}: there is no {word}: write {words} or {last}")
    told = tr(told, command=command, word=word, words=", ".join(others), last=last)
    raise CommandError(told + near(word, words))


def number(command: str, text: str, default: int) -> int:
    """A count of at least one. Raises CommandError for anything else."""
    if not text:
        return default
    if not (text.isascii() and text.isdigit()) or len(text) > 9 or int(text) == 0:
        told = later("%{command}: {text} is no count: write a number from 1, or nothing")
        raise CommandError(tr(told, command=command, text=text))
    return int(text)


def cells(n: int) -> str:
    """`1 cell`, `2 cells`."""
    return trn("{n} cell", "{n} cells", n)


def passes(n: int) -> str:
    """`1 backward pass`, `2 backward passes`."""
    return trn("{n} backward pass", "{n} backward passes", n)
