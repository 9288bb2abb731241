"""The graph in DOT, Mermaid and SVG: whole, at a position, and read by whoever reads such files."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from xml.etree import ElementTree

import pytest

from backstep.export.dot import dot
from backstep.export.drawing import MOST
from backstep.export.errors import ExportError
from backstep.export.formats import Make
from backstep.export.mermaid import MOST_CHARACTERS, MOST_EDGES, mermaid
from backstep.export.subject import of_recordings
from backstep.export.svg import svg
from backstep.export.wanted import Wanted
from tests.export.material import SHIPPED, chain, of_program, shipped
from tests.export.reading import MERMAID_NODE, dot_labels, mermaid_labels, read_dot, read_mermaid

GRAPHVIZ = shutil.which("dot")
SVG = "{http://www.w3.org/2000/svg}"


def test_dot_reads_like_the_graph_at_a_step() -> None:
    text = dot(shipped("diamond"), Wanted(at=9))
    assert '[label="x\\ndata 2.0\\ngrad None", ' in text
    assert '[label="square#2\\ngeneration 1\\nin the queue at 0", ' in text
    assert '[label="square#3\\ngeneration 1\\ncurrent", ' in text
    assert '[label="add\\ngeneration 2\\ndone", ' in text
    assert '[label="square#1\\ngeneration 0", ' in text
    assert "{ rank=same; f1; f2 }" in text
    assert "step 9 of 22" in text


def test_at_the_end_there_are_gradients_and_no_marks() -> None:
    text = dot(shipped("diamond"), Wanted())
    assert 'label="x\\ndata 2.0\\ngrad 32.0"' in text  # by the loop that the lesson begins with
    assert "grad None (freed)" in text
    assert not re.search("current|done|in the queue", text)


def test_what_the_pass_made_is_dashed_and_comes_when_it_is_born() -> None:
    subject = shipped("create-graph")
    at_end, at_start = (dot(subject, Wanted(index=1, at=at)) for at in (None, 0))
    assert at_end.count("second order") > 3 and "dashed" in at_end
    assert "second order" not in at_start and "dashed" not in at_start


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("at", [None, 0, 5])
def test_dot_and_mermaid_hold_the_same_graph_and_can_be_read(name: str, at: int | None) -> None:
    wanted = Wanted(at=at)
    nodes, edges = read_dot(dot(shipped(name), wanted))
    assert (nodes, edges) == read_mermaid(mermaid(shipped(name), wanted))


@pytest.mark.skipif(GRAPHVIZ is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("name", SHIPPED)
def test_graphviz_reads_the_labels_and_edges_that_are_meant(name: str) -> None:
    text = dot(shipped(name), Wanted())
    done = subprocess.run(
        ["dot", "-Tjson"], input=text, capture_output=True, text=True, timeout=60, check=True
    )
    drawn = json.loads(done.stdout)
    nodes, edges = read_dot(text)
    assert done.stderr == ""
    assert dot_labels(drawn) == {name: label.split("\n") for name, label in nodes.items()}
    names = {each["_gvid"]: each["name"] for each in drawn["objects"]}
    found = [(names[edge["tail"]], names[edge["head"]]) for edge in drawn["edges"]]
    assert sorted(found) == sorted(edges)


def test_x_times_x_has_two_edges() -> None:
    subject = of_program("x = Variable(np.array(3.0), 'x')\ny = x * x\ny.backward()")
    _, edges = read_dot(dot(subject, Wanted()))
    assert edges.count(("v0", "f0")) == 2


def test_a_large_graph_is_whole_in_dot() -> None:
    nodes, _ = read_dot(dot(chain(3000), Wanted()))
    assert sum(name.startswith("f") for name in nodes) == 3000


@pytest.mark.parametrize("at", [None, 0, 6000])
def test_of_a_large_graph_mermaid_has_what_it_can_draw_and_says_what_is_missing(
    at: int | None,
) -> None:
    text = mermaid(chain(3000), Wanted(at=at))
    nodes, edges = read_mermaid(text)
    functions = sum(name.startswith("f") for name in nodes)
    assert MOST_EDGES - 3 <= len(edges) <= MOST_EDGES and len(text) <= MOST_CHARACTERS
    assert f"%% {3000 - functions} functions of 3000 are left out: those nearest to sin#" in text
    if at == 6000:
        assert "current" in text


def test_long_names_do_not_make_a_diagram_that_is_too_long() -> None:
    cell = "x = Variable(np.array(1.0), 'x')\ny = x\nfor i in range(245):\n    y = y * x\n"
    cell += "    y.name = '<&>' * 20\ny.backward()"
    text = mermaid(of_program(cell), Wanted())
    assert len(text) <= MOST_CHARACTERS and "are left out" in text


@pytest.mark.parametrize("theme", ["dark", "light", "mono", "ansi"])
def test_the_picture_of_the_graph_has_every_node_with_its_text(theme: str) -> None:
    root = ElementTree.fromstring(svg(shipped("create-graph"), Wanted(1, graph=True, theme=theme)))
    texts = {"".join(each.itertext()) for each in root.iter(f"{SVG}text")}
    nodes, _ = read_dot(dot(shipped("create-graph"), Wanted(1)))
    assert {line for label in nodes.values() for line in label.split("\n")} <= texts
    assert "second order: made by this pass" in texts


def test_nothing_overlaps_in_the_picture_of_the_graph() -> None:
    root = ElementTree.fromstring(svg(shipped("orders"), Wanted(0, graph=True)))
    for part in root.findall(f"{SVG}g"):
        boxes = [
            [float(rect.get(key, "0")) for key in ("x", "y", "width", "height")]
            for rect in part.iter(f"{SVG}rect")
        ]
        for i, (x, y, width, height) in enumerate(boxes):
            for other_x, other_y, other_width, other_height in boxes[:i]:
                beside = x >= other_x + other_width or other_x >= x + width
                assert beside or y >= other_y + other_height or other_y >= y + height


def test_a_long_thin_graph_is_drawn_down_and_is_as_wide_as_its_heading() -> None:
    root = ElementTree.fromstring(svg(chain(120), Wanted(graph=True)))
    width, height = (float(root.get(side, "0")) for side in ("width", "height"))
    assert height > 4 * width
    (heading,) = [each for each in root.iter(f"{SVG}text") if each.get("font-size") == "15"]
    assert width > 9 * len("".join(heading.itertext()))
    root = ElementTree.fromstring(svg(chain(8), Wanted(graph=True)))
    assert float(root.get("width", "0")) > float(root.get("height", "0"))


def test_a_picture_of_a_large_graph_says_what_it_leaves_out() -> None:
    text = svg(chain(3000), Wanted(graph=True, at=6000))
    assert text.count("<rect") <= MOST + 1
    assert re.search(r"\d+ nodes further away are not drawn", text)
    assert ">current<" in text


@pytest.mark.parametrize("graph", [True, False])
def test_a_picture_has_nothing_in_it_from_elsewhere(graph: bool) -> None:
    text = svg(shipped("diamond"), Wanted(at=9, graph=graph)).replace(SVG[1:-1], "")
    assert "square#3" in text
    assert not re.search(r"@font-face|http|href|<script|<image", text)


@pytest.mark.parametrize("make", [dot, mermaid, svg])
def test_without_a_pass_there_is_nothing_to_draw(make: Make) -> None:
    with pytest.raises(ExportError, match="no backward pass"):
        make(of_recordings(()), Wanted())


def test_the_labels_of_mermaid_are_what_they_were() -> None:
    assert MERMAID_NODE.search('  f0["square#35;1"]:::fun')
    assert mermaid_labels("square#35;1<br/>a#60;b") == "square#1\na<b"
