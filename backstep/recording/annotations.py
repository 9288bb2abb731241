"""What a person puts to a recorded pass: marks, notes, answers to questions, how it was looked at.

Each is a small frozen value that stands at a position. A session file has one record for each, in
the order in which they were made; `Annotations` is what holds of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

OWN = "own"  # the kind of a question that an author answers, and no recording


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at a position; with `gone`, the end of the one that was there, and of its note."""

    step: int
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence at a position, which is marked with it; an empty one leaves the bare mark."""

    step: int
    text: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A question about what comes after a position, with its answer.

    `question` is its kind, `about` what it is about (a label; "" where the position says it).
    `text` is the question in an author's words, "" for those of its kind. `answer` is the right
    one, `given` the person's (None until there is one), `confidence` from 1 to 3, and `right` says
    whether it was. `input` is the input of the function that it is about, where there are several;
    `choices` are what an author's own question offers, `why` what is said of the answer.
    """

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

    @property
    def by_author(self) -> bool:
        """Whether this is a question to be asked, rather than one that was answered.

        The recording answers those of a kind; an author's own, of the kind OWN, has its answer.
        """
        if self.given is not None or self.right is not None:
            return False
        if self.question == OWN:
            return bool(self.text and self.answer)
        return bool(self.text) or not self.answer


@dataclass(frozen=True, slots=True)
class Looked:
    """How a pass was looked at when the session was saved; the words are the stepper's."""

    step: int
    pane: str = ""
    zoomed: bool = False
    order: int = 1
    direction: str = ""
    detail: str = ""


Annotation: TypeAlias = Mark | Note | Ask | Looked


@dataclass(frozen=True)
class Annotations:
    """What holds of one pass: the notes by position ("" at a bare mark), and the questions.

    `looked` is the last view that was saved.
    """

    marks: Mapping[int, str] = field(default_factory=dict)
    asks: tuple[Ask, ...] = ()
    looked: Looked | None = None

    def adding(self, *many: Annotation) -> Annotations:
        """What holds after some more.

        >>> Annotations().adding(Note(7, "here"), Mark(2)).marks
        {2: '', 7: 'here'}
        """
        marks, asks, looked = dict(self.marks), list(self.asks), self.looked
        for one in many:
            match one:
                case Ask():
                    asks.append(one)
                case Looked():
                    looked = one
                case Note(step=step, text=text):
                    marks[step] = text
                case Mark(step=step, gone=True):
                    marks.pop(step, None)
                case Mark(step=step):
                    marks.setdefault(step, "")
        return Annotations(dict(sorted(marks.items())), tuple(asks), looked)

    def __iter__(self) -> Iterator[Annotation]:
        """What would have to be put to a pass for this to hold of it."""
        for step, text in self.marks.items():
            yield Note(step, text) if text else Mark(step)
        yield from self.asks
        if self.looked is not None:
            yield self.looked

    def __bool__(self) -> bool:
        return bool(self.marks or self.asks or self.looked)
