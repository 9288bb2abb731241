"""The JSON events: the design's own example, and numbers that JSON cannot write."""

from __future__ import annotations

import json

import numpy as np
import pytest

from backstep.engine import BackwardError, Function, Variable, add, mul, square
from backstep.recording.telling.events import QUEUE_ENTRIES, events, json_lines
from tests.recording.passes import diamond, record, recording, variable

# The public contract, as the design gives it for a = square(x); y = square(a) + square(a) at 2.
DESIGN = """\
{"event":"backward","id":1,"target":"y","algorithm":"generation","retain_grad":false,\
"create_graph":false,"functions":4}
{"event":"pop","id":1,"pop":2,"function":"Square","label":"square#3","generation":1,\
"inputs":["a"],"outputs":["square#3"],"gys":[1.0],"gxs":[8.0],\
"delivered":[{"to":"a","how":"set","before":null,"gx":8.0,"after":8.0,"then":"queued"}],\
"queue":[["Square",0],["Square",1]],"queue_length":2,"freed":["square#3"],"born":0}
{"event":"done","id":1,"pops":4,"grads":{"x":64.0,"a":null,"y":null}}
"""


def test_the_lines_are_the_design_s() -> None:
    x, a, y = diamond()
    lines = list(json_lines(record(y, {"x": x, "a": a, "y": y})))
    assert [lines[0], lines[2], lines[-1]] == DESIGN.splitlines()
    assert len(lines) == 6


def test_an_accumulation_shows_what_was_before() -> None:
    pops = [e for e in events(record(diamond()[2])) if e["event"] == "pop"]
    assert pops[2]["delivered"] == [
        {"to": "a", "how": "add", "before": 8.0, "gx": 8.0, "after": 16.0, "then": "seen"}
    ]


@pytest.mark.parametrize(
    ("number", "written"), [(np.nan, '"nan"'), (np.inf, '"inf"'), (-np.inf, '"-inf"')]
)
def test_what_json_has_no_number_for_is_a_string(number: float, written: str) -> None:
    x = variable(1, "x")
    lines = list(json_lines(record(mul(x, variable(number, "c")))))
    assert f'"x":{written}' in lines[-1]


def test_arrays_are_nested_lists_and_whole_numbers_stay_whole() -> None:
    x = Variable(np.array([[1, 2], [3, 4]]), "x")
    last = list(events(record(square(x))))[-1]
    assert json.dumps(last["grads"]) == '{"x": [[2, 4], [6, 8]]}'


def test_a_failed_pass_ends_in_an_error_and_leaves_the_failed_pop_out() -> None:
    class Gives(Function):
        def forward(self, x: np.ndarray) -> np.ndarray:
            return x

        def backward(self, gy: Variable) -> None:
            return None

    y = square(Gives()(variable(3, "x")))
    with recording() as recorder, pytest.raises(BackwardError) as caught:
        y.backward()
    told = list(events(recorder.take()[0]))
    assert [e["event"] for e in told] == ["backward", "pop", "error"]
    assert told[-1] == {
        "event": "error",
        "id": 1,
        "pop": 2,
        "error": "BackwardError",
        "message": str(caught.value),
    }


def test_a_wide_queue_is_cut_to_the_entries_that_come_next() -> None:
    x = y = variable(1)
    for _ in range(100):
        y = add(y, square(x))
    pops = [e for e in events(record(y)) if e["event"] == "pop"]
    longest = max(pops, key=lambda e: e["queue_length"])
    assert longest["queue_length"] == 100
    assert len(longest["queue"]) == QUEUE_ENTRIES == 64
    assert all(len(e["queue"]) == min(64, e["queue_length"]) for e in pops)


def test_every_line_is_json_by_the_letter() -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    x = Variable(np.array([np.nan, np.inf]), "x")
    for line in json_lines(record(square(x), create_graph=True)):
        assert "\n" not in line
        json.loads(line, parse_constant=refuse)


def test_a_name_in_any_script_is_written_as_it_is() -> None:
    assert '"größe":4.0' in list(json_lines(record(square(variable(2, "größe")))))[-1]
