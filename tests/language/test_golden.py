"""The reference programs typed as cells: the same pops and gradients as through plain Python."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from backstep.recording.telling.events import events
from backstep.session.live import LiveSession
from tests.golden_runs import NOT_YET

GOLDEN = Path(__file__).parents[1] / "golden"
PRELUDE = (
    "import math; import numpy as np; import dezero; import dezero.functions as F; "
    "from dezero import Variable, Function, Parameter, Config, using_config, no_grad, test_mode, "
    "as_variable, as_array"
)
NAMES = sorted(path.stem for path in GOLDEN.glob("*.json") if path.stem not in NOT_YET)


def near(a: Any, b: Any) -> bool:
    """Equal within the reference's tolerance; nan and inf stand as strings in both."""
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(near, a, b))
    if a is None or b is None or isinstance(a, str) or isinstance(b, str):
        return bool(a == b)
    return math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-15)


@pytest.mark.parametrize("name", NAMES)
def test_a_reference_program_typed_as_a_cell(name: str) -> None:
    golden = json.loads((GOLDEN / f"{name}.json").read_text())
    printed: list[str] = []
    live = LiveSession(printed.append, echo=False)
    live.run(PRELUDE)
    problem = live.run(golden["source"]).outcome.problem
    assert (problem is None) == (golden["raises"] is None)
    assert golden["stdout"] in "".join(printed)
    expected = [back for back in golden["backwards"] if back["graph"]["functions"]]
    assert len(live.recordings) == len(expected)
    for recording, back in zip(live.recordings, expected, strict=True):
        _, *pops, last = events(recording)
        wanted = [pop for pop in back["pops"] if pop["gxs"] is not None]
        assert [(p["function"], p["generation"]) for p in pops] == [
            (p["func"], p["generation"]) for p in wanted
        ]
        assert near([p["gys"] for p in pops], [p["gys"] for p in wanted])
        assert near([p["gxs"] for p in pops], [p["gxs"] for p in wanted])
        assert [p["queue"] for p in pops] == [[e[:2] for e in p["queue_after"]] for p in wanted]
        if last["event"] == "done":
            assert all(near(last["grads"][n], grad) for n, grad in back["grads"].items())
