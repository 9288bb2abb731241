"""Commands that go to a place: goto, find, and running to the next mark or stop."""

from __future__ import annotations

from collections.abc import Callable

from backstep.messages import later, tr
from backstep.recording.looking.queries import WORDS
from backstep.stepper import seeking
from backstep.stepper.actions import siding
from backstep.stepper.entry import Refused
from backstep.stepper.plain.command import Command, Reply
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
    return siding.next_difference(view) if view.mode == "compare" else seeking.run(view, 1)


def _goto(view: View, argument: str) -> Reply:
    if not argument:
        raise Refused(
            tr("Say where to: goto pop 3, goto step 12, goto start, goto end, goto square#2.")
        )
    return moved(view, seeking.go(view, argument))


def _find(view: View, argument: str) -> Reply:
    if not argument and not view.seeking.last:
        raise Refused(
            tr("Say what to look for: find square#2, find a, find add, find nan, find 16.0.")
        )
    return moved(view, seeking.search(view, argument))


def _match(way: seeking.Way) -> Callable[[View], View]:
    def match(view: View) -> View:
        if not view.seeking.search:
            raise Refused(tr("Nothing is looked for yet: find a, then match goes on to the next."))
        return seeking.matched(view, way)

    return match


def phrases(view: View) -> list[str]:
    """What can be looked for, and stopped at: events and names."""
    return [*WORDS, *names_of(view)]


COMMANDS = (
    Command(
        "goto",
        _goto,
        later("go to a pop, a step, the start, the end, or where a function is popped"),
        "Go",
        argument="PLACE",
        also=("g", ":"),
        more=later(
            "goto pop 3, goto step 12, goto start, goto end, goto square#2; a number is a pop."
        ),
        words=lambda view: ("start", "end", "pop ", "step ", *names_of(view)),
    ),
    Command(
        "continue",
        jumping(_run),
        later("run to the next mark or stop, or to the end"),
        "Go",
        also=("c",),
        repeats=True,
    ),
    Command(
        "reverse",
        jumping(lambda view: seeking.run(view, -1)),
        later("run back to the mark or stop before, or to the start"),
        "Go",
        also=("C",),
        repeats=True,
    ),
    Command(
        "find",
        _find,
        later("go to the next place of a function, a Variable, an event or a number"),
        "Go",
        argument="[TEXT]",
        also=("/",),
        more=later("find square#2, find a, find add, find nan, find 16.0; alone, the same again."),
        words=phrases,
    ),
    Command(
        "match",
        jumping(_match(1)),
        later("go on to the next match of find"),
        "Go",
        also=(">",),
        repeats=True,
    ),
    Command(
        "prevmatch",
        jumping(_match(-1)),
        later("go back to the match before"),
        "Go",
        also=("<",),
        repeats=True,
    ),
)
