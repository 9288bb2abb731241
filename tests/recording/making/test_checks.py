"""Pops held against finite differences: whose, when, and what is said of them."""

from __future__ import annotations

from dataclasses import replace
from inspect import getsource
from textwrap import dedent
from types import FunctionType
from typing import Any

import numpy as np
import pytest

from backstep.engine import (
    Config,
    Function,
    Variable,
    dropout,
    exp,
    log,
    matmul,
    mul,
    relu,
    softmax,
    softmax_cross_entropy,
    square,
)
from backstep.engine import sum as sum_
from backstep.recording.making.checks import check_at, live_functions
from backstep.recording.making.recorder import Recorder
from backstep.recording.records import Check, Recording
from backstep.recording.telling.events import events
from backstep.recording.telling.narration import plain_steps, summary
from backstep.recording.timeline import Timeline
from backstep.recording.values import value_of
from backstep.session.packing import packed, unpacked
from tests.recording.passes import Both, record, variable

calls = 0


class Half(Function):
    """A square whose backward forgets the factor 2."""

    def forward(self, x):
        return x**2

    def backward(self, gy):
        return self.inputs[0] * gy


class Deaf(Function):
    """Times 3, and a backward that does not ask for gy."""

    def forward(self, x):
        return 3 * x

    def backward(self, gy):
        return Variable(np.array(3.0))


class Product(Function):
    """A product whose backward is right."""

    def forward(self, a, b):
        return a * b

    def backward(self, gy):
        a, b = self.inputs
        return gy * b, gy * a


class Raises(Half):
    def forward(self, x):
        if x != 2.0:
            raise RuntimeError("only 2")
        return x**2


class Random(Half):
    def forward(self, x):
        return x * np.random.rand()


class Counting(Half):
    def forward(self, x):
        global calls  # noqa: PLW0603
        calls += 1
        return x**2


def source_of(method: FunctionType) -> str:
    """The text of a method, as a session knows that of a learner's."""
    return dedent(getsource(method))


def checked(y: Variable, recorder: Recorder | None = None) -> Recording:
    """One recorded backward, own functions checked."""
    Config.recorder = recorder = recorder or Recorder(check_own=True, source_of=source_of)
    try:
        y.backward()
    finally:
        Config.recorder = None
    return recorder.take()[-1]


def test_a_wrong_backward_is_found_at_its_pop_with_both_numbers() -> None:
    """x = 2, gy = 1: backward gives x * gy = 2, the slope of x ** 2 is 4."""
    recording = checked(Half()(variable(2)))
    (one,) = recording.pops[0].check.inputs
    assert (one.gx, one.verdict, one.at) == (2.0, "differs", ())
    assert one.difference == pytest.approx(4.0, rel=1e-6)
    (trouble,) = Timeline(recording).troubles[0]
    assert trouble.text == "gx 2.0, by differences 4.0"
    told = "Half.backward gives gx = 2.0, the finite difference is 4.0: is it right?"
    assert told in plain_steps(recording)[4]
    assert told in summary(recording)
    (pop,) = [event for event in events(recording) if event["event"] == "pop"]
    assert told in pop["trouble"][0]
    assert pop["check"][0]["verdict"] == "differs"


def test_the_element_and_the_input_that_are_furthest_off_are_named() -> None:
    class Lopsided(Product):
        def backward(self, gy):
            a, b = self.inputs
            return gy * b, gy * a * np.array([1.0, 1.0, 3.0])

    a, b = Variable(np.array([1.0, 2.0, 3.0])), Variable(np.array([4.0, 5.0, 6.0]))
    recording = checked(sum_(Lopsided()(a, b)))
    assert recording.pops[1].check.inputs[0].verdict == "agrees"
    (trouble,) = Timeline(recording).troubles[1]
    assert trouble.text == "gx1[2] 9.0, by differences 3.0"


def test_a_right_backward_is_in_no_trouble() -> None:
    recording = checked(Product()(variable(2), variable(3)))
    assert [one.verdict for one in recording.pops[0].check.inputs] == ["agrees", "agrees"]
    assert Timeline(recording).troubles == {}
    assert "check" not in summary(recording)


def test_a_backward_that_forgets_gy_is_found_once_gy_is_not_1() -> None:
    recorder = Recorder(check_own=True, source_of=source_of)
    first = checked(Deaf()(variable(2)), recorder)
    assert first.pops[0].check.worst is None
    second = checked(Deaf()(variable(2)) * 5.0, recorder)
    assert "gx = 3.0, the finite difference is 15.0: did it forget gy?" in summary(second)


def test_it_is_found_in_an_array_by_the_element_that_is_furthest_off() -> None:
    """y = (3 x)^2 at -2: gy = -12, gx = 3 without it and -36 with it."""

    class Deaf3(Function):
        def forward(self, x):
            return 3 * x

        def backward(self, gy):
            return Variable(np.full(3, 3.0))

    recorder = Recorder(check_own=True, source_of=source_of)
    recording = checked(sum_(Deaf3()(Variable(np.array([1.0, -2.0, 0.5]))) ** 2), recorder)
    told = "gx[1] = 3.0, the finite difference is -36.0: did it forget gy?"
    assert told in summary(recording)


def test_a_function_without_outputs_which_only_a_file_can_hold_is_no_error() -> None:
    recording = checked(Half()(variable(2)))
    node = replace(recording.functions[0], outputs=(), formula=("2",))
    pop = replace(recording.pops[0], gys=())
    hostile = replace(recording, functions=(node,), pops=(pop,))
    assert Timeline(hostile).troubles[0][0].sentence.endswith("is it right?")


@pytest.mark.parametrize("gy", [np.array(1j), np.array([]), np.ones((2, 2)), np.array(10**18)])
def test_no_gy_that_a_file_can_hold_is_an_error(gy: np.ndarray) -> None:
    recording = checked(Half()(variable(2)))
    node = replace(recording.functions[0], formula=("2",))
    pop = replace(recording.pops[0], gys=(value_of(gy),))
    hostile = replace(recording, functions=(node,), pops=(pop,))
    (trouble,) = Timeline(hostile).troubles[0]
    assert trouble.kind == "check"
    assert isinstance(check_at(hostile, replace(pop, check=None)), str)


def test_a_factor_that_happens_to_be_gy_is_no_forgotten_gy() -> None:
    """At gy = 2 a missing factor 2 looks the same; the rule names gy, so it was not forgotten."""
    recording = checked(Half()(variable(3)) * 2.0)
    assert "gx = 6.0, the finite difference is 12.0: is it right?" in summary(recording)


def test_a_class_is_checked_when_it_is_first_recorded_and_no_more() -> None:
    recorder = Recorder(check_own=True, source_of=source_of)
    first = checked(square(Half()(variable(2))), recorder)
    second = checked(square(Half()(variable(3))), recorder)
    assert first.pops[1].check is not None
    assert second.pops[1].check is None


@pytest.mark.parametrize("factor", [0.0, np.nan])
def test_a_pass_that_could_tell_nothing_does_not_count_as_a_check(factor: float) -> None:
    recorder = Recorder(check_own=True)
    first = checked(Half()(variable(2)) * factor, recorder)
    second = checked(Half()(variable(2)) * 2.0, recorder)
    assert 1 not in Timeline(first).troubles
    assert Timeline(second).troubles[1][0].kind == "check"


def test_every_pop_of_a_wrong_class_is_marked_in_the_pass_that_first_records_it() -> None:
    """x = 2, 4, 16 going up; gy = 64, 16, 1 coming down: gx = x * gy, and 2 * x * gy is right."""
    recording = checked(Half()(Half()(Half()(variable(2)))))
    told = [each[0].text for each in Timeline(recording).troubles.values()]
    assert told == [
        "gx 16.0, by differences 32.0",
        "gx 64.0, by differences 128.0",
        "gx 128.0, by differences 256.0",
    ]


def test_a_class_in_a_great_many_pops_is_checked_at_some_of_them() -> None:
    y = variable(0)
    for _ in range(100):
        y = Product()(y, y)
    recording = checked(y)
    assert [k for k, pop in enumerate(recording.pops) if pop.check] == list(range(8))


def test_a_pass_is_not_held_up_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backstep.recording.making.checks.SECONDS", 0.0)
    recording = checked(Half()(Half()(variable(2))))
    assert all(pop.check in (None, Check((), "slow")) for pop in recording.pops)


def test_without_the_setting_nothing_is_checked() -> None:
    assert record(Half()(variable(2))).pops[0].check is None


@pytest.mark.parametrize(("kind", "why"), [(Raises, "raised"), (Random, "random")])
def test_a_forward_that_cannot_be_tried_again_is_no_trouble(kind: type, why: str) -> None:
    recording = checked(kind()(variable(2)))
    assert recording.pops[0].check == Check((), why)
    assert Timeline(recording).troubles == {}


def test_why_a_forward_could_not_be_tried_again_is_said_when_asked() -> None:
    raised, noisy = checked(Raises()(variable(2))), checked(Random()(variable(2)))
    told = [check_at(each, each.pops[0]) for each in (raised, noisy)]
    assert told == [
        "its forward, run again by itself, raises an error",
        "its forward, run again, gives something else",
    ]
    assert not any("check" in event for event in events(noisy))


def test_a_forward_that_counts_its_runs_counts_those_of_the_program_alone() -> None:
    global calls  # noqa: PLW0603
    calls = 0
    recording = checked(Counting()(variable(2)))
    assert (calls, recording.pops[0].check.inputs[0].verdict) == (1, "differs")


def test_numpy_s_dice_fall_as_if_nothing_was_tried() -> None:
    def drawn(check_own: bool) -> list[float]:
        np.random.seed(3)
        checked(dropout(Half()(variable(2))), Recorder(check_own=check_own))
        return np.random.rand(3).tolist()

    assert drawn(True) == drawn(False)


def test_a_check_changes_no_gradient() -> None:
    def gradient(check_own: bool) -> Any:
        x = variable(2)
        checked(Product()(Half()(x), x), Recorder(check_own=check_own))
        return x.grad.data

    assert gradient(True) == gradient(False)


@pytest.mark.parametrize(
    ("build", "verdicts"),
    [
        (exp, [["agrees"]]),
        (lambda x: relu(x - 2.0), [["kink"], ["agrees", "agrees"]]),
        (lambda x: mul(x, x), [["agrees", "agrees"]]),
        (lambda x: x**3, [["agrees"]]),
        (lambda x: sum_(matmul(x * np.ones((2, 2)), np.ones((2, 2))), axis=0), None),
        (lambda x: sum_(x * np.ones((2, 3)), axis=1, keepdims=True), None),
        (lambda x: (x * np.ones((2, 3))).reshape(3, -1), [["agrees"], ["agrees", "agrees"]]),
        (lambda x: softmax_cross_entropy(x * np.eye(3), np.array([2, 0, 1])), None),
        (lambda x: softmax(x * np.arange(6.0).reshape(2, 3), axis=0)[1], None),
    ],
)
def test_an_operation_can_be_checked_at_any_pop_from_the_recording_alone(
    build: Any, verdicts: list[list[str]] | None
) -> None:
    recording = record(build(variable(2)))
    checks = [check_at(recording, pop) for pop in recording.pops]
    found = [[one.verdict for one in check.inputs] for check in checks]
    assert found == (verdicts or found)
    assert all(verdict in ("agrees", "kink") for each in found for verdict in each)


def test_a_wrong_gx_of_an_operation_would_be_seen() -> None:
    """Data that changed between forward and backward makes one: 2 * 5 where the slope is 2 * 2."""
    x = variable(2)
    y = square(x)
    x.data = np.array(5.0)
    with pytest.warns(UserWarning, match="changed"):
        recording = record(y)
    assert check_at(recording, recording.pops[0]) == "its forward, run again, gives something else"


def test_why_there_is_no_check_is_said() -> None:
    own = record(Half()(variable(2)))
    assert "code" in check_at(own, own.pops[0])
    large = record(sum_(Variable(np.ones(100))))
    assert isinstance(check_at(large, large.pops[0]), Check)  # kept whole until it is written
    noisy = record(dropout(Variable(np.ones(8))))
    assert isinstance(check_at(noisy, noisy.pops[0]), str)


def test_an_output_that_nothing_used_does_not_count() -> None:
    product, total = Both()(variable(2), variable(3))
    recording = record(product)
    live = live_functions(recording, product)
    check = check_at(recording, recording.pops[0], live[0])
    assert [one.verdict for one in check.inputs] == ["agrees", "agrees"]
    assert total.grad is None


def test_another_graph_under_the_same_name_has_no_functions_of_this_pass() -> None:
    recording = record(Half()(variable(2)))
    assert live_functions(recording, square(variable(2))) == {}
    assert live_functions(recording, None) == {}


def test_what_a_file_keeps_of_a_large_array_is_not_enough() -> None:
    recording = unpacked(packed(record(sum_(Variable(np.ones(100)))), 1))
    assert check_at(recording, recording.pops[0]) == (
        "its arrays are too large to be in the recording"
    )


def test_an_input_without_elements_is_not_computed_with() -> None:
    """A file may say that two of them multiply to any size: here to 10 ** 24 elements."""
    recording = record(sum_(matmul(Variable(np.ones((1, 1))), Variable(np.ones((1, 1))))))
    x, w = (value_of(np.zeros(shape)) for shape in ((10**12, 0), (0, 10**12)))
    variables = list(recording.variables)
    node = recording.functions[0]
    for i, value in zip(node.inputs, (x, w), strict=True):
        variables[i] = replace(variables[i], data=value)
    hostile = replace(recording, variables=variables)
    assert check_at(hostile, hostile.pops[1]) == "an input has no elements to nudge"


def test_a_stranger_s_class_with_an_operation_s_name_is_not_taken_for_it() -> None:
    class Square(Half):
        pass

    recording = record(Square()(variable(2)))
    assert check_at(recording, recording.pops[0]) == (
        "the code of its forward is not in the recording"
    )


def test_inf_is_marked_where_it_is_born_and_not_where_it_passes() -> None:
    x = variable(0)
    with np.errstate(all="ignore"):
        recording = record(square(log(x) + x))
    troubles = Timeline(recording).troubles
    assert {k: [t.kind for t in each] for k, each in troubles.items()} == {0: ["inf"]}


def test_inf_may_be_born_in_a_sum_of_finite_gradients() -> None:
    x = variable(0, "x")
    with np.errstate(all="ignore"):
        recording = record(x * 1.7e308 + x * 1.7e308)
    (trouble,) = Timeline(recording).troubles[2]
    assert trouble.sentence == (
        "inf is born in this sum: 1.7e+308 + 1.7e+308 is more than float64 holds, so x has it for "
        "its gradient"
    )
