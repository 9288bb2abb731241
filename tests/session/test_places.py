"""Where sessions are kept and how one is found by its name."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from backstep.folders import data_folder, history_path
from backstep.session import SessionError, find_session, places

NOW = datetime(2026, 11, 20, 22, 39, 1)


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with two sessions in it, seen from an empty folder."""
    folder = tmp_path / "package" / "sessions"
    folder.mkdir(parents=True)
    for name in ("diamond.jsonl", "rosenbrock.jsonl", "notes.txt"):
        (folder / name).write_text("")
    (tmp_path / "package" / "session").mkdir()
    monkeypatch.setattr(places, "__file__", str(tmp_path / "package" / "session" / "places.py"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return folder


def test_the_data_folder_can_be_named(own_data_folder: Path) -> None:
    assert data_folder() == own_data_folder
    assert history_path() == own_data_folder / "history"


def test_an_empty_name_is_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKSTEP_HOME", "")
    assert data_folder().is_absolute()
    assert data_folder().name == "backstep"


def test_a_journal_is_named_after_its_moment_and_never_twice(own_data_folder: Path) -> None:
    first = places.journal_path(NOW)
    assert first == own_data_folder / "sessions" / "2026-11-20-223901.jsonl"
    first.parent.mkdir(parents=True)
    first.write_text("")
    second = places.journal_path(NOW)
    assert second.name == "2026-11-20-223901-2.jsonl"
    second.symlink_to("nowhere")
    assert places.journal_path(NOW).name == "2026-11-20-223901-3.jsonl"


def test_the_shipped_sessions_have_names(shipped: Path) -> None:
    assert places.shipped_sessions() == {
        "diamond": shipped / "diamond.jsonl",
        "rosenbrock": shipped / "rosenbrock.jsonl",
    }


def test_a_checkout_has_its_sessions_beside_the_package(shipped: Path) -> None:
    shipped.rename(shipped.parents[1] / "sessions")
    assert set(places.shipped_sessions()) == {"diamond", "rosenbrock"}


@pytest.mark.parametrize("name", ["diamond", "diamond.jsonl"])
def test_a_shipped_session_is_found_by_name(shipped: Path, name: str) -> None:
    assert find_session(name) == shipped / "diamond.jsonl"


def test_an_own_file_comes_before_a_shipped_one(shipped: Path) -> None:
    Path("diamond.jsonl").write_text("")
    assert find_session("diamond") == Path("diamond.jsonl")


def test_a_folder_does_not_hide_a_shipped_session(shipped: Path) -> None:
    Path("diamond").mkdir()
    assert find_session("diamond") == shipped / "diamond.jsonl"
    Path("mine").mkdir()
    with pytest.raises(SessionError, match=r"^mine is a folder: name a file in it$"):
        find_session("mine")


def test_near_names_are_told(shipped: Path) -> None:
    with pytest.raises(SessionError) as caught:
        find_session("dimond.jsonl")
    assert str(caught.value) == (
        "dimond.jsonl: there is no such file or shipped session; did you mean diamond?"
    )


def test_without_a_near_name_all_are_told(shipped: Path) -> None:
    with pytest.raises(SessionError, match=r"; shipped are diamond, rosenbrock$"):
        find_session("xyz")


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "~nobody-there/x", "", "..", "/"])
def test_a_name_that_no_file_can_have_is_one_sentence(shipped: Path, name: str) -> None:
    with pytest.raises(SessionError) as caught:
        find_session(name)
    assert len(str(caught.value)) < 400


def test_a_hostile_name_is_made_visible(shipped: Path) -> None:
    with pytest.raises(SessionError, match=r"^\\x1b\[2J: "):
        find_session("\x1b[2J")
