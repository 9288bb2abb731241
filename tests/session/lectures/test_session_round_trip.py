"""A session, whatever an author put to its passes, is in its Markdown whole."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backstep.recording.annotations import OWN, Annotation, Ask, Looked, Mark, Note
from backstep.recording.records import Recording
from backstep.recording.timeline import Timeline, length_of
from backstep.session import Journal, Session, read_session
from backstep.session.lectures import lecture_of, lecture_of_session, make, markdown_of
from backstep.session.lectures.asking import ask_of
from backstep.session.lectures.directives import DETAILS, DIRECTIONS, KINDS, PANES
from backstep.session.lectures.lecture import PlacedAsk, Wrong
from backstep.session.lectures.positions import NoSuchPlace, Place
from backstep.session.live import LiveSession
from tests.session.lectures.test_round_trip import answers, line, prose, why, words

# Two passes in the second cell, one of them with create_graph, and one that ends in an error.
SOURCES = (
    "x = Variable(np.array([1.0, 2.0]))\nw = Variable(np.array(3.0))\na = square(x) * w",
    "y = F.sum(a + a)\ny.backward(create_graph=True)\ngx = x.grad\nx.cleargrad()\n"
    "F.sum(gx).backward()",
    "class Bad(Function):\n    def forward(self, x):\n        return x\n"
    "    def backward(self, gy):\n        raise ValueError('no')\n\nsquare(Bad()(w)).backward()",
)


@cache
def passes() -> tuple[tuple[int, Recording], ...]:
    """The passes of the cells, each with the number of its cell."""
    live = LiveSession(lambda text: None)
    for source in SOURCES:
        live.run(source)
    return tuple((cell.n, recording) for cell in live.cells for recording in cell.recordings)


@cache
def asks(i: int) -> tuple[Ask, ...]:
    """Every question of a kind that a pass answers."""
    timeline = Timeline(passes()[i][1])
    found: dict[Ask, None] = {}
    for k, pop in enumerate(timeline.recording.pops):
        places = [Place("pop", k + 1)]
        places += [Place("pop", k + 1, "deliver", j + 1) for j in range(len(pop.deliveries))]
        for place in places:
            for kind in KINDS:
                try:
                    found.setdefault(ask_of(timeline, PlacedAsk(place, kind)))
                except (Wrong, NoSuchPlace):
                    continue
    return tuple(found)


@st.composite
def put(draw: st.DrawFn) -> tuple[int, list[Annotation]]:
    """What an author puts to one of the passes: at most one thing of a sort at a place."""
    i = draw(st.integers(0, len(passes()) - 1))
    length = length_of(passes()[i][1])
    step = st.integers(0, length)
    marks = draw(st.dictionaries(step, st.just("") | words, max_size=5))
    many: list[Annotation] = [Note(at, text) if text else Mark(at) for at, text in marks.items()]
    many += draw(st.lists(st.sampled_from(asks(i)), unique=True, max_size=4))
    offered = draw(answers)
    own = Ask(
        draw(st.integers(0, length - 1)),
        OWN,
        text=draw(words),
        answer=offered[0],
        choices=tuple(sorted(offered)) if len(offered) > 1 else (),
        why=draw(why),
    )
    return i, [*many, own]


looked = st.none() | st.builds(
    Looked,
    st.integers(0, 10),
    st.sampled_from(["", *PANES]),
    st.booleans(),
    st.sampled_from([1, 2]),
    st.sampled_from(["", *DIRECTIONS]),
    st.sampled_from(["", *DETAILS]),
)


def known_of(session: Session) -> list[object]:
    """What is known of the passes; the order in which questions were put does not count."""
    return [(page.marks, set(page.asks), page.looked) for page in session.annotations]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(put(), max_size=3, unique_by=lambda each: each[0]),
    looked,
    st.lists(prose, min_size=4, max_size=4),
    st.lists(line, max_size=3),
)
def test_what_an_author_puts_to_passes_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    many: list[tuple[int, list[Annotation]]],
    view: Looked | None,
    texts: list[str],
    comment: list[str],
) -> None:
    folder = tmp_path_factory.mktemp("talk")
    first = folder / "first.jsonl"
    with Journal.create(first, "A talk", 7) as journal:
        live = LiveSession(lambda text: None, journal)
        sources = [*SOURCES, "\n".join(f"# {each}" for each in comment)]
        for source, text in zip(sources, texts, strict=True):
            live.run(source, text=text)
        for i, put_there in many:
            cell, recording = passes()[i]
            for one in put_there:
                live.put(cell, recording.id, one)
        if view is not None:
            live.put(passes()[0][0], passes()[0][1].id, view)
    session = read_session(first)
    assert len(session.recordings) == len(passes()) == 3
    lecture = lecture_of(markdown_of(lecture_of_session(session)))
    second = folder / "second.jsonl"
    with Journal.create(second, lecture.title, lecture.seed, lecture.language) as journal:
        make(lecture, LiveSession(lambda text: None, journal))
    again = read_session(second)
    assert known_of(again) == known_of(session)
    assert [(c.source, c.text, c.output, c.recordings) for c in again.cells] == [
        (c.source, c.text, c.output, c.recordings) for c in session.cells
    ]
    assert (again.header, again.looked) == (session.header, session.looked)


def test_the_passes_are_what_this_file_says(tmp_path: Path) -> None:
    assert [cell for cell, _ in passes()] == [2, 2, 3]
    assert passes()[2][1].failure is not None
    assert all(len(asks(i)) > 2 for i in range(2))
    assert {ask.question for i in range(3) for ask in asks(i)} == set(KINDS)
