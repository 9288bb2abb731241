"""Errors as a person meets them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.language import CellSyntaxError, Problem, split_cells, visible
from tests.language.running import Running, outcome_of

BAD = "class Bad(Function):\n    def forward(self, x):\n        return x.no\n"


@pytest.mark.parametrize(
    ("source", "rendered"),
    [
        (
            "x = 1\ny = squar(x)",
            "line 2: y = squar(x)\n            ^^^^^\n"
            "NameError: squar is not defined; did you mean square?",
        ),
        ("1 / 0", "line 1: 1 / 0\n        ^^^^^\nZeroDivisionError: division by zero"),
        (
            "변수 = squar(2)",
            "line 1: 변수 = squar(2)\n               ^^^^^\n"
            "NameError: squar is not defined; did you mean square?",
        ),
        (
            "def f(x):\n    return x + nope\nf(1)",
            "line 2: return x + nope\n                   ^^^^\n"
            "NameError: nope is not defined (in f)",
        ),
        (
            BAD + "Bad()(Variable(np.array(1.0)))",
            "line 3: return x.no\n               ^^^^\n"
            "AttributeError: a ndarray has no attribute no (in forward of Bad)",
        ),
        ("x = (1", "line 1: x = (1\n            ^\nSyntaxError: '(' was never closed"),
        (
            "for i in range(3)\n    pass",
            "line 1: for i in range(3)\n                         ^\nSyntaxError: expected ':'",
        ),
        ("{}['k']", "line 1: {}['k']\n        ^^^^^^^\nKeyError: there is no key 'k'"),
    ],
)
def test_the_line_the_caret_and_a_sentence(source: str, rendered: str) -> None:
    problem = outcome_of(source).problem
    assert problem is not None
    assert problem.render() == rendered


def test_lines_count_from_the_first_line_of_the_cell() -> None:
    problem = Running().runtime.run("a = 1\nb = nope", first_line=10).problem
    assert problem is not None
    assert (problem.line, problem.text) == (11, "b = nope")


def test_a_failed_assert_says_so() -> None:
    problem = outcome_of("assert 1 > 2").problem
    assert problem is not None
    assert (problem.kind, problem.message) == ("AssertionError", "this does not hold")


def test_endless_recursion_is_a_sentence() -> None:
    problem = outcome_of("def f():\n    return f()\nf()").problem
    assert problem is not None
    assert problem.kind == "RecursionError"
    assert "does it ever stop" in problem.message


def test_a_long_line_is_cut_around_the_caret() -> None:
    problem = outcome_of("x = [" + "1, " * 100 + "nope" + ", 1" * 100 + "]").problem
    assert problem is not None
    line, caret, _ = problem.render().split("\n")
    assert len(line) < 130
    assert line[caret.index("^") : caret.rindex("^") + 1] == "nope"


def test_a_message_of_a_program_cannot_move_the_cursor() -> None:
    problem = outcome_of("raise ValueError('a\\x1b[2Jb')").problem
    assert problem is not None
    assert "\x1b" not in problem.render()


@given(st.text())
def test_what_is_visible_has_no_control_characters(text: str) -> None:
    shown = visible(text)
    assert all(c in "\n\t" or (ord(c) >= 32 and not 0x7F <= ord(c) < 0xA0) for c in shown)
    assert not set(shown) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f")
    assert shown.encode().decode() == shown


@given(st.text(alphabet="abc 가나=+.\t\"'", max_size=60), st.integers(0, 70), st.integers(0, 70))
def test_any_problem_renders(text: str, column: int, end: int) -> None:
    said = Problem("Error", "message", 1, text, column, end).render()
    assert said.endswith("Error: message")


def test_a_syntax_error_is_told_by_its_line_in_the_whole_program() -> None:
    with pytest.raises(CellSyntaxError) as caught:
        split_cells("a = 1\n\nb = (2\n")
    assert caught.value.problem.line == 3
