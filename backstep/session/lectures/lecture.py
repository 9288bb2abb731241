"""What a lecture is, between its Markdown and the session that it makes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from backstep.messages import tr
from backstep.session.errors import SessionError, shown
from backstep.session.lectures.positions import Place

DEFAULT_SEED = 0


class LectureError(SessionError):
    """A lecture that cannot be read or run; the message names the file and the line."""


class Wrong(Exception):
    """What is wrong with a line of a lecture, with the remedy; its reader adds file and line."""


@dataclass(frozen=True)
class PlacedNote:
    """A sentence at a place."""

    place: Place
    text: str
    pass_: int | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Stop:
    """A place to halt at."""

    place: Place
    pass_: int | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class PlacedAsk:
    """A question before what a place names: one of a `kind`, or an own one with its `answer`.

    `choices` are wrong answers that are offered beside it.
    """

    place: Place
    kind: str
    text: str = ""
    answer: str = ""
    choices: tuple[str, ...] = ()
    why: str = ""
    pass_: int | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Watch:
    """How a replay opens."""

    place: Place
    pane: str = ""
    zoomed: bool = False
    order: int = 1
    direction: str = ""
    detail: str = ""
    pass_: int | None = None
    line: int = field(default=0, compare=False)


Placed: TypeAlias = PlacedNote | Stop | PlacedAsk | Watch


@dataclass(frozen=True)
class LectureCell:
    """A fence: its source, the prose before it, its loop, and what is put to its passes.

    `fails` is the kind of the error that it ends in, "" for any; None where it is to end well.
    `line` is that of its first line of source in the file.
    """

    source: str
    text: str = ""
    algorithm: str = "generation"
    fails: str | None = None
    placed: tuple[Placed, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Lecture:
    """A lecture, whole. `file` is for the messages."""

    cells: tuple[LectureCell, ...]
    title: str = ""
    language: str = "en"
    seed: int | None = DEFAULT_SEED
    closing: str = ""
    file: str = field(default="", compare=False)


def wrong(file: str, line: int, what: str) -> LectureError:
    """The error for one line of a file."""
    return LectureError(tr("{file}, line {line}: {what}", file=shown(file), line=line, what=what))
