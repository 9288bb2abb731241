"""What is written makes the screen that was meant, on a terminal that knows nothing else."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from textual.strip import Strip

from backstep.stepper.app import Stepper
from backstep.stepper.painting import Frame, Placed, changed_spans
from backstep.stepper.text import Line, Run, fitted
from backstep.stepper.themes import THEMES
from backstep.stepper.view import first_view
from tests.benchmarks.terminal import Person, Void, opened
from tests.stepper.emulated import Grid
from tests.stepper.passes import diamond, recorded, second_order

WIDTH = 24
ROLES = ["", "dim", "hot", "border", "node.current", "error", "variable.hot", "track", "lit"]
words = st.text(st.sampled_from("ab ─│▶변数é"), max_size=9)
lines = st.lists(st.builds(Run, words, st.sampled_from(ROLES)), max_size=6).map(
    lambda runs: fitted(runs, WIDTH)
)


def strip(line: Line, theme: str) -> Strip:
    look = THEMES[theme]
    return Strip([Segment(run.text, look.style(run.role)) for run in line])


def written(line: Line, spans: list[tuple[int, int]], theme: str, system: Any) -> str:
    whole = strip(line, theme)
    placed = [Placed(x, 0, whole.crop(x, end)) for x, end in spans]
    return Frame(placed).render_segments(Console(color_system=system))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("system", ["truecolor", "256", "standard"])
@given(st.lists(lines, min_size=1, max_size=4))
def test_the_spans_make_one_line_of_another(theme: str, system: str, shown: list[Line]) -> None:
    stepwise = Grid(WIDTH, 1)
    stepwise.write(written(shown[0], [(0, WIDTH)], theme, system))
    for before, after in pairwise(shown):
        stepwise.write(written(after, changed_spans(before, after), theme, system))
        at_once = Grid(WIDTH, 1)
        for segment in strip(after, theme):
            colours = Console(color_system=system)._color_system
            at_once.write(segment.style.render(segment.text, color_system=colours))
        assert stepwise.rows == at_once.rows


@given(lines)
def test_a_line_that_stays_is_not_written(line: Line) -> None:
    cut = [Run(character, run.role) for run in line for character in run.text]
    if all(len(run.text.encode()) < 3 or run.text in "─│▶" for run in cut):
        assert changed_spans(line, cut) == []


def test_near_changes_are_one_span() -> None:
    before, after = [Run("0123456789" * 2)], [Run("x12x456789012345678x")]
    assert changed_spans(before, after) == [(0, 4), (19, 20)]


def test_a_look_is_told_once_and_a_jump_is_short() -> None:
    told = written([Run("ab", "hot"), Run("cd", "hot")], [(0, 1), (2, 4)], "mono", "standard")
    assert told == "\x1b[1;1H\x1b[1ma\x1b[1Ccd\x1b[0m"


class Kept(Void):
    """Keeps what is shown."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.grid = Grid(*(self._size or (80, 24)))

    def write(self, data: str) -> None:
        super().write(data)
        self.grid.write(data)


KEYS = "n s s s tab z z s n plus o o N question_mark escape c end b b g n n 4 s s s".split()


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("theme", ["dark", "mono"])
def test_after_every_key_the_terminal_shows_the_screen(size: tuple[int, int], theme: str) -> None:
    view = first_view(recorded(diamond) + recorded(second_order), theme=theme)

    async def press_all() -> None:
        async with opened(lambda: Stepper(view), size, Kept) as (person, _):
            for key in KEYS:
                person.type(key)
                await asyncio.sleep(0)
                for _ in range(100):
                    await asyncio.sleep(0.02)
                    if len(person.app.screen_stack) > 1 or shown(person) == meant(person):
                        break
                else:
                    assert shown(person) == meant(person), key

    asyncio.run(press_all())


def shown(person: Person) -> object:
    assert isinstance(person.driver, Kept)
    return person.driver.grid.rows


def meant(person: Person) -> object:
    """Every line of the surface, written whole."""
    app = person.app
    assert isinstance(app, Stepper)
    whole = Grid(*app.surface.size)
    for y in range(len(app.surface.lines)):
        whole.write(f"\x1b[{y + 1};1H")
        for text, style, _ in app.surface.render_line(y):
            whole.write(style.render(text, color_system=app.console._color_system))
    return whole.rows


def test_the_screen_is_written_once_at_first_and_again_after_a_stop() -> None:
    async def run() -> None:
        view = first_view(recorded(diamond))
        async with opened(lambda: Stepper(view), (80, 24), Kept) as (person, first):
            assert isinstance(person.app, Stepper) and isinstance(person.driver, Kept)
            person.driver.grid.cells.clear()  # another program's screen
            again = await person.after(person.app.repaint)
            assert shown(person) == meant(person)
            assert first.bytes < 2 * again.bytes

    asyncio.run(run())
