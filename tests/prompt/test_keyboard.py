"""The line editor, driven through a pipe as a terminal would."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from backstep.prompt.keyboard import keyboard
from backstep.prompt.keys import indentation
from backstep.prompt.later import already
from backstep.session.live import LiveSession

F5 = "\x1b[15~"
PASTE = "\x1b[200~", "\x1b[201~"


@pytest.fixture
def typed() -> Callable[[str], str]:
    """Give what the prompt returns for some keys."""

    def read(keys: str, *cells: str) -> str:
        live = LiveSession(lambda text: None)
        for cell in cells:
            live.run(cell)
        with create_pipe_input() as pipe:
            pipe.send_text(keys)
            return keyboard(already(live), pipe, DummyOutput()).prompt()

    return read


def test_enter_runs_a_whole_line(typed: Callable[[str], str]) -> None:
    assert typed("x = 1\r") == "x = 1"


def test_a_block_is_indented_and_ends_with_an_empty_line(typed: Callable[[str], str]) -> None:
    assert (
        typed("for i in range(3):\rprint(i)\r\r\r").rstrip() == "for i in range(3):\n    print(i)"
    )


def test_an_open_bracket_goes_on(typed: Callable[[str], str]) -> None:
    assert typed("y = (1 +\r2)\r").split() == ["y", "=", "(1", "+", "2)"]


def test_a_pasted_script_is_one_cell(typed: Callable[[str], str]) -> None:
    script = "class A:\n    def f(self):\n        return 1\n\na = A()\nprint(a.f())"
    assert typed(PASTE[0] + script + PASTE[1] + "\r") == script


def test_f5_steps(typed: Callable[[str], str]) -> None:
    assert typed(F5) == "%step"


def test_tab_completes_names_and_attributes(typed: Callable[[str], str]) -> None:
    assert typed("squ\t(3)\r") == "square(3)"
    assert typed("weight.clearg\t()\r", "weight = Variable(np.array(1.0))") == "weight.cleargrad()"
    assert typed("np.linsp\t\r") == "np.linspace"


def test_tab_completes_commands(typed: Callable[[str], str]) -> None:
    assert typed("%va\t\r") == "%vars"


def test_ctrl_c_and_ctrl_d(typed: Callable[[str], str]) -> None:
    with pytest.raises(KeyboardInterrupt):
        typed("half a line\x03")
    with pytest.raises(EOFError):
        typed("\x04")


def test_ctrl_r_finds_an_earlier_line(own_data_folder: object) -> None:
    live = LiveSession(lambda text: None)
    with create_pipe_input() as pipe:
        session = keyboard(already(live), pipe, DummyOutput())
        pipe.send_text("first = 1\r")
        session.prompt()
        pipe.send_text("second = 2\r")
        session.prompt()
        pipe.send_text("\x12fir\r\r")
        assert session.prompt() == "first = 1"


def test_history_outlives_the_session() -> None:
    for keys, expected in (("kept = 1\r", "kept = 1"), ("\x1b[A\r", "kept = 1")):
        with create_pipe_input() as pipe:
            pipe.send_text(keys)
            live = LiveSession(lambda text: None)
            assert keyboard(already(live), pipe, DummyOutput()).prompt() == expected


@pytest.mark.parametrize(
    ("line", "spaces"),
    [
        ("def f(x):", 4),
        ("    if x:  # why", 8),
        ("y = (", 4),
        ("    return y", 0),
        ("        break", 4),
        ("x = 1", 0),
        ("    x = 1", 4),
    ],
)
def test_the_next_line_is_indented(line: str, spaces: int) -> None:
    assert indentation(line) == " " * spaces
