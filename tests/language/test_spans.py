"""Each function knows the exact text that made it."""

from __future__ import annotations

import pytest

from backstep.engine import Function
from backstep.engine.graph import functions_behind
from tests.language.running import Ran, ran

X = "x = Variable(np.array(2.0))\n"
OWN = (
    "class Sq(Function):\n    def forward(self, x):\n        return x ** 2\n"
    "    def backward(self, gy):\n        x, = self.inputs\n        return 2 * x * gy\n"
)


def functions(result: Ran, name: str = "y") -> list[Function]:
    """The functions behind a Variable, in the order in which they were called."""
    assert result.outcome.problem is None, result.outcome.problem.render()
    return sorted(functions_behind(result[name]), key=lambda f: f.serial)


TEXTS = {
    "calls": (
        X + "a = square(x)\ny = add(square(a), square(a))",
        ["square(x)", "square(a)", "square(a)", "add(square(a), square(a))"],
    ),
    "operators": (X + "y = 3 * x ** 2 - x", ["x ** 2", "3 * x ** 2", "3 * x ** 2 - x"]),
    "several lines": (
        X + "y = (square(x)\n     + 3 *\n\t     x)",
        ["square(x)", "3 * x", "square(x) + 3 * x"],
    ),
    "augmented": (X + "y = x\ny += x\ny *= 2", ["y += x", "y *= 2"]),
    "augmented attribute": (
        X + "class A:\n    pass\na = A()\na.w = x\na.w += x\ny = a.w",
        ["a.w += x"],
    ),
    "comprehension": (
        X + "ys = [square(v) for v in [x, x]]\ny = ys[0] + ys[1]",
        ["square(v)", "square(v)", "ys[0] + ys[1]"],
    ),
    "letters of several bytes": (
        "é = Variable(np.array(2.0))\nü = 'ä漢'; y = square(é) + é",
        ["square(é)", "square(é) + é"],
    ),
    "inside a function": (
        X + "def f(a):\n    b = a * a\n    return -b\ny = f(x)",
        ["a * a", "-b"],
    ),
    "own function": (OWN + X + "def sq(x): return Sq()(x)\ny = sq(x)", ["Sq()(x)"]),
    "methods": (X + "y = x.reshape(1, 1).sum()", ["x.reshape(1, 1)", "x.reshape(1, 1).sum()"]),
    "walrus": (X + "(y := square(x))", ["square(x)"]),
    "star arguments": (X + "y = add(*[x, x])", ["add(*[x, x])"]),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_function_keeps_the_text_of_its_call(name: str) -> None:
    source, texts = TEXTS[name]
    assert [f.source for f in functions(ran(source))] == texts


def test_a_cell_further_down_the_program_has_its_own_text() -> None:
    result = ran(X, "\n\ny = square(x)", "# square(y) is not this\nz = square(y)")
    assert [f.source for f in functions(result, "z")] == ["square(x)", "square(y)"]


def test_what_a_backward_of_ours_computes_was_typed_by_nobody() -> None:
    result = ran(X + "z = sin(x)\nz.backward(create_graph=True)\ny = x.grad")
    assert [f.source for f in functions(result)] == ["sin(x)", None, None][1:]


def test_what_a_person_s_own_backward_computes_has_its_text() -> None:
    result = ran(OWN + X + "z = Sq()(x)\nz.backward(create_graph=True)\ny = x.grad")
    assert [f.source for f in functions(result)] == ["2 * x", "2 * x * gy"]


SOURCES = {
    "function": (
        "def f(x):\n    return x  # here\n\ny = 1",
        "f",
        "def f(x):\n    return x  # here",
    ),
    "decorated": (
        "def d(f):\n    return f\n@d\ndef f(x):\n    return x",
        "f",
        "@d\ndef f(x):\n    return x",
    ),
    "class": ("z = 1\nclass A:\n    w = 2\ny = 1", "A", "class A:\n    w = 2"),
    "class without a body": ("class A: pass", "A", "class A: pass"),
    "second of a name": (
        "class A:\n    w = 1\nclass A:\n    w = 2",
        "A",
        "class A:\n    w = 2",
    ),
}


@pytest.mark.parametrize("name", SOURCES)
def test_the_source_of_a_definition_is_its_text(name: str) -> None:
    source, thing, text = SOURCES[name]
    result = ran(source)
    assert result.runtime.source_of(result[thing]) == text


def test_the_source_of_a_method_has_no_indent() -> None:
    result = ran("x = 1", OWN + "s = Sq()")
    text = "def backward(self, gy):\n    x, = self.inputs\n    return 2 * x * gy"
    assert result.runtime.source_of(result["Sq"].backward) == text
    assert result.runtime.source_of(result["s"].backward) == text


@pytest.mark.parametrize("thing", ["F.square", "np.exp", "Variable", "3", "print"])
def test_what_no_cell_defined_has_no_source(thing: str) -> None:
    result = ran(f"t = {thing}")
    assert result.runtime.source_of(result["t"]) is None
