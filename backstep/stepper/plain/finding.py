"""Commands that look for something: goto, find, marks and notes, stops, and running to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from backstep.recording.queries import WORDS
from backstep.stepper import marking, seeking
from backstep.stepper.actions import siding
from backstep.stepper.entry import Refused
from backstep.stepper.looked import saved
from backstep.stepper.plain.command import Command, Reply, telling
from backstep.stepper.plain.moving import moved, refuse_more
from backstep.stepper.plain.naming import names_of
from backstep.stepper.view import View


def jumping(change: Callable[[View], View]) -> Callable[[View, str], Reply]:
    """A command that goes on to a place, wherever that is."""

    def jump(view: View, argument: str) -> Reply:
        refuse_more(argument)
        return moved(view, change(view))

    return jump


def _run(view: View) -> View:
    """On to the next mark or stop; of two passes side by side, to where they part."""
    return siding.parting(view) if view.mode == "compare" else seeking.run(view, 1)


def _goto(view: View, argument: str) -> Reply:
    if not argument:
        raise Refused(
            "Say where to: goto pop 3, goto step 12, goto start, goto end, goto square#2."
        )
    return moved(view, seeking.go(view, argument))


def _find(view: View, argument: str) -> Reply:
    if not argument and not view.seeking.last:
        raise Refused("Say what to look for: find square#2, find a, find add, find nan, find 16.0.")
    return moved(view, seeking.search(view, argument))


def _match(way: seeking.Way) -> Callable[[View], View]:
    def match(view: View) -> View:
        if not view.seeking.search:
            raise Refused("Nothing is looked for yet: find a, then match goes on to the next.")
        return seeking.matched(view, way)

    return match


def _mark(view: View, argument: str) -> Reply:
    if argument:
        return _note(view, argument)
    after = marking.toggled(view)
    note = seeking.note_at(after)
    return Reply(after, (after.message or f"Marked again, with its note: {note}",))


def _note(view: View, argument: str) -> Reply:
    """Write a note, or read the one that is here."""
    if argument:
        after = marking.noted(view, argument)
        return Reply(after, (f"Noted at step {view.position}.",))
    note = seeking.note_at(view)
    if not note:
        raise Refused("There is no note here: note TEXT writes one.")
    return Reply(view, (note,))


def _marks(view: View, argument: str) -> Iterator[str]:
    marks = view.notebook.page(view.index).marks
    if not marks:
        yield "Nothing is marked in this pass: mark marks a step, note TEXT says something there."
    for step, note in marks.items():
        moment = view.timeline.at(step)
        here = ", here" if step == view.position else ""
        what = f"pop {moment.pop_index + 1}, {moment.phase}" if moment.pop else "before the pops"
        yield f"step {step}, {what}{here}" + (f": {note}" if note else "")


def _stop(view: View, argument: str) -> Reply:
    if argument:
        return moved(view, marking.stopping(view, argument))
    stops = view.seeking.stops
    if not stops:
        raise Refused(
            "No stop is set: stop nan, stop var a, stop class Mul, stop gen 3, stop add, stop note."
        )
    return Reply(view, tuple(f"{stop}: {seeking.count_of_stop(view, stop)}" for stop in stops))


def _save(view: View, argument: str) -> Reply:
    return Reply(saved(view, argument))  # its keeper says what came of it


def _phrases(view: View) -> list[str]:
    return [*WORDS, *names_of(view)]


COMMANDS = (
    Command(
        "goto",
        _goto,
        "go to a pop, a step, the start, the end, or where a function is popped",
        "Go",
        argument="PLACE",
        also=("g", ":"),
        more="goto pop 3, goto step 12, goto start, goto end, goto square#2; a number is a pop.",
        words=lambda view: ("start", "end", "pop ", "step ", *names_of(view)),
    ),
    Command(
        "continue",
        jumping(_run),
        "run to the next mark or stop, or to the end",
        "Go",
        also=("c",),
        repeats=True,
    ),
    Command(
        "reverse",
        jumping(lambda view: seeking.run(view, -1)),
        "run back to the mark or stop before, or to the start",
        "Go",
        also=("C",),
        repeats=True,
    ),
    Command(
        "find",
        _find,
        "go to the next place of a function, a Variable, an event or a number",
        "Go",
        argument="[TEXT]",
        also=("/",),
        more="find square#2, find a, find add, find nan, find 16.0; alone, the same again.",
        words=_phrases,
    ),
    Command(
        "match",
        jumping(_match(1)),
        "go on to the next match of find",
        "Go",
        also=(">",),
        repeats=True,
    ),
    Command(
        "prevmatch",
        jumping(_match(-1)),
        "go back to the match before",
        "Go",
        also=("<",),
        repeats=True,
    ),
    Command(
        "mark",
        _mark,
        "mark this step, with a note if one follows; alone again, take the mark away",
        "Marks",
        argument="[TEXT]",
        also=("m",),
    ),
    Command(
        "note",
        _note,
        "write a note to this step; alone, read it",
        "Marks",
        argument="[TEXT]",
        also=("M",),
    ),
    Command("marks", telling(_marks), "list the marks and notes of this pass", "Marks"),
    Command(
        "nextmark",
        jumping(lambda view: marking.to_mark(view, 1)),
        "go to the next mark",
        "Marks",
        also=("]",),
        repeats=True,
    ),
    Command(
        "prevmark",
        jumping(lambda view: marking.to_mark(view, -1)),
        "go back to the mark before",
        "Marks",
        also=("[",),
        repeats=True,
    ),
    Command(
        "stop",
        _stop,
        "stop continue there, or no more: nan, add, var a, class Mul, gen 3; alone, list",
        "Marks",
        argument="[WHAT]",
        also=("B",),
        more="stop nan, stop x, stop class Mul, stop gen 3, stop note; stop none takes all away.",
        words=lambda view: ("none", "note", *_phrases(view)),
    ),
    Command(
        "save",
        _save,
        "save the session to a file, with this place: a replay opens here",
        "Marks",
        argument="[FILE]",
        more="Without a name, into the file that the session is in.",
    ),
)
