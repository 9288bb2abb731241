"""How far a person is in the lessons, and what was predicted: a file of lines in the data folder.

One JSON object a line, each one write and one fsync, as in a session: `at` (the cells of a `lesson`
that are behind the person), `done`, and `answer`, what was predicted at a step of a pass. A line
that is torn or of another kind is left out when it is read, and nothing is ever taken out.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import msgspec

from backstep.folders import data_folder
from backstep.recording.annotations import OWN, Ask
from backstep.session import files

SURE = 2  # of 1 to 3, from which on an answer was a sure one
MOST_BYTES = 16_000_000

Place: TypeAlias = tuple[str, int, int, int, str, int | None]


class At(msgspec.Struct, tag_field="kind", tag="at", frozen=True):
    """So many cells of a lesson are done."""

    lesson: str
    cells: int
    when: str = ""


class Done(msgspec.Struct, tag_field="kind", tag="done", frozen=True):
    """A lesson was gone through to its end."""

    lesson: str
    when: str = ""


class Answered(
    msgspec.Struct, tag_field="kind", tag="answer", frozen=True, rename={"pass_": "pass"}
):
    """What was predicted at a step of a pass of a lesson's cell."""

    lesson: str
    cell: int
    pass_: int
    step: int
    question: str
    about: str = ""
    text: str = ""
    answer: str = ""
    given: str | None = None
    confidence: int | None = None
    right: bool | None = None
    input: int | None = None
    choices: tuple[str, ...] = ()
    why: str = ""
    when: str = ""

    @property
    def place(self) -> Place:
        """Where it was asked, and what: a later answer there holds over an earlier one."""
        return self.lesson, self.cell, self.pass_, self.step, self.question, self.input

    @property
    def ask(self) -> Ask:
        """The question, as if it had not been answered."""
        answer = self.answer if self.question == OWN else ""
        return Ask(
            self.step,
            self.question,
            self.about,
            self.text,
            answer,
            input=self.input,
            choices=self.choices,
            why=self.why,
        )


Record: TypeAlias = At | Done | Answered
_DECODER = msgspec.json.Decoder(At | Done | Answered)


@dataclass
class Progress:
    """What the file holds: the cells that are done, lessons that were, and the latest answers."""

    cells: dict[str, int] = field(default_factory=dict)
    done: dict[str, str] = field(default_factory=dict)
    answers: dict[Place, Answered] = field(default_factory=dict)

    def take(self, record: Record) -> None:
        """Add what one record says."""
        match record:
            case At(lesson, cells):
                self.cells[lesson] = cells
            case Done(lesson, when):
                self.done[lesson] = when
                self.cells.pop(lesson, None)
            case Answered(right=None):
                pass  # it was told, or skipped
            case Answered():
                self.answers.pop(record.place, None)  # the latest stands last
                self.answers[record.place] = record

    def answers_of(self, lesson: str) -> list[Answered]:
        """What was predicted in a lesson."""
        return [each for each in self.answers.values() if each.lesson == lesson]

    def to_review(self) -> list[Answered]:
        """What was predicted wrongly and surely: the surest first, then the earliest."""
        wrong = [
            each
            for each in self.answers.values()
            if not each.right and (each.confidence or 0) >= SURE
        ]
        return sorted(wrong, key=lambda each: -(each.confidence or 0))


def progress_path() -> Path:
    """The file."""
    return data_folder() / "learn.jsonl"


def read_progress() -> Progress:
    """What the file says; nothing where there is none. Raises SessionError where it is no file."""
    progress = Progress()
    path = progress_path()
    if not os.path.lexists(path):
        return progress
    for line in files.read_regular(path, MOST_BYTES).split(b"\n"):
        with suppress(msgspec.DecodeError, UnicodeDecodeError):
            progress.take(_DECODER.decode(line))
    return progress


def keep(*records: Record) -> None:
    """Add records to the file. Raises SessionError where it cannot be written."""
    path = progress_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, files.APPENDING | os.O_CREAT, files.PRIVATE)
    except (OSError, ValueError) as error:
        raise files.cannot("write", path, error) from None
    try:
        files.lock(path, descriptor)
        size = os.lseek(descriptor, 0, os.SEEK_END)
        os.lseek(descriptor, max(0, size - 1), os.SEEK_SET)
        torn = size > 0 and os.read(descriptor, 1) != b"\n"
        files.write_all(descriptor, b"\n" * torn + _encoded(records))
    except OSError as error:
        raise files.cannot("write", path, error) from None
    finally:
        os.close(descriptor)


def _encoded(records: Iterable[Record]) -> bytes:
    return b"".join(msgspec.json.encode(record) + b"\n" for record in records)


def now() -> str:
    """The time that records are written with."""
    return datetime.now(UTC).isoformat(timespec="seconds")
