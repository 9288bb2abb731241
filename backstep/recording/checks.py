"""The numerical check at a pop: the gxs that backward gave beside finite differences.

A learner's own function is checked as soon as the pass that first records it has ended: the live
function and its data are at hand then, and its forward runs as a part of the program, under the
program's limits. An operation of the engine can be checked at any pop of any recording, from the
recorded values alone, since what it computes is known.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterator, Sequence
from typing import TypeAlias
from weakref import WeakKeyDictionary

import numpy as np

from backstep.engine import operations
from backstep.engine.function import Function
from backstep.engine.graph import functions_behind
from backstep.engine.numerical import GradientReport, call_check
from backstep.engine.variable import Array, Variable
from backstep.recording.notes import Notes
from backstep.recording.records import Check, FunctionNode, InputCheck, Pop, Recording, Value
from backstep.recording.values import value_of

SECONDS = 0.5  # that one check may take
MOST_CHECKS = 16  # in one pass

Turn: TypeAlias = tuple[int, Function, list[Array | None], list[Array]]


class OwnChecks:
    """Checks each class of a learner's own when it is first recorded, and then no more.

    Where gy is all ones, once is not enough: a backward that forgets gy is right there. Such a
    class is checked again at its first pop with another gy. So a class costs two checks at most,
    however many passes a loop makes. `running` is true while a learner's forward is tried.
    """

    def __init__(self) -> None:
        self.running = False
        self._ones: WeakKeyDictionary[type, bool] = WeakKeyDictionary()  # seen with ones alone

    def check(self, notes: Notes) -> dict[int, Check]:
        """The checks of a pass that has just ended, by the index of their pop."""
        found: dict[int, Check] = {}
        new = {kind for kind in set(map(type, notes.functions)) if self._wanted(kind)}
        if not new or notes.algorithm.name == "numeric":  # its gxs are differences already
            return found
        for k, f, gys, gxs in _turns(notes, new):
            kind = type(f)
            ones = all(gy is None or bool(np.all(gy == 1)) for gy in gys)
            if ones and kind in self._ones:
                continue
            check = self._tried(f, gys, gxs)
            found[k] = check
            self._ones[kind] = ones and check.worst is None
            if not self._ones[kind]:
                new.discard(kind)
            if not new or len(found) == MOST_CHECKS:
                break
        return found

    def _wanted(self, kind: type) -> bool:
        return not _is_of_the_engine(kind) and self._ones.get(kind, True)

    def _tried(self, f: Function, gys: Sequence[Array | None], gxs: Sequence[Array]) -> Check:
        self.running = True
        try:
            return _live_check(f, gys, gxs)
        finally:
            self.running = False


def _is_of_the_engine(kind: type) -> bool:
    return kind.__module__.startswith("backstep.engine.")


def _turns(notes: Notes, kinds: set[type]) -> Iterator[Turn]:
    """The pops of functions of some classes; `kinds` may lose some while they come."""
    o = i = 0
    for k, f in enumerate(notes.functions):
        outputs, inputs = len(f.outputs), len(f.inputs)
        if type(f) in kinds and not (notes.unfinished and k == len(notes.functions) - 1):
            gys = [None if gy is None else gy.data for gy in notes.gys[o : o + outputs]]
            yield k, f, gys, [gx.data for gx in notes.gxs[i : i + inputs]]
        o, i = o + outputs, i + inputs


def _live_check(f: Function, gys: Sequence[Array | None], gxs: Sequence[Array]) -> Check:
    ys: list[Variable | None] = [ref() for ref in f.outputs]
    known = [None if y is None else y.data for y in ys]
    return _check_of(call_check(f, [x.data for x in f.inputs], known, gys, gxs, SECONDS))


def _check_of(report: GradientReport) -> Check:
    return Check(
        tuple(
            InputCheck(
                one.gradient,
                one.difference,
                one.at,
                one.checked,
                one.verdict,
                one.sides,
                None if one.differences is None else value_of(one.differences),
            )
            for one in report.inputs
        ),
        report.trouble,
    )


def check_at(recording: Recording, pop: Pop) -> Check | None:
    """The check of a pop: the recorded one, else one made from the recorded values.

    None where that cannot be had: the function is a learner's own and its code is not in the
    recording, it was made with arguments that are not, an array was too large to keep, or its
    forward is random.
    """
    if pop.check is not None or pop.gxs is None:
        return pop.check
    node = recording.functions[pop.function]
    outputs = [None if i is None else recording.variables[i].data for i in node.outputs]
    f = _remade(node, outputs)
    xs = _arrays([recording.variables[i].data for i in node.inputs])
    ys, gxs = _arrays(outputs), _arrays(pop.gxs)
    gys = [_array(gy) for gy in pop.gys]
    lost = any(gy is not None and gy.array is None for gy in pop.gys)
    if f is None or xs is None or ys is None or gxs is None or lost:
        return None
    check = _check_of(call_check(f, xs, ys, gys, gxs, SECONDS))
    return None if check.trouble else check


def live_checks(recording: Recording, target: Variable) -> list[Check | None]:
    """The checks of all pops, while the graph of the pass is still there behind `target`.

    So a learner's own functions can be checked too. None where that cannot be had: see check_at.
    """
    live = functions_behind(target)
    first = recording.first_order
    names = [recording.functions[i].class_name for i in first]
    same = [type(f).__name__ for f in live] == names
    by_index = dict(zip(first, live, strict=True)) if same else {}
    return [_checked_live(recording, pop, by_index.get(pop.function)) for pop in recording.pops]


def _checked_live(recording: Recording, pop: Pop, f: Function | None) -> Check | None:
    if pop.check is not None or pop.gxs is None or f is None:
        return check_at(recording, pop)
    node = recording.functions[pop.function]
    xs = _arrays([recording.variables[i].data for i in node.inputs])
    gxs = _arrays(pop.gxs)
    if xs is None or gxs is None:
        return None
    ys = [None if i is None else _array(recording.variables[i].data) for i in node.outputs]
    return _check_of(call_check(f, xs, ys, [_array(gy) for gy in pop.gys], gxs))


def _array(value: Value | None) -> Array | None:
    return None if value is None else value.array


def _arrays(values: Sequence[Value | None]) -> list[Array] | None:
    """The arrays of values; None where one was not kept."""
    arrays = [value.array for value in values if value is not None and value.array is not None]
    return arrays if len(arrays) == len(values) else None


def _remade(node: FunctionNode, outputs: Sequence[Value | None]) -> Function | None:
    """An operation of the engine as it was called; None for others, or where that is not known.

    A class of a learner's own may have any name, so the text of its backward must be the engine's
    too. That the arguments are the right ones is then for its forward to prove, which must give
    the recorded outputs. A shape is never more than that of the output: files come from strangers.
    """
    kind = getattr(operations, node.class_name, None)
    if not (isinstance(kind, type) and issubclass(kind, Function)):
        return None
    if node.backward_source != textwrap.dedent(inspect.getsource(kind.backward)):
        return None
    known = dict(node.constants)
    shape = outputs[0].shape if outputs and outputs[0] is not None else None
    if known.get("shape", shape) != shape:
        return None
    wanted = inspect.signature(kind).parameters
    arguments = {name: known[name] for name in wanted if name in known}
    if "shape" in wanted:
        arguments["shape"] = shape
    try:
        return kind(**arguments)
    except (TypeError, ValueError):  # what it must be given is not in the recording
        return None
