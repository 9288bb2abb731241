"""Recordings of a Python program as a session file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import backstep
from backstep.api.saving import unsaved
from backstep.cli import main
from backstep.engine import BackstepError, Variable, add, square
from backstep.recording.annotations import Looked, Note
from backstep.session import read_session
from backstep.stepper.notebook import Entered, Save


@pytest.fixture
def recordings() -> backstep.Recordings:
    x = Variable(np.array(2.0))
    a = square(x)
    y = add(square(a), square(a))
    with backstep.record() as found:
        y.backward()
        x.cleargrad()
        (x * x).backward(create_graph=True)
    return found


def test_a_session_holds_the_passes_as_they_are(
    tmp_path: Path, recordings: backstep.Recordings
) -> None:
    recordings.save(tmp_path / "mine", title="From a script")
    session = read_session(tmp_path / "mine.jsonl")
    assert session.header.title == "From a script"
    assert [each.title for each in session.recordings] == [each.title for each in recordings]
    assert [each.pops for each in session.recordings] == [each.pops for each in recordings]


def test_it_can_be_replayed_and_its_program_runs_to_nothing(
    tmp_path: Path, recordings: backstep.Recordings, capsys: pytest.CaptureFixture[str]
) -> None:
    recordings.save(tmp_path / "mine")
    assert main(["replay", "--plain", str(tmp_path / "mine.jsonl")]) == 0
    assert "x.grad = 64.0" in capsys.readouterr().out
    (cell,) = read_session(tmp_path / "mine.jsonl").cells
    assert cell.source.startswith("# recorded in a Python program")


def test_a_file_that_is_there_is_left(tmp_path: Path, recordings: backstep.Recordings) -> None:
    recordings.save(tmp_path / "mine.jsonl")
    before = (tmp_path / "mine.jsonl").read_bytes()
    with pytest.raises(BackstepError, match="is there already"):
        recordings[:1].save(tmp_path / "mine")
    assert (tmp_path / "mine.jsonl").read_bytes() == before


def test_what_is_put_to_them_in_the_stepper_is_saved_with_them(
    tmp_path: Path, recordings: backstep.Recordings
) -> None:
    keeper = unsaved(recordings).keeper
    assert "these passes are in no file" in keeper(Entered(0, Note(5, "here")))
    said = keeper(Save(str(tmp_path / "mine.jsonl"), Entered(0, Looked(3))))
    assert said.startswith("Saved to")
    session = read_session(tmp_path / "mine.jsonl")
    assert dict(session.annotations[0].marks) == {5: "here"}
