"""What a reader of the book types runs as it stands."""

from __future__ import annotations

import numpy as np
import pytest

from tests.golden_runs import RUNNABLE, assert_close, load
from tests.language.running import ran, value

SQUARE = """\
class Square(Function):
    def forward(self, x):
        return x ** 2
    def backward(self, gy):
        x, = self.inputs
        return 2 * x * gy

def square(x):
    return Square()(x)
"""

HEADER = """\
if '__file__' in globals():
    import os, sys
    sys.path.append(os.path.join(os.path.dirname(__file__), '..'))
import numpy as np
from dezero import Variable
"""

# Each program leaves its answer in the last line.
PROGRAMS = {
    "own function": (SQUARE + "x = Variable(np.array(3.0))\ny = square(x)\ny.data", 9.0),
    "own function, back": (
        SQUARE + "x = Variable(np.array(3.0))\nsquare(square(x)).backward()\nx.grad.data",
        108.0,
    ),
    "the book's header": (HEADER + "float(Variable(np.array(1.0)).data)", 1.0),
    "main": ("if __name__ == '__main__':\n    z = 5\nz", 5),
    "imports": (
        "import numpy\nimport math\nimport dezero\nimport backstep\nimport dezero.functions\n"
        "import dezero.functions as F\nfrom dezero import functions as G\n"
        "from dezero.core import Variable\nfrom dezero.core_simple import Variable as V\n"
        "from dezero.functions import sin\nfrom numpy import exp\nimport contextlib\n"
        "F is G and V is Variable and dezero.functions is F and float(exp(0.0)) == 1.0",
        True,
    ),
    "import star": ("from dezero import *\nsum([1, 2]) + float(mul(2, np.array(3.0)).data)", 9.0),
    "import star of the functions": (
        "from dezero.functions import *\nfloat(sum(np.array([1.0, 2.0])).data)",
        3.0,
    ),
    "gradient descent": (
        "x = Variable(np.array(2.0))\nlr = 0.1\nfor i in range(50):\n    y = (x - 1) ** 2\n"
        "    x.cleargrad()\n    y.backward()\n    x.data -= lr * x.grad.data\n"
        "round(float(x.data), 4)",
        1.0,
    ),
    "newton": (
        "x = Variable(np.array(2.0))\nfor i in range(10):\n    y = x ** 4 - 2 * x ** 2\n"
        "    x.cleargrad()\n    y.backward(create_graph=True)\n    gx = x.grad\n"
        "    x.cleargrad()\n    gx.backward()\n    gx2 = x.grad\n    x.data -= gx.data / gx2.data\n"
        "float(x.data)",
        1.0,
    ),
    "sphere": (
        "def sphere(x, y):\n    z = x ** 2 + y ** 2\n    return z\n"
        "x = Variable(np.array(1.0))\ny = Variable(np.array(1.0))\nz = sphere(x, y)\nz.backward()\n"
        "float(x.grad.data), float(y.grad.data)",
        (2.0, 2.0),
    ),
    "matyas": (
        "def matyas(x, y):\n    return 0.26 * (x ** 2 + y ** 2) - 0.48 * x * y\n"
        "x, y = Variable(np.array(1.0)), Variable(np.array(1.0))\nmatyas(x, y).backward()\n"
        "round(float(x.grad.data), 3)",
        0.04,
    ),
    "no_grad": ("with no_grad():\n    y = square(Variable(np.array(2.0)))\ny.creator", None),
    "using_config": (
        "with using_config('enable_backprop', False):\n    off = Config.enable_backprop\n"
        "(off, Config.enable_backprop)",
        (False, True),
    ),
    "comprehension": ("[x ** 2 for x in range(5) if x % 2]", [1, 9]),
    "nested comprehension": (
        "{(a, b): a * b for a in (1, 2) for b in [3]}",
        {(1, 3): 3, (2, 3): 6},
    ),
    "generator": (
        "def squares(n):\n    for i in range(n):\n        yield i * i\nlist(squares(4))",
        [0, 1, 4, 9],
    ),
    "generator sends": (
        "def echo():\n    got = yield 1\n    yield got\ng = echo()\nnext(g), g.send(5)",
        (1, 5),
    ),
    "yield from": ("def f():\n    yield from [1, 2]\nlist(f())", [1, 2]),
    "f-string": (
        "x = Variable(np.array(2.5))\nf'{x.data:.3f} {1 + 1:>4} {\"a\"!r}'",
        "2.500    2 'a'",
    ),
    "f-string of a Variable": ("x = Variable(np.array(2.5))\nf'{x:.1f} {x}'", "2.5 variable(2.5)"),
    "f-string nested width": ("w = 6\nf'{3.14159:{w}.2f}'", "  3.14"),
    "percent format": ("'%d %s %.2f %(a)s' % {'a': 1} if False else '%5.1f%%' % 2.0", "  2.0%"),
    "str.format": ("'{} {name:>5}'.format(1, name='ab')", "1    ab"),
    "lambda": ("(lambda x, *rest, k=2: x * k + len(rest))(3, 4, 5)", 8),
    "star arguments": (
        "def f(a, *args, b=1, **options):\n    return a, args, b, options\n"
        "f(*[1, 2], **{'b': 3, 'c': 4})",
        (1, (2,), 3, {"c": 4}),
    ),
    "keyword only": ("def f(*, a, b=2):\n    return a + b\nf(a=1)", 3),
    "unpacking": ("a, (b, *c), *d = 1, (2, 3, 4), 5\na, b, c, d", (1, 2, [3, 4], [5])),
    "chained assignment once": (
        "calls = []\ndef f():\n    calls.append(1)\n    return 1, 2\na = b, c = f()\n"
        "(a, b, c, len(calls))",
        ((1, 2), 1, 2, 1),
    ),
    "walrus": ("if (n := len([1, 2, 3])) > 2:\n    r = n\nr", 3),
    "annotations": (
        "x: int = 1\ndef f(a: Variable, b: 'x' = 2) -> Variable:\n    c: float\n"
        "    return a + b\nf(x)",
        3,
    ),
    "augmented targets": (
        "d = {'a': [1, 2]}\nd['a'][0] += 5\nd['a'] += [9]\nd['a'][1:2] += [7]\n"
        "class C:\n    pass\nc = C()\nc.n = 1\nc.n *= 4\nd['a'], c.n",
        ([6, 2, 7, 9], 4),
    ),
    "in place on arrays": ("a = np.zeros(2)\nb = a\na += 1\na[0] -= 3\nb.tolist()", [-2.0, 1.0]),
    "slices": (
        "a = list(range(10))\na[1:3] = [0]\ndel a[-1]\na[::3], np.eye(3)[1:, :2].shape",
        ([0, 4, 7], (2, 2)),
    ),
    "class with operators": (
        "class V:\n    def __init__(self, x):\n        self._x = x\n"
        "    def __add__(self, other):\n        return V(self._x + other._x)\n"
        "    def __repr__(self):\n        return f'V({self._x})'\n"
        "    def __len__(self):\n        return self._x\nrepr(V(1) + V(2)), len(V(3))",
        ("V(3)", 3),
    ),
    "operators given later": (
        "class V:\n    pass\ndef mul(a, b):\n    return 7\nV.__mul__ = mul\nV() * V()",
        7,
    ),
    "inheritance": (
        "class A:\n    def __init__(self, x):\n        self.x = x\n"
        "class B(A):\n    def __init__(self):\n        super().__init__(4)\n"
        "b = B()\nb.x, isinstance(b, A), type(b).__name__, b.__class__.__name__",
        (4, True, "B", "B"),
    ),
    "property": (
        "class A:\n    @property\n    def x(self):\n        return self._x\n    @x.setter\n"
        "    def x(self, v):\n        self._x = v * 2\na = A()\na.x = 4\na.x",
        8,
    ),
    "static and class methods": (
        "class A:\n    @staticmethod\n    def f():\n        return 1\n    @classmethod\n"
        "    def g(cls):\n        return cls.__name__\nA.f(), A().g()",
        (1, "A"),
    ),
    "class iterator": (
        "class Count:\n    def __init__(self, n):\n        self.n = n\n"
        "    def __iter__(self):\n        return self\n    def __next__(self):\n"
        "        if self.n == 0:\n            raise StopIteration\n        self.n -= 1\n"
        "        return self.n\nlist(Count(3))",
        [2, 1, 0],
    ),
    "decorator": (
        "def twice(f):\n    def inner(x):\n        return f(f(x))\n    return inner\n"
        "@twice\ndef inc(x):\n    return x + 1\ninc(0)",
        2,
    ),
    "contextmanager": (
        "from contextlib import contextmanager\n@contextmanager\ndef cm():\n    log.append('in')\n"
        "    try:\n        yield 1\n    finally:\n        log.append('out')\n"
        "log = []\nwith cm() as v:\n    log.append(v)\nlog",
        ["in", 1, "out"],
    ),
    "own context swallows errors": (
        "class S:\n    def __enter__(self):\n        return self\n"
        "    def __exit__(self, kind, error, trace):\n        return kind is ValueError\n"
        "with S():\n    raise ValueError\n'went on'",
        "went on",
    ),
    "try": (
        "def f(x):\n    try:\n        return 1 / x\n    except ZeroDivisionError as e:\n"
        "        return str(e)\n    finally:\n        log.append(x)\nlog = []\nf(0), f(1), log",
        ("division by zero", 1.0, [0, 1]),
    ),
    "bare except": ("try:\n    [][1]\nexcept:\n    r = 'caught'\nr", "caught"),
    "exceptions of the outside world": (
        "try:\n    raise FileNotFoundError('gone')\nexcept (EOFError, OSError) as e:\n"
        "    r = str(e)\nr",
        "gone",
    ),
    "numbers to other bases": ("bin(5), oct(8), hex(255)", ("0b101", "0o10", "0xff")),
    "own exception": (
        "class Stop(Exception):\n    pass\ntry:\n    raise Stop('here')\nexcept Stop as e:\n"
        "    r = e.args\nr",
        ("here",),
    ),
    "nonlocal and global": (
        "n = 0\ndef outer():\n    m = 0\n    def inner():\n        nonlocal m\n        global n\n"
        "        m += 1\n        n += 2\n        return m\n    inner()\n    return inner()\n"
        "outer(), n",
        (2, 4),
    ),
    "while else": (
        "i = 0\nwhile i < 3:\n    i += 1\n    if i == 5:\n        break\nelse:\n    i = 9\ni",
        9,
    ),
    "assert": ("assert 1 == 1, 'no'\n'ok'", "ok"),
    "match": (
        "def f(x):\n    match x:\n        case 0 | -1: return 'low'\n"
        "        case [a, *rest]: return a, rest\n"
        "        case {'w': w, **more}: return w, more\n"
        "        case int() as n if n > 5: return n\n"
        "        case None: return 'none'\n        case _: return 'other'\n"
        "[f(0), f([1, 2]), f({'w': 3, 'b': 4}), f(7), f(None), f('a')]",
        ["low", (1, [2]), (3, {"b": 4}), 7, "none", "other"],
    ),
    "isinstance of ndarray": (
        "isinstance(np.array(1.0), np.ndarray), type(np.eye(2)) is np.ndarray",
        (True, True),
    ),
    "isscalar": ("np.isscalar(np.float64(1.0)), np.isscalar(np.array(1.0))", (True, False)),
    "numpy": (
        "np.random.seed(0)\nx = np.random.rand(100, 1)\ny = 5 + 2 * x + np.random.rand(100, 1)\n"
        "x.shape, bool((y > 5).all()), np.linalg.norm(np.array([3.0, 4.0])).item(), np.pi > 3",
        ((100, 1), True, 5.0, True),
    ),
    "dtype": ("np.array([1, 2], dtype=np.float32).dtype.name", "float32"),
    "getattr": (
        "x = Variable(np.array(1.0))\ngetattr(x, 'data').item(), hasattr(x, 'gard')",
        (1.0, False),
    ),
    "weakref": ("import weakref\na = np.array([1, 2])\nb = weakref.ref(a)\nb() is a", True),
    "closure in a loop": (
        "fs = [lambda x, k=k: x * k for k in range(3)]\n[f(2) for f in fs]",
        [0, 2, 4],
    ),
    "recursion": (
        "def fact(n):\n    return 1 if n < 2 else n * fact(n - 1)\nfact(20)",
        2432902008176640000,
    ),
    "sorting": (
        "sorted(['b', 'A'], key=str.lower), max([1, 3], key=lambda x: -x)",
        (["A", "b"], 1),
    ),
    "builtins stay": (
        "sum([1, 2]), pow(2, 3), max(1, 2), F.sum(np.array([1.0, 2.0])).data.item()",
        (3, 8, 2, 3.0),
    ),
    "in the name of the variable": ("x = Variable(np.array(1.0), 'x')\nx.name = 'w'\nx.name", "w"),
    "text": (
        "', '.join(str(i) for i in range(3)).upper().replace('0', 'zero')",
        "zero, 1, 2",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_gives_its_answer(name: str) -> None:
    source, expected = PROGRAMS[name]
    got = value(source)
    if isinstance(got, np.ndarray):
        got = got.item()
    assert got == expected


@pytest.mark.parametrize("name", RUNNABLE)
def test_a_golden_program_prints_and_computes_what_the_book_s_engine_does(name: str) -> None:
    golden = load(name)
    result = ran(golden["source"])
    if golden["raises"]:
        assert result.problem.line == golden["raises"]["line"]
    else:
        assert result.outcome.problem is None, result.outcome.problem.render()
    lines = result.text.splitlines(keepends=True)
    assert "".join(n for n in lines if not n.startswith("warning: ")) == golden["stdout"]
    variables = result.runtime.variables()
    for variable, kept in golden["final"].items():
        assert_close(variables[variable].data, kept["data"], variable)


def test_a_name_of_one_cell_is_there_in_the_next() -> None:
    assert value("x = 1", "def f():\n    return x + 1", "x = 5", "f()") == 6


def test_print_writes_to_the_session() -> None:
    assert ran("print(1, 'a', sep='-', end='!\\n')\nprint()").text == "1-a!\n\n"
