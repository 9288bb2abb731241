"""What terminals of many kinds are told: signs, colours, sizes, frames."""

from __future__ import annotations

import asyncio
import re
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from backstep.stepper.actions import action_for, changed, footer_hints
from backstep.stepper.app import Stepper
from backstep.stepper.screens import SMALLEST, screen_lines
from backstep.stepper.seeking import played
from backstep.stepper.signs import ASCII, knows_unicode
from backstep.stepper.text import Line, plain, width_of
from backstep.stepper.view import View
from tests.stepper.plots.figures import figure
from tests.stepper.pseudo import Pseudo
from tests.stepper.screens import session_view
from tests.stepper.sessions import copy_of

SIZES = [(40, 12), (10, 3), (300, 100), (1, 1), (20, 8), (19, 8), (20, 7), (60, 15), (80, 24)]


def lines_of(view: View) -> list[Line]:
    return screen_lines(view, footer_hints(view))


def whole(view: View) -> bool:
    """Whether the screen has all its lines, each as wide as it."""
    lines = lines_of(view)
    return len(lines) == view.size[1] and {width_of(line) for line in lines} == {view.size[0]}


def pressed(view: View, *keys: str) -> View:
    for key in keys:
        action = action_for(key, view)
        assert action is not None
        view = changed(view, action)
    return view


@pytest.mark.parametrize(
    ("environ", "encoding", "known"),
    [
        ({"TERM": "xterm", "LANG": "en_US.UTF-8"}, "utf-8", True),
        ({"TERM": "xterm", "LC_CTYPE": "UTF-8"}, "utf-8", True),  # macOS
        ({"TERM": "screen", "LANG": "C.utf8"}, "utf-8", True),
        ({"TERM": "tmux-256color"}, "utf-8", True),
        ({"TERM": "vte-256color"}, "utf-8", True),
        ({"TERM": "xterm", "LANG": "en_US"}, "utf-8", True),
        ({"TERM": "xterm", "LANG": "en_US.UTF-8"}, "iso8859-1", False),
        ({"TERM": "xterm", "LANG": "en_US.UTF-8", "LC_ALL": "C"}, "utf-8", False),
        ({"TERM": "xterm", "LANG": "POSIX"}, "utf-8", False),
        ({"TERM": "xterm", "LANG": "ja_JP.eucJP"}, "utf-8", False),
        ({"TERM": "linux", "LANG": "en_US.UTF-8"}, "utf-8", False),
        ({"TERM": "vt220-w", "LANG": "en_US.UTF-8"}, "utf-8", False),
    ],
)
def test_unicode_is_drawn_where_terminal_and_locale_have_it(
    environ: dict[str, str], encoding: str, known: bool
) -> None:
    assert knows_unicode(environ, encoding) is known


@pytest.mark.parametrize(
    "said",
    [
        {"TERM": "linux"},
        {"TERM": "vt100"},
        {"LC_ALL": "C"},
        {"LANG": "POSIX"},
        {"LC_ALL": "C", "PYTHONUTF8": "0"},
    ],
    ids=str,
)
def test_ascii_is_drawn_by_itself(said: dict[str, str], tmp_path: Path) -> None:
    terminal = Pseudo(tmp_path, "replay", copy_of("diamond", tmp_path), **said)
    terminal.wait_for("pop 0/4")
    terminal.type("n")
    terminal.wait_for("pop 1/4", ">add<")
    terminal.type("\x10")
    terminal.wait(lambda: "3 Queue" not in terminal.text, "the palette")
    terminal.type("\x1b")
    terminal.wait_for("3 Queue", "q quit")
    terminal.type("q")
    assert terminal.end() == (0, None)
    assert terminal.written.isascii()


def test_without_a_terminal_for_errors_there_is_a_conversation(tmp_path: Path) -> None:
    """The screen is drawn to the error stream; what is drawn to a file would be seen by nobody."""
    copy = copy_of("diamond", tmp_path)
    command = f"{sys.executable} -m backstep replay {copy} 2>{tmp_path}/errors"
    terminal = Pseudo(tmp_path, program=("/bin/sh", "-c", command))
    terminal.wait_for("(pass 1/2 pop 0/4 step 0/22)")
    terminal.type("q\r")
    assert terminal.end() == (0, None)
    assert (tmp_path / "errors").read_bytes() == b""
    assert b"\x1b[?1049h" not in terminal.written


def reversed_rows(terminal: Pseudo) -> int:
    """The rows that are reversed from side to side, but for the edges."""
    rows = [terminal.screen.buffer[y] for y in range(terminal.screen.lines)]
    return sum(all(row[x].reverse for x in range(5, 75)) for row in rows)


def test_no_colour_is_written_where_none_is_wanted(tmp_path: Path) -> None:
    """Not even by the palette, whose chosen row is reversed."""
    terminal = Pseudo(
        tmp_path, "replay", copy_of("diamond", tmp_path), COLORTERM="truecolor", NO_COLOR="1"
    )
    terminal.wait_for("pop 0/4")
    terminal.type("n")
    terminal.wait_for("pop 1/4")
    terminal.type("\x10")
    terminal.wait_for("Action:", "animation")
    terminal.type("\x1b[B")
    terminal.wait(lambda: reversed_rows(terminal) == 1, "the chosen entry")
    terminal.type("\x1b")
    terminal.wait_for("Queue", "q quit")
    terminal.type("q")
    assert terminal.end() == (0, None)
    codes = {code for look in terminal.looks() for code in look.split(";")}
    assert codes <= {"", *"0123479", "22", "23", "24", "27", "29"}


@pytest.mark.parametrize(
    ("said", "allowed"),
    [
        ({"TERM": "xterm"}, r"[349]\d|10[0-7]"),
        ({"TERM": "screen"}, r"[349]\d|10[0-7]"),
        ({"TERM": "tmux-256color"}, r"[34]9|[34]8;5;\d+"),
        ({"COLORTERM": "truecolor"}, r"[34]9|[34]8;2;\d+;\d+;\d+"),
    ],
    ids=str,
)
def test_colours_are_written_as_the_terminal_has_them(
    said: dict[str, str], allowed: str, tmp_path: Path
) -> None:
    terminal = Pseudo(tmp_path, "replay", copy_of("diamond", tmp_path), **said)
    terminal.wait_for("pop 0/4")
    terminal.type("nn")
    terminal.wait_for("pop 2/4")
    terminal.type("q")
    assert terminal.end() == (0, None)
    colour = re.compile(rf"(?:(?:[0-479]|2[2-9]|{allowed})(?:;|$))*")
    assert [look for look in terminal.looks() if not colour.fullmatch(look)] == []
    assert any(re.search(allowed, look) for look in terminal.looks())


def read_for(seconds: float, terminal: Pseudo) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        terminal.read()


def test_no_frame_is_written_over_ssh(tmp_path: Path) -> None:
    """The screen of a step is written once; here, where it flows, many times."""
    writes = {}
    for name, said in (("ssh", {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}), ("here", {})):
        terminal = Pseudo(tmp_path, "replay", copy_of("diamond", tmp_path), **said)
        terminal.wait_for("pop 0/4")
        read_for(0.5, terminal)
        before = len(terminal.written)
        terminal.type("n")
        terminal.wait_for("pop 1/4")
        read_for(1.5, terminal)  # a flow takes half a second
        writes[name] = terminal.written[before:].count(b"\x1b[0m")
        terminal.type("q")
        assert terminal.end() == (0, None)
    assert writes["ssh"] == 1
    assert writes["here"] > 2


@pytest.mark.parametrize("size", [(10, 3), (19, 30), (200, 7), (5, 1)])
def test_a_screen_too_small_says_so(size: tuple[int, int]) -> None:
    view = replace(session_view("diamond", size), position=7)
    assert "".join(map(plain, lines_of(view))).startswith(f"{size[0]}x{size[1]}"[: size[0]])
    assert whole(view)
    words = plain([run for line in lines_of(replace(view, size=(19, 8))) for run in line])
    assert " ".join(words.split()) == "19x8 is too small: 20x8 at least. q quits."


@pytest.mark.parametrize("keys", [(), ("M",), ("slash",), ("a",), ("r",), ("p",), ("m", "B")])
@pytest.mark.parametrize("signs", ["unicode", "ascii"])
def test_a_new_size_keeps_what_is_asked_and_every_line_whole(
    keys: tuple[str, ...], signs: str
) -> None:
    view = session_view("diamond", (80, 24), 7)
    view = pressed(replace(view, signs=ASCII) if signs == "ascii" else view, *keys)
    for size in SIZES:
        resized = replace(view, size=size)
        assert whole(resized)
        assert resized.entry == view.entry
        if min(size[0] - SMALLEST[0], size[1] - SMALLEST[1]) >= 0:
            assert "too small" not in "".join(map(plain, lines_of(resized)))


def test_a_new_size_while_playing_keeps_every_line_whole() -> None:
    view = pressed(session_view("diamond", (80, 24)), "space")
    for k in range(view.timeline.length):
        view = played(replace(view, size=SIZES[k % len(SIZES)]))
        assert whole(view)


@pytest.mark.parametrize("key", ["question_mark", "P", "ctrl+p", "L", "M", "p", "a"])
def test_whatever_is_open_takes_any_size(key: str) -> None:
    app = Stepper(session_view("diamond", (80, 24)), [figure("classes")])

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press(key)
            await pilot.pause()
            for size in ((10, 3), (300, 100), (1, 1), (40, 12)):
                await pilot.resize_terminal(*size)
                await pilot.pause()
                await pilot.press("down")
                assert len(app.surface.lines) == size[1]

    asyncio.run(run())


def test_a_terminal_that_changes_its_size_is_followed(tmp_path: Path) -> None:
    terminal = Pseudo(tmp_path, "replay", copy_of("diamond", tmp_path))
    terminal.wait_for("pop 0/4")
    terminal.type(" ")
    for size, words in (((10, 3), "too small"), ((300, 100), "Narration"), ((40, 12), "Graph")):
        terminal.resize(*size)
        terminal.wait_for(words)
    terminal.type("M")
    terminal.wait_for("Note")
    terminal.resize(100, 30)
    terminal.wait_for("Note", "Queue", "Source")
    terminal.type("\x1b")
    terminal.wait(lambda: "Note" not in terminal.text, "the end of the question")
    terminal.type("q")
    assert terminal.end() == (0, None)
