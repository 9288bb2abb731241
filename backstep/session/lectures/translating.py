"""A lesson in the language in use: its title, prose, notes and questions; its cells stay as they
are, and so does the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import msgspec

from backstep.messages import lesson_text
from backstep.recording.annotations import Annotations, Ask
from backstep.session.places import shipped_sessions
from backstep.session.reader import Session, SessionCell


def translated(session: Session) -> Session:
    """A shipped session as it is told; any other as it is."""
    if session.path not in shipped_sessions().values():
        return session
    return replace(
        session,
        header=msgspec.structs.replace(session.header, title=lesson_text(session.header.title)),
        cells=tuple(map(_cell, session.cells)),
        closing=lesson_text(session.closing),
    )


def _cell(cell: SessionCell) -> SessionCell:
    told: Mapping[int, Annotations] = {i: _page(page) for i, page in cell.annotations.items()}
    return replace(cell, text=lesson_text(cell.text), annotations=told)


def _page(page: Annotations) -> Annotations:
    marks = {step: lesson_text(note) for step, note in page.marks.items()}
    return replace(page, marks=marks, asks=tuple(map(_ask, page.asks)))


def _ask(ask: Ask) -> Ask:
    return replace(
        ask,
        text=lesson_text(ask.text),
        answer=lesson_text(ask.answer),
        choices=tuple(map(lesson_text, ask.choices)),
        why=lesson_text(ask.why),
    )
