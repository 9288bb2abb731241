"""Functions of a person's own, checked while a session runs: when, how often, and unnoticed."""

from __future__ import annotations

import pytest

from backstep.language import Outcome
from backstep.recording.records import Check, Recording
from backstep.session.live import LiveSession

HALF = """class Half(Function):
    def forward(self, x):
        return x ** 2
    def backward(self, gy):
        return self.inputs[0] * gy
"""


def quiet(**options: bool) -> LiveSession:
    return LiveSession(lambda text: None, **options)


def checked(recordings: list[Recording]) -> list[bool]:
    """Of each pass, whether its first pop was checked."""
    return [recording.pops[0].check is not None for recording in recordings]


@pytest.mark.parametrize("loop", ["for i in range(4):", "i = 0\nwhile i < 4:\n    i += 1"])
def test_in_a_loop_the_first_turn_is_checked_and_no_other(loop: str) -> None:
    """A class that is made anew in each turn is a new class each time."""
    live = quiet()
    body = HALF + "Half()(Variable(np.array(2.0))).backward()"
    indented = "\n".join(f"    {line}" for line in body.split("\n"))
    assert live.run(f"{loop}\n{indented}").outcome.problem is None
    assert checked(live.recordings) == [True, False, False, False]


def test_in_a_loop_whose_passes_are_streamed_it_is_the_same() -> None:
    streamed: list[Recording] = []
    live = LiveSession(lambda text: None, streamed=streamed.append)
    live.run(HALF)
    body = "class Anew(Half):\n    pass\nAnew()(Variable(np.array(2.0))).backward()"
    indented = "\n".join(f"    {line}" for line in body.split("\n"))
    live.run(f"for i in range(3):\n{indented}")
    assert checked(streamed) == [True, False, False]


def test_a_function_that_a_loop_calls_is_in_the_loop() -> None:
    live = quiet()
    live.run(HALF)
    live.run("def step(kind):\n    kind()(Variable(np.array(2.0))).backward()")
    live.run("class A(Half):\n    pass\nclass B(Half):\n    pass")
    live.run("for kind in (A, B):\n    step(kind)")
    assert checked(live.recordings) == [True, False]


def test_statements_that_follow_each_other_in_a_cell_are_no_loop() -> None:
    live = quiet()
    live.run(HALF)
    live.run("def step(kind):\n    kind()(Variable(np.array(2.0))).backward()")
    live.run("class A(Half):\n    pass\nclass B(Half):\n    pass\nstep(A)\nstep(B)")
    assert checked(live.recordings) == [True, True]


def test_the_same_function_called_from_another_cell_is_no_loop() -> None:
    live = quiet()
    live.run("def step(kind):\n    kind()(Variable(np.array(2.0))).backward()")
    for _ in range(2):
        live.run(HALF)  # as a person does who has another try at it
        live.run("step(Half)")
    assert checked(live.recordings) == [True, True]


def test_a_forward_that_raises_in_the_check_is_no_error_of_the_cell() -> None:
    live = quiet()
    forward = "        if x != 2.0: raise ValueError('only 2')\n        return x ** 2"
    live.run(HALF.replace("        return x ** 2", forward))
    result = live.run("Half()(Variable(np.array(2.0))).backward()")
    assert result.outcome.problem is None
    assert live.recordings[0].pops[0].check == Check((), "raised")


def test_ctrl_c_stops_a_check_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: object) -> None:
        raise KeyboardInterrupt

    live = quiet()
    live.run(HALF)
    monkeypatch.setattr("backstep.recording.making.checks.call_check", interrupted)
    outcome: Outcome = live.run("Half()(Variable(np.array(2.0))).backward()").outcome
    assert outcome.interrupted
    assert live.recordings[0].failure is None
    live.run("print('heard again')")
    assert not live.recorder.checks.running


def test_on_again_checks_what_was_not_checked_before() -> None:
    live = quiet(check_own=False)
    live.run(HALF)
    live.run("x = Variable(np.array(2.0))\ny = Half()(x)\ny.backward()")
    live.recorder.check_own = True
    live.run("y.backward()")
    assert checked(live.recordings) == [False, True]
