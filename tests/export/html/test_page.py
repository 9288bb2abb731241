"""The page as a person has it: from a file, by keys, by touch, by a screen reader, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from backstep.api.notebook import player_of
from backstep.export.subject import Subject
from backstep.export.wanted import Wanted
from backstep.messages import in_language
from backstep.recording.annotations import Annotations
from backstep.recording.telling.narration import sentence
from backstep.recording.timeline import Timeline
from tests.export.html.browsing import Opened, opened
from tests.export.html.material import DIAMOND, of_diamond, of_source, written
from tests.stepper.passes import recorded, second_order

PHONE = (390, 844)
SLIDE = (960, 540)
DESKTOP = (1280, 800)
SIZES = {"phone": PHONE, "slide": SLIDE, "desktop": DESKTOP, "low phone": (667, 375)}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return written(tmp_path_factory.mktemp("page"), of_source(DIAMOND))


@pytest.fixture
def page(browser: Any, path: Any) -> Iterator[Opened]:
    with opened(browser, path) as page:
        yield page
        assert page.quiet


def test_the_sentence_of_each_step_is_said_where_a_screen_reader_hears_it(page: Opened) -> None:
    line = Timeline(of_source(DIAMOND).recordings[0])
    region = page.page.locator("#narration")
    assert region.get_attribute("aria-live") == "polite"
    for position in range(line.length + 1):
        assert page.text("#sentence") == sentence(line.at(position))
        page.press("s")


def test_a_link_opens_at_a_step_and_the_address_follows(browser: Any, path: Any) -> None:
    with opened(browser, path, "#pass=1&step=16") as page:
        assert page.position == 16
        page.press("S")
        page.page.wait_for_function("() => location.hash === '#pass=1&step=15'")


def test_an_address_that_leads_nowhere_opens_at_the_end(browser: Any, path: Any) -> None:
    with opened(browser, path, "#pass=9&step=9999") as page:
        assert page.position == 22
        assert page.quiet


def test_a_page_begins_in_the_theme_that_was_wanted(browser: Any, tmp_path: Any) -> None:
    with opened(browser, written(tmp_path, of_diamond(), Wanted(theme="contrast"))) as page:
        ground = "() => getComputedStyle(document.documentElement).backgroundColor"
        assert page.run(ground) == "rgb(0, 0, 0)"


def test_the_inspector_walks_along_the_wires(browser: Any, path: Any) -> None:
    with opened(browser, path, "#step=16") as page:
        page.press("i", "ArrowLeft")
        assert page.text("#inspector-title") == "a"
        assert "8.0 + 8.0 → 16.0" in page.text("#inspector")
        page.press("ArrowLeft", "ArrowLeft")
        assert page.text("#inspector-title") == "x"
        page.press("Escape")
        assert not page.page.is_visible("#inspector-pane")


def test_wanted_says_where_it_opens(browser: Any, tmp_path: Any) -> None:
    subject = Subject(tuple(recorded(second_order)))
    with opened(browser, written(tmp_path, subject, Wanted(index=1, at=7))) as page:
        assert page.run("() => [backstep.view.pass, backstep.view.position]") == [1, 7]


def test_what_is_drawn_carries_the_signs(browser: Any, path: Any) -> None:
    with opened(browser, path, "#pass=1&step=16") as page:
        drawn = page.page.locator(".order1 .node text").all_text_contents()
        signs = [text.replace("\ufe0e", "") for text in drawn]
        for sign in ("▶square#2◀", "square#3 ✓", "square#1 q0", "grad 16.0 +=", "∅ grad"):
            assert sign in signs


def test_the_lines_of_loop_and_program_are_lit(browser: Any, path: Any) -> None:
    with opened(browser, path, "#pass=1&step=16") as page:
        assert page.text("#loop .lit code").strip() == "x.grad = x.grad + gx"
        page.page.click("#program-tab")
        assert page.text("#program .lit code") == "y = square(a) + square(a)"
        marked = page.page.locator("#program mark")
        assert [marked.count(), marked.inner_text()] == [1, "square(a)"]
        left = "() => document.querySelector('#program mark').getBoundingClientRect().x"
        at_first = page.run(left)
        page.press("b", "b", "s", "s")  # square#3 is the second of the two
        assert page.run(left) > at_first


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_nothing_is_wider_than_the_screen(browser: Any, path: Any, size: tuple[int, int]) -> None:
    with opened(browser, path, "#pass=1&step=16", size) as page:
        width = (
            "() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )
        assert page.run(width) == [*size]


def test_buttons_have_room_for_a_thumb(browser: Any, path: Any) -> None:
    with opened(browser, path, "", PHONE, has_touch=True) as page:
        small = page.run(
            """() => [...document.querySelectorAll("button, select")].map(each => {
                const { width, height } = each.getBoundingClientRect();
                return [each.id || each.textContent, width, height];
            }).filter(([, width, height]) => width && (width < 44 || height < 44))"""
        )
        assert small == []


def test_a_swipe_takes_a_step(browser: Any, path: Any) -> None:
    with opened(browser, path, "", PHONE, has_touch=True) as page:
        page.run(
            """() => {
                const target = document.getElementById("narration");
                const send = (type, x) => {
                    const finger = new Touch({ identifier: 1, target, clientX: x, clientY: 600 });
                    const touches = type === "touchend" ? [] : [finger];
                    const changedTouches = [finger];
                    target.dispatchEvent(new TouchEvent(type, { touches, changedTouches }));
                };
                for (const [from, to] of [[300, 150], [300, 150], [100, 250]]) {
                    send("touchstart", from);
                    send("touchend", to);
                }
            }"""
        )
        assert page.position == 1


def test_every_control_is_reached_by_tab(page: Opened) -> None:
    wanted = set(
        page.run(
            """() => [...document.querySelectorAll("button, select, input")]
                .filter(each => each.offsetParent && each.tabIndex >= 0).map(each => each.id)"""
        )
    )
    reached = set()
    for _ in range(60):
        page.press("Tab")
        reached.add(page.run("() => document.activeElement.id"))
        if wanted <= reached:
            break
    assert wanted - reached == set()


def test_every_control_has_a_name(page: Opened) -> None:
    tree = page.page.locator("body").aria_snapshot()
    for said in (
        "banner",
        "main",
        "contentinfo",
        'heading "backstep',
        "table",
        "slider",
        "tablist",
    ):
        assert said in tree
    unnamed = [line for line in tree.splitlines() if line.strip() in ("- button", "- slider:")]
    assert unnamed == []


def test_the_graph_has_its_words(browser: Any, path: Any) -> None:
    with opened(browser, path, "#pass=1&step=16") as page:
        said = page.page.locator(".order1 svg").get_attribute("aria-label")
        assert said == (
            "Graph of 4 functions and 5 variables. being popped: square#2. in the queue: square#1. "
            "done: square#3, add."
        )


def test_help_tells_the_keys_and_closes(page: Opened) -> None:
    page.press("?")
    assert "go to the end of the next pop" in page.text("#help-text")
    page.press("Escape", "s")
    assert page.position == 1


def test_play_goes_to_a_note_and_halts_there(browser: Any, tmp_path: Any) -> None:
    noted = Subject(of_diamond().recordings, pages=(Annotations({3: "Two paths."}),))
    with opened(browser, written(tmp_path, noted)) as page:
        page.press("+", "+", "+", "+", " ")
        page.page.wait_for_function("() => !backstep.view.playing")
        assert [page.position, page.text("#note-text")] == [3, "Two paths."]


def test_light_and_dark_follow_the_system_and_the_key(browser: Any, path: Any) -> None:
    ground = "() => getComputedStyle(document.documentElement).backgroundColor"
    with opened(browser, path, color_scheme="light") as page:
        assert page.run(ground) == "rgb(251, 250, 247)"
        page.press("t")
        assert page.run(ground) == "rgb(17, 22, 28)"
        page.press("t")
        assert page.run(ground) == "rgb(251, 250, 247)"


CHIPS = """() => {
    window.chips = 0;
    new MutationObserver(changes => {
        for (const { addedNodes } of changes) {
            chips += [...addedNodes].filter(each => each.matches?.(".chip")).length;
        }
    }).observe(document.querySelector(".order1 .above"), { childList: true });
}"""


@pytest.mark.parametrize(("motion", "chips"), [("no-preference", 2), ("reduce", 0)])
def test_gradients_run_along_wires_where_motion_is_wanted(
    browser: Any, path: Any, motion: str, chips: int
) -> None:
    with opened(browser, path, reduced_motion=motion) as page:
        page.run(CHIPS)
        page.press("n")  # add delivers to both of its inputs
        page.page.wait_for_function("() => !document.querySelector('.chip')")
        assert page.run("() => window.chips") == chips


def test_a_second_order_graph_grows_with_the_pass(browser: Any, tmp_path: Any) -> None:
    with opened(browser, written(tmp_path, Subject(tuple(recorded(second_order))))) as page:
        shown = "() => document.querySelectorAll('.order2 .function:not(.unborn)').length"
        page.press("o")
        assert page.run(shown) == 0
        page.press("n", "n")
        some = page.run(shown)
        page.press("G")
        assert 0 < some < page.run(shown)


def test_without_scripts_there_is_a_table(browser: Any, path: Any) -> None:
    with opened(browser, path, java_script_enabled=False) as page:
        assert "square#2" in page.text("noscript table")


def test_in_korean_the_player_speaks_korean(browser: Any, tmp_path: Any) -> None:
    with in_language("ko"):
        path = written(tmp_path, of_diamond())
        first = sentence(Timeline(of_diamond().recordings[0]).at(0))
    with opened(browser, path) as page:
        assert page.run("() => document.documentElement.lang") == "ko"
        assert page.text("#sentence") == first
        assert page.quiet


def test_in_the_frame_of_a_notebook_it_steps_and_answers(browser: Any, tmp_path: Any) -> None:
    path = tmp_path / "notebook.html"
    path.write_text(f"<!doctype html>{player_of(of_diamond().recordings)}", encoding="utf-8")
    said: list[str] = []
    with browser.window(viewport={"width": 1000, "height": 760}) as page:
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path.as_uri())
        frame = page.frame_locator("iframe")
        frame.locator("#to-next").click()
        assert frame.locator("#where").inner_text() == "pop 1/4"
        frame.locator("body").press(":")
        frame.locator("#entry-field").fill("end")
        frame.locator("#entry-field").press("Enter")
        assert frame.locator("#where").inner_text() == "pop 4/4"
        page.wait_for_timeout(300)
    assert said == []


def test_an_answer_is_typed_and_judged(browser: Any, path: Any) -> None:
    with opened(browser, path, "#pass=1&step=8") as page:
        page.press("p", "n")
        page.page.wait_for_selector("#answer")
        keys = page.page.locator("#question .buttons kbd").all_text_contents()
        assert keys == ["Esc", "v Enter"]  # what is no answer while one is typed
        page.page.keyboard.type("one")
        page.press("Enter")
        assert "one is no number" in page.text("#question")
        page.page.fill("#answer", "8")
        page.press("Enter", "3")
        assert "Right" in page.text("#question")


@pytest.mark.parametrize(
    ("keys", "stage"), [(("v", "Enter"), "told"), (("Escape",), "no question is open")]
)
def test_while_an_answer_is_typed_the_hints_work(
    browser: Any, path: Any, keys: tuple[str, ...], stage: str
) -> None:
    with opened(browser, path, "#pass=1&step=8") as page:
        page.press("p", "n")
        page.page.wait_for_selector("#answer")
        asked = page.run("() => backstep.view.quiz.asked.text")
        page.press(*keys)
        quiz = page.run("() => backstep.view.quiz")
        same = quiz["asked"] is not None and quiz["asked"]["text"] == asked
        assert (quiz["stage"] if same else "no question is open") == stage
