"""How long a loop has still to go: asked from inside of cells."""

from __future__ import annotations

import pytest

from backstep.language import Runtime

LOOPS = {
    "range": ("for i in range(4):\n    ask()", [3, 2, 1, 0]),
    "list": ("for x in [7, 8, 9]:\n    ask()", [2, 1, 0]),
    "while": ("i = 0\nwhile i < 2:\n    i += 1\n    ask()", [None, None]),
    "a generator": ("for x in (n for n in range(2)):\n    ask()", [None, None]),
    "the outer of two": (
        "for i in range(2):\n    for j in range(3):\n        ask()",
        [1] * 3 + [0] * 3,
    ),
    "a function's": ("def f():\n    for i in range(2):\n        ask()\nf()", [1, 0]),
    "around a function's": (
        "def f():\n    for i in range(5):\n        ask()\nfor i in range(1, 3):\n    f()",
        [1] * 5 + [0] * 5,
    ),
    "after a break": ("for i in range(9):\n    break\nask()", [None]),
    "the next after a break": (
        "for i in range(9):\n    break\nfor i in range(2):\n    ask()",
        [1, 0],
    ),
    "after a return": (
        "def f():\n    for i in range(9):\n        return\nf()\nfor i in range(2):\n    ask()",
        [1, 0],
    ),
    "after an error": (
        "try:\n    for i in range(9):\n        1 / 0\nexcept ZeroDivisionError:\n    pass\nask()",
        [None],
    ),
    "in a class body": ("class A:\n    for i in range(2):\n        ask()", [1, 0]),
}


@pytest.mark.parametrize("name", LOOPS)
def test_the_turns_that_are_left(name: str) -> None:
    source, turns = LOOPS[name]
    runtime = Runtime(lambda text: None)
    told: list[int | None] = []
    runtime.namespace["ask"] = lambda: told.append(runtime.loops.ahead())
    outcome = runtime.run(source)
    assert outcome.problem is None
    assert told == turns
