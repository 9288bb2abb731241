"""The conversation: cells and scripts from a reader, what is kept and what is said."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from backstep.prompt import repl
from backstep.prompt.later import already
from backstep.prompt.preferences import Preferences
from backstep.prompt.start import hold
from backstep.session.live import LiveSession

DIAMOND = "x = Variable(np.array(2.0))\na = square(x)\ny = add(square(a), square(a))\ny.backward()"
OVERFULL = """class Twice(Function):
    def forward(self, x):
        return x * 2
    def backward(self, gy):
        return gy, gy
y = exp(Variable(np.array(1.0)))
y.backward()
y = exp(Twice()(y))
y.backward()"""


@dataclass
class Typist:
    """A reader that has its cells already."""

    cells: list[str]
    history: list[str] = field(default_factory=list)
    prefills: list[str] = field(default_factory=list)
    draft: str = ""

    def read(self, prefill: str = "") -> str:
        self.prefills.append(prefill)
        if not self.cells:
            raise EOFError
        return self.cells.pop(0)

    def remember(self, cell: str) -> None:
        self.history.append(cell)


@dataclass
class Visit:
    """A conversation that is over: what was said, and what is left."""

    cells: list[str]
    like: Preferences = field(default_factory=Preferences)

    def __post_init__(self) -> None:
        lines: list[str] = []
        self.live = LiveSession(lines.append)
        self.typist = Typist(list(self.cells))
        hold(self.typist, already(self.live), self.like)
        self.output = "".join(lines)


def test_a_script_runs_cell_by_cell_and_each_is_in_the_history() -> None:
    visit = Visit(["a = 1\n\ndef f():\n\n    return a\n\nf() + 1\nf() + 2"])
    assert visit.output == "2\n3\n"
    assert visit.typist.history == ["a = 1", "def f():\n\n    return a", "f() + 1", "f() + 2"]
    assert len(visit.live.cells) == 4


def test_a_script_that_fails_says_which_lines_were_not_run_and_keeps_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    visit = Visit(["a = 1\nb = a / 0\nc = 3\n\nd = [\n    4,\n]", "a"])
    told = capsys.readouterr().err
    assert "line 2: b = a / 0" in told
    assert "lines 3 to 7 were not run; the up key brings them back" in told
    assert visit.output == "1\n"
    assert visit.typist.history == ["a = 1", "b = a / 0", "c = 3\nd = [\n    4,\n]"]
    assert set(visit.live.runtime.user_names()) >= {"a"}
    assert {"c", "d"} & set(visit.live.runtime.user_names()) == set()


def test_a_script_with_a_syntax_error_runs_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    visit = Visit(["a = 1\nb = (\n"])
    assert "line 2" in capsys.readouterr().err
    assert "a" not in visit.live.runtime.user_names()


def test_commands_in_a_script_are_run_in_their_place() -> None:
    visit = Visit(["x = Variable(np.array(1.0))\n%vars\ny = x + 1\n%vars"])
    assert visit.output.count("x ") == 2
    assert visit.output.count("y ") == 1


def test_a_script_that_begins_with_a_command_is_run_whole() -> None:
    assert "[1]" in Visit(["%vars\nz = [1]\nz"]).output


@pytest.mark.parametrize(
    ("cells", "opened"),
    [
        (DIAMOND.split("\n"), [0]),
        ([DIAMOND], [0]),
        ([DIAMOND + "\ny = x * 3\ny.backward()"], [0]),
        ([DIAMOND, "y = x * 3\ny.backward()"], [0, 1]),
        (["x = Variable(np.array(2.0))\nfor i in range(3):\n    (x * x).backward()"], []),
        ([DIAMOND + "\nfoo"], []),
        ([DIAMOND + "\n%foo"], []),
        ([DIAMOND + "\ny.backward()\nx.backward()\n1"], []),
        ([OVERFULL], [1]),
    ],
)
def test_the_stepper_opens_once_an_entry_on_its_first_pass(
    cells: list[str], opened: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[int] = []
    monkeypatch.setattr(repl, "stepper_kind", lambda preferred: "screen")
    monkeypatch.setattr(
        repl, "show_stepper", lambda live, passes, index, *more: shown.append(index)
    )
    Visit(cells)
    assert shown == opened


def test_autostep_off_in_the_settings_leaves_it_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repl, "stepper_kind", lambda preferred: "screen")
    monkeypatch.setattr(repl, "show_stepper", lambda *passes: pytest.fail("opened"))
    visit = Visit([DIAMOND], Preferences(autostep=False))
    assert "4 pops" in visit.output


@pytest.mark.parametrize("word", ["exit", "quit()", " exit ", "%quit"])
def test_exit_and_quit_leave(word: str) -> None:
    visit = Visit(["6 * 7", word, "1 / 0"])
    assert visit.output == "42\n"
    assert visit.typist.cells == ["1 / 0"]


def test_a_name_of_the_persons_own_does_not_leave() -> None:
    assert Visit(["exit = 42", "exit"]).output == "42\n"


def test_what_is_told_begins_a_line_of_its_own() -> None:
    visit = Visit(["print('a', end='')", "print(1, end=''); 1 / 0", "print('b', end=''); 2"])
    assert visit.output == "a\n1\nb2\n"
