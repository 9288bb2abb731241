"""The few names of Python's library that a session has: they do their work, within bounds."""

from __future__ import annotations

import signal

import pytest

from tests.language.running import ran, refusal, value

# Each program leaves its answer in the last line.
PROGRAMS = {
    "wraps": (
        "from functools import wraps\ndef d(f):\n    @wraps(f)\n    def w(*a): return f(*a)\n"
        "    return w\n@d\ndef g(): 'doc'\ng.__name__, g.__doc__",
        ("g", "doc"),
    ),
    "wraps leaves ours alone": (
        "import functools\ndef f(): pass\nfunctools.wraps(f)(F.square)\nF.square.__name__",
        "square",
    ),
    "partial, reduce": (
        "from functools import partial, reduce\npartial(pow, 2)(5), reduce(max, [1, 3, 2])",
        (32, 3),
    ),
    "cache": (
        "import functools\n@functools.lru_cache(maxsize=None)\ndef f(n):\n"
        "    return n if n < 2 else f(n - 1) + f(n - 2)\nf(80)",
        23416728348467685,
    ),
    "itertools": (
        "import itertools as it\n"
        "[list(x) for x in (it.islice(it.count(1, 2), 3), it.islice(it.cycle('ab'), 3), "
        "it.repeat(7, 2), it.chain([1], [2]), it.chain.from_iterable([[3], [4]]), "
        "it.accumulate([1, 2, 3]), it.pairwise('abc'), it.starmap(pow, [(2, 3)]), "
        "it.takewhile(lambda n: n < 2, [1, 2, 1]), it.dropwhile(lambda n: n < 2, [1, 2, 1]), "
        "it.zip_longest([1], [2, 3]), it.islice('abcdef', 1, None, 2))]",
        [
            [1, 3, 5],
            ["a", "b", "a"],
            [7, 7],
            [1, 2],
            [3, 4],
            [1, 3, 6],
            [("a", "b"), ("b", "c")],
            [8],
            [1],
            [2, 1],
            [(1, 2), (None, 3)],
            ["b", "d", "f"],
        ],
    ),
    "choices of items": (
        "from itertools import combinations, permutations, product\n"
        "len(list(product([0, 1], repeat=3))), list(combinations('abc', 2))[-1], "
        "len(list(permutations(range(3))))",
        (8, ("b", "c"), 6),
    ),
    "operator": (
        "import operator as op\nop.add(1, 2), op.mul(3, 4), op.itemgetter(1, 0)('ab'), "
        "op.neg(2), op.pow(2, 3), op.mod('%d', 3)",
        (3, 12, ("b", "a"), -2, 8, "3"),
    ),
    "defaultdict": (
        "from collections import defaultdict\nd = defaultdict(list)\nd['a'].append(1)\n"
        "d['b'] += [2]\ndict(d)",
        {"a": [1], "b": [2]},
    ),
    "Counter": (
        "from collections import Counter\nc = Counter('abca')\nc['b'] += 3\nc.most_common(1)",
        [("b", 4)],
    ),
    "deque": (
        "from collections import deque\nd = deque([1, 2, 3], maxlen=3)\nd.append(4)\n"
        "d.appendleft(0)\nd.rotate(1)\nd[0] = 9\nrepr(d), d.pop(), d.popleft(), len(d)",
        ("deque([9, 0, 2], maxlen=3)", 2, 9, 1),
    ),
    "OrderedDict": (
        "from collections import OrderedDict\nd = OrderedDict(a=1, b=2)\nd.move_to_end('a')\n"
        "list(d)",
        ["b", "a"],
    ),
    "random repeats from a seed": (
        "import random\ndef draw():\n    random.seed(3)\n    xs = [1, 2, 3, 4]\n"
        "    random.shuffle(xs)\n    return (xs, random.random(), random.randint(1, 9), "
        "random.choices('ab', k=3), random.sample(range(9), 2), random.gauss(0, 1))\n"
        "draw() == draw()",
        True,
    ),
    "time": (
        "import time\nfrom time import perf_counter\nt = time.time()\ntime.sleep(0)\n"
        "time.time() >= t and perf_counter() > 0",
        True,
    ),
    "typing": (
        "from typing import Any, Callable, Dict, List, Optional, TypeVar, Union, cast\n"
        "T = TypeVar('T', bound=int)\nVector = List[Optional[float]]\nN = int | Vector\n"
        "def f(a: Dict[str, Vector], b: Callable[[T], T] = abs) -> Union[int, T]:\n"
        "    return cast(int, b(a))\nf(-3), repr(Vector)",
        (3, "typing.List"),
    ),
    "contextlib": (
        "from contextlib import nullcontext, suppress\n"
        "with suppress(KeyError), nullcontext(3) as n:\n    {}['a']\nn",
        3,
    ),
    "add.at": (
        "a = np.zeros(3)\nnp.add.at(a, [0, 0, 2], 1.0)\na.tolist(), np.add(1, 2).item(), "
        "np.maximum.reduce([1, 3, 2]).item()",
        ([2.0, 0.0, 1.0], 3, 3),
    ),
    "joined": (
        "np.c_[np.array([1, 2]), np.array([3, 4])].tolist(), np.r_[1, [2, 3]].tolist()",
        ([[1, 3], [2, 4]], [1, 2, 3]),
    ),
    "comparing arrays with Variables": (
        "x = Variable(np.array([1.0]))\nnp.allclose(x, [1.0]), np.array_equal(x, x)",
        (True, True),
    ),
    "the book's numpy": ("np.zeros(2, dtype=np.int).dtype.name, np.float(3)", ("int64", 3.0)),
    "id tells objects apart": (
        "a, b = np.zeros(2), np.zeros(2)\nc = a\n"
        "id(a) == id(c), id(a) == id(b), id(3) == id(3), isinstance(id(a), int)",
        (True, False, True, True),
    ),
    "id of many": (
        "xs = [n + 0.5 for n in range(20_000)]\nlen({id(x) for x in xs}), id(xs[-1]) == id(xs[-1])",
        (20_000, True),
    ),
    "vars": (
        "class A:\n    def __init__(self): self.x = 1\na = A()\n"
        "vars(a)['x'], list(a.__dict__.items()), 'y' in a.__dict__, len(vars(a))",
        (1, [("x", 1)], False, 1),
    ),
    "setattr of one's own": (
        "class A:\n    def __setattr__(self, name, value):\n"
        "        super().__setattr__(name, value * 2)\n"
        "class B(A):\n    def __setattr__(self, name, value):\n"
        "        super().__setattr__(name, value + 1)\nb = B()\nb.x = 3\nb.x += 1\nb.x",
        20,
    ),
    "DOT text": (
        "t = dezero.get_dot_graph(-Variable(np.array(1.0)))\nt.splitlines()[0], t.count('Neg')",
        ("digraph g {", 1),
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_gives_its_answer(name: str) -> None:
    source, expected = PROGRAMS[name]
    assert value(source) == expected


SENTENCES = {
    "file": ("open('f')", "open is not available here: a program here reaches no files"),
    "keyboard": ("input('x? ')", "asks for nothing while it runs; assign the value"),
    "saved array": ("np.save('f', np.ones(1))", "numpy.save is not available here: a program"),
    "system": ("import sys", "sys is not available here; a program here reaches no files"),
    "dataclass": ("from dataclasses import dataclass", "write a class with an __init__"),
    "named tuple": ("from collections import namedtuple", "write a class with an __init__"),
    "downloads": ("from dezero.datasets import MNIST", "it comes from the network; Spiral"),
    "downloads by attribute": ("dezero.datasets.MNIST", "it comes from the network; Spiral"),
    "later layers": ("dezero.layers.Conv2d", "dezero.layers.Conv2d is not available here"),
    "other parts": ("import dezero.cuda", "of dezero there are functions, core"),
    "graphics cards": ("from dezero import cuda", "everything is computed without a GPU"),
    "two underscores": ("class A:\n    __x = 1", "__x is not available here: begin it with one"),
    "weights": (
        "dezero.layers.Linear(1).save_weights('w.npz')",
        "save_weights is not available here, for it writes a file",
    ),
    "long sleep": ("import time\ntime.sleep(1e9)", "seconds are more than the 10 allowed"),
    "many draws": ("import random\nrandom.choices([1], k=10**9)", "more than the 10,000,000"),
    "shuffled array": ("import random\nrandom.shuffle(np.ones(2))", "takes a list, not a"),
    "seeded by an object": ("import random\nrandom.seed([1])", "takes a number or text"),
    "repeated deque": (
        "from collections import deque\ndeque([1]) * 3",
        "a deque times a number is not available here",
    ),
    "huge product": ("import operator\noperator.mul([1], 10**9)", "items are more than the"),
    "huge power": ("import operator\noperator.pow(10, 10**9)", "bits is more than the"),
    "wide text": ("import operator\noperator.mod('%99999d', 1)", "a width of 99999 is more"),
    "add.at of a Variable": (
        "np.add.at(Variable(np.ones(2)), 0, 1.0)",
        "np.add.at takes arrays, not a Variable: give it x.data",
    ),
    "joined ranges": ("np.r_[0:10**10]", "joins arrays: write np.arange for a range"),
    "joined objects": ("np.c_[[object()]]", "takes numbers and arrays, not an object"),
    "an array function alone": ("arange(3)", "arange is not defined; write np.arange"),
    "a function of math alone": ("factorial(3)", "write math.factorial"),
    "plots that were not imported": ("plt.show()", "write import matplotlib.pyplot as plt"),
    "numpy by its name": ("numpy.sin(1)", "numpy is not defined; write import numpy"),
    "a module of the book": ("optimizers.SGD()", "write from dezero import optimizers"),
    "a class of the book": ("SGD()", "write from dezero.optimizers import SGD"),
    "a method alone": ("backward(y)", "it belongs to a Variable: write x.backward()"),
    "an attribute alone": ("creator", "it belongs to a Variable: write x.creator"),
    "a caret for a power": ("Variable(np.ones(1)) ^ 2", "a power is written x ** 2"),
    "counting without range": ("for i in 10: pass", "write range(n) to count to n"),
    "a manager that is not made": ("with no_grad:\n    pass", "first, as in no_grad()?"),
    "vars of nothing": ("vars()", "%vars shows the names"),
    "a Variable's dict": ("vars(Variable(np.ones(1)))", "__dict__ of a Variable is not available"),
    "huge layer": ("dezero.layers.Linear(10**9)", "more than the 100,000,000 allowed"),
    "objects as a dtype": ("dezero.transforms.AsType(object)", "holds numbers"),
    "parameters that are none": (
        "class A:\n    def params(self): return [Config]\n"
        "dezero.optimizers.SGD().setup(A()).update()",
        "params() gives Parameters",
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_what_is_not_there_has_its_sentence(name: str) -> None:
    source, sentence = SENTENCES[name]
    assert sentence in refusal(source)


TESTS = """\
import unittest
class Sums(unittest.TestCase):
    def setUp(self): self.x = Variable(np.array(2.0))
    def test_equal(self): self.assertEqual(self.x.data, 2.0)
    def test_grad(self):
        y = self.x * 3
        y.backward()
        self.assertEqual(self.x.grad, np.array({expected}))
    def test_near(self): self.assertAlmostEqual(0.1 + 0.2, 0.3)
    def test_raises(self):
        with self.assertRaises(ZeroDivisionError) as caught: 1 / 0
        self.assertIsNotNone(caught.exception)
        self.assertRaises(KeyError, lambda d: d['a'], dict())
    def helper(self): assert False
unittest.main()
"""


def test_unittest_runs_what_begins_with_test() -> None:
    result = ran(TESTS.format(expected="3.0"))
    assert result.outcome.problem is None
    assert result.text == "Ran 4 tests: OK\n"


def test_unittest_tells_what_failed_and_where() -> None:
    result = ran(TESTS.format(expected="4.0"))
    assert result.text == (
        "FAIL: Sums.test_grad (line 8): variable(3.0) != array(4.)\nRan 4 tests: 1 failed\n"
    )
    assert result.problem.message == "1 of 4 tests failed: Sums.test_grad"
    assert result.problem.line == 15


def test_a_test_that_raises_is_an_error() -> None:
    cases = "import unittest\nclass A(unittest.TestCase):\n    def test_it(self): nothing\n"
    assert "ERROR: A.test_it (line 3): NameError: " in ran(cases + "unittest.main()").text


def test_endless_iterators_can_be_interrupted() -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    kept = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)
    try:
        outcome = ran("import itertools\nsum(itertools.islice(itertools.repeat(1), 10**8))").outcome
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, kept)
    assert outcome.interrupted


def test_a_test_that_expects_any_error_does_not_swallow_ctrl_c() -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    kept = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    try:
        outcome = ran(
            "import unittest\ndef f():\n    for _ in range(10**8): pass\n"
            "unittest.TestCase().assertRaises(object, f)"
        ).outcome
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, kept)
    assert outcome.interrupted


@pytest.mark.parametrize(
    ("source", "marked"),
    [
        ("from torch import nn", "torch"),
        ("from torch.nn import (Linear, Conv2d)", "torch.nn"),
        ("from dezero import Varible", "Varible"),
        ("from   torch  import nn", "from   torch  import nn"),
    ],
)
def test_the_part_of_an_import_that_is_not_there_is_marked(source: str, marked: str) -> None:
    problem = ran(source).problem
    assert problem.text[problem.column : problem.end_column] == marked


def test_a_builtin_that_is_not_there_says_so_when_it_is_shown() -> None:
    assert repr(value("quit")) == "quit is not available here: Ctrl-D leaves"
