"""What Variables and Functions are called: names first, then source text, then what made them."""

from __future__ import annotations

import numpy as np
import pytest

from backstep.engine import Config, Function, Variable, add, mul, sin, square
from backstep.recording.records import Recording
from tests.recording.passes import record, variable


def labels(recorded: Recording, order: int = 1) -> list[str]:
    return [v.label for v in recorded.variables if v.order == order]


def assigned(v: Variable, label: str) -> Variable:
    """A Variable as the language leaves it after `label = ...`."""
    v.label = v.label or label
    return v


def called(f, source: str, *args) -> Variable:
    """A call whose source text is known."""
    Config.source_finder = lambda: source
    y = f(*args)
    Config.source_finder = None
    return y


def test_a_name_of_its_own_goes_before_the_name_it_was_assigned_to() -> None:
    x = assigned(variable(2, "input"), "x")
    assert labels(record(square(x))) == ["input", "square"]


def test_an_unnamed_value_is_called_by_its_source_text() -> None:
    a = assigned(variable(2), "a")
    y = add(called(square, "square(a)", a), called(sin, "sin(a)", a))
    assert labels(record(y)) == ["a", "square(a)", "sin(a)", "add"]


def test_a_source_text_that_several_calls_share_tells_nothing() -> None:
    a = assigned(variable(2), "a")
    y = add(called(square, "square(a)", a), called(square, "square(a)", a))
    assert labels(record(y)) == ["a", "square#1", "square#2", "add"]


def test_a_long_source_text_gives_way_to_the_function_s_label() -> None:
    text = "square(" + "a" * 40 + ")"
    assert labels(record(called(square, text, assigned(variable(2), "a")))) == ["a", "square"]


def test_functions_are_numbered_within_their_class() -> None:
    x = variable(2)
    recorded = record(add(square(square(x)), sin(x)))
    assert [f.label for f in recorded.functions] == ["square#1", "square#2", "sin", "add"]


def test_several_outputs_are_told_apart_by_their_place() -> None:
    class Split(Function):
        def forward(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            return x, 2 * x

        def backward(self, g0: Variable, g1: Variable) -> Variable:
            return g0 + 2 * g1

    recorded = record(mul(*Split()(variable(3, "x"))))
    assert labels(recorded) == ["x", "split[0]", "split[1]", "mul"]


def test_constants_show_their_value() -> None:
    recorded = record(2.5 * variable(3, "x") + np.array([1.0, 2.0]))
    assert labels(recorded) == ["x", "const(2.5)", "mul", "const", "add"]
    assert [v.named for v in recorded.variables] == [True, False, False, False, False]


def test_variables_that_share_a_name_are_told_apart_and_the_holder_is_plain() -> None:
    """y = y + y three times: the one that `y` holds now is plain."""
    y = assigned(variable(1), "y")
    for _ in range(3):
        y = assigned(add(y, y), "y")
    recorded = record(y, {"y": y})
    assert labels(recorded) == ["y@1", "y@2", "y@3", "y"]
    assert recorded.target_node.label == "y"


def test_an_earlier_variable_is_plain_while_it_holds_the_name() -> None:
    first = assigned(variable(1), "y")
    second = assigned(square(first), "y")
    assert labels(record(square(second), {"y": first})) == ["y", "y@1", "square#2"]


def test_without_a_holder_the_last_is_plain() -> None:
    first = assigned(variable(1), "y")
    assert labels(record(assigned(square(first), "y"))) == ["y@1", "y"]


def test_the_grads_at_the_end_are_those_of_the_holders() -> None:
    y = assigned(variable(1), "y")
    y = assigned(square(y), "y")
    unused = variable(5)
    recorded = record(y, {"y": y, "unused": unused})
    assert dict(recorded.grads) == {"y": None, "unused": None}


def test_a_graph_s_own_names_are_told_where_the_session_names_nobody() -> None:
    x = variable(3, "x")
    recorded = record(square(x))
    assert [(name, grad.array) for name, grad in recorded.grads] == [("x", 6.0)]


def test_the_second_order_is_marked_by_a_prime_and_counted_through() -> None:
    x = variable(2, "x")
    recorded = record(x**4 - 2 * x**2, create_graph=True)
    second = [f for f in recorded.functions if f.order == 2]
    names = [f"{f.class_name.lower()}'{i}" for i, f in enumerate(second, 1)]
    assert [f.label for f in second] == names
    assert all("'" not in f.label for f in recorded.functions if f.order == 1)


def test_the_gradient_of_a_named_variable_is_called_its_grad() -> None:
    x = variable(2, "x")
    recorded = record(square(x), create_graph=True)
    end = next(v for v in recorded.variables if v.label == "x.grad")
    assert (end.order, end.data.array, end.named) == (2, 4.0, False)


def test_an_unnamed_target_s_gradient_is_called_after_it() -> None:
    recorded = record(square(variable(2, "x")), create_graph=True)
    assert "square.grad" in labels(recorded, order=2)


@pytest.mark.parametrize("create_graph", [True, False])
def test_every_label_of_the_first_order_is_one_variable_s_alone(create_graph: bool) -> None:
    y = assigned(variable(1), "y")
    for _ in range(4):
        y = assigned(add(square(y), 2 * y), "y")
    recorded = record(y, {"y": y}, create_graph=create_graph)
    first = [label for label in labels(recorded) if not label.startswith("const")]
    assert len(set(first)) == len(first)
    functions = [f.label for f in recorded.functions]
    assert len(set(functions)) == len(functions)


def test_a_title_is_what_a_person_typed() -> None:
    x = assigned(variable(2), "x")
    y = assigned(called(square, "square(x)", x), "y")
    assert record(y).title == "y = square(x)"
    assert record(called(sin, "sin(x)", x)).title == "sin(x)"
    assert record(assigned(sin(x), "z")).title == "z"


def test_a_function_called_like_a_constant_is_no_constant() -> None:
    class Const(Function):
        def forward(self, x: np.ndarray) -> np.ndarray:
            return x

        def backward(self, gy: Variable) -> Variable:
            return gy

    recorded = record(add(Const()(variable(1)), Const()(variable(2))))
    made = [label for label in labels(recorded) if "#" in label]
    assert made == ["const#1", "const#2"]
