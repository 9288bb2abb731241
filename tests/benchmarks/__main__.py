"""Print the table: `python -m tests.benchmarks [--short] [--strict] [ROW ...]`."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys

# One thread of BLAS: between two products its threads fall asleep, and to wake them costs more
# than all of Python's work. This has to stand before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from tests.benchmarks.rows import rows
from tests.benchmarks.table import Result, Row


def line(row: Row, result: Result) -> str:
    """One line of the table."""
    most = "" if row.most is None else f"{row.most:g}"
    verdict = "" if row.most is None else ("ok" if held(row, result) else "OVER")
    spread = f"  ({result.spread})" if result.spread else ""
    return (
        f"{row.name:<16} {result.figure:>8.3f} {most:>6} {verdict:<4}  {row.what}\n"
        f"{'':<16} {result.sides}{spread}"
    )


def held(row: Row, result: Result) -> bool:
    """Whether a row keeps what it promised."""
    return row.most is None or result.figure <= row.most


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; with --strict, 1 where a row is over what it promised."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help="only these rows")
    parser.add_argument("--short", action="store_true", help="fewer rounds, no million")
    parser.add_argument("--strict", action="store_true", help="exit code 1 where a row is over")
    asked = parser.parse_args(arguments)
    known = {row.name: row for row in rows()}
    unknown = [name for name in asked.rows if name not in known]
    if unknown:
        parser.error(f"no row {unknown[0]}; there are {', '.join(known)}")
    if not asked.rows:
        print(f"Python {platform.python_version()}, numpy {np.__version__}, medians")
        print(f"{'row':<16} {'figure':>8} {'most':>6}", flush=True)
        names = [name for name in known if name != "million" or not asked.short]
        options = ["--short"] * asked.short + ["--strict"] * asked.strict
        return max([_alone(name, options) for name in names])
    np.empty(1 << 20).fill(0)  # once freed, no array as large goes back to the system any more
    over = 0
    for name in asked.rows:
        result = known[name].measure(3 if asked.short else 1)
        over += not held(known[name], result)
        print(line(known[name], result), flush=True)
    return 1 if over and asked.strict else 0


def _alone(name: str, options: list[str]) -> int:
    """Measure a row in a process of its own: none finds the memory that another has left."""
    command = [sys.executable, "-m", "tests.benchmarks", name, *options]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
