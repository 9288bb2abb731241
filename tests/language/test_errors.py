"""Errors as a person meets them: the own line, a caret, one sentence."""

from __future__ import annotations

import sys
import unicodedata
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size

from backstep.language import Problem, Runtime, split_cells, visible
from backstep.language.compiling.cells import CellSyntaxError
from backstep.language.compiling.names import CELL
from tests.language.running import ran

X = "x = Variable(np.array(1.0))\n"

RENDERED = {
    "name": (
        "x = 2\n\ny = squar(x)",
        """\
line 3: y = squar(x)
            ^^^^^
NameError: squar is not defined; did you mean square?""",
    ),
    "attribute": (
        X + "z = 1 + x.gard",
        """\
line 2: z = 1 + x.gard
                ^^^^^^
AttributeError: a Variable has no attribute gard; did you mean grad?""",
    ),
    "an import": (
        "from dezero import Varable",
        """\
line 1: from dezero import Varable
                           ^^^^^^^
ImportError: dezero has no Varable; did you mean Variable?""",
    ),
    "grad before backward": (
        X + "x.data -= x.grad.data",
        """\
line 2: x.data -= x.grad.data
                  ^^^^^^^^^^^
AttributeError: None has no attribute data: a grad is None before backward, after cleargrad, \
and where it was freed (backward(retain_grad=True) keeps it)""",
    ),
    "a function made with its input": (
        X + "y = Square(x)",
        """\
line 2: y = Square(x)
            ^^^^^^^^^
TypeError: Square() takes no arguments: a Function is made first and called then, Square()(x); \
another class takes them in its __init__""",
    ),
    "a forward that forgets its return": (
        X + "class Twice(Function):\n    def forward(self, x):\n        x * 2\n\nTwice()(x)",
        """\
line 6: Twice()(x)
        ^^^^^^^^^^
DataError: Twice.forward: a Variable holds numbers, not None (return the array it computes)""",
    ),
    "a power below zero of an integer, an operator without a gradient": (
        "x = Variable(np.array(2))\nassert (x ** -1).data == 0.5\nx // 2",
        """\
line 3: x // 2
        ^^^^^^
DataError: there is no operation for //, and so no gradient: write x.data // ...""",
    ),
    "a forward with too many inputs": (
        "class Twice(Function):\n    def forward(self, x):\n        return x * 2\n\n"
        "x = Variable(np.array(2.0))\nTwice()(x, x)",
        """\
line 6: Twice()(x, x)
        ^^^^^^^^^^^^^
TypeError: Twice.forward is given 2 and takes 1 after self: an array for each input""",
    ),
    "a sum with a grad that is not there yet": (
        X + "x.grad + 1",
        """\
line 2: x.grad + 1
        ^^^^^^^^^^
TypeError: unsupported operand type(s) for +: 'NoneType' and 'int': is that a grad? It is None \
before backward, after cleargrad, and where it was freed""",
    ),
    "a step of descent on whole numbers": (
        "x = Variable(np.array(3))\nx.data -= 0.1 * x.data",
        """\
line 2: x.data -= 0.1 * x.data
        ^^^^^^^^^^^^^^^^^^^^^^
UFuncTypeError: whole numbers cannot take fractions: begin with floats, as in np.array(3.0)""",
    ),
    "an option of backward that it does not have": (
        X + "y = x * x\ny.backward(retain_graph=True)",
        """\
line 3: y.backward(retain_graph=True)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
TypeError: backward takes retain_grad and create_graph, True or False""",
    ),
    "not available": (
        "import os",
        """\
line 1: import os
               ^^
ImportError: os is not available here; a program here reaches no files and no system""",
    ),
    "refused name": (
        "def f(a, _b_):\n    pass",
        """\
line 1: def f(a, _b_):
        ^^^^^^^^^^^^^^
NotAvailable: the name _b_ is not available here""",
    ),
    "in a function": (
        "def f(x):\n    return 1 / x\n\nf(0)",
        """\
line 2: return 1 / x
               ^^^^^
ZeroDivisionError: division by zero (in f)""",
    ),
    "in a method": (
        "class Sq(Function):\n    def forward(self, x):\n        return x.foo\nSq()(np.array(1.0))",
        """\
line 3: return x.foo
               ^^^^^
AttributeError: an ndarray has no attribute foo (in forward of Sq)""",
    ),
    "in a comprehension": (
        "[1 / n for n in [0]]",
        """\
line 1: [1 / n for n in [0]]
         ^^^^^
ZeroDivisionError: division by zero""",
    ),
    "of the engine": (
        "x = Variable(1.0)",
        """\
line 1: x = Variable(1.0)
            ^^^^^^^^^^^^^
DataError: a Variable holds an array, not the float 1.0: write np.array(1.0)""",
    ),
    "numpy of a Variable": (
        X + "np.exp(x)",
        """\
line 2: np.exp(x)
        ^^^^^^^^^
DataError: np.exp takes arrays, not Variables: write exp(x), or give it x.data""",
    ),
    "own exception": (
        "class Stop(Exception):\n    pass\nraise Stop('here')",
        """\
line 3: raise Stop('here')
        ^^^^^^^^^^^^^^^^^^
Stop: here""",
    ),
    "key": (
        "d = {}\nd['w']",
        """\
line 2: d['w']
        ^^^^^^
KeyError: there is no key 'w'""",
    ),
    "unpacking": (
        "a, b = 1,",
        """\
line 1: a, b = 1,
               ^^
ValueError: not enough values to unpack (expected 2, got 1)""",
    ),
    "recursion": (
        "def f(): return f()\nf()",
        """\
line 1: def f(): return f()
                        ^^^
RecursionError: a function calls itself too deeply: does it ever stop? (in f)""",
    ),
    "wide letters": (
        "漢字 = '漢字'; 漢 + 1",
        """\
line 1: 漢字 = '漢字'; 漢 + 1
                       ^^
NameError: 漢 is not defined""",
    ),
    "tab": (
        "if True:\n\tz =\tfoo",
        "line 2: z =\tfoo\n           \t^^^\nNameError: foo is not defined",
    ),
    "several lines": (
        "z = (1 +\n     foo)",
        """\
line 2: foo)
        ^^^
NameError: foo is not defined""",
    ),
    "local before assignment": (
        "def f():\n    n += 1\nf()",
        """\
line 2: n += 1
        ^^^^^^
UnboundLocalError: n is used here before it is assigned in this function (in f)""",
    ),
    "lone return": (
        "return 1",
        """\
line 1: return 1
        ^^^^^^^^
SyntaxError: 'return' outside function""",
    ),
}


@pytest.mark.parametrize("name", RENDERED)
def test_a_problem_reads(name: str) -> None:
    source, text = RENDERED[name]
    assert ran(source).problem.render() == text


SYNTAX = {
    "unclosed bracket": (
        "y = (1 + 2\nz = 3",
        "line 1: y = (1 + 2\n            ^\nSyntaxError: ( was never closed",
    ),
    "unterminated text": (
        "x = 'abc",
        "line 1: x = 'abc\n            ^\n"
        "SyntaxError: unterminated string literal: its closing quote is missing",
    ),
    "indentation": (
        "if True:\nx = 1",
        "line 2: x = 1\n        ^\nIndentationError: expected an indented block after "
        "'if' statement: indent the lines that belong to it",
    ),
    "assignment in a condition": (
        "if x = 1:\n    pass",
        "line 1: if x = 1:\n           ^^^^^\n"
        "SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
    ),
}


@pytest.mark.parametrize("name", SYNTAX)
def test_a_syntax_error_reads(name: str) -> None:
    source, text = SYNTAX[name]
    with pytest.raises(CellSyntaxError) as raised:
        split_cells(source)
    assert raised.value.problem.render() == text


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("assert 1 == 2", "AssertionError: this does not hold"),
        ("math.sin(x)", "DataError: math.sin takes numbers, not Variables: write sin(x), or math"),
        ("math.floor(x)", "DataError: math.floor takes numbers, not Variables: write math.floor("),
        ("np.maximum(x, 0)", "DataError: np.maximum takes arrays, not Variables: give it x.data"),
        ("np.array([x, x])", "DataError: np.array takes numbers and arrays, not a list of Variab"),
        ("str(10 ** 5000)", "ValueError: a whole number of more than 4300 digits cannot"),
        ("x[0] = 1", "TypeError: items of a Variable cannot be assigned: write x.data[...]"),
        ("-" * 5000 + "1", "SyntaxError: nested too deeply"),
    ],
)
def test_a_sentence_has_its_remedy(source: str, sentence: str) -> None:
    assert ran(X, source).problem.render().split("\n")[-1].startswith(sentence)


def test_a_line_number_counts_in_the_program() -> None:
    problem = ran("x = 1").runtime.run("\ny = foo", first_line=10).problem
    assert problem is not None
    assert problem.line == 11


def test_a_long_line_is_clipped_around_the_caret() -> None:
    head, caret, _ = ran("[" + "1, " * 100 + "foo" + ", 1" * 100 + "]").problem.render().split("\n")
    assert len(head) < 120
    assert head[caret.index("^") : caret.rindex("^") + 1] == "foo"


@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize("source", ["'äöü日本' + " * 20 + "foo", "foo" + " + 1" * 80])
def test_a_line_is_clipped_to_the_terminal_around_the_caret(source: str, width: int) -> None:
    head, caret, _ = ran(source).problem.render(width).split("\n")
    assert max(cell_len(head), cell_len(caret)) <= width
    assert set_cell_size(head, caret.rindex("^") + 1).endswith("foo")
    assert caret.count("^") == 3


def test_control_characters_in_a_line_keep_the_caret_in_place() -> None:
    head, caret, _ = ran("'\x1b\u202e' + foo").problem.render().split("\n")
    assert head == r"line 1: '\x1b\u202e' + foo"
    assert head[caret.index("^") : caret.rindex("^") + 1] == "foo"


def test_a_message_is_bounded_and_visible() -> None:
    problem = ran("raise ValueError('\\x1b[2J' + 'a' * 10000)").problem
    assert len(problem.message) == 500
    assert "\x1b" not in problem.render()


@pytest.mark.parametrize("body", ["raise ValueError", "return 1", "return foo()"])
def test_an_exception_whose_text_fails_is_told_all_the_same(body: str) -> None:
    problem = ran(f"class E(Exception):\n    def __str__(self):\n        {body}\nraise E").problem
    assert (problem.kind, problem.message) == ("E", "(its message could not be made)")


def test_no_path_of_the_machine_is_told() -> None:
    for source in ("np.linspace()", "np.zeros(2) + np.zeros(3)", "square()", "Variable()"):
        rendered = ran(source).problem.render()
        assert "/" not in rendered
        assert ".py" not in rendered


@pytest.mark.parametrize("source", ["getattr()", "type()", "round()", "setattr(1)"])
def test_a_builtin_of_ours_goes_by_its_own_name(source: str) -> None:
    assert ran(source).problem.message.startswith(source.split("(", maxsplit=1)[0] + "() missing")


def test_a_private_error_of_numpy_goes_by_a_public_name() -> None:
    assert ran("np.array([1.0]) @ np.array(['a'])").problem.kind == "DataError"
    assert ran("np.array([1]) << 1.5").problem.kind in ("TypeError", "UFuncTypeError")


@given(st.text())
def test_visible_text_has_nothing_that_moves_a_cursor(text: str) -> None:
    shown = visible(text)
    assert not [
        c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\n\t"
    ]
    shown.encode("utf-8")


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"])))
def test_plain_text_is_visible_as_it_is(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", r"\x1b[31m"),
        ("\u202e", r"\u202e"),
        ("\ud800", r"\ud800"),
        ("\x9b", r"\x9b"),
        ("\x7f", r"\x7f"),
        ("\r\b", r"\r\x08"),
        ("\u2028", r"\u2028"),
        ("a\n\tb", "a\n\tb"),
    ],
)
def test_a_character_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(
    st.text(max_size=300).filter(lambda t: "\n" not in t),
    st.integers(0, 320),
    st.integers(0, 320),
)
def test_any_problem_renders_in_lines_of_its_own(text: str, column: int, end: int) -> None:
    rendered = Problem("E", "m", 1, text, column, end).render()
    assert len(rendered.split("\n")) == (3 if text.strip() else 1)


@pytest.mark.parametrize(
    "source",
    [
        "for i in range(3):\n    print(i) if i == 0 else None",
        "i = 0\nwhile i < 3:\n    i += 1\n    if i == 2:\n        continue",
        "with no_grad():\n    try:\n        x = [i for i in (1, 2)]\n    finally:\n        y = 1",
    ],
)
def test_wherever_a_program_is_interrupted_it_is_told_with_its_line(source: str) -> None:
    told = 0
    for instruction in range(1, 100):
        problem = interrupted_at(instruction, source)
        if problem is None:
            break
        assert problem.kind == "KeyboardInterrupt"
        assert problem.text == source.split("\n")[problem.line - 1]
        told += 1
    assert told > 20


def interrupted_at(instruction: int, source: str) -> Problem | None:
    """What is told of a program that Ctrl-C stops before its n-th instruction, if it has one."""
    runtime, passed = Runtime(lambda text: None), 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal passed
        if not frame.f_code.co_filename.startswith(CELL):
            return None
        frame.f_trace_opcodes = True
        passed += event == "opcode"
        if passed == instruction:
            raise KeyboardInterrupt
        return trace

    kept = sys.gettrace()
    sys.settrace(trace)
    try:
        return runtime.run(source).problem
    finally:
        sys.settrace(kept)
