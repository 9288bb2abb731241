"""`backstep sessions`, `%sessions`, and `backstep resume` without a name."""

from __future__ import annotations

import builtins
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from backstep.cli import main
from backstep.prompt.sessions import NoSession, chosen, listing
from backstep.prompt.tables import cells as width_of
from backstep.session import (
    Journal,
    SessionError,
    autosaved,
    find_session,
    shipped_sessions,
)
from backstep.session.listing import own_sessions
from tests.prompt.commands.conversations import Conversation

MORNING = 1_795_000_000


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def folder(own_data_folder: Path) -> Path:
    folder = own_data_folder / "sessions"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A person at a terminal, who answers one thing after the other."""

    def answering(*said: str) -> None:
        left = iter(said)
        monkeypatch.setattr(sys, "stdin", Terminal())
        monkeypatch.setattr(builtins, "input", lambda question: next(left))

    return answering


@pytest.fixture(autouse=True)
def piped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())


def put(folder: Path, name: str, *cells: str, written: int = MORNING, title: str = "") -> Path:
    path = folder / f"{name}.jsonl"
    with Journal.create(path, title) as journal:
        for cell in cells:
            journal.done(journal.cell(cell), "", None, "")
    os.utime(path, (written, written))
    return path


def test_they_are_a_table_with_a_line_for_each(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    put(folder, "2026-11-20-091200", "\n# a talk\nx = 1", "x", written=MORNING + 60)
    put(folder, "older", "x = Variable(np.array(3.0))", title="Two paths")
    torn = put(folder, "2026-11-20-093000", "y = 1", written=MORNING - 60)
    torn.write_bytes(torn.read_bytes()[:-20])
    os.utime(torn, (MORNING - 60,) * 2)
    (folder / "broken.jsonl").write_text("oh no\n")
    os.utime(folder / "broken.jsonl", (MORNING + 30,) * 2)
    put(folder, "nothing-in-it")
    assert main(["sessions"]) == 0
    lines = capsys.readouterr().out.splitlines()
    sizes = [f"{(folder / f'{n}.jsonl').stat().st_size} B" for n in ("2026-11-20-091200", "older")]
    assert lines[0].split() == ["session", "written", "title", "cells", "passes", "size"]
    assert lines[1].split("  ")[0] == "2026-11-20-091200"
    assert lines[1].endswith(f"# a talk       2       0  {sizes[0]}")
    assert lines[2] == ("broken             is not a backstep session: its first line is no header")
    assert lines[3].endswith(f"Two paths      1       0  {sizes[1]}")
    assert lines[4].startswith("2026-11-20-093000") and lines[4].endswith("cut off")
    assert len(lines) == 5


def test_json_has_an_object_for_each(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = put(folder, "one", "x = 1", title="T \x1b[31m")
    (folder / "broken.jsonl").write_text("oh no\n")
    os.utime(folder / "broken.jsonl", (MORNING - 5,) * 2)
    assert main(["sessions", "--json"]) == 0
    one, broken = map(json.loads, capsys.readouterr().out.splitlines())
    assert one.pop("written").startswith("2026-11-1")
    assert one == {
        "event": "session",
        "name": "one",
        "file": str(path),
        "size": path.stat().st_size,
        "title": "T \x1b[31m",
        "cells": 1,
        "passes": 0,
        "torn": False,
        "unfinished": False,
        "locked": False,
    }
    assert broken["error"] == "is not a backstep session: its first line is no header"


def test_without_any_it_says_where_they_will_be(
    own_data_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sessions"]) == 0
    told = f"no sessions yet: what is typed at the prompt is kept in {own_data_folder}/sessions\n"
    assert capsys.readouterr().out == told


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_every_line_fits_and_shows_no_control_character(folder: Path, width: int) -> None:
    put(folder, "long", "x = 1", title="日本語の題" * 20)
    put(folder, "esc", "x = 1", title="\x1b[31mred\x1b[0m \u202e[b]")
    put(folder, "tab", "\t\tx = 1\r")
    (folder / ("n" * 60 + ".jsonl")).write_text("no")
    (folder / "a\x1b[2Jb.jsonl").write_text("no")
    lines = listing(own_sessions(), width)
    assert len(lines) == 6
    assert max(map(width_of, lines)) <= width
    assert all(line.isprintable() for line in lines)


def test_replay_alone_lists_the_last_and_knows_its_own(folder: Path) -> None:
    for k in range(14):
        put(folder, f"s{k:02}", "x = 1", written=MORNING + k)
    with Journal.create(folder / "mine.jsonl") as journal:
        lines = Conversation(journal).said("x = 3\n%replay\n").splitlines()
    assert lines[1].split()[0] == "mine" and lines[1].endswith("this one")
    assert [line.split()[0] for line in lines[2:4]] == ["s13", "s12"]
    assert lines[13] == "and 3 more: backstep sessions lists them all"
    assert lines[14].startswith("shipped: ") and "diamond" in " ".join(lines[14:])


def test_resume_without_a_name_takes_the_newest_where_nobody_can_be_asked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, "old", "x = 1", written=MORNING - 100)
    new = put(folder, "new", "x = 5", "y = x")
    put(folder, "empty", written=MORNING + 50)
    (folder / "broken.jsonl").write_text("oh no\n")
    assert chosen() == new
    told = "resuming the last session, new: x = 5 (2 cells)\n"
    assert capsys.readouterr().err == told


def test_a_session_that_another_backstep_writes_is_not_taken(folder: Path) -> None:
    old = put(folder, "old", "x = 1", written=MORNING - 100)
    with Journal.open_for_append(put(folder, "new", "x = 5")):
        assert chosen() == old


@pytest.mark.parametrize(
    ("said", "taken"),
    [(("",), "s3"), (("1",), "s3"), (("3",), "s1"), (("9", "x", "0003", "2"), "s2")],
)
def test_a_person_chooses_and_enter_takes_the_newest(
    said: tuple[str, ...],
    taken: str,
    folder: Path,
    answers: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    for k in range(1, 4):
        put(folder, f"s{k}", "x = 1", written=MORNING + k)
    answers(*said)
    assert chosen().stem == taken
    out = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in out[1:4]] == [["1", "s3"], ["2", "s2"], ["3", "s1"]]
    assert sum("is none of them" in line for line in out) == len(said) - 1


@pytest.mark.parametrize("said", ["q", "n", "none"])
def test_a_person_may_want_none(said: str, folder: Path, answers: Callable[..., None]) -> None:
    put(folder, "one", "x = 1")
    answers(said)
    with pytest.raises(NoSession, match="nothing was resumed"):
        chosen()


def test_the_list_is_short(
    folder: Path, answers: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    for k in range(30):
        put(folder, f"s{k:02}", "x = 1", written=MORNING + k)
    answers("")
    assert chosen().stem == "s29"
    assert len(capsys.readouterr().out.splitlines()) == 11


def test_without_any_there_is_one_sentence(own_data_folder: Path) -> None:
    with pytest.raises(NoSession) as caught:
        chosen()
    told = f"there is no session to go on with in {own_data_folder}/sessions"
    assert str(caught.value) == told


def test_one_of_the_data_folder_is_found_by_its_name(folder: Path) -> None:
    path = put(folder, "2026-11-20-091200", "x = 1")
    put(folder, "diamond", "x = 1")
    assert find_session("2026-11-20-091200") == path
    assert find_session("2026-11-20-091200.jsonl") == path
    assert find_session("diamond") == shipped_sessions()["diamond"]
    with pytest.raises(SessionError):
        find_session("../sessions/2026-11-20-091200")


def test_one_that_was_saved_elsewhere_is_offered_by_the_end_of_its_path(
    folder: Path, tmp_path: Path, answers: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, "older", "x = 1")
    with autosaved() as journal:
        assert journal is not None
        journal.done(journal.cell("x = 2"), "", None, "")
        journal.save_as(tmp_path / "my-talk.jsonl")
    answers("")
    assert chosen() == tmp_path / "my-talk.jsonl"
    first = capsys.readouterr().out.splitlines()[1].split()
    assert first[1].startswith("...") and first[1].endswith("my-talk.jsonl")
    assert find_session(own_sessions()[0].name) == tmp_path / "my-talk.jsonl"
