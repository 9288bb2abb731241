"""The drawing of the graph: what is seen of it, and that nothing covers it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from backstep.export.html.drawing import WHOLE, drawing, further
from backstep.export.subject import Subject
from backstep.messages import tr
from backstep.recording.timeline import Timeline
from backstep.stepper.actions.drawing import DETAILS
from tests.export.html.browsing import Opened, opened
from tests.export.html.material import every_recording, of_diamond, of_source, written
from tests.stepper.passes import recorded, second_order

IN_VIEW = """key => {
    const pane = document.querySelector(".order1 svg.graph").getBoundingClientRect();
    const each = [...document.querySelectorAll(".order1 .node.variable")]
        .filter(node => node.dataset.node === key)
        .map(node => node.querySelector(".box").getBoundingClientRect());
    return each.some(box => box.left >= pane.left && box.right <= pane.right
        && box.top >= pane.top && box.bottom <= pane.bottom);
}"""
COVERED = """() => {
    const titles = [...document.querySelectorAll("#graph-pane > h2, .figure h3")]
        .map(each => each.getBoundingClientRect()).filter(each => each.width);
    return [...document.querySelectorAll("svg.graph")].filter(each => {
        const box = each.getBoundingClientRect();
        return titles.some(title => title.bottom > box.top + 1 && title.top < box.bottom
            && title.left < box.right && title.right > box.left);
    }).length;
}"""


@pytest.fixture(scope="module")
def goldstein(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    path = written(
        tmp_path_factory.mktemp("graph"), Subject(every_recording()["s24_goldstein"][:1])
    )
    with opened(browser, path) as page:
        yield page


def test_where_a_gradient_is_delivered_is_in_the_window(goldstein: Opened) -> None:
    (recording,) = every_recording()["s24_goldstein"][:1]
    goldstein.press("g", "s")
    outside = []
    for pop in recording.pops:
        goldstein.press("s", "s", "s")
        for delivery in pop.deliveries:
            goldstein.press("s")
            if not goldstein.run(IN_VIEW, f"v{delivery.to}"):
                outside.append((goldstein.position, delivery.to))
        goldstein.press("s")
    assert outside == []


@pytest.mark.parametrize("size", [(1280, 800), (960, 540), (390, 844)])
def test_no_title_covers_a_graph(browser: Any, tmp_path: Any, size: tuple[int, int]) -> None:
    with opened(
        browser, written(tmp_path, Subject(tuple(recorded(second_order)))), size=size
    ) as page:
        page.press("o", "G")
        assert page.run(COVERED) == 0
        page.press("o")
        assert page.run(COVERED) == 0


MIDDLES = """() => Object.fromEntries([...document.querySelectorAll(".order1 .node")].map(node => {
    const { left, right, top, bottom } = node.querySelector(".box").getBoundingClientRect();
    return [node.dataset.node, [(left + right) / 2, (top + bottom) / 2]];
}))"""
TEXTS = "() => [...document.querySelectorAll('.order1 .node text')].map(each => each.textContent)"


@pytest.fixture(scope="module")
def diamond(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    path = written(tmp_path_factory.mktemp("drawn"), of_diamond())
    with opened(browser, path) as page:
        yield page
        assert page.quiet


def test_the_graph_goes_down_and_to_the_right_again(diamond: Opened) -> None:
    diamond.press("g")
    across = diamond.run(MIDDLES)
    diamond.press("D")
    down = diamond.run(MIDDLES)
    diamond.press("D")
    assert across["v0"][0] < across["f0"][0] and across["v0"][1] == pytest.approx(across["f0"][1])
    assert down["v0"][1] < down["f0"][1] and down["v0"][0] == pytest.approx(down["f0"][0], abs=4)
    assert diamond.run(MIDDLES) == across


def test_detail_goes_through_boxes_names_and_dots(diamond: Opened) -> None:
    diamond.press("g", "n", "n")
    texts = {}
    for detail in ("boxes", "names", "dots", "fit"):
        diamond.press("x")
        assert diamond.text("#sentence") == tr(DETAILS[detail])  # type: ignore[index]
        texts[detail] = [text.replace("\ufe0e", "") for text in diamond.run(TEXTS)]
    assert {"square#1 q0", "gen 1", "grad 8.0"} <= set(texts["boxes"])
    assert {"square#1 q0", "add ✓", "a", "="} <= set(texts["names"])
    assert sorted(texts["dots"]) == sorted(["", "=", "=", "∅", "∅", "✓", "▶", "q", "q"])
    assert texts["fit"] == texts["boxes"]


def test_what_a_name_says_has_room_in_it(browser: Any, tmp_path: Any) -> None:
    outside = """() => [...document.querySelectorAll(".order1 .node")].flatMap(node => {
        const box = node.querySelector(".box").getBBox();
        return [...node.querySelectorAll("text")].filter(text => {
            const { x, width } = text.getBBox();
            return width && (x < box.x - 0.5 || x + width > box.x + box.width + 0.5);
        }).map(text => text.textContent);
    })"""
    subject = Subject(every_recording()["s43_mlp"][:1])
    with opened(browser, written(tmp_path, subject)) as page:
        for keys in (("x", "x"), ("D",), ("G",), ("x",)):
            page.press(*keys)
            assert page.run(outside) == []


def test_along_a_graph_that_goes_down_the_inspector_walks_down(diamond: Opened) -> None:
    diamond.press("g", "D", "i", "ArrowUp", "ArrowUp")
    assert diamond.run("() => backstep.view.inspected[0]") == "v"
    diamond.press("ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp")
    assert diamond.text("#inspector-title") == "x"
    diamond.press("Escape", "D")


@pytest.mark.parametrize("order", [1, 2])
def test_every_drawing_has_the_same_nodes_and_no_two_in_one_place(order: int) -> None:
    timeline = Timeline(recorded(second_order)[0])
    whole, others = drawing(timeline, order), further(timeline, order)
    assert whole is not None and others is not None
    assert len(others) == 5
    for made in (whole, *others.values()):
        flat: Any = made["nodes"]
        nodes = [flat[i : i + 7] for i in range(0, len(flat), 7)]
        assert {(f, n) for f, n, *_ in nodes} == {
            (f, n)
            for f, n in zip(whole["nodes"][::7], whole["nodes"][1::7], strict=True)  # type: ignore[index]
        }
        taken = [
            (x + i, y + j)
            for _, _, x, y, width, height, _ in nodes
            for i in range(width)
            for j in range(height)
        ]
        assert len(taken) == len(set(taken))


def test_of_a_graph_of_very_many_nodes_there_is_one_drawing(browser: Any, tmp_path: Any) -> None:
    many = (
        f"y = x = Variable(np.array(0.5))\nfor i in range({WHOLE}):\n    y = sin(y)\ny.backward()"
    )
    with opened(browser, written(tmp_path, of_source(many))) as page:
        for key in ("D", "x"):
            page.press(key)
            assert page.text("#sentence").startswith(f"A graph of {WHOLE} functions is drawn")


def test_a_drawing_that_is_packed_is_unpacked_when_it_is_wanted(goldstein: Opened) -> None:
    goldstein.press("g", "D")
    goldstein.page.wait_for_function("() => backstep.view.direction === 'down'")
    goldstein.page.wait_for_function(
        """() => {
            const { width, height } = document.querySelector(".order1 .nodes").getBBox();
            return height > width / 2;
        }"""
    )
    goldstein.press("D")
