"""The palette: actions by name with their keys, taken by Enter or by a click."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from backstep.stepper.actions import ACTIONS, Action, is_there
from backstep.stepper.app import Stepper
from backstep.stepper.keymap import Keymap
from backstep.stepper.palette import PaletteScreen
from backstep.stepper.palette_page import Palette, clicked, found, palette_lines, pressed
from backstep.stepper.text import plain, width_of
from backstep.stepper.view import View, first_view
from tests.stepper.passes import diamond, recorded


@pytest.fixture
def view() -> View:
    return first_view(recorded(diamond))


def typed_in(view: View, text: str) -> Palette:
    palette: Palette | Action | None = Palette()
    for character in text:
        assert isinstance(palette, Palette)
        palette = pressed(view, palette, character, character, 24)
    assert isinstance(palette, Palette)
    return palette


def test_without_a_search_it_has_every_action_that_is_there(view: View) -> None:
    there = [action for action in ACTIONS if is_there(action, view)]
    assert [each for each in there if each not in found(view, "")] == [
        next(each for each in ACTIONS if each.name == "palette")
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [("compare", "compare"), ("retain", "retain_grad"), ("next", "next pop"), ("why", "why"),
     ("keep it", "mark"), ("PANE 3", "pane 3: queue")],
)  # fmt: skip
def test_the_first_that_is_found_is_the_one_that_is_meant(view: View, text: str, name: str) -> None:
    assert found(view, text)[0].name == name


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 60)])
@pytest.mark.parametrize("text", ["", "mark", "xyzzy"])
def test_it_is_as_large_as_the_screen(view: View, text: str, size: tuple[int, int]) -> None:
    lines = palette_lines(view, typed_in(view, text), *size)
    assert len(lines) == size[1]
    assert {width_of(line) for line in lines} == {size[0]}


def test_it_shows_the_keys_as_they_are_now(view: View) -> None:
    other = replace(view, keymap=Keymap((("next pop", ("f9",)),)))
    assert " F9 " in plain(palette_lines(other, typed_in(view, "next pop"), 80, 24)[1])


def test_enter_takes_what_is_chosen_and_escape_nothing(view: View) -> None:
    down = pressed(view, typed_in(view, "mark"), "down", None, 24)
    assert isinstance(down, Palette)
    assert pressed(view, down, "enter", None, 24) is found(view, "mark")[1]
    assert pressed(view, down, "escape", None, 24) is None
    nothing = typed_in(view, "xyzzy")
    assert pressed(view, nothing, "enter", None, 24) == nothing


def test_a_click_takes_the_row_that_it_is_on(view: View) -> None:
    palette = Palette(at=len(found(view, "")) - 1)
    lines = [plain(line) for line in palette_lines(view, palette, 80, 24)]
    for y in range(1, 21):
        action = clicked(view, palette, y, 24)
        assert action is not None
        assert lines[y][3:].startswith(action.name[:29])
    assert clicked(view, palette, 0, 24) is None
    assert clicked(view, palette, 21, 24) is None


def test_in_the_app_it_opens_does_and_leaves() -> None:
    app = Stepper(first_view(recorded(diamond)))

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("ctrl+p", *"next pop", "enter")
            await pilot.pause()
            assert not isinstance(app.screen, PaletteScreen)
            first = app.view.position
            assert first > 0
            await pilot.press("ctrl+p", "escape", "n")
            assert app.view.position > first
            await pilot.press("ctrl+p", *"start")
            await pilot.click(offset=(5, 1))
            await pilot.pause()
            assert app.view.position == 0
            await pilot.press("ctrl+p", *"quit", "enter")
            await pilot.pause()

    asyncio.run(run())
    assert app.return_value is not None
