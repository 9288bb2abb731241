"""What the numbers of every lesson must be: the curriculum's table, measured with DeZero.

One entry for each lesson, in the order of study. `figures` hold of its session; `after`, of what
comes out when its last paragraph is typed ("Change this and look again").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

from backstep.recording.records import Recording
from backstep.recording.values import value_json


class Figure(Protocol):
    """A number of the curriculum, and where it shows."""

    def check(self, recordings: Sequence[Recording], outputs: Sequence[str]) -> None:
        """Fail where the number is another."""


@dataclass(frozen=True)
class Pass:
    """What must hold at the end of a backward pass, counted from 1 (-1: the last).

    `grads` are numbers or nested lists, None where freed: the same, or within `close`. `pops` is
    how many there were, `order` the functions' classes as they were popped.
    """

    number: int
    grads: Mapping[str, npt.ArrayLike | None] = field(default_factory=dict)
    pops: int | None = None
    order: tuple[str, ...] = ()
    algorithm: str = "generation"
    evaluations: int = 0
    close: float = 0.0

    def check(self, recordings: Sequence[Recording], outputs: Sequence[str]) -> None:
        """Fail where the pass came to anything else."""
        recording = recordings[self.number - 1 if self.number > 0 else self.number]
        named = {label: value_json(value) for label, value in recording.grads}
        for label, expected in self.grads.items():
            if expected is None:
                assert named[label] is None
            else:
                np.testing.assert_allclose(
                    named[label], expected, rtol=self.close, atol=0, err_msg=label, strict=True
                )
        popped = [recording.functions[pop.function].class_name for pop in recording.pops]
        assert self.pops is None or len(popped) == self.pops
        assert not self.order or tuple(popped) == self.order
        assert recording.algorithm == self.algorithm
        assert recording.evaluations == self.evaluations


@dataclass(frozen=True)
class Prints:
    """A text that a cell prints; cells are counted from 1."""

    cell: int
    text: str

    def check(self, recordings: Sequence[Recording], outputs: Sequence[str]) -> None:
        """Fail where the cell does not print it."""
        assert self.text in outputs[self.cell - 1]


@dataclass(frozen=True)
class Expected:
    """What must come out of a lesson, and of what it says to type."""

    figures: tuple[Figure, ...]
    after: tuple[Figure, ...]


CURRICULUM: dict[str, Expected] = {
    # 01
    "chain": Expected(
        figures=(
            Pass(1, {"x": 3.297442541400256}, pops=3, order=("Square", "Exp", "Square")),
            Prints(3, "variable(3.297442541400256)"),
        ),
        after=(Pass(1, {"x": 29.5562243957226}, close=1e-14),),
    ),
    # 02
    "muladd": Expected(
        figures=(
            Prints(1, "variable(7.0)"),
            Prints(2, "a () 0 1 float64"),
            Prints(2, "2 (2, 3) 2 6 int64"),
            Pass(1, {"a": 2.0, "b": 3.0, "c": 1.0, "y": None}, pops=2),
        ),
        after=(Pass(1, {"a": 2.0, "b": 30.0, "c": 1.0}),),
    ),
    # 03; the first column is the forward difference, the second the central one
    "gradcheck": Expected(
        figures=(
            Prints(1, "1e-06  6.6e-06  5.0e-11"),
            Prints(1, "1e-08  1.3e-07"),
            Prints(1, "1e-12  1.4e-04"),
            Pass(1, {"x": 4.0}),
            Pass(2, {"x": 4.0}),
            Pass(3, {"x": 12.0}),
        ),
        after=(Pass(1, {"x": 4.0}),),
    ),
    # 04; 27 layer calls are 5 forward and 22 for the slopes
    "layers": Expected(
        figures=(
            Prints(3, "3295.0 5"),
            Pass(1, {"w1": 247.1311126871836}, pops=7, algorithm="numeric", evaluations=22),
            Prints(4, "variable(247.1311126871836) 27"),
            Pass(2, {"w1": 247.0}, pops=18),
            Prints(5, "3295.0 variable(247.0)"),
        ),
        after=(Pass(1, {"w1": 65.0}),),
    ),
    # 05
    "train1000": Expected(
        figures=(
            Prints(5, "mean loss 3168.82, at last 2.8e-12"),
            Prints(5, "999.98729"),
        ),
        after=(Prints(1, "mean loss 3173.08, at last 2.9e-12\nfrom 1000: 999.98718"),),
    ),
    # 06
    "reuse": Expected(
        figures=(
            Pass(1, {"x": 1.0}, pops=1, algorithm="overwrite"),
            Pass(2, {"x": 2.0}, pops=1),
            Pass(3, {"x": 5.0}, pops=2),
            Pass(4, {"x": 3.0}, pops=2),
        ),
        after=(Pass(1, {"x": 4.0}, pops=3),),
    ),
    # 07
    "alias": Expected(
        figures=(
            Pass(1, {"x": 4.0}, algorithm="inplace"),
            Pass(2, {"x": 3.0}),
            Pass(3, {"x": 8.0}, algorithm="inplace"),
            Pass(4, {"x": 4.0}),
        ),
        after=(Pass(1, {"x": 5.0}), Pass(2, {"x": 16.0}, algorithm="inplace")),
    ),
    # 08
    "twice": Expected(
        figures=(
            Pass(1, {"x": 32.0, "a": None, "y": None}),
            Pass(2, {"x": 64.0}),
            Pass(3, {"x": 32.0, "a": 8.0, "y": 1.0}),
            Pass(4, {"x": 96.0, "a": 16.0}),
        ),
        after=(Pass(1, {"x": 192.0, "a": 24.0}),),
    ),
}
