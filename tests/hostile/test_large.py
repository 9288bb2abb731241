"""Files that promise more than there is memory are shown, or refused, within a bound on it.

The bound is one of address space, set on the process that shows them: see showing.py. How long
each takes is for the limit below, which is there for what hangs.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.strange import Made, many_passes, many_values, of, small_pass, users, wide
from tests.session.material import CELL, DONE

SECONDS = 200
MB = 1 << 20

LARGE: dict[str, Made] = {
    "a variable that goes into a function 100,000 times": wide(100_000),
    "a variable that 100,000 functions take": users(100_000),
    "10,000 passes of one pop": many_passes(10_000),
    "an output of 60 MB": of(CELL, small_pass(), DONE | {"output": "x" * 60 * MB}),
    "a source of 60 MB": of(CELL | {"source": ["x" * 60 * MB]}, small_pass()),
    "a label of 60 MB": of(CELL, small_pass(grads=[["\u202e" * 10 * MB, 4.0]])),
    "a rule and a backward of 30 MB": of(
        CELL,
        small_pass(
            classes=[{"name": "F", "formula": ["(" * 30 * MB], "backward_source": "x" * 30 * MB}]
        ),
    ),
    "a number of 60 MB": of(CELL, small_pass(), b'{"kind":"x","n":0.' + b"1" * 60 * MB + b"}\n"),
}
# What is read whole, and not shown: to tell millions of numbers takes minutes.
LARGEST: dict[str, Made] = {
    "as many values as there may be": many_values(3_900_000),
}


def shown(path: Path, *more: str) -> dict[str, Any]:
    """What came of showing a file."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.showing", str(path), *more],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert (done.returncode, done.stderr) == (0, "")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("name", LARGE)
def test_it_is_shown_within_bounded_memory(name: str, tmp_path: Path) -> None:
    assert shown(LARGE[name](tmp_path))["told"] == ""


@pytest.mark.parametrize("name", LARGEST)
def test_the_largest_are_read_within_bounded_memory(name: str, tmp_path: Path) -> None:
    assert shown(LARGEST[name](tmp_path), "--only-read")["told"] == ""
