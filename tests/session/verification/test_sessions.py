"""A session beside itself run again: the same bits, close, or where it differs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backstep.messages import in_language
from backstep.prompt import verifying
from backstep.session import Journal, Session, read_session, shipped_sessions
from backstep.session.live import LiveSession
from backstep.session.undoing import undo
from backstep.session.verification import Tier, Verification, compared, rerun, run_again
from backstep.session.verification.sessions import CellAgain
from backstep.session.worker.limits import Limits, LimitStruck
from backstep.session.worker.process import Worker

SHIPPED = shipped_sessions()
TWO_PATHS = Path(__file__).parent / "two_paths.jsonl"  # no lesson, so that none is bound to these
PATIENCE = 120.0  # seconds: a lesson that trains a network takes 5 where nothing else runs
Record = dict[str, Any]


def again(session: Session, limits: Limits | None = None) -> list[CellAgain]:
    with Worker(limits or Limits()) as worker:
        return run_again(session, worker)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_session_comes_to_what_it_records(name: str) -> None:
    """The same bits, unless a processor computes exp or a matrix product in another order."""
    session = read_session(SHIPPED[name])
    found = compared(rerun(session), again(session, Limits(seconds=PATIENCE)))
    assert found.tier in (Tier.SAME, Tier.CLOSE)
    assert (found.difference, found.remarks) == (None, ())
    assert (found.cells, found.passes) == (len(session.cells), len(session.recordings))


@pytest.fixture(scope="module")
def diamond_again() -> list[CellAgain]:
    return again(read_session(TWO_PATHS))


def spoilt(folder: Path, change: Callable[[list[Record]], None]) -> Session:
    """The session of the diamond, with its records changed."""
    records = [json.loads(line) for line in TWO_PATHS.read_bytes().splitlines()]
    change(records)
    path = folder / "spoilt.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return read_session(path)


def back(records: list[Record]) -> Record:
    """The record of the first pass."""
    return next(record for record in records if record["kind"] == "back")


def printed(records: list[Record]) -> Record:
    return next(r for r in records if r["kind"] == "done" and r["output"])


def set_gx(x: float) -> Callable[[list[Record]], None]:
    def change(records: list[Record]) -> None:
        back(records)["pops"][1]["gxs"][0] = x

    return change


def set_output(text: str) -> Callable[[list[Record]], None]:
    def change(records: list[Record]) -> None:
        printed(records)["output"] = text

    return change


def change_of(part: str, index: int, field: str, x: object) -> Callable[[list[Record]], None]:
    def change(records: list[Record]) -> None:
        back(records)[part][index][field] = x

    return change


def without_a_pass(records: list[Record]) -> None:
    records.remove(back(records))


def with_other_digest(records: list[Record]) -> None:
    printed(records)["digest"] = "0" * 64


def with_error(records: list[Record]) -> None:
    printed(records)["error"] = {"kind": "ValueError", "message": "no"}


def with_other_end(records: list[Record]) -> None:
    back(records)["grads"][0][1] = 65.0


def with_fewer_pops(records: list[Record]) -> None:
    del back(records)["pops"][3]


def found_in(
    session: Session, now: list[CellAgain]
) -> tuple[Tier, str, int, tuple[str, str, str] | None, Verification]:
    found = compared(rerun(session), now)
    d = found.difference
    if d is None:
        return found.tier, "", 0, None, found
    side = d.first
    return found.tier, d.where, d.pop, (side.what, side.recorded, side.now), found


@pytest.mark.parametrize(
    ("change", "where", "pop", "side"),
    [
        (set_gx(8.5), "pop 2", 2, ("gx", "8.5", "8.0")),
        (with_fewer_pops, "pop 4", 4, ("function", "(no such pop)", "square#1")),
        (
            change_of("variables", 0, "data", 2.5),
            "the graph",
            0,
            ("x.data", "2.5", "2.0"),
        ),
        (
            change_of("functions", 0, "source", "cube(x)"),
            "the graph",
            0,
            ("source of square#1", "cube(x)", "square(x)"),
        ),
        (with_other_end, "the end", 0, ("x.grad at the end", "65.0", "64.0")),
        (without_a_pass, "the backward passes", 0, ("passes", "0", "1")),
        (with_error, "the end", 0, ("error", "ValueError", "none")),
        (
            set_output("variable(65.0)\n"),
            "the output",
            0,
            ("output", "'variable(65.0)'", "'variable(64.0)'"),
        ),
        (set_output(""), "the output", 0, ("output", "nothing", "'variable(64.0)'")),
        (
            with_other_digest,
            "the named values at the end",
            0,
            ("digest", "0" * 12, "94d08b0d5f90"),
        ),
    ],
)
def test_what_differs_is_told_with_its_place(
    change: Callable[[list[Record]], None],
    where: str,
    pop: int,
    side: tuple[str, str, str],
    diamond_again: list[CellAgain],
    tmp_path: Path,
) -> None:
    session = spoilt(tmp_path, change)
    assert found_in(session, diamond_again)[:4] == (Tier.DIFFERS, where, pop, side)


@pytest.mark.parametrize("change", [set_gx(8.0 + 1e-12), set_output("variable(64.0000000001)\n")])
def test_what_is_close_does_not_differ(
    change: Callable[[list[Record]], None], diamond_again: list[CellAgain], tmp_path: Path
) -> None:
    assert found_in(spoilt(tmp_path, change), diamond_again)[:2] == (Tier.CLOSE, "")


def test_a_digest_alone_is_close_where_the_passes_are(
    diamond_again: list[CellAgain], tmp_path: Path
) -> None:
    def change(records: list[Record]) -> None:
        set_gx(8.0 + 1e-12)(records)
        with_other_digest(records)

    assert found_in(spoilt(tmp_path, change), diamond_again)[0] is Tier.CLOSE


def test_another_formula_is_a_remark(diamond_again: list[CellAgain], tmp_path: Path) -> None:
    change = change_of("classes", 0, "formula", ["gy * 3 * x"])
    tier, *_, found = found_in(spoilt(tmp_path, change), diamond_again)
    assert tier is Tier.SAME
    assert found.remarks == ("formula or backward of Square reads otherwise by now",)


def written(folder: Path, *cells: tuple[str, dict[str, Any] | None]) -> Session:
    """A session of some cells: source, and what its `done` says besides; None for none."""
    header = {"kind": "header", "format": [1, 0], "app": "a", "numpy": "n", "python": "p"}
    records: list[Record] = [header]
    for n, (source, done) in enumerate(cells, start=1):
        records.append({"kind": "cell", "n": n, "source": source.split("\n")})
        told = {"kind": "done", "cell": n, "output": "", "error": None, "digest": ""}
        records += [] if done is None else [told | done]
    path = folder / "written.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return read_session(path)


def test_a_value_that_was_echoed_or_was_not_is_the_same(tmp_path: Path) -> None:
    session = written(tmp_path, ("1 + 1", {}), ("1 + 1", {"output": "2\n"}))
    assert compared(rerun(session), again(session)).tier is Tier.SAME


def test_plots_are_compared_too(tmp_path: Path) -> None:
    path = tmp_path / "plotted.jsonl"
    with Journal.create(path) as journal:
        live = LiveSession(lambda text: None, journal)
        live.run("import matplotlib.pyplot as plt\nplt.plot([1.0, 2.0])\nplt.show()")
    session = read_session(path)
    now = again(session)
    assert compared(rerun(session), now).tier is Tier.SAME
    path.write_text(path.read_text().replace("[1.0,2.0]", "[1.0,2.5]"))
    difference = compared(rerun(read_session(path)), now).difference
    assert difference is not None
    assert (difference.where, difference.first.what) == ("the plots", "plot 1")
    assert ("2.5" in difference.first.recorded, "2.0" in difference.first.now) == (True, True)


def test_cells_that_were_cut_off_or_interrupted_do_not_run_again(tmp_path: Path) -> None:
    interrupted = {"error": {"kind": "KeyboardInterrupt", "message": "interrupted"}}
    session = written(
        tmp_path, ("while True: pass", interrupted), ("print(1)", {}), ("while True: pass", None)
    )
    assert [cell.n for cell in rerun(session)] == [2]


def test_an_error_that_is_recorded_is_expected_again_and_the_rest_runs(tmp_path: Path) -> None:
    failed = {"error": {"kind": "ZeroDivisionError", "message": "division by zero"}}
    session = written(tmp_path, ("1 / 0", failed), ("print(1)", {"output": "1\n"}))
    assert compared(rerun(session), again(session)).tier is Tier.SAME


def test_the_cell_that_strikes_a_limit_is_named(tmp_path: Path) -> None:
    session = written(tmp_path, ("x = 1", {}), ("while True: pass", {}))
    with pytest.raises(LimitStruck, match="cell 2 was stopped after 1,000 ticks"):
        again(session, Limits(ticks=1000))


def test_random_numbers_come_again_where_the_file_says_from_which_seed(tmp_path: Path) -> None:
    found = []
    for seed in (7, None):
        path = tmp_path / f"{seed}.jsonl"
        with Journal.create(path, seed=seed) as journal:
            live = LiveSession(lambda text: None, journal)
            live.run("x = Variable(np.random.randn(3))")
            live.run("y = x.sum()\ny.backward()")
            undo(live, 1)
            live.run("print(np.random.rand())")
        session = read_session(path)
        found.append((compared(rerun(session), again(session)), session))
    assert [each.tier for each, _ in found] == [Tier.SAME, Tier.DIFFERS]
    assert not verifying.remarks(*reversed(found[0]))
    assert "from which seed" in verifying.remarks(*reversed(found[1]))[0]


def test_what_was_said_in_another_language_is_said_in_it_again(tmp_path: Path) -> None:
    """A warning is part of the output, and whoever verifies may speak another language."""
    path = tmp_path / "korean.jsonl"
    with in_language("ko"):
        journal = Journal.create(path, seed=1, language="ko")
        live = LiveSession(lambda text: None, journal)
        live.run("x = Variable(np.array(2.0))\ny = x * x\nx.data = np.array(3.0)\ny.backward()")
        journal.close()
    session = read_session(path)
    assert session.cells[0].output.startswith("경고: ")
    assert compared(rerun(session), again(session)).tier is Tier.SAME
