"""What is left of an array whose elements were not kept: its ends, its mean, a few samples."""

from __future__ import annotations

from math import prod

import numpy as np

from backstep.messages import tr
from backstep.recording.records import KEPT_ELEMENTS, Statistics, Value
from backstep.recording.telling.element import indexed
from backstep.recording.values import number_text
from backstep.stepper.arrays.rows import Rows, rows_of
from backstep.stepper.text import Run, wrapped

SAMPLES = 8  # that a session file keeps, at even distances


def summary_rows(value: Value, width: int) -> Rows:
    """The statistics of a value, and the samples with their places."""
    kept = value.statistics
    if kept is None:
        return rows_of([[Run(tr(" its elements were not kept"), "dim")]])
    why = tr(
        "A session keeps the elements of arrays up to {most}; of this one, these:",
        most=KEPT_ELEMENTS,
    )
    told = ((ends_told(kept), ""), (why, "dim"), (samples_told(kept, value.shape), ""))
    lines = []
    for text, role in told:
        lines += [[Run(" "), *row] for row in wrapped(text, max(8, width - 2), role)]
    return rows_of(lines)


def ends_told(kept: Statistics) -> str:
    """The ends of an array, and its mean."""
    numbers = {"lowest": kept.low, "highest": kept.high, "mean": kept.mean}
    return "   ".join(f"{name} {number_text(x)}" for name, x in numbers.items())


def samples_told(kept: Statistics, shape: tuple[int, ...]) -> str:
    """The samples of an array with their places."""
    step = max(1, prod(shape) // SAMPLES)
    places = [np.unravel_index(i * step, shape) for i in range(len(kept.sample))]
    return "   ".join(
        f"{indexed(tuple(int(k) for k in place))} {number_text(x, 4)}"
        for place, x in zip(places, kept.sample, strict=True)
    )
