"""Any keys, at any size: the screen is always whole and exactly as large as it should be."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from backstep.session import read_session, shipped_sessions
from backstep.stepper.actions import ACTIONS, Action, changed, footer_hints, is_there
from backstep.stepper.screens import screen_lines
from backstep.stepper.signs import ASCII, UNICODE
from backstep.stepper.text import width_of
from backstep.stepper.view import Passes, View

PASSES = {name: Passes(read_session(path).recordings) for name, path in shipped_sessions().items()}
CHANGES = [action for action in ACTIONS if action.change is not None]


@settings(max_examples=150)
@given(
    st.sampled_from(sorted(PASSES)),
    st.tuples(st.integers(20, 220), st.integers(8, 70)),
    st.lists(st.sampled_from(CHANGES), max_size=25),
    st.booleans(),
)
def test_the_screen_is_whole(
    name: str, size: tuple[int, int], changes: list[Action], ascii_only: bool
) -> None:
    view = View(PASSES[name], size=size, signs=ASCII if ascii_only else UNICODE)
    for action in changes:
        if is_there(action, view):
            view = changed(view, action)
    lines = screen_lines(view, footer_hints(view))
    assert len(lines) == size[1]
    assert {width_of(line) for line in lines} == {size[0]}
