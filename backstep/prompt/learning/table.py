"""The lessons as a table, or as JSON."""

from __future__ import annotations

import json
import sys
from typing import Any

from backstep.messages import lesson_text, tr, trn
from backstep.prompt.learning.lessons import Lesson, lessons
from backstep.prompt.learning.progress import Progress, read_progress
from backstep.prompt.tables import cells, cut, table
from backstep.prompt.terminal import in_width, width_of
from backstep.recording.visible import one_line
from backstep.session.listing import Listed

SHORTEST_TITLE = 16


def list_lessons(*, as_json: bool = False) -> int:
    """Print the lessons with what has been done of each; 0."""
    progress = read_progress()
    if as_json:
        for lesson in lessons():
            print(json.dumps(event(lesson, progress), separators=(",", ":"), ensure_ascii=True))
        return 0
    print("\n".join(listing(progress, width_of(sys.stdout))))
    return 0


def listing(progress: Progress, width: int | None) -> list[str]:
    """A line for each lesson, then what to do next."""
    rows = []
    for lesson in lessons():
        glance = lesson.glance()
        title = one_line(lesson_text(glance.title)) if glance.title else lesson.name
        rows.append([f"{lesson.number:>2}", lesson.name, title, state(lesson, glance, progress)])
    if width is not None:
        taken = sum(max(cells(row[i]) for row in rows) + 2 for i in (0, 1, 3)) if rows else 0
        room = max(SHORTEST_TITLE, width - taken)
        rows = [[*row[:2], cut(row[2], room), row[3]] for row in rows]
    lines = table(rows, width)
    return [*lines, "", *in_width(advice(progress)).split("\n")]


def state(lesson: Lesson, glance: Listed, progress: Progress) -> str:
    """What has been done of a lesson, and how many predictions were right."""
    answers = progress.answers_of(lesson.name)
    right = sum(bool(each.right) for each in answers)
    told = []
    if lesson.name in progress.cells:
        done, whole = min(progress.cells[lesson.name], glance.cells), glance.cells
        told.append(tr("cell {done} of {whole}", done=done, whole=whole))
    elif lesson.name in progress.done:
        told.append(tr("done"))
    if answers:
        told.append(tr("{right} of {asked} right", right=right, asked=len(answers)))
    return ", ".join(told)


def advice(progress: Progress) -> str:
    """What a person would do next."""
    waiting = len(progress.to_review())
    begun = [each for each in lessons() if each.name in progress.cells]
    fresh = [each for each in lessons() if each.name not in progress.done]
    following = (begun or fresh or lessons())[:1]
    told = []
    for lesson in following:
        if begun:
            told.append(tr("backstep learn {n} goes on with lesson {n}.", n=lesson.number))
        else:
            told.append(tr("backstep learn {n} begins lesson {n}.", n=lesson.number))
    if waiting:
        told.append(
            trn(
                "backstep learn review asks {n} question again that was sure and wrong.",
                "backstep learn review asks {n} questions again that were sure and wrong.",
                waiting,
            )
        )
    return " ".join(told)


def event(lesson: Lesson, progress: Progress) -> dict[str, Any]:
    """A lesson as one JSON object."""
    glance = lesson.glance()
    answers = progress.answers_of(lesson.name)
    return {
        "event": "lesson",
        "number": lesson.number,
        "name": lesson.name,
        "title": glance.title,
        "cells": glance.cells,
        "at": progress.cells.get(lesson.name, 0),
        "done": lesson.name in progress.done,
        "asked": len(answers),
        "right": sum(bool(each.right) for each in answers),
    }
