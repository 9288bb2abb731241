"""Twenty thousand keys, clicks, turns of the wheel and new sizes at random: nothing ends it.

What is typed into a question is random too. After each the screen is whole, and as large as it is;
in the end every screen that there is has been seen. Some hundred go through the real app.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from backstep.recording.records import Recording
from backstep.session import read_session, shipped_sessions
from backstep.stepper.actions import ACTIONS, action_for, changed, footer_hints, keys_of
from backstep.stepper.app import Stepper
from backstep.stepper.entry import Refused, pasted, typed
from backstep.stepper.help_page import Page, help_lines
from backstep.stepper.keymap import REGISTERED, KeyWish
from backstep.stepper.palette_page import Palette, palette_lines
from backstep.stepper.pointing import clicked, dragged, wheeled
from backstep.stepper.predict.quiz import SCORE
from backstep.stepper.remapping import remapped
from backstep.stepper.screens import SCREENS, screen_lines
from backstep.stepper.seeking import played
from backstep.stepper.signs import ASCII, UNICODE, Signs
from backstep.stepper.text import width_of
from backstep.stepper.view import View, first_view
from tests.session.material import PROGRAMS, recorded

TIMES = 5_000  # for each of two seeds
TIMES_IN_APP = 150
KEYS = sorted({key for action in ACTIONS for key in action.keys})
LETTERS = "abdexyrsnqup#0123456789. "


# Actions that open something, which a random key would too seldom find.
OPENING = (
    "compare", "retain_grad", "predict", "list of marks", "lecture", "jump to pane", "inspect",
    "second-order graph", "why", "export", "search", "go to", "note", "stop", "mark", "end",
)  # fmt: skip


PUDB = remapped([KeyWish(1, "preset", ("pudb",))])
ANSWERS = ("add", "nan", "square#1", "stack", "end", "pop 2", "8.0", "var x", "gen 1", "it.svg")


def pressed(view: View, rng: random.Random) -> View:
    """The view after some key that does something to it by itself."""
    if rng.random() < 0.06:
        name = rng.choice(OPENING)
        opening = next(each for each in ACTIONS if each.name == name)
        action = action_for(keys_of(opening, view)[0], view)
    else:
        action = action_for(rng.choice(KEYS), view)
    return view if action is None or action.change is None else changed(view, action)


def answered(view: View, rng: random.Random) -> View:
    """The view after a key for the question that is open."""
    entry = view.entry
    assert entry is not None
    key = rng.choice(("escape", "enter", "enter", "tab", *LETTERS))
    if rng.random() < 0.3:
        entry = pasted(replace(entry, text="", cursor=0), rng.choice(ANSWERS))
        view, key = replace(view, entry=entry), "enter"
    elif rng.random() < 0.3:
        key = "escape"
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


def opened(sessions: list[Sequence[Recording]], rng: random.Random) -> View:
    """The first view of some session, in some signs, with some keys."""
    view = first_view(rng.choice(sessions), signs=rng.choice((UNICODE, ASCII)))
    return replace(view, keymap=rng.choice((REGISTERED, PUDB)))


def what_is_shown(view: View) -> Iterator[str]:
    """The names of all that is on the screen, for each of which the test wants to have been."""
    yield view.mode
    yield from (
        name
        for name, there in (
            ("inspector", view.inspected is not None),
            ("entry", view.entry is not None),
            ("message", bool(view.message)),
            ("order 2", view.order == 2),
            ("zoomed", view.zoomed),
            ("panned", view.pan is not None),
            ("playing", view.playing),
            ("questions", view.quiz.on),
            ("search", bool(view.seeking.search)),
            ("stops", bool(view.seeking.stops)),
        )
        if there
    )


SHOWN = (*SCREENS, "inspector", "entry", "message", "order 2", "zoomed", "panned", "playing",
         "questions", "search", "stops")  # fmt: skip


@pytest.fixture(scope="module")
def sessions() -> list[Sequence[Recording]]:
    """The shipped sessions, and passes that are odd in every way."""
    shipped = [read_session(path).recordings for path in shipped_sessions().values()]
    return [*shipped, *(recorded(program) for program in PROGRAMS.values())]


@pytest.mark.parametrize("seed", [20261121, 20261122])
def test_nothing_ends_the_stepper(seed: int, sessions: list[Sequence[Recording]]) -> None:
    rng = random.Random(seed)
    view = opened(sessions, rng)
    seen: Counter[str] = Counter()
    for _ in range(TIMES):
        if rng.random() < 0.01:
            view = replace(view.to(view.timeline.length), mode=SCORE, sides=None, entry=None)
        elif rng.random() < 0.01:
            view = opened(sessions, rng)
        view = disturbed(view, rng)
        seen.update(what_is_shown(view))
        lines = screen_lines(view, footer_hints(view))
        assert len(lines) == view.size[1]
        assert {width_of(line) for line in lines} == {view.size[0]}
    assert {name for name in SHOWN if not seen[name]} == set()


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (12, 5), (20, 8), (39, 11), (61, 17), (220, 70)])
@pytest.mark.parametrize("signs", [UNICODE, ASCII])
def test_help_and_palette_are_whole_at_any_size(
    size: tuple[int, int], signs: Signs, sessions: list[Sequence[Recording]]
) -> None:
    view = replace(first_view(sessions[0]), signs=signs, size=size)
    for lines in (help_lines(view, Page(9), *size), palette_lines(view, Palette(at=9), *size)):
        assert {width_of(line) for line in lines} == {size[0]}
        assert len(lines) >= size[1]


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_ends_the_app(
    seed: int,
    sessions: list[Sequence[Recording]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    rng = random.Random(seed)
    app = Stepper(opened(sessions, rng))
    pressable = [key for key in KEYS if key not in ("q", "ctrl+c", "ctrl+z")]

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            for _ in range(TIMES_IN_APP):
                width, height = app.size
                match rng.randrange(12):
                    case 0:
                        await pilot.resize_terminal(rng.randint(20, 200), rng.randint(8, 60))
                    case 1:
                        at = rng.randrange(width), rng.randrange(height)
                        await pilot.click(offset=at)
                    case 2:
                        await pilot.press(*rng.choice(("/add", "e", "a", "l", "p")), "enter")
                    case _:
                        await pilot.press(rng.choice(pressable))
                assert app.is_running
            assert len(app.surface.lines) == app.view.size[1]

    asyncio.run(run())
    assert app.return_code in (0, None)
