"""The plots of a session for the player: which of them a page holds, and the keys that lead through
them. What is drawn of each is figures.py's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from backstep.export.html.figures import figure_drawn
from backstep.export.html.words import browser_key
from backstep.messages import tr
from backstep.recording.figures import Figure
from backstep.recording.visible import one_line
from backstep.stepper.plain.plots import figure_told
from backstep.stepper.plots.keys import LEAVE, MOVES, SCROLL

Json: TypeAlias = dict[str, object]
MOST_CHARACTERS = 1_500_000  # of all plots of a page, before they are compressed


@dataclass(frozen=True)
class Plots:
    """What the page knows of them from the start, and the figures, unpacked when wanted."""

    head: Json
    figures: list[Json]


def plots_of(figures: Sequence[Figure]) -> Plots:
    """The plots of a page: of very many the last ones, since the last is shown first."""
    held: list[Json] = []
    room = MOST_CHARACTERS
    for i in reversed(range(len(figures))):
        with np.errstate(all="ignore"):  # a file may hold numbers at the ends of what floats can be
            made: Json = {
                "title": one_line(figures[i].title),
                "told": figure_told(figures[i], i + 1, len(figures)),
                "plots": figure_drawn(figures[i]),
            }
        room -= len(json.dumps(made))
        if room < 0 and held:
            break
        held.insert(0, made)
    n, most = len(held), len(figures)
    told = tr("{n} of {all} plots are on this page", n=n, all=most) if n < most else ""
    return Plots({"n": n, "all": most, "told": told, **_keys()}, held)


def _keys() -> Json:
    return {
        "moves": {browser_key(key): amount for key, amount in MOVES.items()},
        "scroll": {browser_key(key): amount for key, amount in SCROLL.items()},
        "leave": [browser_key(key) for key in LEAVE if not key.startswith("ctrl+")],
    }
