"""What went wrong in a pass without stopping it: nan and inf where they are born, and gradients
that their finite differences contradict."""

from __future__ import annotations

from cmath import isfinite
from collections.abc import Iterator
from dataclasses import dataclass
from math import isclose

import numpy as np

from backstep.messages import tr
from backstep.recording.records import (
    Check,
    Delivery,
    FunctionNode,
    InputCheck,
    Pop,
    Recording,
    Value,
)
from backstep.recording.tables import pop_columns
from backstep.recording.telling.formula import names_in
from backstep.recording.values import number_text, value_text


@dataclass(frozen=True, slots=True)
class Trouble:
    """A pop's trouble, at its multiply (`delivery` None) or in the sum of a delivery.

    `kind` is "nan", "inf" or "check"; `text` is short, `sentence` says it whole.
    """

    pop: int
    delivery: int | None
    kind: str
    text: str
    sentence: str


def troubles(recording: Recording) -> list[Trouble]:
    """Every trouble of a pass, in order; a nan that is only passed on is not born again."""
    found: list[Trouble] = []
    for k in _suspects(recording):
        pop = recording.pops[k]
        found += _born_in_multiply(recording, k, pop)
        found += _contradicted(recording, k, pop)
        for i, d in enumerate(pop.deliveries):
            if d.how == "add" and _finite(d.before) and _finite(d.gx) and not _finite(d.after):
                kind = kind_of(d.after)
                found.append(
                    Trouble(
                        k, i, kind, tr("{kind} is born here", kind=kind), _of_a_sum(recording, d)
                    )
                )
    return found


def _suspects(recording: Recording) -> list[int]:
    """The pops in which something may have gone wrong: most passes have none, of many pops. A gx
    that is not finite leaves a gradient that is not."""
    columns = pop_columns(recording.pops)
    suspects = columns.checked
    if not columns.finite.all():
        suspects = suspects | np.array([_broke(pop) for pop in recording.pops], dtype=bool)
    return [int(k) for k in np.flatnonzero(suspects)]


def _broke(pop: Pop) -> bool:
    """Whether a gx or a sum of this pop is not finite."""
    sums = (d.after for d in pop.deliveries if d.how == "add")
    return not all(_finite(value) for value in (*(pop.gxs or ()), *sums))


def _born_in_multiply(recording: Recording, k: int, pop: Pop) -> Iterator[Trouble]:
    if pop.gxs is None or not all(_finite(gy) for gy in pop.gys):
        return
    broken = [(i, gx) for i, gx in enumerate(pop.gxs) if not _finite(gx)]
    if not broken:
        return
    f = recording.functions[pop.function]
    name = "gx" if len(pop.gxs) == 1 else " and ".join(f"gx{i}" for i, _ in broken)
    kind = kind_of(broken[0][1])
    text = tr(
        "{kind} is born here: {label} had a finite gy and gives {name} = {kind}",
        kind=kind,
        label=f.label,
        name=name,
    )
    at_fault = [
        recording.variables[i] for i in f.inputs if not _finite(recording.variables[i].data)
    ]
    if at_fault:
        text += tr(
            "; its input {name} = {value} is to blame",
            name=at_fault[0].label,
            value=value_text(at_fault[0].data),
        )
    yield Trouble(k, None, kind, tr("{kind} is born here", kind=kind), text)


def _contradicted(recording: Recording, k: int, pop: Pop) -> Iterator[Trouble]:
    worst = None if pop.check is None else pop.check.worst
    if pop.check is not None and worst is not None:
        node = recording.functions[pop.function]
        who = f"{node.class_name}.backward"
        guess = (
            tr("did it forget gy?")
            if _forgot_gy(node, pop, pop.check.inputs[worst])
            else tr("is it right?")
        )
        name, gx, difference = told_apart(pop.check, worst)
        sentence = tr(
            "the numerical check disagrees: {who} gives {name} = {gx}, the finite difference "
            "is {difference}: {guess}",
            who=who,
            name=name,
            gx=gx,
            difference=difference,
            guess=guess,
        )
        yield Trouble(k, None, "check", compared_text(pop.check, worst), sentence)


def _forgot_gy(node: FunctionNode, pop: Pop, one: InputCheck) -> bool:
    """Whether the gx times gy would be the finite difference, and the rule names no gy."""
    names = {name for rule in node.formula for name in names_in(rule)}
    if not node.formula or any(name.startswith("gy") for name in names) or len(pop.gys) != 1:
        return False
    gy = None if pop.gys[0] is None else pop.gys[0].array
    if gy is None or gy.dtype.kind == "c" or one.at is None or gy.ndim != len(one.at):
        return False  # an element of gx has no gy of its own
    if not all(i < n for i, n in zip(one.at, gy.shape, strict=True)):
        return False
    return isclose(one.gx * gy[one.at], one.difference, rel_tol=1e-4)


def told_apart(check: Check, i: int) -> tuple[str, str, str]:
    """One input's gx and its finite difference, where they are furthest apart: the element's name
    (`gx0[1]`), the one and the other."""
    one = check.inputs[i]
    name = "gx" if len(check.inputs) == 1 else f"gx{i}"
    where = f"[{', '.join(map(str, one.at))}]" if one.at else ""
    return f"{name}{where}", number_text(one.gx), number_text(one.difference)


def compared_text(check: Check, i: int) -> str:
    """The same in a few words: `gx0[1] 2.0, by differences 4.0`."""
    if check.inputs[i].at is None:
        return tr("gx{i} has no elements", i=i)
    name, gx, difference = told_apart(check, i)
    return tr("{name} {gx}, by differences {difference}", name=name, gx=gx, difference=difference)


def _of_a_sum(recording: Recording, d: Delivery) -> str:
    label = recording.variables[d.to].label
    return tr(
        "{kind} is born in this sum: {before} + {gx} is more than "
        "{dtype} holds, so {label} has it for its gradient",
        kind=kind_of(d.after),
        before=value_text(d.before),
        gx=value_text(d.gx),
        dtype=d.after.dtype,
        label=label,
    )


def kind_of(value: Value) -> str:
    """What a value that is not finite has in it: nan, or else inf.

    >>> from backstep.recording.values import value_of
    >>> kind_of(value_of(np.array([1.0, -np.inf])))
    'inf'
    """
    if value.statistics is not None:
        return "nan" if np.isnan(value.statistics.low) else "inf"
    return "nan" if value.array is not None and np.isnan(value.array).any() else "inf"


def _finite(value: Value | None) -> bool:
    if value is None:
        return True
    if value.statistics is not None:  # a nan among the elements is both their low and their high
        return isfinite(value.statistics.low) and isfinite(value.statistics.high)
    if value.array is None or value.array.size == 0:
        return True
    if value.array.size == 1:
        return isfinite(value.array.item())
    return bool(np.isfinite(value.array).all())
