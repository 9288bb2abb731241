"""The goldens of the graph pane, in every direction and detail, and the views that they show.

`python -m tests.stepper.panes.graphs` writes them all anew; what has changed is then to be looked
at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from backstep.engine import Variable, operations
from backstep.stepper.graph import Key
from backstep.stepper.panes.graph import graph_lines
from backstep.stepper.signs import ASCII
from backstep.stepper.text import plain
from backstep.stepper.view import View, first_view
from tests.recording.passes import record, variable
from tests.stepper.screens import session_view

PICTURES = Path(__file__).parent
Golden = tuple[View, int, int]


def chain(length: int) -> Variable:
    """y = sin(sin(...)), wide graphs' opposite."""
    y = variable(0.5, "x")
    for _ in range(length):
        y = operations.sin(y)
    return y


def fan(width: int) -> Variable:
    """One leaf taken by many functions, summed up one after the other."""
    x = variable(0.5, "x")
    y = operations.sin(x)
    for _ in range(width - 1):
        y = y + operations.sin(x)
    return y


def network() -> Variable:
    """Two layers of three scalars, everything wired to everything."""
    values = [variable(i + 1, f"x{i}") for i in range(3)]
    for layer in range(2):
        sums = []
        for j in range(3):
            parts = [
                variable((i - j) / 4 + 0.1, f"w{layer}{i}{j}") * value
                for i, value in enumerate(values)
            ]
            sums.append(operations.tanh(parts[0] + parts[1] + parts[2]))
        values = sums
    return values[0] + values[1] + values[2]


def wide_names() -> Variable:
    """Names that take two cells a letter, and one taken twice by a function."""
    x = variable(2, "重み")
    y = operations.add(operations.mul(x, x), variable(1, "偏り"))
    y.name = "出力"
    return y


def seen(build: Callable[[], Variable], position: int, **options: Any) -> View:
    """The pass over what a function builds, at a position."""
    return first_view([record(build(), **options)]).to(position)


def lines_of(golden: Golden) -> str:
    """A graph pane as text, without the spaces at the ends of its lines."""
    view, width, height = golden
    return "".join(plain(line).rstrip() + "\n" for line in graph_lines(view, width, height))


def _goldens() -> dict[str, Golden]:
    diamond = session_view("diamond", (120, 40), 16)
    found: dict[str, Golden] = {}
    for detail in ("boxes", "names", "dots"):
        found[f"diamond-right-{detail}"] = (diamond.drawn(detail=detail), 118, 12)
        found[f"diamond-down-{detail}"] = (diamond.drawn(direction="down", detail=detail), 60, 36)
    found["diamond-right-lines"] = (diamond, 90, 8)
    found["diamond-right-data"] = (diamond, 78, 5)
    found["diamond-inspected"] = (replace(diamond, inspected=Key("f", 1)), 118, 12)
    found["diamond-ascii"] = (replace(diamond, signs=ASCII), 118, 12)
    found["diamond-ascii-dots"] = (replace(diamond, signs=ASCII).drawn(detail="dots"), 60, 6)
    found["square-of-one"] = (seen(wide_names, 6), 100, 10)
    found["square-of-one-down"] = (seen(wide_names, 6).drawn(direction="down"), 60, 30)
    found["second-order"] = (session_view("create-graph", (120, 40), 16).drawn(order=2), 118, 14)
    found["network-window"] = (seen(network, 60), 100, 16)
    found["network-dots"] = (seen(network, 60).drawn(detail="dots"), 100, 26)
    found["chain-window"] = (seen(lambda: chain(1000), 2002), 100, 8)
    found["chain-window-down"] = (seen(lambda: chain(1000), 2002).drawn(direction="down"), 40, 16)
    found["fan-window"] = (seen(lambda: fan(300), 1700), 100, 14)
    return found


GOLDENS = _goldens()
