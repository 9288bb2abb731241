"""Every operation of the engine with inputs that suit it, found without a list of operations.

An operation joins by being a class in backstep.engine.operations. Its `examples` say which shapes
and arguments it is tried with; an operation without any is made without arguments and tried with
all the shapes here that it takes, as many as its forward has parameters. `domain` says where the
inputs may lie.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from backstep.engine import Function, Variable, no_grad, operations
from backstep.engine.operations.examples import Example

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
}
NUDGE = 1e-6  # a central difference's error is about 1e-10 at this step


class Case(NamedTuple):
    """An operation with the arguments that it is made with and the shapes of its inputs."""

    operation: type[Function]
    example: Example

    @property
    def id(self) -> str:
        told = [str(shape) for shape in self.example.shapes]
        told += [f"{name}={value}" for name, value in self.example.arguments.items()]
        return f"{self.operation.__name__}-{'-'.join(told)}".replace(" ", "").replace("\n", "")

    def made(self) -> Function:
        """The operation, which draws the same random numbers at every call."""
        np.random.seed(5)
        return self.operation(**self.example.arguments)

    def inputs(self) -> list[np.ndarray]:
        """Arrays within the operation's domain, the same at every run."""
        shapes = self.example.shapes
        rng = np.random.default_rng(sum(map(sum, shapes)))
        return [rng.uniform(*self.operation.domain, size=shape) for shape in shapes]

    def seed(self) -> np.ndarray:
        """A gy of the output's shape: not ones, so that a forgotten gy shows."""
        shape = self.forward(*self.inputs()).shape
        return np.random.default_rng(3).uniform(0.5, 1.5, size=shape)

    def forward(self, *xs: np.ndarray) -> np.ndarray:
        """The operation's value, without a graph."""
        with no_grad():
            return self.made()(*xs).data

    def gradients(self, xs: Sequence[np.ndarray], gy: np.ndarray) -> list[np.ndarray]:
        """What the operation's own backward gives."""
        variables = [Variable(x) for x in xs]
        y = self.made()(*variables)
        y.grad = Variable(gy)
        y.backward()
        return [x.grad.data for x in variables]

    def weighted(self, order: int, arrays: Sequence[np.ndarray]) -> tuple[Variable, list[Variable]]:
        """A number that holds every derivative of one order, and the Variables it depends on.

        `arrays` are the inputs and gy. Order 0 is the sum of gy * y; each next order is the sum of
        the gradients of the one before, each element with a weight of its own.
        """
        variables = [Variable(array) for array in arrays]
        number = (variables[-1] * self.made()(*variables[:-1])).sum()
        for k in range(order):
            rng = np.random.default_rng(11 + k)
            gradients = gradients_of(number, variables, create_graph=True)
            number = Variable(np.array(0.0))
            for gradient in gradients:
                number = number + (rng.normal(size=gradient.shape) * gradient).sum()
        return number, variables


def gradients_of(
    number: Variable, variables: Sequence[Variable], *, create_graph: bool = False
) -> list[Variable]:
    """The gradients of a number; zeros for what it does not depend on."""
    for x in variables:
        x.cleargrad()
    if number.creator is not None:
        number.backward(create_graph=create_graph)
    zeros = [Variable(np.zeros(x.shape)) for x in variables]
    return [zero if x.grad is None else x.grad for x, zero in zip(variables, zeros, strict=True)]


def arity(operation: type[Function]) -> int:
    """How many inputs an operation's forward takes at least."""
    parameters = list(inspect.signature(operation.forward).parameters.values())[1:]
    return sum(p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD for p in parameters)


def takes(case: Case) -> bool:
    """Whether an operation is defined for a case's shapes."""
    try:
        case.forward(*case.inputs())
    except ValueError:
        return False
    return True


def cases_of(operation: type[Function]) -> list[Case]:
    """The cases of one operation."""
    examples = getattr(operation, "examples", ())
    if examples:
        return [Case(operation, example) for example in examples]
    common = [Case(operation, Example(*shapes)) for shapes in SHAPES[arity(operation)]]
    return [case for case in common if takes(case)]


CASES = [case for operation in OPERATIONS for case in cases_of(operation)]


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
