"""Conversations for the tests: what is typed, and the transcript that comes of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from backstep.engine import Config, Function, Variable
from backstep.recording.making.recorder import Recorder
from backstep.recording.records import Recording
from backstep.stepper.plain.conversation import answered, begun, hold
from tests.golden_runs import load, run
from tests.stepper.sessions import passes_of


def said(recordings: Sequence[Recording], *typed: str) -> list[str]:
    """What is answered to the last of some lines."""
    talk, lines = begun(recordings), []
    for line in typed:
        talk, lines = answered(talk, line)
    return lines


def transcript(recordings: Sequence[Recording], typed: Iterable[str]) -> str:
    """A whole conversation as it stands on a terminal."""
    lines: list[str] = []
    waiting = iter(typed)

    def ask(prompt: str, offered: object) -> str:
        try:
            line = next(waiting)
        except StopIteration:
            raise EOFError from None
        lines.append((prompt + line).rstrip())
        return line

    hold(recordings, ask=ask, say=lines.append)
    return "\n".join(lines) + "\n"


def typed_in(text: str) -> list[str]:
    """The lines that were typed in a transcript: what stands behind a prompt."""
    return re.findall(r"^\([^)]* step \d+/\d+\) ?(.*)$", text, re.MULTILINE)


class Reciprocal(Function):
    """A learner's own, which is not done yet."""

    def forward(self, x):
        return 1 / x

    def backward(self, gy):
        raise NotImplementedError("no derivative yet")


def failing() -> tuple[Recording, ...]:
    """A pass that ends in the error of its second pop."""
    x = Variable(np.array(4.0), "x")
    y = Reciprocal()(x) * 2.0
    y.name = "y"
    Config.recorder = recorder = Recorder(names=lambda: {"x": x, "y": y})
    try:
        y.backward()
    except NotImplementedError:
        pass
    finally:
        Config.recorder = None
    return tuple(recorder.take())


def second() -> tuple[Recording, ...]:
    """y = x ** 2 + y0 with create_graph, and the gradient of its gradient."""
    x, b = Variable(np.array(3.0), "x"), Variable(np.array(1.0), "b")
    y = x**2 + b
    y.name = "y"
    Config.recorder = recorder = Recorder(names=lambda: {"x": x, "b": b, "y": y})
    try:
        y.backward(create_graph=True)
        gx = x.grad
        assert gx is not None
        gx.name = "gx"
        x.cleargrad()
        gx.backward()
    finally:
        Config.recorder = None
    return tuple(recorder.take())


def golden(name: str) -> tuple[Recording, ...]:
    """The passes of a golden program."""
    return tuple(run(load(name)["source"]).recordings.values())


def shipped(name: str) -> tuple[Recording, ...]:
    """The passes of a shipped session."""
    return tuple(passes_of(name))
