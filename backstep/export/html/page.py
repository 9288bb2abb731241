"""The page: the player's files and the data of the passes, as one file that needs nothing else.

What may run is named in the page's own policy by its hash, so that nothing else runs in it, also
where a text of a stranger should find a way out of its place.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from importlib.resources import files

from backstep.engine.algorithm import ALGORITHMS
from backstep.export.html.asked import questions
from backstep.export.html.checking import checks
from backstep.export.html.choosing import chosen
from backstep.export.html.drawing import further
from backstep.export.html.fallback import fallback
from backstep.export.html.onward import onward
from backstep.export.html.payload import Json, payload
from backstep.export.html.plots import plots_of
from backstep.export.html.program import Program
from backstep.export.html.reasons import reasons
from backstep.export.html.sides import Sides, sides_of
from backstep.export.html.values import Values
from backstep.export.html.words import actions, themes, words
from backstep.export.subject import ProgramCell, Subject
from backstep.export.wanted import Wanted
from backstep.messages import language, tr
from backstep.recording.records import Recording
from backstep.recording.telling.narration import summary
from backstep.recording.timeline import length_of
from backstep.recording.visible import one_line, visible
from backstep.stepper.collector import collector_resting
from backstep.stepper.notebook import notebook_of
from backstep.stepper.panes.source import listing_of
from backstep.stepper.themes.palettes import PALETTES
from backstep.stepper.view import SPEEDS, View, first_view

SCRIPTS = (
    "basics data timeline graph-layouts graph-places graph-boxes graph-camera graph-paint "
    "graph-strip graph-words graph-hand graph flow panes source narration scrubber sides onward "
    "seeking marking quiz asking arrays inspector sides-show help reasons actions lecture-told "
    "lecture-pointer lecture lecture-show marks-list plots-signs "
    "plots-draw plots view boot"
).split()
STYLES = ("player.css", "lecture.css", "plots.css")
PACKED_FROM = 20_000  # characters of a pass, from which on it is compressed
MOST_NODES = 3_000  # of all graphs whose further drawings a page has
MOST_BESIDE = 8_000  # steps of all pairs that stand side by side
MOST_REASONED = 2_500  # the squares of their sizes, added up, of passes that tell why of each node
MOST_CHECKED = 500  # pops that are held against finite differences
MOST_PRINTED = 2_000  # characters of what a cell printed
SEPARATORS = (",", ":")
# In JSON these may stand in strings alone; written so, no text can end its element.
ESCAPES = {c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
ESCAPED = re.compile(r"\\[bfru]")  # a character in JSON that is not seen, or a backslash before one


def html_of(subject: Subject, wanted: Wanted) -> str:
    """The page of a subject. Raises ExportError where it has no pass, or one too long for a page.

    It opens on the pass and the step that are wanted. Of very many steps the passes around that one
    are taken, and the page says how many were not.
    """
    with collector_resting():
        return _page_of(subject, wanted)


def _page_of(subject: Subject, wanted: Wanted) -> str:
    held = chosen(subject, wanted)
    index, own_passes = held.index, len(held.subject.recordings)
    extended = onward(held.subject.recordings, index)
    subject = replace(held.subject, recordings=extended.recordings)
    view = first_view(subject.recordings, index, 0)
    view = replace(view, notebook=notebook_of([subject.page(i) for i in _places(subject)]))
    own = one_line(subject.title)
    title = own or one_line(view.recording.title)
    at = max(0, min(wanted.at or 0, length_of(view.recording)))
    passes = _passes(view, subject)
    plots = plots_of(subject.figures)
    head: Json = {
        "language": language(),
        "title": own,
        "pass": index,
        "step": at,
        "theme": wanted.theme if wanted.theme in PALETTES and wanted.theme != "dark" else "",
        "themes": [*PALETTES],
        "speeds": SPEEDS,
        "words": words(),
        "actions": actions(),
        "algorithms": [*ALGORITHMS],
        "loops": {name: _loop(name) for name in sorted({r.algorithm for r in subject.recordings})},
        "cells": [_cell(cell) for cell in subject.cells],
        "passes": [
            {
                **_headed(view, subject, i),
                "onward": extended.ways[i],
                "later": i >= own_passes,
                "beside": passes[i].sides.refused,
            }
            for i in _places(subject)
        ],
        "leftOut": held.told,
        "plots": plots.head,
    }
    data = [_element("backstep-data", _json(head), whole=True)]
    for i, each in enumerate(passes):
        data.append(_element(f"backstep-pass-{i}", each.text))
        if each.sides.data is not None:
            data.append(_element(f"backstep-sides-{i}", _json(each.sides.data)))
    for i, text in _further(view, subject, index).items():
        data.append(_element(f"backstep-graphs-{i}", text))
    if plots.figures:
        data.append(_element("backstep-plots", _json(plots.figures)))
    return _put_together(title, fallback(view), data, at)


def _places(subject: Subject) -> range:
    return range(len(subject.recordings))


@dataclass(frozen=True)
class _Pass:
    """The data of a pass, and what there is of it side by side."""

    text: str
    sides: Sides


def _passes(view: View, subject: Subject) -> list[_Pass]:
    """The passes in their order; those nearest to the one that is shown have theirs side by side,
    as long as there is room for it."""
    found: dict[int, _Pass] = {}
    reasoned = _nearest(subject, view.index, lambda r: _size(r) ** 2, MOST_REASONED)
    checked = _nearest(subject, view.index, lambda r: len(r.pops), MOST_CHECKED)
    room = MOST_BESIDE
    for i in sorted(_places(subject), key=lambda i: abs(i - view.index)):
        here, page, values = view.of_pass(i).to(0), subject.page(i), Values()
        data = payload(here, Program(subject.cells, i), values)
        own: Json = {"values": values.rows[:], "questions": questions(here, page)}
        own["checks"] = checks(here) if i in checked else None
        own["reasons"] = reasons(here.timeline) if i in reasoned else None
        sides = sides_of(here, values, room, any_two=i == view.index)
        found[i] = _Pass(_json({**data, **own}), sides)
        room -= found[i].sides.steps
    return [found[i] for i in _places(subject)]


def _size(recording: Recording) -> int:
    """How many pops there are, or gradients that one of them delivers if these are more."""
    return max([len(recording.pops), *(len(pop.deliveries) for pop in recording.pops)])


def _nearest(
    subject: Subject, wanted: int, cost: Callable[[Recording], int], room: int
) -> list[int]:
    """The passes nearest to the one that is wanted, as far as there is room for what they cost."""
    found: list[int] = []
    for i in sorted(_places(subject), key=lambda i: (abs(i - wanted), i)):
        room -= cost(subject.recordings[i])
        if room < 0:
            break
        found.append(i)
    return found


def _further(view: View, subject: Subject, index: int) -> dict[int, str]:
    """The further drawings of as many passes as a page has room for."""
    found: dict[int, str] = {}
    for i in _nearest(subject, index, lambda r: len(r.functions) + len(r.variables), MOST_NODES):
        timeline = view.of_pass(i).timeline
        drawings = {order: further(timeline, order) for order in (1, 2)}
        if any(drawings.values()):
            found[i] = _json(drawings)
    return found


def _headed(view: View, subject: Subject, index: int) -> Json:
    """What a list of passes says of one."""
    recording, marks = subject.recordings[index], subject.page(index).marks
    steps = length_of(recording)
    return {
        "marks": {step: note for step, note in marks.items() if step <= steps},
        "title": recording.title,
        "summary": summary(recording),
        "pops": len(recording.pops),
        "steps": steps,
        "outer": view.passes.outer(index),
        "inner": view.passes.inner(index),
        "cell": Program(subject.cells, index).cell,
    }


def _cell(cell: ProgramCell) -> list[object]:
    """Its number, its program, the prose before it, and what it printed or how it failed."""
    told = "\n".join(each for each in (cell.output.rstrip("\n"), cell.error) if each)
    cut = told if len(told) <= MOST_PRINTED else f"{told[:MOST_PRINTED]}..."
    return [cell.n, cell.source, cell.text, cut]


def _loop(name: str) -> Json | None:
    listing = listing_of(name)
    if listing is None:
        return None
    does = tr(ALGORITHMS[name].summary)
    return {"lines": listing.lines, "first": listing.first, "marks": listing.marks, "does": does}


def _json(data: object) -> str:
    """JSON of which no character can end the element that it stands in, nor stay unseen."""
    text = _dumped(data)
    if not text.isprintable() or ESCAPED.search(text):
        text = _dumped(_cleaned(data))
    for character, escape_of in ESCAPES.items():
        text = text.replace(character, escape_of)
    return text


def _dumped(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=SEPARATORS, allow_nan=False)


def _cleaned(data: object) -> object:
    """The same with the unseen characters of every text written out."""
    match data:
        case str():
            return visible(data)
        case dict():
            return {visible(str(key)): _cleaned(value) for key, value in data.items()}
        case list() | tuple():
            return [_cleaned(each) for each in data]
    return data


def _element(name: str, text: str, *, whole: bool = False) -> str:
    """Data in the page, compressed where it is long; it is no script, so nothing runs it."""
    if whole or len(text) <= PACKED_FROM:
        return f'<script type="application/json" id="{name}">{text}</script>'
    squeezed = zlib.compress(text.encode())
    return (
        f'<script type="application/octet-stream" id="{name}">'
        f"{base64.b64encode(squeezed).decode('ascii')}</script>"
    )


def _put_together(title: str, without: str, data: list[str], at: int) -> str:
    style = themes() + "".join(_player(name) for name in STYLES)
    script = "\n".join(
        ['(() => {\n"use strict";', *(_player(f"{name}.js") for name in SCRIPTS), "})();"]
    )
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    parts = {
        "language": escape(language()),
        "policy": escape(policy),
        "title": escape(title),
        "style": style,
        "without": without,
        "data": "\n".join(data),
        "script": script,
    }
    before, *rest = _player("page.html").split("{{")
    page = [before]
    for piece in rest:
        name, _, text = piece.partition("}}")
        page += [parts[name], text]
    return "".join(page)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _player(name: str) -> str:
    return files(__package__).joinpath("player", name).read_text(encoding="utf-8")
