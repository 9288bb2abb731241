"""The screen of a session's plots, under Pilot."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from backstep.recording.figures import Figure
from backstep.stepper.app import Stepper
from backstep.stepper.plot_screen import PlotScreen
from backstep.stepper.signs import ASCII, UNICODE
from backstep.stepper.text import plain, width_of
from backstep.stepper.view import View, first_view
from tests.stepper.passes import diamond, recorded
from tests.stepper.plots.figures import figure

Script = Callable[[Stepper, Pilot[View]], Awaitable[None]]


def drive(script: Script, figures: list[Figure], size: tuple[int, int] = (80, 24)) -> None:
    app = Stepper(first_view(recorded(diamond)), figures)

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await pilot.press("P")
            await pilot.pause()
            await script(app, pilot)

    asyncio.run(run())


def page(app: Stepper) -> list[str]:
    """The lines that the screen paints."""
    assert isinstance(app.screen, PlotScreen)
    shown = app.screen.page
    return ["".join(s.text for s in shown.render_line(y)) for y in range(shown.size.height)]


@pytest.mark.parametrize("size", [(40, 12), (60, 18), (80, 24), (120, 40), (200, 60)])
def test_a_plot_fills_the_screen(size: tuple[int, int]) -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        lines = page(app)
        assert (len(lines), {len(line) for line in lines}) == (size[1], {size[0]})
        assert lines[2].count("┐") == 1 and lines[-1].strip() == "plot 1 of 1  q back"
        assert {width_of(line) for line in app.screen.page.lines} == {size[0]}  # type: ignore[attr-defined]

    drive(script, [figure("sine")], size)


def test_it_is_drawn_anew_when_the_screen_changes_its_size() -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        lines = page(app)
        assert (len(lines), {len(line) for line in lines}) == (30, {100})
        assert "└" in lines[-4]

    drive(script, [figure("sine")])


def test_keys_go_from_plot_to_plot_and_back() -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        told = [page(app)[-1].split("  ")[0].strip()]
        for key in ("n", "N", "N", "right"):
            await pilot.press(key)
            told.append(page(app)[-1].split("  ")[0].strip())
        assert told == [f"plot {n} of 2" for n in (2, 2, 1, 1, 2)]

    drive(script, [figure("sine"), figure("losses")])


@pytest.mark.parametrize("key", ["q", "escape", "P"])
def test_leaving_it_leads_back_to_the_stepper(key: str) -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        await pilot.press(key)
        assert not isinstance(app.screen, PlotScreen)
        await pilot.press("n")
        assert app.view.position > 0

    drive(script, [figure("sine")])


def test_plots_below_each_other_can_be_scrolled() -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        first = page(app)[0]
        await pilot.press("j")
        assert page(app)[0] != first
        await pilot.press("k")
        assert page(app)[0] == first

    drive(script, [figure("grid")], (40, 12))


def test_a_session_without_plots_says_so() -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        assert "this session has no plots" in page(app)[0]
        await pilot.press("n", "j")
        assert "this session has no plots" in page(app)[0]

    drive(script, [])


@pytest.mark.parametrize(("signs", "ascii_only"), [(ASCII, True), (UNICODE, False)])
def test_it_draws_in_the_signs_of_the_stepper(signs: object, ascii_only: bool) -> None:
    view = first_view(recorded(diamond), signs=signs, theme="mono")  # type: ignore[arg-type]
    app = Stepper(view, [figure("sine")])

    async def run() -> None:
        async with app.run_test(size=(60, 18)) as pilot:
            await pilot.press("P")
            await pilot.pause()
            assert isinstance(app.screen, PlotScreen)
            text = "".join(plain(line) for line in app.screen.page.lines)
            assert text.isascii() is ascii_only

    asyncio.run(run())
