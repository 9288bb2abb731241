"""Pops in trouble: where the sign stands, and what is said beside it."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from backstep.engine import Config, Function, Variable, log, operations, square
from backstep.recording.making.recorder import Recorder
from backstep.recording.records import Recording
from backstep.stepper.actions import action_for
from backstep.stepper.signs import ASCII
from backstep.stepper.view import View, first_view
from tests.recording.passes import record, variable
from tests.stepper.test_panes import session_view, text_of


class Half(Function):
    """A square whose backward forgets the factor 2."""

    def forward(self, x):
        return x**2

    def backward(self, gy):
        return self.inputs[0] * gy


def wrong() -> Recording:
    """square(Half(x)) at x = 3: at pop 2, gy = 18 and gx = 54 where the difference is 108."""
    Config.recorder = recorder = Recorder(check_own=True)
    square(Half()(variable(3, "x"))).backward()
    Config.recorder = None
    return recorder.take()[0]


def born_inf() -> Recording:
    with np.errstate(all="ignore"):
        return record(square(log(variable(0, "x")) + 5.0))


def at_the_end(recording: Recording, size: tuple[int, int] = (100, 30)) -> View:
    view = replace(first_view([recording]), size=size)
    return view.to(10**6)


def before_multiply(recording: Recording, pop: int) -> View:
    view = at_the_end(recording)
    return view.to(view.timeline.starts[pop] + 2)


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (100, 30), (200, 60)])
def test_a_gx_that_a_check_contradicts_is_marked_with_both_numbers(size: tuple[int, int]) -> None:
    shown = text_of(at_the_end(wrong(), size))
    assert re.search(r"│ ! +gx 54\.0, by", shown)
    assert "differences" in shown and "108.0" in shown
    assert "half!" in shown


@pytest.mark.parametrize("size", [(40, 12), (60, 18), (80, 24)])
def test_where_not_all_words_fit_those_on_the_trouble_are_shown(size: tuple[int, int]) -> None:
    view = replace(before_multiply(wrong(), 1), size=size)
    words = text_of(view.to(view.position + 1)).splitlines()[-3:]
    assert "The numerical check disagrees:" in words[0]


class SameTwice(Function):
    """A product whose gradients are both gy * b."""

    def forward(self, a, b):
        return a * b

    def backward(self, gy):
        b = self.inputs[1]
        return gy * b, gy * b


@pytest.mark.parametrize("differences", [False, True])
def test_rows_that_matter_less_make_room_for_trouble(differences: bool) -> None:
    """x = [1 2 3], w = [4 5 6]: gx1 is x, and backward gives w."""
    Config.recorder = recorder = Recorder(check_own=True)
    x, w = Variable(np.array([1.0, 2.0, 3.0]), "x"), Variable(np.array([4.0, 5.0, 6.0]), "w")
    SameTwice()(x, w).backward()
    Config.recorder = None
    view = replace(at_the_end(recorder.take()[0], (80, 24)), differences=differences)
    shown = text_of(view)
    assert "gx0 = [4.0 5.0 6.0] → x.grad" in shown
    assert ("check!  gx1[0] 4.0," if differences else "!       gx1[0] 4.0, by diff") in shown
    assert " inputs " not in shown


def test_nothing_is_marked_before_it_has_come() -> None:
    shown = text_of(before_multiply(wrong(), 1))
    assert "by differences" not in shown
    assert "half!" not in shown


def test_inf_is_marked_at_its_birth() -> None:
    recording = born_inf()
    (pop,) = at_the_end(recording).timeline.troubles
    view = before_multiply(recording, pop)
    assert "inf is born here" not in text_of(view)
    assert "inf is born here" in text_of(view.to(view.position + 1))


def test_the_scrubber_shows_from_the_start_where_trouble_is() -> None:
    view = first_view([wrong()])
    track = next(line for line in text_of(view).splitlines() if line.startswith(" ├"))
    assert track.count("!") == 1
    clean = text_of(session_view("diamond", (80, 24)))
    assert "!" not in next(line for line in clean.splitlines() if line.startswith(" ├"))


def test_a_box_has_room_for_its_sign_from_the_start() -> None:
    """Nothing moves while stepping: wires stand where they stood."""
    view = at_the_end(wrong())
    ends = text_of(view).splitlines()[2].rstrip(" │")
    start = text_of(view.to(0)).splitlines()[2].rstrip(" │")
    assert len(ends) == len(start)


def test_f_shows_the_finite_difference_of_every_pop_and_hides_it_again() -> None:
    view = session_view("diamond", (120, 40), 16)
    action = action_for("f", view)
    assert action is not None
    change = action.change
    shown = change(view)
    assert "gx 8.0, by differences 8.0: agrees" in text_of(shown)
    assert text_of(change(shown)) == text_of(view)


def test_f_says_why_there_is_no_difference() -> None:
    recording = record(Half()(variable(3, "x")))
    view = replace(at_the_end(recording), differences=True)
    assert "the code of its forward is not in the" in text_of(view)


def test_where_even_that_is_not_room_enough_trouble_comes_first() -> None:
    """log(0) * 0 at 60x18: the two gxs alone fill the pane."""
    x = Variable(np.array([0.0, 1.0]), "x")
    with np.errstate(all="ignore"):
        recording = record(operations.sum(log(x) * x))
    view = replace(first_view([recording]), size=(60, 18))
    assert "│ ! inf is born here" in text_of(view.to(view.timeline.starts[1] + 3))


def test_the_legend_tells_the_sign_where_there_is_trouble() -> None:
    assert "! trouble" in text_of(at_the_end(wrong(), (120, 60)))
    assert "! trouble" not in text_of(session_view("diamond", (120, 60)))


def test_the_sign_is_ascii_where_it_has_to_be() -> None:
    view = replace(at_the_end(wrong()), signs=ASCII, differences=True)
    assert text_of(view).isascii()
    assert "half!" in text_of(view)


def test_an_array_is_told_by_its_worst_element() -> None:
    class Third(Half):
        def backward(self, gy):
            return self.inputs[0] * gy * np.array([2.0, 2.0, 1.0])

    Config.recorder = recorder = Recorder(check_own=True)
    Third()(Variable(np.array([1.0, 2.0, 3.0]))).backward()
    Config.recorder = None
    assert "gx[2] 3.0, by differences 6.0" in text_of(at_the_end(recorder.take()[0]))


def test_a_pass_by_differences_shows_that_rule_and_not_backward_s() -> None:
    Config.recorder, Config.algorithm = (recorder := Recorder()), "numeric"
    try:
        square(variable(3, "x")).backward()
    finally:
        Config.recorder, Config.algorithm = None, "generation"
    view = at_the_end(recorder.take()[0])
    shown = text_of(replace(view, differences=True))
    assert "gx = gy * (f(x + eps) - f(x)) / eps" in shown
    assert "gy * 2 * x" not in shown
    assert "these gxs are finite differences" in shown
