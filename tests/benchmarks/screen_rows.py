"""The rows of the screen: what is painted after a key, against an app that is one Label.

Both apps run at once on terminals of one size (see terminal.py), and are given a key in turn. The
Label is as large as the screen and gets another text for every row of it at every key.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from statistics import median
from typing import Any
from unittest.mock import patch

import backstep.engine as ours
from backstep.engine import Config
from backstep.recording.making.recorder import Recorder
from backstep.recording.records import Recording
from backstep.recording.telling.narration import sentence
from backstep.recording.timeline import Timeline
from backstep.stepper.app import Stepper
from backstep.stepper.collector import collector_resting
from backstep.stepper.view import first_view
from tests.benchmarks import programs
from tests.benchmarks.table import Result, Row, ratio
from tests.benchmarks.terminal import Make, OneLabel, frames, opened
from tests.benchmarks.timing import Pair

SIZES = [(60, 18), (80, 24), (120, 40), (200, 60)]
LARGE = SIZES[-1]
STEPS = ("n", "s", "s", "n", "s")
TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}

GRAPHS: dict[str, Callable[[int], Any]] = {
    "chain": lambda n: programs.chain(ours, n),
    "fan": lambda n: programs.fan(ours, n),
    "mlp": lambda n: programs.scalar_mlp(ours, round(n / 680)),
}


@contextmanager
def on_a_terminal() -> Iterator[None]:
    """A terminal of 24-bit colour, and the collector as `open_stepper` leaves it."""
    with patch.dict(os.environ, TERMINAL), collector_resting():
        os.environ.pop("NO_COLOR", None)  # to Textual, an empty one asks for grey
        yield


@cache
def recorded(graph: str, functions: int) -> Recording:
    """A pass over a graph of so many functions."""
    kept = GRAPHS[graph](functions)
    Config.recorder = recorder = Recorder()
    try:
        kept[1].backward()
    finally:
        Config.recorder = None
    return recorder.take()[0]


def stepper(graph: str, functions: int, part: float = 0.5) -> Make:
    """A stepper as it is opened on a pass, at some part of it; nothing is known of the pass."""
    recording = recorded(graph, functions)
    position = round(part * Timeline(recording).length)
    return lambda: Stepper(first_view([recording], position=position))


def label() -> OneLabel:
    """The other side."""
    return OneLabel(LARGE[1])


def in_turn(make: Make, keys: Sequence[str]) -> Pair:
    """Give both apps a key in turn; one round of each goes before and does not count."""

    async def run() -> Pair:
        async with opened(make, LARGE) as (person, _), opened(label, LARGE) as (other, _):
            await person.press(keys[-1]), await other.press("n")
            pairs = [
                ((await person.press(key)).seconds, (await other.press("n")).seconds)
                for key in keys
            ]
        return Pair(tuple(a for a, _ in pairs), tuple(b for _, b in pairs))

    with on_a_terminal():
        return asyncio.run(run())


def key_to_paint(
    graph: str, keys: Sequence[str], functions: int = 10_000
) -> Callable[[int], Result]:
    """From a key to the end of what it writes."""

    def measure(share: int) -> Result:
        times = max(4, 16 // share)
        return ratio(in_turn(stepper(graph, functions), [*keys] * times), "a Label")

    return measure


def opening(graph: str) -> Callable[[int], Result]:
    """From the making of the app to the end of its first paint, at the start of the pass."""

    def measure(share: int) -> Result:
        make = stepper(graph, 10_000, 0.0)
        with on_a_terminal():
            pairs = [
                (frames(make, LARGE, [])[0].seconds, frames(label, LARGE, [])[0].seconds)
                for _ in range(1 + max(5, 15 // share))
            ]
        return ratio(Pair(*zip(*pairs[1:], strict=True)), "a Label")

    return measure


def seek(_: int) -> Result:
    """What the panes ask of a position among 100,000 pops, against a whole screen painted anew."""
    recording = recorded("chain", 100_000)
    timeline = Timeline(recording)
    state_at(timeline, 0)
    dice = random.Random(1)

    async def run() -> Pair:
        app_of = lambda: Stepper(first_view([recording]))  # noqa: E731
        async with opened(app_of, LARGE) as (person, _):
            pairs = []
            for _ in range(30):
                position = dice.randrange(timeline.length)
                start = time.perf_counter()
                state_at(timeline, position)
                taken = time.perf_counter() - start
                pairs.append((taken, (await person.after(person.app.repaint)).seconds))
        return Pair(tuple(a for a, _ in pairs[1:]), tuple(b for _, b in pairs[1:]))

    with on_a_terminal():
        return ratio(asyncio.run(run()), "a repaint")


def state_at(timeline: Timeline, position: int) -> None:
    """The queue's end and its length, seen_set, two hundred functions and as many gradients."""
    moment = timeline.at(position)
    sentence(moment)
    len(moment.queue), moment.queue[-64:]
    timeline.seen_count(position), timeline.seen_at(position, last=64)
    here = moment.pop_index
    for i in range(max(0, here - 100), min(len(timeline.recording.functions), here + 100)):
        moment.state_of(i), moment.place_in_queue(i)
    for i in range(max(0, here - 100), min(len(timeline.recording.variables), here + 100)):
        moment.last_change(i)
    timeline.held.at(position), timeline.held.peak_at(position)


def bytes_a_step(size: tuple[int, int]) -> Callable[[int], Result]:
    """What steps through a network of 10,000 scalar functions write, in 24-bit colour."""

    def measure(share: int) -> Result:
        make = stepper("mlp", 10_000)
        with on_a_terminal():
            first, *steps = frames(make, size, STEPS * max(4, 12 // share))
        written = sorted(frame.bytes for frame in steps)
        sides = f"{written[0]:,} to {written[-1]:,}; opening {first.bytes:,}"
        return Result(median(written), sides)

    return measure


def screen_rows() -> Iterable[Row]:
    """The rows of the screen, in the order of the table."""
    yield Row(
        "seek",
        "seek to any position among 100,000 pops, against a full repaint at 200x60",
        1.0,
        seek,
    )
    for graph in GRAPHS:
        yield Row(
            f"key-{graph}",
            f"key to painted step, 10,000 functions ({graph}), 200x60, against a one-Label app",
            4.0,
            key_to_paint(graph, STEPS),
        )
    yield Row(
        "key-100000",
        "key to painted step, 100,000 functions (fan), 200x60, against a one-Label app",
        4.0,
        key_to_paint("fan", STEPS, 100_000),
    )
    yield Row(
        "line",
        "key to a one-line change, 10,000 functions, 200x60, against a one-Label app",
        1.0,
        key_to_paint("mlp", ("plus", "minus")),
    )
    for graph in ("chain", "mlp"):
        yield Row(
            f"opening-{graph}",
            f"opening a recording of 10,000 pops ({graph}), 200x60, against a one-Label app",
            2.0,
            opening(graph),
        )
    for width, height in SIZES:
        yield Row(
            f"bytes-{width}x{height}",
            f"bytes written a step at {width}x{height}",
            None,
            bytes_a_step((width, height)),
        )
