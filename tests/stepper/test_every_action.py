"""Every action of the registry by its key in the real app, at three sizes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from backstep.engine import Variable
from backstep.stepper.actions import ACTIONS, Action, action_for, changed
from backstep.stepper.app import Stepper
from backstep.stepper.predict.quiz import open_question
from backstep.stepper.predict.wording import choices
from backstep.stepper.text import width_of
from backstep.stepper.view import View, first_view
from tests.stepper.passes import diamond, recorded, second_order
from tests.stepper.predict.asked import press

LEAVING = ("quit", "suspend")  # each has a test in a terminal
WAYS = (
    "",
    "n s s s",
    "slash s q u a r e enter",
    "enter",
    "r",
    "a enter",
    "m apostrophe",
    "l",
    "L",
    "p n",
    "p n a",
    "p n a 3",
)


def many() -> dict[str, Variable]:
    """y = a sum of six products: many functions wait at once."""
    x = Variable(np.array(2.0), "x")
    y = x * 1.0
    for n in range(2, 8):
        y = y + x * float(n)
    y.name = "y"
    y.backward()
    return {"x": x, "y": y}


@cache
def start(wide: bool) -> View:
    return first_view(recorded(many) if wide else recorded(diamond) + recorded(second_order))


def places() -> Iterator[View]:
    """Views in which different actions are there."""
    for way in WAYS:
        yield press(start(False), *way.split())
    asked = press(start(True), "p")
    while asked.mode != "score" and asked.position < asked.timeline.length:
        question = open_question(asked)
        if question is not None and len(choices(asked.timeline, question)) > 3:
            yield asked
            asked = press(asked, "a", "1", "enter")
        else:
            asked = press(asked, "escape" if question is not None else "n")
    yield asked


@cache
def found() -> dict[str, tuple[View, str]]:
    """For each action a view in which one of its keys does it, and that key."""
    there: dict[str, tuple[View, str]] = {}
    for view in places():
        for action in ACTIONS:
            for key in action.keys if view.entry is None else ():
                if action.name not in there and action_for(key, view) is action:
                    there[action.name] = (view, key)
    return there


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (200, 60)])
def test_every_action_can_be_done_by_its_key(size: tuple[int, int]) -> None:
    wanted = [action for action in ACTIONS if action.effect not in LEAVING]
    assert [action.name for action in wanted if action.name not in found()] == []
    app = Stepper(replace(start(False), size=size))

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for action in wanted:
                before, key = found()[action.name]
                app.change(replace(before, size=size))
                shown = app.view
                await pilot.press(key)
                if action.effect:
                    assert len(app.screen_stack) == 2, action.name
                    await pilot.press("escape")
                    assert len(app.screen_stack) == 1, action.name
                else:
                    expected = expectation(action, shown)
                    assert (app.view.position, app.view.mode) == expected, action.name
                assert {width_of(line) for line in app.surface.lines} == {size[0]}, action.name

    asyncio.run(run())


def expectation(action: Action, view: View) -> tuple[int, str]:
    after = changed(view, action)
    return after.position, after.mode
