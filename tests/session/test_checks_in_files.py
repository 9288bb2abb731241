"""Checks of a learner's own functions, written to a file and read back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from msgspec import to_builtins
from msgspec.json import encode

from backstep.engine import Variable, square
from backstep.engine import sum as sum_
from backstep.recording.records import Check, InputCheck
from backstep.recording.timeline import Timeline
from backstep.session import records
from backstep.session.errors import Unreadable
from backstep.session.lines import decoded, encoded
from backstep.session.live import LiveSession
from backstep.session.packing import packed, unpacked
from tests.recording.passes import diamond, record, variable

WRONG = """class Half(Function):
    def forward(self, x):
        print("forward")
        return x ** 2
    def backward(self, gy):
        return self.inputs[0] * gy

x = Variable(np.array(2.0))
y = Half()(x)
y.backward()
"""


def test_what_a_check_found_is_the_same_when_read_back() -> None:
    live = LiveSession(lambda text: None)
    live.run(WRONG)
    (recording,) = live.recordings
    again = unpacked(packed(recording, 1))
    assert again.pops[0].check == recording.pops[0].check
    assert Timeline(again).troubles == Timeline(recording).troubles
    assert Timeline(again).troubles[0][0].kind == "check"


@pytest.mark.parametrize("gx", [float("nan"), float("inf"), -float("inf"), 0.1])
def test_numbers_that_json_has_not_come_back_as_well(gx: float) -> None:
    recording = record(diamond()[2])
    check = Check((InputCheck(gx, 2.0, (), "unclear"),) * 2)
    pops = (replace(recording.pops[0], check=check), *recording.pops[1:])
    again = unpacked(packed(replace(recording, pops=pops), 1))
    assert repr(again.pops[0].check) == repr(check)


def test_a_check_of_other_inputs_than_the_function_has_is_refused() -> None:
    back = packed(record(diamond()[2]), 1)
    back.pops[0].check = [records.Checked(1.0, 2.0, "differs")] * 3
    with pytest.raises(Unreadable, match="3 for 2 gxs"):
        unpacked(back)


@pytest.mark.parametrize("at", [[0], [0, 0, 0, 0], [2**62], None])
def test_a_check_of_an_element_that_is_not_there_is_refused(at: list[int] | None) -> None:
    """gx is 2 x 3; without a place, it should have no elements."""
    back = packed(record(sum_(Variable(np.ones((2, 3))))), 1)
    back.pops[0].check = [records.Checked(1.0, 2.0, "differs", at)]
    with pytest.raises(Unreadable) as refused:
        unpacked(back)
    assert refused.value.field == "pops[0].check[0].at"
    assert "shape [2, 3], has no such element" in refused.value.what


def test_a_check_of_a_pop_that_failed_is_refused() -> None:
    back = packed(record(square(variable(2))), 1)
    back.pops[0] = records.Pop(function=0, gys=back.pops[0].gys, check=[])
    with pytest.raises(Unreadable, match="no gxs to check"):
        unpacked(back)


def test_a_pass_without_checks_is_written_and_read_as_before_there_were_any() -> None:
    line = encoded(packed(record(diamond()[2]), 1))
    assert b"check" not in line
    again = decoded(line)
    assert isinstance(again, records.Back)
    assert unpacked(again).pops[0].check is None


@pytest.mark.parametrize(
    ("field", "value"), [("verdict", "fine"), ("gx", "many"), ("difference", None), ("at", [-1])]
)
def test_a_check_of_other_things_is_refused_by_its_field(field: str, value: object) -> None:
    checked: dict[str, object] = {"gx": 1.0, "difference": 2.0, "verdict": "differs", "at": []}
    back = to_builtins(packed(record(square(variable(2))), 1))
    back["pops"][0]["check"] = [checked | {field: value}]
    with pytest.raises(Unreadable) as refused:
        decoded(encode(back))
    assert refused.value.field.startswith(f"pops[0].check[0].{field}")


def test_a_forward_that_prints_does_so_once() -> None:
    written: list[str] = []
    LiveSession(written.append).run(WRONG)
    assert written == ["forward\n"]


def test_own_functions_are_not_checked_where_that_is_switched_off() -> None:
    live = LiveSession(lambda text: None, check_own=False)
    live.run(WRONG)
    assert live.recordings[0].pops[0].check is None
