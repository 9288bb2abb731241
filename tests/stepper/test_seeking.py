"""Searches, places, marks and stops as functions of the view."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstep.recording.annotations import Mark, Note
from backstep.stepper.entry import Refused
from backstep.stepper.looked import save_asked
from backstep.stepper.marking import note_asked, noted, stop_asked, stopping, to_mark, toggled
from backstep.stepper.panes.bars import sentence_lines
from backstep.stepper.seeking import (
    go,
    matched,
    place_asked,
    played,
    run,
    search,
    search_asked,
)
from backstep.stepper.text import plain
from backstep.stepper.view import View, first_view
from tests.recording.looking.test_finding import MEANT, small_recordings
from tests.session import material
from tests.stepper.passes import recorded, second_order
from tests.stepper.sessions import passes_of

DIAMOND = passes_of("diamond")


@pytest.fixture
def view() -> View:
    return first_view(DIAMOND)


def marked(view: View, *steps: int) -> View:
    for step in steps:
        view = view.noting(Mark(step))
    return view


def words(view: View) -> str:
    return " ".join(plain(line).strip() for line in sentence_lines(view, 80, 2))


# marks


def test_m_is_its_own_inverse_and_brings_a_note_back(view: View) -> None:
    at = noted(view.to(16), "two gradients add")
    gone = toggled(at)
    assert dict(gone.notebook.page(0).marks) == {}
    assert "its note" in gone.message
    assert toggled(gone).notebook.page(0) == at.notebook.page(0)


def test_a_note_marks_its_position_and_without_text_leaves_the_mark(view: View) -> None:
    at = noted(view.to(5), "here")
    assert dict(at.notebook.page(0).marks) == {5: "here"}
    assert dict(noted(at, "").notebook.page(0).marks) == {5: ""}
    assert noted(view, "").notebook is view.notebook


def test_the_note_that_is_there_is_offered_to_be_changed(view: View) -> None:
    entry = note_asked(noted(view, "here")).entry
    assert entry is not None
    assert (entry.text, entry.cursor) == ("here", 4)


def test_a_note_is_for_the_position_at_which_it_was_asked(view: View) -> None:
    asking = note_asked(replace(view.to(5), playing=True))
    assert (asking.playing, asking.position) == (False, 5)


def test_a_note_is_told_before_the_step(view: View) -> None:
    at = noted(view.to(16), "two gradients add")
    assert words(at).startswith("▼ two gradients add a already had a gradient")


def test_a_long_note_has_all_the_room_and_the_step_what_is_left(view: View) -> None:
    at = noted(view.to(16), "two gradients add " * 6)
    assert words(at).count("two gradients add") == 6
    assert "already" not in words(at)
    one = " ".join(plain(line) for line in sentence_lines(at, 160, 1))
    assert one.startswith(" ▼ two gradients add")
    assert "a already had" in one


@given(st.sets(st.integers(0, 22), min_size=1), st.integers(0, 22))
def test_to_the_next_mark_and_back_is_the_identity_on_marks(steps: set[int], at: int) -> None:
    view = marked(first_view(DIAMOND), *steps)
    there = to_mark(view.to(at), 1)
    if there.position == at:
        assert all(step <= at for step in steps)
        assert "No mark after" in there.message
        return
    assert there.position == min(step for step in steps if step > at)
    back = to_mark(there, -1)
    before = max((step for step in steps if step <= at), default=None)
    assert back.position == (there.position if before is None else before)


# searches


def test_a_search_goes_round_and_says_so(view: View) -> None:
    first = search(view, "a")
    assert first.position == 11
    assert first.message.startswith("a: 1 of 3. a had no gradient, so a.grad is set to 8.0")
    third = matched(matched(first, 1), 1)
    assert (third.position, third.message[:10]) == (22, "a: 3 of 3.")
    around = matched(third, 1)
    assert (around.position, around.message[:28]) == (11, "a: 1 of 3, on from the start")
    back = matched(around, -1)
    assert (back.position, back.message[:26]) == (22, "a: 3 of 3, on from the end")


def test_an_empty_search_is_the_last_again(view: View) -> None:
    assert search(search(view, "a"), "").position == 16
    assert search(view, "") == view


def test_the_only_match_says_that_it_is(view: View) -> None:
    at = search(view, "square#2")
    again = matched(at, 1)
    assert (again.position, again.message[:37]) == (13, "square#2: 1 of 1, and nowhere else. P")


def test_what_is_not_found_is_refused_and_searched_no_further(view: View) -> None:
    with pytest.raises(Refused, match="Nothing is called sqare: did you mean Square"):
        search(view, "sqare")


def test_what_only_notes_say_is_found_in_them(view: View) -> None:
    noting = view.noting(Note(16, "Two gradients add")).noting(Note(21, "a leaf"))
    assert search(noting, "two gradients").position == 16
    assert go(noting, "gradients").position == 16
    assert search(noting, "leaf").position == 21  # the event
    assert matched(search(noting, "two gradients"), 1).position == 16


# places


def test_a_name_is_gone_to_and_then_the_next_of_it(view: View) -> None:
    assert go(view, "square").position == 8
    assert go(go(view, "square"), "square").position == 13
    assert go(view.to(22), "square").position == 8
    assert go(view, "square").seeking.search == ""


def test_passes_are_gone_to() -> None:
    view = first_view(recorded(second_order))
    assert go(view, "pass 2").index == 1
    with pytest.raises(Refused, match="There is no pass 3: there are 2"):
        go(view, "pass 3")


@pytest.mark.parametrize("text", ["pop 9", "step 23", "nowhere"])
def test_what_is_no_place_is_refused(view: View, text: str) -> None:
    with pytest.raises(Refused):
        go(view, text)


# stops


def test_c_goes_to_the_next_mark_or_stop_and_says_which_stop(view: View) -> None:
    ready = stopping(marked(view, 4), "add")
    assert ready.message.startswith("Stop at add (1 in this pass)")
    first = run(ready, 1)
    assert (first.position, first.message) == (4, ready.message)
    second = run(first, 1)
    assert second.position == 16
    assert second.message.startswith("Stop at add. a already had a gradient")
    end = run(second, 1)
    assert end.position == 22
    assert end.message.startswith("No mark or stop after this. ")
    assert run(run(end, -1), -1).position == 4


def test_without_marks_c_runs_to_the_end_and_tells_of_them(view: View) -> None:
    assert run(view, 1).message.startswith("No mark or stop after this (m marks, B sets a stop).")


@settings(max_examples=50)
@given(small_recordings(), st.sets(st.sampled_from(sorted(MEANT)), min_size=1, max_size=3))
def test_stops_are_where_a_look_at_every_step_finds_them(recording, texts: set[str]) -> None:
    view = first_view([recording])
    meant = {text.removeprefix("event "): MEANT[text] for text in texts}
    stops = replace(view.seeking, stops=tuple(meant))
    view = replace(view, seeking=stops)
    length = view.timeline.length
    halts = [
        p
        for p in range(1, length + 1)
        if any(matches(view.timeline.at(p)) for matches in meant.values())
    ]
    for position in range(length + 1):
        forward = run(view.to(position), 1).position
        back = run(view.to(position), -1).position
        assert forward == next((p for p in halts if p > position), length)
        assert back == next((p for p in halts[::-1] if p < position), 0)


def test_playing_ends_at_a_mark_a_note_and_a_stop(view: View) -> None:
    playing = replace(stopping(noted(marked(view, 2).to(4), "here").to(0), "add"), playing=True)
    halted = []
    for _ in range(30):
        playing = played(playing)
        if not playing.playing:
            halted.append(playing.position)
            playing = replace(playing, playing=True)
    assert halted[:4] == [2, 4, 16, 22]


def test_a_stop_at_nan_tells_what_bore_it() -> None:
    view = first_view(material.recorded(material.PROGRAMS["nan and inf"]))
    there = run(stopping(view, "nan"), 1)
    assert there.message.startswith("Stop at nan. Nan is born here: ")


def test_a_stop_that_is_set_again_is_taken_away(view: View) -> None:
    once = stopping(stopping(view, "nan"), "var a")
    assert once.seeking.stops == ("nan", "var a")
    assert stopping(once, "nan").seeking.stops == ("var a",)
    assert stopping(once, "none").seeking.stops == ()


def test_a_stop_may_wait_for_what_is_not_in_this_pass(view: View) -> None:
    assert "not once in this pass" in stopping(view, "nan").message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("var", "Say which, as in var a"),
        ("class Mull", r"No function in this pass is called Mull\."),
        ("var b", "No variable in this pass is called b"),
        ("gen", "Say which, as in gen 3"),
        ("nana", "Nothing is called nana: did you mean nan"),
    ],
)
def test_what_can_be_no_stop_is_refused(view: View, text: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        stopping(view, text)


def test_a_stop_at_notes_stops_at_notes_alone(view: View) -> None:
    ready = stopping(view.noting(Note(9, "look")), "note")
    assert run(ready, 1).message.startswith("Stop at note. ")


ASKING = [search_asked, place_asked, stop_asked, note_asked, save_asked]
WORDY = st.lists(
    st.sampled_from(
        "pop step pass start end $ 3 99 0 -1 1e9 nan inf add set a x.grad square#2 class var gen "
        "event value note none seed error check trouble ( ' \\ % é 日".split()
    ),
    max_size=4,
).map(" ".join)


@settings(max_examples=200)
@given(st.sampled_from(ASKING), WORDY | st.text(max_size=12), st.integers(0, 22))
def test_whatever_is_answered_is_taken_or_refused(ask, text: str, position: int) -> None:
    view = ask(first_view(DIAMOND).to(position))
    assert view.entry is not None
    try:
        after = view.entry.answer(replace(view, entry=None), text.strip())
    except Refused as refused:
        assert str(refused).strip()
    else:
        assert 0 <= after.position <= after.timeline.length
        assert after.entry is None
