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
    "attribute of self": (
        f"class A:\n    def __init__(self):\n        self.W = {V}\na = A()",
        "a.W",
        "a.W",
    ),
    "attribute": (f"class A: pass\na = A()\na.W = {V}", "a.W", "a.W"),
    "attribute taken out": (f"class A: pass\na = A()\na.W = {V}\nw = a.W", "w", "a.W"),
    "attribute of an unnamed object": (
        f"class A:\n    def __init__(self):\n        self.W = {V}\nxs = (A(),)",
        "xs[0].W",
        "W",
    ),
    "augmented attribute": (
        f"class A: pass\na = A()\na.W = 1\na.W += {V}",
        "a.W",
        "a.W",
    ),
    "data is no name": (f"a = {V}\nb = {V}\nb.grad = {V}", "b.grad", None),
    "item": (f"d = {{}}\nd['w'] = {V}", "d['w']", "d['w']"),
    "item that is computed": (f"d = {{}}\nd['w' + 'x'] = {V}", "d['wx']", None),
    "augmented item": (f"d = {{'w': 1}}\nd['w'] += {V}", "d['w']", "d['w']"),
    "layer": ("import dezero.layers as L\nl1 = L.Linear(3, in_size=2)", "l1.W", "l1.W"),
    "layer of a model": (
        "from dezero.models import MLP\nmodel = MLP((3, 1))",
        "model.l1.b",
        "model.l1.b",
    ),
    "layer of a model of one's own": (
        "import dezero.layers as L\nclass M(Model):\n    def __init__(self):\n"
        "        super().__init__()\n        self.l1 = L.Linear(3)\nm = M()",
        "m.l1.b",
        "m.l1.b",
    ),
    "layers of a list": (
        "import dezero.layers as L\nls = [L.Linear(3), L.Linear(2)]",
        "ls[1].b",
        "ls[1].b",
    ),
    "loop over pairs": (f"for i, (a, b) in enumerate([({V}, {V})]): pass", "b", "b"),
    "star in the middle": (f"a, *m, z = {V}, {V}, {V}, {V}", "m[1]", "m[1]"),
    "case": (f"match [{V}]:\n    case [a, *_]: pass", "a", "a"),
    "walrus in a comprehension": (f"xs = [q := {V} for _ in range(1)]", "q", "q"),
    "global": (f"def f():\n    global g\n    g = {V}\nf()", "g", "g"),
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
