"""Goldens of panes at three sizes: those that they have at 80x24, 120x40 and 200x60.

`python -m tests.stepper.panes.goldens` writes them all anew; what has changed is then to be looked
at.
"""

from __future__ import annotations

import inspect
import textwrap
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from backstep.engine import Config, Function, Variable, sin, tanh
from backstep.engine import operations as F
from backstep.recording.making.recorder import Recorder
from backstep.recording.records import Recording
from backstep.stepper.screen import PANES
from backstep.stepper.text import fitted, plain
from backstep.stepper.view import View, first_view
from tests.golden_runs import load, run
from tests.stepper.screens import session_view

FOLDER = Path(__file__).parent
SIZES = ((38, 5), (58, 9), (68, 13))
SHOWN = ("pop", "queue", "grads", "rule", "narration", "inspector")


class Broken(Function):
    """A learner's own, whose backward stumbles."""

    def forward(self, x: Any) -> Any:
        return x**2

    def backward(self, gy: Variable) -> Variable:
        x = self.inputs[0]
        slope = 2 * x
        raise ValueError("no gradient for you")
        return gy * slope


def recorded(program: Callable[[], None]) -> list[Recording]:
    """The passes of a program, an error in one of them included."""

    def text(method: Callable[..., object]) -> str:
        return textwrap.dedent(inspect.getsource(method))

    Config.recorder = recorder = Recorder(source_of=text)
    try:
        program()
    except ValueError as stopped:
        assert "no gradient" in str(stopped)
    finally:
        Config.recorder = None
    return recorder.take()


def tanh_twice() -> None:
    """The second derivative of tanh at 1 (book step 36 and on)."""
    x = Variable(np.array(1.0), "x")
    y = tanh(x)
    y.name = "y"
    y.backward(create_graph=True)
    gx = x.grad
    gx.name = "gx"
    x.cleargrad()
    gx.backward()


def cross_entropy() -> None:
    """Softmax cross entropy of two samples and three classes."""
    x = Variable(np.array([[1.0, 2.0, 3.0], [0.5, -1.0, 2.0]]), "x")
    loss = F.softmax_cross_entropy(x, np.array([2, 0]))
    loss.name = "loss"
    loss.backward()


def failing() -> None:
    """The second of three pops raises."""
    x = Variable(np.array(3.0), "x")
    y = sin(Broken()(sin(x)))
    y.name = "y"
    y.backward()


def network() -> Recording:
    """The network of two layers with a batch of four, from the golden programs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return run(load("s43_mlp")["source"]).recordings[1]


def views() -> dict[str, View]:
    """The cases, each at the step that tells most."""
    return {
        "diamond": session_view("diamond", (120, 40), 16),
        "tanh-second-order": first_view(recorded(tanh_twice)).of_pass(1).to(11),
        "mlp": first_view([network()]).to(10),
        "cross-entropy": first_view(recorded(cross_entropy)).to(5),
        "failing": first_view(recorded(failing)).to(99),
    }


def text_of(view: View) -> str:
    """Every pane at every size, under its title."""
    told = []
    for name in SHOWN:
        pane = PANES[name]
        for width, height in SIZES:
            title = f"{pane.title(view)}   {pane.note(view)}".rstrip()
            told.append(f"==== {name} {width}x{height}: {title}")
            told += [f"|{plain(fitted(line, width))}|" for line in pane.lines(view, width, height)]
    return "".join(f"{line}\n" for line in told)
