"""The recording for asciinema: its JSON, and what a terminal shows when it is played."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyte
import pytest

from backstep.export.cast import (
    MOST_FRAMES,
    MOST_PHASES,
    Pen,
    as_cast,
    harmless,
    left_out,
    screen_of,
)
from backstep.export.errors import ExportError
from backstep.export.subject import Subject
from backstep.export.wanted import Wanted
from backstep.recording.annotations import Annotations
from backstep.recording.records import Recording
from backstep.session.live import LiveSession
from backstep.stepper.notebook import notebook_of
from backstep.stepper.text import plain
from backstep.stepper.view import View, first_view
from tests.stepper.emulated import Grid
from tests.stepper.passes import diamond, recorded, second_order

NOTED = Annotations({5: "Two paths meet here.", 9: ""})
# The sequences that are ours: places, looks, the cleared screen, the cursor on and off.
OURS = re.compile(r"\x1b\[(\d+;\d+H|\d+C|[0-9;]*m|2J|\?25[hl])")
PAYLOADS = (
    "\x1b]0;owned\x07",
    "\x1b[2J\x1b[31m",
    "\x9b5n",
    "\u202egnp.",
    "\x00\x08\x08",
    "한글 ✓",
)
LENGTH = 22  # steps of the diamond
CHAIN = "x = Variable(np.array(0.5))\ny = x\nfor i in range({n}):\n    y = sin(y)\ny.backward()\n"


def events_of(subject: Subject, wanted: Wanted) -> tuple[dict[str, Any], list[list[Any]]]:
    header, *events = map(json.loads, as_cast(subject, wanted).splitlines())
    return header, events


def ran(source: str) -> tuple[Recording, ...]:
    live = LiveSession(lambda text: None)
    assert live.run(source).outcome.problem is None
    return tuple(live.recordings)


def played(events: list[list[Any]], size: tuple[int, int], until: float = 1e9) -> list[str]:
    """What pyte, a terminal that is not ours, shows after the events up to a time."""
    screen = pyte.Screen(*size)
    stream = pyte.Stream(screen)
    for seconds, kind, data in events:
        if kind == "o" and seconds <= until:
            stream.feed(data)
    return [row.rstrip() for row in screen.display]


def view_at(subject: Subject, wanted: Wanted, position: int) -> View:
    view = first_view(subject.recordings, wanted.index, position, theme=wanted.theme)
    return replace(view, size=wanted.size, notebook=notebook_of(subject.pages))


def rows_of(view: View) -> list[str]:
    return [plain(line).rstrip() for line in screen_of(view)]


@pytest.mark.parametrize("size", [(40, 12), (60, 18), (80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("program", [diamond, second_order])
def test_at_its_end_a_terminal_shows_the_last_screen(program: Any, size: tuple[int, int]) -> None:
    subject = Subject(tuple(recorded(program)))
    wanted = Wanted(size=size)
    header, events = events_of(subject, wanted)
    end = subject.recordings[0]
    view = view_at(subject, wanted, 10**6)
    assert (header["width"], header["height"]) == size
    assert view.moment.recording is end
    assert played(events, size) == rows_of(view)


@pytest.mark.parametrize("position", range(LENGTH + 1))
def test_at_each_step_a_terminal_shows_the_screen_of_that_step(position: int) -> None:
    subject, wanted = Subject(tuple(recorded(diamond)), pages=(NOTED,)), Wanted(size=(80, 24))
    _, events = events_of(subject, wanted)
    held = {5: len(NOTED.marks[5]) / 15, 9: 1}  # as long as it takes to read
    end_of_step = position + 1 + sum(more for step, more in held.items() if step <= position)
    assert played(events, (80, 24), end_of_step - 0.01) == rows_of(
        view_at(subject, wanted, position)
    )


@pytest.mark.parametrize("theme", ["dark", "light", "ansi", "mono"])
def test_what_frames_leave_unsaid_looks_as_if_all_were_said(theme: str) -> None:
    subject, wanted = Subject(tuple(recorded(diamond))), Wanted(size=(120, 40), theme=theme)
    _, events = events_of(subject, wanted)
    step_by_step, at_once = Grid(120, 40), Grid(120, 40)
    for _, kind, data in events:
        step_by_step.write(data if kind == "o" else "")
    at_once.write(Pen(theme).drawn(screen_of(view_at(subject, wanted, 10**6))))
    assert step_by_step.rows == at_once.rows


def test_times_go_up_and_the_last_frame_stays() -> None:
    header, events = events_of(Subject(tuple(recorded(diamond))), Wanted(pace=0.5))
    times = [seconds for seconds, _, _ in events]
    assert times == sorted(times)
    assert times[0] == 0.0
    assert times[-1] - times[-2] >= 4
    assert header["duration"] == times[-1] == (LENGTH + 1) * 0.5 + 4


def test_gradients_are_on_their_way_where_a_step_leaves_the_time() -> None:
    subject = Subject(tuple(recorded(diamond)))
    brisk, slow = (len(events_of(subject, Wanted(pace=pace))[1]) for pace in (0.5, 1.0))
    assert brisk <= LENGTH + 2 < slow


def test_it_begins_at_the_step_that_is_wanted() -> None:
    subject, wanted = Subject(tuple(recorded(diamond))), Wanted(at=16, size=(80, 24))
    _, events = events_of(subject, wanted)
    assert played(events, (80, 24), 0.0) == rows_of(view_at(subject, wanted, 16))
    assert events[-1][0] == LENGTH - 16 + 1 + 4


def test_notes_and_marks_are_markers_and_a_note_is_left_time_to_read() -> None:
    note = "word " * 30
    subject = Subject(tuple(recorded(diamond)), pages=(Annotations({5: note, 9: ""}),))
    _, events = events_of(subject, Wanted(pace=1.0))
    assert [event for event in events if event[1] == "m"] == [
        [5.0, "m", note[:60].strip()],
        [5.0 + 1 + len(note) / 15 + 3, "m", ""],
    ]


def test_the_header_names_what_is_shown_and_no_clock() -> None:
    header, _ = events_of(Subject(tuple(recorded(diamond)), title="Two paths"), Wanted())
    assert header["version"] == 2
    assert header["title"] == "Two paths"
    assert header["env"] == {"TERM": "xterm-256color"}
    assert "timestamp" not in header


def test_a_short_pass_is_there_with_every_step() -> None:
    assert left_out(Subject(tuple(recorded(diamond))), Wanted()) == ""


def test_the_same_pass_gives_the_same_file() -> None:
    first, second = (as_cast(Subject(tuple(recorded(diamond))), Wanted()) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("pops", [MOST_PHASES // 4, 2 * MOST_FRAMES + 1])
def test_a_long_pass_goes_by_pops_and_a_very_long_one_by_several(pops: int) -> None:
    subject = Subject(ran(CHAIN.format(n=pops)), title="chain")
    wanted = Wanted(size=(60, 18))
    header, events = events_of(subject, wanted)
    several = -(-pops // MOST_FRAMES)
    assert header["title"] == ("chain" if several == 1 else f"chain: {several} pops at a time")
    assert len(events) <= pops // several + 4
    assert ("pop by pop" if several == 1 else f"by {several} at") in left_out(subject, wanted)
    assert played(events, (60, 18)) == rows_of(view_at(subject, wanted, 10**9))


def test_a_long_pass_halts_at_a_note_within_a_pop() -> None:
    subject = Subject(ran(CHAIN.format(n=100)), pages=(Annotations({123: "look"}),))
    wanted = Wanted(size=(60, 18))
    _, events = events_of(subject, wanted)
    (marker,) = [event for event in events if event[1] == "m"]
    assert played(events, (60, 18), marker[0]) == rows_of(view_at(subject, wanted, 123))


@pytest.mark.parametrize(
    "payload",
    ["\x1b]0;owned\x07", "\x1b[2J\x1b[31m", "\x9b5n", "\u202egnp.", "\x00\x08\x08", "한글 ✓"],
)
def test_what_people_write_is_text_and_no_more(payload: str) -> None:
    source = f"x = Variable(np.array(2.0), name={payload!r})\ny = x * x\ny.name = {payload!r}\n"
    recordings = ran(source + "y.backward()\n")
    pages = (Annotations({3: f"see {payload}"}),)
    subject, wanted = Subject(recordings, title=payload, pages=pages), Wanted(size=(80, 24))
    header, events = events_of(subject, wanted)
    written = "".join(data for _, kind, data in events if kind == "o")
    told = [header["title"], *(data for _, kind, data in events if kind == "m")]
    for text in told:
        assert text.isprintable()
    assert OURS.sub("", written).isprintable()
    assert played(events, (80, 24)) == rows_of(view_at(subject, wanted, 10**6))


def test_a_character_that_a_pane_lets_through_is_left_out() -> None:
    assert harmless("a\x1b[2Jb\u202e") == "a[2Jb"


def test_without_a_pass_a_sentence_says_so() -> None:
    with pytest.raises(ExportError, match="no backward pass"):
        as_cast(Subject(()), Wanted())


@pytest.mark.skipif(shutil.which("asciinema") is None, reason="asciinema is not installed")
def test_asciinema_plays_it(tmp_path: Path) -> None:
    subject, wanted = Subject(tuple(recorded(diamond)), pages=(NOTED,)), Wanted(size=(80, 24))
    path = tmp_path / "diamond.cast"
    path.write_text(as_cast(subject, wanted), encoding="utf-8")
    done = subprocess.run(
        ["asciinema", "cat", str(path)], capture_output=True, check=True, timeout=60
    )
    assert played([[0.0, "o", done.stdout.decode()]], (80, 24)) == rows_of(
        view_at(subject, wanted, 10**6)
    )
