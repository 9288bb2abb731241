"""Undo and redo records in a file: which cells a reader gives, and what cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from backstep.session import SessionError, read_session
from tests.session.material import session_file


def cell(n: int) -> dict[str, Any]:
    return {"kind": "cell", "n": n, "source": [f"x = {n}"]}


def undo(*cells: Any) -> dict[str, Any]:
    return {"kind": "undo", "cells": list(cells)}


def redo(*cells: Any) -> dict[str, Any]:
    return {"kind": "redo", "cells": list(cells)}


@pytest.mark.parametrize(
    ("records", "held", "undone"),
    [
        ([undo(3)], [1, 2], [3]),
        ([undo(2, 3)], [1], [2, 3]),
        ([undo(3), redo(3)], [1, 2, 3], []),
        ([undo(2, 3), redo(2)], [1, 2], [3]),
        ([undo(3), redo(3), undo(3)], [1, 2], [3]),
        ([undo(3), cell(4)], [1, 2, 4], [3]),
        ([undo()], [1, 2, 3], []),
    ],
)
def test_a_reader_gives_the_cells_that_hold(
    tmp_path: Path, records: list[Any], held: list[int], undone: list[int]
) -> None:
    session = read_session(session_file(tmp_path, cell(1), cell(2), cell(3), *records))
    assert [each.n for each in session.cells] == held
    assert [each.n for each in session.undone] == undone
    assert session.last_number == max(held + undone)
    assert session.count == 4 + len(records)


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (undo(7), "field cells[0]: there is no cell 7 before this line"),
        (redo(1), "field cells[0]: cell 1 is not undone"),
        (undo(1, 3), "field cells[1]: cell 3 is undone already"),
        (undo(0), "field cells"),
        (undo("1"), "field cells"),
        ({"kind": "undo"}, "cells"),
    ],
)
def test_what_cannot_be_undone_is_told_with_its_place(
    tmp_path: Path, record: Any, message: str
) -> None:
    path = session_file(tmp_path, cell(1), cell(2), cell(3), undo(3), record)
    with pytest.raises(SessionError) as told:
        read_session(path)
    assert "line 6" in str(told.value)
    assert message in str(told.value)
