"""Ctrl-C between the records of one cell comes after the last of them."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from backstep.session import Journal, read_session
from backstep.session.live import LiveSession
from backstep.session.waiting import ctrl_c_waits

CELL = "x = Variable(np.array(2.0)); y = x * x; y.backward(); x.grad"


@pytest.mark.parametrize("fsync", [2, 3])  # of the pass, of what the cell came to
def test_a_cell_that_has_ended_is_whole_on_disk(
    fsync: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, count, real = tmp_path / "talk.jsonl", 0, os.fsync

    def pressed(descriptor: int) -> Any:
        nonlocal count
        count += 1
        if count == fsync:
            signal.raise_signal(signal.SIGINT)
        return real(descriptor)

    with Journal.create(path) as journal:
        live = LiveSession(lambda text: None, journal)
        monkeypatch.setattr(os, "fsync", pressed)
        with pytest.raises(KeyboardInterrupt):
            live.run(CELL)
        live.run("x.grad")
    first, second = read_session(path).cells
    assert (first.finished, first.error, len(first.recordings)) == (True, None, 1)
    assert first.output == second.output == "variable(4.0)\n"
    assert [cell.interrupted for cell in live.cells] == [False, False]


def test_it_comes_at_once_outside_and_the_handler_is_as_it_was() -> None:
    with ctrl_c_waits():
        pass
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_the_handler_of_somebody_else_is_left_alone() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
    try:
        with ctrl_c_waits():
            signal.raise_signal(signal.SIGINT)
            assert heard == [signal.SIGINT]
    finally:
        signal.signal(signal.SIGINT, before)
