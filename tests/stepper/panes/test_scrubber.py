"""The scrubber: ticks where pops begin, names that do not run together, marks, troubles, clicks."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from backstep.engine import sin
from backstep.recording.annotations import Mark, Note
from backstep.stepper.panes.scrubber import (
    column_of,
    position_at,
    scrubber_lines,
    track_cells,
)
from backstep.stepper.signs import ASCII
from backstep.stepper.text import plain
from backstep.stepper.view import View, first_view
from tests.recording.passes import record, variable
from tests.session.material import PROGRAMS, recorded
from tests.stepper.sessions import passes_of


def long_pass(pops: int) -> View:
    y = variable(1)
    for _ in range(pops):
        y = sin(y)
    return first_view([record(y)])


@pytest.mark.parametrize("pops", [1, 7, 60, 700])
@pytest.mark.parametrize("width", [20, 81, 200])
def test_there_is_a_tick_wherever_a_pop_begins_and_none_where_there_are_too_many(
    pops: int, width: int
) -> None:
    view = long_pass(pops)
    length = view.timeline.length
    track = plain(scrubber_lines(view, width, False)[0])
    inner = track_cells(view, width)
    cells = track[2 : 2 + inner]
    begun = {round((start + 1) / length * (inner - 1)) for start in view.timeline.starts}
    ticks = {i for i, cell in enumerate(cells) if cell == "┼"}
    assert ticks == (begun - {0} if pops <= inner // 2 else set())  # at 0 it stands itself
    assert cells[0] == "●"


@pytest.mark.parametrize("pops", [3, 60, 700])
def test_the_names_stand_at_their_ticks(pops: int) -> None:
    view = long_pass(pops)
    track, names = map(plain, scrubber_lines(view, 120, True))
    length, starts = view.timeline.length, view.timeline.starts
    inner = track_cells(view, 120)
    assert len(track) == 119
    shown = list(re.finditer(r"(\d+) (sin#\d+)", names))
    assert shown[0].group() == f"1 {view.recording.functions[-1].label}"
    end = 0
    for found in shown:
        k = int(found[1]) - 1
        column = round((starts[k] + 1) / length * (inner - 1))
        assert found.start() == 2 + column >= end
        assert found[2] == view.recording.functions[view.recording.pops[k].function].label
        end = found.end() + 2


def diamond(*many: Mark | Note) -> View:
    view = first_view(passes_of("diamond"))
    for one in many:
        view = view.noting(one)
    return view


def track(view: View, width: int = 80) -> str:
    return plain(scrubber_lines(view, width, False)[0])


def test_marks_have_a_sign_and_those_with_notes_another() -> None:
    view = diamond(Mark(4), Note(16, "two gradients add"))
    assert track(view).count("▽") == track(view).count("▼") == 1
    ascii_only = replace(view, signs=ASCII)
    assert track(ascii_only).count("m") == track(ascii_only).count("M") == 1


def test_the_counter_tells_of_the_mark_that_one_stands_on() -> None:
    view = diamond(Mark(4), Note(16, "two gradients add"))
    assert [track(view.to(p))[-7:] for p in (3, 4, 16)] == ["   3/22", " ▽ 4/22", " ▼16/22"]


def test_the_track_stays_where_it_is_while_one_steps() -> None:
    view = diamond(Mark(4))
    assert len({track(view.to(p)).index("┤") for p in range(23)}) == 1


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_a_click_on_a_mark_goes_to_the_mark(width: int) -> None:
    view = replace(long_pass(700), size=(width, 24)).noting(Mark(1234)).noting(Note(3001, "here"))
    for step in (1234, 3001):
        x = 2 + column_of(view, track_cells(view, width), step)
        assert position_at(view, x) == step


@pytest.mark.parametrize("width", [20, 60, 200])
def test_a_click_goes_where_the_position_is_then_drawn(width: int) -> None:
    view = replace(diamond(), size=(width, 24))
    for x in range(2, 2 + track_cells(view, width)):
        there = view.to(position_at(view, x))
        assert abs(track(there, width).index("●") - x) <= width / 22


def test_of_two_marks_in_one_cell_the_note_is_shown_and_hit() -> None:
    view = replace(long_pass(700), size=(80, 24)).noting(Mark(1000)).noting(Note(1001, "here"))
    assert "▼" in track(view)
    assert "▽" not in track(view)
    assert position_at(view, track(view).index("▼")) == 1001


def test_a_trouble_stands_where_it_is_born_and_a_click_goes_there() -> None:
    view = replace(first_view(recorded(PROGRAMS["nan and inf"])), size=(80, 24))
    x = track(view).index("!")
    assert view.to(position_at(view, x)).moment.troubles


def test_the_track_reads_like_this() -> None:
    view = diamond(Mark(7), Note(16, "two gradients add"), Note(21, "x is a leaf")).to(12)
    assert track(view, 70) == (
        " ├─────┼────────────▽──◆──────────●─┼───────▼────┼───────▼───┤  12/22"
    )
