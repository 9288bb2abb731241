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
    "unpacked from a generator": (
        X + "y = add(*(f(x) for f in (square, exp)))",
        ["f(x)", "f(x)", "add(*(f(x) for f in (square, exp)))"],
    ),
    "power in place": (X + "y = x\ny **= 2\ny -= 1\ny /= 3", ["y **= 2", "y -= 1", "y /= 3"]),
    "augmented item": (X + "d = {'w': x}\nd['w'] += x\ny = d['w']", ["d['w'] += x"]),
    "product in place": ("x = Variable(np.eye(2))\ny = x\ny @= x", ["y @= x"]),
    "decorated": (
        X + "def twice(f):\n    def both(v):\n        return f(f(v))\n    return both\n"
        "@twice\ndef sq(v):\n    return v ** 2\ny = sq(x)",
        ["v ** 2", "v ** 2"],
    ),
    "decorated by a context": (
        X + "@using_config('train', False)\ndef f(v):\n    return v * 3\ny = f(x)",
        ["v * 3"],
    ),
    "lambda": (X + "y = (lambda v, k=3: v ** k + 1)(x)", ["v ** k", "v ** k + 1"]),
    "lambda by map": (X + "ys = list(map(lambda v: v * v, [x, x]))\ny = ys[1]", ["v * v"]),
    "operation by map": (X + "y, = map(square, [x])", ["map(square, [x])"]),
    "nested calls": (
        X + "y = exp(square(exp(x)))",
        ["exp(x)", "square(exp(x))", "exp(square(exp(x)))"],
    ),
    "generator expression": (
        X + "y = sum(v ** 2 for v in [x, x])",
        ["v ** 2", "sum(v ** 2 for v in [x, x])", "v ** 2", "sum(v ** 2 for v in [x, x])"],
    ),
    "generator": (
        X + "def g():\n    yield x ** 2\n    yield from (v * 3 for v in [x])\n"
        "a, b = g()\ny = a + b",
        ["x ** 2", "v * 3", "a + b"],
    ),
    "dict comprehension": (
        X + "d = {k: v * 2 for k, v in {'a': x}.items()}\ny = d['a']",
        ["v * 2"],
    ),
    "comprehension in a comprehension": (
        X + "y = sum(sum(v * i for i in (1, 2)) for v in [x])",
        ["v * i", "sum(v * i for i in (1, 2))"] * 2
        + ["sum(sum(v * i for i in (1, 2)) for v in [x])"],
    ),
    "call over several lines": (
        X + "y = add(\n    square(x),  # one (\n    exp(\n        x\n    ),\n)",
        ["square(x)", "exp(x)", "add(square(x), exp(x),)"],
    ),
    "continued line": (X + "y = x ** 2 \\\n    + x", ["x ** 2", "x ** 2 + x"]),
    "operators over commented lines": (
        X + "y = (x ** 2  # the square\n     - 1)",
        ["x ** 2", "x ** 2 - 1"],
    ),
    "condition": (X + "y = (x * 2 if\n     True else x)", ["x * 2"]),
    "letters of several bytes over lines": (
        "x = Variable(np.array(2.0))\nä = x\ny = add(ä, # äöü ü\n  square(ä))",
        ["square(ä)", "add(ä, square(ä))"],
    ),
    "item and attribute": (
        "x = Variable(np.ones((2, 3)))\ny = x.T[0] + x[:, 0]",
        ["x.T", "x.T[0]", "x[:, 0]", "x.T[0] + x[:, 0]"],
    ),
    "from the right": (X + "y = 1 - -x", ["-x", "1 - -x"]),
    "method of one's own": (
        X + "class A:\n    def __getitem__(self, i):\n        return x * i\n"
        "    @property\n    def v(self):\n        return self[3] ** 2\ny = A().v",
        ["x * i", "self[3] ** 2"],
    ),
    "layers of one's own": (
        X + "class M(Model):\n    def forward(self, v):\n        return v * 2\nm = M()\ny = m(x)",
        ["v * 2"],
    ),
    "layers of ours": (
        "from dezero.models import MLP\nm = MLP((4, 2))\ny = F.sum(m(np.ones((1, 2))))",
        ["m(np.ones((1, 2)))"] * 3 + ["F.sum(m(np.ones((1, 2))))"],
    ),
    "reduced": (
        X + "from functools import reduce\ny = reduce(add, [x, x, x])",
        ["reduce(add, [x, x, x])"] * 2,
    ),
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
