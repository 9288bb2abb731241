"""Every note of every lesson can be read whole in the stepper, at the sizes that people have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from backstep.recording.annotations import Annotations
from backstep.session import find_session, read_session
from backstep.stepper.actions import footer_hints
from backstep.stepper.notebook import notebook_of
from backstep.stepper.screen import arrangement
from backstep.stepper.screens import screen_lines
from backstep.stepper.text import plain
from backstep.stepper.view import View, first_view
from tests.lessons import lesson_names

SIZES = ((60, 18), (80, 24), (120, 40), (200, 60))


def view_of(name: str, size: tuple[int, int]) -> View:
    """A lesson's session with its notes, at its beginning."""
    session = read_session(find_session(name))
    known = [
        cell.annotations.get(recording.id, Annotations())
        for cell in session.cells
        for recording in cell.recordings
    ]
    return replace(first_view(session.recordings), size=size, notebook=notebook_of(known))


def noted(view: View) -> Iterator[tuple[View, str]]:
    """The view at each of its notes, with what the note says."""
    for index, page in view.notebook.pages.items():
        for step, text in page.marks.items():
            if text:
                yield view.of_pass(index).to(step), text


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", lesson_names())
def test_a_note_is_shown_whole(name: str, size: tuple[int, int]) -> None:
    for view, text in noted(view_of(name, size)):
        below = screen_lines(view, footer_hints(view))[-1 - arrangement(view).sentence : -1]
        words = " ".join(" ".join(plain(line).split()) for line in below)
        assert " ".join(text.split()) in words


@pytest.mark.parametrize("name", lesson_names())
def test_no_pane_moves_from_note_to_note(name: str) -> None:
    view = view_of(name, (60, 18))
    for index in view.notebook.pages:
        seen = view.of_pass(index)
        heights = {arrangement(seen.to(step)).sentence for step in range(seen.timeline.length + 1)}
        assert len(heights) == 1
