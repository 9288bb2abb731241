"""The registry of actions, and what each does to a view."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from backstep.engine import Variable
from backstep.recording.values import value_text
from backstep.stepper.actions import ACTIONS, action_for, changed, footer_hints
from backstep.stepper.actions.action import always
from backstep.stepper.view import View, first_view
from tests.stepper.passes import diamond, recorded, second_order
from tests.stepper.screens import session_view, text_of

ISSUE_KEYS = "n N s S b space left right home end plus minus tab z H J K 0 o i D x question_mark q"


def press(view: View, *keys: str) -> View:
    for key in keys:
        action = action_for(key, view)
        assert action is not None
        assert action.change is not None
        view = changed(view, action)
    return view


def grads(view: View) -> dict[str, str]:
    moment = view.moment
    nodes = view.recording.variables
    return {node.label: value_text(moment.grad(i)) for i, node in enumerate(nodes)}


@pytest.fixture
def view() -> View:
    return first_view(recorded(diamond))


@pytest.mark.parametrize("key", ISSUE_KEYS.split())
def test_every_key_of_the_design_has_an_action(key: str) -> None:
    assert any(key in action.keys for action in ACTIONS)


def test_no_key_does_two_things() -> None:
    keys = Counter(key for each in ACTIONS if each.when is always for key in each.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_action_changes_the_view_or_has_an_effect() -> None:
    assert all((action.change is None) != (action.effect == "") for action in ACTIONS)


def test_the_footer_ends_with_help_and_quit(view: View) -> None:
    words = [word for _, word in footer_hints(view)]
    assert words[-2:] == ["help", "quit"]
    assert "pass" not in words


def test_several_passes_have_their_key_in_the_footer() -> None:
    assert ("PgDn", "pass") in footer_hints(first_view(recorded(second_order)))


def test_four_n_end_at_64_and_four_N_at_every_grad_none(view: View) -> None:
    end = press(view, *"nnnn")
    assert grads(end)["x"] == "64.0"
    assert end.position == end.timeline.length
    start = press(end, *"NNNN")
    assert start.position == 0
    assert set(grads(start).values()) == {"None"}


@pytest.mark.parametrize(("there", "back"), [("n", "N"), ("s", "S"), ("right", "left")])
def test_back_undoes_forward(view: View, there: str, back: str) -> None:
    assert press(view, there, there, back, back).position == 0


def test_b_is_N(view: View) -> None:
    assert press(view, "n", "n", "b") == press(view, "n", "n", "N")


def test_s_goes_through_the_five_phases_in_order(view: View) -> None:
    phases = []
    at = press(view, "n")
    for _ in range(5):
        at = press(at, "s")
        phases.append(at.moment.phase)
    assert phases == ["pop", "gather", "multiply", "deliver", "free"]


def test_home_and_end_are_the_ends(view: View) -> None:
    assert press(view, "end").position == view.timeline.length
    assert press(view, "end", "home").position == 0


def test_the_ends_hold(view: View) -> None:
    assert press(view, "N", "S", "left").position == 0
    assert press(view, "end", "n", "s", "right").position == view.timeline.length


def test_play_from_the_end_begins_again(view: View) -> None:
    played = press(view, "end", "space")
    assert (played.position, played.playing) == (0, True)
    assert not press(played, "space").playing


def test_speed_doubles_and_halves(view: View) -> None:
    assert press(view, "plus").speed == 2.0
    assert press(view, "plus", "minus", "minus").speed == 0.5


def test_moving_ends_a_pan(view: View) -> None:
    panned = press(view, "shift+right", "J")
    assert panned.pan == (8, 2)
    assert press(panned, "n").pan is None
    assert press(panned, "0").pan is None


def test_tab_goes_round_the_panes(view: View) -> None:
    assert press(view, *["tab"] * 5).pane == view.pane
    assert press(view, "tab", "shift+tab").pane == view.pane


def test_o_goes_to_the_second_order_and_back(view: View) -> None:
    assert [press(view, "o").order, press(view, "o", "o").order] == [2, 1]


def test_passes_are_gone_through_with_page_keys() -> None:
    view = first_view(recorded(second_order))
    assert press(view, "pagedown").recording.target_node.label == "gx"
    assert press(view, "pagedown", "pagedown").index == 1
    assert press(view, "pagedown", "pageup").index == 0


def test_O_goes_on_into_every_next_order_and_comes_back_by_page_up() -> None:
    view = first_view(recorded(second_order)[:1])
    first = press(view, "O")
    assert first.recording.target_node.label == "gx"
    assert grads(press(first, "end"))["x"] == "44.0"
    assert press(first, "pageup").recording is view.recording
    assert press(first, "pageup", "O").index == first.index
    assert grads(press(first, "O", "end"))["x"] == "48.0"


@pytest.mark.parametrize("key", ["shift+left", "shift+right", "J", "K"])
def test_an_empty_second_order_is_panned_over_as_well(view: View, key: str) -> None:
    assert press(replace(view, size=(170, 50)), "o", key).order == 2


@pytest.mark.parametrize("pane", ["pop", "queue", "grads", "source", "rule", "narration"])
def test_a_pane_is_scrolled_no_further_than_there_is_more(pane: str) -> None:
    """However often j was pressed, one k is seen."""
    view = replace(session_view("diamond", (50, 13), 16), pane=pane)
    end = press(view, *["j"] * 60)
    assert end.scroll == 0 or text_of(press(end, "k")) != text_of(end)
    assert text_of(press(end, *["k"] * 60, "j")) == text_of(press(view, *["k"] * 60, "j"))


def test_two_ways_on_from_one_view_are_two_passes() -> None:
    def program() -> dict[str, Variable]:
        a, b = Variable(np.array(2.0), "a"), Variable(np.array(3.0), "b")
        y = a**2 * b**3
        y.name = "y"
        y.backward(create_graph=True)
        return {"a": a, "b": b, "y": y}

    view = first_view(recorded(program))
    a, b = (press(view, "O").entry, press(view, "O").entry)
    assert a is not None
    assert b is not None
    of_a, of_b = a.answer(view, "a"), b.answer(view, "b")
    assert (of_a.recording.target_node.label, of_b.recording.target_node.label) == ("ga", "gb")
    assert grads(press(of_a, "end"))["a"] == "54.0"
    assert grads(press(of_b, "end"))["b"] == "72.0"
    assert a.answer(view, "a").recording is of_a.recording
