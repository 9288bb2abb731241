"""What a reader of the book types runs as it stands; the values are the book's or Python's."""

from __future__ import annotations

import pytest

from backstep.engine import Config
from tests.language.running import Running

SQUARE = """
class Square(Function):
    def forward(self, x):
        y = x ** 2
        return y

    def backward(self, gy):
        x = self.inputs[0].data
        gx = 2 * x * gy
        return gx

def my_square(x):
    return Square()(x)
"""
NEWTON = """
def f(x):
    return x ** 4 - 2 * x ** 2

x = Variable(np.array(2.0))
for i in range(10):
    y = f(x)
    x.cleargrad()
    y.backward(create_graph=True)
    gx = x.grad
    x.cleargrad()
    gx.backward()
    gx2 = x.grad
    x.data -= gx.data / gx2.data
x
"""
NET = """
class Net:
    def __init__(self, n):
        self.n = n
        self._calls = 0

    def __call__(self, x):
        self._calls += 1
        return x * self.n

    @property
    def two(self):
        return 2

    @staticmethod
    def three():
        return 3

class Bigger(Net):
    def __init__(self):
        super().__init__(10)

net = Bigger()
net(2)
(net(3), net._calls, net.two, net.three())
"""
COUNT = """
class Count:
    def __init__(self):
        self.i = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.i += 1
        if self.i > 3:
            raise StopIteration
        return self.i

list(Count())
"""

PROGRAMS = {
    "step 1": ("x = Variable(np.array(1.0))\nx.data", "array(1.)"),
    "step 2": (SQUARE + "my_square(Variable(np.array(10)))", "variable(100)"),
    "step 7": (
        SQUARE + "x = Variable(np.array(0.5))\ny = my_square(my_square(x))\ny.backward()\nx.grad",
        "variable(0.5)",
    ),
    "imports": (
        "import numpy as np\nimport math\nimport dezero.functions as F\n"
        "from dezero import Variable, Function as Fn\nfrom dezero.core import add as plus\n"
        "from math import pi\nplus(F.sin(Variable(np.array(pi / 2))), 1).data",
        "array(2.)",
    ),
    "star import": ("from dezero import *\nVariable(np.array(1.0))", "variable(1.0)"),
    "book header": (
        "if '__file__' in globals():\n    import os, sys\n    sys.path.append('..')\n1",
        "1",
    ),
    "main": ("if __name__ == '__main__':\n    y = 5\ny", "5"),
    "operators from either side": (
        "x = Variable(np.array(2.0))\n(3 * x + 1.0, np.array(2.0) * x, x / 2, 2 - x, x ** 3, -x)",
        "(variable(7.0), variable(4.0), variable(1.0), variable(0.0), variable(8.0), "
        "variable(-2.0))",
    ),
    "descent": (
        "x = Variable(np.array(1.0))\nlr = 0.1\nfor i in range(3):\n    y = x ** 2\n"
        "    x.cleargrad()\n    y.backward()\n    x.data -= lr * x.grad.data\n"
        "round(float(x.data), 3)",
        "0.512",
    ),
    "newton": (NEWTON, "variable(1.0)"),
    "config": (
        "with using_config('enable_backprop', False):\n    y = square(Variable(np.array(2.0)))\n"
        "with no_grad():\n    z = square(Variable(np.array(2.0)))\n"
        "(y.creator, z.creator, Config.enable_backprop)",
        "(None, None, True)",
    ),
    "two outputs": (
        "class Both(Function):\n    def forward(self, x):\n        return x + 1, x * 2\n"
        "    def backward(self, g0, g1):\n        return g0 + 2 * g1\n\n"
        "x = Variable(np.array(3.0))\na, b = Both()(x)\ny = a * b\ny.backward()\nx.grad",
        "variable(14.0)",  # d/dx (x + 1)(2x) = 4x + 2
    ),
    "classes": (NET, "(30, 2, 2, 3)"),
    "iterator": (COUNT, "[1, 2, 3]"),
    "generator": (
        "def up(n):\n    i = 0\n    while i < n:\n        yield i\n        i += 1\nsum(up(5))",
        "10",
    ),
    "closure": (
        "def counter():\n    n = 0\n    def step():\n        nonlocal n\n        n += 1\n"
        "        return n\n    return step\nc = counter()\nc()\nc()",
        "2",
    ),
    "global": ("n = 0\ndef one():\n    global n\n    n += 1\none()\nn", "1"),
    "comprehensions": (
        "([i * i for i in range(3)], {k: v for k, v in zip('ab', (1, 2))}, {1, 1}, "
        "[a + b for a, b in [(1, 2), (3, 4)]])",
        "([0, 1, 4], {'a': 1, 'b': 2}, {1}, [3, 7])",
    ),
    "unpacking": ("a, (b, *c), d = 1, (2, 3, 4), 5\n(a, b, c, d)", "(1, 2, [3, 4], 5)"),
    "star arguments": (
        "def f(a, *rest, key=1, **more):\n    return a, rest, key, more\n"
        "f(*[1, 2], key=3, **{'z': 4})",
        "(1, (2,), 3, {'z': 4})",
    ),
    "slices": ("s = list(range(10))\n(s[2:5], s[::-3], s[-1])", "([2, 3, 4], [9, 6, 3, 0], 9)"),
    "items": ("d = {'k': 1}\nd['k'] += 4\nd['j'] = d['k'] ** 2\nd", "{'k': 5, 'j': 25}"),
    "array items": (
        "m = np.zeros((2, 2))\nm[0, 1] = 3\nm[1] += 1\nm.tolist()",
        "[[0.0, 3.0], [1.0, 1.0]]",
    ),
    "formatting": (
        "x = Variable(np.array(2.5))\n(f'{x.data:.2f}', f'{3!r:>4}', '%d %s' % (1, 'a'), "
        "'{:>3}|{n}'.format(7, n=8))",
        "('2.50', '   3', '1 a', '  7|8')",
    ),
    "try": (
        "def f():\n    try:\n        return 1 / 0\n    except ZeroDivisionError as e:\n"
        "        return str(e)\n    finally:\n        pass\nf()",
        "'division by zero'",
    ),
    "bare except": ("try:\n    undefined\nexcept:\n    y = 'caught'\ny", "'caught'"),
    "own error": (
        "class Wrong(ValueError):\n    pass\ntry:\n    raise Wrong('no')\nexcept Wrong as w:\n"
        "    y = w.args\ny",
        "('no',)",
    ),
    "with": (
        "from contextlib import contextmanager\nlog = []\n@contextmanager\ndef block():\n"
        "    log.append('in')\n    yield 7\n    log.append('out')\n"
        "with block() as b:\n    log.append(b)\nlog",
        "['in', 7, 'out']",
    ),
    "lambda": ("sorted(['bb', 'a', 'ccc'], key=lambda s: -len(s))", "['ccc', 'bb', 'a']"),
    "walrus": ("(n := 4) + n", "8"),
    "annotations": ("n: int = 3\ndef f(x: int) -> int:\n    return x + n\nf(1)", "4"),
    "isinstance": (
        "(isinstance(np.ones(2), np.ndarray), isinstance(1.0, float), "
        "isinstance(Variable(np.ones(1)), Variable))",
        "(True, True, True)",
    ),
    "globals": ("a = 1\nsorted(globals())", "['a']"),
    "class name": ("y = square(Variable(np.array(1.0)))\ny.creator.__class__.__name__", "'Square'"),
    "Korean names": ("변수 = Variable(np.array(3.0))\n결과 = square(변수)\n결과", "variable(9.0)"),
    "sum stays Python's": ("(sum([1, 2]), pow(2, 3), F.sum(Variable(np.ones(3))))", None),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_runs(name: str) -> None:
    source, expected = PROGRAMS[name]
    outcome = Running().run(source)
    assert outcome.problem is None, outcome.problem and outcome.problem.render()
    if expected is not None:
        assert repr(outcome.value) == expected


def test_names_stay_from_cell_to_cell() -> None:
    running = Running()
    running.run("x = 2")
    assert running.run("x + 1").value == 3


def test_print_goes_to_the_writer() -> None:
    running = Running()
    running.run("print(1, 'a', sep='-', end='!')\nprint()")
    assert running.output == "1-a!\n"


def test_a_numpy_warning_is_a_line_without_a_path() -> None:
    running = Running()
    running.run("\ny = Variable(np.array(1.0)) / 0")
    assert running.output == "warning: divide by zero encountered in divide (line 2)\n"


@pytest.mark.parametrize(
    ("source", "steps"),
    [
        ("y.backward()", True),
        ("y.backward(create_graph=True)", True),
        ("z = y.backward()", False),
        ("for i in range(1):\n    y.backward()", False),
        ("def f():\n    y.backward()\nf()", False),
        ("1", False),
    ],
)
def test_only_a_bare_backward_opens_the_stepper(source: str, steps: bool) -> None:
    running = Running()
    running.run("y = square(Variable(np.array(2.0)))")
    assert running.run(source).steps is steps


def test_settings_are_put_back_after_an_error() -> None:
    Running().run("Config.enable_backprop = False\n1 / 0")
    assert Config.enable_backprop is True
    assert Config.recorder is None
