"""Marks, notes and stops as a person sets them: pure functions of the view."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backstep.messages import tr
from backstep.recording.annotations import Mark, Note
from backstep.stepper.entry import Entry, Refused
from backstep.stepper.predict.quiz import halted
from backstep.stepper.seeking import (
    Way,
    count_of_stop,
    marks_of,
    next_of,
    note_at,
    stop_named,
)

if TYPE_CHECKING:
    from backstep.stepper.view import View

NO_STOPS = "none"
STOPS = ("nan", "inf", "add", "set", "leaf", "trouble", "note", "var", "class", "gen")


def toggled(view: View) -> View:
    """The position marked, or its mark taken away; again, the mark is back with its note."""
    note, key = note_at(view), view.keymap.key
    if note is not None:
        told = tr("Mark taken away.")
        if note:
            told = tr(
                "Mark taken away, and its note: {key} again brings both back.", key=key("mark")
            )
        return view.noting(Mark(view.position, gone=True)).saying(told)
    lost = view.notebook.lost.get((view.index, view.position), "")
    if lost:
        return view.noting(Note(view.position, lost))
    told = tr(
        "Marked: {note} writes a note to it, {before} and {after} go from mark to mark.",
        note=key("note"),
        before=key("previous mark"),
        after=key("next mark"),
    )
    return view.noting(Mark(view.position)).saying(told)


def note_asked(view: View) -> View:
    """Ask what is to be said at the position, which stays while it is typed."""
    text = (note_at(view) or "").replace("\n", " ")
    told = tr("what is to be said here")
    entry = Entry(tr("Note:"), noted, text, len(text), told=told)
    return replace(view, entry=entry, playing=False)


def noted(view: View, text: str) -> View:
    """The position with a note; an empty one leaves the bare mark, if there was one."""
    if text:
        return view.noting(Note(view.position, text))
    return view.noting(Note(view.position, "")) if note_at(view) else view


def to_mark(view: View, way: Way) -> View:
    """The nearest mark in a direction."""
    step = next_of(marks_of(view), view.position, way)
    if step is None:
        key = view.keymap.key("mark")
        if way > 0:
            return view.saying(tr("No mark after this; {key} sets one here.", key=key))
        return view.saying(tr("No mark before this; {key} sets one here.", key=key))
    return halted(view, step)


def stop_asked(view: View) -> View:
    """Ask where to stop; what is typed again is taken away."""
    stops = view.seeking.stops
    told = "nan, inf, add, var a, class Mul, gen 3, note"
    if stops:
        told = tr("set: {stops}; again takes it away, none takes all", stops=", ".join(stops))
    choices = (*stops, NO_STOPS) if stops else ()
    choices = tuple(dict.fromkeys((*choices, *STOPS)))
    return replace(view, entry=Entry(tr("Stop at:"), stopping, choices=choices, told=told))


def stopping(view: View, text: str) -> View:
    """The view with one stop more, or less. Raises Refused for what can be none."""
    if not text:
        return view
    stops = view.seeking.stops
    if text == NO_STOPS:
        return _with(view, ()).saying(tr("No stops are left."))
    if text in ("var", "class", "gen"):
        example = {"var": "var a", "class": "class Mul", "gen": "gen 3"}[text]
        raise Refused(tr("Say which, as in {example}.", example=example))
    stop = stop_named(view, text)
    if stop in stops:
        left = tuple(each for each in stops if each != stop)
        return _with(view, left).saying(tr("No stop at {stop} any more.", stop=stop))
    every = _with(view, (*stops, stop))
    told = tr(
        "Stop at {stop} ({how_often}): {key} runs to it, playing stops there.",
        stop=stop,
        how_often=count_of_stop(every, stop),
        key=view.keymap.key("run to next"),
    )
    return every.saying(told)


def _with(view: View, stops: tuple[str, ...]) -> View:
    return replace(view, seeking=replace(view.seeking, stops=stops))
