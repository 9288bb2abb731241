"""Every lesson shows the curriculum's figures, is whole, and is what its session was made of."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from backstep.recording.annotations import Annotations, Ask
from backstep.recording.records import Recording
from backstep.recording.telling.events import json_lines
from backstep.session import Session, find_session, read_session
from backstep.session.lectures import lecture_of, lecture_of_session, markdown_of
from backstep.session.lectures.lecture import PlacedAsk, PlacedNote
from backstep.session.live import LiveSession
from tests.lessons import CHANGE, changed, lecture_named, lesson_names, run_by_algorithms
from tests.lessons.curriculum import CURRICULUM, Figure

LESSONS = lesson_names()
FIGURES = [(name, figure) for name in CURRICULUM for figure in CURRICULUM[name].figures]
LONGEST_NOTE = 200  # characters; it is shown at 60x18 too
LARGEST = 2_000_000  # bytes


def session_of(name: str) -> Session:
    return read_session(find_session(name))


def test_every_lesson_has_its_figures() -> None:
    assert set(LESSONS) == set(CURRICULUM)


@pytest.mark.parametrize(("name", "figure"), FIGURES)
def test_a_session_shows_the_curriculum_s_figure(name: str, figure: Figure) -> None:
    session = session_of(name)
    figure.check(session.recordings, [cell.output for cell in session.cells])


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_makes_its_session_anew_and_what_it_suggests_works(name: str) -> None:
    session, lecture = session_of(name), lecture_named(name)
    live = LiveSession(lambda text: None)
    run_by_algorithms(lecture, live)
    assert (session.header.title, session.closing) == (lecture.title, lecture.closing)
    for ran, kept in zip(live.cells, session.cells, strict=True):
        assert (ran.text, ran.source) == (kept.text, kept.source)
        assert (ran.output, ran.digest) == (kept.output, kept.digest)
        assert told(ran.recordings) == told(kept.recordings)
        for recording in ran.recordings:
            put = Annotations().adding(*live.annotations.get(recording.id, ()))
            assert put == kept.annotations.get(recording.id, Annotations())
    changed_by_hand = changed(lecture, live)
    for figure in CURRICULUM[name].after:
        figure.check(changed_by_hand.recordings, changed_by_hand.outputs)


def told(recordings: Sequence[Recording]) -> list[str]:
    return [line for recording in recordings for line in json_lines(recording)]


@pytest.mark.parametrize("name", LESSONS)
def test_a_session_and_its_lesson_are_of_one_text(name: str) -> None:
    again = lecture_of_session(session_of(name))
    assert lecture_of(markdown_of(again)) == again


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_whole(name: str) -> None:
    lecture = lecture_named(name)
    placed = [one for cell in lecture.cells for one in cell.placed]
    asks = [one for one in placed if isinstance(one, PlacedAsk)]
    notes = [one for one in placed if isinstance(one, PlacedNote)]
    assert lecture.title
    assert lecture.cells[0].text, "it begins with what it is about"
    assert 3 <= len(lecture.cells) <= 8
    assert len(asks) == 1
    assert asks[0].text.endswith("?") or "?" in asks[0].text
    assert notes
    assert max(len(note.text) for note in notes) <= LONGEST_NOTE
    closing, change, _ = lecture.closing.partition(CHANGE)
    assert closing.strip().endswith(".")
    assert change


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_s_question_is_in_its_session_and_not_yet_answered(name: str) -> None:
    asks: list[Ask] = [
        ask
        for cell in session_of(name).cells
        for annotations in cell.annotations.values()
        for ask in annotations.asks
    ]
    assert len(asks) == 1
    assert asks[0].given is None


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_written_plainly(name: str) -> None:
    lecture = lecture_named(name)
    texts = [cell.text for cell in lecture.cells] + [lecture.closing]
    texts += [one.text for cell in lecture.cells for one in cell.placed if hasattr(one, "text")]
    assert not [text for text in texts if "!" in text]
    prose = [cell.text for cell in lecture.cells] + [lecture.closing]
    quoted = [line for text in prose for line in text.split("\n") if line.startswith(">")]
    assert not quoted, "a quote that is no directive: is its first word right?"


@pytest.mark.parametrize("name", LESSONS)
def test_a_session_is_small(name: str) -> None:
    assert find_session(name).stat().st_size < LARGEST
