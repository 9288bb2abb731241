"""The lines for what a person puts to a pass: notes, marks, answers, the view that was saved."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

from backstep.recording import annotations as put
from backstep.recording.annotations import Annotation
from backstep.recording.visible import one_line, visible
from backstep.session import limits
from backstep.session.records import CellNumber, Index, Order

Text: TypeAlias = Annotated[str, Meta(max_length=limits.NOTE)]
Word: TypeAlias = Annotated[str, Meta(max_length=limits.WORD)]
Confidence: TypeAlias = Annotated[int, Meta(ge=1, le=3)]


class Placed(Struct, tag_field="kind", omit_defaults=True, rename={"pass_": "pass"}):
    """A position: a step of a pass of a cell."""

    cell: CellNumber
    pass_: Index
    step: Index


class Mark(Placed, tag="mark"):
    """A mark, or the end of one."""

    gone: bool = False


class Note(Placed, tag="note"):
    """A sentence at a position."""

    text: Text = ""


class Ask(Placed, tag="ask"):
    """A question, and what was answered."""

    question: Word
    about: Text = ""
    text: Text = ""
    answer: Text = ""
    given: Text | None = None
    confidence: Confidence | None = None
    right: bool | None = None
    input: Index | None = None
    choices: Annotated[list[Text], Meta(max_length=limits.CHOICES)] = []
    why: Text = ""


class View(Placed, tag="view"):
    """How the pass was looked at when the session was saved."""

    pane: Word = ""
    zoomed: bool = False
    order: Order = 1
    direction: Word = ""
    detail: Word = ""


AnnotationRecord: TypeAlias = Mark | Note | Ask | View
KINDS: dict[str, type[AnnotationRecord]] = {
    "mark": Mark,
    "note": Note,
    "ask": Ask,
    "view": View,
}


def packed_annotation(one: Annotation, cell: int, pass_id: int) -> AnnotationRecord:
    """The record for what a person put to a pass."""
    match one:
        case put.Mark(step=step, gone=gone):
            return Mark(cell, pass_id, step, gone)
        case put.Note(step=step, text=text):
            return Note(cell, pass_id, step, text)
        case put.Ask():
            return Ask(
                cell,
                pass_id,
                one.step,
                one.question,
                one.about,
                one.text,
                one.answer,
                one.given,
                one.confidence,
                one.right,
                one.input,
                list(one.choices),
                one.why,
            )
        case put.Looked():
            return View(
                cell,
                pass_id,
                one.step,
                one.pane,
                one.zoomed,
                1 if one.order == 1 else 2,
                one.direction,
                one.detail,
            )


def unpacked_annotation(record: AnnotationRecord) -> Annotation:
    """What a record says; a stranger's text is made visible."""
    match record:
        case Mark(step=step, gone=gone):
            return put.Mark(step, gone)
        case Note(step=step, text=text):
            return put.Note(step, visible(text))
        case Ask():
            given = None if record.given is None else visible(record.given)
            return put.Ask(
                record.step,
                one_line(record.question),
                visible(record.about),
                visible(record.text),
                visible(record.answer),
                given,
                record.confidence,
                record.right,
                record.input,
                tuple(visible(choice) for choice in record.choices),
                visible(record.why),
            )
        case View():
            return put.Looked(
                record.step,
                one_line(record.pane),
                record.zoomed,
                record.order,
                one_line(record.direction),
                one_line(record.detail),
            )
