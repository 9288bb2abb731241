"""The lines without a border: what the header says at a width, and the queue's length."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backstep.engine import Config
from backstep.stepper.panes.bars import header_line
from backstep.stepper.panes.queue_length import queue_length_line
from backstep.stepper.panes.scrubber import INDENT, column_of, track_cells
from backstep.stepper.text import cut_at_a_word, plain, width_of
from backstep.stepper.view import View, first_view
from tests.recording.passes import diamond, record
from tests.stepper.screens import session_view


def header(view: View, width: int) -> str:
    line = header_line(replace(view, size=(width, 24)), width)
    assert width_of(line) == width
    return plain(line)


@pytest.mark.parametrize(
    ("width", "there", "missing"),
    [
        (20, ["pop 3/4"], ["step", "backstep"]),
        (40, ["pop 3/4", "step 16/22"], ["pass", "backstep"]),
        (80, ["backstep", "pass 1/2", "pop 3/4", "step 16/22", "paused x1"], ["theme"]),
        (200, ["y = add(square(a), square(a))", "theme dark"], []),
    ],
)
def test_the_header_says_as_much_as_fits(width: int, there: list[str], missing: list[str]) -> None:
    told = header(session_view("diamond", (80, 24), 16), width)
    assert all(each in told for each in there)
    assert not any(each in told for each in missing)


def test_what_is_unusual_about_a_pass_is_in_the_header() -> None:
    Config.algorithm = "stack"
    try:
        view = first_view([record(diamond()[2], retain_grad=True)])
    finally:
        Config.algorithm = "generation"
    assert "by stack  retain_grad=True" in header(view, 120)
    assert "order 2" in header(view.drawn(order=2), 120)


@pytest.mark.parametrize("width", range(1, 40))
def test_a_text_is_never_cut_within_a_word(width: int) -> None:
    text = "y = add(square(alpha), cube(beta))"
    cut = cut_at_a_word(text, width)
    assert len(cut) <= width
    if cut != text and width > 1:
        rest = text[len(cut) - 1 :]
        assert not (cut[-2].isalnum() and rest[0].isalnum())


def lengths(view: View, width: int) -> str:
    return plain(queue_length_line(view, width))[INDENT:][: track_cells(view, width)]


def test_the_queue_s_length_stands_under_the_track() -> None:
    """The diamond's queue: empty, 1 at the seed, 0 at each pop of it, up to 2 when add is done."""
    view = session_view("diamond", (200, 60), 7)
    told, cells = lengths(view, 200), track_cells(view, 200)
    shown = [told[column_of(view, cells, step)] for step in (0, 1, 2, 5, 6, 9, 22)]
    assert shown == [" ", "▁", " ", "▁", "▆", "▁", " "]
    assert plain(queue_length_line(view, 200)).endswith("queue 2")
