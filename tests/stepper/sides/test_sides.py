"""Two passes side by side: the screens, and how a person comes there and back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstep.recording.comparing.comparison import Comparison
from backstep.stepper.actions import ACTIONS, action_for, changed, footer_hints, is_there
from backstep.stepper.actions.siding import compared_with, offered
from backstep.stepper.app import Stepper
from backstep.stepper.entry import Refused
from backstep.stepper.flow import TRAVEL, advanced, flowing, frames_of
from backstep.stepper.pointing import clicked, wheeled
from backstep.stepper.screens import screen_lines
from backstep.stepper.sides import alone, beside
from backstep.stepper.sides.opened import side_view
from backstep.stepper.text import plain, width_of
from backstep.stepper.view import View, first_view
from tests.recording.algorithm_runs import alias, diamond
from tests.recording.passes import record
from tests.recording.rerunning.test_again import network
from tests.stepper.screens import session_view, text_of
from tests.stepper.sides import GOLDENS, SCREENS, ascii_only, shown

SIZES = [(40, 12), (60, 18), (80, 24), (120, 40), (200, 60)]
LOOPS = ["stack", "overwrite", "inplace", "unseen", "paths", "toposort", "numeric"]


@pytest.mark.parametrize("golden", sorted(GOLDENS))
def test_the_screen_is_the_golden(golden: str) -> None:
    """The goldens are read by eye when they change; a difference here is a change to look at."""
    assert text_of(GOLDENS[golden]) == (SCREENS / f"{golden}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("algorithm", [*LOOPS, None])
def test_every_line_is_as_wide_as_the_screen_at_every_step(
    size: tuple[int, int], algorithm: str | None
) -> None:
    view = shown(size, None if algorithm is None else ("generation", algorithm), 0)
    for position in range(view.timeline.length + 1):
        lines = screen_lines(view.to(position), footer_hints(view))
        assert len(lines) == size[1]
        assert {width_of(line) for line in lines} == {size[0]}


@settings(max_examples=60)
@given(
    st.tuples(st.integers(20, 220), st.integers(8, 70)),
    st.sampled_from(LOOPS),
    st.integers(0, 2000),
)
def test_any_size_is_filled(size: tuple[int, int], algorithm: str, position: int) -> None:
    recording = record(network())
    view = first_view([recording])
    found = view.passes.beside(0, ("generation", algorithm))
    assert isinstance(found, Comparison)
    view = replace(beside(view, found), size=size).to(position)
    lines = screen_lines(view, footer_hints(view))
    assert len(lines) == size[1]
    assert {width_of(line) for line in lines} == {size[0]}


def pressed(view: View, *keys: str) -> View:
    for key in keys:
        action = action_for(key, view)
        assert action is not None, key
        view = changed(view, action)
    return view


def test_r_and_a_lead_back_to_the_step_where_the_person_is_now() -> None:
    view = session_view("diamond", (80, 24), 9)
    both = pressed(view, "r")
    assert (both.mode, both.position, both.sides is not None) == ("retain", 9, True)
    later = pressed(both, "n")
    one = pressed(later, "r")
    assert (one.mode, one.position, one.sides, one.origin) == ("steps", 12, None, None)
    assert pressed(later, "escape") == one
    assert one.passes is view.passes


def test_a_asks_for_the_algorithm_and_offers_one_that_goes_wrong() -> None:
    view = pressed(session_view("diamond", (80, 24)), "a")
    assert view.entry is not None
    assert view.entry.question == "compare generation with"
    assert "stack" in view.entry.told
    assert "toposort" in view.entry.choices
    both = compared_with(replace(view, entry=None), "")
    assert both.sides is not None
    assert both.sides.names == ("generation", "stack")


def test_what_goes_wrong_depends_on_the_graph() -> None:
    """x + x + x: the order does not matter there, to add does."""
    assert offered(first_view([record(alias(3)()[1])])) == "overwrite"
    assert offered(first_view([record(diamond()[1])])) == "stack"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sideways", "sideways is none of generation, overwrite"),
        ("stack,queue,paths", "two at most"),
        ("generation", "generation with itself"),
        ("stack stack", "stack with itself"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_reason(text: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        compared_with(session_view("diamond", (80, 24)), text)


def test_two_others_can_be_compared() -> None:
    both = compared_with(session_view("diamond", (80, 24)), "stack, queue")
    assert both.sides is not None
    assert both.sides.names == ("stack", "queue")
    assert alone(both).position == 0


def test_c_goes_to_where_they_part() -> None:
    both = compared_with(session_view("diamond", (80, 24)), "stack")
    assert pressed(both, "c").position == 13
    same = compared_with(session_view("diamond", (80, 24)), "toposort")
    assert "They do not part" in pressed(same, "c").message


def test_c_goes_on_to_the_next_difference_and_C_back() -> None:
    both = compared_with(session_view("diamond", (80, 24)), "stack")
    assert pressed(both, "c", "c").position == 18  # square#1 beside square#2
    assert pressed(both, "c", "c", "c").position == 13  # round again
    assert pressed(both, "c", "c", "C").position == 13
    assert "Before this both do the same" in pressed(both, "c", "C").message


@pytest.mark.parametrize("size", [(40, 12), (60, 18), (80, 24)])
def test_y_says_of_either_side_what_is_next_and_why(size: tuple[int, int]) -> None:
    both = replace(compared_with(session_view("diamond", size), "stack"), size=size)
    asked = pressed(both, "c", "y")
    screen = " ".join(text_of(asked).split())
    assert "generation: Next is square#1 (generation 0)" in screen
    assert "stack: Next is square#2 (generation 1)" in screen


def test_what_is_about_one_pass_is_not_there_beside_another() -> None:
    both = shown((80, 24))
    there = {action.name for action in ACTIONS if is_there(action, both)}
    assert {"next pop", "play or pause", "end", "help", "quit", "next difference"} <= there
    assert not {"next pass", "inspect", "zoom", "gradient events", "mark"} & there


def test_a_click_on_the_scrubber_goes_there() -> None:
    both = shown((80, 24), position=0)
    assert clicked(both, 42, 20).position == pytest.approx(12, abs=1)


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40)])
def test_a_click_on_a_pop_goes_to_its_end(size: tuple[int, int]) -> None:
    both = shown(size, position=22)
    lines = [plain(line) for line in screen_lines(both, footer_hints(both))]
    y = next(i for i, line in enumerate(lines) if "square#3" in line)
    assert clicked(both, lines[y].index("square#3"), y).position == 12
    assert clicked(both, lines[y].index("generation"), y) == both


def test_the_wheel_scrolls_the_table_and_goes_no_higher_than_its_top() -> None:
    both = shown((60, 18), position=16)
    assert wheeled(both, 5, 12, 3).scroll == 3
    assert wheeled(both, 5, 12, -3).scroll == 0


def test_gradients_are_on_their_way_in_both_graphs_at_once() -> None:
    """Where they part both deliver: 8.0 to a on the left, 32.0 to x on the right."""
    both = replace(shown((120, 40), position=15), animated=True)
    after = flowing(both, both.to(16))
    assert after.flow is not None and after.flow.beside is not None
    assert [parcel.text for parcel in after.flow.parcels] == ["8.0"]
    assert [parcel.text for parcel in after.flow.beside.parcels] == ["32.0"]
    assert frames_of(after.flow) > TRAVEL  # on the left it is added
    left, right = (side_view(after, side, 60).flow for side in (0, 1))
    assert left is not None and right is not None
    assert right.frame == left.frame
    for _ in range(frames_of(after.flow) - 1):
        following = advanced(after.flow)
        assert following is not None
        after = replace(after, flow=following)
        assert {width_of(line) for line in screen_lines(after, footer_hints(after))} == {120}
    assert advanced(after.flow) is None


def test_where_no_graph_is_shown_nothing_moves() -> None:
    both = replace(shown((80, 24), position=15), animated=True)
    assert flowing(both, both.to(16)).flow is None


def test_from_the_second_order_one_comes_to_the_first_and_back() -> None:
    view = session_view("create-graph", (120, 40), 16).drawn(order=2)
    both = compared_with(view, "stack")
    assert both.order == 1
    assert "No second-order graph" not in text_of(both)
    assert alone(both) == view


def test_a_resize_while_beside_holds_in_the_one_pass() -> None:
    both = replace(shown((80, 24)), size=(120, 40), speed=4.0)
    assert (alone(both).size, alone(both).speed) == ((120, 40), 4.0)


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40)])
def test_with_keys_alone_the_wrong_gradient_is_found(size: tuple[int, int]) -> None:
    app = Stepper(session_view("diamond", size))
    seen: list[str] = []

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for key in ("a", "s", "t", "tab", "enter", "c", "end"):
                await pilot.press(key)
                seen.append("\n".join(plain(line) for line in app.surface.lines))
            await pilot.press("escape", "r", "end")
            seen.append("\n".join(plain(line) for line in app.surface.lines))

    asyncio.run(run())
    assert "compare generation with" in seen[0]
    assert "Here they part. stack pops square#1 before square#2" in seen[5].replace("\n", "")
    assert "✗  32.0" in seen[6]
    assert "40 bytes" in seen[7]


class Slow:
    """A provider that counts: side by side is worked out once."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, *arguments: Any) -> str:
        self.count += 1
        return "nobody knows how"


def test_what_cannot_be_had_is_said_and_the_pass_stays() -> None:
    view = session_view("diamond", (80, 24), 5)
    run = Slow()
    view = replace(view, passes=replace(view.passes, run=run, _beside={}))
    told = compared_with(view, "stack")
    assert told.message == "generation and stack: nobody knows how."
    assert (told.mode, told.position) == ("steps", 5)
    compared_with(view, "stack")
    assert run.count == 1


CHANGES = [action for action in ACTIONS if action.change is not None]


@settings(max_examples=60)
@given(
    st.tuples(st.integers(20, 220), st.integers(8, 70)),
    st.sampled_from([*LOOPS, None]),
    st.lists(st.sampled_from(CHANGES), max_size=20),
    st.booleans(),
)
def test_any_keys_leave_the_screen_whole(
    size: tuple[int, int], algorithm: str | None, actions: list[Any], with_ascii: bool
) -> None:
    view = shown(size, None if algorithm is None else ("generation", algorithm))
    view = ascii_only(view) if with_ascii else view
    for action in actions:
        if is_there(action, view):
            view = changed(view, action)
    lines = screen_lines(view, footer_hints(view))
    assert len(lines) == size[1]
    assert {width_of(line) for line in lines} == {size[0]}
    if with_ascii:
        assert all(plain(line).isascii() for line in lines)
