"""All that is shown of a session, asked for at some positions and sizes; nothing hidden in it."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from backstep.recording.making.checks import check_at
from backstep.recording.records import Check
from backstep.recording.telling.events import json_lines
from backstep.recording.telling.narration import plain_steps, summary
from backstep.session import Session
from backstep.stepper.actions import footer_hints
from backstep.stepper.looked import as_looked
from backstep.stepper.notebook import notebook_of
from backstep.stepper.plots.painting import figure_lines
from backstep.stepper.plots.pen import Pen
from backstep.stepper.screen import PANES
from backstep.stepper.screens import screen_lines
from backstep.stepper.signs import ASCII, UNICODE
from backstep.stepper.text import Line, plain, width_of
from backstep.stepper.view import View, first_view
from tests.stepper.test_fuzz import disturbed

SIZES = [(20, 8), (40, 12), (60, 18), (80, 24), (120, 40), (200, 60)]
LONG = 400  # pops, from which on not every line of --plain and --json is made


def hidden_in(text: str) -> list[str]:
    """The characters of a text that a terminal would act on, or that nobody would see."""
    if text.isascii() and text.isprintable():
        return []
    harmful = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return [hex(ord(c)) for c in set(text) if unicodedata.category(c) in harmful]


def walk_lines(session: Session) -> None:
    """What --plain and --json print of a session's passes."""
    for recording in session.recordings:
        if len(recording.pops) > LONG:
            continue
        for line in [summary(recording), *plain_steps(recording)]:
            assert not hidden_in(line.replace("\n", "")), line
        for line in json_lines(recording):
            json.loads(line)
            assert not hidden_in(line), line
        for pop in recording.pops[:20]:
            told = check_at(recording, replace(pop, check=None))
            assert isinstance(told, Check | str)


def walk_screens(session: Session, rng: random.Random, count: int = 2) -> int:
    """Some screens of a session; gives how many."""
    shown = 0
    for view in views(session, rng, count):
        whole(screen_lines(view, footer_hints(view)), view.size)
        shown += 1
    for figure in session.plots[:2]:
        width, height = rng.choice(SIZES)
        for line in figure_lines(figure, width, height, Pen(True, False, shaded=True)):
            assert not hidden_in(plain(line)), plain(line)
    return shown


def whole(lines: list[Line], size: tuple[int, int]) -> None:
    """A screen has each of its cells, and shows all that is in them."""
    assert len(lines) == size[1]
    for line in lines:
        assert width_of(line) == size[0]
        assert not hidden_in(plain(line)), plain(line)


def views(session: Session, rng: random.Random, count: int) -> Iterator[View]:
    """Random views of a session's passes: where, how large, and what has been pressed."""
    if not session.recordings:
        return
    signs = rng.choice([UNICODE, UNICODE, ASCII])
    first = replace(
        first_view(session.recordings, signs=signs), notebook=notebook_of(session.annotations)
    )
    for _ in range(count):
        view = replace(
            first,
            size=rng.choice([*SIZES, (rng.randint(1, 250), rng.randint(1, 70))]),
            pane=rng.choice(list(PANES)),
            zoomed=rng.random() < 0.2,
            differences=rng.random() < 0.2,
            grads=rng.choice(["now", "events"]),
        ).of_pass(rng.randrange(len(session.recordings)))
        length = view.timeline.length
        view = view.to(rng.choice([0, 1, length, rng.randint(0, length)]))
        looked = view.notebook.page(view.index).looked
        if looked is not None and rng.random() < 0.5:
            view = as_looked(view, looked)
        for _ in range(rng.choice([0, 1, 2, 4])):
            view = disturbed(view, rng)
        yield view
