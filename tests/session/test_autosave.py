"""A session without a file of its own is kept in the data folder while it goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backstep.session import autosaved, read_session
from backstep.session import journal as journal_module
from backstep.session.listing import own_sessions
from backstep.session.places import saved_sessions


def test_an_autosave_without_a_cell_leaves_no_file(own_data_folder: Path) -> None:
    with autosaved() as journal:
        assert journal is not None and journal.path.exists()
        assert journal.path.parent == own_data_folder / "sessions"
    assert not journal.path.exists()


def test_an_autosave_with_a_cell_stays_even_after_an_error() -> None:
    with pytest.raises(KeyError), autosaved() as journal:
        assert journal is not None
        journal.cell("x = 1")
        raise KeyError
    assert journal is not None
    assert len(read_session(journal.path).cells) == 1


def test_an_autosave_that_was_saved_elsewhere_goes_away(tmp_path: Path) -> None:
    with autosaved() as journal:
        assert journal is not None
        first = journal.path
        journal.cell("x = 1")
        journal.save_as(tmp_path / "talk")
    assert not first.exists()
    assert len(read_session(tmp_path / "talk.jsonl").cells) == 1


def test_two_sessions_of_one_second_have_files_of_their_own(
    monkeypatch: pytest.MonkeyPatch, own_data_folder: Path
) -> None:
    """The name that was free when it was asked for is taken when it is used."""
    folder = own_data_folder / "sessions"
    names = iter([folder / "a.jsonl", folder / "b.jsonl"])
    monkeypatch.setattr(journal_module, "journal_path", lambda now: next(names))
    folder.mkdir(parents=True)
    (folder / "a.jsonl").write_text("taken")
    with autosaved() as journal:
        assert journal is not None and journal.path == folder / "b.jsonl"


def test_without_a_data_folder_the_session_goes_on_unsaved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("BACKSTEP_HOME", str(tmp_path / "file"))
    with autosaved() as journal:
        assert journal is None
    told = capsys.readouterr().err
    assert told.startswith("warning: this session is not saved as you type: cannot write ")


def test_a_session_that_was_saved_elsewhere_is_listed_there_and_nowhere_else(
    tmp_path: Path, own_data_folder: Path
) -> None:
    """Also where it is killed right after it was saved."""
    with autosaved() as journal:
        assert journal is not None
        journal.cell("x = 1")
        journal.save_as(tmp_path / "talk")
        assert list((own_data_folder / "sessions").iterdir()) == []
        journal.cell("y = 2")
        (one,) = own_sessions()
        assert (one.path, one.cells, one.locked) == (tmp_path / "talk.jsonl", 2, True)
        journal.save_as(tmp_path / "again")
    assert {one.path.stem for one in own_sessions()} == {"talk", "again"}


def test_a_session_that_comes_back_to_the_data_folder_is_there_once(tmp_path: Path) -> None:
    with autosaved() as journal:
        assert journal is not None
        first = journal.path
        journal.cell("x = 1")
        journal.save_as(tmp_path / "talk")
        (tmp_path / "talk.jsonl").unlink()
        journal.save_as(first)
        journal.save_as(first.with_name("named"))
        assert [one.path for one in own_sessions()] == [first.with_name("named.jsonl")]
        journal.save_as(first)
        journal.cell("y = 2")
    assert len(read_session(first).cells) == 2


def test_the_list_of_saved_sessions_takes_anything(tmp_path: Path, own_data_folder: Path) -> None:
    (tmp_path / "there.jsonl").write_text("")
    there = json.dumps(str(tmp_path / "there.jsonl"))
    gone = json.dumps(str(tmp_path / "gone.jsonl"))
    own_data_folder.mkdir()
    (own_data_folder / "saved").write_text(f'{there}\n{{oops\n{gone}\n"a\\u0000b"\n3\n{there}\n"')
    assert saved_sessions() == [tmp_path / "there.jsonl"]
