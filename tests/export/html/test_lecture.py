"""The lecture on the page is the terminal's: the same words, keys and beats, on any screen."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from backstep.export.html.words import browser_key
from backstep.export.subject import Subject
from backstep.messages import in_language
from backstep.recording.annotations import OWN, Annotations, Ask
from backstep.recording.records import Recording
from backstep.recording.timeline import Timeline
from backstep.stepper.actions.registry import action_for, changed
from backstep.stepper.graph import Key
from backstep.stepper.lecture.beats import beat_after, beat_before, next_asked
from backstep.stepper.lecture.equation import equation_of
from backstep.stepper.lecture.pointer import pointed, pointer_told
from backstep.stepper.notebook import notebook_of
from backstep.stepper.predict.authored import authored
from backstep.stepper.view import View, first_view
from tests.export.html.browsing import Opened, opened
from tests.export.html.material import every_recording, of_diamond, written

NOTE = "Two paths lead from a to y, so the two gradients add."
OWN_QUESTION = Ask(8, OWN, text="How many?", answer="two", choices=("one", "two"), why="Two paths.")
NOTED = Annotations({5: "", 16: NOTE}, (OWN_QUESTION, Ask(12, "next"), Ask(13, "gx", "gx of add")))
PLAIN = Annotations()
NAMES = sorted(every_recording())
KEYS = (
    "n n n b v v pagedown pageup full_stop right_square_bracket left_square_bracket c C s S home g "
    "end G left right up down enter plus minus A L escape q N"
).split()
SLIDES = [(960, 540), (1280, 720), (1920, 1080), (1280, 800), (390, 844), (844, 390)]


def diamond(annotations: Annotations = NOTED) -> Subject:
    return Subject(of_diamond().recordings, pages=(annotations,))


@pytest.fixture(scope="module")
def everything(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """One page that holds the passes of every program."""
    recordings = tuple(each for name in NAMES for each in every_recording()[name])
    with opened(browser, written(tmp_path_factory.mktemp("lectures"), Subject(recordings))) as page:
        yield page


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return written(tmp_path_factory.mktemp("lecture"), diamond())


def told(timeline: Timeline, position: int, annotations: Annotations = PLAIN) -> dict[str, Any]:
    """What the terminal's lecture says at a position."""
    equation = equation_of(timeline.at(position))
    asked = next_asked(timeline, position, authored(timeline, annotations))
    marks = annotations.marks
    return {
        "equation": {
            "heading": equation.heading,
            "terms": [{"text": each.text, "below": list(each.below)} for each in equation.terms],
            "sum": equation.sum,
        },
        "asked": {
            "known": asked.known,
            "names": list(asked.names),
            "answers": list(asked.answers),
            "short": asked.short,
        },
        "after": beat_after(timeline, position, marks),
        "before": beat_before(timeline, position, marks),
    }


def pointers(recording: Recording, position: int, keys: list[str]) -> list[list[str]]:
    view = first_view((recording,)).to(position)
    found = []
    for key in keys:
        there = pointed(view, Key("f" if key[0] == "f" else "v", int(key[1:])))
        found.append([key, pointer_told(there)])
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_step_says_what_the_terminal_says(everything: Opened, name: str) -> None:
    first = sum(len(every_recording()[each]) for each in NAMES[: NAMES.index(name)])
    for i, recording in enumerate(every_recording()[name]):
        everything.run("index => backstep.go(index, 0)", first + i)
        said = everything.run("index => backstep.lectures(index)", first + i)
        timeline = Timeline(recording)
        assert len(said) == timeline.length + 1
        for position, each in enumerate(said):
            there = each.pop("pointed")
            assert each == told(timeline, position)
            if position % 5 == 0:
                assert there == pointers(recording, position, [key for key, _ in there])
    assert everything.quiet


def test_marks_and_an_authors_questions_are_beats_and_asked(browser: Any, path: Any) -> None:
    timeline = Timeline(of_diamond().recordings[0])
    with opened(browser, path) as page:
        said = page.run("() => backstep.lectures(0)")
        for position, each in enumerate(said):
            each.pop("pointed")
            assert each == told(timeline, position, NOTED)


STATE = """keys => keys.map(key => {
    backstep.press(key);
    const { position, mode, lecture, animated } = backstep.view;
    const revealed = lecture.revealed === position;
    return [position, mode, animated, revealed, lecture.pointer, lecture.blank];
})"""


def state(view: View) -> list[object]:
    key = view.lecture.pointer
    at = None if key is None else f"{key.kind}{key.number}"
    revealed = view.lecture.revealed == view.position
    return [view.position, view.mode, view.animated, revealed, at, view.lecture.blank]


@pytest.fixture(scope="module", params=["s16_generation", "s33_second"])
def marked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Any, Subject]:
    """A page with marks, and what it is of."""
    marks = Annotations({3: "", 9: NOTE, 14: "Again."})
    subject = Subject(every_recording()[request.param][:1], pages=(marks,))
    return written(tmp_path_factory.mktemp("marked"), subject), subject


@pytest.mark.parametrize("seed", range(4))
def test_random_keys_lead_where_the_terminals_lead(
    browser: Any, marked: tuple[Any, Subject], seed: int
) -> None:
    path, subject = marked
    keys = ["L", *random.Random(seed).choices(KEYS, k=120)]
    view = first_view(subject.recordings, 0, 0)
    view = View(view.passes, index=0, notebook=notebook_of(subject.pages), animated=True)
    with opened(browser, path) as page:
        there = page.run(STATE, [browser_key(key) for key in keys])
        assert page.quiet
    for i, key in enumerate(keys):
        action = action_for(key, view)
        view = view if action is None else changed(view, action)
        assert there[i] == state(view), (i, keys[: i + 1])


def test_it_is_asked_and_told_on_the_screen(browser: Any, path: Any) -> None:
    with opened(browser, path, "#step=10&lecture=1") as page:
        assert page.text("#lecture-heading") == "square#3   gx = gy * 2 * x"
        assert page.text("#lecture-known") == "Next: 8.0 arrives at a.grad, which is None."
        assert page.text("#lecture-question").startswith("a.grad = ?")
        page.press("v")
        assert page.text("#lecture-question").startswith("a.grad = 8.0")
        page.page.click("#lecture-question")
        assert "?" in page.text("#lecture-question")
        page.press("n")
        assert page.text("#lecture-heading") == "a.grad   = set"
        assert page.quiet


def test_a_note_is_large_and_the_sentence_gives_way(browser: Any, path: Any) -> None:
    size = "() => parseFloat(getComputedStyle(document.getElementById('lecture-said')).fontSize)"
    with opened(browser, path, "#step=15&lecture=1", (1280, 720)) as page:
        before = page.run(size)
        page.press("]")
        assert page.text("#lecture-said").endswith(NOTE)
        assert page.run(size) > 1.4 * before
        assert page.text("#lecture-terms").split() == (
            "8.0 from square#3 + 8.0 from square#2 → 16.0 new a.grad".split()
        )


CUT = """() => {
    const outside = [];
    const cut = each => each.scrollWidth > each.clientWidth + 1
        || each.scrollHeight > each.clientHeight + 1;
    for (const id of ["lecture-body", "lecture-terms", "lecture-known", "lecture-question"]) {
        if (cut(document.getElementById(id))) outside.push(id);
    }
    const { bottom } = document.getElementById("lecture-pointer").getBoundingClientRect();
    const { top } = document.getElementById("controls").getBoundingClientRect();
    if (bottom > top) outside.push("low");
    const { scrollWidth, scrollHeight } = document.documentElement;
    return [outside, scrollWidth, scrollHeight];
}"""


@pytest.mark.parametrize("size", SLIDES)
def test_nothing_is_cut_on_a_slide(browser: Any, path: Any, size: tuple[int, int]) -> None:
    with opened(browser, path, "#lecture=1", size) as page:
        for _ in range(23):
            assert page.run(CUT) == [[], *size], page.position
            page.press("s")


@pytest.fixture(scope="module")
def arrays(tmp_path_factory: pytest.TempPathFactory) -> Any:
    subject = Subject(every_recording()["s43_mlp"][:1])
    return written(tmp_path_factory.mktemp("arrays"), subject)


@pytest.mark.parametrize("size", [(960, 540), (390, 844)])
def test_a_pass_with_arrays_is_not_cut(browser: Any, arrays: Any, size: tuple[int, int]) -> None:
    with opened(browser, arrays, "#lecture=1", size) as page:
        for _ in range(25):
            assert page.run(CUT) == [[], *size], page.position
            page.press("n")


def test_a_number_is_much_larger_than_the_words(browser: Any, path: Any) -> None:
    with opened(browser, path, "#step=16&lecture=1", (960, 540)) as page:
        size = "id => parseFloat(getComputedStyle(document.getElementById(id)).fontSize)"
        assert page.run(size, "lecture-terms") > 40
        assert page.run(size, "lecture-known") > 18


def test_a_blank_screen_is_empty_until_any_key(browser: Any, path: Any) -> None:
    with opened(browser, path, "#step=5&lecture=1") as page:
        for back in ("n", "x", "Enter", " "):
            page.press(".")
            assert page.page.is_visible("#lecture-blank")
            assert page.run("() => document.elementFromPoint(600, 300).id") == "lecture-blank"
            page.press(back)
            assert not page.page.is_visible("#lecture-blank")
            assert page.position == 5
        page.press(".")
        page.page.mouse.click(600, 300)
        assert not page.page.is_visible("#lecture-blank")
        assert page.position == 5


def test_a_tap_on_the_right_half_goes_on_and_on_the_left_back(browser: Any, path: Any) -> None:
    with opened(browser, path, "#lecture=1", (390, 844), has_touch=True) as page:
        page.page.touchscreen.tap(330, 400)
        assert page.position == 1
        page.page.touchscreen.tap(330, 400)
        assert page.position == 4
        page.page.touchscreen.tap(60, 400)
        assert page.position == 1
        page.page.tap("#reveal-the-result")
        assert "1.0" in page.text("#lecture-question")
        page.page.tap("#blank")
        assert page.page.is_visible("#lecture-blank")
        page.page.tap("#lecture-blank")
        page.page.tap("#leave-the-lecture")
        assert page.page.is_visible("#pop-pane")
        assert page.position == 1


def test_a_node_is_pointed_at_by_key_and_by_tap(browser: Any, path: Any) -> None:
    with opened(browser, path, "#step=16&lecture=1") as page:
        page.press("Enter")
        assert page.text("#lecture-pointer").endswith("square#2 is popped now; it takes a")
        page.press("ArrowLeft")
        assert page.text("#lecture-pointer").endswith("a = 4.0, and its gradient is 16.0")
        assert page.page.locator(".order1 .pointer rect").count() == 1
        page.page.locator(".order1 .node.function", has_text="square#1").click()
        assert "square#1 waits in the queue" in page.text("#lecture-pointer")
        page.press("Enter")
        assert page.page.locator(".order1 .pointer rect").count() == 0
        assert page.position == 16


def test_it_is_in_high_contrast_and_leaves_the_look_as_it_was(browser: Any, path: Any) -> None:
    theme = "() => document.documentElement.dataset.theme || ''"
    with opened(browser, path, color_scheme="light") as page:
        page.press("L")
        assert page.run(theme) == "contrast-light"
        page.press("L")
        assert page.run(theme) == ""
    with opened(browser, path, "#theme=safe&lecture=1") as page:
        assert page.run(theme) == "safe"
        page.press("t", "q")
        assert page.run(theme) == "safe"


def test_a_link_opens_a_lecture_and_the_address_follows(browser: Any, path: Any) -> None:
    follows = "wanted => location.hash === wanted"
    with opened(browser, path, "#step=3&lecture=1&theme=safe-light") as page:
        assert page.run("() => [backstep.view.mode, backstep.view.position]") == ["lecture", 3]
        page.press("s")
        address = "#pass=1&step=4&lecture=1&theme=safe-light"
        page.page.wait_for_function(follows, arg=address)
        page.press("Escape", "s")
        page.page.wait_for_function(follows, arg="#pass=1&step=5&theme=safe-light")


def test_playing_halts_at_a_note(browser: Any, path: Any) -> None:
    with opened(browser, path, "#step=12&lecture=1") as page:
        page.press("+", "+", "+", "+", " ")
        page.page.wait_for_function("() => !backstep.view.playing")
        assert page.position == 16
        assert page.run("() => backstep.view.mode") == "lecture"


def test_help_opens_in_a_lecture(browser: Any, path: Any) -> None:
    with opened(browser, path, "#lecture=1") as page:
        page.press("?")
        assert "tell the next result, or hide it again" in page.text("#help-text")


def test_in_korean_it_says_what_the_terminal_says(browser: Any, tmp_path: Any) -> None:
    with in_language("ko"):
        path = written(tmp_path, diamond())
        timeline = Timeline(of_diamond().recordings[0])
        wanted = [told(timeline, position, NOTED) for position in range(timeline.length + 1)]
    with opened(browser, path, "#lecture=1") as page:
        said = page.run("() => backstep.lectures(0)")
        for each in said:
            each.pop("pointed")
        assert said == wanted
