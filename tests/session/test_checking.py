"""A pass that cannot have been is refused with the field that gives it away."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backstep.session import read_session
from tests.session.material import CELL, back_record, message_of, session_file

BACK_RECORD = back_record()
HUGE = 10**400


def put(*path: str | int, value: object) -> Callable[[Any], None]:
    """A change of one place in a record."""

    def change(record: Any) -> None:
        for step in path[:-1]:
            record = record[step]
        record[path[-1]] = value

    return change


def last_pop_again(record: Any) -> None:
    record["pops"].append(record["pops"][-1])


def a_round(record: Any) -> None:
    """Let the first function take what the last one makes."""
    record["functions"][0]["inputs"] = [record["functions"][-1]["outputs"][0]]


STATISTICS = {"low": 0.0, "high": 1.0, "mean": 0.5, "sample": [0.5], "digest": "0" * 64}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (put("target", value=99), "target: there is no number 99"),
        (put("target", value=-1), "target: expected int >= 0"),
        (put("target", value=True), "target: expected int, got bool"),
        (put("seed", value=None), "seed: expected float | str | object, got null"),
        (put("seed", value="huge"), "seed: invalid enum value 'huge'"),
        (
            put("seed", value={"shape": [2], "dtype": "float64", "values": [1]}),
            "seed.values: not as many as the shape says",
        ),
        (put("variables", 0, "creator", value=50), "variables[0].creator: there is no number 50"),
        (
            put("variables", 1, "data", value={"shape": [], "dtype": "object", "values": 1}),
            "variables[1].data.dtype: 'object' is no numeric type",
        ),
        (
            put("variables", 1, "generation", value=HUGE),
            "variables[1].generation: expected int <= 9223372036854775807",
        ),
        (put("variables", 1, "order", value=3), "variables[1].order: invalid enum value 3"),
        (put("functions", 1, "class", value=9), "functions[1].class: there is no number 9"),
        (
            put("functions", 1, "inputs", value=[77]),
            "functions[1].inputs[0]: there is no number 77",
        ),
        (
            put("functions", 1, "outputs", value=[77]),
            "functions[1].outputs[0]: there is no number 77",
        ),
        (
            put("functions", 1, "outputs", value=[1]),
            "functions[1].outputs[0]: number 1 has another creator",
        ),
        (
            put("functions", 1, "constants", value={"c": HUGE}),
            "functions[1].constants.c: an integer beyond 64 bits",
        ),
        (a_round, "functions[0].inputs[0]: number 4 is made only later"),
        (put("found", value=[[9, 1.0]]), "found[0]: there is no number 9"),
        (
            put("grads", value=[["x", {"shape": [1], "dtype": "f8", "values": [1]}]]),
            "grads[0].dtype: 'f8' is no numeric type",
        ),
        (put("pops", 1, "function", value=9), "pops[1].function: there is no number 9"),
        (
            put("pops", 1, "function", value=0),
            "pops[1].freed[0]: number 3 is no output of the function",
        ),
        (put("pops", 1, "gys", value=[]), "pops[1].gys: 0 for 1 outputs"),
        (put("pops", 1, "gxs", value=[]), "pops[1].gxs: 0 for 1 inputs"),
        (put("pops", 1, "gxs", value=None), "pops[1].delivered: there are no gxs to deliver"),
        (put("pops", 1, "delivered", value=[]), "pops[1].delivered: 0 for 1 inputs"),
        (
            put("pops", 1, "freed", value=[0]),
            "pops[1].freed[0]: number 0 is no output of the function",
        ),
        (
            put(
                "pops",
                1,
                "gys",
                0,
                value={
                    "shape": [65],
                    "dtype": "float64",
                    "statistics": STATISTICS | {"digest": "no"},
                },
            ),
            "pops[1].gys[0].statistics.digest: expected str matching regex '^([0-9a-f]{64})?$'",
        ),
        (
            put(
                "pops",
                1,
                "gys",
                0,
                value={
                    "shape": [65],
                    "dtype": "float64",
                    "statistics": STATISTICS | {"low": "low"},
                },
            ),
            "pops[1].gys[0].statistics.low: invalid enum value 'low'",
        ),
        (
            put("pops", 1, "gxs", 0, value={"shape": [1], "dtype": "int8", "values": [300]}),
            "pops[1].gxs[0].values: not all are whole numbers that int8 can hold",
        ),
        (
            put("pops", 1, "delivered", 0, "to", value=3),
            "pops[1].delivered[0].to: the input there is number 1",
        ),
        (
            put("pops", 1, "delivered", 0, "how", value="mul"),
            "pops[1].delivered[0].how: invalid enum value 'mul'",
        ),
        (
            put("pops", 1, "delivered", 0, "then", value="lost"),
            "pops[1].delivered[0].then: invalid enum value 'lost'",
        ),
        (
            put("pops", 1, "delivered", 0, "then", value="leaf"),
            "pops[1].delivered[0].creator: a leaf has none, all others have one",
        ),
        (
            put("pops", 1, "delivered", 0, "creator", value=12),
            "pops[1].delivered[0].creator: there is no number 12",
        ),
        (
            put("pops", 1, "delivered", 0, "after", value={"shape": [0], "dtype": "str"}),
            "pops[1].delivered[0].after.dtype: 'str' is no numeric type",
        ),
        (last_pop_again, "pops[4].function: it is not in the queue"),
        (
            put("failure", value={"pop": 9, "error": "E", "message": ""}),
            "failure.pop: there is no such pop",
        ),
    ],
)
def test_a_pass_that_cannot_have_been_is_refused(
    tmp_path: Path, change: Callable[[Any], None], told: str
) -> None:
    record = copy.deepcopy(BACK_RECORD)
    change(record)
    path = session_file(tmp_path, CELL, record)
    assert message_of(path) == f"talk.jsonl, line 3, field {told}"


def test_what_is_spoilt_above_was_good_before(tmp_path: Path) -> None:
    (recording,) = read_session(session_file(tmp_path, CELL, BACK_RECORD)).recordings
    assert len(recording.pops) == 4
