"""Marks, notes and stops as a person sets them: pure functions of the view."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

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
        also = f", and its note: {key('mark')} again brings both back" if note else ""
        return view.noting(Mark(view.position, gone=True)).saying(f"Mark taken away{also}.")
    lost = view.notebook.lost.get((view.index, view.position), "")
    if lost:
        return view.noting(Note(view.position, lost))
    told = f"Marked: {key('note')} writes a note to it, {key('previous mark')} and "
    told += f"{key('next mark')} go from mark to mark."
    return view.noting(Mark(view.position)).saying(told)


def note_asked(view: View) -> View:
    """Ask what is to be said at the position, which stays while it is typed."""
    text = (note_at(view) or "").replace("\n", " ")
    told = "what is to be said here"
    entry = Entry("Note:", noted, text, len(text), told=told)
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
        return view.saying(f"No mark {'after' if way > 0 else 'before'} this; {key} sets one here.")
    return halted(view, step)


def stop_asked(view: View) -> View:
    """Ask where to stop; what is typed again is taken away."""
    stops = view.seeking.stops
    told = "nan, inf, add, var a, class Mul, gen 3, note"
    if stops:
        told = f"set: {', '.join(stops)}; again takes it away, none takes all"
    choices = (*stops, NO_STOPS) if stops else ()
    choices = tuple(dict.fromkeys((*choices, *STOPS)))
    return replace(view, entry=Entry("Stop at:", stopping, choices=choices, told=told))


def stopping(view: View, text: str) -> View:
    """The view with one stop more, or less. Raises Refused for what can be none."""
    if not text:
        return view
    stops = view.seeking.stops
    if text == NO_STOPS:
        return _with(view, ()).saying("No stops are left.")
    if text in ("var", "class", "gen"):
        example = {"var": "var a", "class": "class Mul", "gen": "gen 3"}[text]
        raise Refused(f"Say which, as in {example}.")
    stop = stop_named(view, text)
    if stop in stops:
        left = tuple(each for each in stops if each != stop)
        return _with(view, left).saying(f"No stop at {stop} any more.")
    every = _with(view, (*stops, stop))
    told = f"Stop at {stop} ({count_of_stop(every, stop)}): "
    return every.saying(f"{told}{view.keymap.key('run to next')} runs to it, playing stops there.")


def _with(view: View, stops: tuple[str, ...]) -> View:
    return replace(view, seeking=replace(view.seeking, stops=stops))
