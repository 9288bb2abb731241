"""`y` on the page says why of a node what the terminal says, wherever it is asked."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from backstep.export.html import page as page_of
from backstep.export.html.reasons import reasons
from backstep.export.subject import Subject
from backstep.export.wanted import Wanted
from backstep.messages import in_language
from backstep.recording.telling.why import why_gradient, why_queued
from backstep.recording.timeline import Timeline
from backstep.stepper.actions.asking import why
from backstep.stepper.graph import Key
from backstep.stepper.view import first_view
from tests.export.html.browsing import opened
from tests.export.html.material import every_recording, of_diamond, of_source, written

NAMES = sorted(every_recording())


def at(answers: list[tuple[int, list[int]]], lines: list[str], position: int) -> list[str]:
    """The answer that holds at a position."""
    return [lines[i] for i in [places for step, places in answers if step <= position][-1]]


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_holds_until_the_next(name: str) -> None:
    for recording in every_recording()[name]:
        timeline = Timeline(recording)
        told: Any = reasons(timeline)
        lines = told["lines"]
        for position in range(timeline.length + 1):
            moment = timeline.at(position)
            for i in range(len(recording.variables)):
                assert at(told["gradients"][i], lines, position) == why_gradient(moment, i)
            for f in range(len(recording.functions)):
                assert at(told["functions"][f], lines, position) == why_queued(moment, f)


ASKED = """places => places.map(([step, key]) => {
    backstep.view.inspected = key;
    backstep.go(0, step);
    backstep.press("y");
    return document.getElementById("sentence").textContent;
})"""


@pytest.mark.parametrize("language", ["en", "ko"])
def test_y_on_a_node_is_answered_as_in_the_terminal(
    browser: Any, tmp_path: Any, language: str
) -> None:
    with in_language(language):
        recordings = of_diamond().recordings
        path = written(tmp_path, Subject(recordings))
        keys = [Key("v", i) for i in range(5)] + [Key("f", i) for i in range(4)]
        view = first_view(recordings)
        wanted = {}
        for position in range(view.timeline.length + 1):
            for key in keys:
                there = why(replace(view.to(position), inspected=key))
                wanted[position, f"{key.kind}{key.number}"] = there.message
    with opened(browser, path) as page:
        page.press("i")
        answers = page.run(ASKED, [list(place) for place in wanted])
        assert dict(zip(wanted, answers, strict=True)) == wanted
        assert page.quiet


def test_a_long_answer_is_seen_whole_and_goes_with_the_next_key(
    browser: Any, tmp_path: Any
) -> None:
    path = written(tmp_path, of_diamond())
    for size in ((1280, 800), (960, 540), (390, 844)):
        with opened(browser, path, "#step=17", size) as page:
            before = page.run("() => document.getElementById('graph-pane').clientHeight")
            page.press("i", "ArrowLeft", "y")
            box = page.page.locator("#sentence").bounding_box()
            assert box is not None
            assert box["y"] > 0
            assert page.run("() => document.getElementById('sentence').scrollHeight") <= (
                box["height"] + 1
            )
            assert page.text("#sentence").count("\n") >= 3
            assert page.run("() => document.getElementById('graph-pane').clientHeight") == before
            page.press("s")
            assert "\n" not in page.text("#sentence")


def test_of_a_long_pass_it_is_said_where_it_is_told(
    browser: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_of, "MOST_REASONED", 15)
    with opened(browser, written(tmp_path, of_diamond()), "#step=9") as page:
        page.press("i", "ArrowLeft", "y")
        assert page.text("#sentence").startswith("This pass is too long for a page to tell why")
        page.press("i", "y")
        assert page.text("#sentence").startswith("Next is")


def test_the_passes_around_the_one_that_is_wanted_come_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recordings = of_diamond().recordings * 5  # of 4 pops each
    monkeypatch.setattr(page_of, "MOST_REASONED", 3 * 16)
    monkeypatch.setattr(page_of, "PACKED_FROM", 1_000_000)
    page = page_of.html_of(Subject(recordings), Wanted(index=3))
    passes = re.findall(r'id="backstep-pass-(\d)">(.*)</script>', page)
    assert len(passes) >= len(recordings)
    assert [i for i, data in passes if json.loads(data)["reasons"]] == ["2", "3", "4"]


WIDE = """
class Join(Function):
    def forward(self, *xs):
        return sum(xs)
    def backward(self, gy):
        return (gy,) * len(self.inputs)

x = Variable(np.array(2.0))
y = Join()(*[x] * {n})
y.backward()
"""


@pytest.mark.parametrize(("n", "told"), [(10, True), (60, False)])
def test_a_pop_that_delivers_to_very_many_counts_as_a_long_pass(
    monkeypatch: pytest.MonkeyPatch, n: int, told: bool
) -> None:
    monkeypatch.setattr(page_of, "PACKED_FROM", 1_000_000)
    page = page_of.html_of(of_source(WIDE.format(n=n)), Wanted())
    (data,) = re.findall(r'id="backstep-pass-0">(.*)</script>', page)
    assert (json.loads(data)["reasons"] is not None) == told
