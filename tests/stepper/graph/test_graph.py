"""The canvas: nothing overlaps, nothing is lost, and the wires say what the edges are."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstep.stepper.graph import Key, Spacing, Viewport, draw, edge_path, lay_out, pieces, scene
from backstep.stepper.text import Run, plain, width_of
from tests.stepper.graph.drawings import drawn, laid_out, made, sources_in, text_of


@st.composite
def graphs(draw_from: st.DrawFn, most: int = 24) -> list[list[int]]:
    """Inputs of each function: one to three of the variables before it, repeats allowed."""
    count = draw_from(st.integers(1, most))
    return [
        draw_from(st.lists(st.integers(max(0, i - 6), i), min_size=1, max_size=3))
        for i in range(count)
    ]


def spacings() -> st.SearchStrategy[Spacing]:
    """To the right and down, close together and roomy."""
    return st.builds(
        Spacing,
        st.sampled_from(["right", "down"]),
        apart=st.integers(0, 2),
        beside=st.integers(0, 2),
        stretch=st.integers(0, 3),
    )


def true_sources(inputs: list[list[int]]) -> dict[Key, set[Key]]:
    found: dict[Key, set[Key]] = {}
    for i, xs in enumerate(inputs):
        found[Key("f", i)] = {Key("v", x) for x in xs}
        found[Key("v", i + 1)] = {Key("f", i)}
    return found


@given(graphs())
def test_boxes_do_not_overlap(inputs: list[list[int]]) -> None:
    boxes = laid_out(made(inputs)).boxes.values()
    for a, b in combinations(boxes, 2):
        beside = a.x + a.width <= b.x or b.x + b.width <= a.x
        above = a.y + a.height <= b.y or b.y + b.height <= a.y
        assert beside or above


@given(graphs())
def test_every_edge_goes_right(inputs: list[list[int]]) -> None:
    layout = laid_out(made(inputs))
    for source, target in layout.scene.edges:
        a, b = layout.boxes[source], layout.boxes[target]
        assert a.x + a.width < b.x


@given(graphs())
def test_the_drawing_is_as_large_as_it_says(inputs: list[list[int]]) -> None:
    layout = laid_out(made(inputs))
    assert all(box.x + box.width <= layout.width for box in layout.boxes.values())
    assert all(box.y >= 0 and box.y + box.height <= layout.height for box in layout.boxes.values())
    places = [point for wire in layout.wires for point in wire.points]
    assert all(0 <= x < layout.width and 0 <= y < layout.height for x, y in places)


@settings(max_examples=400)
@given(graphs(), spacings())
def test_walking_back_from_the_arrows_finds_the_true_edges(
    inputs: list[list[int]], spacing: Spacing
) -> None:
    """No wire is lost, and none seems to come from elsewhere."""
    layout = laid_out(made(inputs), spacing)
    assert sources_in(layout, drawn(layout)) == true_sources(inputs)


@given(graphs(), spacings())
def test_the_way_of_an_edge_leads_from_its_source_to_its_arrow(
    inputs: list[list[int]], spacing: Spacing
) -> None:
    layout = laid_out(made(inputs), spacing)
    for edge in {edge: n for edge, n in Counter(layout.scene.edges).items() if n == 1}:
        way = edge_path(layout, edge)
        assert all(abs(x - u) + abs(y - v) == 1 for (x, y), (u, v) in pairwise(way))
        for key, (x, y) in zip(edge, (way[0], way[-1]), strict=True):
            box = layout.boxes[key]
            assert box.x - 1 <= x <= box.x + box.width and box.y - 1 <= y <= box.y + box.height


@given(graphs())
def test_the_same_graph_is_drawn_the_same(inputs: list[list[int]]) -> None:
    assert drawn(laid_out(made(inputs))) == drawn(laid_out(made(inputs)))


@given(graphs(), st.integers(0, 60), st.integers(0, 12))
def test_a_viewport_is_a_cutting_of_the_whole(inputs: list[list[int]], x: int, y: int) -> None:
    layout = laid_out(made(inputs))
    whole = drawn(layout)
    lines = draw(layout, lambda key: [[Run(text_of(key))]], Viewport(x, y, 20, 5))
    for i, line in enumerate(lines):
        row = whole[y + i][x : x + 20] if y + i < len(whole) else ""
        single = all(box.height == 1 for box in layout.boxes.values())
        assert plain(line).rstrip() == row.rstrip() or not single
        assert width_of(line) <= 20


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ([[0], [1], [2]], ["(0)→[0]→(1)→[1]→(2)→[2]→(3)"]),
        (
            [[0], [1], [1], [2, 3]],
            [
                "           ┌→[1]→(2)┐",
                "(0)→[0]→(1)┤        ├→[3]→(4)",
                "           └→[2]→(3)┘",
            ],
        ),
        ([[0, 0]], ["(0)┬→[0]→(1)", "   └→[0]"]),
        (
            [[0], [0, 1]],
            ["   ┌→[0]→(1)┐", "(0)┤        ├→[1]→(2)", "   └────────┘"],
        ),
    ],
)
def test_small_graphs_are_drawn_so(inputs: list[list[int]], expected: list[str]) -> None:
    lines = [line.rstrip() for line in drawn(laid_out(made(inputs)))]
    assert lines == expected


def test_a_variable_taken_twice_has_two_wires_into_two_rows() -> None:
    layout = laid_out(made([[0, 0, 0]]))
    assert layout.boxes[Key("f", 0)].height == 3
    assert sum(line.count("→[") for line in drawn(layout)) == 3


def test_crossings_are_not_joins() -> None:
    inputs = [[0], [0], [0], [3], [2], [1], [4, 5, 6]]
    layout = laid_out(made(inputs))
    read = sources_in(layout, drawn(layout))
    assert {k: v for k, v in read.items() if k.kind == "v"} == {
        k: v for k, v in true_sources(inputs).items() if k.kind == "v"
    }


def test_a_large_graph_is_a_window_around_the_focus() -> None:
    recording = made([[i] for i in range(5000)])
    window = scene(recording, focus=2500, limit=100)
    assert len(window.layers) == 100
    assert window.total == 10001
    assert Key("f", 2500) in window.layers
    assert sorted(window.beyond.values()) == [(0, 1), (1, 0)]
    assert lay_out(window, lambda key: (6, 1)).height == 1


def test_generations_are_the_layers() -> None:
    recording = made([[0], [0], [1, 2], [3, 0]])
    layers = scene(recording).layers
    for i, f in enumerate(recording.functions):
        assert layers[Key("f", i)] == 2 * f.generation + 1


def test_a_leaf_stands_before_its_first_user() -> None:
    inputs = [[0], [1], [2]]
    recording = made(inputs)
    layers = scene(recording).layers
    users = defaultdict(list)
    for i, xs in enumerate(inputs):
        for x in xs:
            users[x].append(layers[Key("f", i)])
    assert layers[Key("v", 0)] == min(users[0]) - 1


def test_cjk_labels_keep_the_wires_in_line() -> None:
    layout = lay_out(scene(made([[0], [1]])), lambda key: (8, 1))
    lines = draw(layout, lambda key: [[Run("(변수)")]], Viewport(0, 0, layout.width, 1))
    assert width_of(lines[0]) == layout.width - 2  # the last box has no wire to fill its column
    assert plain(lines[0]).count("→") == 4


def test_ascii_and_double_lines_have_their_own_pieces() -> None:
    layout = laid_out(made([[0], [1], [1], [2, 3]]))
    view = Viewport(0, 0, layout.width, layout.height)

    def text(**options: bool) -> str:
        lines = draw(layout, lambda k: [[Run(text_of(k))]], view, drawn_with=pieces(**options))
        return "".join(plain(line) for line in lines)

    assert text(ascii_only=True).isascii()
    assert set(text(double=True)) & set("═║╔╗╚╝╠╣╦╩") and not set(text(double=True)) & set("─│┌┐")


def test_what_is_not_there_yet_is_not_drawn() -> None:
    layout = laid_out(made([[0], [1]]))
    lines = draw(
        layout,
        lambda key: [[Run(text_of(key))]],
        Viewport(0, 0, layout.width, 1),
        hidden=frozenset(key for key in layout.boxes if key.number != 0),
    )
    assert plain(lines[0]).rstrip() == "(0)→[0]"
