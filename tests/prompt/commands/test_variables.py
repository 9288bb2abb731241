"""%vars: a table that fits, whatever is in it."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from tests.prompt.commands.conversations import DIAMOND, Conversation

WIDE = (
    "重み = Variable(np.linspace(0, 1, 30))\nw = Variable(np.ones((3, 4)))\n"
    "a_name_that_goes_on_and_on_and_on = Variable(np.array(1/3))\n"
    "y = F.sum(重み) * a_name_that_goes_on_and_on_and_on\ny.backward()\n"
)


def test_names_that_hold_other_things_stand_below_on_a_line_each(talk: Conversation) -> None:
    talk.run("x = Variable(np.array(1.0))\nws = [x, x]\ndef f(x):\n    return x\n\nn = 3\n")
    assert talk.said("%vars\n").splitlines() == [
        "name  shape  value  grad  gen  creator",
        "x     ()     1.0    None  0",
        "ws = [variable(1.0), variable(1.0)]",
        "f = function f",
        "n = 3",
    ]


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_the_table_is_no_wider_than_the_terminal(
    talk: Conversation, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    talk.run(WIDE)
    assert max(map(cell_len, talk.said("%vars\n").splitlines())) <= columns


def test_columns_are_aligned_beside_wide_characters(talk: Conversation) -> None:
    talk.run(WIDE)
    lines = talk.said("%vars\n").splitlines()
    starts = {cell_len(line[: line.index("(")]) for line in lines[1:]}
    assert starts == {cell_len(lines[0][: lines[0].index("shape")])}


@pytest.mark.parametrize(
    ("pattern", "names"), [("a", ["a"]), ("[ax]", ["x", "a"]), ("*", ["x", "a", "y"])]
)
def test_a_pattern_chooses(talk: Conversation, pattern: str, names: list[str]) -> None:
    talk.run(DIAMOND)
    rows = talk.said(f"%vars {pattern}\n").splitlines()[1:]
    assert [row.split()[0] for row in rows] == names


def test_out_and_in_and_the_last_value_are_no_names_of_the_session(talk: Conversation) -> None:
    talk.run("x = Variable(np.array(1.0))\nx + 1\n_\n")
    assert [line.split()[0] for line in talk.said("%vars\n").splitlines()] == ["name", "x"]


def test_nothing_of_the_person_s_runs_for_it(talk: Conversation) -> None:
    talk.run(
        "class A:\n    def __repr__(self):\n        print('ran')\n        return 'A'\n\na = A()\n"
    )
    assert talk.said("%vars\n") == "A = the class A\na = an A\n"
