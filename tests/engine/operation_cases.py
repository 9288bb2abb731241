"""Every operation of the engine with inputs that suit it, found without a list of operations.

An operation joins by being a class in backstep.engine.operations. It has to be made without
arguments; `domain` says where its inputs may lie, and the parameters of its forward how many there
are. Shapes that it refuses are left out, as long as it takes some.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from backstep.engine import Function, Variable, no_grad, operations

Shape = tuple[int, ...]

OPERATIONS: list[type[Function]] = [
    member
    for member in vars(operations).values()
    if inspect.isclass(member) and issubclass(member, Function)
]
SHAPES: dict[int, list[tuple[Shape, ...]]] = {
    1: [((),), ((3,),), ((2, 3),), ((2, 1),), ((1, 3),)],
    2: [
        ((), ()),
        ((3,), ()),
        ((3,), (3,)),
        ((3,), (1,)),
        ((1,), (3,)),
        ((2, 3), (3,)),
        ((2, 1), (1, 3)),
        ((2, 3), ()),
        ((2, 3), (3, 2)),
    ],
    3: [((2, 3), (3, 2), (2,)), ((3,), (3,), (3,)), ((), (), ())],
}
NUDGE = 1e-6  # a central difference's error is about 1e-10 at this step


class Case(NamedTuple):
    """An operation with the shapes of its inputs."""

    operation: type[Function]
    shapes: tuple[Shape, ...]

    @property
    def id(self) -> str:
        return f"{self.operation.__name__}-{'-'.join(map(str, self.shapes))}".replace(" ", "")

    def inputs(self) -> list[np.ndarray]:
        """Arrays within the operation's domain, the same at every run."""
        rng = np.random.default_rng(sum(map(sum, self.shapes)))
        return [rng.uniform(*self.operation.domain, size=shape) for shape in self.shapes]

    def seed(self) -> np.ndarray:
        """A gy of the output's shape: not ones, so that a forgotten gy shows."""
        shape = self.forward(*self.inputs()).shape
        return np.random.default_rng(3).uniform(0.5, 1.5, size=shape)

    def forward(self, *xs: np.ndarray) -> np.ndarray:
        """The operation's value, without a graph."""
        with no_grad():
            return self.operation()(*xs).data

    def gradients(self, xs: Sequence[np.ndarray], gy: np.ndarray) -> list[np.ndarray]:
        """What the operation's own backward gives."""
        variables = [Variable(x) for x in xs]
        y = self.operation()(*variables)
        y.grad = Variable(gy)
        y.backward()
        return [x.grad.data for x in variables]


def arity(operation: type[Function]) -> int:
    """How many inputs an operation's forward takes."""
    parameters = list(inspect.signature(operation.forward).parameters.values())[1:]
    return sum(p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD for p in parameters)


def takes(case: Case) -> bool:
    """Whether an operation is defined for a case's shapes."""
    try:
        case.forward(*case.inputs())
    except ValueError:
        return False
    return True


CASES = [
    case
    for operation in OPERATIONS
    for shapes in SHAPES[arity(operation)]
    if takes(case := Case(operation, shapes))
]


def numerical_gradients(
    f: Callable[..., Any], xs: Sequence[np.ndarray], eps: float = NUDGE
) -> list[np.ndarray]:
    """The gradients of a number f(*xs) by central differences, one element at a time."""
    gradients = []
    for i, x in enumerate(xs):
        gradient = np.zeros_like(x)
        for index in np.ndindex(x.shape):
            above, below = (x.copy() for _ in range(2))
            above[index] += eps
            below[index] -= eps
            high = f(*[above if j == i else other for j, other in enumerate(xs)])
            low = f(*[below if j == i else other for j, other in enumerate(xs)])
            gradient[index] = (high - low) / (2 * eps)
        gradients.append(gradient)
    return gradients
