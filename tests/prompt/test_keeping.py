"""Where marks go: into the journal, into one's own file, or nowhere with the reason."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from backstep.prompt import keeping
from backstep.prompt.keeping import of_file, of_journal, of_session
from backstep.recording.annotations import Looked, Mark, Note
from backstep.session import Journal, find_session, read_session
from backstep.session.live import LiveSession
from backstep.stepper.notebook import Entered, Save
from tests.session.material import written_session
from tests.stepper.sessions import copy_of

CELL = "x = Variable(np.array(2.0))\ny = x * x\ny.backward()"
HERE = Entered(0, Looked(3, "grads"))


@pytest.fixture
def live(tmp_path: Path) -> Iterator[LiveSession]:
    with Journal.create(tmp_path / "session.jsonl") as journal:
        live = LiveSession(lambda text: None, journal)
        live.run(CELL)
        yield live


def test_a_mark_at_the_prompt_is_on_disk_at_once(live: LiveSession, tmp_path: Path) -> None:
    keeper = of_session(live, live.recordings).keeper
    assert keeper(Entered(0, Mark(3))) == ""
    assert keeper(Entered(0, Note(5, "x twice"))) == ""
    assert read_session(tmp_path / "session.jsonl").marks == ({3: "", 5: "x twice"},)


def test_the_next_sitting_knows_the_marks_of_the_last(live: LiveSession) -> None:
    of_session(live, live.recordings).keeper(Entered(0, Mark(3)))
    live.run(CELL)
    notebook = of_session(live, live.recordings).notebook
    assert dict(notebook.page(0).marks) == {3: ""}
    assert not notebook.page(1)


def test_saving_goes_on_in_the_other_file(live: LiveSession, tmp_path: Path) -> None:
    keeper = of_session(live, live.recordings).keeper
    keeper(Entered(0, Mark(3)))
    told = keeper(Save(str(tmp_path / "talk"), HERE))
    assert told.startswith(f"Saved to {tmp_path / 'talk.jsonl'}")
    keeper(Entered(0, Mark(4)))
    live.run("x.grad")
    session = read_session(tmp_path / "talk.jsonl")
    assert (session.marks, len(session.cells)) == (({3: "", 4: ""},), 2)
    assert session.looked == (0, Looked(3, "grads"))


def test_a_session_without_a_file_can_be_saved_to_one(tmp_path: Path) -> None:
    live = LiveSession(lambda text: None)
    live.run(CELL)
    keeper = of_session(live, live.recordings).keeper
    told = keeper(Entered(0, Mark(3)))
    assert told == (
        "Kept until you leave, not written: this session has no file. w saves it all to a file."
    )
    assert keeper(Entered(0, Mark(4))) == ""
    again = of_session(live, live.recordings).keeper
    again(Save(str(tmp_path / "talk.jsonl"), HERE))
    again(Entered(0, Note(5, "later")))
    session = read_session(tmp_path / "talk.jsonl")
    assert session.marks == ({3: "", 4: "", 5: "later"},)
    assert session.recordings == tuple(live.recordings)
    assert [cell.source for cell in session.cells] == [CELL]


def test_a_file_of_ones_own_is_written_to(tmp_path: Path) -> None:
    path = written_session(tmp_path / "talk.jsonl", "diamond", "nested")
    before = path.read_bytes()
    with of_file(read_session(path)) as kept:
        assert path.read_bytes() == before
        assert kept.keeper(Entered(2, Mark(3))) == ""
        assert read_session(path).marks == ({}, {}, {3: ""})
    with of_file(read_session(path)) as kept:
        assert dict(kept.notebook.page(2).marks) == {3: ""}
    assert path.read_bytes().startswith(before)


def test_a_shipped_session_is_left_alone_until_it_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(copy_of("diamond", tmp_path))
    monkeypatch.setattr(keeping, "shipped_sessions", lambda: {"diamond": path})
    before = path.read_bytes()
    with of_file(read_session(path)) as kept:
        told = kept.keeper(Entered(0, Mark(3)))
        assert "diamond.jsonl comes with backstep" in told
        assert kept.keeper(Entered(0, Mark(4))) == ""
        refused = kept.keeper(Save("", HERE))
        assert refused.endswith("comes with backstep: w asks for the name of a file.")
        kept.keeper(Save(str(tmp_path / "mine"), HERE))
        kept.keeper(Entered(1, Note(5, "second order")))
    assert path.read_bytes() == before
    session = read_session(tmp_path / "mine.jsonl")
    assert session.marks == ({3: "", 4: ""}, {5: "second order"})
    assert session.recordings == read_session(path).recordings
    assert session.looked == (0, Looked(3, "grads"))


def test_a_file_that_another_backstep_writes_is_left_alone(tmp_path: Path) -> None:
    path = written_session(tmp_path / "talk.jsonl", "diamond")
    with Journal.open_for_append(path), of_file(read_session(path)) as kept:
        assert "another backstep is writing" in kept.keeper(Entered(0, Mark(3)))
    assert read_session(path).marks == ({},)


def test_a_file_that_may_not_be_written_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written_session(tmp_path / "talk.jsonl", "diamond")
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write everything
    with of_file(read_session(path)) as kept:
        assert "is not yours to write" in kept.keeper(Entered(0, Mark(3)))
    assert read_session(path).marks == ({},)


def test_a_file_is_not_replaced_that_is_no_session(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with of_file(read_session(find_session("diamond"))) as kept:
        told = kept.keeper(Save(str(tmp_path / "thesis.txt"), HERE))
        assert told.startswith("Not saved: ")
        assert "is not a backstep session" in told
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_a_file_that_was_written_anew_meanwhile_is_not_spoilt(tmp_path: Path) -> None:
    path = written_session(tmp_path / "talk.jsonl", "diamond", "nested")
    session = read_session(path)
    path.unlink()
    written_session(path, "diamond")
    with of_file(session) as kept:
        assert "does not hold the pass" in kept.keeper(Entered(2, Mark(3)))
    assert read_session(path).marks == ({},)


def test_a_run_without_a_file_says_how_to_give_it_one() -> None:
    live = LiveSession(lambda text: None)
    live.run(CELL)
    assert "--save" in of_journal(None, live.recordings).keeper(Entered(0, Mark(3)))


def test_marks_of_a_saved_run_are_written(live: LiveSession, tmp_path: Path) -> None:
    kept = of_journal(live.journal, live.recordings)
    assert kept.keeper(Entered(0, Mark(3))) == ""
    assert read_session(tmp_path / "session.jsonl").marks == ({3: ""},)


def test_marks_of_a_pass_that_the_stepper_made_stay_there(
    live: LiveSession, tmp_path: Path
) -> None:
    keeper = of_session(live, live.recordings[:]).keeper
    assert "the session has no such one" in keeper(Entered(1, Mark(3)))
    told = keeper(Save(str(tmp_path / "talk"), Entered(1, Looked(3))))
    assert told == f"Saved to {tmp_path / 'talk.jsonl'}. Marks go there from now on."
    assert read_session(tmp_path / "talk.jsonl").looked is None


def test_the_file_of_the_session_under_way_can_be_replayed_and_marked(live: LiveSession) -> None:
    assert live.journal is not None
    path = live.journal.path
    with of_file(read_session(path), live.journal) as kept:
        assert kept.keeper(Entered(0, Mark(3))) == ""
    live.run("x.grad")  # its journal is still open
    session = read_session(path)
    assert (session.marks, len(session.cells)) == (({3: ""},), 2)
