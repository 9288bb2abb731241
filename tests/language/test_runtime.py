"""What running a cell comes to, and that nothing of it is left behind."""

from __future__ import annotations

import numpy as np
import pytest

from backstep.engine import Config
from backstep.language import Runtime, bounded_repr
from tests.language.running import ran, refusal, value

X = "x = Variable(np.array(3.0))\ny = square(x)\n"


@pytest.mark.parametrize(
    ("source", "shown", "expected"),
    [
        ("1 + 1", True, 2),
        ("None", False, None),
        ("x = 1", False, None),
        ("print(1)", False, None),
        ("x = 1\nx", True, 1),
        ("if True:\n    5", False, None),
        ("d = [1]\nd[0] += 1", False, None),
        ("a, b = 1, 2", False, None),
        ("", False, None),
        ("# only a comment", False, None),
        ("'text'", True, "text"),
    ],
)
def test_a_final_expression_is_the_value(source: str, shown: bool, expected: object) -> None:
    outcome = ran(source).outcome
    assert outcome.problem is None
    assert (outcome.shows, outcome.value) == (shown, expected)


@pytest.mark.parametrize(
    ("source", "steps"),
    [
        ("y.backward()", True),
        ("y.backward(retain_grad=True)", True),
        ("x.cleargrad()\ny.backward()\nx.grad", True),
        ("square(x).backward()", True),
        ("for i in range(1):\n    y.backward()", False),
        ("def f():\n    y.backward()\nf()", False),
        ("z = y.backward()", False),
        ("y.backward", False),
    ],
)
def test_a_bare_backward_at_the_top_level_steps(source: str, steps: bool) -> None:
    assert ran(X + source).outcome.steps is steps


def test_a_backward_that_fails_steps_too() -> None:
    outcome = ran("x = Variable(np.array(1.0))\nx.backward()").outcome
    assert outcome.steps
    assert outcome.problem is not None


def test_a_warning_is_one_line_once_a_line() -> None:
    result = ran("x = np.array(0.0)\nfor i in range(3):\n    np.log(x)\n    1 / x")
    assert result.text == (
        "warning: divide by zero encountered in log (line 3)\n"
        "warning: divide by zero encountered in scalar divide (line 4)\n"
        if "scalar" in result.text
        else "warning: divide by zero encountered in log (line 3)\n"
        "warning: divide by zero encountered in divide (line 4)\n"
    )


def test_a_warning_of_the_compiler_is_one_too() -> None:
    assert ran("x = 1\nx is 1").text.startswith('warning: "is" with ')


def test_a_warning_comes_again_in_the_next_cell() -> None:
    cell = "np.log(np.array(0.0))"
    assert ran(cell, cell).text.count("warning") == 2


def test_ctrl_c_is_an_outcome_with_its_line() -> None:
    def interrupt(text: str) -> None:
        raise KeyboardInterrupt

    outcome = Runtime(interrupt).run("x = 1\nprint(x)")
    assert outcome.interrupted
    assert outcome.problem is not None
    assert outcome.problem.render() == (
        "line 2: print(x)\n        ^^^^^^^^\nKeyboardInterrupt: interrupted"
    )


@pytest.mark.parametrize("end", ["", "1 / 0", "x = (", "import os"])
def test_the_settings_are_put_back(end: str) -> None:
    recorder = object()
    before = (Config.recorder, Config.source_finder, Config.enable_backprop, Config.train)
    runtime = Runtime(lambda text: None, recorder=recorder)  # type: ignore[arg-type]
    runtime.run("x = 1\n" + end)
    after = (Config.recorder, Config.source_finder, Config.enable_backprop, Config.train)
    assert after == before


def test_a_switch_that_a_person_sets_stays() -> None:
    ran("Config.train = False")
    assert Config.train is False


def test_a_switch_is_put_back_after_an_error() -> None:
    ran("Config.enable_backprop = False\n1 / 0")
    assert Config.enable_backprop is True


def test_the_recorder_watches_while_a_cell_runs() -> None:
    seen: list[object] = []
    recorder = object()
    runtime = Runtime(lambda text: seen.append(Config.recorder), recorder=recorder)  # type: ignore[arg-type]
    runtime.run("print(1)")
    assert seen == [recorder]


def test_variables_come_in_the_order_of_their_first_assignment() -> None:
    v = "Variable(np.array(1.0))"
    runtime = ran(f"b = {v}", f"a = {v}; n = 1", f"b = {v}").runtime
    assert list(runtime.variables()) == ["b", "a"]
    assert runtime.user_names() == ["b", "a", "n"]


def test_names_offer_what_can_be_used() -> None:
    names = ran("mine = 1").runtime.names()
    assert {"mine", "square", "np", "F", "dezero", "math", "print", "Variable"} <= set(names)
    assert not [name for name in names if name.startswith("_")]
    assert not {"open", "eval", "exec"} & set(names)


@pytest.mark.parametrize(
    ("dotted", "some"),
    [
        ("np", {"array", "zeros", "random"}),
        ("np.random", {"seed", "randn"}),
        ("F", {"square", "sum"}),
        ("x", {"data", "grad", "backward"}),
        ("x.data", {"shape", "sum"}),
        ("net", {"w", "loss"}),
        ("net.w", {"data", "cleargrad"}),
    ],
)
def test_attributes_offer_what_may_be_read(dotted: str, some: set[str]) -> None:
    runtime = ran(
        X,
        "class Net:\n    def __init__(self):\n        self.w = x\n    @property\n"
        "    def loss(self):\n        ran.append(1)\nran = []\nnet = Net()",
    ).runtime
    assert some <= set(runtime.attributes(dotted))
    assert not [name for name in runtime.attributes(dotted) if name.startswith("_")]
    assert runtime.namespace["ran"] == []


@pytest.mark.parametrize("dotted", ["nothing", "x.nothing", "net.loss", "x.backward.x"])
def test_attributes_of_what_is_not_known_are_none(dotted: str) -> None:
    assert ran(X).runtime.attributes(dotted) == []


def test_two_sessions_share_nothing() -> None:
    ran("np = 1\nsquare = 2")
    assert value("square(np.array(2.0)).data.item()") == 4.0


BOUNDED = {
    "a long list": [0] * 10**6,
    "a long text": "a" * 10**6,
    "a long dict": dict.fromkeys(range(10**5)),
    "a long set": set(range(10**5)),
    "a big number": 10**4000,
    "many lines": np.arange(900).reshape(300, 3),
}


@pytest.mark.parametrize("name", BOUNDED)
def test_a_repr_is_bounded(name: str) -> None:
    text = bounded_repr(BOUNDED[name])
    assert len(text) <= 2000
    assert len(text.split("\n")) <= 41


@pytest.mark.parametrize("thing", [1.5, "é'", [1, (2,)], {"a": {3}}, np.eye(2), None])
def test_a_short_repr_is_python_s(thing: object) -> None:
    assert bounded_repr(thing) == repr(thing)


def test_a_variable_shows_as_the_book_s() -> None:
    assert bounded_repr(value("Variable(np.array(64.0))")) == "variable(64.0)"


def test_a_repr_that_fails_is_told() -> None:
    thing = value("class A:\n    def __repr__(self):\n        return 1 / 0\nA()")
    assert bounded_repr(thing) == "<A: its repr raised ZeroDivisionError>"


def test_an_array_given_for_a_grad_becomes_a_variable() -> None:
    cells = ("y = square(Variable(np.array(3.0)))", "y.grad = np.array(10.0)", "y.grad")
    assert repr(value(*cells)) == "variable(10.0)"
    assert refusal(*cells[:1], "y.grad = 1.0").startswith("DataError: a Variable holds an array")


def test_the_name_of_a_variable_is_text() -> None:
    assert refusal("x = Variable(np.array(1.0))", "x.name = 5") == (
        "TypeError: the name of a Variable is text, not an int"
    )
