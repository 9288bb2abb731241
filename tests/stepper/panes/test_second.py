"""The words for the second-order graph."""

from __future__ import annotations

from backstep.stepper.panes.second import second_note
from tests.stepper.screens import session_view


def test_functions_are_counted_as_they_are_born() -> None:
    """y = x ** 4 - 2 * x ** 2 (book step 33): ten functions, of which sub makes the first."""
    told = [second_note(session_view("create-graph", (200, 60), step)) for step in (0, 4, 23)]
    assert told[0] == "0 of 10 functions"
    assert told[1] == "1 of 10 functions, 1 new in this pop"
    assert told[2].startswith("10 of 10 functions")


def test_without_create_graph_there_is_none() -> None:
    assert second_note(session_view("diamond", (200, 60), 4)) == "there is none"
