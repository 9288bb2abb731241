"""What is worked out once for all views of a pass."""

from __future__ import annotations

from backstep.stepper.view import MOST_KEPT
from tests.stepper.screens import session_view


def test_what_is_asked_for_again_and_again_is_not_let_go() -> None:
    passes = session_view("diamond", (80, 24)).passes
    first = passes.kept("first", object)
    for i in range(3 * MOST_KEPT):
        passes.kept(i, object)
        assert passes.kept("first", object) is first
    assert passes.kept(0, lambda: "made again") == "made again"


def test_what_is_not_asked_for_goes_when_there_are_many() -> None:
    passes = session_view("diamond", (80, 24)).passes
    first = passes.kept("first", object)
    for i in range(MOST_KEPT):
        passes.kept(i, object)
    assert passes.kept("first", object) is not first
