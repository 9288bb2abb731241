"""Through a lesson with Enter, back and away; what is kept of it, and what is asked again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backstep.prompt.learning import keeping, reviewing, walking
from backstep.prompt.learning.lessons import lesson_named
from backstep.prompt.learning.progress import read_progress
from backstep.prompt.learning.walking import Room
from backstep.prompt.preferences import Preferences
from backstep.recording.annotations import Ask
from backstep.session import read_session
from backstep.stepper.notebook import Entered, Kept


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKSTEP_HOME", str(tmp_path))


class Held:
    """A room in which answers are there beforehand; what was opened and written is kept."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: str, given: str = "") -> None:
        self.written = ""
        self.opened: list[Kept] = []
        self.given = given
        waiting: Iterator[str] = iter(answers)

        def ask(question: str) -> str:
            try:
                return next(waiting)
            except StopIteration:
                raise EOFError from None

        def open_as(kind: str, recordings: Any, index: int, **how: Any) -> None:
            kept: Kept = how["kept"]
            self.opened.append(kept)
            for i in kept.notebook.pages:
                for one in kept.notebook.page(i).asks:
                    kept.keeper(Entered(i, self.answered(one)))

        monkeypatch.setattr(walking, "open_as", open_as)
        monkeypatch.setattr(reviewing, "open_as", open_as)
        self.room = Room("screen", Preferences(), self.write, ask, lambda figure: None)

    def write(self, text: str) -> None:
        self.written += text

    def answered(self, one: Ask) -> Ask:
        right = self.given == "right"
        return Ask(
            one.step, one.question, one.about, one.text, one.answer or "x", "x", 3, right, one.input
        )


def enters(n: int) -> list[str]:
    return [""] * n


def test_enter_goes_through_to_the_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held(monkeypatch, *enters(99), given="right")
    lesson = lesson_named("reuse")
    assert walking.walk(lesson, held.room) == lesson.path
    session = read_session(lesson.path)
    with_passes = [cell for cell in session.cells if cell.recordings]
    assert len(held.opened) == len(with_passes)
    assert session.header.title in held.written
    for cell in session.cells:
        assert cell.source.split("\n")[0] in held.written
        assert cell.output in held.written
    assert "Change this and look again" in held.written
    assert list(read_progress().done) == ["reuse"]
    assert [each.right for each in read_progress().answers_of("reuse")] == [True]


def test_who_leaves_goes_on_there(monkeypatch: pytest.MonkeyPatch) -> None:
    lesson = lesson_named("reuse")
    assert walking.walk(lesson, Held(monkeypatch, "", "s", "q").room) is None
    assert read_progress().cells == {"reuse": 2}
    again = Held(monkeypatch, "")
    walking.walk(lesson, again.room)
    cells = read_session(lesson.path).cells
    assert cells[2].source.split("\n")[-1] in again.written
    assert cells[0].source not in again.written
    anew = Held(monkeypatch, "0")
    walking.walk(lesson, anew.room)
    assert cells[0].source.split("\n")[0] in anew.written


def test_b_goes_back_a_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held(monkeypatch, "", "b", "q")
    walking.walk(lesson_named("reuse"), held.room)
    first = read_session(lesson_named("reuse").path).cells[0].source.split("\n")[0]
    assert held.written.count(first) == 2
    assert read_progress().cells == {"reuse": 0}


def test_the_stepper_opens_where_something_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held(monkeypatch, *enters(99))
    walking.walk(lesson_named("gradcheck"), held.room)
    asked = [kept for kept in held.opened if kept.notebook.page(kept.index).asks]
    assert len(asked) == 1


def test_sure_and_wrong_is_asked_again_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    walking.walk(lesson_named("diamond"), Held(monkeypatch, *enters(99), given="wrong").room)
    (wrong,) = read_progress().to_review()
    still = Held(monkeypatch, "", given="wrong")
    assert reviewing.review(still.room) == 1
    assert "1 is still to be reviewed" in still.written
    (kept,) = still.opened
    assert kept.looked is not None
    assert kept.looked.step == wrong.step
    assert [ask.by_author for ask in kept.notebook.page(0).asks] == [True]
    better = Held(monkeypatch, "", given="right")
    reviewing.review(better.room)
    assert "All of them are right now." in better.written
    assert "Nothing to review" in reviewed(monkeypatch)


def reviewed(monkeypatch: pytest.MonkeyPatch) -> str:
    held = Held(monkeypatch)
    reviewing.review(held.room)
    return held.written


def test_marks_of_a_lesson_are_not_written_anywhere() -> None:
    session = read_session(lesson_named("diamond").path)
    kept = keeping.kept_of("diamond", session, session.cells[1])
    before = session.path.read_bytes()
    one = kept.notebook.page(kept.index).asks[0]
    assert kept.keeper(Entered(kept.index, Ask(one.step, one.question))) == ""  # skipped
    assert session.path.read_bytes() == before
    assert read_progress().answers == {}


@pytest.mark.parametrize(("height", "asked"), [(24, True), (60, False), (None, False)])
def test_prose_and_code_that_fill_a_screen_come_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch, height: int | None, asked: bool
) -> None:
    monkeypatch.setattr(walking, "height_of", lambda stream: height)
    held = Held(monkeypatch, "q")
    walking.walk(lesson_named("chain"), held.room)
    assert ("x = Variable" not in held.written) == asked


@pytest.mark.parametrize("way", ["", "s"])
def test_what_is_asked_for_is_told_after_the_question(
    monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    lesson = lesson_named("chain")
    held = Held(monkeypatch, "", way, "q")
    before: list[str] = []
    ask = held.room.ask

    def noting(question: str) -> str:
        before.append(held.written)
        return ask(question)

    walking.walk(lesson, replace(held.room, ask=noting))
    assert "x.grad = 3.29744" not in before[1]
    assert "x.grad = 3.29744" in before[2]
    assert len(held.opened) == (way == "")
