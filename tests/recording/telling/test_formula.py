"""Formulas with numbers: shown where they prove true, and nowhere else."""

from __future__ import annotations

import inspect
import textwrap

import numpy as np
import pytest

from backstep.engine import Function, Variable, exp, mul, operations, square, tanh
from backstep.recording.records import Recording
from backstep.recording.telling.formula import evaluate, names_in, rule_of_source, with_numbers
from backstep.recording.telling.narration import rules_with_numbers
from backstep.recording.values import value_of
from tests.recording.passes import record, recording, variable


class Cube(Function):
    """Its rule can be read off its source, and is true."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        return x**3

    def backward(self, gy: Variable) -> Variable:
        x = self.inputs[0].data
        return 3 * x**2 * gy


class Misnamed(Function):
    """e ** x, whose backward calls its output x: the rule is not what it looks like."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        return np.exp(x)

    def backward(self, gy: Variable) -> Variable:
        x = self.outputs[0]().data
        return x * gy


class Scaled(Function):
    """Has a constant of its own, and names its gradients before it returns them."""

    def __init__(self, scale: float) -> None:
        self.scale = scale

    def forward(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return self.scale * a * b

    def backward(self, gy: Variable) -> tuple[Variable, Variable]:
        x0, x1 = self.inputs
        ga = gy * self.scale * x1
        gb = gy * self.scale * x0
        return ga, gb


def read(y: Variable) -> Recording:
    """Record a pass with the learner's sources at hand."""
    with recording(source_of=lambda method: textwrap.dedent(inspect.getsource(method))) as recorder:
        y.backward()
    return recorder.take()[0]


def rules(recording_: Recording, pop: int = 0) -> list[str]:
    return rules_with_numbers(recording_, recording_.pops[pop])


def test_a_learner_s_rule_is_read_off_its_source_with_numbers() -> None:
    recorded = read(Cube()(variable(2)))
    assert recorded.functions[0].formula == ("3 * x ** 2 * gy",)
    assert rules(recorded) == ["gx = 3 * 2.0 ** 2 * 1.0 = 12.0"]


def test_a_negative_number_is_put_in_brackets_before_a_power() -> None:
    assert rules(read(Cube()(variable(-2)))) == ["gx = 3 * (-2.0) ** 2 * 1.0 = 12.0"]


def test_a_misread_rule_is_not_shown_with_numbers() -> None:
    recorded = read(Misnamed()(variable(2)))
    assert recorded.functions[0].formula == ("x * gy",)
    assert rules(recorded) == ["gx = 7.38906"]


def test_named_gradients_and_constants_are_put_in() -> None:
    recorded = read(Scaled(0.5)(variable(2), variable(3)))
    assert recorded.functions[0].constants == (("scale", 0.5),)
    assert rules(recorded) == ["gx0 = 1.0 * 0.5 * 3.0 = 1.5", "gx1 = 1.0 * 0.5 * 2.0 = 1.0"]


def test_without_the_source_a_learner_s_gradient_is_shown_alone() -> None:
    assert rules(record(Cube()(variable(2)))) == ["gx = 12.0"]


@pytest.mark.parametrize(
    ("y", "line"),
    [
        (lambda: square(variable(4)), "gx = 1.0 * 2 * 4.0 = 8.0"),
        (lambda: mul(variable(3), variable(2)), "gx0 = 1.0 * 2.0 = 2.0"),
        (lambda: exp(variable(0)), "gx = 1.0 * 1.0 = 1.0"),
        (lambda: tanh(variable(0)), "gx = 1.0 * (1 - 0.0 * 0.0) = 1.0"),
        (lambda: variable(3) ** 4, "gx = 4 * 3.0 ** (4 - 1) * 1.0 = 108.0"),
        (lambda: -variable(3), "gx = -gy = -1.0"),
        (lambda: variable(1) - variable(3), "gx0 = gy = 1.0"),
    ],
)
def test_the_engine_s_rules_with_numbers(y, line: str) -> None:
    assert rules(record(y()))[0] == line


def test_a_broadcast_is_shown_as_summed_back() -> None:
    y = Variable(np.array([1.0, 2.0, 3.0])) + Variable(np.array([10.0]))
    assert rules(record(y)) == [
        "gx0 = gy = [1.0 1.0 1.0]",
        "gx1 = sum_to([1.0 1.0 1.0], (1,)) = [3.0]",
    ]


def test_a_value_that_was_not_kept_leaves_no_numbers() -> None:
    x = Variable(np.ones((100, 100)))
    line = rules(record(square(x)))[0]
    assert line.startswith("gx = ") and len(line) < 80


def test_the_backward_s_own_text_is_kept_for_the_screen() -> None:
    recorded = record(square(variable(2)))
    source = recorded.functions[0].backward_source
    assert source is not None and source.startswith("def backward(self, gy")
    assert (
        inspect.getsource(operations.Square.backward).strip()
        == textwrap.indent(source, "    ").strip()
    )


def test_a_class_of_no_module_is_recorded_as_any_other() -> None:
    namespace = {"Function": Function}
    exec(
        "class Triple(Function):\n"
        "    def forward(self, x):\n        return 3 * x\n"
        "    def backward(self, gy):\n        return 3 * gy\n",
        namespace,
    )
    assert rules(record(namespace["Triple"]()(variable(2)))) == ["gx = 3.0"]


def test_a_backward_that_is_no_plain_function_is_recorded_as_any_other() -> None:
    class Callable(list):
        def __call__(self, gy: Variable) -> Variable:
            return gy * 3

    Triple = type("Triple", (Function,), {"forward": lambda self, x: 3 * x})
    Triple.backward = Callable()
    assert rules(record(Triple()(variable(2)))) == ["gx = 3.0"]


@pytest.mark.parametrize("formula", ["3 * gy", ("3 * gy",), ["3 * gy"]])
def test_a_learner_s_formula_may_be_one_text_or_several(formula: object) -> None:
    cls = type("Triple", (Cube,), {"formula": formula, "backward": lambda self, gy: 3 * gy})
    recorded = record(cls()(variable(2)))
    assert recorded.functions[0].formula == ("3 * gy",)
    assert rules(recorded) == ["gx = 3 * 1.0 = 3.0"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def backward(self, gy):\n    return gy", ("gy",)),
        ("def backward(self, gy):\n    return gy * 2, -gy", ("gy * 2", "-gy")),
        ("def backward(self, gy):\n    gx = gy * 2\n    return gx", ("gy * 2",)),
        ("    def backward(self, gy):\n        return gy + 1", ("gy + 1",)),
        ("def backward(self, gy):\n    gx = 0\n    if gy:\n        gx = gy\n    return gx", ()),
        ("lambda self, gy: gy", ()),
        ("def backward(self, gy):\n    pass", ()),
        ("def backward(self, gy:", ()),
    ],
)
def test_a_rule_is_what_backward_returns(source: str, expected: tuple[str, ...]) -> None:
    assert rule_of_source(source) == expected


NAMES = {"gy": value_of(np.array(2.0)), "x": value_of(np.array([1.0, 3.0])), "c": 5}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("gy * x", [2.0, 6.0]),
        ("-x + c", [4.0, 2.0]),
        ("c * x ** 2 / gy", [2.5, 22.5]),
        ("np.exp(x - x)", [1.0, 1.0]),
        ("sum_to(x, gy.shape)", 4.0),
    ],
)
def test_a_rule_is_worked_out(rule: str, expected: object) -> None:
    assert evaluate(rule, NAMES).tolist() == expected


@pytest.mark.parametrize(
    "rule",
    ["unknown * x", "gy *", "open('f')", "x.__class__", "gy if gy else x", "[x]", "x @ x @ x", ""],
)
def test_what_is_no_rule_is_none_not_an_error(rule: str) -> None:
    assert evaluate(rule, NAMES) is None


@pytest.mark.parametrize(
    "rule",
    ["10 ** 400", "x * 9 ** 9 ** 4", "-" * 5000 + "x", "(" * 300 + "x" + ")" * 300, "x\0"],
    ids=["a huge number", "a tower", "many signs", "many brackets", "a null"],
)
def test_a_stranger_s_rule_costs_nothing(rule: str) -> None:
    """Rules are read from session files too: whole numbers must not grow without end."""
    assert evaluate(rule, NAMES) is None
    assert names_in(rule) <= {"x"}
    assert rule_of_source(f"def backward(self, gy):\n    return {rule}") in ((), (rule,))


def test_numbers_that_do_not_give_the_gradient_are_none() -> None:
    assert with_numbers("gy * x", NAMES, value_of(np.array([2.0, 6.0]))) == "2.0 * [1.0 3.0]"
    assert with_numbers("gy * x", NAMES, value_of(np.array([2.0, 6.1]))) is None


def test_names_in_a_rule() -> None:
    assert names_in("c * x ** (c - 1) * gy") == {"c", "x", "gy"}
    assert names_in("not an expression at all") == set()
