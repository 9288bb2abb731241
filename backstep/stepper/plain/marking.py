"""Commands that mark: marks and notes, stops, and saving the session with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from backstep.messages import later, tr
from backstep.stepper import marking, seeking
from backstep.stepper.actions import picturing
from backstep.stepper.entry import Refused
from backstep.stepper.looked import saved
from backstep.stepper.plain.command import Command, Reply, telling
from backstep.stepper.plain.finding import jumping, phrases
from backstep.stepper.plain.moving import moved
from backstep.stepper.view import View


def _mark(view: View, argument: str) -> Reply:
    if argument:
        return _note(view, argument)
    after = marking.toggled(view)
    note = seeking.note_at(after)
    return Reply(after, (after.message or tr("Marked again, with its note: {note}", note=note),))


def _note(view: View, argument: str) -> Reply:
    """Write a note, or read the one that is here."""
    if argument:
        after = marking.noted(view, argument)
        return Reply(after, (tr("Noted at step {step}.", step=view.position),))
    note = seeking.note_at(view)
    if not note:
        raise Refused(tr("There is no note here: note TEXT writes one."))
    return Reply(view, (note,))


def _marks(view: View, argument: str) -> Iterator[str]:
    marks = view.notebook.page(view.index).marks
    if not marks:
        yield tr(
            "Nothing is marked in this pass: mark marks a step, note TEXT says something there."
        )
    for step, note in marks.items():
        moment = view.timeline.at(step)
        places = [tr("step {step}", step=step), tr("before the pops")]
        if moment.pop:
            places[1:] = [f"pop {moment.pop_index + 1}", f"{moment.phase}"]
        if step == view.position:
            places.append(tr("here"))
        yield ", ".join(places) + (f": {note}" if note else "")


def _stop(view: View, argument: str) -> Reply:
    if argument:
        return moved(view, marking.stopping(view, argument))
    stops = view.seeking.stops
    if not stops:
        raise Refused(
            tr(
                "No stop is set: stop nan, stop var a, stop class Mul, stop gen 3, stop add, "
                "stop note."
            )
        )
    return Reply(view, tuple(f"{stop}: {seeking.count_of_stop(view, stop)}" for stop in stops))


def _export(view: View, argument: str) -> Reply:
    if not Path(argument).suffix:
        endings = " ".join(view.endings)
        told = later("Say which file: export talk.md. The ending is the format: {endings}")
        raise Refused(tr(told, endings=endings))
    return Reply(picturing.wanted(view, argument))  # who writes it says what came of it


def _save(view: View, argument: str) -> Reply:
    return Reply(saved(view, argument))  # its keeper says what came of it


COMMANDS = (
    Command(
        "mark",
        _mark,
        later("mark this step, with a note if one follows; alone again, take the mark away"),
        "Marks",
        argument="[TEXT]",
        also=("m",),
    ),
    Command(
        "note",
        _note,
        later("write a note to this step; alone, read it"),
        "Marks",
        argument="[TEXT]",
        also=("M",),
    ),
    Command("marks", telling(_marks), later("list the marks and notes of this pass"), "Marks"),
    Command(
        "nextmark",
        jumping(lambda view: marking.to_mark(view, 1)),
        later("go to the next mark"),
        "Marks",
        also=("]",),
        repeats=True,
    ),
    Command(
        "prevmark",
        jumping(lambda view: marking.to_mark(view, -1)),
        later("go back to the mark before"),
        "Marks",
        also=("[",),
        repeats=True,
    ),
    Command(
        "stop",
        _stop,
        later("stop continue there, or no more: nan, add, var a, class Mul, gen 3; alone, list"),
        "Marks",
        argument="[WHAT]",
        also=("B",),
        more=later(
            "stop nan, stop x, stop class Mul, stop gen 3, stop note; stop none takes all away."
        ),
        words=lambda view: ("none", "note", *phrases(view)),
    ),
    Command(
        "save",
        _save,
        later("save the session to a file, with this place: a replay opens here"),
        "Marks",
        argument="[FILE]",
        more=later("Without a name, into the file that the session is in."),
    ),
    Command(
        "export",
        _export,
        later("write this pass, or the session, in the format that the file's ending names"),
        "Marks",
        argument="FILE",
        more=later("export talk.md, export step.svg. A file that is there is not overwritten."),
        words=lambda view: [f"backstep{ending}" for ending in view.endings],
    ),
)
