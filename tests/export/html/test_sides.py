"""Two passes side by side on the page are those of the terminal's stepper, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backstep.engine.algorithm import ALGORITHMS
from backstep.export.html.sides import sides_of
from backstep.export.html.values import Values
from backstep.export.html.words import browser_key
from backstep.export.subject import Subject
from backstep.recording.comparing.apart import difference
from backstep.recording.comparing.comparison import Comparison, compared, retained
from backstep.recording.records import Recording
from backstep.recording.values import value_text
from backstep.stepper.actions.registry import action_for, changed
from backstep.stepper.actions.siding import compared_with
from backstep.stepper.view import View, first_view
from tests.export.html.browsing import Opened, opened
from tests.export.html.material import every_recording, of_lesson, of_source, written
from tests.recording import algorithm_runs as runs

OTHERS = [name for name in ALGORITHMS if name != "generation"]
ANY_TWO = [("stack", "queue"), ("overwrite", "naive"), ("numeric", "paths")]
WIDTH = 40  # of a value in a pane


def passes() -> tuple[Recording, ...]:
    return (
        runs.recorded(runs.diamond, "generation"),
        *every_recording()["s33_second"][:1],
        runs.recorded(runs.challenge, "stack"),
        runs.recorded(runs.doubling(12), "generation"),
    )


@pytest.fixture(scope="module")
def page(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    path = written(tmp_path_factory.mktemp("sides"), Subject(passes()))
    with opened(browser, path) as page:
        yield page


def told(comparison: Comparison) -> list[dict[str, Any]]:
    """What the terminal has at each position of the leading pass."""
    found = []
    left, right = comparison.sides
    for position in range(comparison.leader.timeline.length + 1):
        moments = [
            side.timeline.at(at)
            for side, at in zip(comparison.sides, comparison.positions(position), strict=True)
        ]
        grads = [
            {i: moment.grad(i) for i in range(len(left.recording.variables))} for moment in moments
        ]
        order = left.timeline.grad_order
        found.append(
            {
                "told": difference(comparison, position),
                "differ": [i for i in order if not comparison.near(grads[0][i], grads[1][i])],
                "sides": [
                    {
                        "position": moment.position,
                        "queue": [[entry.function, entry.added_by] for entry in moment.queue],
                        "held": side.timeline.held.at(moment.position),
                        "grads": {
                            i: None if value is None else value_text(value, WIDTH)
                            for i, value in own.items()
                        },
                    }
                    for moment, own, side in zip(moments, grads, (left, right), strict=True)
                ],
            }
        )
    return found


def held_against(page: Opened, index: int, name: str, comparison: Comparison | str) -> None:
    assert isinstance(comparison, Comparison)
    states = page.run("([index, name]) => backstep.besides(index, name)", [index, name])
    wanted = told(comparison)
    assert len(states) == len(wanted)
    for state, right in zip(states, wanted, strict=True):
        for side, own in zip(state["sides"], right["sides"], strict=True):
            known = {int(i): grad for i, grad in side["grads"].items()}
            side["grads"] = {i: known[i] for i in own["grads"]}
        assert state == right


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("index", [0, 1])
def test_every_step_beside_another_algorithm(page: Opened, index: int, other: str) -> None:
    pair = ("generation", other)
    held_against(page, index, ",".join(pair), compared(passes()[index], *pair))


@pytest.mark.parametrize("index", range(3))
def test_every_step_with_retain_grad_the_other_way(page: Opened, index: int) -> None:
    held_against(page, index, "retain", retained(passes()[index]))


@pytest.mark.parametrize("pair", ANY_TWO, ids=",".join)
def test_any_two_of_a_short_pass(page: Opened, pair: tuple[str, str]) -> None:
    ordered = sorted(pair, key=[*ALGORITHMS].index)
    held_against(page, 0, ",".join(ordered), compared(passes()[0], *ordered))


def gone(page: Opened, index: int, position: int) -> View:
    """Both at a position of a pass, with one pass shown."""
    page.run("backstep.view.sides && backstep.press('Escape')")
    page.run("([index, step]) => backstep.go(index, step)", [index, position])
    return first_view(passes(), index, position)


@pytest.mark.parametrize("text", ["overwrite", "stack", "naive", "", "stack, queue", "numeric"])
@pytest.mark.parametrize("position", [0, 7, 16])
def test_a_leads_to_the_place_that_the_terminal_has(page: Opened, text: str, position: int) -> None:
    view = compared_with(gone(page, 0, position), text)
    page.press("a")
    page.page.locator("#entry-field").fill(text)
    page.press("Enter")
    page.page.wait_for_function("backstep.view.mode === 'compare'")
    assert page.text("#sides-names") == " | ".join(view.sides.names if view.sides else ())
    assert page.position == view.position
    for key in "c c n s C C b escape".split():
        page.press(browser_key(key))
        action = action_for(key, view)
        assert action is not None
        view = changed(view, action)
        assert [page.position, page.run("backstep.view.mode")] == [view.position, view.mode], key
    assert page.quiet


def test_r_shows_what_is_freed_and_what_is_kept(page: Opened) -> None:
    gone(page, 0, 9)
    page.press("r")
    page.page.wait_for_function("backstep.view.mode === 'retain'")
    page.press("G")
    assert page.text("#side-name-0") == "retain_grad=False"
    rows = [row.split() for row in page.text("#both").splitlines()]
    assert ["y", "∅", "None", "=", "1.0", "+8", "bytes"] in rows
    page.press("r")
    assert page.run("backstep.view.mode") == "steps"


def test_the_end_says_which_is_right(page: Opened) -> None:
    gone(page, 0, 0)
    page.press("a")
    page.page.locator("#entry-field").fill("overwrite")
    page.press("Enter", "G")
    assert "generation right ✓" in page.text("#both-note")
    assert "overwrite wrong ✗" in page.text("#both-note")
    page.press("Escape")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("fast", "fast is none of generation, overwrite"),
        ("stack,queue,naive", "two at most"),
        ("generation", "generation with itself comes to the same"),
    ],
)
def test_a_name_that_is_none_is_refused_where_it_was_typed(
    page: Opened, text: str, told: str
) -> None:
    gone(page, 0, 3)
    page.press("a")
    page.page.locator("#entry-field").fill(text)
    page.press("Enter")
    assert told in page.text("#entry-told")
    assert page.run("backstep.view.mode") == "steps"
    page.press("Escape")


def test_along_too_many_paths_the_page_says_so(page: Opened) -> None:
    gone(page, 3, 0)
    page.press("a")
    page.page.locator("#entry-field").fill("paths")
    page.press("Enter")
    assert "by paths the pass is too long for a page" in page.text("#entry-told")
    page.press("Escape")


def test_a_long_pass_is_left_to_the_terminal(browser: Any, tmp_path: Path) -> None:
    path = written(tmp_path, Subject((runs.recorded(runs.doubling(200), "generation"),)))
    with opened(browser, path) as page:
        page.press("r")
        assert page.text("#sentence").startswith("This pass is too large")


STOPPED = """
class Bad(Function):
    def forward(self, x):
        return x
    def backward(self, gy):
        raise ValueError("no")

y = x = Variable(np.array(0.5))
for i in range({n}):
    y = sin(y)
Bad()(y).backward()
"""


@pytest.mark.parametrize(("n", "refused"), [(20, False), (2_000, True)])
def test_a_pass_of_few_pops_in_a_large_graph_is_not_run_again(n: int, refused: bool) -> None:
    view = first_view(of_source(STOPPED.format(n=n)).recordings)
    assert len(view.recording.pops) == 1
    found = sides_of(view, Values(), 1_000, any_two=False)
    assert found.refused.startswith("This pass is too large") == refused


def test_going_on_is_the_pass_that_the_terminal_goes_on_with(browser: Any, tmp_path: Path) -> None:
    subject = of_lesson("create-graph")
    view = first_view(subject.recordings, 0)
    action = action_for("O", view)
    assert action is not None
    with opened(browser, written(tmp_path, subject)) as page:
        for _ in range(2):
            view = changed(view, action)
            page.press("O")
            page.page.wait_for_function(
                "n => backstep.view.pass > n", arg=len(subject.recordings) - 1
            )
            page.page.wait_for_function(
                "t => document.getElementById('sentence').textContent === t", arg=view.message
            )
            states = page.run("() => backstep.states(backstep.view.pass)")
            assert len(states) == view.timeline.length + 1
            at_end = view.to(view.timeline.length).moment
            for i in range(len(view.recording.variables)):
                grad = at_end.grad(i)
                text = None if grad is None else value_text(grad, WIDTH)
                assert states[-1]["grads"][str(i)] == text
        assert page.page.locator("#pass option").count() == len(subject.recordings) + 2
        page.press("PageUp")
        assert page.quiet


def test_boxes_have_room_for_what_either_pass_says(page: Opened) -> None:
    for index in (0, 1, 2):
        gone(page, index, 0)
        page.press("a")
        page.page.locator("#entry-field").fill("numeric")
        page.press("Enter")
        for _ in range(9):
            page.press("n")
            boxes = page.page.locator(".of-side .node text").all_text_contents()
            assert boxes
            assert not [text for text in boxes if "…" in text]
