"""Saving under another name: whole or not at all, and never over something else."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backstep.session import Journal, SessionError, files, read_session
from tests.session.material import CELL, json_line, session_file, written_session

UNKNOWN = b'{"kind": "note",   "at": 1.50, "text": "\\u00e4"}\n'


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.create(tmp_path / "auto" / "save.jsonl") as journal:
        journal.cell("x = 1")
        yield journal


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "there").mkdir()
    return tmp_path / "there" / "talk.jsonl"


def refused(journal: Journal, path: Path, **options: Any) -> str:
    """What is said when saving there fails; the old journal goes on as if nothing had been."""
    old, before = journal.path, journal.path.read_bytes()
    with pytest.raises(SessionError) as caught:
        journal.save_as(path, **options)
    assert journal.path == old and old.read_bytes() == before
    n = journal.cell("after")
    assert read_session(old).cells[-1].n == n
    return str(caught.value)


def test_it_goes_on_in_the_new_file(journal: Journal, target: Path) -> None:
    old = journal.path
    journal.save_as(target)
    journal.cell("y = 2")
    assert journal.path == target
    assert [cell.source for cell in read_session(target).cells] == ["x = 1", "y = 2"]
    assert [cell.source for cell in read_session(old).cells] == ["x = 1"]
    assert os.listdir(target.parent) == ["talk.jsonl"]


def test_the_new_file_is_locked_and_the_old_one_free(journal: Journal, target: Path) -> None:
    old = journal.path
    journal.save_as(target)
    with pytest.raises(SessionError, match="another backstep is writing"):
        Journal.open_for_append(target)
    Journal.open_for_append(old).close()


def test_a_bare_name_gets_an_ending(journal: Journal, target: Path) -> None:
    journal.save_as(target.with_suffix(""))
    assert journal.path == target
    journal.save_as(target.with_name("talk.txt"))
    assert journal.path.name == "talk.txt"


def test_home_is_understood(
    journal: Journal, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(target.parent))
    journal.save_as(Path("~/mine"))
    assert journal.path == target.with_name("mine.jsonl")


def test_unknown_kinds_and_comments_are_kept_to_the_byte(tmp_path: Path, target: Path) -> None:
    path = session_file(tmp_path, b"# a talk\n", CELL, UNKNOWN)
    before = path.read_bytes()
    with Journal.open_for_append(path) as journal:
        journal.save_as(target)
    assert target.read_bytes() == before
    (note,) = read_session(target).records
    assert note.content == {"kind": "note", "at": 1.5, "text": "ä"}


def test_saving_onto_itself_is_nothing_to_do(journal: Journal) -> None:
    inode = journal.path.stat().st_ino
    journal.save_as(journal.path)
    assert journal.path.stat().st_ino == inode
    assert journal.cell("y = 2") == 2


def test_another_session_may_be_replaced(journal: Journal, target: Path) -> None:
    written_session(target)
    journal.save_as(target)
    assert [cell.source for cell in read_session(target).cells] == ["x = 1"]


def test_a_damaged_session_is_still_a_session(journal: Journal, target: Path) -> None:
    target.write_bytes(written_session(target).read_bytes() + b"{oops}\n")
    journal.save_as(target)
    assert len(read_session(target).cells) == 1


def test_what_is_no_session_is_not_replaced(journal: Journal, target: Path) -> None:
    target.write_text("my thesis")
    assert refused(journal, target) == (
        f"{target} exists and is not a backstep session: choose another name"
    )
    assert target.read_text() == "my thesis"


def test_what_is_no_session_is_replaced_when_that_is_wanted(journal: Journal, target: Path) -> None:
    target.write_text("an old draft")
    journal.save_as(target, overwrite=True)
    assert len(read_session(target).cells) == 1


def test_a_session_that_another_one_is_writing_is_not_replaced(
    journal: Journal, target: Path
) -> None:
    with Journal.create(target) as other:
        told = refused(journal, target, overwrite=True)
        assert told.startswith(f"another backstep is writing {target}")
        other.cell("still mine")
    assert [cell.source for cell in read_session(target).cells] == ["still mine"]


def test_a_link_stays_a_link(journal: Journal, target: Path) -> None:
    written_session(target)
    link = target.with_name("link.jsonl")
    link.symlink_to(target)
    journal.save_as(link)
    assert link.is_symlink() and journal.path == target


def test_a_folder_is_refused(journal: Journal, target: Path) -> None:
    told = f"{target.parent} is a folder: name a file in it"
    assert refused(journal, target.parent) == told
    assert refused(journal, target.parent, overwrite=True) == told


def test_a_pipe_is_refused_and_not_waited_for(journal: Journal, target: Path) -> None:
    os.mkfifo(target)
    told = refused(journal, target, overwrite=True)
    assert told == f"{target} is not a regular file: a session is kept in one"


def test_a_missing_folder_is_named(journal: Journal, target: Path) -> None:
    told = refused(journal, target.parent / "no" / "talk")
    assert told == f"there is no folder {target.parent / 'no'}: make it first"


def test_a_name_that_no_file_can_have_is_one_sentence(journal: Journal, target: Path) -> None:
    assert "a\\x00b" in refused(journal, target.with_name("a\0b"))
    assert refused(journal, target.with_name("x" * 300)).endswith("File name too long")
    assert refused(journal, Path("~nobody-of-that-name/talk")).startswith("cannot write ~nobody")


@pytest.mark.parametrize("step", ["open", "write", "fsync", "replace"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES])
@pytest.mark.parametrize("there", [False, True])
def test_a_failure_at_any_step_changes_nothing(
    journal: Journal,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    code: int,
    there: bool,
) -> None:
    if there:
        written_session(target)
    before = target.read_bytes() if there else b""
    real = getattr(os, step)

    def failing(*arguments: Any, **options: Any) -> Any:
        if step == "open" and not str(arguments[0]).endswith(".part"):
            return real(*arguments, **options)
        raise OSError(code, os.strerror(code))

    old = journal.path
    with monkeypatch.context() as patched:
        patched.setattr(os, step, failing)
        with pytest.raises(SessionError) as caught:
            journal.save_as(target)
    assert str(caught.value) == f"cannot write {target}: {os.strerror(code)}"
    assert os.listdir(target.parent) == (["talk.jsonl"] if there else [])
    assert (target.read_bytes() if there else b"") == before
    assert journal.path == old and journal.cell("y = 2") == 2
    assert len(read_session(old).cells) == 2


def test_an_interrupt_leaves_no_half_file(
    journal: Journal, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            journal.save_as(target)
    assert os.listdir(target.parent) == []
    assert journal.cell("y = 2") == 2


def test_no_descriptor_is_left_open(journal: Journal, target: Path) -> None:
    folder = Path("/proc/self/fd")
    if not folder.is_dir():
        pytest.skip("this system does not tell which files are open")
    before = len(os.listdir(folder))
    journal.save_as(target)
    target.with_name("no.txt").write_text("no session")
    for name in ("no.txt", "none/talk", "."):
        with pytest.raises(SessionError):
            journal.save_as(target.parent / name)
    assert len(os.listdir(folder)) == before


def test_a_session_is_known_by_its_first_record(tmp_path: Path) -> None:
    from backstep.session.reader import is_session

    newer = tmp_path / "newer.jsonl"
    newer.write_bytes(b"# \xff\n\n" + json_line({"kind": "header", "format": [9, 0]}) + b"\xff")
    assert is_session(newer)
    newer.write_bytes(b"\n")
    assert not is_session(newer)
    assert files.read_regular(newer, at_most=0) == b""
