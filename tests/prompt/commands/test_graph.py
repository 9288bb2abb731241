"""%graph: the graph drawn in lines, and its figures."""

from __future__ import annotations

import pytest

from tests.prompt.commands.conversations import DIAMOND, Conversation

FORWARD = DIAMOND.replace("y.backward()\n", "")


def drawing(text: str) -> list[str]:
    return text.partition("the graph behind")[0].splitlines()


def test_a_graph_is_drawn_before_any_backward_pass(talk: Conversation) -> None:
    assert drawing(talk.said(FORWARD + "%graph\n")) == [
        "(x 2.0)>[square#1]>(a 4.0)+>[square#2]>(16.0)+>[add]>(y 32.0)",
        "                          +>[square#3]>(16.0)+",
    ]


def test_gradients_stand_below_their_variables(talk: Conversation) -> None:
    talk.run(DIAMOND)
    assert drawing(talk.said("%graph y\n"))[1].startswith(" grad 64.0 ")


def test_the_figures_stand_below(talk: Conversation) -> None:
    assert "functions  4 (3 Square, 1 Add)\ndepth      3\n" in talk.said(FORWARD + "%graph\n")


def test_without_a_name_it_is_the_graph_computed_last(talk: Conversation) -> None:
    assert "the graph behind a:" in talk.said(FORWARD + "a = square(y)\n%graph\n")


@pytest.mark.parametrize("name", ["x.grad", "gs[0]", "gs[-1]", "named['gx']"])
def test_a_variable_is_named_by_how_it_is_reached(talk: Conversation, name: str) -> None:
    talk.run("x = Variable(np.array(2.0))\ny = sin(x)\ny.backward(create_graph=True)\n")
    talk.run("gs = [x.grad]\nnamed = {'gx': x.grad}\n")
    told = talk.said(f"%graph {name}\n")
    assert "[cos]" in told
    assert f"the graph behind {name}:" in told
    assert talk.live.cells[-1].source.startswith("named")


@pytest.mark.parametrize("name", ["square(y)", "y.backward()", "(y := 3)"])
def test_nothing_is_computed_for_it(
    talk: Conversation, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    talk.run(FORWARD)
    assert talk.run(f"%graph {name}\n") == 1
    assert f"no Variable is called {name}" in capsys.readouterr().err
    assert talk.live.recordings == []


def test_a_leaf_has_no_graph(talk: Conversation) -> None:
    assert talk.said(FORWARD + "%graph x\n") == (
        "x is a leaf: no function made it, so there is no graph behind it\n"
    )


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_a_large_graph_is_cut_to_the_width_and_says_so(
    talk: Conversation, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    talk.run("x = Variable(np.array(2.0))\ny = x\nfor i in range(300):\n    y = sin(y) * x\n")
    told = talk.said("%graph\n")
    assert max(map(len, drawing(told)[:-1])) <= columns
    assert " of 600 functions, nearest to y\n" in told
    assert "functions  600 (300 Sin, 300 Mul)" in told
    assert any("(y" in line for line in drawing(told))


def test_a_function_of_one_variable_taken_twice_shows_two_wires(talk: Conversation) -> None:
    assert drawing(talk.said("x = Variable(np.array(3.0))\ny = x * x\n%graph\n")) == [
        "(x 3.0)+>[mul]>(y 9.0)",
        "       +>[   ]",
    ]
