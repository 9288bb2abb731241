"""What is loaded behind the first prompt: whoever needs it waits, and is told where it failed."""

from __future__ import annotations

import time
from threading import current_thread

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from backstep.prompt.keyboard import keyboard
from backstep.prompt.later import Later, already
from backstep.prompt.preferences import Preferences
from backstep.prompt.start import hold
from backstep.session.live import LiveSession


def slow() -> LiveSession:
    time.sleep(0.1)
    return LiveSession(lambda text: None)


def failing() -> LiveSession:
    raise OSError("no such thing")


def test_it_is_made_once_and_only_when_it_is_asked_for() -> None:
    made: list[int] = []
    later = Later(lambda: made.append(1) or len(made))
    assert (made, later.is_ready, later.is_begun) == ([], False, False)
    assert (later(), later(), made, later.is_ready) == (1, 1, [1], True)


def test_it_can_be_made_in_the_thread_that_wants_it() -> None:
    later = Later(current_thread)
    later.make()
    assert (later.is_begun, later()) == (True, current_thread())


def test_what_its_making_raised_is_raised_each_time() -> None:
    later = Later(failing)
    assert later.wait() is False
    for _ in range(2):
        with pytest.raises(OSError, match="no such thing"):
            later()


def test_the_end_of_one_that_was_never_begun_comes_at_once() -> None:
    later = Later(failing)
    later.end()
    assert not later.is_begun


def test_whoever_is_told_at_the_end_may_ask_for_the_thing() -> None:
    told: list[int] = []
    later = Later(lambda: 6)
    later.when_ready = lambda: told.append(later())
    later()
    later.end()
    assert told == [6]


@pytest.mark.parametrize("typed", ["6 * 7\r", "squ\t * 7\r", "\x1b[200~6 * 7\x1b[201~\r"])
@pytest.mark.parametrize("make", [slow, failing])
def test_keys_that_come_before_it_is_loaded_are_not_lost(make, typed: str) -> None:
    with create_pipe_input() as pipe:
        pipe.send_text(typed)
        text = keyboard(Later(make), pipe, DummyOutput()).read()
    assert text.endswith(" * 7")


class Typist:
    """A reader of two cells."""

    draft = ""

    def __init__(self) -> None:
        self.cells = ["x = 1", "x + 1"]

    def read(self, prefill: str = "") -> str:
        if not self.cells:
            raise EOFError
        return self.cells.pop(0)

    def remember(self, cell: str) -> None:
        pass


def test_the_first_cell_waits_and_is_told_the_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    output: list[str] = []
    hold(Typist(), already(LiveSession(output.append)), Preferences(), ["warning: not saved"])
    assert output == ["2\n"]
    assert capsys.readouterr().err == "warning: not saved\n"


def test_a_session_that_cannot_be_loaded_ends_the_conversation_with_its_error() -> None:
    with pytest.raises(OSError, match="no such thing"):
        hold(Typist(), Later(failing), Preferences())
