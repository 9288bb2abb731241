"""Where a cell ends while a person types, and how a program splits into cells."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.language import CellSyntaxError, is_complete, split_cells, without_prompts

COMPLETE = [
    "",
    "x = 1",
    "x = (1,\n2)",
    "x = 'a' # (",
    "def f():\n    return 1\n",
    "if x:\n    y\nelse:\n    z\n",
    "for i in x: print(i)\n",
    "class A: pass\n",
    "@d\ndef f(): pass\n",
    "x = ",  # a real error: let it show
    "x = )",
    "def f(:",
    "'abc",
    "  x",
    "%step",
    "%save a b.jsonl",
    "x?",
    "np.exp?",
    "if x:\n    y\nz = 1",
    "x = 1; y = 2",
    "print('''a\nb''')",
]
UNFINISHED = [
    "x = (1,",
    "f(",
    "x = [",
    "'''a",
    "if x:",
    "if x:\n    y",
    "if x:\n    y\nelse:",
    "def f():",
    "def f():\n    return 1",
    "def f(): return 1",
    "for i in x: print(i)",
    "class A(Function):\n    def forward(self, x):",
    "class A: pass",
    "@d",
    "@d\ndef f(): pass",
    "x = 1 + \\",
    "with no_grad():",
    "try:\n    x\nexcept:",
]


@pytest.mark.parametrize("source", COMPLETE)
def test_enter_runs(source: str) -> None:
    assert is_complete(source)


@pytest.mark.parametrize("source", UNFINISHED)
def test_enter_goes_on(source: str) -> None:
    assert not is_complete(source)


def cells(source: str) -> list[tuple[str, int]]:
    return [(cell.source, cell.first_line) for cell in split_cells(source)]


def test_each_statement_is_a_cell_with_its_comments() -> None:
    assert cells("# one\nx = 1\n\n# two\n\ny = (2 +\n  3)  # sum\n") == [
        ("# one\nx = 1", 1),
        ("# two\n\ny = (2 +\n  3)  # sum", 4),
    ]


def test_comments_at_the_end_go_with_the_last_statement() -> None:
    assert cells("x = 1\n# the end\n\n") == [("x = 1\n# the end", 1)]


def test_statements_that_share_a_line_share_a_cell() -> None:
    assert cells("a = 1; b = 2\nc = 3") == [("a = 1; b = 2", 1), ("c = 3", 2)]
    assert cells("a = 1; b = (2,\n3); c = 4\nd = 5") == [
        ("a = 1; b = (2,\n3); c = 4", 1),
        ("d = 5", 3),
    ]


def test_decorators_belong_to_what_they_decorate() -> None:
    assert cells("x = 1\n@d\n@e\ndef f():\n    pass") == [
        ("x = 1", 1),
        ("@d\n@e\ndef f():\n    pass", 2),
    ]


def test_lines_with_a_percent_sign_are_commands() -> None:
    program = "x = 1\n%step\ny = (5\n% 3)\nnp.exp?\ns = '''\n%no\n'''"
    split = split_cells(program)
    assert [(c.source, c.first_line, c.command) for c in split] == [
        ("x = 1", 1, False),
        ("%step", 2, True),
        ("y = (5\n% 3)", 3, False),
        ("np.exp?", 5, True),
        ("s = '''\n%no\n'''", 6, False),
    ]


def test_an_empty_program_has_no_cells() -> None:
    assert split_cells("\n  \n# only a comment\n") == []


def test_a_syntax_error_is_placed_in_the_whole_program() -> None:
    with pytest.raises(CellSyntaxError) as raised:
        split_cells("x = 1\n%step\n\ny = = 2\n")
    problem = raised.value.problem
    assert (problem.line, problem.text, problem.column) == (4, "y = = 2", 4)


def test_prompts_of_python_and_ipython_are_taken_off() -> None:
    assert without_prompts(">>> def f():\n...     return 1\n...\n>>> f()\n1") == (
        "def f():\n    return 1\n\nf()"
    )
    assert without_prompts("In [1]: x = 1\n\nIn [2]: x\nOut[2]: 1") == "x = 1\nx"
    assert cells(">>> x = 1\n>>> x\n1") == [("x = 1", 1), ("x", 2)]


def test_code_without_prompts_is_left_alone() -> None:
    assert without_prompts("x = 1\n... # no prompt") == "x = 1\n... # no prompt"


PIECES = st.sampled_from(
    ["x = 1", "# note", "", "y = (1,\n     2)", "def f():\n    pass", "a = 1; b = 2", "  # inner"]
)


@given(st.lists(PIECES, max_size=8))
def test_cells_are_the_program_s_lines_in_their_places(pieces: list[str]) -> None:
    program = "\n".join(pieces)
    lines = program.split("\n")
    covered: set[int] = set()
    for cell in split_cells(program):
        own = cell.source.split("\n")
        first = cell.first_line - 1
        assert [line.rstrip() for line in lines[first : first + len(own)]] == own
        assert covered.isdisjoint(range(first, first + len(own)))
        covered |= set(range(first, first + len(own)))
    if covered:
        assert all(not line.strip() for i, line in enumerate(lines) if i not in covered)


@given(st.lists(PIECES, max_size=8))
def test_the_cells_together_are_the_program(pieces: list[str]) -> None:
    program = "\n".join(pieces)
    joined = "\n".join(cell.source for cell in split_cells(program))
    assert ast.dump(ast.parse(joined)) == ast.dump(ast.parse(program))
