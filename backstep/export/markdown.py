"""A session as a lecture in Markdown, which makes that session again when it is run, and a handout.

What is made of its passes stands between marks that the reader of lectures skips.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from msgspec import structs

from backstep.export.errors import ExportError
from backstep.export.handout import handout, sections
from backstep.export.subject import Subject
from backstep.export.wanted import Wanted
from backstep.messages import language, tr, trn
from backstep.session import Session
from backstep.session.lectures import lecture_of_session, markdown_of, translated


@dataclass(frozen=True)
class LeftOut:
    """What of a session is no part of its lecture."""

    answers: int = 0
    cells: int = 0

    @property
    def told(self) -> str:
        """What that is, in words; empty where it is nothing."""
        parts = []
        if self.answers:
            parts.append(trn("{n} answer to a question", "{n} answers to questions", self.answers))
        if self.cells:
            parts.append(trn("{n} undone cell", "{n} undone cells", self.cells))
        return ", ".join(parts)


def as_markdown(session: Session) -> tuple[str, LeftOut]:
    """The text of a session's lecture, and what is not in it."""
    answers = sum(not ask.by_author for page in session.annotations for ask in page.asks)
    return markdown_of(lecture_of_session(session)), LeftOut(answers, len(session.undone))


def markdown(subject: Subject, wanted: Wanted) -> str:
    """The lecture with a handout of each pass in it, where that is not wanted without; of passes
    alone the handout. Raises ExportError where there is nothing to write."""
    session = subject.session
    if session is None:
        if wanted.lecture:
            raise ExportError(tr("there is no program to write as a lecture, only backward passes"))
        return handout(subject, wanted)
    if wanted.lecture:
        return as_markdown(session)[0]
    session = _told(session)
    passes = {cell.n: cell.passes for cell in subject.cells}
    made = [sections(subject, passes.get(cell.n, ()), wanted) for cell in session.cells]
    return markdown_of(lecture_of_session(session), made)


def _told(session: Session) -> Session:
    """A shipped lesson in the language in use, which is then that of its notes."""
    told = translated(session)
    if told is session or language() == "en":
        return session
    return replace(told, header=structs.replace(told.header, language=language()))


def left_out(subject: Subject) -> str:
    """What of a subject is no part of its lecture, in words."""
    return "" if subject.session is None else as_markdown(subject.session)[1].told
