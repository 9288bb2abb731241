"""The help page: every action with its keys as they are now, at every width, searched, scrolled."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from textual import events

from backstep.stepper.actions import ACTIONS
from backstep.stepper.app import Stepper
from backstep.stepper.help import HelpScreen
from backstep.stepper.help_page import (
    MERGED,
    TO_BEGIN,
    Page,
    entries,
    help_lines,
    page_lines,
    pressed,
    scrolled,
    signs_told,
)
from backstep.stepper.keymap import Keymap
from backstep.stepper.signs import ASCII, UNICODE, Signs
from backstep.stepper.text import plain, width_of
from backstep.stepper.view import View, first_view
from tests.stepper.passes import diamond, recorded

SIZES = [(40, 12), (60, 18), (80, 24), (120, 40), (200, 60), (300, 100)]


@pytest.fixture
def view() -> View:
    return first_view(recorded(diamond))


def typed_in(view: View, keys: str, size: tuple[int, int] = (80, 24)) -> Page:
    page: Page | None = Page()
    for key in keys:
        assert page is not None
        name = {"/": "slash", " ": "space"}.get(key, key)
        page = pressed(view, page, name, key, size)
    assert page is not None
    return page


def shown(view: View, page: Page, size: tuple[int, int] = (80, 24)) -> list[str]:
    return [plain(line).rstrip() for line in help_lines(view, page, *size)]


def test_every_action_is_told(view: View) -> None:
    told = " ".join(each.words for each in entries(view))
    merged = tuple(f"{name} " for name in MERGED)
    left_out = [each.name for each in ACTIONS if each.help not in told]
    assert [name for name in left_out if not name.startswith(merged)] == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("top", [0, 7, 10**6])
def test_a_page_is_as_large_as_the_screen(view: View, size: tuple[int, int], top: int) -> None:
    lines = help_lines(view, Page(top), *size)
    assert len(lines) == size[1]
    assert {width_of(line) for line in lines} == {size[0]}


@pytest.mark.parametrize("width", [40, 60, 80, 119, 120, 200, 300])
def test_no_word_is_cut(view: View, width: int) -> None:
    lines = page_lines(view, width)
    assert max(width_of(line) for line in lines) <= width
    assert "…" not in "".join(plain(line) for line in lines).replace("⋯ …", "")
    words = " ".join(plain(line) for line in lines).split()
    told = " ".join(each.words for each in entries(view, brief=width < 60)).split()
    assert set(told) <= set(words)


def test_what_a_new_user_needs_is_at_the_top_of_a_small_screen(view: View) -> None:
    lines = shown(view, Page(), (40, 12))
    assert [line.split()[0] for line in lines[1:10]] == "n s b y r a p ? q".split()
    assert "252 more" not in lines[0]
    assert " more " in lines[-1]


def test_what_a_new_user_needs_takes_a_line_each_at_80_columns(view: View) -> None:
    lines = shown(view, Page())
    assert (
        lines[4] == "  y              why is this one next: of a clicked Variable, why its gradient"
    )
    assert len(TO_BEGIN) == 9
    assert lines[9].endswith("leave: nothing is asked")


def test_it_shows_the_keys_as_they_are_now(view: View) -> None:
    other = replace(view, keymap=Keymap((("next pop", ("ctrl+n", "exclamation_mark")),)))
    assert any(line.startswith("  Ctrl-N !") for line in shown(other, Page(11)))
    assert shown(other, Page())[1].startswith("  Ctrl-N ")


@pytest.mark.parametrize("signs", [UNICODE, ASCII])
def test_the_signs_are_those_that_are_drawn(view: View, signs: Signs) -> None:
    page = "\n".join(plain(line) for line in page_lines(replace(view, signs=signs), 80))
    assert all(sign.split()[0] in page for sign, _ in signs_told(signs))
    assert page.isascii() == (signs is ASCII)


def test_a_search_shows_what_has_all_its_words(view: View) -> None:
    lines = shown(view, typed_in(view, "/keep grads"))
    assert [line for line in lines if line][:2] == [
        " To begin",
        "  r              keep grads: without and with retain_grad, side by side",
    ]
    assert lines[-1].startswith(" /keep grads")


def test_a_search_for_nothing_that_is_there_says_so(view: View) -> None:
    assert shown(view, typed_in(view, "/xyzzy"))[0] == " Nothing here has 'xyzzy' in it."


def test_escape_ends_a_search_and_then_the_page(view: View) -> None:
    page = pressed(view, typed_in(view, "/mark"), "enter", None, (80, 24))
    assert page is not None
    assert page.text == "mark"
    back = pressed(view, page, "escape", None, (80, 24))
    assert back == Page()
    assert pressed(view, back, "escape", None, (80, 24)) is None


@pytest.mark.parametrize("size", SIZES)
def test_it_scrolls_to_its_last_line_and_no_further(view: View, size: tuple[int, int]) -> None:
    page = scrolled(view, Page(), 10**6, size)
    assert scrolled(view, page, 3, size) == page
    last = plain(page_lines(view, size[0])[-1]).strip()
    assert last in "\n".join(shown(view, page, size))
    assert scrolled(view, page, -(10**6), size).top == 0


def test_a_key_or_a_click_leaves_and_the_wheel_does_not() -> None:
    app = Stepper(first_view(recorded(diamond)))

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("question_mark", "j", "slash", "n", "enter")
            assert isinstance(app.screen, HelpScreen)
            assert app.screen.page.page.text == "n"
            await pilot.resize_terminal(40, 12)
            await pilot.click(offset=(3, 3))
            await pilot.pause()
            assert not isinstance(app.screen, HelpScreen)
            await pilot.press("f1", "pagedown", "q")
            assert not isinstance(app.screen, HelpScreen)
            assert app.view.position == 0

    asyncio.run(run())


@pytest.mark.parametrize("opens", ["question_mark", "ctrl+p", "P"])
def test_keys_that_come_faster_than_a_page_goes_leave_it_once(opens: str) -> None:
    app = Stepper(first_view(recorded(diamond)))

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press(opens)
            page = app.screen
            for _ in range(4):
                page.post_message(events.Key("escape", None))
            await pilot.pause()
            assert app.screen is not page
            await pilot.press("n")
            assert app.view.position > 0

    asyncio.run(run())
    assert app.failure is None


@pytest.mark.parametrize("keys", [("question_mark", "/", "m"), ("ctrl+p", "m", "a")])
def test_keys_that_come_before_a_page_is_there_are_its_own(keys: tuple[str, ...]) -> None:
    app = Stepper(first_view(recorded(diamond)))

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            for key in keys:
                app.surface.post_message(events.Key({"/": "slash"}.get(key, key), key[-1]))
            await pilot.pause()
            await pilot.pause()
            assert app.screen is not app.surface.screen
            assert app.view.entry is None
            assert app.view.notebook == Stepper(app.view).view.notebook
            page = app.screen
            typed = page.page.page.text if isinstance(page, HelpScreen) else None
            assert typed in ("m", None)

    asyncio.run(run())
    assert app.failure is None
