"""What a person puts to the passes while stepping, and who keeps it.

The notebook is a value in the view. What is put into it also stands at the end of its log; the app
hands each new entry there to a keeper, which writes it to the session's file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from backstep.messages import tr
from backstep.recording.annotations import Annotation, Annotations, Looked, Mark
from backstep.stepper.exporting import NOBODY, Exporter


@dataclass(frozen=True)
class Entered:
    """One thing that was put to a pass, which is named by its place among the passes."""

    index: int
    annotation: Annotation


@dataclass(frozen=True)
class Save:
    """The wish to save the session to a file, with how it is looked at; "" is the file it is in."""

    path: str
    looked: Entered


Keeper: TypeAlias = Callable[[Entered | Save], str]
"""Keeps an entry; gives a sentence for the person, empty where there is nothing to say."""


@dataclass(frozen=True)
class Notebook:
    """What holds of each pass, by its place among them, and what was entered, in order.

    `lost` are notes whose mark was taken away, by pass and step.
    """

    pages: Mapping[int, Annotations] = field(default_factory=dict)
    log: tuple[Entered | Save, ...] = ()
    lost: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def page(self, index: int) -> Annotations:
        """What holds of one pass."""
        return self.pages.get(index, _EMPTY)

    def adding(self, index: int, one: Annotation) -> Notebook:
        """The notebook with one more entry."""
        page, lost = self.page(index), self.lost
        if isinstance(one, Mark) and one.gone and page.marks.get(one.step):
            lost = {**lost, (index, one.step): page.marks[one.step]}
        pages = {**self.pages, index: page.adding(one)}
        return Notebook(pages, (*self.log, Entered(index, one)), lost)

    def saving(self, path: str, index: int, looked: Looked) -> Notebook:
        """The notebook with the wish to save the session."""
        return replace(self, log=(*self.log, Save(path, Entered(index, looked))))


_EMPTY = Annotations()


def notebook_of(annotations: Sequence[Annotations]) -> Notebook:
    """The notebook that begins with what is known of each pass."""
    return Notebook({i: page for i, page in enumerate(annotations) if page})


def entered_since(before: Notebook, after: Notebook) -> tuple[Entered | Save, ...]:
    """What a keeper has not been given yet."""
    return after.log[len(before.log) :] if after is not before else ()


def unkept(entered: Entered | Save) -> str:
    """The keeper of passes that are of no session: they are there for this sitting."""
    return tr("There is no session to save here.") if isinstance(entered, Save) else ""


@dataclass(frozen=True)
class Kept:
    """What is known of the passes that a stepper opens on, and who keeps what is put to them.

    `index` and `looked` are how they were looked at when they were saved; `file` is that of their
    session, empty where there is none. `exporter` writes what is shown in other formats.
    """

    notebook: Notebook = field(default_factory=Notebook)
    keeper: Keeper = unkept
    index: int = 0
    looked: Looked | None = None
    file: str = ""
    exporter: Exporter = NOBODY
