"""Time by real keys and the mouse: marks, notes, searches, places, stops, playing, saving."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from backstep.prompt import keeping
from backstep.prompt.keeping import of_file
from backstep.session import read_session
from backstep.stepper.app import Stepper
from backstep.stepper.panes.scrubber import column_of, track_cells
from backstep.stepper.pointing import on_scrubber
from backstep.stepper.text import plain
from backstep.stepper.view import View, first_view
from tests.stepper.sessions import copy_of

SIZES = [(60, 18), (80, 24), (120, 40)]
Script = Callable[[Stepper, Pilot[View]], Awaitable[None]]


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def drive(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Script], Stepper]:
    """Runs a script on a stepper over the diamond, at each size."""

    def run(script: Script) -> Stepper:
        path = Path(copy_of("diamond", tmp_path))
        monkeypatch.setattr(keeping, "shipped_sessions", lambda: {"diamond": path})
        session = read_session(path)
        with of_file(session) as kept:
            view = replace(first_view(session.recordings), notebook=kept.notebook)
            app = Stepper(view, keeper=kept.keeper)

            async def played() -> None:
                async with app.run_test(size=request.param) as pilot:
                    await pilot.pause()
                    await script(app, pilot)

            asyncio.run(played())
        return app

    return run


async def typed(pilot: Pilot[View], key: str, text: str) -> None:
    """A key that asks, the answer, Enter."""
    names = {" ": "space", "#": "number_sign", ".": "full_stop"}
    await pilot.press(key, *(names.get(c, c) for c in text), "enter")


def shown(app: Stepper) -> str:
    return " ".join(" ".join(plain(line) for line in app.surface.lines).split())


Drive = Callable[[Script], Stepper]


def test_marks_and_notes(drive: Drive) -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        await pilot.press("n", "m", "n", "n")
        assert "comes with backstep" in shown(app) or app.view.message == ""
        await typed(pilot, "M", "they add")
        assert "▼ they add" in shown(app)
        await pilot.press("left_square_bracket")
        assert app.view.position == 7
        await pilot.press("right_square_bracket")
        assert app.view.position == 17
        await pilot.press("m", "home", "right_square_bracket", "right_square_bracket")
        assert app.view.position == 7
        assert "No mark after this" in shown(app)

    drive(script)


def test_what_is_not_written_is_told_once(drive: Drive) -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        await pilot.press("n", "m")
        assert "diamond.jsonl comes with backstep" in app.view.message
        await pilot.press("n", "m")
        assert app.view.message.startswith("Marked")

    drive(script)


def test_a_search_shows_its_keys_until_it_ends(drive: Drive) -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        await typed(pilot, "slash", "square#2")
        assert app.view.position == 13
        assert "> next match < before Esc end search" in shown(app)
        await typed(pilot, "slash", "a")
        await pilot.press("greater_than_sign", "less_than_sign")
        assert app.view.position == 16
        await pilot.press("escape", "greater_than_sign")
        assert app.view.position == 16
        assert "next match" not in shown(app)

    drive(script)


def test_what_is_not_found_stays_to_be_mended(drive: Drive) -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        await typed(pilot, "slash", "sqare")
        assert app.view.entry is not None
        assert "called sqare" in shown(app)
        await pilot.press("left", "left", "left", "u", "enter")
        assert (app.view.entry, app.view.position) == (None, 8)

    drive(script)


def test_places(drive: Drive) -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        for text, position in (("pop 3", 13), ("step 9", 9), ("end", 22), ("add", 2), ("1", 2)):
            await typed(pilot, "colon", text)
            assert app.view.position == position

    drive(script)


def test_stops_end_c_and_playing(drive: Drive) -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        await typed(pilot, "B", "add")
        await pilot.press("c")
        assert app.view.position == 16
        assert "Stop at add. a already had a gradient" in shown(app)
        await pilot.press("home", "space")
        while app.view.playing:
            app.tick()
        assert app.view.position == 16
        assert app.clock is None
        await pilot.press("C")
        assert app.view.position == 0

    drive(script)


def test_playing_goes_on_from_a_note(drive: Drive) -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        await typed(pilot, "colon", "step 3")
        await typed(pilot, "M", "look")
        await pilot.press("home", "space")
        while app.view.playing:
            app.tick()
        assert app.view.position == 3
        await pilot.press("space")
        while app.view.playing:
            app.tick()
        assert app.view.position == app.view.timeline.length

    drive(script)


def test_a_click_on_a_mark_goes_to_it(drive: Drive) -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        await typed(pilot, "colon", "step 11")
        await pilot.press("m", "end")
        width, height = app.view.size
        (y,) = [y for y in range(height) if on_scrubber(app.view, y)]
        x = 2 + column_of(app.view, track_cells(app.view, width), 11)
        await pilot.click(offset=(x, y))
        assert app.view.position == 11

    drive(script)


def test_saved_to_a_file_it_opens_there(drive: Drive, tmp_path: Path) -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        await pilot.press("n", "m", "D", "tab", "w")
        app.surface.post_message(events.Paste(str(tmp_path / "mine")))
        await pilot.press("enter")
        assert "Saved to" in shown(app)

    drive(script)
    session = read_session(tmp_path / "mine.jsonl")
    assert session.marks[0] == {7: ""}
    assert session.looked is not None
    index, looked = session.looked
    assert (index, looked.step, looked.direction, looked.pane) == (0, 7, "down", "pop")


def test_the_list(drive: Drive) -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        await pilot.press("n", "m", "n", "m", "home", "apostrophe", "j")
        assert "Marks and stops" in shown(app)
        await pilot.press("enter")
        assert (app.view.mode, app.view.position) == ("steps", 12)

    drive(script)
