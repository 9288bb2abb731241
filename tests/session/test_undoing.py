"""Undo and redo: as if the cells had never been, or nothing changed at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backstep.engine import Config
from backstep.language import Outcome, Runtime
from backstep.session import Journal, read_session
from backstep.session.digest import digest_of
from backstep.session.live import LiveSession
from backstep.session.undoing import CannotRepeat, redo, undo

DIAMOND = [
    "x = Variable(np.array(2.0))",
    "a = square(x)",
    "y = add(square(a), square(a))",
    "y.backward()",
]
RANDOM = ["w = Variable(np.random.rand(3))", "v = Variable(np.random.rand(3))"]


def ran(*cells: str, journal: Journal | None = None) -> LiveSession:
    live = LiveSession(lambda text: None, journal)
    for cell in cells:
        live.run(cell)
    return live


def state(live: LiveSession) -> tuple[Any, ...]:
    """What a person can tell of a session."""
    return (
        digest_of(live.runtime.variables()),
        live.runtime.user_names(),
        [cell.n for cell in live.cells],
        [recording.id for recording in live.recordings],
        dict(live.shown._items),
        list(live.typed),
        np.random.get_state(legacy=False)["state"]["pos"],  # how many numbers were drawn
    )


@pytest.mark.parametrize(
    ("cells", "count"),
    [
        (DIAMOND, 1),
        (DIAMOND, 3),
        ([*DIAMOND, "z = y * x", "z.backward()"], 2),
        ([*RANDOM, "u = np.random.rand(2)"], 1),
        ([*DIAMOND, "x.data += 1", "x.cleargrad()"], 2),
        (["import random", "a = random.random()", "b = random.random()"], 1),
        (["model = MLP((3, 1))", "y = model(np.ones((2, 2)))", "np.random.rand()"], 1),
        (["ws = []", "ws.append(1)", "ws.append(2)", "len(ws)"], 2),
        (["x = 1", "1 / 0", "y = 2"], 1),
        (["x = 1", "x +"], 1),
        (["with no_grad():\n    x = square(Variable(np.array(1.0)))", "y = 1"], 1),
    ],
)
def test_undo_comes_to_what_the_other_cells_alone_come_to(cells: list[str], count: int) -> None:
    np.random.seed(3)
    live = ran(*cells)
    undo(live, count)
    undone, numbers = state(live), np.random.rand(4)
    np.random.seed(3)
    alone = ran(*cells[:-count])
    assert undone[:3] + undone[5:] == state(alone)[:3] + state(alone)[5:]
    assert np.array_equal(numbers, np.random.rand(4))


@pytest.mark.parametrize("cells", [DIAMOND, RANDOM, [*DIAMOND, "y", "_ * 2", "Out[5]"]])
@pytest.mark.parametrize("count", [1, 2])
def test_redo_is_the_inverse_of_undo(cells: list[str], count: int) -> None:
    live = ran(*cells)
    before = state(live)
    undo(live, count)
    assert state(live) != before
    redo(live, count)
    after = state(live)
    assert (before[:4], before[5:]) == (after[:4], after[5:])


def test_undone_cells_come_back_one_after_the_other_in_their_order() -> None:
    live = ran("a = 1", "b = 2", "c = 3")
    undo(live, 1)
    undo(live, 1)
    assert [cell.source for cell in redo(live, 1)] == ["b = 2"]
    assert [cell.source for cell in redo(live, 1)] == ["c = 3"]
    assert live.runtime.user_names() == ["a", "b", "c"]


def test_a_pass_is_run_by_the_algorithm_of_its_time() -> None:
    live = ran(*DIAMOND[:3])
    Config.algorithm = "stack"
    live.run("y.backward()")
    Config.algorithm = "generation"
    live.run("n = 1")
    undo(live, 1)
    assert live.runtime.variables()["x"].grad.data == 32.0
    assert Config.algorithm == "generation"


def test_numbers_and_ids_are_never_given_twice() -> None:
    live = ran(*DIAMOND)
    undo(live, 1)
    live.run("y.backward()")
    assert [cell.n for cell in live.cells] == [1, 2, 3, 5]
    assert [recording.id for recording in live.recordings] == [2]


def test_a_cell_that_was_interrupted_is_not_run_again() -> None:
    live = LiveSession(lambda text: None)
    live.run("x = 1")
    _interrupting(live, "while True: pass")
    live.run("y = 2")
    with pytest.raises(CannotRepeat, match="cell 2 was interrupted"):
        undo(live, 1)
    assert live.runtime.user_names() == ["x", "y"]
    undo(live, 2)
    assert live.runtime.user_names() == ["x"]


def test_a_cell_that_was_interrupted_while_its_results_were_taken_is_known_as_such() -> None:
    live = ran("x = 1")
    live.recorder.take = _ctrl_c  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        live.run("x")
    assert [(cell.n, cell.interrupted) for cell in live.cells] == [(1, False), (2, True)]
    assert [cell.n for cell in undo(live, 1)] == [2]


def test_a_cell_that_was_interrupted_while_its_value_is_shown_has_ended() -> None:
    live = ran("x = 1")
    live.echoed = lambda text, number: _ctrl_c()
    with pytest.raises(KeyboardInterrupt):
        live.run("x")
    assert [(cell.n, cell.interrupted) for cell in live.cells] == [(1, False), (2, False)]
    assert [cell.n for cell in undo(live, 1)] == [2]


def _interrupting(live: LiveSession, source: str) -> None:
    """Run a cell as Ctrl-C leaves it."""
    run = live.runtime.run
    live.runtime.run = lambda *rest, **options: Outcome(interrupted=True)  # type: ignore[method-assign]
    live.run(source)
    live.runtime.run = run  # type: ignore[method-assign]


@pytest.fixture
def meddled(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[], Outcome]], None]:
    """Have a cell come to something else from now on."""

    def meddle(source: str, instead: Callable[[], Outcome]) -> None:
        run = Runtime.run

        def run_or_not(self: Runtime, text: str, *, first_line: int = 1) -> Outcome:
            return instead() if text == source else run(self, text, first_line=first_line)

        monkeypatch.setattr(Runtime, "run", run_or_not)

    return meddle


def _ctrl_c() -> Any:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("instead", "error"),
    [
        (_ctrl_c, KeyboardInterrupt),
        (lambda: Outcome(interrupted=True), KeyboardInterrupt),
        (Outcome, CannotRepeat),
    ],
    ids=["Ctrl-C between", "Ctrl-C within", "other values"],
)
def test_where_a_cell_does_not_come_out_everything_stays_as_it_was(
    meddled: Callable[..., None], instead: Callable[[], Outcome], error: type[BaseException]
) -> None:
    live = ran(*DIAMOND, "y", "np.random.rand()", "n = 1")
    runtime, before = live.runtime, state(live)
    meddled("a = square(x)", instead)
    with pytest.raises(error):
        undo(live, 1)
    assert live.runtime is runtime
    assert state(live) == before
    assert not live.muted
    assert live.run("print(x.grad)").outcome.problem is None


def test_values_that_are_not_the_same_again_are_told(meddled: Callable[..., None]) -> None:
    live = ran("x = Variable(np.array(1.0))", "n = 1")
    meddled("x = Variable(np.array(1.0))", Outcome)
    with pytest.raises(CannotRepeat, match="cell 1 does not come to the same values"):
        undo(live, 1)


def test_passes_that_are_streamed_are_not_streamed_again() -> None:
    streamed: list[Any] = []
    live = LiveSession(lambda text: None, streamed=streamed.append)
    for cell in [*DIAMOND, "n = 1"]:
        live.run(cell)
    undo(live, 1)
    assert len(streamed) == 1


def test_the_file_tells_of_it_and_is_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    with Journal.create(path) as journal:
        live = ran(*DIAMOND, journal=journal)
        undo(live, 2)
        redo(live, 1)
    session = read_session(path)
    assert [cell.n for cell in session.cells] == [1, 2, 3]
    assert [cell.n for cell in session.undone] == [4]
    assert session.cells[-1].digest == digest_of(live.runtime.variables())
    with Journal.open_for_append(path) as journal:
        assert journal.cell("n = 1") == 5
    assert [cell.n for cell in read_session(path).cells] == [1, 2, 3, 5]


def test_without_a_file_nothing_is_missing() -> None:
    live = ran("x = 1", "y = 2")
    undo(live, 2)
    assert (live.runtime.user_names(), live.cells) == ([], [])
