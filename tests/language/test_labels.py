"""Variables take the name that they are first assigned to."""

from __future__ import annotations

import pytest

from tests.language.running import ran

V = "Variable(np.array(1.0))"

# For each program, an expression's Variable and the label that it must have.
LABELS = {
    "plain": (f"a = {V}", "a", "a"),
    "the first name stays": (f"a = {V}\nb = a", "b", "a"),
    "the leftmost of a chain": (f"a = b = {V}", "b", "a"),
    "tuple": (f"a, (b, c) = {V}, ({V}, {V})", "c", "c"),
    "star": (f"a, *rest = {V}, {V}", "a", "a"),
    "annotated": (f"a: Variable = {V}", "a", "a"),
    "augmented": (f"a = 1\na += {V}", "a", "a"),
    "walrus": (f"print(b := {V})", "b", "b"),
    "with": (
        f"class C:\n    def __enter__(self):\n        return {V}\n"
        "    def __exit__(self, *rest):\n        pass\nwith C() as a:\n    pass",
        "a",
        "a",
    ),
    "loop": (f"for a in ({V} for _ in range(1)): pass", "a", "a"),
    "loop over named items": (f"xs = [{V}]\nfor a in xs: pass", "a", "xs[0]"),
    "list": (f"xs = [{V}, {V}]", "xs[1]", "xs[1]"),
    "item taken out": (f"xs = [{V}]\na = xs[0]", "a", "xs[0]"),
    "comprehension": (f"xs = [{V} for _ in range(3)]", "xs[2]", "xs[2]"),
    "dict": (f"p = {{'w': {V}, 2: {V}}}", "p['w']", "p['w']"),
    "dict by number": (f"p = {{'w': {V}, 2: {V}}}", "p[2]", "p[2]"),
    "one level only": (f"xs = [[{V}]]", "xs[0][0]", None),
    "long list": (f"xs = [{V} for _ in range(101)]", "xs[0]", None),
    "a name of a function gives way": (f"def f():\n    z = {V}\n    return z\ny = f()", "y", "y"),
    "a name that moved on gives way": (f"a = {V}\nb = [a]\na = {V}\nc = b[0]", "c", "c"),
    "a constant that is assigned": ("a = as_variable(np.array(1.0))", "a", "a"),
    "unassigned": (f"xs = []\nxs.append({V})", "xs[0]", None),
    "import is no assignment of ours": ("import numpy as np\na = as_variable(1.0)", "a", "a"),
}


@pytest.mark.parametrize("name", LABELS)
def test_a_variable_has_the_label(name: str) -> None:
    source, expression, label = LABELS[name]
    result = ran(source, expression)
    assert result.outcome.problem is None, result.outcome.problem.render()
    assert result.outcome.value.label == label  # type: ignore[attr-defined]


def test_a_local_name_is_a_label_while_the_function_runs() -> None:
    result = ran(f"kept = []\ndef f():\n    z = {V}\n    kept.append(z)\nf()", "kept[0]")
    assert result.outcome.value.label == "z"  # type: ignore[attr-defined]


def test_the_name_itself_is_left_to_the_person() -> None:
    assert ran(f"a = {V}", "a.name is None").outcome.value is True
