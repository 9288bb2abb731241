"""Where a function came from, what a Variable is called, where a cell ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.language import is_complete, split_cells, without_prompts
from tests.language.running import Running

TRIPLE = """
class Triple(Function):
    def forward(self, x):
        return 3 * x

    def backward(self, gy):
        return 3 * gy

x = Variable(np.array(2.0))
y = Triple()(x)
y.backward()
"""


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (
            "a = square(x)\ny = add(square(a), square(a))",
            ["square(x)", "square(a)", "square(a)", "add(square(a), square(a))"],
        ),
        ("y = x * 2 + 1", ["x * 2", "x * 2 + 1"]),
        ("y = [square(v) for v in [x]][0]", ["square(v)"]),
        ("y = (x *\n     3)", ["x * 3"]),
        ("y = x\ny += x", ["y += x"]),
        ("변수 = x\ny = square(변수)", ["square(변수)"]),
        ("def f(v):\n    return v * v\ny = f(x)", ["v * v"]),
        ("y = -x ** 2", ["x ** 2", "-x ** 2"]),
    ],
)
def test_each_function_knows_the_text_that_made_it(program: str, expected: list[str]) -> None:
    running = Running()
    assert running.run(f"x = Variable(np.array(2.0))\n{program}\ny.backward()").problem is None
    (recording,) = running.recorder.take()
    assert [f.source for f in recording.functions] == expected


def test_what_a_backward_computes_was_typed_by_nobody() -> None:
    running = Running()
    running.run("x = Variable(np.array(2.0))\ny = x ** 3\ny.backward(create_graph=True)")
    (recording,) = running.recorder.take()
    assert {f.source for f in recording.functions if f.order == 2} == {None}


@pytest.mark.parametrize(
    ("program", "names"),
    [
        ("a = Variable(np.array(1.0))\ny = a * 2", {"a", "y"}),
        ("a, b = Variable(np.array(1.0)), Variable(np.array(2.0))\ny = a * b", {"a", "b", "y"}),
        ("xs = [Variable(np.array(1.0))]\ny = xs[0] * 2", {"xs[0]", "y"}),
        ("p = {'w': Variable(np.array(1.0))}\ny = p['w'] * 2", {"p['w']", "y"}),
        ("a = Variable(np.array(1.0))\nb = a\ny = b * 2", {"a", "y"}),
        (
            "def f(v):\n    t = v * 2\n    return t\na = Variable(np.array(1.0))\ny = f(a)",
            {"a", "y"},
        ),
        (
            "y = Variable(np.array(1.0))\nfor i in range(2):\n    y = y * 2",
            {"y@1", "y@2", "y"},
        ),
        ("a = Variable(np.array(1.0), 'named')\ny = a * 2", {"named", "y"}),
    ],
)
def test_a_variable_takes_the_name_it_is_assigned_to(program: str, names: set[str]) -> None:
    running = Running()
    assert running.run(f"{program}\ny.backward()").problem is None
    (recording,) = running.recorder.take()
    assert {v.label for v in recording.variables if v.named} == names


def test_the_name_of_the_book_stays_none() -> None:
    assert Running().run("x = Variable(np.array(1.0))\nx.name").value is None


def test_the_text_of_a_learner_s_backward_is_kept() -> None:
    running = Running()
    running.run(TRIPLE)
    (recording,) = running.recorder.take()
    assert recording.functions[0].backward_source == "def backward(self, gy):\n    return 3 * gy"
    assert recording.functions[0].formula == ("3 * gy",)


@pytest.mark.parametrize(
    ("typed", "complete"),
    [
        ("x = 1", True),
        ("x = (1,", False),
        ("def f():", False),
        ("def f():\n    return 1", False),
        ("def f():\n    return 1\n", True),
        ("def f():\n    return 1\n    ", True),
        ("for i in range(3):\n    print(i)\nprint('x')", True),
        ("'''text", False),
        ("x = = 1", True),
        ("%save file", True),
        ("@decorator", False),
        ("x = 1 \\", False),
        ("class A: pass", True),
        ("", True),
    ],
)
def test_enter_runs_what_is_whole(typed: str, complete: bool) -> None:
    assert is_complete(typed) is complete


@pytest.mark.parametrize(
    ("program", "cells"),
    [
        ("a = 1\nb = 2", [("a = 1", 1), ("b = 2", 2)]),
        ("# why\na = 1\n\n\nb = 2", [("# why\na = 1", 1), ("b = 2", 5)]),
        ("a = 1; b = 2", [("a = 1; b = 2", 1)]),
        ("def f():\n    pass\n\nf()", [("def f():\n    pass", 1), ("f()", 4)]),
        ("@d\ndef f():\n    pass", [("@d\ndef f():\n    pass", 1)]),
        ("a = 1\n%vars\nb = 2", [("a = 1", 1), ("%vars", 2), ("b = 2", 3)]),
        ("a = 1\n# the end", [("a = 1\n# the end", 1)]),
        ("x = '''\n%not a command\n'''", [("x = '''\n%not a command\n'''", 1)]),
    ],
)
def test_a_program_splits_at_its_statements(program: str, cells: list[tuple[str, int]]) -> None:
    assert [(cell.source, cell.first_line) for cell in split_cells(program)] == cells


PARTS = [
    "a = 1",
    "print(2)",
    "for i in x:\n    pass",
    "# note\nb = 3",
    "if a:\n    b\nelse:\n    c",
]


@given(st.lists(st.sampled_from(PARTS), min_size=1), st.integers(1, 3))
def test_splitting_loses_no_line(parts: list[str], blank: int) -> None:
    program = ("\n" * blank).join(parts)
    lines = program.split("\n")
    kept = []
    for cell in split_cells(program):
        own = cell.source.split("\n")
        assert lines[cell.first_line - 1 : cell.first_line - 1 + len(own)] == own
        kept += [line for line in own if line.strip()]
    assert kept == [line for line in lines if line.strip()]


def test_prompts_of_a_pasted_transcript_are_taken_off() -> None:
    pasted = ">>> x = 1\n>>> for i in range(2):\n...     print(i)\n0\n1\n>>> x"
    assert without_prompts(pasted) == "x = 1\nfor i in range(2):\n    print(i)\nx"
    assert without_prompts("x = 1\n>>> y") == "x = 1\n>>> y"
