"""What the mouse does, in the app: clicks, drags, the wheel."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from textual.pilot import Pilot

from backstep.stepper.app import Stepper
from backstep.stepper.view import View, first_view
from tests.stepper.passes import diamond, recorded


def drive(script: Callable[[Stepper, Pilot[View]], Awaitable[None]]) -> None:
    app = Stepper(first_view(recorded(diamond)))

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await script(app, pilot)

    asyncio.run(run())


def test_a_click_chooses_a_pane() -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        await pilot.click(offset=(60, 18))
        assert app.view.pane == "source"

    drive(script)


def test_a_drag_moves_the_graph_with_the_hand() -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        await pilot.mouse_down(offset=(40, 3))
        await pilot.hover(offset=(30, 4))
        await pilot.mouse_up(offset=(30, 4))
        assert app.view.pan is not None
        assert app.view.pan[0] > 0 > app.view.pan[1]

    drive(script)


def test_a_drag_on_the_scrubber_seeks() -> None:
    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        await pilot.mouse_down(offset=(10, 20))
        await pilot.hover(offset=(71, 20))
        await pilot.mouse_up(offset=(71, 20))
        assert app.view.position == app.view.timeline.length

    drive(script)


def test_a_question_takes_the_keys_until_it_is_left() -> None:
    from dataclasses import replace

    from backstep.stepper.entry import Entry, Refused

    def answer(view: View, text: str) -> View:
        if text != "nn":
            raise Refused("type nn")
        return view.to(5)

    async def script(app: Stepper, pilot: Pilot[View]) -> None:
        app.change(replace(app.view, entry=Entry("Go:", answer)))
        await pilot.press("n", "enter")
        assert app.view.entry is not None
        assert app.view.entry.mistake == "type nn"
        await pilot.press("n", "enter")
        assert (app.view.entry, app.view.position) == (None, 5)
        app.change(replace(app.view, entry=Entry("Go:", answer)))
        await pilot.press("q", "escape")
        assert (app.view.entry, app.view.position) == (None, 5)

    drive(script)
