"""The list of marks on the page: the same rows, keys and places as the terminal's."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from backstep.export.html.words import browser_key
from backstep.export.subject import Subject
from backstep.messages import in_language
from backstep.recording.annotations import Annotations
from backstep.stepper.actions.registry import action_for, changed
from backstep.stepper.mark_list import list_lines, opened, rows_of
from backstep.stepper.marking import stopping
from backstep.stepper.notebook import notebook_of
from backstep.stepper.text import plain
from backstep.stepper.view import View, first_view
from tests.export.html.browsing import Opened
from tests.export.html.browsing import opened as page_opened
from tests.export.html.material import every_recording, of_diamond, written

PAGES = (
    Annotations({5: "Two paths meet here.", 9: "", 14: "Again."}),
    Annotations({1: "Here it begins.", 3: ""}),
)
KEYS = "apostrophe apostrophe j j down k up x delete enter enter escape n s m G g N".split()


def subject() -> Subject:
    recordings = (*every_recording()["s16_generation"][:1], *of_diamond().recordings[:1])
    return Subject(recordings, pages=PAGES)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return written(tmp_path_factory.mktemp("marks"), subject())


@pytest.fixture
def page(browser: Any, path: Any) -> Iterator[Opened]:
    with page_opened(browser, path) as page:
        yield page
        assert page.quiet


def terminal(*stops: str) -> View:
    """The terminal's stepper with the same marks."""
    view = first_view(subject().recordings)
    view = View(view.passes, notebook=notebook_of(PAGES), size=(300, 40))
    for stop in stops:
        view = stopping(view, stop)
    return replace(view, message="")


STATE = """keys => keys.map(key => {
    backstep.press(key);
    const { pass, position, mode, row, stops } = backstep.view;
    return [pass, position, mode, mode === "marks" ? row : 0, [...stops]];
})"""


@pytest.mark.parametrize("seed", range(6))
def test_random_keys_lead_where_the_terminals_lead(page: Opened, seed: int) -> None:
    view = terminal("add", "nan")
    page.run('() => { backstep.view.stops = ["add", "nan"]; }')
    page.run("() => backstep.state(1, 0)")  # the other pass is unpacked
    keys = random.Random(seed).choices(KEYS, k=120)
    there = page.run(STATE, [browser_key(key) for key in keys])
    for i, key in enumerate(keys):
        action = action_for(key, view)
        view = view if action is None else changed(view, action)
        row = view.seeking.row if view.mode == "marks" else 0
        stops = list(view.seeking.stops)
        assert there[i] == [view.index, view.position, view.mode, row, stops], (i, keys[: i + 1])


ROWS = "() => [...document.querySelectorAll('#marks-rows li')].map(each => each.textContent)"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_rows_are_the_terminals(browser: Any, tmp_path: Any, language: str) -> None:
    with in_language(language):
        path = written(tmp_path, subject())
        view = opened(terminal("add").to(9))
        lines = [plain(line).strip() for line in list_lines(view, [])[2 : 2 + len(rows_of(view))]]
    with page_opened(browser, path, "#step=9") as page:
        page.run('() => { backstep.view.stops = ["add"]; }')
        page.press("'")
        page.page.wait_for_function("() => document.querySelectorAll('#marks-rows li').length")
        page.run("() => backstep.state(1, 0)")
        page.press("j", "k")
        said = [each.replace("\ufe0e", "") for each in page.run(ROWS)]
    assert [" ".join(each.split()) for each in said] == [" ".join(each.split()) for each in lines]


def test_a_mark_of_another_pass_is_gone_to(page: Opened) -> None:
    page.press("'", "j", "j")
    assert page.text("#marks-whole") == "Again."
    page.press("j", "Enter")
    page.page.wait_for_function("() => backstep.view.pass === 1")
    assert page.position == 1
    assert page.text("#note-text") == "Here it begins."
    assert not page.page.is_visible("#marks-pane")


def test_a_mark_taken_away_comes_back_with_its_note(page: Opened) -> None:
    page.press("'", "x", "Escape")
    assert page.run("() => backstep.view.mode") == "steps"
    page.run("() => backstep.go(0, 5)")
    assert not page.page.locator("#note-text").inner_text()
    page.press("m")
    assert page.text("#note-text") == "Two paths meet here."


def test_by_touch_the_first_tap_chooses_and_the_second_goes(browser: Any, path: Any) -> None:
    with page_opened(browser, path, "", (390, 844), has_touch=True) as page:
        page.press("'")
        page.page.tap("#marks-rows li:nth-child(3)")
        assert page.text("#marks-whole") == "Again."
        page.page.tap("#marks-rows li:nth-child(3)")
        assert page.position == 14
        page.press("'")
        page.page.tap("#marks-buttons button:nth-child(2)")
        assert page.page.locator("#marks-rows li").count() == 4
        page.page.tap("#marks-buttons button:nth-child(3)")
        assert page.page.is_visible("#graph-pane")


def test_without_any_it_is_said_what_sets_one(browser: Any, tmp_path: Any) -> None:
    with page_opened(browser, written(tmp_path, of_diamond())) as page:
        page.press("'")
        assert page.text("#marks-none") == (
            "No marks and no stops yet: m marks a position, M writes a note there, B sets a stop."
        )
        page.press("Enter")
        assert page.page.is_visible("#pop-pane")


def test_a_stop_that_strikes_nowhere_says_so(page: Opened) -> None:
    page.run('() => { backstep.view.stops = ["nan"]; }')
    page.press("'", *["j"] * 9)
    assert page.text("#marks-whole") == "nan: not once in this pass"
    page.press("Enter")
    assert page.text("#sentence") == "nan: not once in this pass."


@pytest.mark.parametrize("size", [(1280, 800), (960, 540), (390, 844), (667, 375)])
def test_all_of_it_is_in_sight(browser: Any, path: Any, size: tuple[int, int]) -> None:
    with page_opened(browser, path, "", size) as page:
        page.press("'")
        for part in ("#marks-rows li:last-child", "#marks-buttons button:last-child"):
            box = page.page.locator(part).bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= size[1]
        assert page.run("() => document.activeElement.id") == "marks-rows"
