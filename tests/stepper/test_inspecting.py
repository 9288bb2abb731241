"""The inspector by keys and by mouse: which node it is about."""

from __future__ import annotations

import re

import pytest

from backstep.stepper.actions import action_for, changed
from backstep.stepper.pointing import clicked
from backstep.stepper.screen import arrangement
from backstep.stepper.screens import screen_lines
from backstep.stepper.text import plain
from backstep.stepper.view import View
from tests.stepper.screens import session_view


def press(view: View, *keys: str) -> View:
    for key in keys:
        action = action_for(key, view)
        assert action is not None
        view = changed(view, action)
    return view


def label(view: View) -> str | None:
    if view.inspected is None:
        return None
    nodes = view.recording.functions if view.inspected.kind == "f" else view.recording.variables
    return nodes[view.inspected.number].label


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize(
    ("keys", "reached"),
    [
        ("enter", "square#2"),
        ("enter left", "a"),
        ("enter left left", "square#1"),
        ("enter left left left", "x"),
        ("enter left left left left", "x"),
        ("enter down", "square#3"),
        ("enter down up", "square#2"),
        ("enter right right right", "y"),
        ("enter escape", None),
        ("enter enter", None),
    ],
)
def test_arrows_go_along_the_wires(size: tuple[int, int], keys: str, reached: str | None) -> None:
    view = session_view("diamond", size, 16)
    assert label(press(view, *keys.split())) == reached


def test_without_the_inspector_arrows_seek() -> None:
    view = session_view("diamond", (80, 24), 16)
    assert press(view, "left").position < 16
    assert press(view, "enter", "left").position == 16


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("name", ["square#1", "square#3", "a", "x"])
def test_a_click_on_a_node_inspects_it(size: tuple[int, int], name: str) -> None:
    view = session_view("diamond", size, 16)
    place = arrangement(view).panes["graph"]
    rows = [plain(line)[: place.width] for line in screen_lines(view, [])[: place.height]]
    found = re.compile(rf"[(\[│] *{name} ")
    y, x = next((y, m.start()) for y, row in enumerate(rows) if (m := found.search(row)))
    assert label(clicked(view, x + 2, y)) == name
