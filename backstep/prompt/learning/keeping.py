"""Answers that are given in a lesson go to the progress; other marks stay while it is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from backstep.messages import tr
from backstep.prompt.learning.progress import Answered, keep, now
from backstep.recording.annotations import Ask
from backstep.recording.records import Recording
from backstep.session import Session, SessionCell, SessionError
from backstep.stepper.notebook import Entered, Kept, Save, notebook_of


@dataclass
class Keeping:
    """A keeper for the stepper on passes of one lesson's cell; `other` keeps what is no answer."""

    lesson: str
    cell: int
    recordings: Sequence[Recording]
    other: Callable[[Entered | Save], str]

    def __call__(self, entered: Entered | Save) -> str:
        """Keep an entry; gives a sentence where there is something to say."""
        if isinstance(entered, Entered) and isinstance(entered.annotation, Ask):
            return self._answered(entered)
        return self.other(entered)

    def _answered(self, entered: Entered) -> str:
        one = entered.annotation
        assert isinstance(one, Ask)
        if one.given is None or one.right is None or entered.index >= len(self.recordings):
            return ""
        try:
            keep(
                Answered(
                    self.lesson,
                    self.cell,
                    self.recordings[entered.index].id,
                    one.step,
                    one.question,
                    one.about,
                    one.text,
                    one.answer,
                    one.given,
                    one.confidence,
                    one.right,
                    one.input,
                    one.choices,
                    one.why,
                    now(),
                )
            )
        except SessionError as error:
            return tr("Your answer is not kept: {error}.", error=error)
        return ""


def unkept(entered: Entered | Save) -> str:
    """Marks and notes of a lesson are there while it is open."""
    if isinstance(entered, Save):
        return tr("A lesson is not saved: backstep replay NAME opens it with w for a copy.")
    return ""


def kept_of(lesson: str, session: Session, cell: SessionCell) -> Kept:
    """What is known of the passes of a lesson's cell, and who keeps the answers."""
    recordings = cell.recordings
    pages = [cell.annotations.get(r.id) for r in recordings]
    notebook = notebook_of([page for page in pages if page is not None])
    if len(pages) > 1:
        notebook = type(notebook)({i: page for i, page in enumerate(pages) if page})
    index = next((i for i, page in enumerate(pages) if page and page.asks), None)
    if index is None:
        index = next((i for i, page in enumerate(pages) if page), len(recordings) - 1)
    looked = None if pages[index] is None else pages[index].looked  # type: ignore[union-attr]
    return Kept(notebook, Keeping(lesson, cell.n, recordings, unkept), index, looked)
