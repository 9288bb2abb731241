"""Every pane, of every pass of the golden programs, at any position and size."""

from __future__ import annotations

import warnings
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstep.stepper.graph import Key
from backstep.stepper.panes.inspector import DRAWN
from backstep.stepper.screen import PANES
from backstep.stepper.signs import ASCII, UNICODE
from backstep.stepper.text import ELLIPSIS, plain, width_of
from backstep.stepper.view import Passes, View
from tests.golden_runs import RUNNABLE, load, run

OURS = ("pop", "queue", "grads", "source", "rule", "narration", "inspector")
KEPT = 3  # passes of one program


PROGRAMS = [name for name in RUNNABLE if any(each["pops"] for each in load(name)["backwards"])]


@cache
def passes(name: str) -> Passes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Passes(tuple(run(load(name)["source"]).recordings.values())[:KEPT])


@st.composite
def views(draw: st.DrawFn, pane: str) -> View:
    """A pane in any state: scrolled or not, anything inspected, in either set of signs."""
    of = passes(draw(st.sampled_from(PROGRAMS)))
    index = draw(st.integers(0, len(of.recordings) - 1))
    recording = of.recordings[index]
    nodes = [Key("v", i) for i in range(len(recording.variables))]
    nodes += [Key("f", i) for i in range(len(recording.functions))]
    return View(
        of,
        index=index,
        position=draw(st.integers(0, of.timeline(index).length)),
        pane=draw(st.sampled_from([pane, "graph"])),
        scroll=draw(st.integers(-30, 60)),
        signs=draw(st.sampled_from([UNICODE, ASCII])),
        differences=draw(st.booleans()),
        grads=draw(st.sampled_from(["now", "events"])),
        arrays=draw(st.sampled_from(DRAWN)),
        inspected=draw(st.none() | st.sampled_from(nodes)),
    )


def assert_fits(view: View, pane: str, width: int, height: int) -> None:
    lines = PANES[pane].lines(view, width, height)
    assert len(lines) <= height
    assert max(map(width_of, lines), default=0) <= width
    told = PANES[pane].title(view) + PANES[pane].note(view) + "".join(map(plain, lines))
    assert "\n" not in told and "\x1b" not in told
    assert view.signs is UNICODE or told.replace(ELLIPSIS, "").isascii()


@pytest.mark.parametrize("pane", OURS)
@settings(max_examples=150, deadline=None)
@given(st.data(), st.integers(10, 140), st.integers(1, 50))
def test_a_pane_fits_its_place_whatever_that_is(
    pane: str, data: st.DataObject, width: int, height: int
) -> None:
    assert_fits(data.draw(views(pane)), pane, width, height)


@pytest.mark.parametrize("pane", OURS)
@pytest.mark.parametrize("name", PROGRAMS)
def test_it_fits_at_the_start_in_the_middle_and_at_the_end(name: str, pane: str) -> None:
    view = View(passes(name))
    for position in (0, 1, view.timeline.length // 2, view.timeline.length):
        for width, height in ((20, 3), (38, 5), (58, 10)):
            assert_fits(view.to(position), pane, width, height)
