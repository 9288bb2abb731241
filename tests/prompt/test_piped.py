"""Piped programs and the commands, through a live session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from backstep.engine import ALGORITHMS, Config
from backstep.prompt.commands import COMMANDS, Stage, run_command
from backstep.prompt.piped import run_piped
from backstep.session import Journal, read_session
from backstep.session.live import LiveSession

DIAMOND = (
    "x = Variable(np.array(2.0))\na = square(x)\ny = add(square(a), square(a))\ny.backward()\n"
)


class Piped:
    """A live session that remembers what it wrote."""

    def __init__(self, journal: Journal | None = None) -> None:
        self.lines: list[str] = []
        self.live = LiveSession(self.lines.append, journal)

    def run(self, source: str) -> int:
        return run_piped(source, self.live)

    @property
    def output(self) -> str:
        return "".join(self.lines)


@pytest.fixture
def piped() -> Piped:
    return Piped()


def test_a_bare_backward_gets_a_line_and_print_prints(piped: Piped) -> None:
    assert piped.run(DIAMOND + "print(x.grad)\n") == 0
    assert piped.output == (
        "y.backward(): 4 pops over 4 functions, x.grad = 64.0\nvariable(64.0)\n"
    )


def test_values_of_expressions_are_echoed(piped: Piped) -> None:
    piped.run("1 + 1\nNone\n'text'\n")
    assert piped.output == "2\n'text'\n"


def test_a_backward_in_a_loop_only_records(piped: Piped) -> None:
    program = "x = Variable(np.array(1.0))\nfor i in range(3):\n    y = x * x\n    y.backward()\n"
    assert piped.run(program) == 0
    assert piped.output == ""
    assert len(piped.live.recordings) == 3


def test_an_error_ends_with_1_and_shows_line_and_caret(
    piped: Piped, capsys: pytest.CaptureFixture[str]
) -> None:
    assert piped.run("x = 1\ny = squar(x)\nz = 2\n") == 1
    said = capsys.readouterr().err
    assert "line 2: y = squar(x)" in said
    assert "^^^^^" in said
    assert "did you mean square?" in said
    assert "Traceback" not in said
    assert "z" not in piped.live.runtime.user_names()


def test_a_syntax_error_is_told_before_anything_runs(
    piped: Piped, capsys: pytest.CaptureFixture[str]
) -> None:
    assert piped.run("print('ran')\nx = (1\n") == 1
    assert piped.output == ""
    assert "line 2" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("program", "word"),
    [
        ("Variable(np.array(1.0)).backward()", "no creator"),
        ("1 / 0", "division by zero"),
        ("Variable(np.ones(3)) + Variable(np.ones(2))", "broadcast"),
        ("Variable(1.0)", "np.array(1.0)"),
        ("x = Variable(np.array(1.0))\nx.gard", "did you mean"),
    ],
)
def test_bad_input_is_one_sentence_with_a_caret(
    piped: Piped, program: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert piped.run(program) == 1
    said = capsys.readouterr().err
    assert word in said.lower()
    assert "^" in said
    assert "Traceback" not in said
    assert "backstep/" not in said


def test_every_command_is_in_help(piped: Piped) -> None:
    assert piped.run("%help\n") == 0
    assert [name for name in COMMANDS if f"%{name}" not in piped.output] == []


def test_an_unknown_command_is_an_error(piped: Piped, capsys: pytest.CaptureFixture[str]) -> None:
    assert piped.run("%stp\n") == 1
    assert "%stp: no such command" in capsys.readouterr().err


def test_vars_is_a_table(piped: Piped) -> None:
    piped.run(DIAMOND + "n = 3\n%vars\n")
    table = piped.output.split("\n")[1:]
    assert table[0].split() == ["name", "shape", "value", "grad", "gen", "creator"]
    assert table[1].split() == ["x", "()", "2.0", "64.0", "0"]
    assert table[3].split() == ["y", "()", "32.0", "None", "3", "Add"]
    assert "n = 3" in table


def test_step_without_a_screen_tells_the_steps(piped: Piped) -> None:
    piped.run(DIAMOND + "%step\n")
    assert "8.0 + 8.0 = 16.0" in piped.output
    assert piped.output.count("deliver") == 5


def test_step_with_nothing_recorded_says_so(
    piped: Piped, capsys: pytest.CaptureFixture[str]
) -> None:
    assert piped.run("%step\n") == 1
    assert "call backward()" in capsys.readouterr().err


@pytest.fixture
def journalled(tmp_path: Path) -> Iterator[Piped]:
    with Journal.create(tmp_path / "autosave.jsonl") as journal:
        yield Piped(journal)


def test_save_writes_a_session_that_replays(journalled: Piped, tmp_path: Path) -> None:
    target = tmp_path / "kept.jsonl"
    assert journalled.run(DIAMOND + f"%save {target}\nprint(x.grad)\n") == 0
    session = read_session(target)
    assert [cell.source for cell in session.cells][-1] == "print(x.grad)"
    assert session.cells[-1].output == "variable(64.0)\n"
    assert [len(r.pops) for r in session.recordings] == [4]


def test_save_into_a_folder_that_is_not_there_says_so(
    journalled: Piped, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert journalled.run(f"x = 1\n%save {tmp_path}\n") == 1
    assert str(tmp_path) in capsys.readouterr().err
    assert journalled.run("x = 2\n") == 0


def test_load_puts_the_program_at_the_prompt_and_runs_nothing(
    journalled: Piped, tmp_path: Path
) -> None:
    target = tmp_path / "kept.jsonl"
    journalled.run(DIAMOND + f"%save {target}\n")
    fresh = Piped()
    stage = Stage(fresh.live, interactive=True)
    assert run_command(f"%load {target}", stage)
    assert stage.prefill.split("\n") == DIAMOND.rstrip().split("\n")
    assert list(fresh.live.runtime.user_names()) == []


def test_load_of_a_missing_file_is_one_sentence(
    piped: Piped, capsys: pytest.CaptureFixture[str]
) -> None:
    assert piped.run("%load no-such-session\n") == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.fixture
def usual_algorithm() -> Iterator[None]:
    yield
    Config.algorithm = "generation"


@pytest.mark.usefixtures("usual_algorithm")
def test_algorithm_chooses_the_loop_of_the_passes_to_come(piped: Piped) -> None:
    assert piped.run("%algorithm stack\n" + DIAMOND) == 0
    assert piped.output.endswith("y.backward(), by stack: 4 pops over 4 functions, x.grad = 32.0\n")
    assert piped.live.recordings[0].algorithm == "stack"


@pytest.mark.usefixtures("usual_algorithm")
def test_algorithm_alone_lists_them_and_marks_the_chosen_one(piped: Piped) -> None:
    piped.run("%algorithm queue\n%algorithm\n")
    lines = [line for line in piped.output.splitlines()[1:] if line[2:3].strip()]  # not folded
    assert [line.split()[0] for line in lines if not line.startswith("*")] == [
        name for name in ALGORITHMS if name != "queue"
    ]
    assert next(line for line in lines if line.startswith("* ")).split()[1] == "queue"


def test_an_algorithm_that_there_is_not_is_told_with_a_near_one(
    piped: Piped, capsys: pytest.CaptureFixture[str]
) -> None:
    assert piped.run("%algorithm pathz\n") == 1
    assert "there is none called pathz; did you mean paths?" in capsys.readouterr().err


def test_graph_tells_the_size_of_what_a_variable_hangs_on(piped: Piped) -> None:
    assert piped.run(DIAMOND + "%graph y\n%graph\n") == 0
    assert piped.output.count("functions  4 (3 Square, 1 Add)\ndepth      3\n") == 2


def test_graph_of_a_name_that_is_no_variable(
    piped: Piped, capsys: pytest.CaptureFixture[str]
) -> None:
    assert piped.run("%graph z\n") == 1
    assert "no Variable is called z" in capsys.readouterr().err


def test_elements_that_are_written_after_the_forward_pass_are_warned_about(piped: Piped) -> None:
    piped.run("x = Variable(np.array([1.0, 2.0]))\ny = x * x\nx.data[0] = 5.0\ny.backward()\n")
    assert "warning: the data of x was changed after x * x was computed" in piped.output


def test_elements_that_are_written_before_it_are_not(piped: Piped) -> None:
    piped.run("x = Variable(np.array([1.0, 2.0]))\nx.data[0] = 5.0\ny = x * x\ny.backward()\n")
    assert "warning" not in piped.output


def test_the_summary_says_where_inf_was_born(piped: Piped) -> None:
    piped.run("x = Variable(np.array(0.0))\ny = log(x) + x\ny.backward()\n")
    assert "(inf was born in pop 2)" in piped.output


WRONG = """class Half(Function):
    def forward(self, x):
        return x ** 2
    def backward(self, gy):
        return self.inputs[0] * gy

x = Variable(np.array(2.0))
y = Half()(x)
y.backward()
"""


def test_a_wrong_backward_is_told_after_its_pass_with_both_numbers(piped: Piped) -> None:
    piped.run(WRONG)
    assert "Half.backward gives gx = 2.0, the finite difference is 4.0" in piped.output


@pytest.mark.parametrize(
    "around", ["for i in range(9):\n    {}", "def go():\n    {}\n\ngo()\n", "if 1:\n    {}"]
)
def test_it_is_told_once_where_backward_stands_in_a_loop_or_a_function(
    piped: Piped, around: str
) -> None:
    piped.run(WRONG.replace("y.backward()", around.format("y.backward()")))
    assert piped.output.count("the finite difference is 4.0") == 1


def test_a_class_that_is_wrong_in_several_pops_is_told_once(piped: Piped) -> None:
    piped.run(WRONG.replace("Half()(x)", "Half()(Half()(Half()(x)))"))
    assert piped.output.splitlines()[1:] == [
        "pop 1: the numerical check disagrees: Half.backward gives gx = 16.0, the finite "
        "difference is 32.0: is it right? (and in 2 more pops)"
    ]


def test_check_off_leaves_it_to_the_person(piped: Piped) -> None:
    piped.run("%check off\n" + WRONG)
    assert "finite difference" not in piped.output


def test_check_shows_every_pop_of_a_pass_beside_its_difference(piped: Piped) -> None:
    piped.run("x = Variable(np.array(3.0))\ny = exp(x ** 2)\ny.backward()\n%check y\n")
    rows = [line.split() for line in piped.output.splitlines()[-3:]]
    assert rows[0] == ["pop", "function", "backward", "difference"]
    assert rows[1] == ["1", "exp", "gx", "8103.08", "8103.08", "agrees"]
    assert rows[2] == ["2", "pow", "gx", "48618.5", "48618.5", "agrees"]


def test_check_runs_a_function_of_one_s_own_again_and_is_not_heard(piped: Piped) -> None:
    """The second pass is not checked by itself; x = 3, so gx is 3 where 6 is right."""
    loud = WRONG.replace("        return x ** 2", "        print('forward')\n        return x ** 2")
    piped.run(loud + "x = Variable(np.array(3.0))\nz = Half()(x)\nz.backward()\n%check z\n")
    assert piped.output.count("forward") == 2
    last = piped.output.splitlines()[-1]
    assert last.split() == ["1", "half", "gx", "3.0", "6.0", "differs", "!"]


def test_check_has_the_arguments_of_an_operation_while_its_graph_is_there(piped: Piped) -> None:
    piped.run("x = Variable(np.ones((2, 3)))\ny = F.sum(x[:, 1])\ny.backward()\n%check y\n")
    assert piped.output.splitlines()[-1].split()[-1] == "agrees"


def test_check_of_a_pass_whose_graph_is_gone_says_what_is_missing(piped: Piped) -> None:
    piped.run(WRONG + "y = Half()(x)\ny.backward()\ny = x * 2\n%check y\n")
    assert piped.output.endswith("the code of its forward is not in the recording\n")


def test_check_before_any_pass_says_what_to_do(
    piped: Piped, capsys: pytest.CaptureFixture[str]
) -> None:
    assert piped.run("%check\n") == 1
    told = capsys.readouterr().err
    assert told == "line 1: %check: no backward pass yet; call backward() on a Variable first\n"
