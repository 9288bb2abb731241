"""The lines of a session file, as msgspec reads and writes them; see the room's docstring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from msgspec import Meta, Struct

from backstep.engine.comparing import Verdict
from backstep.recording.looking.columns import STEPS_BESIDE_DELIVERIES, STEPS_OF_A_FAILED_POP
from backstep.recording.records import How, Then
from backstep.session import limits

if TYPE_CHECKING:
    from backstep.session.annotation_records import AnnotationRecord
    from backstep.session.plot_records import Plot

FORMAT = (1, 1)

Index: TypeAlias = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Generation: TypeAlias = Index
CellNumber: TypeAlias = Annotated[int, Meta(ge=1, le=2**63 - 1)]
Order: TypeAlias = Literal[1, 2]
Digest: TypeAlias = Annotated[str, Meta(pattern="^([0-9a-f]{64})?$")]
NotFinite: TypeAlias = Literal["nan", "inf", "-inf"]
Number: TypeAlias = float | NotFinite


class Statistics(Struct):
    """What is kept of an array with more than 64 elements."""

    low: Number
    high: Number
    mean: Number
    sample: Annotated[list[Number], Meta(max_length=limits.SAMPLES)]
    digest: Digest


class Array(Struct, omit_defaults=True):
    """An array: `values` nested as its shape, or `statistics`."""

    shape: list[Index]
    dtype: str
    values: Any = None
    statistics: Statistics | None = None


Value: TypeAlias = float | NotFinite | Array  # a bare number is a 0-d float64


class Variable(Struct, omit_defaults=True):
    """A node of the graph."""

    label: str
    named: bool
    data: Value | None
    generation: Generation
    creator: Index | None = None
    order: Order = 1


class Class(Struct, omit_defaults=True):
    """A class of functions, told once for all of them."""

    name: str
    formula: Annotated[list[str], Meta(max_length=limits.RULES)] = []
    backward_source: str | None = None


class Function(Struct, omit_defaults=True, rename={"class_": "class"}):
    """A node of the graph; `class` is an index into the pass's classes."""

    class_: Index
    label: str
    generation: Generation
    inputs: list[Index]
    outputs: list[Index | None]
    source: str | None = None
    constants: Annotated[
        dict[str, int | float | NotFinite | list[int] | None], Meta(max_length=limits.CONSTANTS)
    ] = {}
    order: Order = 1
    born: Index | None = None


class Delivery(Struct, omit_defaults=True):
    """One gx; it stands in the pop's gxs, here only where it had changed by now (in place).

    `after` is there only where it is another than the gx.
    """

    to: Index
    how: How
    then: Then
    before: Value | None = None
    after: Value | None = None
    creator: Index | None = None
    shared: list[Index] = []
    gx: Value | None = None


class Checked(Struct, omit_defaults=True):
    """The gx of one input beside its finite difference, where the two are furthest apart."""

    gx: Number
    difference: Number
    verdict: Verdict
    at: list[Index] | None = None


class Pop(Struct, omit_defaults=True):
    """One turn of the loop."""

    function: Index
    gys: list[Value | None]
    gxs: list[Value] | None = None
    delivered: list[Delivery] = []
    freed: list[Index] = []
    born: Index = 0
    check: list[Checked] | None = None


class Failure(Struct):
    """What ended a pass early."""

    pop: Index
    error: str
    message: str


class Header(Struct, tag_field="kind", tag="header", omit_defaults=True):
    """The first line."""

    format: list[int]
    app: str
    numpy: str
    python: str
    title: str = ""
    language: str = "en"
    seed: int | None = None


class Cell(Struct, tag_field="kind", tag="cell"):
    """A cell's source, written before it runs."""

    n: CellNumber
    source: list[str]


class Error(Struct):
    """The error that a cell ended in; `line` is 0 where none is known."""

    kind: str
    message: str
    line: Index = 0


class Done(Struct, tag_field="kind", tag="done"):
    """What a cell came to."""

    cell: CellNumber
    output: str
    error: Error | None
    digest: Digest


class Back(Struct, tag_field="kind", tag="back", omit_defaults=True):
    """A backward pass, whole."""

    cell: CellNumber
    id: Index
    target: Index
    algorithm: str
    retain_grad: bool
    create_graph: bool
    classes: list[Class]
    functions: list[Function]
    variables: list[Variable]
    seed: Value
    seeded: bool
    pops: list[Pop]
    found: list[tuple[Index, Value]]
    grads: list[tuple[str, Value | None]]
    failure: Failure | None = None
    parent: Index | None = None
    evaluations: Index = 0

    @property
    def steps(self) -> int:
        """How many steps the pass has."""
        return 1 + sum(
            STEPS_OF_A_FAILED_POP
            if pop.gxs is None
            else STEPS_BESIDE_DELIVERIES + len(pop.delivered)
            for pop in self.pops
        )


class Text(Struct, tag_field="kind", tag="text"):
    """Prose before the next cell, or after the last."""

    lines: list[str]


class Undo(Struct, tag_field="kind", tag="undo"):
    """Cells that were taken back: the session is as if they had never been typed."""

    cells: list[CellNumber]


class Redo(Struct, tag_field="kind", tag="redo"):
    """Cells that were taken back, and hold again as they were."""

    cells: list[CellNumber]


Known: TypeAlias = "Header | Text | Cell | Done | Back | Undo | Redo | Plot | AnnotationRecord"
Unknown: TypeAlias = dict[str, Any]  # a kind that a newer backstep wrote
