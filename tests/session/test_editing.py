"""Changing a cell: the rest runs again, the file keeps both, and a failure leaves all as it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backstep.engine.config import Config
from backstep.recording.annotations import Ask, Looked, Mark, Note
from backstep.session import Journal, Session, read_session
from backstep.session.compaction import compacted
from backstep.session.editing import NotEdited, edit
from backstep.session.live import LiveSession
from backstep.session.undoing import CannotRepeat

CELLS = ["x = Variable(np.array(2.0))", "y = square(square(x))", "y.backward()", "print(x.grad)"]


class Sitting:
    """A session with its file, and what it said."""

    def __init__(self, path: Path, cells: list[str] = CELLS, **more: str) -> None:
        self.said: list[str] = []
        self.live = LiveSession(self.said.append, Journal.create(path, seed=7), echo=False)
        for i, source in enumerate(cells):
            self.live.run(source, text=more.get(f"text{i + 1}", ""))
        if "closing" in more:
            self.live.close_with(more["closing"])

    def file(self) -> Session:
        assert self.live.journal is not None
        return read_session(self.live.journal.path)

    def holds(self) -> tuple[object, ...]:
        """Everything that a file and a session say of the cells that hold."""
        session = self.file()
        cells = [(c.n, c.source, c.text, c.output, c.digest, c.recordings) for c in session.cells]
        live = [(c.n, c.source, c.text, c.output, c.digest) for c in self.live.cells]
        names = {name: str(v.data) for name, v in self.live.runtime.variables().items()}
        return cells, session.closing, session.annotations, live, names, self.live.closing


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path / "talk.jsonl")


def test_the_cell_runs_anew_and_those_after_it_again(sitting: Sitting) -> None:
    done = edit(sitting.live, 1, "x = Variable(np.array(3.0))")
    assert [cell.n for cell in done.old] == [1, 2, 3, 4]
    assert [cell.n for cell in done.new] == [5, 6, 7, 8]
    assert sitting.said == ["variable(32.0)\n", "variable(108.0)\n"]
    assert [cell.n for cell in sitting.file().cells] == [5, 6, 7, 8]
    assert [cell.n for cell in sitting.file().undone] == [1, 2, 3, 4]
    assert sitting.file().cells[2].recordings == tuple(sitting.live.recordings)


def test_cells_before_it_stay_and_are_not_heard_again(sitting: Sitting) -> None:
    edit(sitting.live, 3, "y.backward(retain_grad=True)")
    assert [cell.n for cell in sitting.file().cells] == [1, 2, 5, 6]
    assert sitting.said == ["variable(32.0)\n"] * 2
    (recording,) = sitting.live.recordings
    assert recording.retain_grad


def test_what_was_edited_can_be_edited_again_and_undone(sitting: Sitting) -> None:
    edit(sitting.live, 2, "y = square(x)")
    edit(sitting.live, 5, "y = square(x) * 3")
    assert sitting.said[-1] == "variable(12.0)\n"
    assert [cell.n for cell in sitting.file().cells] == [1, 8, 9, 10]


@pytest.mark.parametrize(
    ("n", "source", "own"),
    [
        (1, "x = squar(2)", True),
        (1, "x = 3", False),
        (2, "y = square(", True),
        (4, "1 / 0", True),
    ],
)
def test_an_edit_that_fails_leaves_everything_as_it_was(
    tmp_path: Path, n: int, source: str, own: bool
) -> None:
    sitting = Sitting(tmp_path / "talk.jsonl", text2="Before 2.", closing="The end.")
    sitting.live.put(3, 1, Note(5, "here"))
    numbers = np.random.get_state(legacy=False)
    before, recordings = sitting.holds(), list(sitting.live.recordings)
    with pytest.raises(NotEdited) as caught:
        edit(sitting.live, n, source)
    assert caught.value.own is own
    assert sitting.holds() == before
    assert sitting.live.recordings == recordings
    after = np.random.get_state(legacy=False)
    assert str(after) == str(numbers)
    sitting.live.run("x.grad")
    assert sitting.live.cells[-1].problem is None


def test_an_edit_that_is_interrupted_leaves_everything_as_it_was(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sitting.holds()
    runs: list[str] = []
    run = LiveSession.run

    def stopped(live: LiveSession, source: str, first_line: int = 1, text: str = "") -> object:
        runs.append(source)
        if len(runs) == 3:
            raise KeyboardInterrupt
        return run(live, source, first_line, text)

    monkeypatch.setattr(LiveSession, "run", stopped)
    with pytest.raises(KeyboardInterrupt):
        edit(sitting.live, 1, "x = Variable(np.array(3.0))")
    assert sitting.holds() == before


def test_an_error_that_was_there_before_does_not_stop_it(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path / "talk.jsonl", [*CELLS, "squar(x)", "print(1)"])
    edit(sitting.live, 1, "x = Variable(np.array(3.0))")
    assert [cell.problem is None for cell in sitting.live.cells] == [True] * 4 + [False, True]


def test_a_cell_that_failed_can_be_put_right(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path / "talk.jsonl", [*CELLS, "squar(x)"])
    edit(sitting.live, 5, "square(x)")
    assert sitting.live.cells[-1].problem is None


def test_what_does_not_come_to_the_same_is_not_edited(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path / "talk.jsonl", ["x = Variable(np.random.rand(1))", "y = 1"])
    sitting.live.beginning = None
    before = sitting.holds()
    with pytest.raises(CannotRepeat):
        edit(sitting.live, 2, "y = 2")
    assert sitting.holds() == before


def test_random_numbers_come_again_after_the_edit(tmp_path: Path) -> None:
    cells = ["a = np.random.rand()", "b = 1", "print(np.random.rand())"]
    sitting = Sitting(tmp_path / "talk.jsonl", cells)
    edit(sitting.live, 2, "b = 2")
    assert sitting.said[0] == sitting.said[1]


def test_each_cell_runs_by_the_loop_that_it_ran_by(sitting: Sitting) -> None:
    Config.algorithm = "stack"
    try:
        sitting.live.run("x.cleargrad()\nz = square(x)\nz.backward()")
        Config.algorithm = "queue"
        edit(sitting.live, 2, "y = square(x)")
        assert Config.algorithm == "queue"
        assert [r.algorithm for r in sitting.live.recordings] == ["generation", "stack"]
    finally:
        Config.algorithm = "generation"


def test_prose_stays_before_its_cell_and_at_the_end(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path / "talk.jsonl", text1="One.", text3="Three.", closing="Change this.")
    edit(sitting.live, 2, "y = square(x)")
    session = sitting.file()
    assert [cell.text for cell in session.cells] == ["One.", "", "Three.", ""]
    assert session.closing == "Change this."
    data, _ = compacted(session.path, session.path.read_bytes())
    session.path.write_bytes(data)
    assert [cell.text for cell in sitting.file().cells] == ["One.", "", "Three.", ""]
    assert (sitting.file().closing, sitting.file().undone) == ("Change this.", ())


def test_a_cell_that_is_typed_after_the_end_of_a_lecture_has_that_before_it(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path / "talk.jsonl", closing="Change this.")
    sitting.live.run("x")
    assert sitting.live.cells[-1].text == sitting.file().cells[-1].text == "Change this."
    assert sitting.file().closing == sitting.live.closing == ""


def test_notes_go_over_to_the_places_of_the_same_name(sitting: Sitting) -> None:
    live = sitting.live
    # Two squares: step 6 ends pop 1, 11 pop 2. With one square before them, there are three pops.
    for one in (
        Note(6, "first"),
        Mark(11),
        Ask(6, "next"),
        Ask(9, "gx", given="1", answer="32.0", right=False),
        Looked(6, "queue"),
    ):
        live.put(3, 1, one)
    done = edit(live, 2, "y = square(square(square(x)))")
    (page,) = sitting.file().annotations
    assert page.marks == {6: "first", 16: ""}
    assert page.asks == (Ask(6, "next"),)
    assert page.looked == Looked(6, "queue")
    assert done.lost == 0


def test_what_has_no_place_any_more_is_counted(sitting: Sitting) -> None:
    sitting.live.put(3, 1, Note(8, "in pop 2"))
    assert edit(sitting.live, 2, "y = square(x)").lost == 1
    assert sitting.file().marks == ({},)
    sitting.live.put(6, 2, Note(6, "at the end"))
    assert edit(sitting.live, 6, "y = 1").lost == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from([*CELLS, "x = 1", "squar(x)", "y = x * x"])),
        min_size=1,
        max_size=4,
    )
)
def test_any_edits_come_to_what_the_cells_come_to_when_they_are_typed(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[int, str]]
) -> None:
    folder = tmp_path_factory.mktemp("edits")
    sitting, sources = Sitting(folder / "a.jsonl"), list(CELLS)
    for at, source in edits:
        try:
            edit(sitting.live, sitting.live.cells[at].n, source)
        except NotEdited:
            continue
        sources[at] = source
    typed = Sitting(folder / "b.jsonl", sources)
    told = [
        [(c.source, c.output, c.digest) for c in each.file().cells] for each in (sitting, typed)
    ]
    assert told[0] == told[1]
