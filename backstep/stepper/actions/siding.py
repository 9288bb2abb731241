"""Actions on two passes side by side: opening, the parting, and back to the one."""

from __future__ import annotations

from dataclasses import replace

from backstep.engine import ALGORITHMS
from backstep.messages import later, tr
from backstep.recording.comparing.comparison import Comparison
from backstep.stepper.actions.action import Action
from backstep.stepper.entry import Entry, Refused
from backstep.stepper.sides import alone, beside, is_beside, opened
from backstep.stepper.view import View

MOST_TRIED = 300  # functions of a graph in which several loops are tried for the one to offer
OFFERED = ("stack", "overwrite", "inplace", "queue")


def retain(view: View) -> View:
    """The same pass without and with retain_grad, side by side; or the one pass again."""
    if view.mode == "retain":
        return alone(view)
    one = alone(view)
    found = one.passes.beside(one.index, None)
    if isinstance(found, str):
        return one.saying(tr("With retain_grad the other way: {reason}.", reason=found))
    return beside(one, found)


def compare(view: View) -> View:
    """Ask for the algorithm to compare with; or the one pass again."""
    if view.mode == "compare":
        return alone(view)
    one = alone(view)
    entry = Entry(
        question=tr("compare {algorithm} with", algorithm=one.recording.algorithm),
        answer=compared_with,
        choices=tuple(name for name in ALGORITHMS if name != one.recording.algorithm),
        told=tr("Enter takes {name}; or two: stack,queue", name=offered(one)),
    )
    return replace(one, entry=entry)


def compared_with(view: View, text: str) -> View:
    """The view with the algorithms that were named. Raises Refused for names of none."""
    names = [name.strip() for name in text.replace(" ", ",").split(",") if name.strip()]
    if not names:
        names = [offered(view)]
    for name in names:
        if name not in ALGORITHMS:
            raise Refused(tr("{text} is none of {names}", text=name, names=", ".join(ALGORITHMS)))
    if len(names) == 1:
        names.insert(0, view.recording.algorithm)
    if len(names) > 2:
        raise Refused(tr("two at most: stack, or stack,queue"))
    if names[0] == names[1]:
        raise Refused(tr("{name} with itself comes to the same: name another", name=names[0]))
    return opened(view, (names[0], names[1]))


def offered(view: View) -> str:
    """The algorithm to compare with where none is named: in a small graph one that goes wrong."""
    own = view.recording.algorithm
    if own != "generation":
        return "generation"
    if len(view.recording.functions) <= MOST_TRIED:
        for name in OFFERED:
            found = view.passes.beside(view.index, (own, name))
            if isinstance(found, Comparison) and any(each.differs for each in found.finals):
                return name
    return OFFERED[0]


def next_difference(view: View) -> View:
    """Where the two part, from there on the next pop in which they differ; after the last, where
    they part again."""
    assert view.sides is not None
    if not view.sides.apart:
        return view.saying(tr("They do not part: both do the same to the end."))
    after = [position for position in view.sides.apart if position > view.position]
    return view.to(after[0] if after else view.sides.apart[0])


def difference_before(view: View) -> View:
    """The pop before in which the two differ."""
    assert view.sides is not None
    before = [position for position in view.sides.apart if position < view.position]
    if not before:
        return view.saying(tr("Before this both do the same."))
    return view.to(before[-1])


def compares(view: View) -> bool:
    """Whether two algorithms are shown."""
    return view.mode == "compare"


ACTIONS = (
    Action(
        later("next difference"),
        ("c",),
        later(
            "with two algorithms side by side: go to where they part, then to each later difference"
        ),
        "Side by side",
        later("part"),
        next_difference,
        when=compares,
        urgent=True,
    ),
    Action(
        later("difference before"),
        ("C",),
        later("go back to the difference before"),
        "Side by side",
        change=difference_before,
        when=compares,
    ),
    Action(
        later("one pass again"),
        ("escape",),
        later("with two passes side by side: leave them, to the one pass"),
        "Side by side",
        later("leave"),
        alone,
        when=is_beside,
        urgent=True,
    ),
    Action(
        later("retain_grad"),
        ("r",),
        later("the same pass without and with retain_grad, side by side; or the one again"),
        "Side by side",
        later("retain"),
        retain,
    ),
    Action(
        later("compare"),
        ("a",),
        later("compare with another algorithm, side by side; or the one pass again"),
        "Side by side",
        later("compare"),
        compare,
    ),
)
