"""The lecture: whole at any size, asked before told, the same position before and after."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.engine import Variable, add, square
from backstep.recording.annotations import Note
from backstep.stepper.actions import ACTIONS, action_for, changed, footer_hints, is_there
from backstep.stepper.app import Stepper
from backstep.stepper.flow import flowing
from backstep.stepper.graph import Key
from backstep.stepper.help_page import entries
from backstep.stepper.lecture.beats import beat_after, next_asked
from backstep.stepper.lecture.equation import equation_of
from backstep.stepper.lecture.leading import opened
from backstep.stepper.lecture.pointer import pointer_told
from backstep.stepper.lecture.screen import all_large, graph_of, lecture_lines, rows_of
from backstep.stepper.pointing import clicked, dragged, wheeled
from backstep.stepper.screens import screen_lines
from backstep.stepper.seeking import played
from backstep.stepper.signs import ASCII
from backstep.stepper.sketch import small_layout
from backstep.stepper.text import plain, width_of
from backstep.stepper.view import View, first_view
from tests.stepper.panes.goldens import failing
from tests.stepper.panes.goldens import recorded as stopped
from tests.stepper.passes import diamond, recorded, second_order
from tests.stepper.screens import text_of

NOTE = "Two paths lead from a to y, so the two gradients add."
ACCUMULATED = 16  # the step of the diamond at which 8.0 is added to a.grad
DIAMOND = first_view(recorded(diamond))
SIZES = [(40, 12), (60, 18), (80, 24), (100, 30)]
IN_LECTURE = [each for each in ACTIONS if each.group == "Lecture" and each.name != "lecture"]


def arrays() -> dict[str, Variable]:
    """Arrays of several shapes, and names that are wide: y = sum((損失 * W) + 損失)."""
    x = Variable(np.linspace(-1.0, 1.0, 12).reshape(3, 4), "損失")
    w = Variable(np.full((3, 4), 0.1), "W")
    y = (x * w + x).sum()
    y.name = "y"
    y.backward()
    return {"損失": x, "W": w, "y": y}


def chain() -> dict[str, Variable]:
    """A graph that is much larger than its sketch."""
    x = Variable(np.array(1.0), "x")
    y = x
    for _ in range(120):
        y = add(y, x)
    y = square(y)
    y.name = "y"
    y.backward()
    return {"x": x, "y": y}


VIEWS = [DIAMOND, *(first_view(recorded(each)) for each in (second_order, arrays, chain))]


@pytest.fixture
def view() -> View:
    return opened(replace(DIAMOND, size=(60, 18)).to(ACCUMULATED))


def press(view: View, *keys: str) -> View:
    for key in keys:
        action = action_for(key, view)
        assert action is not None and action.change is not None, key
        view = changed(view, action)
    return view


def row_with(view: View, text: str) -> int:
    return next(i for i, row in enumerate(text_of(view).splitlines()) if text in row)


def rows_of_blocks(text: str) -> int:
    return sum("█" in row or "▀" in row for row in text.splitlines())


# the screen


@given(
    st.sampled_from(VIEWS),
    st.tuples(st.integers(40, 300), st.integers(12, 100)),
    st.floats(0, 1),
    st.sampled_from(["", NOTE, "損失は小さい " * 9, "w" * 200]),
    st.booleans(),
    st.lists(st.sampled_from(["left", "right", "up", "down", "v", "n", "full_stop"]), max_size=4),
)
def test_the_screen_is_whole_at_any_size(
    view: View,
    size: tuple[int, int],
    part: float,
    note: str,
    ascii_only: bool,
    keys: list[str],
) -> None:
    step = round(part * view.timeline.length)
    view = replace(view, size=size, signs=ASCII if ascii_only else view.signs).to(step)
    view = press(opened(view.noting(Note(step, note)) if note else view), *keys)
    lines = screen_lines(view, footer_hints(view))
    assert [width_of(line) for line in lines] == [size[0]] * size[1]
    if not view.lecture.blank and not all_large(view):
        asked = plain(lines[rows_of(view).asked])
        assert asked.startswith((" Next: ", " That was the whole pass."))


@pytest.mark.parametrize("size", [(1, 1), (10, 4), (20, 7), (39, 11)])
def test_a_screen_that_is_too_small_breaks_nothing(size: tuple[int, int]) -> None:
    view = opened(replace(DIAMOND, size=size).to(ACCUMULATED))
    assert [width_of(line) for line in screen_lines(view, footer_hints(view))] == [size[0]] * size[
        1
    ]


@pytest.mark.parametrize("size", SIZES)
def test_nothing_jumps_about_from_step_to_step(size: tuple[int, int]) -> None:
    places = {rows_of(opened(replace(DIAMOND, size=size).to(p))) for p in range(23)}
    assert len(places) == 1


def test_the_sum_is_drawn_large_with_where_each_part_is_from(view: View) -> None:
    terms = equation_of(view.moment).terms
    assert [term.text for term in terms] == ["8.0", "+", "8.0", "→", "16.0"]
    assert [" ".join(term.below) for term in terms if term.below] == [
        "from square#3",
        "from square#2",
        "new a.grad",
    ]
    assert "█▀█" in text_of(view)
    ascii_only = text_of(replace(view, signs=ASCII, size=(60, 24)))
    assert "###" in ascii_only
    assert ascii_only.isascii()


def test_where_it_is_narrow_the_sum_is_plain_text(view: View) -> None:
    assert "8.0  +  8.0  →  16.0" in text_of(replace(view, size=(40, 12)))


def test_a_note_is_drawn_large_where_it_has_room(view: View) -> None:
    noted = view.noting(Note(ACCUMULATED, NOTE))
    assert NOTE in text_of(noted)
    large = text_of(replace(noted, size=(100, 30)))
    assert NOTE not in large
    assert rows_of_blocks(large) > rows_of_blocks(text_of(replace(view, size=(100, 30))))


def test_a_note_that_no_letters_draw_is_plain_text(view: View) -> None:
    assert "損失が増える" in text_of(replace(view.noting(Note(16, "損失が増える")), size=(100, 30)))


# what is asked


def test_each_result_is_asked_first_and_then_told(view: View) -> None:
    assert "Next: pop square#1 with gy = 16.0." in text_of(view)
    assert "gx =  ?" in text_of(view)
    assert "64.0" not in text_of(view)
    told = press(view, "v")
    assert "gx =  64.0" in text_of(told)
    assert told.position == view.position
    assert "gx =  ?" in text_of(press(told, "v"))
    assert press(view, "n").moment.phase == "multiply"


def test_a_pass_that_failed_says_what_stopped_it_and_no_more(view: View) -> None:
    failed = replace(view, passes=first_view(stopped(failing)).passes, size=(80, 24))
    there = press(failed, "end")
    assert "The pass stopped here with ValueError: no gradient for you." in text_of(there)
    assert "Nothing comes after the error." in text_of(there)
    assert press(there, "v").message == "There is nothing more to reveal."


def test_going_on_asks_anew(view: View) -> None:
    assert "x.grad =  ?" in text_of(press(view, "v", "n"))
    assert "gx =  ?" in text_of(press(view, "v", "n", "b"))


@pytest.mark.parametrize("view", VIEWS)
def test_the_answers_are_what_the_next_result_is(view: View) -> None:
    timeline, position = view.timeline, 0
    while position < timeline.length:
        asked = next_asked(timeline, position)
        position = beat_after(timeline, position, {})
        terms = [term.text for term in equation_of(timeline.at(position)).terms]
        for answer in asked.answers:
            assert answer.split(" = ")[-1] in terms


def test_every_result_and_every_note_is_a_beat(view: View) -> None:
    start = view.to(0).noting(Note(18, "a pop, with a note"))
    phases = []
    while start.position < start.timeline.length:
        start = press(start, "pagedown")
        phases.append((start.position, start.moment.phase))
    assert phases == [
        (1, "seed"),
        *((4, "multiply"), (5, "deliver"), (6, "deliver")),
        *((10, "multiply"), (11, "deliver")),
        *((15, "multiply"), (16, "deliver")),
        (18, "pop"),
        *((20, "multiply"), (21, "deliver"), (22, "free")),
    ]
    for position, _ in reversed(phases):
        assert start.position == position
        start = press(start, "pageup")
    assert start.position == 0


# in and out


def test_it_opens_and_leaves_at_the_same_position_animated_as_before() -> None:
    for key in ("L", "escape", "q"):
        before = replace(DIAMOND, animated=True, theme="light", pane="queue").to(7)
        view = press(before, "L")
        assert (view.mode, view.position, view.animated) == ("lecture", 7, False)
        view = press(view, "A", "right", "v")
        assert view.animated
        after = press(view, key)
        assert replace(after, message="") == before


def test_it_asks_no_questions_of_the_other_kind() -> None:
    before = press(DIAMOND, "p", "L")
    view = press(before, "s", "s", "s", "s", "s")
    assert (view.mode, view.position) == ("lecture", 5)
    assert played(replace(view, playing=True)).mode == "lecture"
    assert press(view, "L").quiz.on


def test_a_presenter_starts_goes_on_goes_back_and_blanks() -> None:
    view = press(DIAMOND, "f5", "pagedown", "pagedown", "pageup")
    assert (view.mode, view.position) == ("lecture", 1)
    assert press(view, "f5").playing
    assert not any(plain(line).strip() for line in lecture_lines(press(view, "full_stop"), [])[:-1])


@pytest.mark.parametrize("action", IN_LECTURE, ids=lambda each: each.name)
def test_a_blank_screen_is_shown_again_by_whatever_is_done(action, view: View) -> None:  # type: ignore[no-untyped-def]
    blank = press(view, "full_stop")
    assert blank.lecture.blank
    assert replace(changed(blank, action), message="") == view
    assert clicked(blank, 3, 3) == view
    assert wheeled(blank, 3, 3, 3) == view


def test_the_footer_shows_only_what_is_there(view: View) -> None:
    there = {action.footer for action in ACTIONS if is_there(action, view)}
    words = [word for _, word in footer_hints(view)]
    assert set(words) <= there
    assert words[:3] == ["next", "back", "reveal"]
    assert words[-2:] == ["leave", "help"]
    assert ("q", "quit") not in footer_hints(view)


# marks


def test_the_next_mark_is_gone_to_and_its_note_shown(view: View) -> None:
    marked = view.to(0).noting(Note(ACCUMULATED, NOTE))
    for key in ("right_square_bracket", "c"):
        there = press(marked, key)
        assert there.position == ACCUMULATED
        assert NOTE in text_of(there)


# the pointer


def test_the_pointer_begins_where_the_pass_is_and_tells_its_node(view: View) -> None:
    pointed = press(view, "left")
    assert "» square#2 is popped now; it takes a «" in text_of(pointed)
    assert "»▶square#2◀«" in text_of(pointed)
    assert "» a = 4.0, and its gradient is 16.0 «" in text_of(press(pointed, "left"))
    assert press(pointed, "enter").lecture.pointer is None


@pytest.mark.parametrize("view", VIEWS)
def test_the_arrows_reach_every_node(view: View) -> None:
    first = press(opened(replace(view, size=(100, 30)).to(2)), "left")
    known, new = {first.lecture.pointer}, [first]
    while new:
        at = new.pop()
        for key in ("left", "right", "up", "down"):
            there = press(at, key)
            if there.lecture.pointer not in known:
                known.add(there.lecture.pointer)
                new.append(there)
    assert known == set(small_layout(first).boxes)


def test_what_is_pointed_at_is_in_view_and_told_in_words() -> None:
    for view in VIEWS:
        shown = opened(replace(view, size=(60, 18)).to(6))
        for key in small_layout(shown).boxes:
            at = replace(shown, lecture=replace(shown.lecture, pointer=key))
            assert key in graph_of(at).places
            assert pointer_told(at)


def test_a_variable_without_a_gradient_is_told_so(view: View) -> None:
    at = replace(view, lecture=replace(view.lecture, pointer=Key("v", 0)))
    assert pointer_told(at) == "x = 2.0, without a gradient now"


# the mouse


def test_a_click_points_and_again_puts_the_pointer_away(view: View) -> None:
    row = row_with(view, "[▶square#2◀]")
    column = text_of(view).splitlines()[row].index("square#2")
    pointed = clicked(view, column, row)
    assert pointer_told(pointed).startswith("square#2")
    assert clicked(pointed, column, row).lecture.pointer is None


def test_a_click_reveals_seeks_and_leaves(view: View) -> None:
    assert "64.0" in text_of(clicked(view, 12, row_with(view, "gx =  ?")))
    assert clicked(view, 2, view.size[1] - 2).position == 0
    footer = text_of(view).splitlines()[-1]
    assert clicked(view, footer.index("leave"), view.size[1] - 1).mode == "steps"
    assert clicked(view, footer.index("n next"), view.size[1] - 1) == press(view, "n")


def test_a_click_on_the_word_at_the_top_blanks_the_screen(view: View) -> None:
    assert clicked(view, 3, 0).lecture.blank
    assert clicked(view, 20, 0) == view


def test_a_drag_along_the_scrubber_seeks(view: View) -> None:
    row = view.size[1] - 2
    assert dragged(view, (2, row), (-3, 0)).position == 0
    assert dragged(view, (51, row), (3, 0)).position == view.timeline.length
    assert dragged(view, (20, 4), (3, 0)) == view


def test_where_it_is_narrow_few_words_say_it(view: View) -> None:
    narrow = replace(view, size=(40, 12))
    assert " 8.0 is added." in text_of(narrow)
    assert " Next: 8.0 comes, a.grad is None.\n" in text_of(narrow.to(10))


def test_the_wheel_goes_on_and_back(view: View) -> None:
    assert wheeled(view, 5, 5, 3) == press(view, "n")
    assert wheeled(view, 5, 5, -3) == press(view, "b")


def test_an_animated_sum_is_seen_before_what_it_comes_to(view: View) -> None:
    before = press(view.to(15), "A")
    after = press(before, "n")
    flowing_now = flowing(before, after)
    assert flowing_now.flow is not None
    end = lambda view: [row[34:50] for row in text_of(view).splitlines()[7:10]]  # noqa: E731
    assert any("█" in row for row in end(after))
    assert not any("█" in row for row in end(flowing_now))
    assert text_of(replace(flowing_now, flow=None)) == text_of(after)


# in the app


@pytest.mark.parametrize("size", [(40, 12), (60, 18), (100, 30), (200, 60)])
def test_every_key_of_the_lecture_does_something_in_the_app(size: tuple[int, int]) -> None:
    noted = DIAMOND.to(ACCUMULATED).noting(Note(3, "before")).noting(Note(20, "after"))
    app = Stepper(noted)

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.press("L")
            start = app.view
            for action in IN_LECTURE:
                for key in action.keys:
                    app.change(start)
                    await pilot.press(key)
                    assert app.view != start, key
            app.change(start)
            footer = text_of(start).splitlines()[-1]
            await pilot.click(offset=(footer.index("leave"), size[1] - 1))
            assert app.view.mode == "steps"
            assert app.view.position == ACCUMULATED

    asyncio.run(run())


def test_help_tells_only_what_is_there_in_a_lecture(view: View) -> None:
    told = [(each.group, each.keys) for each in entries(view)]
    assert {group for group, _ in told} == {"Lecture", "Program", "Mouse", "Signs"}
    assert [group for group, _ in told].count("Lecture") == len(IN_LECTURE)
    assert ("Lecture", "n PgDn") in told
    assert ("Lecture", "L Esc q") in told
    assert ("Program", "Ctrl-C") in told
