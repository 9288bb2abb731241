"""Predict: what is asked, that nothing on the screen tells it, how it is graded and kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backstep.recording.timeline import Timeline
from backstep.stepper.entry import Refused
from backstep.stepper.predict.grading import is_right, truth
from backstep.stepper.predict.questions import how_many, questions_of
from backstep.stepper.predict.quiz import open_question
from backstep.stepper.predict.wording import choices
from backstep.stepper.view import View, first_view
from tests.golden_runs import RUNNABLE, load, run
from tests.stepper.passes import diamond, recorded
from tests.stepper.predict.asked import answered, press, shown
from tests.stepper.screens import SCREENS

SIZES = [(40, 12), (60, 18), (80, 24), (120, 40)]


def asking(size: tuple[int, int] = (80, 24)) -> View:
    """A diamond with questions on, before its first."""
    return press(replace(first_view(recorded(diamond)), size=size), "p")


def question_of(view: View, kind: str) -> View:
    """The view at the first question of a kind, those before it skipped."""
    for _ in range(100):
        question = open_question(view)
        if question is not None and question.kind == kind and view.quiz.stage == "ask":
            return view
        view = press(view, "escape" if question is not None else "n")
    raise AssertionError(f"no question of kind {kind}")


@pytest.mark.parametrize("name", RUNNABLE)
def test_what_is_graded_true_is_what_the_golden_says(name: str) -> None:
    golden = load(name)
    made = run(golden["source"]).recordings
    for number, told in enumerate(golden["backwards"], start=1):
        recording = made.get(number)
        if recording is None:  # it raised before its first pop
            continue
        timeline = Timeline(recording)
        for question in questions_of(timeline):
            pop = told["pops"][question.pop]
            true = truth(timeline, question)
            assert is_right(timeline, question, true)
            match question.kind:
                case "next":
                    at = recording.pops[question.pop].function
                    assert recording.functions[at].class_name == pop["func"]
                    assert recording.functions[at].label == true
                case "gx" if not question.element:
                    assert question.input is not None
                    assert is_right(timeline, question, str(pop["gxs"][question.input]))
                case "how":
                    assert question.input is not None
                    assert true.startswith(pop["delivered"][question.input][1])
                case "then":
                    assert question.input is not None
                    assert pop["delivered"][question.input][3] in true
                case "grad":
                    assert true.startswith("None") == bool(pop["freed"])


def test_a_pass_of_4_pops_has_5_questions_and_one_of_1000_about_20() -> None:
    assert len(questions_of(first_view(recorded(diamond)).timeline)) == 5
    assert 18 <= how_many(1000) <= 24


def test_the_diamond_is_asked_about_its_tie_and_its_accumulation() -> None:
    questions = questions_of(first_view(recorded(diamond)).timeline)
    assert {"next", "how", "gx"} <= {question.kind for question in questions}


@pytest.mark.parametrize("size", SIZES)
def test_nothing_on_the_screen_tells_the_answer(size: tuple[int, int]) -> None:
    view = question_of(asking(size), "gx")
    assert truth(view.timeline, open_question(view)) not in shown(view).split()  # type: ignore[arg-type]
    tie = question_of(asking(size), "next")
    text = shown(tie)
    assert "pop()" not in text
    assert "square#3 q" not in text
    before = press(tie, "escape") if size[0] < 60 else tie
    assert "8.0 + 8.0" not in shown(before)


@pytest.mark.parametrize("size", SIZES)
def test_what_a_question_shows_does_not_depend_on_what_comes(size: tuple[int, int]) -> None:
    """The same screen, whichever of two squares is popped: here the tie is turned round."""
    view = question_of(asking(size), "next")
    recording = view.recording
    first, second = view.moment.pop_index + 1, view.moment.pop_index + 2
    pops = list(recording.pops)
    pops[first], pops[second] = pops[second], pops[first]
    other = replace(recording, pops=tuple(pops))
    turned = question_of(press(replace(first_view([other]), size=size), "p"), "next")
    assert turned.position == view.position
    assert shown(turned).splitlines()[1:] == shown(view).splitlines()[1:]


@pytest.mark.parametrize(
    ("kind", "given", "verdict"),
    [
        ("next", "square#3", "right"),
        ("next", "square#2", "wrong"),
        ("how", "added to what is there", "right"),
        ("gx", "8", "right"),
        ("gx", "8.001", "right"),
        ("gx", "16/2", "right"),
        ("gx", "4.0", "wrong"),
    ],
)
def test_answers_are_graded_against_the_recording(kind: str, given: str, verdict: str) -> None:
    view = question_of(asking(), kind)
    question = open_question(view)
    assert question is not None
    if kind == "how":
        given = next(c for c in choices(view.timeline, question) if c.startswith("add"))
    told = answered(view, given, 2)
    assert told.quiz.answers[-1].verdict == verdict
    kept = told.notebook.page(0).asks[-1]
    assert (kept.given, kept.confidence, kept.right) == (given, 2, verdict == "right")


def test_a_wrong_answer_says_why_from_the_facts() -> None:
    view = answered(question_of(asking(), "next"), "square#2", 3)
    text = " ".join(shown(view).split())
    assert "Wrong." in text
    assert "It is square#3" in text
    assert "pushed last" in text


def test_wrong_and_sure_comes_back_at_the_end_and_then_the_score_is_told() -> None:
    view = answered(question_of(asking(), "next"), "square#2", 3)
    for _ in range(30):
        if view.quiz.again or view.mode == "score":
            break
        view = press(view, "escape" if open_question(view) is not None else "n")
    assert view.quiz.again
    assert open_question(view) is not None
    view = press(answered(view, "square#3", 3), "enter")
    assert view.mode == "score"
    assert "0 of 1" in shown(view)
    assert "Of what came back, 1 of 1 right." in " ".join(shown(view).split())
    assert press(view, "enter").mode == "steps"


def test_skipping_goes_where_one_was_going_and_keeps_nothing() -> None:
    plain = first_view(recorded(diamond))
    view = asking()
    while view.mode != "score" and view.position < view.timeline.length:
        view = press(view, "escape" if open_question(view) is not None else "n")
    assert view.position == plain.timeline.length
    assert view.notebook.page(0).asks == ()


def test_revealing_shows_the_answer_and_says_so_in_the_notebook() -> None:
    view = press(question_of(asking(), "next"), "v")
    assert "square#3" in shown(view)
    assert view.notebook.page(0).asks[-1].given is None


def test_p_leaves_at_once() -> None:
    view = press(question_of(asking(), "next"), "p")
    assert (view.mode, view.quiz.on) == ("steps", False)
    assert press(view, "n").mode == "steps"


def test_what_is_no_number_is_refused_with_the_remedy() -> None:
    view = question_of(asking(), "gx")
    with pytest.raises(Refused, match="number"):
        press(view, *"four", "enter")


def test_going_back_asks_nothing_again() -> None:
    view = answered(question_of(asking(), "next"), "square#3", 1)
    while view.mode != "steps":
        view = press(view, "escape")
    assert press(view, "b", "b").mode == "steps"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", ["next", "gx"])
def test_the_question_is_the_golden(size: tuple[int, int], kind: str) -> None:
    name = f"predict-{kind}-{size[0]}x{size[1]}"
    path = SCREENS / f"{name}.txt"
    assert shown(question_of(asking(size), kind)) + "\n" == path.read_text(encoding="utf-8")
