"""The row of the exports: how large each is and how long it takes, for 4, 1,000 and 10,000 pops.

It follows the registry of formats; nothing was promised but that none takes more than seconds. Of a
chain and a fan of as many functions, the one is told that takes longer.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import backstep.engine as ours
from backstep.export.formats import FORMATS, Format
from backstep.export.subject import Subject, of_recordings
from backstep.export.wanted import Wanted
from backstep.export.writing import as_bytes
from tests.benchmarks import programs
from tests.benchmarks.layout_rows import recorded
from tests.benchmarks.table import Result, Row

POPS = (4, 1_000, 10_000)


def diamond(engine: Any) -> Any:
    """The book's example: four functions."""
    x = programs.variable(engine, 2.0)
    a = engine.square(x)
    return engine.add(engine.square(a), engine.square(a))


def subjects(pops: int) -> list[Subject]:
    """What is exported, of about so many pops."""
    if pops < 5:
        made = [diamond(ours)]
    else:
        made = [program(ours, pops)[1] for program in (programs.chain, programs.fan)]
    return [of_recordings([recorded(y)], "Benchmark") for y in made]


def exported(form: Format, subject: Subject) -> tuple[float, int]:
    """Seconds and bytes of one export."""
    began = time.perf_counter()
    text = form.make(subject, Wanted())
    return time.perf_counter() - began, len(as_bytes(text))


def every_export(share: int) -> Result:
    """The slowest export of 10,000 pops, and a line for each format."""
    many = {pops: subjects(pops) for pops in POPS}
    lines, slowest = [], 0.0
    for form in FORMATS:
        exported(form, many[POPS[0]][0])  # what it imports is not its own time
        parts = []
        for pops, of_so_many in many.items():
            seconds, size = max(exported(form, subject) for subject in of_so_many)
            parts.append(f"{pops:>6,} pops {size / 1000:>9,.1f} kB {seconds:>6.2f} s")
            slowest = max(slowest, seconds)
        lines.append(f"{form.ending:<7}" + "   ".join(parts))
    return Result(slowest, "\n                 ".join(lines))


def export_rows() -> Iterable[Row]:
    """The row, without a promise."""
    yield Row("exports", "seconds of the slowest export of 10,000 pops", None, every_export)
