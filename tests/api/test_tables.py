"""What rich prints of a recording."""

from __future__ import annotations

from io import StringIO
from typing import Any

import numpy as np
from rich.console import Console

import backstep
from backstep.engine import Variable, add, square


def printed(what: Any) -> list[str]:
    console = Console(width=100, record=True, file=StringIO(), force_terminal=False)
    console.print(what)
    return [line.rstrip() for line in console.export_text().splitlines()]


def test_a_recording_is_a_table_of_its_pops() -> None:
    x = Variable(np.array(2.0))
    a = square(x)
    y = add(square(a), square(a))
    with backstep.record() as recordings:
        y.backward()
    lines = printed(recordings[0])
    assert lines[0] == "y.backward(): 4 pops over 4 functions, x.grad = 64.0"
    rows = [[cell.strip() for cell in line.strip("│").split("│")] for line in lines if "│" in line]
    assert ["2", "square#3", "1", "1.0", "8.0", "a = 8.0", "square#3"] in rows
    assert ["3", "square#2", "1", "1.0", "8.0", "a += 8.0", "square#2"] in rows
    assert lines[-1] == "x.grad = 64.0"


def test_a_long_pass_shows_its_ends() -> None:
    x = y = Variable(np.array(1.0))
    for _ in range(200):
        y = square(y)
    with backstep.record() as recordings:
        y.backward()
    lines = printed(recordings[0])
    assert sum(" = 2.0 " in line for line in lines) < 3 and any(
        "and 150 more" in line for line in lines
    )
    assert x.grad is not None


def test_names_in_brackets_are_no_markup() -> None:
    params = [Variable(np.array(2.0), name="[red]W[/red]")]
    with backstep.record() as recordings:
        square(params[0]).backward()
    assert "[red]W[/red]" in "\n".join(printed(recordings[0]))


def test_a_list_has_a_row_for_each_pass() -> None:
    x = Variable(np.array(2.0))
    with backstep.record() as recordings:
        square(x).backward()
        y = x * x * x
        y.backward()
    rows = [line for line in printed(recordings) if line.startswith("│")]
    assert len(rows) == 2 and "y" in rows[1]
