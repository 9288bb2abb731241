"""A recording that was forged: replay shows it as it is, verify says where it is not true."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from backstep.cli import main
from backstep.prompt import verifying
from backstep.session import Journal, Session, SessionError, read_session
from backstep.session.live import LiveSession
from backstep.session.reader import parsed
from backstep.session.verification import Tier, Verification, compared, rerun, run_again
from backstep.session.verification.sessions import CellAgain
from backstep.session.worker.limits import Limits
from backstep.session.worker.process import Worker
from tests.replaying.sessions import MARKER

Record = dict[str, Any]
CELLS = (
    "class Bad(Function):\n    def forward(self, x):\n        return x ** 2\n\n"
    "    def backward(self, gy):\n        return gy * self.inputs[0]\n",
    "x = Variable(np.array(2.0))\ny = Bad()(x) + x ** 3 + x.reshape(1)[0] * 5\ny.backward()",
    "w = Variable(np.linspace(0.25, 1.0, 6).reshape(2, 3))\nz = (exp(w) * y).sum()\n"
    "w.cleargrad()\nx.cleargrad()\nz.backward(create_graph=True)",
    "class Raises(Function):\n    def forward(self, x):\n        return x\n\n"
    "    def backward(self, gy):\n        raise ValueError('as it should')\n",
    "r = square(Raises()(log(Variable(np.array([1.0, 0.0])))))\nr.backward()",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[CellAgain]]:
    """A session with an own function that is wrong, arrays, a second order and an error; and what
    came of it when it was run again."""
    path = tmp_path_factory.mktemp("made") / "made.jsonl"
    with Journal.create(path) as journal:
        live = LiveSession(lambda text: None, journal)
        for source in CELLS:
            live.run(source)
    session = read_session(path)
    with Worker(Limits()) as worker:
        return path, run_again(session, worker)


@pytest.fixture
def records(made: tuple[Path, list[CellAgain]]) -> list[Record]:
    return [json.loads(line) for line in made[0].read_text().splitlines()]


def session_of(records: list[Record]) -> Session:
    return parsed(Path("forged.jsonl"), b"".join(json.dumps(r).encode() + b"\n" for r in records))


def verified(records: list[Record], now: list[CellAgain]) -> Verification:
    return compared(rerun(session_of(records)), now)


def backs(records: list[Record]) -> list[Record]:
    return [record for record in records if record["kind"] == "back"]


def test_what_is_not_forged_is_the_same(
    records: list[Record], made: tuple[Path, list[CellAgain]]
) -> None:
    found = verified(records, made[1])
    assert (found.tier, found.difference, found.remarks) == (Tier.SAME, None, ())
    assert [pop["check"][0]["verdict"] for pop in backs(records)[0]["pops"] if "check" in pop] == [
        "differs"
    ]


def checked(records: list[Record]) -> Record:
    return next(pop["check"][0] for pop in backs(records)[0]["pops"] if "check" in pop)


def own(records: list[Record]) -> Record:
    return next(each for each in backs(records)[0]["classes"] if each["name"] == "Bad")


def summed(records: list[Record]) -> Record:
    return next(
        d for pop in backs(records)[0]["pops"] for d in pop["delivered"] if d["how"] == "add"
    )


def forge(
    record: Callable[[list[Record]], Record], **fields: Any
) -> Callable[[list[Record]], None]:
    def change(records: list[Record]) -> None:
        record(records).update(fields)

    return change


FORGED = {
    "a gradient before": (forge(summed, before=5.5), "x.grad before"),
    "a sum": (forge(summed, after=1e9), "x.grad after"),
    "what the check found": (forge(checked, verdict="agrees"), "check of gx"),
    "the finite difference": (forge(checked, difference=2.0), "difference for gx"),
    "the rule of an own function": (
        forge(own, backward_source="def backward(self, gy):\n    return gy * 2 * x\n"),
        "Bad.backward",
    ),
    "a formula of an own function": (forge(own, formula=["gy * 2 * x"]), "formula of Bad"),
    "whether a name is a person's": (
        forge(lambda records: backs(records)[0]["variables"][0], named=False),
        "whether x is its name",
    ),
    "a constant": (
        forge(
            lambda records: next(f for f in backs(records)[0]["functions"] if "constants" in f),
            constants={"c": 3, "more": 1},
        ),
        "constants of ",
    ),
    "evaluations": (
        forge(lambda records: backs(records)[0], evaluations=7),
        "evaluations of a forward",
    ),
    "arrays that are one": (forge(summed, shared=[0]), "the same array as x.grad"),
    "an error's kind": (
        forge(lambda records: backs(records)[-1]["failure"], error="KeyError"),
        "error",
    ),
}


@pytest.mark.parametrize("name", FORGED)
def test_what_is_forged_is_flagged(
    name: str, records: list[Record], made: tuple[Path, list[CellAgain]]
) -> None:
    change, what = FORGED[name]
    change(records)
    found = verified(records, made[1])
    assert found.tier is Tier.DIFFERS
    assert found.difference is not None and found.difference.first.what.startswith(what)


def test_what_may_read_otherwise_by_now_is_a_remark(
    records: list[Record], made: tuple[Path, list[CellAgain]]
) -> None:
    engines = next(each for each in backs(records)[0]["classes"] if each["name"] == "Pow")
    engines["formula"] = ["gy * 7"]
    backs(records)[-1]["failure"]["message"] = "as it should not"
    found = verified(records, made[1])
    assert found.tier is Tier.SAME
    assert found.remarks == (
        "formula or backward of Pow reads otherwise by now",
        "an error reads otherwise by now, in cell 5",
    )


# What tells nothing of the pass: how it is counted; of the engine's own texts there is a remark.
UNTOLD = ("kind", "id", "cell", "backward_source", "formula", "message", "line")


def leaves(x: Any) -> Iterator[tuple[Any, Any]]:
    """Every number, text and truth value in a record: what it stands in, and where."""
    keys = x if isinstance(x, dict) else range(len(x))
    for key in keys:
        if isinstance(x[key], (dict, list)):
            yield from leaves(x[key]) if key not in UNTOLD else ()
        elif key not in UNTOLD:
            yield x, key


OTHER = {"queued": "seen", "seen": "queued", "set": "add", "add": "set", "float64": "float32"}
OTHER |= {"differs": "agrees", "agrees": "differs", "nan": "inf", "inf": "nan", "-inf": "inf"}
OTHER |= {"generation": "stack"}


def otherwise(x: Any) -> Any:
    """Another value of its kind."""
    if isinstance(x, bool):
        return not x
    if isinstance(x, str):
        digest = re.fullmatch("[0-9a-f]{64}", x)
        return "f" * 64 if digest else OTHER.get(x, x + "z")
    return 1.0 if x is None else x + 1


def test_nothing_that_a_pass_records_can_be_changed_unnoticed(
    records: list[Record], made: tuple[Path, list[CellAgain]]
) -> None:
    """Each of some hundred places alone; what the reader refuses is noticed too."""
    tried, missed = 0, []
    for cell, now in enumerate(made[1], start=1):
        its = [r for r in records if cell in (r.get("n"), r.get("cell"))]
        for back in backs(its):
            for inner, key in leaves(back):
                before, inner[key] = inner[key], otherwise(inner[key])
                try:
                    found = verified([records[0], *its], [now])
                except SessionError:
                    continue
                finally:
                    forged, inner[key] = inner[key], before
                tried += 1
                if found.tier is not Tier.DIFFERS:
                    missed.append((cell, key, before, forged))
    assert missed == []
    assert tried > 300


def test_passes_of_cells_that_cannot_run_again_are_counted_as_not_verified(
    records: list[Record], made: tuple[Path, list[CellAgain]]
) -> None:
    """Who calls a cell interrupted hides nothing by it."""
    done = next(r for r in records if r["kind"] == "done" and r["cell"] == 2)
    done["error"] = {"kind": "KeyboardInterrupt", "message": "interrupted"}
    backs(records)[0]["pops"][0]["gys"][0] = 1e9
    session = session_of(records)
    now = [cell for n, cell in enumerate(made[1], start=1) if n != 2]
    told = verifying.remarks(session, compared(rerun(session), now))
    assert told[:2] == [
        "1 cell cut off or stopped at the time: left out",
        "what they recorded is not verified: 1 backward pass",
    ]


@pytest.fixture
def impossible(records: list[Record], tmp_path: Path) -> Path:
    """Numbers that no pass can have: 3.0 + 2.0 makes 1e9, under a label that is no name."""
    summed(records)["after"] = 1e9
    backs(records)[-1]["functions"][1]["label"] = f"\x1b[31m{MARKER}[/]"
    path = tmp_path / "impossible.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def test_replay_shows_impossible_numbers_as_they_are(
    impossible: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["replay", "--json", str(impossible)]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    after = [d["after"] for e in events if e["event"] == "pop" for d in e["delivered"]]
    assert 1e9 in after
    assert main(["replay", "--plain", str(impossible)]) == 0
    told = capsys.readouterr().out
    assert "= 1e+09" in told
    assert "\x1b" not in told
    assert f"\\x1b[31m{MARKER}[/]" in told


def test_verify_flags_them_side_by_side_with_its_exit_code(
    impossible: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(impossible), "diamond"]) == 1
    first, *sides, last = capsys.readouterr().out.splitlines()
    assert re.search(
        r"impossible.jsonl: differs at pop \d of y.backward\(\), pass 1, in cell 2", first
    )
    rows = {line[2:].split("  ")[0]: line.split() for line in sides}
    assert rows["x.grad after"][2] == "1000000000.0" and rows["x.grad after"][-1] == "differs"
    assert {"function", "gy", "x.grad before"} <= set(rows)
    assert last.startswith("diamond: same bits")


def test_json_has_all_sides_of_the_pop(
    impossible: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", "--json", str(impossible)]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["event"], told["verdict"]) == ("verify", "differs")
    sides = {side["what"]: side for side in told["difference"]["sides"]}
    assert sides["x.grad after"]["recorded"] == "1000000000.0"
    assert sides["x.grad after"]["verdict"] == "differs"
    assert sides["gy"]["verdict"] == "same"
