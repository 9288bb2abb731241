"""The graph pane: what has room is whole, what has not is a window that stays where it is."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstep.stepper.graph import Box, Direction, Key
from backstep.stepper.panes.graph import graph_height, graph_lines
from backstep.stepper.panes.picture import Picture, picture
from backstep.stepper.panes.windows import POPS
from backstep.stepper.text import plain, width_of
from backstep.stepper.view import Detail, View, first_view
from tests.recording.passes import Graph, graphs, record
from tests.stepper.panes.graphs import (
    GOLDENS,
    PICTURES,
    chain,
    fan,
    lines_of,
    network,
    seen,
)
from tests.stepper.screens import session_view

SIZES = st.tuples(st.integers(20, 200), st.integers(2, 50))
DIRECTIONS = st.sampled_from(["right", "down"])
DETAILS = st.sampled_from(["fit", "boxes", "names", "dots"])


@pytest.mark.parametrize("golden", sorted(GOLDENS))
def test_the_picture_is_the_golden(golden: str) -> None:
    """The goldens are read by eye when they change; a difference here is a change to look at."""
    assert lines_of(GOLDENS[golden]) == (PICTURES / f"{golden}.txt").read_text(encoding="utf-8")


def view_of(graph: Graph, direction: Direction = "right", detail: Detail = "fit") -> View:
    _, y = graph.build()
    return first_view([record(y)]).drawn(direction=direction, detail=detail)


def shows(shown: Picture, box: Box) -> bool:
    x, y, width, height = shown.viewport
    inside = x <= box.x and box.x + box.width <= x + width
    return inside and y <= box.y and box.y + box.height <= y + height


@settings(max_examples=40)
@given(graphs(most=30), SIZES, DIRECTIONS, DETAILS, st.data())
def test_the_lines_keep_to_the_room(
    graph: Graph, size: tuple[int, int], direction: Direction, detail: Detail, data: st.DataObject
) -> None:
    view = view_of(graph, direction, detail)
    view = view.to(data.draw(st.integers(0, view.timeline.length)))
    lines = graph_lines(view, *size)
    assert len(lines) <= size[1]
    assert all(width_of(line) <= size[0] for line in lines)


@settings(max_examples=40)
@given(graphs(most=30), DIRECTIONS, DETAILS)
def test_boxes_do_not_overlap_in_any_direction_and_detail(
    graph: Graph, direction: Direction, detail: Detail
) -> None:
    boxes = picture(view_of(graph, direction, detail), 300, 100).layout.boxes.values()
    for a, b in combinations(boxes, 2):
        beside = a.x + a.width <= b.x or b.x + b.width <= a.x
        above = a.y + a.height <= b.y or b.y + b.height <= a.y
        assert beside or above


@settings(max_examples=30)
@given(graphs(most=30), st.tuples(st.integers(30, 140), st.integers(4, 30)), DIRECTIONS, DETAILS)
def test_the_current_function_is_always_in_view(
    graph: Graph, size: tuple[int, int], direction: Direction, detail: Detail
) -> None:
    view = view_of(graph, direction, detail)
    for pop in range(len(view.recording.pops)):
        there = view.to(view.timeline.end_of_pop(pop))
        shown = picture(there, *size)
        box = shown.layout.boxes[Key("f", there.recording.pops[pop].function)]
        assert shows(shown, box) or box.height > shown.viewport.height


LARGE = [lambda: chain(400), lambda: fan(200), network]


@pytest.mark.parametrize("build", LARGE)
@pytest.mark.parametrize("direction", ["right", "down"])
def test_nothing_moves_within_a_pop_and_the_window_stays_for_some(
    build: object, direction: Direction
) -> None:
    view = seen(build, 0).drawn(direction=direction)  # type: ignore[arg-type]
    timeline, pops = view.timeline, len(view.recording.pops)
    layouts, places = [], []
    for pop in range(pops):
        steps = range(timeline.starts[pop] + 1, timeline.end_of_pop(pop) + 1)
        found = [picture(view.to(step), 100, 24) for step in steps]
        assert all((p.viewport, p.level) == (found[0].viewport, found[0].level) for p in found)
        assert all(p.layout is found[0].layout for p in found)
        layouts.append(id(found[0].layout))
        places.append(found[0].viewport)
    assert sum(a != b for a, b in pairwise(layouts)) <= pops // POPS
    assert sum(a != b for a, b in pairwise(places)) <= 0.7 * pops


@pytest.mark.parametrize("build", LARGE)
def test_the_pane_is_as_high_at_every_position(build: object) -> None:
    view = seen(build, 0)  # type: ignore[arg-type]
    positions = range(0, view.timeline.length, 37)
    assert len({graph_height(view.to(position), 118, 13) for position in positions}) == 1


@pytest.mark.parametrize("position", range(0, 60, 7))
def test_the_overview_tells_every_generation(position: int) -> None:
    view = seen(network, position)
    strip = plain(graph_lines(view, 60, 8)[-1])
    cells = strip.split()[2].replace("[", "").replace("]", "")
    functions, moment = view.recording.functions, view.moment
    last = max(f.generation for f in functions)
    width = len(cells) // (last + 1)
    for generation in range(last + 1):
        states = {moment.state_of(i) for i, f in enumerate(functions) if f.generation == generation}
        sign = "·" if states == {"waiting"} else "━" if states == {"done"} else "╌"
        sign = "▶" if "current" in states else "q" if "queued" in states else sign
        assert cells[generation * width] == sign


def test_edges_out_of_a_window_are_counted_where_they_leave() -> None:
    text = "\n".join(plain(line) for line in graph_lines(seen(lambda: fan(300), 1700), 118, 14))
    assert "⋯1)" in text and "gen 0" in text


def test_a_pan_moves_the_picture_and_stepping_follows_again() -> None:
    view = session_view("diamond", (80, 24), 16).drawn(detail="boxes")
    moved = view.panned((-20, 0))
    assert graph_lines(view, 78, 14) != graph_lines(moved, 78, 14)
    assert picture(moved.to(17), 78, 14).viewport == picture(view.to(17), 78, 14).viewport
