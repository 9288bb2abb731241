"""The numerical check at a pop: the gxs that backward gave beside finite differences.

A learner's own function is checked as soon as the pass that first records it has ended: the live
function and its data are at hand then, and its forward runs as a part of the program, under the
program's limits. An operation of the engine can be checked at any pop of any recording, from the
recorded values alone, since what it computes is known.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import chain
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from backstep.engine.function import Function
from backstep.engine.graph import functions_behind
from backstep.engine.numerical import GradientReport, call_check
from backstep.engine.variable import Array, Variable
from backstep.messages import later, tr
from backstep.recording.making.notes import Notes
from backstep.recording.making.traces import taken_back
from backstep.recording.records import Check, InputCheck, Pop, Recording, Value
from backstep.recording.rerunning.remaking import engine_class, remade

SECONDS = 0.5  # that one check may take; those of a pass together no more than twice that
MOST_POPS = 8  # of one class in one pass
WHY_NOT = {
    "random": later("its forward, run again, gives something else"),
    "raised": later("its forward, run again by itself, raises an error"),
    "slow": later("its forward takes too long to be run again"),
}


class _Turn(NamedTuple):
    """A pop of a function that is to be checked."""

    pop: int
    function: Function
    gys: list[Array | None]
    gxs: list[Array]


class OwnChecks:
    """Checks each class of a learner's own in the pass that first records it, and then no more.

    Where gy is all ones, that is not enough: a backward that forgets gy is right there. Such a
    class is checked again in the first pass where it gets another gy.

    `place` tells where in the program a pass is called from; without it each comes from another.
    Where one came from since `begin`, the next is a loop's, and is not checked. `running` is true
    while a learner's forward is tried.
    """

    def __init__(self, place: Callable[[], object] = object) -> None:
        self.running = False
        self._place = place
        self._places: set[object] = set()
        self._ones: WeakKeyDictionary[type, bool] = WeakKeyDictionary()  # seen with ones alone

    def begin(self) -> None:
        """Start anew: another cell runs, and what comes from the same place is no loop's."""
        self._places.clear()

    def check(self, notes: Notes) -> dict[int, Check]:
        """The checks of a pass that has just ended, by the index of their pop."""
        found: dict[int, Check] = {}
        place = self._place()
        if place in self._places or notes.algorithm.name == "numeric":  # gxs are differences there
            return found
        self._places.add(place)
        new = {kind for kind in set(map(type, notes.functions)) if self._wanted(kind)}
        pops: Counter[type] = Counter()
        ones_alone: dict[type, bool] = {}
        end = time.monotonic() + SECONDS
        for turn in _turns(notes, new):
            kind = type(turn.function)
            ones = all(gy is None or bool(np.all(gy == 1)) for gy in turn.gys)
            if pops[kind] == MOST_POPS or (ones and kind in self._ones):
                continue
            if time.monotonic() > end:
                break
            pops[kind] += 1
            check = found[turn.pop] = self._tried(turn)
            if _says_something(turn, check):
                ones_alone[kind] = ones_alone.get(kind, True) and ones and check.worst is None
        self._ones.update(ones_alone)
        return found

    def _wanted(self, kind: type) -> bool:
        return not kind.__module__.startswith("backstep.engine.") and self._ones.get(kind, True)

    @contextmanager
    def trying(self) -> Iterator[None]:
        """While a learner's forward is tried, which shall not be heard."""
        self.running = True
        try:
            yield
        finally:
            self.running = False

    def _tried(self, turn: _Turn) -> Check:
        f = turn.function
        ys: list[Variable | None] = [ref() for ref in f.outputs]
        known = [None if y is None else y.data for y in ys]
        xs = [x.data for x in f.inputs]
        with self.trying(), taken_back(type(f)):
            return _check_of(call_check(f, xs, known, turn.gys, turn.gxs, SECONDS))


def _says_something(turn: _Turn, check: Check) -> bool:
    """Whether a check is one: where gy is 0 any gx is right that is a multiple of it, and what is
    unclear once may be clear another time. A forward in trouble will be so again."""
    heard = any(gy is not None and gy.any() for gy in turn.gys)
    return bool(check.trouble) or (heard and any(c.verdict != "unclear" for c in check.inputs))


def _turns(notes: Notes, kinds: set[type]) -> Iterator[_Turn]:
    """The pops of functions of some classes; all went well, as the pass did."""
    o = i = 0
    for k, f in enumerate(notes.functions):
        outputs, inputs = len(f.outputs), len(f.inputs)
        if type(f) in kinds:
            gys = [None if gy is None else gy.data for gy in notes.gys[o : o + outputs]]
            yield _Turn(k, f, gys, [gx.data for gx in notes.gxs[i : i + inputs]])
        o, i = o + outputs, i + inputs


def _check_of(report: GradientReport) -> Check:
    return Check(
        tuple(InputCheck(c.gradient, c.difference, c.at, c.verdict) for c in report.inputs),
        report.trouble,
    )


def live_functions(recording: Recording, target: Variable | None) -> dict[int, Function]:
    """The functions of a pass, by index, while its graph is still there behind the target.

    Should it be another graph of the same build, that comes out when a forward runs again.
    """
    first = recording.first_order
    live = [] if target is None else functions_behind(target)
    told = [(recording.functions[i].class_name, recording.functions[i].generation) for i in first]
    same = told == [(type(f).__name__, f.generation) for f in live]
    return dict(zip(first, live, strict=True)) if same else {}


def check_at(recording: Recording, pop: Pop, live: Function | None = None) -> Check | str:
    """The check of a pop: the recorded one, else one made from the recorded values.

    `live` is its function, where that is at hand. Where a check cannot be had, a few words on why.
    """
    if pop.check is not None:
        return _told(pop.check)
    if pop.gxs is None:
        return tr("its backward raised an error")
    if recording.algorithm == "numeric":
        return tr("these gxs are finite differences themselves")
    node = recording.functions[pop.function]
    outputs = [None if i is None else recording.variables[i].data for i in node.outputs]
    inputs = [recording.variables[i].data for i in node.inputs]
    noted = chain(inputs, outputs, pop.gys, pop.gxs)
    if any(value is not None and value.array is None for value in noted):
        return tr("its arrays are too large to be in the recording")
    xs, gxs = _arrays(inputs), _arrays(pop.gxs)
    if len(xs) < len(inputs):
        return tr("not all of its arrays are in the recording")
    if not all(x.size for x in xs):  # out of nothing a forward can make arrays of any size
        return tr("an input has no elements to nudge")
    kind = engine_class(node)
    if kind is None and live is None:
        return tr("the code of its forward is not in the recording")
    f = live
    if f is None and kind is not None:
        f = remade(kind, node, outputs)
    if f is None:
        return tr("what it was made with is not in the recording")
    with nullcontext() if kind else taken_back(type(f)):
        ys, gys = [_array(y) for y in outputs], [_array(gy) for gy in pop.gys]
        return _told(_check_of(call_check(f, xs, ys, gys, gxs, SECONDS)))


def _told(check: Check) -> Check | str:
    return tr(WHY_NOT[check.trouble]) if check.trouble else check


def _array(value: Value | None) -> Array | None:
    return None if value is None else value.array


def _arrays(values: Sequence[Value | None]) -> list[Array]:
    """The arrays of values, without those that were not kept."""
    return [value.array for value in values if value is not None and value.array is not None]
