"""Five thousand keys, clicks, turns of the wheel and new sizes at random: nothing ends the stepper.

What is typed into a question is random too. The screen is whole after each, and as large as it is.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from backstep.recording.records import Recording
from backstep.session import read_session, shipped_sessions
from backstep.stepper.actions import ACTIONS, action_for, changed, footer_hints
from backstep.stepper.entry import Refused, typed
from backstep.stepper.pointing import clicked, dragged, wheeled
from backstep.stepper.screens import screen_lines
from backstep.stepper.seeking import played
from backstep.stepper.text import width_of
from backstep.stepper.view import View, first_view
from tests.session.material import PROGRAMS, recorded

TIMES = 1_250  # for each of four seeds
KEYS = sorted({key for action in ACTIONS for key in action.keys})
LETTERS = "abdexyrsnqup#0123456789. "


def pressed(view: View, rng: random.Random) -> View:
    """The view after some key that does something to it by itself."""
    action = action_for(rng.choice(KEYS), view)
    return view if action is None or action.change is None else changed(view, action)


def answered(view: View, rng: random.Random) -> View:
    """The view after a key for the question that is open."""
    entry = view.entry
    assert entry is not None
    key = rng.choice(("escape", "enter", "enter", "tab", *LETTERS))
    if key == "escape":
        return replace(view, entry=None)
    if key != "enter":
        return replace(view, entry=typed(entry, key, key if len(key) == 1 else None))
    try:
        return entry.answer(replace(view, entry=None, message=""), entry.text.strip())
    except Refused as refused:
        assert str(refused).strip()
        return replace(view, entry=replace(entry, mistake=str(refused)))


def pointed(view: View, rng: random.Random) -> View:
    """The view after something that the mouse does somewhere."""
    x, y = rng.randrange(view.size[0]), rng.randrange(view.size[1])
    match rng.randrange(3):
        case 0:
            return clicked(view, x, y)
        case 1:
            return wheeled(view, x, y, rng.choice((-3, 3)))
        case _:
            return dragged(view, (x, y), (rng.randint(-9, 9), rng.randint(-3, 3)))


def disturbed(view: View, rng: random.Random) -> View:
    """The view after whatever happens next."""
    if rng.random() < 0.03:
        return replace(view, size=(rng.randint(1, 300), rng.randint(1, 100)))
    if view.entry is not None:
        return answered(view, rng)
    chance = rng.random()
    if chance < 0.1:
        return pointed(view, rng)
    return played(view) if chance < 0.15 else pressed(view, rng)


@pytest.fixture(scope="module")
def sessions() -> list[Sequence[Recording]]:
    """The shipped sessions, and passes that are odd in every way."""
    shipped = [read_session(path).recordings for path in shipped_sessions().values()]
    return [*shipped, *(recorded(program) for program in PROGRAMS.values())]


@pytest.mark.parametrize("seed", [20261121, 20261122, 20261123, 20261124])
def test_nothing_ends_the_stepper(seed: int, sessions: list[Sequence[Recording]]) -> None:
    rng = random.Random(seed)
    view = first_view(rng.choice(sessions))
    for _ in range(TIMES):
        if rng.random() < 0.01:
            view = first_view(rng.choice(sessions))
        view = disturbed(view, rng)
        lines = screen_lines(view, footer_hints(view))
        assert len(lines) == view.size[1]
        assert {width_of(line) for line in lines} == {view.size[0]}
