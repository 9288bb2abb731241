"""The pass that a live Variable's backward would make, recorded on a copy of its graph."""

from __future__ import annotations

import weakref
from collections.abc import Mapping

from backstep.engine.algorithm import ALGORITHMS
from backstep.engine.calls import CALLS
from backstep.engine.explain import no_creator
from backstep.engine.function import boxed
from backstep.engine.graph import functions_behind
from backstep.engine.numerical import spare
from backstep.engine.variable import Variable
from backstep.recording.making.freezing import SourceOf, freeze, no_source
from backstep.recording.making.notes import Notes
from backstep.recording.records import Recording
from backstep.recording.rerunning.again import ran
from backstep.recording.rerunning.aside import set_aside
from backstep.recording.rerunning.rebuilding import named


def record_aside(
    target: Variable,
    names: Mapping[str, Variable] | None = None,
    source_of: SourceOf = no_source,
) -> Recording:
    """The pass that `target.backward()` would make, on a copy of its graph: the gradients, and all
    else that a session can see, stay as they are. It begins without any gradient.

    `names` are the session's named Variables. Raises BackwardError for a leaf; a pass that cannot
    go on ends in its failure.
    """
    if target.creator is None:
        raise no_creator(target)
    with set_aside():
        copies = _copied(target)
        notes = Notes(0, None, copies[id(target)], ALGORITHMS["generation"], False, False)
        told = {name: copies[id(v)] for name, v in (names or {}).items() if id(v) in copies}
        ran(notes, told)
        return freeze(notes, source_of)


def _copied(target: Variable) -> dict[int, Variable]:
    """A copy of the graph behind a Variable: every Variable's, by the id of the original."""
    copies: dict[int, Variable] = {}

    def copy_of(v: Variable) -> Variable:
        if id(v) not in copies:
            copies[id(v)] = named(boxed(v._data), v.name, v.generation)  # type: ignore[arg-type]
            copies[id(v)].label = v.label
        return copies[id(v)]

    for f in functions_behind(target):
        copy = spare(f)
        copy.source, copy.generation, copy.serial = f.source, f.generation, CALLS.made
        CALLS.made += 1
        copy.inputs = tuple([copy_of(x) for x in f.inputs])
        ys = [output() for output in f.outputs]
        copy.outputs = tuple([_gone if y is None else weakref.ref(copy_of(y)) for y in ys])
        for y in ys:
            if y is not None and y.creator is f:
                copy_of(y).creator = copy
    return copies


def _gone() -> None:
    """A dead output."""
