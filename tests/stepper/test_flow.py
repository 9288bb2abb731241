"""The gradient on its way: which steps show one, and what ends it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backstep.stepper.actions import action_for, changed
from backstep.stepper.flow import Flow, advanced, animated, flow_between, flowing, frames_of
from backstep.stepper.screen import arrangement
from backstep.stepper.screens import screen_lines
from backstep.stepper.text import width_of
from backstep.stepper.view import View
from tests.stepper.screens import session_view, text_of

DIAMOND = replace(session_view("diamond", (80, 24)), animated=True)


def at(position: int) -> View:
    return DIAMOND.to(position)


def press(view: View, key: str) -> View:
    action = action_for(key, view)
    assert action is not None
    return flowing(view, changed(view, action))


def told(flow: Flow | None) -> list[tuple[str, str]]:
    return [] if flow is None else [(parcel.text, parcel.added) for parcel in flow.parcels]


@pytest.mark.parametrize(
    ("position", "phase", "parcels"),
    [
        (0, None, []),  # the seed
        (1, None, []),  # pop
        (2, "gather", [("1.0", "")]),
        (3, None, []),  # multiply
        (4, "deliver", [("1.0", "")]),
        (15, "deliver", [("8.0", "8.0 + 8.0")]),
    ],
)
def test_a_step_shows_what_it_moves(
    position: int, phase: str | None, parcels: list[tuple[str, str]]
) -> None:
    flow = flow_between(at(position), at(position + 1))
    assert (None if flow is None else flow.phase) == phase
    assert told(flow) == parcels


def test_a_whole_pop_shows_all_that_it_delivers() -> None:
    flow = press(press(at(0), "n"), "n").flow
    assert told(flow) == [("8.0", "")]
    assert told(press(at(0), "n").flow) == [("1.0", ""), ("1.0", "")]


@pytest.mark.parametrize("key", ["b", "S", "home", "end", "g"])
def test_going_back_and_seeking_show_none(key: str) -> None:
    assert press(at(10), key).flow is None


def test_the_sum_is_seen_before_what_it_comes_to_and_then_the_flow_ends() -> None:
    flow: Flow | None = flow_between(at(15), at(16))
    summing = []
    while flow is not None:
        summing.append(flow.summing)
        flow = advanced(flow)
    assert summing == sorted(summing)
    assert any(summing)
    assert not all(summing)


def test_without_a_sum_the_flow_ends_on_arrival() -> None:
    flow = flow_between(at(4), at(5))
    assert flow is not None
    assert replace(flow, frame=frames_of(flow) - 1).part == 1.0


def test_any_key_ends_a_flow() -> None:
    flowing_now = press(at(15), "s")
    assert flowing_now.flow is not None
    assert press(flowing_now, "tab").flow is None


def test_what_is_unwanted_or_too_quick_is_not_shown() -> None:
    quick = replace(at(15), playing=True, speed=4.0)
    assert flowing(quick, quick.to(16)).flow is None
    still = replace(at(15), animated=False)
    assert flowing(still, still.to(16)).flow is None
    assert press(press(press(at(14), "A"), "A"), "s").animated


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, True),
        ({"TEXTUAL_ANIMATIONS": "none"}, False),
        ({"TEXTUAL_ANIMATIONS": "NONE"}, False),
        ({"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}, False),
        ({"SSH_TTY": "/dev/pts/1"}, False),
        ({"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22", "TEXTUAL_ANIMATIONS": "full"}, True),
    ],
)
def test_flows_are_off_over_ssh_and_where_no_animation_is_wanted(
    environment: dict[str, str], wanted: bool
) -> None:
    assert animated(environment) == wanted


def frames(view: View) -> list[View]:
    """Every frame of the step after a view."""
    found = [flowing(view, view.to(view.position + 1))]
    while (flow := found[-1].flow) is not None:
        found.append(replace(found[-1], flow=advanced(flow)))
    return found[:-1]


def head(view: View) -> int | None:
    """The column of what moves in the graph."""
    for line in screen_lines(view, [])[2 : arrangement(view).panes["graph"].height]:
        for i, run in enumerate(line):
            if run.role == "lit":
                return width_of(line[:i]) + run.text.index("◀")
    return None


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
def test_the_gradient_moves_from_the_function_to_its_input(size: tuple[int, int]) -> None:
    found = map(head, frames(replace(at(15), size=size)))
    heads = [column for column in found if column is not None]
    assert len(set(heads)) > 1
    assert heads == sorted(heads, reverse=True)


def test_a_sum_is_seen_in_the_box_that_it_arrives_at() -> None:
    size = (120, 40)
    rows = ["\n".join(text_of(v).splitlines()[2:14]) for v in frames(replace(at(15), size=size))]
    assert "grad 8.0" in rows[0]
    assert "8.0 + 8.0" in rows[-1]
    assert "16.0 +=" not in "".join(rows)
