"""`backstep run talk.md`: a lecture runs, is read in plain lines, and becomes a session file."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backstep.language import Problem
from backstep.messages import tr, trn
from backstep.prompt.piped import tell
from backstep.prompt.plots import print_figure_json
from backstep.prompt.prose import in_paragraphs
from backstep.prompt.terminal import complain
from backstep.recording.annotations import Annotation, Annotations
from backstep.recording.records import Recording
from backstep.recording.telling.annotated import annotated_json, annotated_steps, text_json
from backstep.recording.telling.narration import summary
from backstep.recording.visible import visible
from backstep.session import Journal, Session, SessionCell, SessionError, read_session
from backstep.session.errors import shown_path
from backstep.session.journal import with_ending
from backstep.session.lectures import CellFailed, Lecture, LectureCell, make
from backstep.session.live import CellResult, LiveSession

if TYPE_CHECKING:
    from backstep.recording.figures import Figure

ENDINGS = (".md", ".markdown")


def is_lecture(name: str) -> bool:
    """Whether a file is a lecture, by its name."""
    return Path(name).suffix.lower() in ENDINGS


@dataclass
class Saving:
    """The file that a lecture is to be saved to: it appears when all has gone well.

    A session that an earlier run of the lecture made, one of the same title, is replaced; one that
    has `answers` in it is kept beside it.
    """

    path: Path
    journal: Journal
    beside: Path
    answers: int = 0

    @classmethod
    def begin(cls, target: str, lecture: Lecture, title: str = "") -> Saving:
        """Begin a file beside it. Raises SessionError where it would replace anything else."""
        title = title or lecture.title
        path = with_ending(Path(target))
        answers = _replaceable(path, title)
        beside = path.with_name(f".{path.stem}-{secrets.token_hex(4)}.jsonl")
        journal = Journal.create(beside, title, lecture.seed, lecture.language)
        return cls(path, journal, beside, answers)

    def done(self) -> None:
        """Put the file in its place."""
        if self.answers:
            older = _free(self.path, "answered")
            with Journal.copied(self.path, older):
                complain(
                    trn(
                        "note: the session before had {n} answer: it is kept as {path}",
                        "note: the session before had {n} answers: it is kept as {path}",
                        self.answers,
                        path=shown_path(older),
                    )
                )
        self.journal.save_as(self.path)

    def close(self) -> None:
        """Let go of the file."""
        self.journal.close()
        self.beside.unlink(missing_ok=True)


def _free(path: Path, word: str) -> Path:
    """A name beside a file that nothing has yet."""
    free, number = path.with_name(f"{path.stem}-{word}.jsonl"), 2
    while os.path.lexists(free):
        free = path.with_name(f"{path.stem}-{word}-{number}.jsonl")
        number += 1
    return free


def _replaceable(path: Path, title: str) -> int:
    """See that nothing else would be replaced; gives how many answers are in what would be."""
    if not os.path.lexists(path):
        return 0
    old = read_session(path)
    of_lecture = bool(title or old.closing or any(cell.text for cell in old.cells))
    if old.header.title != title or not of_lecture:
        raise SessionError(
            tr(
                "{path} is there already, and is not of this lecture: choose another name",
                path=shown_path(path),
            )
        )
    return sum(not ask.by_author for page in old.annotations for ask in page.asks)


@dataclass
class Reader:
    """What a person reads of a lecture as it runs: its prose, its cells, what they say.

    `known` is what was put to each pass, by its id. With `steps`, every step of each pass too; with
    `as_json`, events alone.
    """

    write: Callable[[str], None]
    known: Mapping[int, Sequence[Annotation]]
    steps: bool = False
    as_json: bool = False

    def before(self, cell: LectureCell) -> None:
        """Tell the prose, and the cell that is about to run."""
        self.prose(cell.text)
        if not self.as_json:
            self.write(cell_text(cell.source))

    def prose(self, text: str, end: str = "\n\n") -> None:
        """Tell a stretch of prose."""
        if text and self.as_json:
            print_line(text_json(text))
        elif text:
            self.write(in_paragraphs(text) + end)

    def closing(self, text: str) -> None:
        """Tell the prose after the last cell."""
        self.prose(text, "\n")

    def after(self, problem: Problem | None, recordings: Sequence[Recording]) -> None:
        """Tell what came of a cell."""
        if problem is not None:
            self.write(f"{problem.kind}: {problem.message}\n")
        for recording in recordings:
            self.told(recording, Annotations().adding(*self.known.get(recording.id, ())))
        if not self.as_json:
            self.write("\n")

    def told(self, recording: Recording, known: Annotations) -> None:
        """Tell a pass."""
        if self.as_json:
            print_json(recording, known)
        elif self.steps:
            self.write(steps_text(recording, known))
        else:
            self.write(summary(recording) + "\n")


def run_quietly(
    lecture: Lecture,
    live: LiveSession,
    before: Callable[[LectureCell], object] = lambda cell: None,
    after: Callable[[LectureCell, CellResult], object] = lambda cell, result: None,
) -> bool:
    """Run a lecture; False where a cell ended in an error that it does not name, which is told."""
    try:
        make(lecture, live, before, after)
    except CellFailed as failed:
        live.end_line()
        tell(failed.problem)
        return False
    return True


def run_lecture(
    lecture: Lecture, live: LiveSession, *, steps: bool = False, as_json: bool = False
) -> bool:
    """The same, told as it runs."""
    reader = Reader(live.write, live.annotations, steps, as_json)

    def after(cell: LectureCell, result: CellResult) -> None:
        live.end_line()
        reader.after(result.outcome.problem, result.recordings)

    if not run_quietly(lecture, live, reader.before, after):
        return False
    reader.closing(lecture.closing)
    return True


def tell_session(
    session: Session,
    write: Callable[[str], None],
    plot: Callable[[Figure], None],
    *,
    cells: bool,
    steps: bool,
) -> None:
    """Tell a session as it is recorded: its figures; with `steps` its passes, and with `cells` its
    prose, and what was typed and said."""
    for cell in session.cells:
        if cells:
            write(f"{in_paragraphs(cell.text)}\n\n" if cell.text else "")
            write(cell_text(visible(cell.source)) + _output_of(cell))
        for each in cell.shown:
            if not isinstance(each, Recording):
                plot(each)
            elif steps:
                write(steps_text(each, cell.annotations.get(each.id, Annotations())))
        if cells:
            write("\n")
    if cells and session.closing:
        write(f"{in_paragraphs(session.closing)}\n")


def _output_of(cell: SessionCell) -> str:
    text = visible(cell.output)
    if text and not text.endswith("\n"):
        text += "\n"
    if cell.error is not None:
        text += f"{visible(cell.error.kind)}: {visible(cell.error.message)}\n"
    return text


def tell_json(session: Session) -> None:
    """Tell a session as events, one a line: its prose, its passes with what was put to them, its
    figures."""
    for cell in session.cells:
        if cell.text:
            print_line(text_json(cell.text))
        for each in cell.shown:
            if isinstance(each, Recording):
                print_json(each, cell.annotations.get(each.id, Annotations()))
            else:
                print_figure_json(each)
    if session.closing:
        print_line(text_json(session.closing))


def cell_text(source: str) -> str:
    """A cell as it stands in prose, set off by four spaces."""
    return "".join(f"    {line}".rstrip() + "\n" for line in source.split("\n")) + "\n"


def steps_text(recording: Recording, known: Annotations) -> str:
    """A pass in plain lines, with its notes and questions at their steps."""
    return "\n".join(annotated_steps(recording, known)) + "\n"


def print_json(recording: Recording, known: Annotations) -> None:
    """A pass as JSON lines on standard output, with what was put to it."""
    for line in annotated_json(recording, known):
        print_line(line)


def print_line(line: str) -> None:
    """A line on standard output, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
