"""The stepper in Korean: every line as wide as the screen, and no English sentence left in it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from backstep.messages import in_language, tr
from backstep.stepper.actions import ACTIONS, changed, footer_hints, is_there
from backstep.stepper.help_page import entries, page_lines
from backstep.stepper.palette_page import Palette, found, palette_lines
from backstep.stepper.predict.quiz import open_question
from backstep.stepper.screens import screen_lines
from backstep.stepper.text import Line, plain, width_of
from backstep.stepper.view import View, first_view
from tests.messages.bypassing import TWO_WORDS
from tests.stepper.passes import diamond, recorded
from tests.stepper.predict.asked import press
from tests.stepper.screens import GOLDENS

SIZES = [(40, 12), (60, 18), (80, 24), (120, 40), (200, 60)]
HANGUL = re.compile(r"[가-힣]")
CODE = re.compile(r"for \w|in zip|if \w|is None|return|not in|import|\w+\(.*\)|^.{4,8}\d+ ")


def shown(view: View) -> list[Line]:
    return screen_lines(view, footer_hints(view))


def english(line: str) -> bool:
    return bool(TWO_WORDS.search(line)) and not HANGUL.search(line) and not CODE.search(line)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("name", GOLDENS)
def test_every_line_is_as_wide_as_the_screen(name: str, size: tuple[int, int]) -> None:
    view = replace(GOLDENS[name], size=size)
    with in_language("ko"):
        for position in range(0, view.timeline.length + 1, 3):
            lines = shown(view.to(position))
            assert {width_of(line) for line in lines} == {size[0]}
            assert len(lines) == size[1]


def after_every_action(view: View) -> list[View]:
    return [changed(view, each) for each in ACTIONS if each.change and is_there(each, view)]


@pytest.mark.parametrize("name", GOLDENS)
def test_so_it_is_after_every_action(name: str) -> None:
    with in_language("ko"):
        for view in after_every_action(GOLDENS[name]):
            assert {width_of(line) for line in shown(view)} == {view.size[0]}


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_the_help_page_is_korean_and_fits(width: int) -> None:
    view = GOLDENS["diamond-120x40"]
    with in_language("ko"):
        lines = page_lines(view, width)
        told = [tr(each.words) for each in entries(view)]
    assert max(map(width_of, lines)) <= width
    assert [words for words in told if not HANGUL.search(words)] == []


def test_an_action_is_found_by_its_korean_and_by_its_english_name() -> None:
    view = GOLDENS["diamond-120x40"]
    with in_language("ko"):
        assert found(view, "다음 pop")[0].name == "next pop"
        assert found(view, "next pop")[0].name == "next pop"
        lines = palette_lines(view, Palette(), 80, 24)
    assert {width_of(line) for line in lines} == {80}
    assert [text for text in map(plain, lines) if english(text)] == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_a_round_of_questions_and_its_score_are_korean_and_fit(size: tuple[int, int]) -> None:
    with in_language("ko"):
        view = press(replace(first_view(recorded(diamond)), size=size), "p")
        for _ in range(100):
            if open_question(view) is None:
                view = press(view, "n")
            elif view.quiz.stage == "ask":
                view = press(view, *(["1", "enter"] if view.entry else ["a"]))
            else:
                view = press(view, "1" if view.quiz.stage == "sure" else "enter")
            lines = shown(view)
            assert max(map(width_of, lines)) <= size[0]
            if view.mode != "steps":
                assert [text for text in map(plain, lines) if english(text)] == []
            if view.mode == "score":
                return
    raise AssertionError("no score")


def test_the_palette_tells_the_name_that_a_config_file_has_for_an_action() -> None:
    view = GOLDENS["diamond-120x40"]
    with in_language("ko"):
        lines = [plain(line) for line in palette_lines(view, Palette(), 80, 24)]
    assert any("next_pop" in line for line in lines[-3:])
    english = [plain(line) for line in palette_lines(view, Palette(), 80, 24)]
    assert not any("next_pop" in line for line in english)
