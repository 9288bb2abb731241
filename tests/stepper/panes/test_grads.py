"""The grads pane: gradients now, every change, and the bytes that are held."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backstep.engine import Function, Variable, add
from backstep.stepper.actions import action_for, changed
from backstep.stepper.panes.grads import grads_lines
from backstep.stepper.text import plain
from backstep.stepper.view import View, first_view
from tests.recording.passes import record, variable
from tests.stepper.screens import session_view


def told(view: View, width: int, height: int) -> list[str]:
    return [plain(line).rstrip() for line in grads_lines(view, width, height)]


def diamond_at(position: int, **changes: object) -> View:
    return replace(session_view("diamond", (120, 40), position), **changes)


def test_a_gradient_is_shown_with_how_it_came_about_who_brought_it_and_when() -> None:
    assert told(diamond_at(16), 70, 5)[3] == (
        "▶a        += 8.0 + 8.0 -> 16.0  accumulated  by square#2  step 16"
    )


def test_a_narrow_pane_keeps_sign_and_value() -> None:
    assert told(diamond_at(16), 26, 5)[3] == "▶a        += -> 16.0"


def test_what_this_pop_changed_before_this_step_has_a_sign_of_its_own() -> None:
    """Steps 5 and 6 are the two deliveries of add."""
    rows = told(diamond_at(6), 70, 5)
    assert [row[0] for row in rows[:3]] == [" ", "·", "▶"]


def test_events_are_the_changes_so_far_the_newest_first() -> None:
    rows = told(diamond_at(16, grads="events"), 70, 20)
    assert [row.split()[-1] for row in rows[:7]] == ["16", "12", "11", "7", "6", "5", "1"]
    assert rows[6].split() == "y = None -> 1.0 seed by backward() step 1".split()


def test_events_of_a_long_pass_are_scrolled_to() -> None:
    view = diamond_at(22, grads="events", pane="grads", scroll=2)
    rows = told(view, 70, 4)
    assert rows[0] == " ⋯ 3 more above  j k"
    assert rows[-1].startswith(" ⋯ ")


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (110, " held now 16 bytes   peak so far 24 bytes   of the pass 24 bytes, "
              "with retain_grad=True 40 bytes"),
        (68, " held now 16 bytes, peak 24 bytes, with retain_grad 40 bytes"),
        (58, " held 16 bytes, peak 24 bytes, with retain_grad 40 bytes"),
        (40, " held now 16 bytes, peak 24 bytes"),
        (20, " held now 16 bytes"),
    ],
)  # fmt: skip
def test_the_bytes_are_told_at_any_width(width: int, line: str) -> None:
    assert told(diamond_at(16), width, 12)[-1] == line


def long_pass(n: int) -> View:
    x: Variable = variable(1, "x")
    y = x
    for _ in range(n):
        y = add(y, x)
    return replace(first_view([record(y)]), size=(120, 40))


def test_of_many_variables_those_of_this_pop_are_shown() -> None:
    view = long_pass(1000)
    view = view.to(view.timeline.end_of_pop(500))
    rows = told(view, 60, 6)
    assert len(rows) == 6
    assert any(row.startswith("▶") for row in rows)
    assert any(row.startswith("·x") for row in rows)
    assert "more" in rows[4]


def test_a_key_switches_between_gradients_now_and_every_change() -> None:
    view = diamond_at(16)
    action = action_for("E", view)
    assert action is not None
    events = changed(view, action)
    assert (events.grads, events.pane) == ("events", "grads")
    assert changed(events, action).grads == "now"


def test_a_gradient_from_before_the_pass_is_the_first_event() -> None:
    x = variable(3, "x")
    x.grad = variable(1)
    view = replace(first_view([record(add(x, x))]), grads="events").to(3)
    assert told(view, 60, 9)[-2].split() == "x = 1.0 from before".split()


def test_where_not_all_fit_what_this_step_changed_is_there() -> None:
    """A function with four inputs delivers to the last of them."""
    inputs = [variable(i, name) for i, name in enumerate("abcd")]
    view = first_view([record(Four()(*inputs))])
    rows = told(view.to(view.timeline.starts[0] + 7), 60, 3)
    assert any(row.startswith("▶d") for row in rows)


class Four(Function):
    """A sum of four."""

    def forward(self, a, b, c, d):
        return a + b + c + d

    def backward(self, gy):
        return gy, gy, gy, gy
