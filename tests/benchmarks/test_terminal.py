"""What the screen's rows measure is what a person gets: a frame for each key, to its last byte."""

from __future__ import annotations

import asyncio

import pytest
from textual.widgets import Label

from backstep.stepper.app import Stepper
from backstep.stepper.view import first_view
from tests.benchmarks.screen_rows import GRAPHS, SIZES, in_turn, recorded, stepper
from tests.benchmarks.terminal import OneLabel, frames, opened
from tests.stepper.passes import diamond
from tests.stepper.passes import recorded as recorded_by


@pytest.mark.parametrize("size", SIZES)
def test_a_key_is_one_frame_with_its_bytes(size: tuple[int, int]) -> None:
    make = lambda: Stepper(first_view(recorded_by(diamond)))  # noqa: E731
    first, *steps = frames(make, size, ["n", "s", "s", "N"])
    assert first.bytes > size[0] * size[1]  # every cell is written once at least
    assert all(0 < step.bytes < first.bytes and step.seconds > 0 for step in steps)


def test_the_step_that_is_timed_is_on_the_screen_when_it_ends() -> None:
    async def run() -> None:
        make = lambda: Stepper(first_view(recorded_by(diamond)))  # noqa: E731
        async with opened(make, (80, 24)) as (person, _):
            assert isinstance(person.app, Stepper)
            for position in (1, 2, 3):
                await person.press("s")
                assert person.app.view.position == position

    asyncio.run(run())


def test_the_other_side_writes_all_of_its_label_at_every_key() -> None:
    async def run() -> None:
        async with opened(lambda: OneLabel(24), (80, 24)) as (person, _):
            before = (await person.press("n")).bytes
            assert before > 24 * 80
            assert "key 1" in str(person.app.query_one(Label).content)
            assert (await person.press("n")).bytes == before

    asyncio.run(run())


def test_both_sides_take_keys_in_turn() -> None:
    pair = in_turn(stepper("chain", 50), ["n", "s"])
    assert len(pair.ours) == len(pair.theirs) == 2
    assert all(0 < taken < 30 for taken in (*pair.ours, *pair.theirs))


@pytest.mark.parametrize("graph", GRAPHS)
def test_the_graphs_are_as_large_as_the_rows_say(graph: str) -> None:
    pops = len(recorded(graph, 2_000).pops)
    assert pops == pytest.approx(2_000, rel=0.05)
