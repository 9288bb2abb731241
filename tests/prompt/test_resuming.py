"""Resuming a session: its names come back, and a stranger's runs in a worker first."""

from __future__ import annotations

import builtins
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from backstep.engine.config import Config
from backstep.prompt import resuming
from backstep.prompt.keeping import of_session
from backstep.prompt.resuming import NotResumed, resumed
from backstep.recording.annotations import Mark, Note
from backstep.session import Journal, autosaved, read_session
from backstep.session.live import LiveSession
from backstep.session.undoing import undo
from backstep.session.worker.limits import Limits, LimitStruck
from backstep.stepper.notebook import Entered

CELLS = ("x = Variable(np.array(3.0))", "y = x * x", "y.backward()", "x.grad")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A person at a terminal, who answers."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def answering(answer: str) -> None:
        monkeypatch.setattr(sys, "stdin", Terminal())
        monkeypatch.setattr(builtins, "input", lambda question: answer)

    return answering


@pytest.fixture(autouse=True)
def piped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())


def made_elsewhere(folder: Path, *cells: str) -> Path:
    path = folder / "sent.jsonl"
    with Journal.create(path) as journal:
        live = LiveSession(lambda text: None, journal)
        for cell in cells or CELLS:
            live.run(cell)
    return path


def made_at_the_prompt(*cells: str) -> Path:
    with autosaved() as journal:
        assert journal is not None
        live = LiveSession(lambda text: None, journal)
        for cell in cells or CELLS:
            live.run(cell)
        return journal.path


def resume(path: Path, limits: Limits | None = None) -> None:
    with resumed(str(path), limits or Limits(), print):
        pass


def test_a_session_made_here_goes_on_in_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resuming, "Worker", None)  # it needs none
    path, heard = made_at_the_prompt(), []
    with resumed(str(path), Limits(), heard.append) as live:
        assert heard == []
        live.run("print(x.grad + y.data)")
    assert heard == ["variable(15.0)\n"]
    session = read_session(path)
    assert [cell.n for cell in session.cells] == [1, 2, 3, 4, 5]
    assert session.cells[4].output == "variable(15.0)\n"


def test_its_passes_go_on_counting_where_the_file_ends() -> None:
    path = made_at_the_prompt(*CELLS, "y.backward()")
    with resumed(str(path), Limits(), print) as live:
        undo(live, 1)
    with resumed(str(path), Limits(), print) as live:
        live.run("square(x).backward()")
    session = read_session(path)
    assert [recording.id for recording in session.recordings] == [1, 3]
    assert [cell.n for cell in session.cells] == [1, 2, 3, 4, 6]


def test_an_undo_after_resuming_names_the_cells_of_the_file() -> None:
    path = made_at_the_prompt()
    with resumed(str(path), Limits(), print) as live:
        undo(live, 2)
    assert [cell.n for cell in read_session(path).undone] == [3, 4]


def test_a_stranger_s_session_goes_on_in_a_file_of_its_own(tmp_path: Path) -> None:
    path = made_elsewhere(tmp_path)
    before = path.read_bytes()
    with resumed(str(path), Limits(), print) as live:
        assert live.journal is not None
        live.run("z = x * 2")
        assert sorted(live.runtime.user_names()) == ["x", "y", "z"]
        own = live.journal.path
    assert path.read_bytes() == before
    assert [cell.source for cell in read_session(own).cells] == [*CELLS, "z = x * 2"]
    assert len(read_session(own).recordings) == 1


def test_a_stranger_s_session_that_strikes_a_limit_does_not_run_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made_elsewhere(tmp_path, "for i in range(5000):\n    pass")
    monkeypatch.setattr(resuming, "LiveSession", None)
    with pytest.raises(LimitStruck, match="cell 1 was stopped after 1,000 ticks"):
        resume(path, Limits(ticks=1000))


def test_here_too_a_stranger_s_cells_are_counted_until_they_have_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made_elsewhere(tmp_path, "def f(n):\n    for i in range(n):\n        pass\nf(90)")
    with resumed(str(path), Limits(ticks=200), print) as live:
        assert live.run("f(5000)").outcome.problem is None
    monkeypatch.setattr(resuming, "_try_out", lambda session, limits: None)
    with pytest.raises(LimitStruck, match="ticks"):
        resume(path, Limits(ticks=50))


@pytest.mark.parametrize("answer", ["", "n", "no", "perhaps"])
def test_a_person_who_does_not_agree_runs_nothing(
    answer: str, terminal: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal(answer)
    monkeypatch.setattr(resuming, "LiveSession", None)
    with pytest.raises(NotResumed, match="was not resumed"):
        resume(made_elsewhere(tmp_path, "x = 1"))


def test_a_person_who_agrees_is_told_what_there_is(
    terminal: Callable[[str], None], tmp_path: Path
) -> None:
    terminal("y")
    heard: list[str] = []
    with resumed(str(made_elsewhere(tmp_path)), Limits(), heard.append):
        pass
    assert "4 cells ran again" in heard[0]
    assert "names: x, y" in heard[0]


def test_a_shipped_session_asks_nothing_and_is_not_written(terminal: Callable[[str], None]) -> None:
    terminal("n")
    with resumed("diamond", Limits(), print) as live:
        assert live.journal is not None
        assert live.journal.path.name != "diamond.jsonl"
        assert float(live.runtime.variables()["x"].data) == 2.0


def test_each_cell_runs_by_the_algorithm_that_it_ran_by(tmp_path: Path) -> None:
    path = tmp_path / "sent.jsonl"
    with Journal.create(path) as journal:
        live = LiveSession(lambda text: None, journal)
        live.run("x = Variable(np.array(2.0))")
        Config.algorithm = "overwrite"
        live.run("y = add(x, x)\ny.backward()")
    Config.algorithm = "generation"
    with resumed(str(path), Limits(), print) as live:
        assert float(live.runtime.variables()["x"].grad.data) == 1.0  # the last gradient wins


def test_a_link_from_the_data_folder_makes_nothing_ours(
    tmp_path: Path, own_data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = made_elsewhere(tmp_path, "x = 1")
    made_at_the_prompt("y = 1")
    link = own_data_folder / "sessions" / "link.jsonl"
    link.symlink_to(sent)
    tried = []
    monkeypatch.setattr(resuming, "_try_out", lambda session, limits: tried.append(session.path))
    resume(link)
    assert tried == [link]


def test_marks_of_passes_after_an_undone_one_go_on_in_the_file(tmp_path: Path) -> None:
    with autosaved() as journal:
        assert journal is not None
        live = LiveSession(lambda text: None, journal)
        for cell in CELLS[:3]:
            live.run(cell)
        undo(live, 1)
        live.run("z = x * x * x\nz.backward()")
        path = journal.path
        of_session(live, live.recordings).keeper(Entered(0, Note(3, "the cube")))
    with resumed(str(path), Limits(), print) as live:
        kept = of_session(live, live.recordings)
        assert dict(kept.notebook.page(0).marks) == {3: "the cube"}
        assert kept.keeper(Entered(0, Mark(5))) == ""
    assert read_session(path).marks == ({3: "the cube", 5: ""},)


def test_marks_of_a_strangers_session_go_into_the_new_file(tmp_path: Path) -> None:
    path = made_elsewhere(tmp_path)
    with Journal.open_for_append(path) as journal:
        journal.annotate(3, 1, Note(3, "here"))
    with resumed(str(path), Limits(), print) as live:
        assert live.journal is not None
        assert read_session(live.journal.path).marks == ({3: "here"},)


def test_the_cell_in_flight_is_offered_at_the_prompt_and_did_not_run(
    terminal: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    path = made_at_the_prompt()
    with Journal.open_for_append(path) as journal:
        journal.cell("y = never(\n    x)")
    terminal("")
    heard: list[str] = []
    with resumed(str(path), Limits(), heard.append) as live:
        assert live.in_flight == "y = never(\n    x)"
        live.run("z = 1")
    assert "cell 5 was cut off while it ran, and did not run again" in capsys.readouterr().err
    assert "what was cut off is at the prompt" in heard[0]
    with resumed(str(path), Limits(), heard.append) as live:
        assert live.in_flight == ""
