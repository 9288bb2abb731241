"""Commands that go from one backward pass to another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from backstep.messages import later, tr
from backstep.recording.telling.narration import summary
from backstep.stepper.actions.passing import inner, onward, outer
from backstep.stepper.entry import Refused
from backstep.stepper.plain.command import Command, Reply, telling
from backstep.stepper.plain.moving import arrived, moved, moving
from backstep.stepper.plain.naming import names_of, nothing_called, variables_of
from backstep.stepper.view import View


def _passes(view: View, argument: str) -> Iterator[str]:
    for i, recording in enumerate(view.passes.recordings):
        outside = view.passes.outer(i)
        told = [tr("pass {number}", number=i + 1)]
        told += [] if outside is None else [tr("inside pass {number}", number=outside + 1)]
        told += [tr("the one you are in")] if i == view.index else []
        yield f"{', '.join(told)}: {summary(recording)}"


def _pass(view: View, argument: str) -> Reply:
    several = len(view.passes.recordings)
    if argument in ("next", "previous", ""):
        if not argument:
            return Reply(view, tuple(arrived(view)))
        number = view.index + (2 if argument == "next" else 0)
    elif argument.isdecimal() and argument.isascii():
        number = int(argument[:9])
    else:
        raise Refused(tr("Say which pass: pass 2, pass next or pass previous; passes lists them."))
    if not 1 <= number <= several:
        raise Refused(
            tr("There is no pass {number}: there is one.", number=number)
            if several == 1
            else tr("There is no pass {number}: there are {n}.", number=number, n=several)
        )
    if number - 1 == view.index:
        return Reply(view, (tr("This is pass {number} already.", number=number),))
    return moved(view, view.of_pass(number - 1))


def _onward(view: View, argument: str) -> Reply:
    """The backward of a gradient, over the graph that this pass makes."""
    after = onward(view)
    if argument and after.entry is not None:
        after = after.entry.answer(replace(after, entry=None), argument)
    elif argument and argument not in names_of(view):
        raise Refused(nothing_called(argument, names_of(view)))
    return moved(view, after)


COMMANDS = (
    Command(
        "passes",
        telling(_passes),
        later("list the backward passes, a line each"),
        "Passes",
    ),
    Command(
        "pass",
        _pass,
        later("go to another backward pass; alone, say which this is"),
        "Passes",
        argument="[N]",
        more=later("pass 2, pass next, pass previous."),
        words=lambda view: (
            "next",
            "previous",
            *map(str, range(1, len(view.passes.recordings) + 1)),
        ),
    ),
    Command(
        "outer",
        moving(outer),
        later("go to the backward that this one ran inside of"),
        "Passes",
        also=("u",),
    ),
    Command(
        "inner",
        moving(inner),
        later("go to a backward that ran inside this one"),
        "Passes",
        also=("d",),
    ),
    Command(
        "onward",
        _onward,
        later(
            "go on from a leaf's gradient: its own backward, over the graph of create_graph=True"
        ),
        "Passes",
        argument="[NAME]",
        also=("O",),
        words=variables_of,
    ),
)
