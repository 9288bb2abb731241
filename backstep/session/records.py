"""The lines of a session file, as msgspec reads and writes them; see the room's docstring."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

FORMAT = (1, 0)

Number: TypeAlias = int | float | str | bool  # "nan", "inf" and "-inf" are strings; complex too
Nested: TypeAlias = "Number | list[Nested]"


class Statistics(msgspec.Struct, forbid_unknown_fields=False):
    """What is kept of an array with more than 64 elements."""

    low: Number
    high: Number
    mean: Number
    sample: list[Number]
    digest: str


class Array(msgspec.Struct, omit_defaults=True):
    """An array: `values` nested as its shape, or `statistics`."""

    shape: list[int]
    dtype: str
    values: Number | list | None = None  # type: ignore[type-arg]
    statistics: Statistics | None = None


Value: TypeAlias = Number | Array | None  # a bare float is a 0-d float64


class Variable(msgspec.Struct, omit_defaults=True):
    """A node of the graph."""

    label: str
    named: bool
    data: Value
    generation: int
    creator: int | None = None
    order: int = 1


class Function(msgspec.Struct, omit_defaults=True):
    """A node of the graph."""

    class_name: str
    label: str
    generation: int
    inputs: list[int]
    outputs: list[int | None]
    source: str | None = None
    formula: list[str] = []
    constants: dict[str, Number] = {}
    backward_source: str | None = None
    order: int = 1
    born: int | None = None


class Delivery(msgspec.Struct, omit_defaults=True):
    """One gx; the gx itself stands in the pop's gxs."""

    to: int
    how: str
    then: str
    before: Value = None
    after: Value = None
    creator: int | None = None


class Pop(msgspec.Struct, omit_defaults=True):
    """One turn of the loop."""

    function: int
    gys: list[Value]
    gxs: list[Value] | None = None
    delivered: list[Delivery] = []
    freed: list[int] = []
    born: int = 0


class Failure(msgspec.Struct):
    """What ended a pass early."""

    pop: int
    error: str
    message: str


class Header(msgspec.Struct, tag_field="kind", tag="header", omit_defaults=True):
    """The first line."""

    format: list[int]
    app: str
    numpy: str
    python: str
    title: str = ""
    language: str = "en"
    seed: int | None = None


class Cell(msgspec.Struct, tag_field="kind", tag="cell"):
    """A cell's source, written before it runs."""

    n: int
    source: list[str]


class Error(msgspec.Struct):
    """The error that a cell ended in."""

    kind: str
    message: str
    line: int = 0


class Done(msgspec.Struct, tag_field="kind", tag="done"):
    """What a cell came to."""

    cell: int
    output: str
    error: Error | None
    digest: str


class Back(msgspec.Struct, tag_field="kind", tag="back", omit_defaults=True):
    """A backward pass, whole."""

    cell: int
    id: int
    target: int
    algorithm: str
    retain_grad: bool
    create_graph: bool
    functions: list[Function]
    variables: list[Variable]
    seed: Value
    seeded: bool
    pops: list[Pop]
    found: list[tuple[int, Value]]
    grads: list[tuple[str, Value]]
    failure: Failure | None = None
    parent: int | None = None


Known: TypeAlias = Header | Cell | Done | Back
KINDS = {"header": Header, "cell": Cell, "done": Done, "back": Back}
