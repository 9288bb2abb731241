"""Passes for the stepper's tests, made by the engine as a session would make them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backstep.engine import Config, Variable, add, square
from backstep.recording.making.recorder import Recorder
from backstep.recording.records import Recording


def recorded(program: Callable[[], dict[str, Variable]]) -> list[Recording]:
    """Run a program under a recorder; it gives its named Variables."""
    named: dict[str, Variable] = {}
    recorder = Recorder(names=lambda: named)
    Config.recorder = recorder
    try:
        named.update(program())
    finally:
        Config.recorder = None
    return recorder.take()


def diamond() -> dict[str, Variable]:
    """y = square(a) + square(a), a = square(x), x = 2: book step 16."""
    x = Variable(np.array(2.0), "x")
    a = square(x)
    a.name = "a"
    y = add(square(a), square(a))
    y.name = "y"
    y.backward()
    return {"x": x, "a": a, "y": y}


def second_order() -> dict[str, Variable]:
    """y = x ** 4 - 2 * x ** 2 at 2, then the gradient of its gradient: book step 33."""
    x = Variable(np.array(2.0), "x")
    y = x**4 - 2 * x**2
    y.name = "y"
    y.backward(create_graph=True)
    gx = x.grad
    assert gx is not None
    gx.name = "gx"
    x.cleargrad()
    gx.backward()
    return {"x": x, "y": y, "gx": gx}
