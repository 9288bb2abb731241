"""The keys of the terminal's stepper lead to the same place on the page."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from backstep.export.html.words import browser_key
from backstep.export.subject import Subject
from backstep.recording.annotations import OWN, Annotations, Ask
from backstep.stepper.actions.registry import action_for, changed
from backstep.stepper.notebook import notebook_of
from backstep.stepper.view import View, first_view
from tests.export.html.browsing import Opened, opened
from tests.export.html.material import every_recording, written

MOVES = (
    "n n n N b s s full_stop S c C left right home end g G plus minus m left_square_bracket "
    "right_square_bracket y o A E i escape"
).split()
ANSWERS = ("n", "s", "a", "b", "c", "1", "2", "3", "v", "enter", "escape", "p", "down", "up", "G")
NOTED = Annotations(
    {5: "Two paths meet here.", 9: "", 14: "Again."},
    (
        Ask(7, "next"),
        Ask(10, OWN, text="Which?", answer="one", choices=("one", "two"), why="So."),
    ),
)
PLAIN = Annotations()


def passes() -> tuple[Any, ...]:
    return (
        *every_recording()["s16_generation"][:1],
        *every_recording()["s24_goldstein"][:1],
        *every_recording()["s33_second"][:1],
    )


@pytest.fixture(scope="module", params=[PLAIN, NOTED], ids=["plain", "annotated"])
def both(
    request: pytest.FixtureRequest, browser: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Opened, View]]:
    pages = (request.param, PLAIN, PLAIN)
    subject = Subject(passes(), pages=pages)
    path = written(tmp_path_factory.mktemp("keys"), subject)
    with opened(browser, path) as page:
        yield page, first_view(passes())


def at_start(page: Opened, view: View, index: int, annotations: Annotations) -> View:
    """Both at the start of a pass, with nothing asked or set so far."""
    page.page.reload()
    page.page.wait_for_function("() => window.backstep && backstep.view")
    page.run("() => backstep.ready")
    page.run("index => backstep.go(index, 0)", index)
    notebook = notebook_of((annotations, PLAIN, PLAIN))
    return View(view.passes, index=index, notebook=notebook)


def run(page: Opened, view: View, keys: list[str]) -> None:
    """Press keys on the page and in the terminal's stepper: they stand at the same place."""
    places = page.run(
        """keys => keys.map(key => {
            backstep.press(key);
            const { position, mode, quiz } = backstep.view;
            return [position, mode, mode === "predict" ? quiz.stage : ""];
        })""",
        [browser_key(key) for key in keys],
    )
    for i, key in enumerate(keys):
        action = action_for(key, view)
        view = view if action is None else changed(view, action)
        stage = view.quiz.stage if view.mode == "predict" else ""
        assert places[i] == [view.position, view.mode, stage], (i, keys[: i + 1])


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("index", range(3))
def test_random_moves_lead_to_the_same_place(
    both: tuple[Opened, View], request: pytest.FixtureRequest, index: int, seed: int
) -> None:
    page, view = both
    annotations = NOTED if "annotated" in request.node.name else PLAIN
    keys = random.Random(seed).choices(MOVES, k=60)
    run(page, at_start(page, view, index, annotations if index == 0 else PLAIN), keys)
    assert page.quiet


@pytest.mark.parametrize("seed", range(5))
def test_random_answers_lead_to_the_same_place(
    both: tuple[Opened, View], request: pytest.FixtureRequest, seed: int
) -> None:
    page, view = both
    annotations = NOTED if "annotated" in request.node.name else PLAIN
    chosen = random.Random(seed)
    keys = ["p", *chosen.choices(ANSWERS, k=40)]
    run(page, at_start(page, view, 0, annotations), keys)


def test_a_key_pressed_does_what_it_says(both: tuple[Opened, View]) -> None:
    page, view = both
    at_start(page, view, 1, PLAIN)
    page.press("n", "s", "ArrowRight", "End", "Home", ".")
    assert page.position == 1


def test_every_action_that_the_page_knows_is_in_the_registry(both: tuple[Opened, View]) -> None:
    page, _ = both
    unknown = page.run("() => backstep.unknown()")
    assert unknown == []
