"""What is left of an array whose elements were not kept: its ends, its mean, a few samples."""

from __future__ import annotations

import numpy as np

from backstep.messages import tr
from backstep.recording.records import KEPT_ELEMENTS, Value
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
    numbers = {"lowest": kept.low, "highest": kept.high, "mean": kept.mean}
    told = "   ".join(f"{name} {number_text(x)}" for name, x in numbers.items())
    step = max(1, value.size // SAMPLES)
    places = [np.unravel_index(i * step, value.shape) for i in range(len(kept.sample))]
    samples = "   ".join(
        f"{indexed(tuple(int(k) for k in place))} {number_text(x, 4)}"
        for place, x in zip(places, kept.sample, strict=True)
    )
    why = tr(
        "A session keeps the elements of arrays up to {most}; of this one, these:",
        most=KEPT_ELEMENTS,
    )
    lines = []
    for text, role in ((told, ""), (why, "dim"), (samples, "")):
        lines += [[Run(" "), *row] for row in wrapped(text, max(8, width - 2), role)]
    return rows_of(lines)
