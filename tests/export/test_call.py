"""`backstep.export(recordings, "y.html")`: what a program may export, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import backstep
from backstep.engine import BackstepError, Variable, square
from backstep.export.formats import FORMATS
from backstep.recording.telling.events import json_lines

ENDINGS = [each.ending for each in FORMATS]


@pytest.fixture
def recordings() -> backstep.Recordings:
    with backstep.record() as found:
        x = Variable(np.array(2.0), name="x")
        square(x).backward()
        square(square(x)).backward()
    return found


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_recording_is_written_in_each_format(
    ending: str, tmp_path: Path, recordings: backstep.Recordings
) -> None:
    paths = [tmp_path / f"{n}{ending}" for n in range(3)]
    backstep.export(recordings[1], paths[0])
    recordings[1].export(str(paths[1]))
    recordings.export(paths[2], index=1)
    first, *others = [path.read_text(encoding="utf-8") for path in paths]
    assert first and others[0] == first


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.ending)
def test_a_session_is_written_in_each_format(form: Any, tmp_path: Path) -> None:
    out = tmp_path / f"out{form.ending}"
    backstep.export("diamond", out)
    assert out.read_text(encoding="utf-8")


def test_every_pass_is_in_a_format_that_holds_them_all(
    tmp_path: Path, recordings: backstep.Recordings
) -> None:
    recordings.export(tmp_path / "all.jsonl")
    recordings.export(tmp_path / "last.jsonl", index=-1)
    every, last = ([*json_lines(each)] for each in recordings)
    assert (tmp_path / "all.jsonl").read_text().splitlines() == [*every, *last]
    assert (tmp_path / "last.jsonl").read_text().splitlines() == last


def test_a_file_is_written_over_unless_that_is_not_wanted(
    tmp_path: Path, recordings: backstep.Recordings
) -> None:
    out = tmp_path / "r.jsonl"
    out.write_text("mine")
    with pytest.raises(BackstepError, match="is there already: choose another name"):
        recordings.export(out, overwrite=False)
    assert out.read_text() == "mine"
    recordings.export(out)
    assert out.read_text().startswith('{"event":"backward"')


@pytest.mark.parametrize(
    ("what", "path", "how", "told"),
    [
        ("r", "talk.pdf", {}, "talk.pdf: the ending says what is written"),
        ("r", "talk", {}, "the ending says what is written"),
        ("r", "r.jsonl", {"index": 7}, "there is no pass 7: there are 2"),
        ("r", "r.jsonl", {"index": 1, "at": 99}, "there is no step 99"),
        ("r", "r.jsonl", {"at": -1}, "there is no step -1"),
        ("r", "r.jsonl", {"colour": "red"}, "no option colour; there are ascii_only"),
        ("r", "nowhere/r.jsonl", {}, "cannot be written"),
        ([], "r.jsonl", {}, "no backward pass was recorded"),
        ("diamant", "r.jsonl", {}, "did you mean diamond"),
        (Variable(np.array(1.0)), "r.jsonl", {}, "export takes recordings, .* not Variable"),
        (None, "r.jsonl", {}, "export takes recordings, .* not NoneType"),
        ([3], "r.jsonl", {}, "export takes recordings, .* not list"),
    ],
)
def test_what_cannot_be_exported_is_said(
    what: Any,
    path: str,
    how: dict[str, Any],
    told: str,
    tmp_path: Path,
    recordings: backstep.Recordings,
) -> None:
    with pytest.raises(BackstepError, match=told):
        backstep.export(recordings if what == "r" else what, tmp_path / path, **how)
    assert list(tmp_path.glob("*.*")) == []
