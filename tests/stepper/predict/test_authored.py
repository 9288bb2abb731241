"""An author's questions: asked where they stand, in his words, graded, and kept as answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backstep.recording.annotations import Ask, Mark
from backstep.stepper.entry import Refused
from backstep.stepper.predict.quiz import open_question, questions
from backstep.stepper.seeking import played
from backstep.stepper.view import View, first_view
from tests.stepper.passes import diamond, recorded
from tests.stepper.predict.asked import answered, press, shown

# The diamond: step 7 ends pop 1 (add), 12 pop 2 (square#3), 17 pop 3 (square#2), 22 pop 4.
OWN = Ask(17, "own", text="What will x.grad be, and why?", answer="64.0", why="Both have come.")
CHOOSE = Ask(12, "own", text="Who is it?", answer="b", choices=("a", "b", "c"))
GX = Ask(9, "gx", text="What does square#3 send back?", input=0)


def lecture(*asks: Ask, size: tuple[int, int] = (80, 24)) -> View:
    """The diamond with what an author asks of it."""
    view = replace(first_view(recorded(diamond)), size=size)
    for ask in asks:
        view = view.noting(ask)
    return view


def to_question(view: View) -> View:
    """The view at its next question."""
    for _ in range(10):
        if open_question(view) is not None:
            return view
        view = press(view, "n")
    raise AssertionError("no question")


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
def test_it_is_asked_at_its_place_in_its_words_without_p(size: tuple[int, int]) -> None:
    view = to_question(lecture(OWN, size=size))
    assert view.position == 17
    assert OWN.text in " ".join(shown(view).split())
    assert "64" not in shown(view)


def test_a_pass_without_asks_asks_nothing() -> None:
    assert press(lecture(), "n", "n", "n", "n").mode == "steps"


@pytest.mark.parametrize(
    ("given", "right"),
    [("64", True), ("64.0", True), ("128/2", True), ("64.01", True), ("65", False), ("-64", False)],
)
def test_a_number_is_graded_as_the_engine_s_are(given: str, right: bool) -> None:
    view = answered(to_question(lecture(OWN)), given, 2)
    assert view.quiz.answers[-1].verdict == ("right" if right else "wrong")
    assert "Both have come." in shown(view)


def test_words_where_a_number_is_asked_for_are_refused() -> None:
    with pytest.raises(Refused, match="is no number"):
        answered(to_question(lecture(OWN)), "many", 2)


@pytest.mark.parametrize(
    ("answer", "given", "right"),
    [
        ("square#2", "Square #2", True),
        ("square#2", "square#3", False),
        ("[5, 7, 9]", "5 7 9", True),
        ("[5, 7, 9]", "[5, 7.0, 9]", True),
        ("[5, 7, 9]", "5 7", False),
        ("because it is added", "Because it is  added.", True),
        ("because it is added", "it is added", False),
        ("더한다", "더한다.", True),
        ("?!", "?!", True),
        ("?!", "!", False),
    ],
)
def test_words_are_graded_by_their_letters_and_numbers(
    answer: str, given: str, right: bool
) -> None:
    view = answered(to_question(lecture(replace(OWN, answer=answer))), given, 1)
    assert view.quiz.answers[-1].verdict == ("right" if right else "wrong")


def test_choices_are_offered_in_the_order_that_the_file_has() -> None:
    view = to_question(lecture(CHOOSE))
    assert "a  a" in shown(view) and "c  c" in shown(view)
    assert answered(view, "b", 3).quiz.answers[-1].verdict == "right"
    assert answered(view, "c", 3).quiz.answers[-1].verdict == "wrong"


def test_the_recording_answers_a_question_of_a_kind_in_other_words() -> None:
    view = to_question(lecture(GX))
    assert view.position == 9
    text = shown(view)
    assert GX.text in text and "gx = gy * 2 * x" in text
    assert answered(view, "8", 3).quiz.answers[-1].verdict == "right"


def test_it_comes_in_place_of_the_same_of_the_pass_and_before_others() -> None:
    asked = press(lecture(), "p")
    own = replace(GX, step=next(q.position for q in questions(asked) if q.kind == "gx"))
    both = press(lecture(own, replace(OWN, step=own.step)), "p")
    there = [q for q in questions(both) if q.position == own.step]
    assert [q.by_author for q in there] == [True, True]
    assert len(questions(both)) == len(questions(asked)) + 1


def test_which_is_next_is_hidden_until_it_was_asked() -> None:
    view = press(lecture(Ask(12, "next")), "n", "n")
    assert view.position == 12
    assert "hidden: n asks which is next" in shown(view)
    assert "square#2 ◀── pop()" not in shown(view)


def test_the_answer_is_kept_with_the_question_and_asked_once() -> None:
    view = press(answered(to_question(lecture(OWN)), "63", 2), "enter")
    kept = view.notebook.page(0).asks[-1]
    assert (kept.text, kept.answer, kept.given, kept.right) == (OWN.text, "64.0", "63", False)
    assert not kept.by_author
    assert (view.mode, view.position) == ("steps", 22)
    assert press(view, "g", "n", "n", "n", "n").mode == "steps"


@pytest.mark.parametrize(
    ("ask", "keys"),
    [(OWN, ("v", "enter")), (GX, ("v", "enter")), (CHOOSE, ("v",)), (Ask(12, "next"), ("v",))],
)
def test_one_that_is_revealed_is_not_asked_twice(ask: Ask, keys: tuple[str, ...]) -> None:
    view = press(to_question(lecture(ask)), *keys, "enter")
    assert view.quiz.answers[-1].verdict == "revealed"
    assert len(questions(view)) == 1
    assert (view.mode, view.position > ask.step) == ("steps", True)


def test_wrong_and_sure_comes_back_at_the_end() -> None:
    view = press(answered(to_question(lecture(CHOOSE)), "a", 3), "enter")
    while open_question(view) is None:
        view = press(view, "n")
    assert view.quiz.again
    assert press(answered(view, "b", 3), "enter").mode == "steps"


def test_p_at_a_question_ends_them_and_asks_no_more() -> None:
    view = press(to_question(lecture(CHOOSE, OWN)), "p")
    assert view.mode == "steps"
    assert press(view, "n", "n", "n").mode == "steps"
    assert open_question(to_question(press(view, "p"))) is not None


@pytest.mark.parametrize("keys", [("c",), ("right_square_bracket",)])
def test_running_to_a_mark_halts_at_a_question_before_it(keys: tuple[str, ...]) -> None:
    view = press(lecture(CHOOSE).noting(Mark(20)), *keys)
    assert view.position == 12 and open_question(view) is not None
    assert press(view, "escape").position == 20


def test_playing_halts_at_a_question_and_at_a_mark() -> None:
    view = replace(lecture(CHOOSE).noting(Mark(5)), playing=True)
    halts = []
    for _ in range(20):
        view = played(view)
        if not view.playing:
            halts.append(view.position)
            if open_question(view) is not None:
                break
            view = replace(view, playing=True)
    assert halts == [5, 12]


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 27)])
def test_a_lecture_s_page_asks_it_and_reveals_it(size: tuple[int, int]) -> None:
    view = press(lecture(OWN, CHOOSE, size=size), "L")
    while view.position < 16:
        view = press(view, "n")
    asked = " ".join(shown(view).split())
    assert f"{OWN.text} answer = ?" in asked
    assert "answer = 64.0" in " ".join(shown(press(view, "v")).split())
    assert press(view, "n").mode == "lecture"


def test_a_lecture_s_page_names_the_choices() -> None:
    view = press(lecture(CHOOSE), "L")
    while view.position < 11:
        view = press(view, "n")
    assert "Who is it? a, b or c?" in shown(view)


def test_a_lecture_halts_at_a_stop() -> None:
    view = press(lecture().noting(Mark(9)), "L", "n", "n", "n", "n")
    assert [view.position, press(view, "n").position, press(view, "n", "n").position] == [6, 9, 10]


@pytest.mark.parametrize(
    "ask",
    [
        Ask(99, "next"),
        Ask(22, "next"),
        Ask(9, "next"),
        Ask(12, "gx"),
        Ask(9, "gx", input=7),
        Ask(20, "then"),
        Ask(5, "grad"),
        Ask(12, "riddle", text="What am I?"),
        Ask(12, "own", text="What am I?"),
        Ask(12, "next", given="square#2", answer="square#2", right=True),
    ],
)
def test_one_that_the_pass_has_no_answer_to_is_not_asked(ask: Ask) -> None:
    assert questions(lecture(ask)) == ()
