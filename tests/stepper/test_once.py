"""A pane is drawn once for all views that it shows alike."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstep.stepper.actions import Action, changed, footer_hints, is_there
from backstep.stepper.entry import Entry
from backstep.stepper.flow import flow_between
from backstep.stepper.screen import PANES, Rect, framed
from backstep.stepper.screens import screen_lines
from backstep.stepper.view import Passes, View, first_view
from tests.stepper.passes import diamond, recorded
from tests.stepper.test_any_keys import CHANGES, PASSES

BESIDE_THE_PANES = {
    "playing": True,
    "speed": 16.0,
    "message": "what was said",
    "entry": Entry("what?", lambda view, text: view, "abc"),
}


@pytest.mark.parametrize("name", sorted(PASSES))
@pytest.mark.parametrize("pane", PANES)
@pytest.mark.parametrize("position", [0, 9, 16])
def test_no_pane_shows_what_the_bars_show(pane: str, name: str, position: int) -> None:
    view = View(PASSES[name], size=(200, 60)).to(position)
    rect = Rect(0, 0, 90, 24)
    other = replace(view, **BESIDE_THE_PANES)
    assert framed(other, PANES[pane], rect) == framed(view, PANES[pane], rect)


@settings(max_examples=60)
@given(st.sampled_from(sorted(PASSES)), st.lists(st.sampled_from(CHANGES), max_size=12))
def test_what_was_drawn_before_changes_nothing(name: str, changes: list[Action]) -> None:
    view = View(Passes(PASSES[name].recordings), size=(170, 50))
    for action in changes:
        screen_lines(view, footer_hints(view))
        if is_there(action, view):
            view = changed(view, action)
    fresh = replace(view, passes=Passes(view.passes.recordings))
    if view.origin is None:
        assert screen_lines(view, footer_hints(view)) == screen_lines(fresh, footer_hints(fresh))


@pytest.mark.parametrize("pane", [name for name in PANES if name not in ("graph", "second")])
def test_what_flows_is_seen_in_the_graph_alone(pane: str) -> None:
    view = first_view(recorded(diamond)).to(16)
    moving = replace(view, flow=flow_between(view.to(15), view))
    assert moving.flow is not None
    rect = Rect(0, 0, 90, 24)
    assert framed(moving, PANES[pane], rect) == framed(view, PANES[pane], rect)
