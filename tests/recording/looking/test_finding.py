"""Finding in a pass: the same as looking at every step, forward, back and counted."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstep.engine import Variable, add, mul, sin, square
from backstep.recording.looking import finding
from backstep.recording.looking.finding import Either, Found, Listed
from backstep.recording.looking.queries import NotFound, near_names, place_of, query
from backstep.recording.records import Recording
from backstep.recording.timeline import GradEvent, Moment, Timeline
from tests.recording.passes import record, variable
from tests.session.material import PROGRAMS, recorded
from tests.stepper.sessions import passes_of

DIAMOND = passes_of("diamond")[0]
Matches = Callable[[Moment], bool]


@st.composite
def small_recordings(draw: st.DrawFn) -> Recording:
    """A pass over a random small graph of four operations on what there is by then."""
    there = [variable(2, "x"), variable(3, "w")]
    for _ in range(draw(st.integers(1, 8))):
        operation = draw(st.sampled_from([add, mul, sin, square]))
        inputs = 2 if operation in (add, mul) else 1
        taken = [draw(st.sampled_from(there)) for _ in range(inputs)]
        there.append(operation(*taken))
    return record(there[-1])


def label(moment: Moment) -> str:
    return "" if moment.function is None else moment.function.label


def class_name(moment: Moment) -> str:
    return "" if moment.function is None else moment.function.class_name


# What each query means, told by what a moment is rather than by how it is found.
MEANT: dict[str, Matches] = {
    "event add": lambda m: m.delivery is not None and m.delivery.how == "add",
    "event set": lambda m: m.delivery is not None and m.delivery.how == "set",
    "event leaf": lambda m: m.delivery is not None and m.delivery.then == "leaf",
    "event seen": lambda m: m.delivery is not None and m.delivery.then == "seen",
    "event queued": lambda m: m.delivery is not None and m.delivery.then == "queued",
    "event freed": lambda m: m.phase == "free" and m.pop is not None and bool(m.pop.freed),
    "event multiply": lambda m: m.phase == "multiply",
    "class mul": lambda m: m.phase == "pop" and class_name(m) == "Mul",
    "class Square": lambda m: m.phase == "pop" and class_name(m) == "Square",
    "gen 1": lambda m: m.phase == "pop" and m.function is not None and m.function.generation == 1,
    "var x": lambda m: any(
        m.label(e.variable) == "x" for e in _changes(m.timeline) if e.step == m.position
    ),
}


def _changes(timeline: Timeline) -> list[GradEvent]:
    return [e for i in timeline.touched() for e in timeline.changes(i) if e.step]


def agrees(found: Found, expected: list[int], length: int) -> None:
    """A find is what a list of all matching steps says it is."""
    assert list(found.steps() or ()) == expected
    for position in range(-1, length + 2):
        assert found.after(position) == next((s for s in expected if s > position), None)
        assert found.before(position) == next((s for s in expected[::-1] if s < position), None)
        assert found.has(position) is (position in expected)


@settings(max_examples=60)
@given(small_recordings(), st.sampled_from(sorted(MEANT)))
def test_what_is_found_is_what_a_look_at_every_step_finds(recording: Recording, text: str) -> None:
    timeline = Timeline(recording)
    expected = [p for p in range(1, timeline.length + 1) if MEANT[text](timeline.at(p))]
    try:
        found = query(timeline, text).found
    except NotFound:
        assert expected == []
    else:
        agrees(found, expected, timeline.length)


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_either_of_two_is_their_union(one: set[int], other: set[int]) -> None:
    found = Either((Listed(sorted(one)), Listed(sorted(other))))
    agrees(found, sorted(one | other), 30)


def test_a_long_pass_is_not_counted_but_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    timeline = Timeline(DIAMOND)
    found = query(timeline, "event add").found
    monkeypatch.setattr(finding, "COUNTED_POPS", 3)
    assert found.steps() is None
    assert (found.after(0), found.before(99)) == (16, 16)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("square", [8, 13, 18]),
        ("SQUARE", [8, 13, 18]),
        ("square#2", [13]),
        ("a", [11, 16, 22]),
        ("a.grad", [11, 16, 22]),
        ("add", [2, 16]),  # the function, and the accumulation
        ("class add", [2]),
        ("event add", [16]),
        ("16.0", [16, 19]),
        ("16", [16, 19]),
        ("64.0", [20, 21]),
        ("pop 2", [8]),
        ("step 3", [3]),
        ("seed", [1]),
        ("qua", [8, 13, 18]),
    ],
)
def test_the_diamond_is_searched(text: str, steps: list[int]) -> None:
    assert list(query(Timeline(DIAMOND), text).found.steps() or ()) == steps


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nan", "Nan is born: not once in this pass."),
        ("sqare", "Nothing is called sqare: did you mean Square"),
        ("var b", "No variable in this pass is called b."),
        ("gen 7", "A function of generation 7 is popped: not once in this pass."),
        ("gen x", "x is no generation: type a whole number, as in gen 3."),
        ("3.5", "3.5 comes up: not once in this pass."),
        ("pop 9", "There is no pop 9: this pass has 4."),
        ("step 23", "There is no step 23: this pass has 22."),
        ("zzz", "Nothing in this pass is called zzz."),
    ],
)
def test_what_is_not_there_is_told(text: str, told: str) -> None:
    with pytest.raises(NotFound) as caught:
        query(Timeline(DIAMOND), text)
    assert str(caught.value).startswith(told)


def test_nan_is_found_where_it_is_born() -> None:
    timeline = Timeline(recorded(PROGRAMS["nan and inf"])[0])
    (step,) = query(timeline, "nan").found.steps() or ()
    assert timeline.at(step).troubles[0].kind == "nan"


def test_what_an_array_holds_is_found() -> None:
    x = Variable(np.array([1.0, 2.0, 3.0]), "x")
    timeline = Timeline(record(square(x)))
    steps = query(timeline, "6.0").found.steps() or ()
    assert [timeline.at(step).phase for step in steps] == ["multiply", "deliver"]


def test_an_error_is_at_the_end() -> None:
    timeline = Timeline(recorded(PROGRAMS["failure"])[0])
    assert query(timeline, "error").found.steps() == [timeline.length]


@pytest.mark.parametrize(
    ("text", "position"),
    [("3", 13), ("pop 3", 13), ("step 3", 3), ("start", 0), ("0", 0), ("end", 22), ("$", 22)],
)
def test_places(text: str, position: int) -> None:
    assert place_of(Timeline(DIAMOND), text) == position


@pytest.mark.parametrize("text", ["pop", "pop x", "step -1", "pop 0", "pop 1 2", "5"])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(NotFound):
        place_of(Timeline(DIAMOND), text)


def test_near_names_are_near_whatever_their_case() -> None:
    assert near_names("sqare", ["Square", "x"]) == ["Square"]
