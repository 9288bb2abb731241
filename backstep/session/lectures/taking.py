"""The lecture that a session is: its cells, its texts, and what an author put to its passes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from backstep.recording.annotations import OWN, Annotations, Ask, Looked
from backstep.recording.records import Recording
from backstep.recording.timeline import Timeline
from backstep.recording.visible import visible
from backstep.session.lectures.asking import placed_ask
from backstep.session.lectures.directives import DETAILS, DIRECTIONS, KINDS, PANES
from backstep.session.lectures.lecture import (
    Lecture,
    LectureCell,
    Placed,
    PlacedNote,
    Stop,
    Watch,
)
from backstep.session.lectures.making import pass_of
from backstep.session.lectures.positions import place_at
from backstep.session.reader import Session, SessionCell
from backstep.session.verification.again import CUT, algorithms


def lecture_of_session(session: Session) -> Lecture:
    """The lecture that makes this session: what people answered, and cells undone, left out."""
    header = session.header
    cells = tuple(
        LectureCell(
            source=_readable(cell.source),
            text=_trimmed(cell.text),
            algorithm=algorithm,
            fails=cell.error.kind if cell.error and cell.error.kind not in CUT else None,
            placed=tuple(_placed(session, cell)),
        )
        for cell, algorithm in zip(session.cells, algorithms(session.cells), strict=True)
    )
    return Lecture(
        cells,
        " ".join(header.title.split()),
        header.language,
        header.seed,
        _trimmed(session.closing),
        session.path.name,
    )


def _readable(source: str) -> str:
    """The source without control characters, which a terminal would obey."""
    return "".join(
        c if c in "\n\t" or unicodedata.category(c) != "Cc" else visible(c) for c in source
    )


def _trimmed(text: str) -> str:
    """The text without the empty lines around it."""
    lines = text.split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    while lines and not lines[-1].strip():
        del lines[-1]
    return "\n".join(lines)


def _placed(session: Session, cell: SessionCell) -> Iterator[Placed]:
    """What an author put to the passes of a cell, pass by pass and step by step."""
    if not cell.recordings:
        return
    usual = pass_of(cell.recordings, None)
    for i, recording in enumerate(sorted(cell.recordings, key=lambda each: each.id)):
        known = cell.annotations.get(recording.id)
        if known:
            number = None if recording is usual else i + 1
            watched = known.looked if session.left == (cell.n, recording.id) else None
            yield from _of_pass(recording, known, watched, number)


def _of_pass(
    recording: Recording, known: Annotations, watched: Looked | None, number: int | None
) -> Iterator[Placed]:
    timeline = Timeline(recording)
    if watched is not None:
        yield Watch(
            place_at(timeline, watched.step),
            watched.pane if watched.pane in PANES else "",
            watched.zoomed,
            watched.order,
            watched.direction if watched.direction in DIRECTIONS else "",
            watched.detail if watched.detail in DETAILS else "",
            number,
        )
    found: list[tuple[int, int, Placed]] = []
    for step, text in known.marks.items():
        place = place_at(timeline, step)
        told = "\n".join(line.strip() for line in text.strip().split("\n"))
        one = PlacedNote(place, told, number) if told else Stop(place, number)
        found.append((step, 0, one))
    for ask in authored(known):
        asked = placed_ask(timeline, ask, number)
        if asked is not None:
            found.append((ask.step, 1, asked))
    yield from (one for _, _, one in sorted(found, key=lambda each: each[:2]))


def authored(known: Annotations) -> list[Ask]:
    """The questions that an author asks of a pass, each once."""
    unique: dict[tuple[object, ...], Ask] = {}
    for ask in known.asks:
        if ask.by_author and (ask.question == OWN or ask.question in KINDS):
            unique.setdefault((ask.step, ask.question, ask.input, ask.text), ask)
    return list(unique.values())
