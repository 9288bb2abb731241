"""Two passes as plain rows and as JSON."""

from __future__ import annotations

import json

import numpy as np
import pytest

from backstep.engine import Variable, square, sum
from backstep.recording.comparing.beside import (
    ALL_POPS,
    beside_events,
    beside_json,
    cost_rows,
    grad_rows,
    pop_rows,
)
from backstep.recording.comparing.comparison import Comparison, compared
from tests.recording.algorithm_runs import challenge, doubling
from tests.recording.passes import record


def of(y: Variable, *algorithms: str) -> Comparison:
    found = compared(record(y), *algorithms)  # type: ignore[arg-type]
    assert isinstance(found, Comparison)
    return found


def test_rows_are_read_across() -> None:
    comparison = of(challenge()[1], "generation", "stack")
    assert pop_rows(comparison) == [
        ("pop", "generation", "gy", "gx", "", "stack", "gy", "gx"),
        ("1", "add#3", "1.0", "1.0, 1.0", "", "add#3", "1.0", "1.0, 1.0"),
        ("2", "mul#2", "1.0", "6.0, 5.0", "", "mul#2", "1.0", "6.0, 5.0"),
        ("3", "add#2", "1.0", "1.0, 1.0", "!=", "mul#1 !", "5.0", "15.0, 10.0"),
        ("4", "mul#1", "6.0", "18.0, 12.0", "!=", "add#1 !", "6.0", "6.0, 6.0"),
        ("5", "add#1", "7.0", "7.0, 7.0", "!=", "add#2", "1.0", "1.0, 1.0"),
    ]
    assert grad_rows(comparison)[:3] == [
        ("gradient", "generation", "", "stack", "", "right"),
        ("a.grad", "25.0", "", "21.0", "wrong", "25.0"),
        ("b.grad", "19.0", "", "16.0", "wrong", "19.0"),
    ]
    assert cost_rows(comparison)[1:] == [
        ("pops", "5", "5"),
        ("longest queue", "3", "3"),
        ("most held", "32 bytes", "40 bytes"),
    ]


def test_of_very_many_pops_those_around_the_parting_have_a_row() -> None:
    rows = pop_rows(of(doubling(10)()[1], "generation", "paths"))
    assert len(rows) < ALL_POPS
    assert ("...", "998 pops", "", "", "", "", "", "") in rows
    assert rows[-1][0] == "1023"


def test_numeric_s_forward_evaluations_are_a_cost() -> None:
    rows = cost_rows(of(challenge()[1], "generation", "numeric"))
    assert rows[-1] == ("forward evaluations", "0", "10")


@pytest.mark.parametrize("algorithm", ["stack", "unseen", "paths", "numeric"])
def test_the_json_is_json_and_says_what_the_rows_say(algorithm: str) -> None:
    x = Variable(np.array([1.0, np.nan]), "x")
    a = square(x)
    comparison = of(sum(square(a) + a), "generation", algorithm)
    lines = [json.loads(line) for line in beside_json(comparison)]
    assert lines == json.loads(json.dumps(list(beside_events(comparison))))
    assert lines[0]["event"] == "compare" and lines[-1]["event"] == "done"
    assert sum_of(event["event"] == "pops" for event in lines) == max(lines[-1]["pops"])


def sum_of(flags: object) -> int:
    return list(flags).count(True)  # type: ignore[call-overload]
