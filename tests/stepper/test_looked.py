"""A view is saved with a session, and a replay opens as it was."""

from __future__ import annotations

from dataclasses import replace

from backstep.recording.annotations import Annotations, Ask, Looked
from backstep.stepper.looked import as_looked, looked_at
from backstep.stepper.notebook import Notebook
from backstep.stepper.view import first_view
from tests.stepper.sessions import passes_of

DIAMOND = passes_of("diamond")


def test_a_view_opens_as_it_was_saved() -> None:
    view = replace(first_view(DIAMOND, 1), pane="grads", zoomed=True).to(9)
    view = view.drawn(order=2, direction="down", detail="names")
    again = as_looked(first_view(DIAMOND, 1), looked_at(view))
    assert looked_at(again) == looked_at(view)
    assert again.message.startswith("Opened where it was saved")


def test_a_view_that_opens_at_a_question_says_which_key_asks_it() -> None:
    view = first_view(DIAMOND)
    book = Notebook({0: Annotations(asks=(Ask(9, "next"),))})
    there = as_looked(replace(view, notebook=book), Looked(9))
    assert there.message.startswith("A question comes here: n asks it.")
    answered = Notebook({0: Annotations(asks=(Ask(9, "next", given="add", right=False),))})
    there = as_looked(replace(view, notebook=answered), Looked(9))
    assert there.message.startswith("Opened where it was saved")


def test_words_of_a_newer_backstep_change_nothing() -> None:
    view = first_view(DIAMOND)
    strange = Looked(9, "hologram", direction="round", detail="smells")
    assert looked_at(as_looked(view, strange)) == looked_at(view.to(9))
