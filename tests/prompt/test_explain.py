"""`name?` and `%help NAME`: what a name is, told from the thing; and that all of it is derived."""

from __future__ import annotations

import pytest
from prompt_toolkit.document import Document

from backstep.engine import operations
from backstep.prompt.completion import SessionCompleter
from backstep.prompt.explain import explanation
from backstep.prompt.piped import run_piped
from backstep.session.live import LiveSession


def said(*cells: str) -> str:
    """What the session answers to the last of some cells."""
    lines: list[str] = []
    live = LiveSession(lines.append)
    for cell in cells[:-1]:
        assert run_piped(cell, live) == 0
    lines.clear()
    assert run_piped(cells[-1], live) == 0
    return "".join(lines)


@pytest.mark.parametrize("line", ["sin?", "F.sin?", "Sin?", "%help sin", "%help F.sin"])
def test_an_operation_is_told_by_call_docstring_and_rule(line: str) -> None:
    assert said(line + "\n") == (
        "sin(x)\n"
        "  The sine of x (radians).\n"
        "Sin, what it leaves in the graph\n"
        "  The sine (radians). Book step 27.\n"
        "  Any shape; whole numbers give floats.\n"
        "  y = sin(x)\n"
        "  dy/dx = cos(x)\n"
        "  gx = gy * cos(x)\n"
    )


@pytest.mark.parametrize("name", operations.__all__)
def test_every_operation_is_explained_and_completed(name: str) -> None:
    told = said(f"F.{name}?\n")
    thing = getattr(operations, name)
    assert (thing.__doc__ or "").split("\n")[0] in " ".join(told.split())
    if isinstance(thing, type):
        assert [rule for rule in thing.formula if f"= {rule}\n" not in told] == []
    completer = SessionCompleter(LiveSession(lambda text: None))
    offered = completer.get_completions(Document(f"y = F.{name[:2]}"), None)
    assert name in {completion.text for completion in offered}


def test_a_variable_is_told_by_its_parts() -> None:
    assert said("x = Variable(np.array([1.0, 2.0]))\ny = relu(x)\ny.backward()\n", "y?\n") == (
        "y: a Variable\n"
        "  data     [1.0 2.0]\n"
        "  shape    (2,), float64\n"
        "  grad     None\n"
        "  creator  ReLU, from relu(x)\n"
        "  generation 1\n"
    )


def test_a_function_of_the_session_shows_its_own_text() -> None:
    program = "def double(x):\n    return 2 * x\n"
    assert said(program, "double?\n") == program


def test_a_learner_s_operation_shows_the_rule_read_off_its_backward() -> None:
    program = (
        "class Square(Function):\n    def forward(self, x):\n        return x ** 2\n"
        "    def backward(self, gy):\n        x, = self.inputs\n        return 2 * x * gy\n"
    )
    assert said(program, "Square?\n").endswith("  gx = 2 * x * gy\n")


def test_nothing_of_the_person_s_runs_for_an_explanation() -> None:
    program = (
        "class A:\n    'Mine.'\n    def __repr__(self):\n        return undefined\n"
        "    @property\n    def b(self):\n        return undefined\n\na = A()\n"
    )
    assert said(program, "a?\n").startswith("a: an A\nclass A:\n")


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("%help step", "%step [expr]\n"),
        ("step?", "%step [expr]\n"),
        ("%step?", "%step [expr]\n"),
        ("np.exp?", "np.exp(x, /)\n  Calculate the exponential"),
        ("len?", "len(obj, /)\n  Return the number of items"),
        ("math?", "math: a module with\n"),
        ("math.pi?", "math.pi: a float\n  3.14159"),
        ("Variable?", "Variable(data, name=None)\n"),
    ],
)
def test_commands_modules_and_builtins_are_explained(line: str, start: str) -> None:
    assert said(line + "\n").startswith(start)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("relo?", "%help: nothing is called relo; did you mean relu?"),
        ("%help nothing", "%help: nothing is called nothing"),
        ("F.nothing?", "%help: nothing is called F.nothing"),
        ("open?", "%help: nothing is called open"),
    ],
)
def test_a_name_that_nothing_has_is_an_error(
    line: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_piped(line + "\n", LiveSession(lambda text: None)) == 1
    assert message in capsys.readouterr().err


def test_help_completes_commands_and_names() -> None:
    completer = SessionCompleter(LiveSession(lambda text: None))
    offered = {c.text for c in completer.get_completions(Document("%help s"), None)}
    assert {"step", "sigmoid", "softmax"} <= offered


def test_an_operation_of_two_inputs_is_told_with_both_derivatives() -> None:
    told = said("Mul?\n")
    assert "  y = x0 * x1\n  dy/dx0 = x1, dy/dx1 = x0\n  gx0 = gy * x1\n  gx1 = gy * x0\n" in told


def test_a_learner_s_operation_shows_its_formula_and_derivative_too() -> None:
    program = (
        "class Cube(Function):\n    def forward(self, x):\n        return np.power(x, 3)\n"
        "    def backward(self, gy):\n        x, = self.inputs\n        return 3 * x ** 2 * gy\n"
    )
    assert said(program, "Cube?\n").endswith(
        "  y = power(x, 3)\n  dy/dx = 3 * x ** 2\n  gx = 3 * x ** 2 * gy\n"
    )


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("y.backward?", "y.backward(retain_grad=False, create_graph=False)\n  Go back through"),
        ("y.creator?", "y.creator: a Mul, from x * x\nmul(x0, x1)\n"),
        ("x.T?", "x.T: a Variable named x\n"),
        ("x.data?", "x.data: an ndarray\n"),
        ("np.linspace?", "np.linspace(start, stop, num=50,"),
    ],
)
def test_methods_and_parts_of_variables_are_explained(line: str, start: str) -> None:
    assert said("x = Variable(np.array(2.0), 'x')\ny = x * x\n", line + "\n").startswith(start)


@pytest.mark.parametrize("name", ["Variable.backward", "matmul", "Function", "np.linspace"])
def test_a_docstring_is_folded_to_the_width_and_loses_no_word(name: str) -> None:
    runtime = LiveSession(lambda text: None).runtime
    wide, narrow = (explanation(name, runtime, width) or "" for width in (1000, 60))
    assert wide.split() == narrow.split()
    assert max(map(len, narrow.split("\n"))) <= 76
    assert [line for line in narrow.split("\n")[2:] if len(line) > 60] == []


def test_the_person_s_own_text_is_not_folded() -> None:
    program = "def f(x):\n  return " + " + ".join(["x"] * 60) + "\n"
    assert said(program, "f?\n") == program
