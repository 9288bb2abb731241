"""A session as a lecture in Markdown, which makes that session again when it is run."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from backstep.messages import tr, trn
from backstep.session import Session, SessionError
from backstep.session.errors import reason, shown_path
from backstep.session.lectures import lecture_of_session, markdown_of

ENDINGS = (".md", ".markdown")


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


def write_new(path: Path, text: str, *, overwrite: bool = False) -> None:
    """Write a text file whole, or not at all. Raises SessionError where it cannot be written, or
    where there is a file already that is not to be overwritten. What is no file, as /dev/null is,
    is written into and stays there."""
    if os.path.lexists(path) and not overwrite:
        told = tr(
            "{path} is there already: choose another name, or add --force", path=shown_path(path)
        )
        raise SessionError(told)
    beside = path.with_name(f".{path.name}-{os.getpid()}")
    data = text.encode("utf-8", "backslashreplace")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        try:
            beside.write_bytes(data)
            os.replace(beside, path)
        finally:
            beside.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise SessionError(
            tr("{path} cannot be written: {reason}", path=shown_path(path), reason=reason(error))
        ) from None
