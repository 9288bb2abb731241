"""Programs that would keep C code busy for ever, or fill the memory, or leave something broken.

Each ends soon: refused with a sentence, or stopped by its ticks. By family; the sentence is
compared, so that a program which fails for another reason does not pass as refused.
"""

from __future__ import annotations

import numpy as np
import pytest

from backstep.language import Outcome, Runtime, Ticks, bounded_repr
from backstep.session.live import LiveSession

NESTED = "t = [0]\nfor i in range(50):\n    t = [t, t]\n"
TUPLES = "a = b = ()\nfor i in range(60):\n    a, b = (a, a), (b, b)\n"
LONG = "s = 'a' * 10**7\n"
ENDLESS = "range(10**11)"
STOPPED = "stopped after 300,000 ticks"

ATTACKS = {
    "goes through a range": {
        f"{call.replace('R', ENDLESS)}": STOPPED
        for call in (
            "all(range(1, 10**11))",
            "all(map(abs, range(1, 10**11)))",
            "math.fsum(R)",
            "max(iter(R))",
            "min(map(abs, R))",
            "max(enumerate(R))",
            "max(reversed(R))",
            "next(filter(callable, R))",
            "list(zip(*[iter(R)] * 3))",
            "-1 in iter(R)",
            "-1 in map(abs, R)",
            "import itertools\nnext(itertools.islice(R, 10**10, None))",
            "import itertools\nnext(itertools.dropwhile(float, range(1, 10**11)))",
            "import functools\nfunctools.reduce(max, R)",
            "import time\nfor i in range(100):\n    time.sleep(1)",
        )
    },
    "methods in C": {
        "class A:\n    __getitem__ = abs\nmax(A())": "__getitem__ of A is to be a function",
        "class A: pass\nA.__next__ = int": "__next__ of A is to be a function",
        "class A:\n    __getitem__ = staticmethod(abs)": "__getitem__ of A is to be a function",
    },
    "growth": {
        "l = []\nl[:] = range(10**9)": "1,000,000,000 items are more than",
        "l = []\nl[0:0] = map(abs, range(10**9))": STOPPED,
        "l = []\nl[slice(0, 0)] = range(10**9)": "a slice is written to as x[i:j]",
        "d = {}\nd |= zip(range(10**9), range(10**9))": STOPPED,
        "{1: 1}.keys() | range(10**9)": "of the keys of a dict takes a set",
        "import random\nrandom.choices([1], map(abs, range(10**10)))": STOPPED,
        "np.zeros((40000, 1)) - np.zeros(40000)": "make 1,600,000,000 elements",
        "np.ones((40000, 1)) @ np.ones((1, 40000))": "make 1,600,000,000 elements",
        "import functools\np = print\nfor i in range(9999):\n    p = functools.partial(p, i)": (
            "more than 1,000 arguments"
        ),
    },
    "arrays of lists": {
        **{
            f"{NESTED}np.zeros(3) {sign} t": "elements are more than"
            for sign in ("+", "-", "*", "/", "//", "%", "**", "@")
        },
        f"{NESTED}np.float64(1) - t": "elements are more than",
        f"{NESTED}np.zeros(3) == t": "too many to be compared",
        f"{NESTED}a = np.zeros(3)\na -= t": "elements are more than",
        f"{NESTED}a = np.zeros(3)\na[:] = t": "elements are more than",
        f"{NESTED}np.add.at(np.zeros(3), t, 1)": "elements are more than",
        f"{NESTED}import operator\noperator.sub(np.zeros(3), t)": "elements are more than",
        f"{NESTED}divmod(np.zeros(3), t)": "elements are more than",
        f"{NESTED}np.float64(t)": "elements are more than",
        "np.bool_(range(10**9))": "elements are more than",
        "class A:\n    def __len__(self): return 10**9\n    def __getitem__(self, i): return i\n"
        "np.int64(A())": "takes numbers and arrays, not an A",
        "np.zeros(3) - range(10**9)": "elements are more than",
        "np.array([[0]]) + [[2**70]]": "an array has no numbers of 71 bits",
        "np.zeros(2) + [abs, abs]": "takes numbers and arrays, not a builtin",
        "class D:\n    dtype = np.float64\nnp.zeros(3).astype(dtype=D())": "dtype is a type of",
    },
    "compared and hashed": {
        f"{TUPLES}sorted([0, 1], key=lambda i: (a, b)[i])": "unfolds to more than",
        f"{TUPLES}[0, 1].sort(key=lambda i: (a, b)[i])": "unfolds to more than",
        f"{TUPLES}max([0, 1], key=lambda i: (a, b)[i])": "unfolds to more than",
        f"{TUPLES}max(x for x in (a, b))": "unfolds to more than",
        f"{TUPLES}list(iter(lambda: a, b))": "unfolds to more than",
        f"{TUPLES}d = {{}}\nd[a] = 1": "unfolds to more than",
        f"{TUPLES}d = {{}}\ndel d[a]": "unfolds to more than",
        f"{TUPLES}import operator\noperator.getitem({{}}, a)": "unfolds to more than",
        f"{TUPLES}import operator\noperator.itemgetter(a)({{}})": "unfolds to more than",
        f"{LONG}(s[:-1] + 'b') in [s] * 10**7": "is not looked for in 10,000,000 items",
        f"{LONG}([s] * 10**7).count(s[:-1] + 'a')": "is not looked for in 10,000,000 items",
        f"{LONG}[s] * 10**6 == [s[:-1] + 'a'] * 10**6": "more text than can be compared",
    },
    "texts": {
        f"{LONG}s.rfind('ab' + s[:10**6])": "are more than are compared here",
        f"{LONG}s.rsplit('ab' + s[:10**6])": "are more than are compared here",
        f"{LONG}str.rindex(s, 'ab' + s[:10**6])": "are more than are compared here",
        f"{LONG}s.strip('b' * 999 + 'a')": "are more than are compared here",
        f"{LONG}s.startswith((s[1:] + 'b',) * 10**6)": "too long to be compared here",
    },
    "random numbers": {
        "import random\nrandom.betavariate(math.nan, 1)": "takes finite numbers",
        "import random\nrandom.betavariate(math.inf, 1)": "takes finite numbers",
        "import random\nrandom.uniform(np.zeros((9, 1)), 1)": "takes finite numbers",
    },
    "errors in handlers": {
        "def f():\n    try:\n        f()\n    finally:\n        f()\nf()": STOPPED,
        "def f():\n    try:\n        f()\n    except:\n        f()\nf()": STOPPED,
    },
    "plots": {
        f"{TUPLES}import matplotlib.pyplot as plt\nplt.plot([1], ls=a)": "a tuple is no line style",
        f"{TUPLES}import matplotlib.pyplot as plt\nplt.plot([1], marker=a)": "a tuple is no marker",
    },
    "graphs of layers and classes": {
        "l = Layer()\nfor i in range(40):\n    n = Layer()\n    n.a = n.b = l\n    l = n\n"
        "print(len(list(l.params())))\n1 / 0": "division by zero",
        "class A: pass\nfor i in range(300):\n    class A(A): pass": "derived from more than 200",
    },
}
CASES = [(family, source) for family, programs in ATTACKS.items() for source in programs]


def attacked(source: str) -> Outcome:
    return Runtime(lambda text: None, ticks=Ticks(300_000)).run(source)


@pytest.mark.parametrize(("family", "source"), CASES)
def test_what_would_never_end_is_refused_or_stopped(family: str, source: str) -> None:
    problem = attacked(source).problem
    assert problem is not None
    assert ATTACKS[family][source] in problem.message


SUBCLASS = "class V(Variable):\n    def __init__(self): {}\nv = {}"
LEFT_BROKEN = {
    "without a call of __init__": SUBCLASS.format("pass", "V()"),
    "given away before it is made": SUBCLASS.format("\n        global v\n        v = self", "V()"),
    "as a gradient": SUBCLASS.format("pass", "Variable(np.array(1.0))\nv.grad = V()"),
}


@pytest.mark.parametrize("name", LEFT_BROKEN)
def test_a_variable_is_whole_whatever_its_class_does(name: str) -> None:
    live = LiveSession(lambda text: None)
    result = live.run(LEFT_BROKEN[name])
    assert result.outcome.problem is None
    assert bounded_repr(live.runtime.variables()["v"]).startswith("variable(")


def test_an_empty_variable_is_no_gradient() -> None:
    live = LiveSession(lambda text: None)
    result = live.run(
        "class S(Function):\n    def forward(self, x):\n        return x\n"
        "    def backward(self, gy):\n        return Variable(None)\n"
        "S()(np.array(2.0)).backward()"
    )
    assert result.outcome.problem is not None
    assert "returned an empty Variable for input 0" in result.outcome.problem.message


@pytest.mark.parametrize("name", ["5", "[1]"])
def test_a_name_is_text_from_the_beginning(name: str) -> None:
    problem = attacked(f"Parameter(np.array(1.0), name={name})").problem
    assert problem is not None
    assert problem.message.startswith("the name of a Variable is text")


@pytest.mark.parametrize("name", ["grad", "name", "data"])
def test_nothing_of_a_variable_is_deleted(name: str) -> None:
    problem = attacked(f"class V(Variable): pass\nv = V(np.array(1.0))\ndel v.{name}").problem
    assert problem is not None
    assert problem.message == f"{name} of a V cannot be deleted"


@pytest.mark.parametrize(
    "made", ["partial(lambda a, b=1: a, b=Loud())", "lru_cache(g)", "cache(g)"]
)
def test_completion_and_signatures_run_nothing(made: str) -> None:
    from backstep.prompt.signature import signature_of

    told: list[str] = []
    runtime = Runtime(told.append)
    runtime.run(
        "from functools import cache, lru_cache, partial\n"
        "class Loud:\n    def __repr__(self):\n        print('ran')\n        return ''\n"
        f"def g(a, b=Loud()): return a\nf = {made}\n"
    )
    assert signature_of("f", runtime) is not None
    assert told == []


@pytest.mark.parametrize(
    "holds",
    [
        "np.zeros(2).dtype == np.float64",
        "np.zeros(2).astype(np.int32).dtype == np.int32",
        "isinstance(np.float64(1.5), np.float64) and isinstance(np.float64(1.5), float)",
        "type(np.float32('1.5')) is np.float32 and type(np.float32(2)) == np.float32",
        "np.array([1], dtype=np.float16).dtype.name == 'float16'",
    ],
)
def test_the_types_of_numpy_s_numbers_are_dtypes_and_make_numbers(holds: str) -> None:
    assert attacked(holds).value is True


def test_a_range_is_searched_by_computing() -> None:
    outcome = attacked("(2.0 in range(10**11), 2.5 in range(10**11), range(10**11).index(7.0))")
    assert outcome.value == (True, False, 7)


def test_a_large_array_has_the_digest_of_its_bytes_however_it_is_held() -> None:
    from backstep.engine.variable import Variable
    from backstep.session.digest import digest_of

    wide = np.broadcast_to(np.arange(3000.0)[:, None], (3000, 1000))
    assert digest_of({"x": Variable(wide)}) == digest_of({"x": Variable(wide.copy())})
