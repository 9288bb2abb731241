"""The file of what was done of the lessons: nothing is lost, and nothing spoils it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.prompt.learning.progress import (
    Answered,
    At,
    Done,
    Progress,
    keep,
    progress_path,
    read_progress,
)
from backstep.recording.annotations import OWN
from backstep.session import SessionError


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BACKSTEP_HOME", str(tmp_path))
    return tmp_path


def answer(right: bool, sure: int = 3, step: int = 4, kind: str = "gx") -> Answered:
    given = "8.0" if right else "4.0"
    return Answered("diamond", 2, 1, step, kind, "", "Which gx?", "8.0", given, sure, right)


def test_there_is_nothing_before_the_first_lesson() -> None:
    assert read_progress() == Progress()


def test_a_place_is_kept_until_the_lesson_is_done() -> None:
    keep(At("diamond", 3))
    assert read_progress().cells == {"diamond": 3}
    keep(Done("diamond", "2026-11-21"))
    assert (read_progress().cells, read_progress().done) == ({}, {"diamond": "2026-11-21"})


def test_sure_and_wrong_is_to_be_reviewed_the_surest_first_until_it_is_right() -> None:
    keep(answer(False, 2), answer(False, 3, step=9), answer(False, 1, step=11), answer(True, 3, 15))
    assert [(each.step, each.confidence) for each in read_progress().to_review()] == [
        (9, 3),
        (4, 2),
    ]
    keep(answer(True, 1, step=9))
    assert [each.step for each in read_progress().to_review()] == [4]


def test_what_was_skipped_is_no_answer() -> None:
    keep(Answered("diamond", 2, 1, 4, "gx", given=None, right=None))
    assert read_progress().answers == {}


@pytest.mark.parametrize("kind", ["gx", OWN])
def test_it_is_asked_again_as_it_was_asked(kind: str) -> None:
    ask = answer(False, kind=kind).ask
    assert ask.by_author
    assert (ask.step, ask.question, ask.text, ask.given) == (4, kind, "Which gx?", None)


@given(st.binary(max_size=60))
def test_a_torn_or_strange_line_loses_no_other(garbage: bytes) -> None:
    path = progress_path()
    path.unlink(missing_ok=True)
    keep(At("chain", 1))
    with path.open("ab") as file:
        file.write(garbage)  # with or without an end of its own
    keep(At("muladd", 2))
    cells = read_progress().cells
    assert cells["chain"] == 1
    assert cells["muladd"] == 2


def test_a_folder_in_its_place_is_one_sentence(home: Path) -> None:
    (home / "learn.jsonl").mkdir()
    with pytest.raises(SessionError, match=r"learn\.jsonl"):
        keep(At("chain", 1))
    with pytest.raises(SessionError, match="is a folder"):
        read_progress()
