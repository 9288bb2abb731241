"""The app under Pilot: keys, sizes, playing, help, leaving."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from backstep.stepper.app import Stepper
from backstep.stepper.colours import THEME_NAMES
from backstep.stepper.help import HelpScreen
from backstep.stepper.text import plain, width_of
from backstep.stepper.view import View, first_view
from tests.stepper.passes import diamond, recorded, second_order
from tests.stepper.sessions import passes_of

SCREENS = Path(__file__).parent / "screens"
SIZES = [(40, 12), (60, 18), (80, 24), (120, 40), (200, 60)]


def drive(
    script: Callable[[Stepper, Pilot[View]], Awaitable[None]], size: tuple[int, int] = (80, 24)
) -> Stepper:
    app = Stepper(first_view(recorded(diamond) + recorded(second_order)))

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await script(app, pilot)

    asyncio.run(run())
    return app


def shown(app: Stepper) -> str:
    return "\n".join(plain(line) for line in app.surface.lines)


@pytest.mark.parametrize("size", SIZES)
def test_every_line_is_as_wide_as_the_screen(size: tuple[int, int]) -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        for key in ("n", "s", "s", "s", "tab", "z", "o", "end"):
            await pilot.press(key)
            assert len(app.surface.lines) == size[1]
            assert {width_of(line) for line in app.surface.lines} == {size[0]}

    drive(script, size)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
def test_the_accumulation_is_shown_in_figures(size: tuple[int, int]) -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        await pilot.press("n", "n")
        assert "None -> 8.0" in shown(app)
        await pilot.press("n")
        assert "8.0 + 8.0 -> 16.0" in shown(app)
        assert "1.0 * 2 * 4.0 = 8.0" in shown(app)
        await pilot.press("n")
        assert "None -> 64.0" in shown(app)

    drive(script, size)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
def test_driven_by_keys_the_screen_is_the_golden(size: tuple[int, int]) -> None:
    app = Stepper(first_view(passes_of("diamond")))

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await pilot.press("n", "n", "s", "s", "s", "s")

    asyncio.run(run())
    golden = SCREENS / f"diamond-{size[0]}x{size[1]}.txt"
    lines = [plain(line).rstrip() for line in app.surface.lines]
    assert "\n".join(lines) + "\n" == golden.read_text(encoding="utf-8")


def test_resizing_lays_out_anew_and_keeps_the_place() -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        await pilot.press("n", "n")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert len(app.surface.lines) == 40
        assert app.view.moment.pop_index == 1
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert {width_of(line) for line in app.surface.lines} == {40}

    drive(script)


def test_help_opens_over_the_screen_and_any_key_leaves_it() -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("n")
        assert not isinstance(app.screen, HelpScreen)
        assert app.view.position == 0

    drive(script)


def test_playing_takes_steps_and_stops_at_the_end() -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        await pilot.press("end", "S", "space")
        assert app.view.playing
        app.tick()
        assert app.view.position == app.view.timeline.length
        assert not app.view.playing
        assert app.clock is None

    drive(script)


def test_q_leaves_with_the_view() -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        await pilot.press("n", "q")

    app = drive(script)
    assert app.return_value is not None
    assert app.return_value.moment.pop_index == 0


def test_a_click_on_the_scrubber_seeks() -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        await pilot.click(offset=(71, 20))
        assert app.view.position == app.view.timeline.length

    drive(script)


def test_a_step_repaints_only_the_lines_that_changed() -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        before = app.surface.lines
        await pilot.press("tab")
        changed = [y for y in range(24) if before[y] != app.surface.lines[y]]
        assert 0 < len(changed) < 20

    drive(script)


def test_t_goes_through_the_themes_and_says_which() -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        seen = [app.view.theme]
        for _ in THEME_NAMES:
            await pilot.press("t")
            seen.append(app.view.theme)
            assert f"Theme {app.view.theme}: " in shown(app)
            assert app.surface.look.name == app.view.theme
        assert seen[:-1] == list(THEME_NAMES)
        assert seen[-1] == seen[0]

    drive(script)
