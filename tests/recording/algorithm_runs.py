"""Graphs of the curriculum, and a recorded pass over one of them by any algorithm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from backstep.engine import BackwardError, Config, Variable, square
from backstep.recording.making.recorder import Recorder
from backstep.recording.records import Recording

Build = Callable[[], tuple[dict[str, Variable], Variable]]


def variable(value: float, name: str) -> Variable:
    return Variable(np.array(float(value)), name)


def named(y: Variable, name: str) -> Variable:
    y.name = name
    return y


def reuse() -> tuple[dict[str, Variable], Variable]:
    """Session 06: y = x + x at 3."""
    x = variable(3, "x")
    return {"x": x}, named(x + x, "y")


def alias(times: int) -> Build:
    """Session 07: x + x + ... at 3."""

    def build() -> tuple[dict[str, Variable], Variable]:
        x = variable(3, "x")
        y = x + x
        for i in range(times - 2):
            y = named(y, f"t{i}") + x
        return {"x": x}, named(y, "y")

    return build


def diamond() -> tuple[dict[str, Variable], Variable]:
    """Session 09: a = x**2, y = a**2 + a**2 at 2."""
    x = variable(2, "x")
    a = named(square(x), "a")
    return {"x": x}, named(square(a) + square(a), "y")


def challenge() -> tuple[dict[str, Variable], Variable]:
    """Session 09: c = a + b, d = a * b, y = (c + d) + (c * d) at 2, 3."""
    a, b = variable(2, "a"), variable(3, "b")
    c, d = named(a + b, "c"), named(a * b, "d")
    return {"a": a, "b": b}, named((c + d) + (c * d), "y")


def doubling(times: int) -> Build:
    """Session 10: y = y + y, times over."""

    def build() -> tuple[dict[str, Variable], Variable]:
        x = variable(1, "x")
        y = x
        for _ in range(times):
            y = y + y
        return {"x": x}, named(y, "y")

    return build


def ran(
    build: Build, algorithm: str, **options: Any
) -> tuple[dict[str, Any], Recording, BackwardError | None]:
    """The leaves' gradients as numbers, the recording, and the error that ended the pass."""
    leaves, y = build()
    Config.recorder = recorder = Recorder()
    Config.algorithm = algorithm
    error = None
    try:
        y.backward(**options)
    except BackwardError as raised:
        error = raised
    finally:
        Config.recorder, Config.algorithm = None, "generation"
    grads = {}
    for name, leaf in leaves.items():
        grad = leaf.grad.data if isinstance(leaf.grad, Variable) else leaf.grad
        grads[name] = None if grad is None else grad.tolist()
    return grads, recorder.take()[0], error


def recorded(build: Build, algorithm: str, **options: Any) -> Recording:
    """The recording alone."""
    return ran(build, algorithm, **options)[1]
