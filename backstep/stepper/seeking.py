"""Going somewhere in a pass: to a match of a search, to a place, on to the next mark or stop.

Pure functions of the view. What is looked for is told in recording/looking/queries.py.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from backstep.messages import later, tr
from backstep.recording.looking.finding import Found, Listed
from backstep.recording.looking.queries import WORDS, NotFound, Query, names_in, place_of
from backstep.recording.telling.narration import sentence, troubles_told
from backstep.stepper.entry import Entry, Refused
from backstep.stepper.predict.quiz import halted, stepped

if TYPE_CHECKING:
    from backstep.stepper.view import View

Way = Literal[1, -1]
MOST_OFFERED = 300
ANY_NOTE = "note"  # the stop at every note
FOUND = later("{search}: {which}.")
AROUND = {
    1: later("{search}: {which}, on from the start."),
    -1: later("{search}: {which}, on from the end."),
}
NOWHERE_ELSE = later("{search}: {which}, and nowhere else.")


@dataclass(frozen=True)
class Seeking:
    """What is searched for ("" for nothing), what was last, and where `c` and playing stop.

    `row` is the one that is chosen in the list of marks and stops.
    """

    search: str = ""
    last: str = ""
    stops: tuple[str, ...] = ()
    row: int = 0


def marks_of(view: View) -> Listed:
    """The marked steps of the pass that is shown."""
    marks = view.notebook.page(view.index).marks
    return Listed([step for step in marks if step <= view.timeline.length])


def note_at(view: View) -> str | None:
    """The note at the position, "" at a bare mark; None where there is no mark."""
    return view.notebook.page(view.index).marks.get(view.position)


def next_of(found: Found, position: int, way: Way) -> int | None:
    """The nearest match in a direction."""
    return found.after(position) if way > 0 else found.before(position)


# searching


def search_asked(view: View) -> View:
    """Ask what to look for."""
    told = tr("a name, add, nan, 16.0, pop 2")
    if view.seeking.last:
        told = tr(
            "Enter: {search} again; or a name, add, nan, 16.0, pop 2", search=view.seeking.last
        )
    names = names_in(view.recording)[:MOST_OFFERED]
    choices = tuple(dict.fromkeys([*names, *WORDS]))
    return replace(view, entry=Entry("/", search, choices=choices, told=told))


def search(view: View, text: str) -> View:
    """The next match after the position. Raises Refused where the pass has none."""
    text = text or view.seeking.last
    if not text:
        return view
    try:
        _looked_up(view, text)
    except NotFound as error:
        raise Refused(str(error)) from None
    seeking = replace(view.seeking, search=text, last=text)
    return matched(replace(view, seeking=seeking), 1)


def _looked_up(view: View, text: str) -> Found:
    """Where a text is in the pass; what the pass has not, its notes may say. Raises NotFound."""
    try:
        return view.passes.query(view.index, text).found
    except NotFound:
        marks, said = view.notebook.page(view.index).marks, text.casefold()
        steps = [step for step, note in marks.items() if said in note.casefold()]
        if not steps:
            raise
        return Listed(steps)


def matched(view: View, way: Way) -> View:
    """The nearest match of the search in a direction; past the end, on from the other one."""
    text = view.seeking.search
    try:
        found = _looked_up(view, text)
    except NotFound as error:
        return view.saying(str(error))
    step = next_of(found, view.position, way)
    told = FOUND
    if step is None:
        step = next_of(found, -1 if way > 0 else view.timeline.length + 1, way)
        told = AROUND[way] if step != view.position else NOWHERE_ELSE
    if step is None:  # a query that has been made has a match
        return view
    return _arrived(view, step, tr(told, search=text, which=_counted(found, step)))


def ended(view: View) -> View:
    """The same place, without the search."""
    return replace(view, seeking=replace(view.seeking, search=""))


def _counted(found: Found, step: int) -> str:
    """`2 of 3`; in a long pass, where it is."""
    steps = found.steps()
    if steps is None:
        return tr("step {step}", step=step)
    return tr("{i} of {n}", i=bisect_left(steps, step) + 1, n=len(steps))


def _arrived(view: View, step: int, told: str) -> View:
    """The view at a step, with why, and what it did; where something went wrong, that alone."""
    there = replace(view, playing=False).to(step)
    return there.saying(f"{told} {troubles_told(there.moment) or sentence(there.moment)}")


# going to a place


def place_asked(view: View) -> View:
    """Ask where to go."""
    told = tr("pop 2, step 7, start, end, or a function's name")
    choices = ("pop", "step", "start", "end", *names_in(view.recording)[:MOST_OFFERED])
    return replace(view, entry=Entry(":", go, choices=choices, told=told))


def go(view: View, text: str) -> View:
    """The view at a place. Raises Refused where the pass has none such."""
    words = text.split()
    if not words:
        return view
    try:
        if words[0] == "pass" and len(view.passes.recordings) > 1:
            return _to_pass(view, words[-1])
        if words[0] in ("pop", "step", "start", "end", "$") or words[0].isdecimal():
            return view.to(place_of(view.timeline, text))
        found = _looked_up(view, text)
    except NotFound as error:
        raise Refused(str(error)) from None
    step = found.after(view.position)
    step = found.after(-1) if step is None else step
    return view if step is None else view.to(step)


def _to_pass(view: View, number: str) -> View:
    many = len(view.passes.recordings)
    if not number.isdecimal() or not 1 <= int(number[:9]) <= many:
        raise NotFound(tr("There is no pass {number}: there are {n}.", number=number, n=many))
    return view.of_pass(int(number) - 1)


# stops


def stop_named(view: View, text: str) -> str:
    """A stop as it is kept, from what was typed. Raises Refused where the pass has none such."""
    text = " ".join(text.split())
    if text in ("note", "a note"):
        return ANY_NOTE
    if text in WORDS:  # an event, rather than a function of that name
        text = f"event {text}"
    try:
        _query(view, text)
    except NotFound as error:
        if text.removeprefix("event ") not in WORDS:
            raise Refused(str(error)) from None
    return text.removeprefix("event ")


def _query(view: View, stop: str) -> Query:
    return view.passes.query(view.index, f"event {stop}" if stop in WORDS else stop)


def stops_of(view: View) -> Iterator[tuple[str, Found]]:
    """The stops, each with where in this pass it is; those that are nowhere are left out."""
    for stop in view.seeking.stops:
        if stop == ANY_NOTE:
            marks = view.notebook.page(view.index).marks
            yield stop, Listed([step for step, text in marks.items() if text])
            continue
        try:
            yield stop, _query(view, stop).found
        except NotFound:
            continue


def count_of_stop(view: View, stop: str) -> str:
    """How often a stop comes up: `3 in this pass`."""
    found = dict(stops_of(view)).get(stop)
    first = None if found is None else found.after(-1)
    if found is None or first is None:
        return tr("not once in this pass")
    steps = found.steps()
    if steps is None:
        return tr("first at step {step}", step=first)
    return tr("{n} in this pass", n=len(steps))


def stopped_next(view: View, stop: str) -> View:
    """Where a stop strikes next; past the end, where it strikes first."""
    found = dict(stops_of(view)).get(stop)
    step = None if found is None else found.after(view.position)
    if found is not None and step is None:
        step = found.after(-1)
    if step is None:
        return view.saying(tr("{stop}: not once in this pass.", stop=stop))
    return _arrived(view, step, tr("Stop at {stop}.", stop=stop))


def run(view: View, way: Way) -> View:
    """On to the nearest mark or stop in a direction, or to the end."""
    halts = [("", marks_of(view)), *stops_of(view)]
    reached = [(next_of(found, view.position, way), stop) for stop, found in halts]
    steps = [step for step, _ in reached if step is not None]
    if not steps:
        end = view.timeline.length if way > 0 else 0
        there = halted(replace(view, playing=False), end)
        if there.mode != view.mode:
            return there
        return there.saying(f"{_none_left(view, way)} {sentence(there.moment)}")
    step = min(steps) if way > 0 else max(steps)
    names = [stop for at, stop in reached if at == step and stop]
    view = replace(view, playing=False)
    if way > 0:
        asked = halted(view, step)
        if not names or asked.mode != view.mode:
            return asked
    return _arrived(view, step, _stopped_at(names)) if names else view.to(step)


def _none_left(view: View, way: Way) -> str:
    """That there is no mark or stop in a direction; where there is none at all, what sets one."""
    if view.seeking.stops or marks_of(view).known:
        if way > 0:
            return tr("No mark or stop after this.")
        return tr("No mark or stop before this.")
    mark, stop = view.keymap.key("mark"), view.keymap.key("stop")
    if way > 0:
        return tr(
            "No mark or stop after this ({mark} marks, {stop} sets a stop).", mark=mark, stop=stop
        )
    return tr(
        "No mark or stop before this ({mark} marks, {stop} sets a stop).", mark=mark, stop=stop
    )


def _stopped_at(stops: list[str]) -> str:
    if len(stops) == 1:
        return tr("Stop at {stop}.", stop=stops[0])
    return tr("Stop at {stops} and {last}.", stops=", ".join(stops[:-1]), last=stops[-1])


def played(view: View) -> View:
    """One step of playing; it ends at the end, at a mark, and at a stop."""
    on = stepped(replace(view, message=""), view.position + 1)
    if on.mode != view.mode:
        return on
    names = [stop for stop, found in stops_of(on) if found.has(on.position)]
    if names:
        return _arrived(on, on.position, _stopped_at(names))
    marked = note_at(on) is not None
    return replace(on, playing=on.playing and not marked and on.position < on.timeline.length)
