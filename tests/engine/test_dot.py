"""A graph as DOT text, and never a file."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from backstep.engine import Function, Model, Variable, get_dot_graph, plot_dot_graph, square
from backstep.engine.layers import Linear


def x(name: str | None = "x") -> Variable:
    return Variable(np.array(2.0), name)


def test_the_text_has_every_node_and_edge_once() -> None:
    a = square(x())
    y = a * a
    y.name = "y"
    assert get_dot_graph(y, verbose=False).splitlines() == [
        "digraph g {",
        'v0 [label="y", color=orange, style=filled]',
        'f0 [label="Mul", color=lightblue, style=filled, shape=box]',
        'v1 [label="", color=orange, style=filled]',
        "v1 -> f0",
        "v1 -> f0",
        "f0 -> v0",
        'f1 [label="Square", color=lightblue, style=filled, shape=box]',
        'v2 [label="x", color=orange, style=filled]',
        "v2 -> f1",
        "f1 -> v1",
        "}",
    ]


def test_verbose_text_has_shapes_and_dtypes() -> None:
    v = Variable(np.zeros((2, 3), np.float32), "v")
    assert '[label="v: (2, 3) float32",' in get_dot_graph(v)
    assert '[label="() float64",' in get_dot_graph(square(x()))


def test_what_a_variable_was_assigned_to_will_do_for_a_name() -> None:
    v = x(None)
    v.label = "w"
    assert '[label="w",' in get_dot_graph(v, verbose=False)


def test_names_cannot_end_their_quotes() -> None:
    assert r'[label="a\" b\\",' in get_dot_graph(x('a" b\\'), verbose=False)


def test_an_output_that_is_gone_is_left_out() -> None:
    class Two(Function):
        def forward(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            return x, x

    y = Two()(x())[0]
    assert get_dot_graph(y).count("f0 ->") == 1


def test_a_long_chain_is_no_trouble() -> None:
    y = x()
    for _ in range(5000):
        y = -y
    assert get_dot_graph(y).count("Neg") == 5000


def test_plotting_writes_no_file_and_says_where_to_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    y = square(x())
    y.label = "y"
    with pytest.warns(UserWarning, match=r"no file g.png is drawn: %graph y shows the graph"):
        text = plot_dot_graph(y, verbose=False, to_file="g.png")
    assert text == get_dot_graph(y, verbose=False)
    assert os.listdir(tmp_path) == []


def test_a_model_plots_a_call() -> None:
    class One(Model):
        def __init__(self) -> None:
            self.l = Linear(1)

        def forward(self, x: np.ndarray) -> Variable:
            return self.l(x)

    with pytest.warns(UserWarning, match=r"no file model.png is drawn"):
        assert "Linear" in One().plot(np.ones((1, 2)))


def test_dot_text_shows_as_it_is_written() -> None:
    assert repr(get_dot_graph(x())) == str(get_dot_graph(x()))
