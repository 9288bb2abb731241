"""What a backward pass did, as plain immutable records.

A recording looks the same whether it was just made or was read from a session file: nodes and
pops refer to each other by index, arrays are `Value`s, and nothing leads back to the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Literal, TypeAlias

import numpy as np

from backstep.engine.comparing import Verdict
from backstep.engine.numerical import Trouble
from backstep.engine.variable import Array

Phase: TypeAlias = Literal["seed", "pop", "gather", "multiply", "deliver", "free"]
How: TypeAlias = Literal["set", "add"]
Then: TypeAlias = Literal["queued", "seen", "leaf"]

Constant: TypeAlias = "float | tuple[int, ...] | None"
PHASES: tuple[Phase, ...] = ("pop", "gather", "multiply", "deliver", "free")
KEPT_ELEMENTS = 64


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is left of an array that was too large to keep: numbers as floats, a digest in hex."""

    low: float
    high: float
    mean: float
    sample: tuple[float, ...]
    digest: str


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """An array at one moment: its shape, dtype, and its elements or else their statistics."""

    shape: tuple[int, ...]
    dtype: str
    array: Array | None
    statistics: Statistics | None = None

    @property
    def size(self) -> int:
        """The number of elements."""
        return prod(self.shape)

    @property
    def nbytes(self) -> int:
        """The bytes that the array holds."""
        return self.size * np.dtype(self.dtype).itemsize

    def __eq__(self, other: object) -> bool:
        """Same shape, dtype and bits (nan equals nan)."""
        if not isinstance(other, Value):
            return NotImplemented
        if (self.shape, self.dtype) != (other.shape, other.dtype):
            return False
        if self.array is None or other.array is None:
            return self.statistics == other.statistics and (self.array is other.array)
        return bool(
            np.array_equal(self.array, other.array, equal_nan=self.array.dtype.kind in "fc")
        )

    def __hash__(self) -> int:
        return hash((self.shape, self.dtype))


@dataclass(frozen=True, slots=True)
class VariableNode:
    """A Variable of the graph. `order` is 2 for one that this pass made (create_graph).

    `named` says that a person gave the label (as a name or by assignment). `creator` is the index
    of a function, None for a leaf.
    """

    label: str
    named: bool
    data: Value | None
    generation: int
    creator: int | None
    order: int = 1


@dataclass(frozen=True, slots=True)
class FunctionNode:
    """A Function of the graph; inputs and outputs are indices of variables.

    An output that was thrown away is None. `constants` are the instance's own attributes that the
    formula names: numbers, None, tuples of small whole numbers (axes, shapes). `born` is the
    position (in steps) at which this pass made it, None for order 1.
    `backward_source` is the text of its class's backward, where it is known.
    """

    class_name: str
    label: str
    generation: int
    inputs: tuple[int, ...]
    outputs: tuple[int | None, ...]
    source: str | None = None
    formula: tuple[str, ...] = ()
    constants: tuple[tuple[str, Constant], ...] = ()
    backward_source: str | None = None
    order: int = 1
    born: int | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One gx that reached one input, and what became of the input's creator.

    `shared` are other Variables whose gradient is the same array, and changed with it in place.
    """

    to: int
    how: How
    before: Value | None
    gx: Value
    after: Value
    then: Then
    creator: int | None
    shared: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class InputCheck:
    """The gx of one input beside its finite difference, where the two are furthest apart.

    `at` is that element's index, None where there is no element. For the verdict see
    `engine.comparing.Comparison`.
    """

    gx: float
    difference: float
    at: tuple[int, ...] | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Check:
    """A pop's gxs held against finite differences of its function's forward, input by input.

    `trouble` says why there is nothing to compare; then there are no inputs.
    """

    inputs: tuple[InputCheck, ...] = ()
    trouble: Trouble = ""

    @property
    def worst(self) -> int | None:
        """The input whose gx differs and is furthest off; None where none differs."""
        apart = [i for i, each in enumerate(self.inputs) if each.verdict == "differs"]
        return max(apart, key=lambda i: _relative_error(self.inputs[i]), default=None)


def _relative_error(one: InputCheck) -> float:
    larger = max(abs(one.gx), abs(one.difference))
    if not 0 < larger < np.inf:
        return 0.0 if larger == 0 else np.inf
    return abs(one.gx - one.difference) / larger


@dataclass(frozen=True, slots=True)
class Pop:
    """One turn of the loop. `gxs` is None when the function's backward raised.

    `check` is there for a learner's own function when it is first recorded; it is no part of what
    the pop did, so pops are equal without it.
    """

    function: int
    gys: tuple[Value | None, ...]
    gxs: tuple[Value, ...] | None
    deliveries: tuple[Delivery, ...]
    freed: tuple[int, ...]
    born: int
    check: Check | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Failure:
    """What ended a pass early: the pop (counted from 1), the error's class and its message."""

    pop: int
    error: str
    message: str


@dataclass(frozen=True, slots=True)
class Recording:
    """One backward pass, whole.

    `target` is the index of the Variable that backward was called on. `seed` is its gradient at
    the beginning; `seeded` tells that the pass set it (ones) rather than found it. `found` are the
    gradients that were there before. `grads` are the named Variables' gradients at the end.
    `parent` is the id of the pass that this one ran inside of. `evaluations` counts the forward
    evaluations that finite differences cost.
    """

    id: int
    target: int
    algorithm: str
    retain_grad: bool
    create_graph: bool
    functions: Sequence[FunctionNode]
    variables: Sequence[VariableNode]
    seed: Value
    seeded: bool
    pops: Sequence[Pop]
    found: tuple[tuple[int, Value], ...]
    grads: tuple[tuple[str, Value | None], ...]
    failure: Failure | None = None
    parent: int | None = None
    evaluations: int = 0

    @property
    def target_node(self) -> VariableNode:
        """The Variable that backward was called on."""
        return self.variables[self.target]

    @property
    def title(self) -> str:
        """What a person typed to get the target: `y = add(square(a), square(a))`."""
        node = self.target_node
        source = None if node.creator is None else self.functions[node.creator].source
        if source is None or source == node.label:
            return node.label
        return f"{node.label} = {source}"

    @property
    def first_order(self) -> list[int]:
        """Indices of the functions that were there when backward was called."""
        return [i for i, f in enumerate(self.functions) if f.order == 1]
