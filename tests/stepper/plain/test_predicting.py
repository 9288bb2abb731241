"""Predicting in the conversation: questions, answers, ways out, the truth, the score."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.recording.annotations import Ask
from backstep.stepper.plain.conversation import Talk, answered, begun
from backstep.stepper.predict.grading import truth
from backstep.stepper.predict.quiz import answers_of, open_question
from tests.stepper.plain.talking import shipped

DIAMOND = shipped("diamond")


def after(*typed: str) -> tuple[Talk, list[str]]:
    talk, lines = begun(DIAMOND), []
    for line in typed:
        talk, lines = answered(talk, line)
    return talk, lines


def test_a_question_halts_a_step_and_is_asked_with_its_choices() -> None:
    talk, lines = after("predict", "goto step 7", "n")
    assert talk.prompt == "answer: "
    assert "Which function is popped next?" in lines
    assert "c: square#3, generation 1" in lines


def test_an_answer_is_graded_when_it_is_said_how_sure_it_is() -> None:
    talk, lines = after("predict", "goto step 7", "n", "square#3")
    assert talk.prompt == "how sure, 1 to 3? "
    talk, lines = answered(talk, "2")
    assert lines[0] == "Right: square#3."
    assert "was pushed last" in lines[1]
    talk, lines = answered(talk, "")
    assert open_question(talk.view) is None or talk.view.position > 7


@pytest.mark.parametrize(
    ("typed", "verdict"), [("skip", "skipped"), ("n", "skipped"), ("reveal", "revealed")]
)
def test_there_is_always_a_way_out(typed: str, verdict: str) -> None:
    talk, _ = after("predict", "goto step 7", "n", typed)
    assert answers_of(talk.view)[-1].verdict == verdict


def test_end_asks_nothing_more() -> None:
    talk, _ = after("predict", "goto step 7", "n", "end", "n", "n", "n")
    assert open_question(talk.view) is None
    assert talk.view.position == talk.view.timeline.length


@pytest.mark.parametrize("typed", ["", "z", "square", "8"])
def test_what_is_no_answer_is_asked_for_again(typed: str) -> None:
    talk, lines = after("predict", "goto step 7", "n", typed)
    assert open_question(talk.view) is not None
    assert "skip goes on without an answer" in lines[0].lower()


@pytest.mark.parametrize("typed", ["queue", "why", "pops"])
def test_nothing_tells_the_answer_before_the_question(typed: str) -> None:
    _, lines = after("predict", "goto step 7", typed)
    assert lines == ["Not now: which function is next is about to be asked, by n."]


def test_the_score_comes_at_the_end_and_the_sure_and_wrong_once_more() -> None:
    talk, lines = after("predict")
    for _ in range(60):
        question = open_question(talk.view)
        if question is None:
            talk, lines = answered(talk, "n")
        elif talk.view.quiz.stage == "ask":
            right = truth(talk.view.timeline, question)
            wrong = question.kind == "next" and not talk.view.quiz.again
            talk, lines = answered(talk, "square#2" if wrong else right)
        else:
            talk, lines = answered(talk, "3")
        if any(line.startswith("Right: ") and " of " in line for line in lines):
            break
    told = "\n".join(lines)
    assert "which is next: 0 of 1" in told
    assert "Sure and wrong: 1 of 5" in told
    assert sum(answer.again for answer in answers_of(talk.view)) == 1
    assert answered(talk, "score")[1][0] == "Right: 4 of 5."


@given(
    st.lists(
        st.sampled_from("predict n s b a c 1 3 skip v end 8 goto score S".split()), max_size=40
    )
)
def test_any_answers_lead_somewhere(typed: list[str]) -> None:
    talk = begun(DIAMOND)
    for line in typed:
        talk, _ = answered(talk, line)
        assert 0 <= talk.view.position <= talk.view.timeline.length
        assert talk.view.mode in ("steps", "predict", "compare")


def test_an_author_s_question_is_asked_in_his_words_and_answered() -> None:
    talk = begun(DIAMOND)
    ask = Ask(12, "own", text="Who?", answer="b", choices=("a", "b"), why="It is so.")
    talk = replace(talk, view=talk.view.noting(ask))
    lines: list[str] = []
    for line in ("n", "n", "n"):
        talk, lines = answered(talk, line)
    assert lines[-4:] == [
        "Who?",
        "a: a",
        "b: b",
        "Skip goes on without an answer, reveal tells it, end asks nothing more.",
    ]
    talk, _ = answered(talk, "a")
    talk, lines = answered(talk, "3")
    assert lines == ["Wrong. The answer is: b", "It is so.", "An empty line goes on."]
    talk, _ = answered(talk, "")
    assert talk.view.position == 17
