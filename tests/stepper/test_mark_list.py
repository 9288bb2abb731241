"""The list of marks and stops: what stands in it, going to one, taking one away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backstep.recording.annotations import Mark, Note
from backstep.stepper.actions import action_for, changed, footer_hints
from backstep.stepper.mark_list import rows_of
from backstep.stepper.marking import stopping
from backstep.stepper.pointing import clicked, wheeled
from backstep.stepper.screens import screen_lines
from backstep.stepper.text import plain
from backstep.stepper.view import View, first_view
from tests.stepper.sessions import passes_of

DIAMOND = passes_of("diamond")


@pytest.fixture
def view() -> View:
    view = first_view(DIAMOND).noting(Mark(4)).noting(Note(16, "two gradients add"))
    second = replace(view, notebook=view.notebook.adding(1, Mark(7)))
    return stopping(second, "add")


def press(view: View, *keys: str) -> View:
    for key in keys:
        action = action_for(key, view)
        assert action is not None, key
        view = changed(view, action)
    return view


def shown(view: View) -> list[str]:
    return [plain(line).rstrip() for line in screen_lines(view, footer_hints(view))]


def test_the_list_reads_like_this(view: View) -> None:
    lines = shown(press(view.to(16), "apostrophe"))
    assert lines[1:6] == [
        " Marks and stops",
        "   ▽ pass 1  step 4  pop 1 add multiply",
        " ▶ ▼ pass 1  step 16  pop 3 square#2 deliver  two gradients add",
        "   ▽ pass 2  step 7  pop 1 add#3 free",
        "   stop at add",
    ]
    assert lines[17] == " two gradients add"
    assert lines[23] == " Enter go there  Esc back  j down  k up  x take away  ? help  q quit"


def test_enter_goes_to_the_mark_of_whatever_pass(view: View) -> None:
    there = press(view, "apostrophe", "j", "j", "enter")
    assert (there.index, there.position, there.mode) == (1, 7, "steps")


def test_enter_on_a_stop_goes_to_where_it_strikes(view: View) -> None:
    there = press(view, "apostrophe", "j", "j", "j", "enter")
    assert there.position == 16
    assert there.message.startswith("Stop at add. ")


def test_x_takes_away_what_is_chosen(view: View) -> None:
    listed = press(view, "apostrophe", "j", "x", "j", "j", "x")
    assert [(row.index, row.step, row.stop) for row in rows_of(listed)] == [(0, 4, ""), (1, 7, "")]
    assert listed.seeking.stops == ()
    assert press(listed, "x", "x", "x").notebook.page(1).marks == {}


@pytest.mark.parametrize("key", ["escape", "apostrophe"])
def test_the_list_is_left_where_one_was(view: View, key: str) -> None:
    assert press(view.to(9), "apostrophe", "j", key).position == 9


def test_an_empty_list_says_how_to_fill_it() -> None:
    lines = shown(press(first_view(DIAMOND), "apostrophe"))
    assert "m marks a position" in lines[2]


def test_keys_of_the_pass_do_nothing_in_the_list(view: View) -> None:
    listed = press(view, "apostrophe")
    assert action_for("n", listed) is None
    assert action_for("space", listed) is None
    assert action_for("q", listed) is not None


def test_a_click_chooses_a_row_and_another_goes_there(view: View) -> None:
    listed = press(view, "apostrophe")
    once = clicked(listed, 10, 4)
    assert once.seeking.row == 2
    assert (clicked(once, 10, 4).index, clicked(listed, 10, 20)) == (1, listed)
    assert wheeled(once, 10, 4, 3).seeking.row == 3


@pytest.mark.parametrize("size", [(40, 12), (60, 18), (200, 60)])
def test_a_long_list_shows_the_row_that_is_chosen(size: tuple[int, int]) -> None:
    view = replace(first_view(DIAMOND), size=size)
    for step in range(23):
        view = view.noting(Note(step, f"note {step}"))
    for row in range(23):
        listed = press(view.to(row), "apostrophe")
        assert sum(line.startswith(f" ▶ ▼ pass 1  step {row} ") for line in shown(listed)) == 1
