"""On into the next order: the passes that a page holds beside those of its subject.

The page cannot run them, so those that a person can reach by going on from a leaf's gradient are
made here, as long as they are short.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from backstep.messages import tr
from backstep.recording.records import Recording
from backstep.recording.rerunning.onward import leaves_with_gradients, run_on
from backstep.recording.timeline import length_of

Ways: TypeAlias = dict[str, "int | str"]
MOST_STEPS = 300  # of a pass that is gone on from, or comes of it
MOST_ALL = 500  # steps of all such passes on a page
MOST_LEAVES = 6
ORDERS = 3  # beyond the last pass of the subject


@dataclass(frozen=True)
class Onward:
    """The passes with those that go on from them, and for each the ways on: by a leaf's name the
    place of the pass that goes on from its gradient, or a sentence on why there is none."""

    recordings: tuple[Recording, ...]
    ways: tuple[Ways, ...]


def onward(recordings: tuple[Recording, ...], first: int) -> Onward:
    """The passes of a page, with those that go on from them; those of pass `first` come first."""
    every = list(recordings)
    ways: dict[int, Ways] = {}
    waiting = [(i, 0) for i in sorted(range(len(every)), key=lambda i: (abs(i - first), i))]
    room = MOST_ALL
    for i, order in waiting:  # grows with what is found: order by order
        ways[i] = {}
        for n, leaf in enumerate(leaves_with_gradients(every[i])):
            can = n < MOST_LEAVES and order < ORDERS and room > 0
            made = _gone_on(every, i, leaf) if can else _no_further()
            name = every[i].variables[leaf].label
            ways[i][name] = made if isinstance(made, str) else len(every)
            if not isinstance(made, str):
                room -= length_of(made)
                waiting.append((len(every), order + 1))
                every.append(made)
    return Onward(tuple(every), tuple(ways[i] for i in range(len(every))))


def _gone_on(every: list[Recording], index: int, leaf: int) -> Recording | str:
    recording = every[index]
    if length_of(recording) > MOST_STEPS:
        return _no_further()
    made = run_on(recording, leaf, max(each.id for each in every) + 1)
    if isinstance(made, str):
        return f"{made[0].upper()}{made[1:]}."
    return _no_further() if length_of(made) > MOST_STEPS else made


def _no_further() -> str:
    return tr("This page goes on no further here: the terminal's stepper does.")
