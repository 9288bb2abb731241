"""A session under way: journal and program move together, and neither loses the other."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backstep.session import Journal, read_session
from backstep.session.live import LiveSession


def test_a_full_disk_is_told_once_and_the_session_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object) -> int:
        raise OSError(28, "No space left on device")

    written: list[str] = []
    with Journal.create(tmp_path / "s.jsonl") as journal:
        live = LiveSession(written.append, journal)
        live.run("a = 1")
        monkeypatch.setattr(os, "write", full)
        live.run("b = 2")
        monkeypatch.undo()
        live.run("print(a + b)")
    said = "".join(written)
    assert said.count("warning") == 1
    assert "No space left" in said
    assert said.endswith("3\n")
    assert [cell.source for cell in read_session(tmp_path / "s.jsonl").cells] == ["a = 1"]


def test_passes_that_are_streamed_are_written_like_any_others(tmp_path: Path) -> None:
    loop = "for i in range(150):\n    y = square(Variable(np.array(float(i))))\n    y.backward()"
    ids = []
    for name, options in (("kept", {}), ("streamed", {"streamed": lambda recording: None})):
        with Journal.create(tmp_path / name) as journal:
            LiveSession(lambda text: None, journal, **options).run(loop)
        ids.append([recording.id for recording in read_session(tmp_path / name).recordings])
    assert ids[0] == [1, 2, *range(133, 151)]
    assert ids[0] == ids[1]


def test_passes_in_the_middle_of_a_long_loop_are_counted() -> None:
    live = LiveSession(lambda text: None)
    result = live.run(
        "for i in range(150):\n    y = square(Variable(np.array(float(i))))\n    y.backward()"
    )
    assert (len(result.recordings), result.dropped) == (20, 130)
    assert [r.id for r in result.recordings[:3]] == [1, 2, 133]


def test_streamed_passes_come_at_once_in_the_order_in_which_they_began() -> None:
    ids: list[int] = []
    live = LiveSession(lambda text: None, streamed=lambda recording: ids.append(recording.id))
    live.run(
        "class Again(Function):\n    def forward(self, x):\n        return x\n"
        "    def backward(self, gy):\n        z = Variable(self.inputs[0].data)\n"
        "        with using_config('enable_backprop', True):\n            square(z).backward()\n"
        "        return gy\n"
        "x = Variable(np.array(1.0))\ny = Again()(x)\ny.backward()\ny.backward()"
    )
    assert ids == [1, 2, 3, 4]
    assert live.recordings == []
