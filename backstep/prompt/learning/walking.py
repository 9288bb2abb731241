"""Going through a lesson: its prose, a cell, what came of it, and the stepper at each pass."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from backstep.messages import tr
from backstep.prompt.learning.keeping import kept_of
from backstep.prompt.learning.lessons import Lesson
from backstep.prompt.learning.progress import At, Done, keep, now, read_progress
from backstep.prompt.lecturing import cell_text, tell_session
from backstep.prompt.preferences import Preferences
from backstep.prompt.prose import in_paragraphs
from backstep.prompt.stage import open_as
from backstep.prompt.terminal import complain, edits_lines, height_of, in_width
from backstep.recording.figures import Figure
from backstep.recording.records import Recording
from backstep.recording.telling.narration import summary
from backstep.recording.visible import visible
from backstep.session import Session, SessionCell, SessionError, read_session
from backstep.session.lectures import translated

BACK, LEAVE, SKIP = "b", "q", "s"
AROUND = 7  # rows of a screen that the heading, what is asked, and empty lines take


@dataclass(frozen=True)
class Room:
    """Where a lesson is held: how passes are opened, how things look, who writes, who asks."""

    kind: str
    like: Preferences
    write: Callable[[str], None]
    ask: Callable[[str], str]
    plot: Callable[[Figure], None]
    paint: Callable[[str], None] | None = (
        None  # writes what has colours, where `write` lets none by
    )

    def code(self, text: str) -> None:
        """A program as it is written down, in the terminal's colours."""
        (self.paint or self.write)(coloured(cell_text(visible(text))))

    def say(self, text: str = "") -> None:
        """A text in the terminal's width, and an empty line after it."""
        self.write(in_width(text) + "\n\n" if text else "\n")

    def prose(self, text: str) -> None:
        """Paragraphs in the terminal's width."""
        self.write(in_paragraphs(text) + "\n\n")

    def answer(self, question: str) -> str:
        """A letter, "" for Enter; what ends the input leaves the lesson."""
        try:
            said = self.ask(in_width(question) + " ").strip().lower()
        except (EOFError, KeyboardInterrupt):
            self.write("\n")
            return LEAVE
        self.write("\n")
        return said[:1]


def walk(lesson: Lesson, room: Room) -> Path | None:
    """Go through a lesson from where the person was; gives its session where the person wants to
    go on with it at the prompt."""
    session = translated(read_session(lesson.path))
    at = _begin(lesson, session, room)
    while at < len(session.cells):
        way = _cell(lesson, session, session.cells[at], room)
        if way == LEAVE:
            room.say(tr("backstep learn {n} goes on here.", n=lesson.number))
            return None
        at = max(0, at - 1) if way == BACK else at + 1
        _keep(At(lesson.name, at, now()))
    return _end(lesson, session, room)


def _begin(lesson: Lesson, session: Session, room: Room) -> int:
    """The heading; gives the cell that comes first."""
    room.say(
        tr(
            "Lesson {n}: {title}",
            n=lesson.number,
            title=visible(session.header.title or lesson.name),
        )
    )
    room.say(tr("Enter goes on, b goes back, q leaves; your place is kept."))
    at = read_progress().cells.get(lesson.name, 0)
    if not 0 < at < len(session.cells):
        return 0
    asked = tr(
        "You have done {n} of {whole} cells. Enter goes on, 0 begins again.",
        n=at,
        whole=len(session.cells),
    )
    return 0 if room.answer(asked) == "0" else at


def _cell(lesson: Lesson, session: Session, cell: SessionCell, room: Room) -> str:
    """One cell; gives which way the person wants to go."""
    if cell.text:
        room.prose(cell.text)
        if not _in_view(cell.text, cell.source, visible(cell.output)):
            way = room.answer(tr("Enter goes on."))
            if way in (BACK, LEAVE):
                return way
    room.code(cell.source)
    asks = any(page.asks for page in cell.annotations.values())
    if not asks:
        _came(cell, room)
    if not cell.recordings:
        return room.answer(tr("Enter goes on."))
    if asks:
        room.say(tr("There is a question on the way. The result is shown after it."))
    way = room.answer(tr("Enter steps through it; s skips it."))
    if way in (BACK, LEAVE):
        return way
    skipped = way == SKIP
    if not skipped:
        _open(lesson, session, cell, room)
    if asks:
        _came(cell, room)
    if skipped:
        return room.answer(tr("Enter goes on.")) if asks else way
    while (way := room.answer(tr("Enter goes on; a opens the stepper again."))) == "a":
        _open(lesson, session, cell, room)
    return way


def _open(lesson: Lesson, session: Session, cell: SessionCell, room: Room) -> None:
    """The stepper on the passes of a cell."""
    kept = kept_of(lesson.name, session, cell)
    open_as(room.kind, cell.recordings, kept.index, like=room.like, say=room.write, kept=kept)


def _came(cell: SessionCell, room: Room) -> None:
    """What came of a cell: its figures, its output, a line on each pass."""
    told = visible(cell.output)
    if cell.error is not None:
        told += f"{visible(cell.error.kind)}: {visible(cell.error.message)}\n"
    for each in cell.shown:
        if not isinstance(each, Recording):
            room.plot(each)
    if told:
        room.say(told.rstrip("\n"))
    if cell.recordings:
        room.say("\n".join(map(summary, cell.recordings[-3:])))


def _in_view(text: str, source: str, told: str) -> bool:
    """Whether a cell's prose, code and output fit a screen; always where there is none."""
    height = height_of(sys.stdout)
    whole = f"{in_paragraphs(text)}\n{in_width(cell_text(source))}{in_width(told)}"
    return height is None or whole.count("\n") + AROUND <= height


def _end(lesson: Lesson, session: Session, room: Room) -> Path | None:
    """What the lesson comes to, and whether the person goes on at the prompt."""
    _keep(Done(lesson.name, now()))
    if session.closing:
        room.prose(session.closing)
    asked = tr("Enter opens a prompt with the names of this lesson; q leaves.")
    return None if room.answer(asked) in (LEAVE, "n") else lesson.path


def tell_lesson(lesson: Lesson, room: Room) -> None:
    """All of a lesson, line by line, where nobody can press a key."""
    session = translated(read_session(lesson.path))
    tell_session(session, room.write, room.plot, cells=True, steps=True)


def _keep(record: At | Done) -> None:
    """Keep how far the person is; a place that cannot be kept ends no lesson."""
    try:
        keep(record)
    except SessionError as error:
        complain(tr("Your place is not kept: {error}", error=error))


def coloured(code: str) -> str:
    """Code in the terminal's own colours, where it has some."""
    if not edits_lines() or os.environ.get("NO_COLOR"):
        return code
    from pygments import highlight
    from pygments.formatters import TerminalFormatter
    from pygments.lexers.python import PythonLexer

    told: str = highlight(code, PythonLexer(stripnl=False), TerminalFormatter())
    return told
