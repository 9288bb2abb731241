"""The scrubber over many pops: a tick wherever one begins, and names that do not run together."""

from __future__ import annotations

import re

import pytest

from backstep.engine import sin
from backstep.stepper.panes.bars import scrubber_lines
from backstep.stepper.text import plain
from backstep.stepper.view import View, first_view
from tests.recording.passes import record, variable


def long_pass(pops: int) -> View:
    y = variable(1)
    for _ in range(pops):
        y = sin(y)
    return first_view([record(y)])


@pytest.mark.parametrize("pops", [1, 7, 60, 700])
@pytest.mark.parametrize("width", [20, 81, 200])
def test_there_is_a_tick_wherever_a_pop_begins(pops: int, width: int) -> None:
    view = long_pass(pops)
    length = view.timeline.length
    track = plain(scrubber_lines(view, width, False)[0])
    inner = len(track) - len(f" ├┤ 0/{length}")
    cells = track[2 : 2 + inner]
    begun = {round((start + 1) / length * (inner - 1)) for start in view.timeline.starts}
    assert {i for i, cell in enumerate(cells) if cell == "┼"} == begun - {0}  # there it stands
    assert cells[0] == "●"


@pytest.mark.parametrize("pops", [3, 60, 700])
def test_the_names_stand_at_their_ticks(pops: int) -> None:
    view = long_pass(pops)
    track, names = map(plain, scrubber_lines(view, 120, True))
    length, starts = view.timeline.length, view.timeline.starts
    inner = len(track) - len(f" ├┤ 0/{length}")
    shown = list(re.finditer(r"(\d+) (sin#\d+)", names))
    assert shown[0].group() == f"1 {view.recording.functions[-1].label}"
    end = 0
    for found in shown:
        k = int(found[1]) - 1
        column = round((starts[k] + 1) / length * (inner - 1))
        assert found.start() == 2 + column >= end
        assert found[2] == view.recording.functions[view.recording.pops[k].function].label
        end = found.end() + 2
