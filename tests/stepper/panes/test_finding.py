"""Nodes found by pointing and by keys."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backstep.stepper.graph import Direction, Key
from backstep.stepper.panes.finding import Way, chosen, moved, next_node, node_at, revealed
from backstep.stepper.panes.graph import graph_lines
from backstep.stepper.text import plain
from backstep.stepper.view import Detail, View, first_view
from tests.stepper.graph.drawings import made
from tests.stepper.screens import session_view

SIZES = [(38, 7), (78, 7), (118, 14), (130, 30)]


def diamond(detail: Detail = "fit", direction: Direction = "right") -> View:
    return session_view("diamond", (120, 40), 16).drawn(detail=detail, direction=direction)


def named(view: View, key: Key | None) -> str:
    assert key is not None
    nodes = view.recording.functions if key.kind == "f" else view.recording.variables
    return nodes[key.number].label


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("direction", ["right", "down"])
@pytest.mark.parametrize("detail", ["boxes", "names"])
def test_the_node_under_a_name_is_the_one_it_names(
    size: tuple[int, int], direction: Direction, detail: Detail
) -> None:
    view = diamond(detail, direction)
    found = set()
    for y, line in enumerate(graph_lines(view, *size)):
        for name in ("square#1", "square#2", "square#3"):
            x = plain(line).find(name)
            if x >= 0:
                found.add(name)
                assert named(view, node_at(view, x, y, *size)) == name
    assert "square#2" in found


def test_between_the_boxes_there_is_nothing() -> None:
    view = diamond()
    lines = [plain(line) for line in graph_lines(view, 118, 14)]
    y = next(i for i, line in enumerate(lines) if "─┤" in line)
    assert node_at(view, lines[y].index("─┤") + 1, y, 118, 14) is None
    assert node_at(view, 0, 0, 118, 14) is None
    assert node_at(view, 500, 500, 118, 14) is None


@pytest.mark.parametrize(
    ("direction", "keys", "names"),
    [
        ("right", ["right", "right"], ["square#2", "add"]),
        ("right", ["left", "left", "left"], ["a", "square#1", "x"]),
        ("right", ["down", "up"], ["square#3", "square#2"]),
        ("down", ["down", "down"], ["square#2", "add"]),
        ("down", ["up", "up"], ["a", "square#1"]),
        ("down", ["right", "left"], ["square#3", "square#2"]),
    ],
)
def test_keys_go_along_the_wires_and_across(
    direction: Direction, keys: list[Way], names: list[str]
) -> None:
    view = diamond(direction=direction)
    view = replace(view, inspected=next_node(view, "right", 118, 14))
    assert named(view, view.inspected) == "square#2"
    found = []
    for way in keys:
        view = chosen(view, way, 118, 14)
        found.append(named(view, view.inspected))
    assert found == names


def test_at_an_end_a_key_changes_nothing() -> None:
    view = diamond()
    view = replace(view, inspected=Key("v", view.recording.target))
    assert chosen(view, "right", 118, 14) == view


def chain(length: int) -> View:
    return replace(first_view([made([[i] for i in range(length)])]), size=(80, 24))


@pytest.mark.parametrize("length", [40, 900])
@pytest.mark.parametrize("way", ["left", "right"])
def test_a_node_that_is_gone_to_is_in_view(length: int, way: Way) -> None:
    """On and on, out of the pane, and of the window of a large graph."""
    view = chosen(chain(length), way, 60, 7)
    for _ in range(200):
        view = chosen(view, way, 60, 7)
        assert view.inspected is not None
        text = "\n".join(plain(line) for line in graph_lines(view, 60, 7))
        assert f"«{named(view, view.inspected)}" in text
    end = chosen(view, way, 60, 7)
    if length == 40:
        assert end == view


@pytest.mark.parametrize("detail", ["fit", "boxes"])
@pytest.mark.parametrize(("columns", "rows"), [(8, 0), (-8, 0), (0, 2), (0, -2)])
def test_a_pan_goes_to_the_end_and_at_once_back(detail: Detail, columns: int, rows: int) -> None:
    view = diamond(detail)
    for _ in range(100):
        view = moved(view, columns, rows, 60, 12)
    end = graph_lines(view, 60, 12)
    assert any(set("()[]│") & set(plain(line)) for line in end)
    back = moved(view, -columns, -rows, 60, 12)
    assert graph_lines(back, 60, 12) != end or view.pan == (0, 0)


@pytest.mark.parametrize("detail", ["boxes", "names", "dots"])
def test_what_is_inspected_is_marked_by_a_sign(detail: Detail) -> None:
    view = diamond(detail)
    key = next_node(view, "right", 118, 20)
    assert key is not None
    before = "\n".join(plain(line) for line in graph_lines(view, 118, 20))
    after = "\n".join(plain(line) for line in graph_lines(revealed(view, key, 118, 20), 118, 20))
    marks = set("«»┏┓┗┛")
    assert marks & set(after) and not marks & set(before)
