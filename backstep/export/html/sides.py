"""Two passes side by side: what a pass does by each other algorithm, and how two of them differ.

A page cannot run a pass again, so all of it is worked out here, for passes that are not long. What
holds at a position is left to the player, which knows it from the pops; what is said is given.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from operator import itemgetter
from typing import TypeAlias

from backstep.engine.algorithm import ALGORITHMS
from backstep.export.html.drawing import drawing
from backstep.export.html.payload import Json, of_run
from backstep.export.html.values import Values
from backstep.messages import tr
from backstep.recording.comparing.apart import difference
from backstep.recording.comparing.comparison import Comparison
from backstep.recording.comparing.sums import costs, rightness
from backstep.recording.records import Recording, Value
from backstep.recording.rerunning.again import run_again
from backstep.recording.telling.why import why_next
from backstep.recording.timeline import Timeline, length_of
from backstep.recording.values import value_text
from backstep.stepper.actions.siding import offered
from backstep.stepper.sides.columns import flag_of
from backstep.stepper.sides.screen import ideas
from backstep.stepper.view import Passes, View

Pair: TypeAlias = tuple[str, str]
RETAIN = "retain"  # what the pair without and with retain_grad is called
MOST_STEPS = 600  # of a pass that is run again
MOST_RUN = 1_500  # steps of a run: of a longer one the page says so
MOST_FUNCTIONS = 2_000  # of its graph, which is built anew for each run, whatever a run pops of it
MOST_ELEMENTS = 50_000  # of all values of a pass that is run again
MOST_ANY = 1_500  # steps, about, that the pairs of any two algorithms may have


@dataclass(frozen=True)
class Sides:
    """What the page has of a pass side by side: the data, or a sentence on why there is none."""

    data: Json | None
    refused: str = ""
    steps: int = 0


def sides_of(view: View, values: Values, room: int, *, any_two: bool) -> Sides:
    """The pass that a view shows by all algorithms, and with retain_grad the other way.

    `values` are those of the pass; what comes to them is in the data. `room` is for how many steps
    there is, of all pairs together; `any_two` asks for these beside those with its own algorithm.
    """
    recording = view.recording
    if _is_large(recording):
        return Sides(None, tr("This pass is too large to be compared on a page: see the terminal."))
    if room <= 0:
        return Sides(None, tr("This page compares the passes around its first: see the terminal."))
    known = len(values.rows)
    passes = Passes(view.passes.recordings, _Runs().run)
    lines = _Lines(recording, values)
    pairs = {
        RETAIN if pair is None else ",".join(pair): _pair(passes.beside(view.index, pair), lines)
        for pair in _pairs(passes, view.index, any_two)
    }
    return Sides(
        {
            "own": recording.algorithm,
            "offered": offered(View(passes, view.index)),
            "pairs": pairs,
            "runs": lines.found,
            "graph": drawing(view.timeline, 1, lines.timelines),
            "values": values.rows[known:],
        },
        steps=lines.steps,
    )


class _Runs:
    """Runs a pass again, by each algorithm once; of a run that is too long a sentence says so."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, bool], Recording | str] = {}

    def run(self, recording: Recording, algorithm: str, retain_grad: bool) -> Recording | str:
        key = (algorithm, retain_grad)
        if key not in self._made:
            made = run_again(recording, algorithm, retain_grad)
            if not isinstance(made, str) and length_of(made) > MOST_RUN:
                made = tr("by {algorithm} the pass is too long for a page", algorithm=algorithm)
            self._made[key] = made
        return self._made[key]


class _Lines:
    """The runs that pairs are made of, each once, by its place; None is the pass itself."""

    def __init__(self, own: Recording, values: Values) -> None:
        self.found: list[Json | None] = [None]
        self.timelines: list[Timeline] = []
        self.steps = 0  # of all pairs
        self._places: dict[int, int] = {id(own): 0}
        self._values = values

    def place(self, timeline: Timeline) -> int:
        """The place of a run, which is put down the first time."""
        key = id(timeline.recording)
        if key not in self._places:
            self._places[key] = len(self.found)
            self.timelines.append(timeline)
            self.found.append({**of_run(timeline, self._values), "whys": _whys(timeline)})
        return self._places[key]

    def value(self, value: Value | None) -> int | None:
        """The place of a value."""
        return self._values.place(value)


def _whys(timeline: Timeline) -> list[str]:
    return [why_next(timeline.at(position)) for position in range(timeline.length + 1)]


def _is_large(recording: Recording) -> bool:
    return (
        length_of(recording) > MOST_STEPS
        or len(recording.functions) > MOST_FUNCTIONS
        or sum(x.data.size for x in recording.variables if x.data is not None) > MOST_ELEMENTS
    )


def _pairs(passes: Passes, index: int, any_two: bool) -> Iterator[Pair | None]:
    """The pairs that are on the page: the pass's own algorithm with each other one, and any two
    where all of that is short; None is retain_grad both ways."""
    recording = passes.recordings[index]
    own = recording.algorithm
    others = [name for name in ALGORITHMS if name != own]
    yield None
    yield from ((own, name) for name in others)
    if any_two and length_of(recording) * len(others) ** 2 // 2 <= MOST_ANY:
        yield from combinations(others, 2)


def _pair(found: Comparison | str, lines: _Lines) -> Json | str:
    """What is to be known of two passes beside each other."""
    if isinstance(found, str):
        return found
    leader = found.leader.timeline
    lines.steps += leader.length + 1
    positions = [found.positions(p) for p in range(leader.length + 1)]
    return {
        "runs": [lines.place(side.timeline) for side in found.sides],
        "names": found.names,
        "short": [tr(name) for name in found.short_names],
        "ideas": [next(iter(ideas(found, side)), "") for side in (0, 1)],
        "retains": found.retains,
        "leading": found.leading,
        "other": [each[1 - found.leading] for each in positions],
        "told": [difference(found, p) for p in range(leader.length + 1)],
        "parting": None if found.parting is None else found.parting_position,
        "parts": None if found.parting is None else found.parting.pop,
        "apart": found.apart,
        "unlike": [k for k in range(len(leader.starts)) if not _alike(found, k)],
        "flags": [_flags(found, side) for side in (0, 1)],
        "should": [_should(found, side) for side in (0, 1)],
        "differing": _differing(found, positions),
        "finals": [
            [f.variable, f.verdicts, lines.value(f.right), int(f.differs)] for f in found.finals
        ],
        "rightness": rightness(found) or (),
        "costs": costs(found),
    }


def _alike(comparison: Comparison, k: int) -> bool:
    """Whether both pop the same function, with the same gys."""
    pops = [side.recording.pops[k : k + 1] for side in comparison.sides]
    if not all(pops):
        return not any(pops)
    one, other = pops[0][0], pops[1][0]
    near = all(map(comparison.near, one.gys, other.gys))
    return one.function == other.function and len(one.gys) == len(other.gys) and near


def _flags(comparison: Comparison, side: int) -> dict[int, str]:
    """The pops of a side that are odd, and why in a word or two."""
    pops = range(len(comparison.sides[side].recording.pops))
    return {k: told for k in pops if (told := flag_of(comparison, side, k))}


def _should(comparison: Comparison, side: int) -> dict[int, str]:
    """The pops of a side that gather what they should not, and what that should be."""
    found = {}
    pops = comparison.sides[side].recording.pops
    for k in comparison.wrong_pops[side]:
        right = comparison.right_gys.get(pops[k].function)
        if right is not None and not all(map(comparison.near, pops[k].gys, right)):
            found[k] = ", ".join(value_text(gy) for gy in right)
    return found


def _differing(
    comparison: Comparison, positions: list[tuple[int, int]]
) -> list[tuple[int, list[int]]]:
    """The Variables whose gradients are not the same in both, each with the leading side's
    positions at which that begins or ends, in turn."""
    lines = [side.timeline for side in comparison.sides]
    found = []
    for i in lines[0].grad_order:
        changed = {
            bisect_left(positions, event.step, key=itemgetter(side))
            for side in (0, 1)
            for event in lines[side].changes(i)
        }
        turns: list[int] = []
        for p in sorted(changed):
            grads = [line.at(at).grad(i) for line, at in zip(lines, positions[p], strict=True)]
            if comparison.near(*grads) == bool(len(turns) % 2):
                turns.append(p)
        if turns:
            found.append((i, turns))
    return found
