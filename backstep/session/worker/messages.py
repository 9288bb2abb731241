"""What the parent and the worker tell each other: one JSON object a line, never a pickle.

The job goes one way, once. The other way come the records of a session file as they are written
(`cell`, `back`, `done`), and besides them what is defined here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

import msgspec
from msgspec import Meta, Struct

from backstep.language.errors import Problem
from backstep.session import records
from backstep.session.errors import shown
from backstep.session.worker.limits import Limit, Limits

if TYPE_CHECKING:
    from backstep.session.plot_records import Plot

Count: TypeAlias = Annotated[int, Meta(ge=0, le=2**31)]


class JobCell(Struct):
    """A cell that is to run, by which algorithm."""

    source: str
    algorithm: str = "generation"


class Job(Struct):
    """What the worker is to run: the cells, or the program that it splits into cells.

    `persevering` goes on after a cell that ended in an error, as a person at a prompt does.
    `streamed` sends every pass at once, else the first and the last of each cell come at its end.
    `language` is that of errors and warnings; without one, the parent's.
    """

    limits: Limits
    cells: list[JobCell] = []
    program: str | None = None
    algorithm: str = "generation"
    check_own: bool = True
    echo: bool = False
    persevering: bool = False
    streamed: bool = False
    seed: int | None = None
    language: str = ""


class Ready(Struct, tag_field="kind", tag="ready"):
    """The worker is up; `unenforced` are the limits that this system does not enforce."""

    unenforced: list[Limit]


class Said(Struct, tag_field="kind", tag="said"):
    """What the program printed."""

    text: str


class Shown(Struct, tag_field="kind", tag="shown"):
    """The value that a cell ends in, as a prompt would echo it."""

    text: str


class Place(Struct):
    """A Problem on its way."""

    kind: str
    message: str
    line: Count = 0
    text: str = ""
    column: Count = 0
    end_column: Count = 0
    where: str = ""

    def problem(self) -> Problem:
        """The Problem again."""
        return Problem(
            kind=self.kind,
            message=self.message,
            line=self.line,
            text=self.text,
            column=self.column,
            end_column=self.end_column,
            where=self.where,
        )


def place(problem: Problem | None) -> Place | None:
    """A Problem, to be sent."""
    if problem is None:
        return None
    return Place(
        kind=problem.kind,
        message=problem.message,
        line=max(problem.line, 0),
        text=problem.text,
        column=max(problem.column, 0),
        end_column=max(problem.end_column, 0),
        where=problem.where,
    )


class Ran(Struct, tag_field="kind", tag="ran"):
    """A cell has run; `dropped` passes in the middle of a loop were not kept.

    A program that cannot be read, or has a command in it, is one cell that did not run.
    """

    problem: Place | None = None
    dropped: Count = 0
    stopped: Limit | None = None


class Struck(Struct, tag_field="kind", tag="struck"):
    """A limit struck outside of a cell."""

    limit: Limit


class Broken(Struct, tag_field="kind", tag="broken"):
    """The worker itself cannot go on."""

    message: str


class Finished(Struct, tag_field="kind", tag="finished"):
    """All is done; `unshown` figures were made and never shown."""

    unshown: Count = 0


Message: TypeAlias = (
    Ready
    | Said
    | Shown
    | records.Cell
    | records.Back
    | records.Done
    | Ran
    | Struck
    | Broken
    | Finished
)
PLOT = b'{"kind":"plot"'  # its types take time to make, and few programs plot
_MESSAGE = msgspec.json.Decoder[Message](Message)
_JOB = msgspec.json.Decoder[Job](Job)


class Garbage(Exception):
    """A line that no worker of ours would have written."""


def message_of(line: bytes) -> Message | Plot:
    """The message of a line. Raises Garbage for anything else."""
    try:
        if line.startswith(PLOT):
            from backstep.session.plot_records import Plot

            return msgspec.json.decode(line, type=Plot)
        return _MESSAGE.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Garbage(shown(error)) from None


def job_of(data: bytes) -> Job:
    """The job that the parent has sent."""
    return _JOB.decode(data)
