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
    # 09
    "diamond": Expected(
        figures=(
            Pass(1, {"x": 32.0}, pops=4, algorithm="stack"),
            Pass(2, {"x": 96.0}, pops=5, algorithm="naive"),
            Pass(3, {"x": 128.0}, pops=5, algorithm="unseen"),
            Pass(4, {"x": 64.0}, pops=4),
            Pass(5, {"a": 25.0, "b": 19.0}),
            Pass(6, {"a": 21.0, "b": 16.0}, algorithm="stack"),
            Pass(7, {"a": 46.0, "b": 35.0}, algorithm="naive"),
        ),
        after=(Pass(1, {"x": 4.0}, algorithm="queue"), Pass(2, {"x": 1028.0})),
    ),
    # 10
    "doubling": Expected(
        figures=(
            Pass(1, {"x": 16.0}, pops=15, algorithm="paths"),
            Pass(2, {"x": 16.0}, pops=4),
            Prints(4, "65536"),
            Pass(3, {"x": 65536.0}, pops=16),
        ),
        after=(Pass(1, {"x": 1048576.0}, pops=20),),
    ),
    # 11
    "two-orders": Expected(
        figures=(
            Pass(1, {"x": -0.427965}, order=("Mul", "Sin", "Sin", "Sin", "Cos"), close=1e-6),
            Pass(
                2,
                {"x": -0.427965},
                order=("Mul", "Cos", "Sin", "Sin", "Sin"),
                algorithm="toposort",
                close=1e-6,
            ),
            Pass(3, {"x": -0.427965}, algorithm="stack", close=1e-6),
        ),
        after=(Pass(1, {"x": -0.427965}, pops=5, close=1e-6),),
    ),
    # 12
    "retain-grad": Expected(
        figures=(
            Pass(1, {"y": None, "t": None, "x0": 2.0, "x1": 1.0}),
            Pass(2, {"y": 1.0, "t": 1.0, "x0": 2.0, "x1": 1.0}),
        ),
        after=(Pass(1, {"t": 1.0, "x0": 3.0, "x1": 1.0}),),
    ),
    # 13; after the block, and after an exception in it, graphs are built again
    "no-grad": Expected(
        figures=(
            Prints(1, "variable(4.0) None 0"),
            Prints(2, "1 False"),
            Pass(1, {"x": 4.0}),
            Pass(2, {"x": 4.0}),
        ),
        after=(Pass(1, {"x": 12.0}),),
    ),
    # 14
    "off-path": Expected(
        figures=(
            Pass(1, {"x": 6.0, "u": None}),
            Pass(2, {"a": 21.0, "b": 16.0}),
            Pass(4, {"a": 10.0, "b": 10.0}),
        ),
        after=(Pass(1, {"a": 36.0, "b": 24.0}),),
    ),
    # 15
    "mutate": Expected(
        figures=(
            Prints(3, "the data of x was changed after x * x was computed"),
            Pass(1, {"x": 10.0}),
            Prints(4, "variable(25.0) variable(10.0)"),
        ),
        after=(Pass(1, {"x": 6.0}),),
    ),
    # 16
    "create-graph": Expected(
        figures=(
            Pass(1, {"x": 24.0}, algorithm="ndarray"),
            Pass(2, {"x": 24.0}),
            Prints(3, "variable(24.0) False"),
            Pass(3, {"x": 44.0}),
            Pass(5, {"x": 68.0}),
            Prints(6, "variable(24.0) None"),
        ),
        after=(Pass(1, {"x": 24.0}), Pass(2, {"x": 44.0}), Pass(3, {"x": 48.0})),
    ),
    # 17
    "newton": Expected(
        figures=(
            Pass(1, {"x": 24.0}),
            Pass(2, {"x": 44.0}),
            *(
                Prints(4, f"{step} variable({place}")
                for step, place in enumerate(
                    ("1.454545", "1.151046", "1.025325", "1.000908", "1.0000012"), start=1
                )
            ),
            Prints(4, "7 variable(1.0)"),
        ),
        after=(Pass(1, {"x": -1.5}), Pass(2, {"x": -1.0}), Prints(2, "-1.0")),
    ),
    # 18
    "orders": Expected(
        figures=(
            Prints(1, "4"),
            Prints(2, "9"),
            Prints(3, "21"),
            Prints(4, "51\n129\n339"),
            Prints(5, "2\n4\n5\n7"),
        ),
        after=(Prints(1, "3"), Prints(2, "variable(6.0) 5")),
    ),
    # 19
    "double-backprop": Expected(
        figures=(
            Pass(2, {"x": 100.0}),
            Pass(4, {"x": 104.0}),
            Pass(6, {"w": 0.461536}, close=1e-6),
        ),
        after=(Pass(1, {"x": 4.0}), Pass(2, {"x": 4.0})),
    ),
    # 20
    "broadcast": Expected(
        figures=(
            Pass(1, {"a": [1.0, 1.0, 1.0], "b": [3.0]}),
            Prints(2, "variable([3.]) (1,)"),
            Pass(2, {"w": [5.0, 7.0, 9.0]}),
        ),
        after=(Pass(1, {"b": 3.0}),),
    ),
    # 21; the last line is a central difference beside the gradient
    "mlp": Expected(
        figures=(Prints(3, "(3, 4) (4,) (4, 1)"), Prints(4, "0.16982485"), Pass(1, pops=5)),
        after=(Prints(3, "(3, 4)"),),
    ),
    # 22
    "vanish": Expected(
        figures=(
            Pass(1, {"x": 3.48e-7}, pops=10, close=1e-3),
            Pass(2, {"x": 59049.0}, pops=10),
            Pass(3, {"w": 0.0}),
            Pass(4, {"w": 3.0}),
        ),
        after=(Pass(1, {"x": 1.7923617882398057}, close=1e-14),),
    ),
    # 23
    "surfaces": Expected(
        figures=(
            Prints(1, "variable(1876.0) 38"),
            Pass(1, {"x": -5376.0, "y": 8064.0}, pops=38),
            Prints(3, "variable(401.0) variable(-2.0) variable(400.0)"),
            Prints(5, "4 variable(0.7071064695"),
            Pass(-2, {"x": 0.7071032149}, close=1e-9),
            Prints(7, "47 variable(0.70710678118"),
        ),
        after=(Prints(1, "8"), Pass(1, {"x": 0.70710678118}, close=1e-11)),
    ),
    # 24
    "checkpoint": Expected(
        figures=(
            Pass(1, {"x": 2.966109}, pops=4, close=1e-6),
            Prints(3, "2"),
            Pass(2, {"x": 2.966109}, pops=2, order=("Square", "Checkpoint"), close=1e-6),
        ),
        after=(Pass(1, {"x": 2.966109}, pops=1, close=1e-6),),
    ),
}
