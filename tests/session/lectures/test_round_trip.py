"""What is in a lecture is in its Markdown, in its session, and in the Markdown made of that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backstep.engine.algorithm import ALGORITHMS
from backstep.recording.annotations import OWN
from backstep.recording.timeline import Timeline
from backstep.session import Journal, Session, read_session
from backstep.session.lectures import (
    Lecture,
    LectureCell,
    LectureError,
    lecture_of,
    lecture_of_session,
    make,
    markdown_of,
)
from backstep.session.lectures.asking import ask_of, placed_ask
from backstep.session.lectures.lecture import PlacedAsk, PlacedNote, Stop, Watch, Wrong
from backstep.session.lectures.positions import (
    NoSuchPlace,
    Place,
    place_after,
    place_at,
    place_named,
    position_before,
    position_of,
)
from backstep.session.live import LiveSession
from tests.session.lectures.material import TALK
from tests.session.material import PROGRAMS, recorded

# Lines that mean something in a lecture stand among ordinary ones, so that each is tried in prose.
TRAPS = (
    "# heading",
    "> note pop 3: said",
    "> note this down",
    "> notes pop 3: said",
    "> stop pop 4",
    "> ask end: next",
    "> watch queue",
    "> a quote",
    "> why: because",
    "> seed 7",
    "> fails",
    ">",
    "\\> stop pop 4",
    "\\\\> stop pop 4",
    "\\> a quote",
    "\\# heading",
    "```python",
    "```sh",
    "```",
    "~~~~",
    "\\```",
    "    > stop pop 4",
    "stop pop 4",
    "why: because",
    "\\stop pop 4",
    "- item  ",
    "",
)
characters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
line = st.sampled_from(TRAPS) | st.text(characters, max_size=30)


def trimmed(lines: list[str]) -> str:
    """Prose as a lecture holds it: without empty lines around it."""
    kept = [*lines]
    while kept and not kept[0].strip():
        del kept[0]
    while kept and not kept[-1].strip():
        del kept[-1]
    return "\n".join(kept)


prose = st.lists(line, max_size=6).map(trimmed)
words = (
    st.lists(st.lists(line.map(str.strip).filter(bool), max_size=30).map(" ".join), max_size=3)
    .map("\n".join)
    .map(str.strip)
    .map(lambda text: "\n".join(each.strip() for each in text.split("\n")))
    .filter(bool)
)
number = st.integers(1, 40)
place = st.one_of(
    st.sampled_from([Place("start"), Place("seed"), Place("end")]),
    st.builds(lambda step: Place("step", step=step), st.integers(0, 99)),
    st.builds(
        lambda pop, phase: Place("pop", pop, phase),
        number,
        st.sampled_from(["", "pop", "gather", "multiply", "free"]),
    ),
    st.builds(lambda pop, delivery: Place("pop", pop, "deliver", delivery), number, number),
)
pass_number = st.none() | number
answer = st.text(characters, min_size=1, max_size=12).filter(lambda text: bool(text.strip()))
answers = st.lists(answer, min_size=1, max_size=6, unique=True)
why = st.just("") | words
placed = st.one_of(
    st.builds(PlacedNote, place, words, pass_number),
    st.builds(Stop, place, pass_number),
    st.builds(
        PlacedAsk,
        place,
        st.sampled_from(["next", "gx", "shape", "how", "then", "grad"]),
        st.just("") | words,
        why=why,
        pass_=pass_number,
    ),
    st.builds(
        lambda place, text, answers, why, pass_: PlacedAsk(
            place, OWN, text, answers[0], tuple(answers[1:]), why, pass_
        ),
        place,
        words,
        answers,
        why,
        pass_number,
    ),
    st.builds(
        Watch,
        place,
        st.sampled_from(["", "graph", "queue", "pop", "inspector"]),
        st.booleans(),
        st.sampled_from([1, 2]),
        st.sampled_from(["", "right", "down"]),
        st.sampled_from(["", "fit", "boxes", "names", "dots"]),
        pass_number,
    ),
)
source = st.lists(line, max_size=5).map("\n".join)
cell = st.builds(
    LectureCell,
    source,
    prose,
    st.sampled_from(list(ALGORITHMS)),
    st.sampled_from([None, "", "ValueError"]),
    st.lists(placed, max_size=4).map(tuple),
)
lecture = st.builds(
    Lecture,
    st.lists(cell, max_size=3).map(tuple),
    st.text(characters, max_size=20).map(lambda text: " ".join(text.split())),
    st.sampled_from(["en", "ko", "zh-Hans"]),
    st.none() | st.integers(-(2**63), 2**64 - 1),
    prose,
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(lecture)
def test_writing_and_reading_a_lecture_is_the_identity(one: Lecture) -> None:
    assert lecture_of(markdown_of(one)) == one


@given(st.lists(line, max_size=12).map("\n".join))
def test_what_was_read_once_is_read_the_same_ever_after(text: str) -> None:
    try:
        one = lecture_of(text)
    except LectureError as error:
        assert "line " in str(error)
        return
    assert lecture_of(markdown_of(one)) == one


@given(place)
def test_a_place_is_read_as_it_is_written(one: Place) -> None:
    assert place_named(str(one)) == one


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_position_has_a_name_that_leads_there(program: str) -> None:
    for recording in recorded(PROGRAMS[program]):
        timeline = Timeline(recording)
        for position in range(timeline.length + 1):
            assert position_of(timeline, place_at(timeline, position)) == position
            if position < timeline.length:
                assert position_before(timeline, place_after(timeline, position)) == position


@pytest.mark.parametrize("kind", ["next", "gx", "shape", "how", "then", "grad", OWN])
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_question_comes_back_to_its_place(program: str, kind: str) -> None:
    asked = 0
    for recording in recorded(PROGRAMS[program]):
        timeline = Timeline(recording)
        for k, pop in enumerate(recording.pops):
            for place in [Place("pop", k + 1)] + [
                Place("pop", k + 1, "deliver", i + 1) for i in range(len(pop.deliveries))
            ]:
                text, right = ("What now?", "8") if kind == OWN else ("", "")
                try:
                    ask = ask_of(timeline, PlacedAsk(place, kind, text, right))
                except (Wrong, NoSuchPlace):
                    continue
                again = placed_ask(timeline, ask, None)
                assert again is not None
                assert ask_of(timeline, again) == ask
                asked += 1
    assert asked or kind not in ("next", "shape", "how", OWN)


def session_of(one: Lecture, path: Path) -> Session:
    """The session that a lecture makes."""
    with Journal.create(path, one.title, one.seed, one.language) as journal:
        make(one, LiveSession(lambda text: None, journal))
    return read_session(path)


def test_a_lecture_is_in_its_session_whole(tmp_path: Path) -> None:
    one = lecture_of(TALK, "talk.md")
    session = session_of(one, tmp_path / "talk.jsonl")
    again = lecture_of_session(session)
    assert again == one
    assert markdown_of(again) == TALK


def test_markdown_to_a_session_and_back_to_a_session_loses_nothing(tmp_path: Path) -> None:
    first = session_of(lecture_of(TALK), tmp_path / "first.jsonl")
    text = markdown_of(lecture_of_session(first))
    second = session_of(lecture_of(text), tmp_path / "second.jsonl")
    assert text == markdown_of(lecture_of_session(second))
    assert replace(second, path=first.path, whole_bytes=first.whole_bytes) == first
    records = [path.read_text() for path in (first.path, second.path)]
    assert records[0] == records[1]
