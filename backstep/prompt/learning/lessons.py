"""The lessons in the order of study: a name and a number for each."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from backstep.engine.errors import BackstepError
from backstep.messages import tr
from backstep.recording.visible import visible
from backstep.session.listing import Listed, at_a_glance
from backstep.session.places import shipped_sessions

ORDER = (
    "chain muladd gradcheck layers train1000 reuse alias twice diamond doubling two-orders "
    "retain-grad no-grad off-path mutate create-graph newton orders double-backprop broadcast mlp "
    "vanish surfaces checkpoint"
).split()


class NoLesson(BackstepError):
    """There is no such lesson."""


@dataclass(frozen=True)
class Lesson:
    """One of the lessons: its place in the order from 1 on, and its session."""

    number: int
    name: str
    path: Path

    def glance(self) -> Listed:
        """Its title and how many cells it has."""
        return at_a_glance(self.path)


def lessons() -> list[Lesson]:
    """Every lesson that is there, in the order of study."""
    shipped = shipped_sessions()
    return [Lesson(i, name, shipped[name]) for i, name in enumerate(ORDER, 1) if name in shipped]


def lesson_named(text: str) -> Lesson:
    """The lesson that a person means: a number, a name, or the beginning of one.

    Raises NoLesson, with near names, where there is none.
    """
    wanted = text.strip().lower().removesuffix(".jsonl")
    there = lessons()
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 4:
        found = [each for each in there if each.number == int(wanted)]
    else:
        found = [each for each in there if each.name == wanted]
        begun = [each for each in there if wanted and each.name.startswith(wanted)]
        found = found or (begun if len(begun) == 1 else [])
    if found:
        return found[0]
    near = difflib.get_close_matches(wanted, [each.name for each in there], n=3)
    if near:
        hint = tr("did you mean {names}?", names=" or ".join(near))
    else:
        hint = tr("backstep learn lists them, 1 to {last}", last=len(there))
    raise NoLesson(tr("there is no lesson {name}; {hint}", name=visible(text), hint=hint))
