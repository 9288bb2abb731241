"""Jumping to a pane: a letter on each, one key takes one, any other takes none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backstep.stepper.actions import action_for, changed, footer_hints
from backstep.stepper.pointing import clicked
from backstep.stepper.screen import LETTERS, PANES, arrangement
from backstep.stepper.screens import screen_lines
from backstep.stepper.text import plain
from backstep.stepper.view import View, first_view
from tests.stepper.passes import diamond, recorded


def pressed(view: View, key: str) -> View:
    action = action_for(key, view)
    return view if action is None else changed(view, action)


@pytest.fixture
def view() -> View:
    return first_view(recorded(diamond))


def test_each_pane_has_a_letter_of_its_own() -> None:
    assert list(LETTERS) == list(PANES)
    assert len(set(LETTERS.values())) == len(PANES)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 60)])
@pytest.mark.parametrize("name", list(PANES))
def test_its_letter_goes_to_a_pane(view: View, name: str, size: tuple[int, int]) -> None:
    there = pressed(pressed(replace(view, size=size), "l"), LETTERS[name])
    assert (there.mode, there.pane) == ("steps", name)
    assert name in arrangement(there).panes


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
def test_the_letters_are_on_the_panes(view: View, size: tuple[int, int]) -> None:
    view = pressed(replace(view, size=size), "l")
    lines = [plain(line) for line in screen_lines(view, footer_hints(view))]
    for name, rect in arrangement(view).panes.items():
        assert lines[rect.y][rect.x :].lstrip("┌─").split()[0] == LETTERS[name]


@pytest.mark.parametrize("key", ["escape", "l", "z", "space", "9", "f7"])
def test_any_other_key_takes_no_pane(view: View, key: str) -> None:
    after = pressed(pressed(view, "l"), key)
    assert after == view


def test_a_click_takes_a_pane_too(view: View) -> None:
    view = replace(view, size=(80, 24))
    rect = arrangement(view).panes["queue"]
    after = clicked(pressed(view, "l"), rect.x + 2, rect.y)
    assert (after.mode, after.pane) == ("steps", "queue")
