"""A function whose code cannot be run: it stands in the graph with what was recorded of it.

Its backward gives what was recorded where gy is the recorded one. For another gy there is the rule
that its own text spells out, where that proves true in the recorded pops; and a backward is linear
in gy, so a multiple of a recorded gy gives that multiple of its gx. What is beyond that raises.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NoReturn, TypeAlias

import numpy as np

from backstep.engine.errors import BackwardError
from backstep.engine.function import Function
from backstep.engine.released import Released
from backstep.engine.variable import Array, Variable, as_variable
from backstep.messages import tr
from backstep.recording.records import FunctionNode, Pop, Recording, Value
from backstep.recording.telling.formula import gradient_by, names_of_pop, with_numbers
from backstep.recording.values import value_of, value_text

Gys: TypeAlias = Sequence[Array | None]
MOST_ELEMENTS = 2**24  # of one array that is made anew: files promise more than there is memory
RTOL = 1e-12  # how near two gys are that are called multiples


class NotRecorded(BackwardError):
    """What a pass needs and the recording does not have."""


class Unkept(Released):
    """Stands for an array of which the recording keeps the shape and the statistics alone."""

    __slots__ = ()

    def __init__(self, value: Value) -> None:
        self.shape, self.dtype = value.shape, np.dtype(value.dtype)
        self.size, self.ndim = value.size, len(value.shape)

    def __array_ufunc__(self, ufunc: np.ufunc, *_: Any, **__: Any) -> NoReturn:
        raise NotRecorded(
            tr(
                "backward: an array of shape {shape} is needed, and the recording keeps its "
                "statistics alone",
                shape=self.shape,
            )
        )


@dataclass(frozen=True)
class _Known:
    """One recorded pop of the function."""

    pop: Pop
    gys: Gys
    gxs: Sequence[Array]


class Remembered(Function):
    """A function of a recording. `own` tells that its class is a learner's; `elementwise` that each
    element of gx is that of gy times something. `shapes` are those of the inputs."""

    def __init__(self, recording: Recording, at: int, own: bool, elementwise: bool) -> None:
        self.recording = recording
        self.node: FunctionNode = recording.functions[at]
        self.own = own
        self.elementwise = elementwise
        self.pops = [pop for pop in recording.pops if pop.function == at and pop.gxs is not None]
        values = [recording.variables[i].data for i in self.node.inputs]
        self.shapes = [() if value is None else value.shape for value in values]

    @cached_property
    def known(self) -> list[_Known]:
        """The recorded pops whose arrays are all kept."""
        found = []
        for pop in self.pops:
            gys = [None if gy is None else gy.array for gy in pop.gys]
            gxs = [gx.array for gx in pop.gxs or () if gx.array is not None]
            whole = all(
                (gy is None) == (kept is None) for gy, kept in zip(pop.gys, gys, strict=True)
            )
            if whole and len(gxs) == len(pop.gxs or ()):
                found.append(_Known(pop, gys, gxs))
        return found

    def forward(self, *xs: Any) -> NoReturn:
        """Nobody knows. Raises NotRecorded."""
        why = self._why()
        raise NotRecorded(
            tr(
                "backward: the forward of {node} cannot be run: {why}",
                node=self.node.label,
                why=why,
            )
        )

    def backward(self, *gys: Any) -> tuple[Variable, ...]:
        """The gradients for these gys. Raises NotRecorded where the recording does not tell."""
        given = [None if gy is None else as_variable(gy) for gy in gys]
        arrays = [None if gy is None else gy.data for gy in given]
        same = next((each for each in self.known if _same(each.gys, arrays)), None)
        if same is None and any(gy is None for gy in arrays):
            raise TypeError("gy is None")  # the engine says why that is
        found = None if same is None else [gx.copy() for gx in same.gxs]
        found = found or self._by_rules(arrays) or self._by_linearity(arrays)
        if found is None:
            raise NotRecorded(self._told(arrays))
        gxs = [Variable(gx) for gx in found]
        if len(given) == 1 and given[0] is not None and self._rules_hold:
            for i, rule in enumerate(self.node.formula):
                if rule == "gy" and gxs[i].shape == given[0].shape:
                    gxs[i] = given[0]  # `return gy` gives the very same object on
        return tuple(gxs)

    @cached_property
    def _rules_hold(self) -> bool:
        """Whether there is a rule for each input, and all gave what was recorded."""
        rules = self.node.formula
        if not self.known or len(rules) != len(self.shapes):
            return False
        return all(
            with_numbers(rule, names_of_pop(self.recording, pop), gx) is not None
            for pop in (each.pop for each in self.known)
            for rule, gx in zip(rules, pop.gxs or (), strict=True)
        )

    def _by_rules(self, gys: Gys) -> list[Array] | None:
        if not self._rules_hold:
            return None
        first = self.known[0]
        values = tuple([None if gy is None else value_of(np.asarray(gy)) for gy in gys])
        names = names_of_pop(self.recording, replace(first.pop, gys=values))
        found = [
            gradient_by(rule, names, gx.shape)
            for rule, gx in zip(self.node.formula, first.gxs, strict=True)
        ]
        kept = [gx for gx in found if gx is not None]
        return kept if len(kept) == len(first.gxs) else None

    def _by_linearity(self, gys: Gys) -> list[Array] | None:
        """A multiple of what was recorded; of a wrong backward nobody knows what it gives."""
        if not any(np.any(gy) for gy in gys):
            if sum(map(math.prod, self.shapes)) > MOST_ELEMENTS:
                return None
            return [np.zeros(shape) for shape in self.shapes]
        for each in self.known:
            if each.pop.check is not None and each.pop.check.worst is not None:
                return None
            factor = _factor(each.gys, gys)
            if factor is not None:
                return [np.asarray(gx * factor) for gx in each.gxs]
        return self._by_elements(gys)

    def _by_elements(self, gys: Gys) -> list[Array] | None:
        if not self.elementwise or len(gys) != 1:
            return None
        gy = gys[0]
        for each in self.known:
            before, gx = each.gys[0], each.gxs[0]
            if gy is None or before is None:
                continue
            if before.shape == gx.shape == gy.shape and before.all():
                return [np.asarray(gx / before * gy)]
        return None

    def _told(self, gys: Gys) -> str:
        wanted = " and ".join(value_text(value_of(np.asarray(gy))) for gy in gys)
        return tr(
            "backward: gy = {wanted} reaches {node}, and what its backward gives for that is "
            "not in the recording: {why}",
            wanted=wanted,
            node=self.node.label,
            why=self._why(),
        )

    def _why(self) -> str:
        if not self.own:
            return tr("what it was made with, or its arrays, were not kept")
        return tr(
            "it is the program's own, and its code is not kept (%compare at the prompt runs it)"
        )


def _same(one: Gys, other: Gys) -> bool:
    return len(one) == len(other) and all(
        a is b if a is None or b is None else bool(np.array_equal(a, b, equal_nan=_is_float(a)))
        for a, b in zip(one, other, strict=True)
    )


def _is_float(array: Array) -> bool:
    return np.asarray(array).dtype.kind in "fc"


def _factor(known: Gys, gys: Gys) -> Any:
    """What the known gys have to be multiplied by to be these; None where there is no such number.

    >>> one, other = np.array([1.0, 2.0]), np.array([3.0, 6.0])
    >>> float(_factor([one], [other])), _factor([one], [np.array([3.0, 5.0])])
    (3.0, None)
    """
    if [gy is None for gy in known] != [gy is None for gy in gys]:
        return None
    before = np.concatenate([np.ravel(gy) for gy in known if gy is not None])
    after = np.concatenate([np.ravel(gy) for gy in gys if gy is not None])
    if before.shape != after.shape or not before.size:
        return None
    at = int(np.argmax(np.abs(before)))
    if not np.isfinite(before).all() or before[at] == 0:
        return None
    factor = after[at] / before[at]
    return factor if np.allclose(before * factor, after, rtol=RTOL, atol=0) else None
