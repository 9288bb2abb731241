"""Where nan and inf are born: the pop whose numbers were finite going in and are not coming out."""

from __future__ import annotations

from cmath import isfinite
from dataclasses import dataclass

import numpy as np

from backstep.recording.records import Delivery, Pop, Recording, Value
from backstep.recording.values import value_text


@dataclass(frozen=True, slots=True)
class Birth:
    """A nan or inf where there was none: in a gx (`delivery` None) or in the sum of a delivery."""

    pop: int
    delivery: int | None
    kind: str
    sentence: str


def births(recording: Recording) -> list[Birth]:
    """Every birth of a pass, in order; a nan that is only passed on is not born again."""
    found = []
    for k, pop in enumerate(recording.pops):
        found += _in_multiply(recording, k, pop)
        for i, d in enumerate(pop.deliveries):
            if d.how == "add" and _finite(d.before) and _finite(d.gx) and not _finite(d.after):
                found.append(Birth(k, i, kind_of(d.after), _of_a_sum(recording, d)))
    return found


def _in_multiply(recording: Recording, k: int, pop: Pop) -> list[Birth]:
    if pop.gxs is None or not all(_finite(gy) for gy in pop.gys):
        return []
    broken = [(i, gx) for i, gx in enumerate(pop.gxs) if not _finite(gx)]
    if not broken:
        return []
    f = recording.functions[pop.function]
    name = "gx" if len(pop.gxs) == 1 else " and ".join(f"gx{i}" for i, _ in broken)
    kind = kind_of(broken[0][1])
    text = f"{kind} is born here: {f.label} had a finite gy and gives {name} = {kind}"
    at_fault = [
        recording.variables[i] for i in f.inputs if not _finite(recording.variables[i].data)
    ]
    if at_fault:
        text += f"; its input {at_fault[0].label} = {value_text(at_fault[0].data)} is to blame"
    return [Birth(k, None, kind, text)]


def _of_a_sum(recording: Recording, d: Delivery) -> str:
    label = recording.variables[d.to].label
    return (
        f"{kind_of(d.after)} is born in this sum: {value_text(d.before)} + {value_text(d.gx)} is "
        f"more than {d.after.dtype} holds, so {label} has it for its gradient"
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
