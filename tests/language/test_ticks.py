"""Programs with a budget: what can run again is counted, and nothing outlives the stop."""

from __future__ import annotations

import pytest

from backstep.language import Outcome, Runtime, Ticks
from backstep.recording.making.recorder import Recorder

LOOP = "    while True:\n        pass\n"
INNER = "        while True:\n            pass\n"
GUARD = "class A:\n    def {}(self, *rest):\n        while True:\n            pass\na = A()\n"

# Each of these would run for ever, or as good as that.
ENDLESS = {
    "while": "while True:\n    pass",
    "for": "xs = [0]\nfor x in xs:\n    xs.append(x)",
    "for over iter": "for x in iter(int, 1):\n    pass",
    "comprehension": "xs = [0]\n[xs.append(0) for x in xs]",
    "condition of a comprehension": "xs = [0]\n[0 for x in xs if xs.append(0)]",
    "set comprehension": "xs = [0]\n{xs.append(0) for x in xs}",
    "dict comprehension": "xs = [0]\n{1: xs.append(0) for x in xs}",
    "generator expression": "xs = [0]\nsum(0 for x in xs if not xs.append(0))",
    "generator": "def g():\n    while True:\n        yield 1\nsum(g())",
    "recursion through calls": (
        "def f(n):\n    for i in range(50 if n < 9 else 0):\n        f(n + 1)\nf(0)"
    ),
    "lambda": "f = lambda n: 0 if n == 60 else f(n + 1) + f(n + 1)\nf(0)",
    "map of a lambda": "xs = [0]\nsum(map(lambda x: xs.append(0) or 0, xs))",
    "sort key": "sorted(range(10 ** 7), key=lambda x: -x)",
    "repr": GUARD.format("__repr__") + "repr(a)",
    "print": GUARD.format("__str__") + "print(a)",
    "f-string": GUARD.format("__str__") + "f'{a}'",
    "eq": GUARD.format("__eq__") + "[a].count(1)",
    "hash": GUARD.format("__hash__") + "{a: 1}",
    "iteration": GUARD.format("__next__") + "next(a)",
    "with": GUARD.format("__enter__") + "A.__exit__ = A.__enter__\nwith a:\n    pass",
    "forward": "class F1(Function):\n    def forward(self, x):\n" + INNER + "F1()(np.array(1.0))",
    "graph": ("x = Variable(np.array(1.0))\ny = x\nwhile True:\n    y = y + x\n    y.unchain()"),
    "property": "class A:\n    @property\n    def x(self):\n" + INNER + "A().x",
    "class body": "class A:\n" + LOOP,
    "decorator": "def d(f):\n" + LOOP + "@d\ndef f(): pass",
}

# Each of these tries to go on after the stop; `out` would tell.
SURVIVORS = {
    "bare except": "try:\n" + LOOP + "except:\n    print('out')\nprint('out')",
    "except Exception": "try:\n" + LOOP + "except Exception:\n    print('out')\nprint('out')",
    "finally that loops": ("try:\n" + LOOP + "finally:\n    for i in [1]:\n        print('out')"),
    "finally that calls": "def f(): print('out')\ntry:\n" + LOOP + "finally:\n    f()",
    "except in a loop": (
        "while True:\n    try:\n        while True:\n            pass\n    except:\n        pass"
    ),
    "__exit__ that says true": (
        "class S:\n    def __enter__(self): return self\n    def __exit__(self, *rest):\n"
        "        print('out')\n        return True\nwith S():\n" + LOOP + "print('out')"
    ),
    "contextmanager": (
        "from contextlib import contextmanager\n@contextmanager\ndef cm():\n    try:\n"
        "        yield\n    except:\n        pass\nwith cm():\n" + LOOP + "print('out')"
    ),
    "finalizer of a generator": (
        "def g():\n    try:\n        yield 1\n    finally:\n        while True:\n            pass\n"
        "next(g())\nfor i in [1]:\n    print('out')"
    ),
    "finalizers in a row": (
        "def g():\n    try:\n        yield 1\n    finally:\n        while True:\n            pass\n"
        "while True:\n    next(g())"
    ),
    "the length that numpy asks for": (
        "class A:\n    def __len__(self):\n" + INNER + "    def __getitem__(self, i):\n"
        "        return 1\ntry:\n    np.eye(2)[A()]\nexcept:\n    pass\n"
        "for i in [1]:\n    print('out')"
    ),
    "getattr's default": (
        "class A:\n    @property\n    def x(self):\n" + INNER + "getattr(A(), 'x', 1)\nprint('out')"
    ),
    "hasattr": (
        "class A:\n    @property\n    def x(self):\n" + INNER + "hasattr(A(), 'x')\nprint('out')"
    ),
}


def stopped(source: str, budget: int = 20_000) -> tuple[Outcome, str]:
    written: list[str] = []
    runtime = Runtime(written.append, Recorder(check_own=True), Ticks(budget))
    return runtime.run(source), "".join(written)


@pytest.mark.parametrize("name", ENDLESS)
def test_what_can_run_again_is_counted(name: str) -> None:
    outcome, _ = stopped(ENDLESS[name])
    assert outcome.problem is not None
    assert outcome.problem.kind == "Stopped", outcome.problem.render()
    assert outcome.stopped == "ticks"


@pytest.mark.parametrize("name", SURVIVORS)
def test_nothing_outlives_the_stop(name: str) -> None:
    outcome, text = stopped(SURVIVORS[name])
    assert outcome.stopped == "ticks"
    assert "out" not in text


def test_a_session_that_was_stopped_stays_so() -> None:
    runtime = Runtime(lambda _: None, None, Ticks(100))
    assert runtime.run("while True: pass").stopped == "ticks"
    outcome = runtime.run("x = 1")
    assert outcome.stopped == "ticks"
    assert "x" not in runtime.namespace


def test_a_stop_names_the_line_and_the_budget() -> None:
    outcome, _ = stopped("x = 1\nwhile x:\n    x += 1")
    assert outcome.problem is not None
    assert outcome.problem.render().splitlines()[0] in ("line 2: while x:", "line 3: x += 1")
    assert "stopped after 20,000 ticks" in outcome.problem.message


def test_output_is_counted_in_bytes() -> None:
    written: list[str] = []
    runtime = Runtime(written.append, None, Ticks(output=8))
    assert runtime.run("print('ééé')").stopped == ""
    outcome = runtime.run("print('ab')")
    assert outcome.stopped == "output"
    assert outcome.problem is not None
    assert "stopped after 8 bytes of output" in outcome.problem.message
    assert written == ["ééé\n"]


def test_a_budgeted_program_computes_what_any_does() -> None:
    source = (
        "def f(n):\n    'Doubles.'\n    return [i * 2 for i in range(n) if i % 2]\n"
        "class Half(Function):\n    def forward(self, x):\n        return x / 2\n"
        "    def backward(self, gy):\n        return gy / 2\n"
        "x = Variable(np.array(2.0))\ny = Half()(x) * x\ny.backward()\n"
        "(f(4), f.__doc__, (lambda a: a + 1)(2), float(x.grad.data))"
    )
    outcome, _ = stopped(source)
    assert outcome.value == ([2, 6], "Doubles.", 3, 2.0)


def test_a_prompt_has_no_ticks() -> None:
    runtime = Runtime(lambda _: None)
    assert runtime.run("for i in range(3):\n    pass").problem is None
    assert "_tick_" not in runtime.namespace["__builtins__"]
