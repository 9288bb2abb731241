"""The line that answers a question: typing, completing, what is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.stepper.entry import LONGEST, Entry, entry_lines, pasted, typed
from backstep.stepper.text import plain, width_of


def asked(text: str = "", cursor: int | None = None, *choices: str) -> Entry[None]:
    at = len(text) if cursor is None else cursor
    return Entry("Search:", lambda view, text: view, text, at, choices)


@pytest.mark.parametrize(
    ("text", "cursor", "key", "after", "then"),
    [
        ("ab", 2, "backspace", "a", 1),
        ("ab", 0, "backspace", "ab", 0),
        ("ab", 0, "delete", "b", 0),
        ("ab", 2, "left", "ab", 1),
        ("ab", 2, "right", "ab", 2),
        ("ab", 1, "home", "ab", 0),
        ("ab", 1, "end", "ab", 2),
        ("one two", 7, "ctrl+w", "one ", 4),
        ("one two", 3, "ctrl+u", " two", 0),
        ("one two", 3, "ctrl+k", "one", 3),
        ("ab", 1, "f5", "ab", 1),
    ],
)
def test_keys_edit_the_line(text: str, cursor: int, key: str, after: str, then: int) -> None:
    entry = typed(asked(text, cursor), key, None)
    assert (entry.text, entry.cursor) == (after, then)


def test_tab_completes_as_far_as_the_choices_agree_and_then_goes_through_them() -> None:
    entry = asked("st", None, "generation", "stack", "stage")
    first = typed(entry, "tab", "\t")
    assert first.text == "sta"
    second = typed(first, "tab", "\t")
    assert second.text == "stack"
    assert typed(second, "tab", "\t").text == "stage"


def test_pasted_text_is_one_line_of_what_can_be_shown() -> None:
    assert pasted(asked(), "a\nb\x1bc").text == "a b c"
    assert len(pasted(asked(), "x" * 10_000).text) == LONGEST


@given(st.lists(st.tuples(st.sampled_from("ab字 "), st.booleans())), st.integers(10, 100))
def test_the_cursor_stays_in_the_text_and_is_seen(keys: list[tuple[str, bool]], width: int) -> None:
    entry = asked()
    for character, back in keys:
        entry = typed(entry, "backspace" if back else character, None if back else character)
        assert 0 <= entry.cursor <= len(entry.text)
    line = entry_lines(entry, width, 2)[0]
    before = line[: [run.role for run in line].index("lit") + 1]
    assert width_of(before) <= max(width, len(" Search: ") + 4)
    assert plain(line).startswith(" Search: ")


def test_a_hint_that_has_no_room_beside_the_question_stands_below_it_whole() -> None:
    entry = Entry("Save to:", lambda view, text: view, told="a file for a copy")
    wide, narrow = (entry_lines(entry, width, 2) for width in (40, 20))
    assert [plain(line).split() for line in wide] == [["Save", "to:", *entry.told.split()], []]
    assert [plain(line).split() for line in narrow] == [["Save", "to:"], entry.told.split()]
