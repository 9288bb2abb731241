"""The prompt's own keys: indents, pastes, the way to the stepper, vi, history, late replies."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from backstep.prompt.history import Suggestions
from backstep.prompt.keyboard import keyboard
from backstep.prompt.later import already
from backstep.prompt.settings import Settings
from backstep.session.live import LiveSession

PASTE = "\x1b[200~", "\x1b[201~"
BACKSPACE, S_TAB, F4, F5 = "\x7f", "\x1b[Z", "\x1bOS", "\x1b[15~"
UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
ENTERS = "\r\r\r"  # enough for any block; more than a line needs


def typed(keys: str, *history: str, settings: Settings | None = None) -> str:
    """What the prompt gives for some keys, where cells have been entered before."""
    with create_pipe_input() as pipe:
        editor = keyboard(already(LiveSession(lambda text: None)), pipe, DummyOutput(), settings)
        for cell in history:
            editor.remember(cell)
        pipe.send_text(keys)
        return editor.read()


@pytest.mark.parametrize(
    ("script", "cell"),
    [
        ("\r\n  x = 1\r\n\r\n  y = 2\r\n", "x = 1\n\ny = 2"),
        (">>> x = 1\n>>> x\n1\n", "x = 1\nx"),
        ("if x:\n\ty = 1\n\n", "if x:\n    y = 1"),
    ],
)
def test_what_is_pasted_is_taken_as_it_was_meant(script: str, cell: str) -> None:
    assert typed(PASTE[0] + script + PASTE[1] + "\r").strip() == cell


def test_a_hundred_pasted_lines_with_blank_ones_in_a_function() -> None:
    body = "".join(f"    a{i} = {i}\n\n" for i in range(50))
    script = f"def f():\n{body}    return a0\n\nf()\n"
    assert typed(PASTE[0] + script + PASTE[1] + "\r") == script


def test_lines_pasted_into_a_block_take_its_indent() -> None:
    keys = "if x:\r" + PASTE[0] + "a = 1\nb = 2" + PASTE[1] + ENTERS
    assert typed(keys).rstrip() == "if x:\n    a = 1\n    b = 2"


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("\t" + BACKSPACE + "x", "x"),  # also in the first line
        ("\t\t" + BACKSPACE * 2 + "x", "x"),
        ("if x:\r\t" + BACKSPACE * 2 + "y", "if x:\ny"),
        ("if x:\r  " + BACKSPACE + "y", "if x:\n    y"),
        ("if x:\r\ty" + S_TAB, "if x:\n    y"),
        ("if x:\ry" + S_TAB * 3, "if x:\ny"),
        ("if x:\ryz" + LEFT + S_TAB + "_", "if x:\ny_z"),
        ("ab" + BACKSPACE, "a"),
    ],
)
def test_indents_go_by_levels(keys: str, text: str) -> None:
    assert typed(keys + ENTERS).rstrip() == text


@pytest.mark.parametrize("newline", ["\x0f", "\x1b\r"])
def test_ctrl_o_and_alt_enter_make_a_new_line(newline: str) -> None:
    assert typed(f"x = 1{newline}y = 2\r") == "x = 1\ny = 2"


def test_f5_steps_and_what_was_being_typed_waits() -> None:
    with create_pipe_input() as pipe:
        editor = keyboard(already(LiveSession(lambda text: None)), pipe, DummyOutput())
        pipe.send_text("half a li" + F5)
        assert (editor.read(), editor.draft) == ("%step", "half a li")
        pipe.send_text("ne\r")
        assert editor.read(editor.draft) == "half a line"
        assert "%step" not in editor.history.get_strings()


def test_f4_switches_to_vi_and_back() -> None:
    with create_pipe_input() as pipe:
        editor = keyboard(already(LiveSession(lambda text: None)), pipe, DummyOutput())
        pipe.send_text(F4 + "x = 12\x1bx\r")
        assert editor.read() == "x = 1"
        assert editor.app.editing_mode == EditingMode.VI
        pipe.send_text(F4 + "x = 34\x01y\r")
        assert editor.read() == "yx = 34"


def test_vi_keys_from_the_settings() -> None:
    assert typed("one two\x1bbdw\r", settings=Settings(keys="vi")).strip() == "one"


@pytest.mark.parametrize(
    "reply",
    ["\x1b[?2026;2$y", "\x1b[?2048;0$y", "\x1b[?1u", "\x1b[I", "\x1b[O", "\x1b[2;1R",
     "\x1b[<0;3;4M", "\x1b[E"],
)  # fmt: skip
def test_late_replies_of_the_terminal_type_nothing(reply: str) -> None:
    assert typed(f"{reply}x = {reply}1\r") == "x = 1"


@pytest.mark.parametrize(
    ("keys", "cell"),
    [
        (UP, "other = 3"),
        ("va" + UP, "value = 2"),
        ("va" + UP + UP, "value = 1"),
        ("va" + UP + UP + DOWN, "value = 2"),
        ("\x12alue\r", "value = 2"),
        ("\x12alue\x12\r", "value = 1"),
    ],
)
def test_history_is_searched_by_what_has_been_typed(keys: str, cell: str) -> None:
    assert typed(keys + "\r", "value = 1", "value = 2", "other = 3") == cell


def test_a_block_comes_back_whole_and_runs_at_once() -> None:
    block = "def f(x):\n    y = x\n\n    return y"
    assert typed(UP + "\r", block) == block


def test_a_block_that_is_changed_waits_for_its_end() -> None:
    block = "for i in xs:\n    print(i)"
    changed = typed(UP + "\x7f\x7f\x7f(j)" + "\r" + "k" + ENTERS, block).rstrip()
    assert changed == "for i in xs:\n    print(j)\n    k"


@pytest.fixture
def suggested() -> Callable[[str], str]:
    """Give the cell after some keys that are pressed where a suggestion is shown."""

    def press(keys: str) -> str:
        with create_pipe_input() as pipe:
            editor = keyboard(already(LiveSession(lambda text: None)), pipe, DummyOutput())
            editor.remember("value = square(2)")
            buffer = editor.default_buffer

            def suggest(_: object) -> None:
                if buffer.text == "va":
                    found = Suggestions().get_suggestion(buffer, buffer.document)
                    buffer.suggestion = found
                    pipe.send_text(keys + "\r")

            buffer.on_text_changed += suggest
            pipe.send_text("va")
            return editor.read()

    return press


@pytest.mark.parametrize(
    ("keys", "cell"),
    [
        (RIGHT, "value = square(2)"),
        ("\x06", "value = square(2)"),
        ("\x05", "value = square(2)"),
        ("\x1bf", "value "),
    ],
)
def test_a_suggestion_is_taken_by_its_keys(
    suggested: Callable[[str], str], keys: str, cell: str
) -> None:
    assert suggested(keys) == cell


def test_without_suggestions_in_the_settings_there_are_none() -> None:
    with create_pipe_input() as pipe:
        live, plain = LiveSession(lambda text: None), Settings(suggest=False)
        assert keyboard(already(live), pipe, DummyOutput(), plain).auto_suggest is None
