"""A graph at rest in lines: whole where it fits, in bands where it does not."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from rich.cells import cell_len

from backstep.engine import Variable, add, exp, sin, square
from backstep.recording.graphs import graph_behind
from backstep.stepper.graph.inline import inline


def diamond(name: str = "x") -> Variable:
    x = Variable(np.array(2.0), name)
    a = square(x)
    a.name = "a"
    return add(square(a), square(a))


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (
            80,
            [
                "(x 2.0)→[square#1]→(a 4.0)┬→[square#2]→(16.0)┬→[add]→(32.0)",
                "                          └→[square#3]→(16.0)┘",
            ],
        ),
        (
            55,
            [
                "(x)→[square#1]→(a)┬→[square#2]→(16.0)┬→[add]→(32.0)",
                "                  └→[square#3]→(16.0)┘",
            ],
        ),
        (
            44,
            ["(x)→[square#1]→(a)┬→[square#2]→()┬→[add]→()", "                  └→[square#3]→()┘"],
        ),
        (
            30,
            ["(x)→[square#1]⋯", "", "⋯→(a)┬→[square#2]→()┬→[add]→()", "     └→[square#3]→()┘"],
        ),
        (
            29,
            [
                "(x)→[square#1]→(a)┬⋯",
                "                  └⋯",
                "",
                "⋯→[square#2]→()┬→[add]→()",
                "⋯→[square#3]→()┘",
            ],
        ),
    ],
)
def test_boxes_say_less_before_the_graph_is_broken_into_bands(width: int, lines: list[str]) -> None:
    picture = inline(graph_behind(diamond()), width)
    assert [line.rstrip() for line in picture.lines] == lines


def test_wide_names_take_their_width() -> None:
    y = diamond("重み")
    lines = inline(graph_behind(y), 80).lines
    assert lines[0].startswith("(重み 2.0)→[square#1]")
    assert cell_len(lines[1][: lines[1].index("└")]) == cell_len(lines[0][: lines[0].index("┬")])


@pytest.mark.parametrize("width", [20, 40, 80, 120])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_a_drawing_keeps_to_the_width_and_its_letters(width: int, ascii_only: bool) -> None:
    y = diamond()
    for _ in range(20):
        y = sin(y) * sin(y) + y
    picture = inline(graph_behind(y), width, ascii_only=ascii_only)
    assert max(map(cell_len, picture.lines)) <= width
    assert picture.lines.count("") == 2
    assert 0 < picture.functions < 84
    assert "".join(picture.lines).isascii() is ascii_only


def test_functions_are_numbered_as_in_the_whole_graph() -> None:
    y = Variable(np.array(0.5))
    for _ in range(200):
        y = sin(y)
    graph = graph_behind(y)
    assert (len(graph.functions), graph.total) == (60, 200)
    assert graph.functions[-1].label == "sin#200"


def test_the_part_that_is_kept_is_the_nearest() -> None:
    x = Variable(np.array(0.5), "x")
    far = x
    for _ in range(50):
        far = sin(far)
    y = far + exp(x)
    graph = graph_behind(y, most=5)
    assert [f.label for f in graph.functions] == ["sin#48", "sin#49", "sin#50", "exp", "add"]


def test_what_leaves_one_band_comes_into_the_next() -> None:
    y = diamond()
    for _ in range(3):
        y = sin(y) * sin(y) + y
    bands = "\n".join(inline(graph_behind(y), 60).lines).split("\n\n")
    assert len(bands) == 3
    for before, after in itertools.pairwise(bands):
        leaving = sum(line.endswith("⋯") for line in before.split("\n"))
        assert leaving == sum(line.startswith("⋯") for line in after.split("\n")) > 0
