"""Why: the next function, an inspected gradient, a function's place in the queue."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backstep.recording.telling.why import why_gradient, why_next
from backstep.stepper.actions import action_for, changed, footer_hints
from backstep.stepper.graph import Key
from backstep.stepper.screens import screen_lines
from backstep.stepper.text import plain
from backstep.stepper.view import View, first_view
from tests.stepper.passes import diamond, recorded


def asked(view: View) -> View:
    action = action_for("y", view)
    assert action is not None
    return changed(view, action)


def variable(view: View, label: str) -> Key:
    labels = [node.label for node in view.recording.variables]
    return Key("v", labels.index(label))


@pytest.fixture
def view() -> View:
    return first_view(recorded(diamond)).to(17)  # the third pop's delivery: a.grad is 8.0 + 8.0


def test_it_says_why_the_next_function_is_next(view: View) -> None:
    assert asked(view).message == why_next(view.moment)
    assert "it is the only one in the queue" in asked(view).message


def test_of_an_inspected_variable_it_tells_every_delivery(view: View) -> None:
    view = replace(view, inspected=variable(view, "a"))
    lines = [plain(line) for line in screen_lines(asked(view), footer_hints(view))]
    told = " ".join(" ".join(lines).split())
    for sentence in why_gradient(view.moment, variable(view, "a").number):
        assert sentence in told


def test_a_long_answer_covers_what_is_above_and_moves_nothing(view: View) -> None:
    view = replace(view, inspected=variable(view, "a"))
    before = screen_lines(view, footer_hints(view))
    after = screen_lines(asked(view), footer_hints(view))
    assert before[:10] == after[:10]
    assert before[-1] == after[-1]
    assert len(before) == len(after)


def test_the_answer_ends_with_the_next_key(view: View) -> None:
    action = action_for("s", asked(view))
    assert action is not None
    assert changed(asked(view), action).message == ""


def test_it_does_not_tell_what_is_about_to_be_asked(view: View) -> None:
    on = action_for("p", view)
    assert on is not None
    quiz = changed(view.to(0), on)
    while not (question := action_for("n", quiz)) or quiz.mode == "steps":
        assert question is not None
        before, quiz = quiz, changed(quiz, question)
    assert "is what you are asked" in asked(before).message or before.position == 0


@pytest.mark.parametrize("width", [80, 120])
def test_what_a_new_user_needs_is_in_the_footer(view: View, width: int) -> None:
    view = replace(view, size=(width, 24))
    footer = plain(screen_lines(view, footer_hints(view))[-1])
    for word in ("next", "back", "step", "play", "why", "compare", "help", "quit"):
        assert f" {word}  " in footer
