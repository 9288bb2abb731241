"""The pops and the functions of a recording as tables, which know themselves column by column.

A pass that is opened is asked about all of its pops at once: walking over ten thousand of them for
each question takes many times as long as looking into a column. The columns are filled when the
records are made, a few of them at a time, while the processor has them at hand.
"""

from __future__ import annotations

from cmath import isfinite
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from backstep.engine.variable import Array
from backstep.recording.records import Delivery, FunctionNode, Pop

AT_A_TIME = 128
NOBODY = -1  # where a column names no function

Integers: TypeAlias = npt.NDArray[np.int64]
Truths: TypeAlias = npt.NDArray[np.bool_]
Record = TypeVar("Record")
Part = TypeVar("Part")


class PopColumns(NamedTuple):
    """What the pops of a recording did, flat.

    By pop: its `functions`, how many `deliveries` and how many gradients it `frees`, whether its
    backward `failed` and whether it is `checked`. By delivery: `to` which Variable, the creator
    that it `queued`, the `sizes` in bytes of what it left, and how many others it `shares` its
    array with. `freed` and `shared` are those Variables, in order. `finite` tells of some pops at
    a time that each of their deliveries left one finite number.
    """

    functions: Integers
    deliveries: Integers
    frees: Integers
    failed: Truths
    checked: Truths
    to: Integers
    queued: Integers
    sizes: Integers
    shares: Integers
    freed: Integers
    shared: Integers
    finite: Truths


class FunctionColumns(NamedTuple):
    """The functions of a graph, flat.

    By function: their `orders` and `generations`, the steps at which they were `born` (-1 where the
    pass did not make them), how many inputs and outputs they `take` and `make`. `inputs` and
    `outputs` are those Variables, in order; outputs that were thrown away are left out.
    """

    orders: Integers
    generations: Integers
    born: Integers
    take: Integers
    make: Integers
    inputs: Integers
    outputs: Integers


class Pops(tuple[Pop, ...]):
    """Pops with their columns."""

    columns: PopColumns


class Functions(tuple[FunctionNode, ...]):
    """The functions of a graph with their columns."""

    columns: FunctionColumns


def pops_table(pops: Iterable[Pop]) -> Pops:
    """Pops as they come, with their columns."""
    known, parts = _in_parts(pops, _of_pops)
    table = Pops(known)
    table.columns = PopColumns(*map(np.concatenate, zip(*parts, strict=True)))
    return table


def functions_table(functions: Iterable[FunctionNode]) -> Functions:
    """Functions as they come, with their columns."""
    known, parts = _in_parts(functions, _of_functions)
    table = Functions(known)
    table.columns = FunctionColumns(*map(np.concatenate, zip(*parts, strict=True)))
    return table


def pop_columns(pops: Sequence[Pop]) -> PopColumns:
    """The columns of pops, which are made where nobody has yet."""
    return (pops if isinstance(pops, Pops) else pops_table(pops)).columns


def function_columns(functions: Sequence[FunctionNode]) -> FunctionColumns:
    """The columns of functions, which are made where nobody has yet."""
    table = functions if isinstance(functions, Functions) else functions_table(functions)
    return table.columns


def _in_parts(
    records: Iterable[Record], columns: Callable[[list[Record]], Part]
) -> tuple[list[Record], list[Part]]:
    """All records, and the columns of some at a time: of none at all, where there are none."""
    known: list[Record] = []
    coming: Iterator[Record] = iter(records)
    parts: list[Part] = []
    while (some := list(islice(coming, AT_A_TIME))) or not parts:
        known += some
        parts.append(columns(some))
    return known, parts


def _of_pops(pops: list[Pop]) -> PopColumns:
    deliveries = [d for pop in pops for d in pop.deliveries]
    left = [d.after.array for d in deliveries]
    return PopColumns(
        functions=integers([pop.function for pop in pops]),
        deliveries=integers([len(pop.deliveries) for pop in pops]),
        frees=integers([len(pop.freed) for pop in pops]),
        failed=np.array([pop.gxs is None for pop in pops], dtype=bool),
        checked=np.array([pop.check is not None for pop in pops], dtype=bool),
        to=integers([d.to for d in deliveries]),
        queued=integers([_queued(d) for d in deliveries]),
        sizes=integers(_sizes(left, deliveries)),
        shares=integers([len(d.shared) for d in deliveries]),
        freed=integers(chain.from_iterable([pop.freed for pop in pops])),
        shared=integers(chain.from_iterable([d.shared for d in deliveries])),
        finite=np.array([all_finite_numbers(left)]),
    )


def _queued(d: Delivery) -> int:
    return d.creator if d.then == "queued" and d.creator is not None else NOBODY


def _sizes(left: Sequence[Array | None], deliveries: Sequence[Delivery]) -> list[int]:
    """The bytes of what every delivery left; `nbytes` of a Value is slower, and asked only where
    elements were not kept."""
    try:
        return [array.nbytes for array in left]  # type: ignore[union-attr]
    except AttributeError:
        return [d.after.nbytes for d in deliveries]


def all_finite_numbers(arrays: Sequence[Array | None]) -> bool:
    """Whether all have one element and are finite: then, most often, so is their sum."""
    try:
        return isfinite(sum([array.item() for array in arrays]))  # type: ignore[union-attr]
    except (AttributeError, ValueError, TypeError):  # none is kept, or has more than one element
        return False


def _of_functions(functions: list[FunctionNode]) -> FunctionColumns:
    inputs = [f.inputs for f in functions]
    outputs = [[y for y in f.outputs if y is not None] for f in functions]
    return FunctionColumns(
        orders=integers([f.order for f in functions]),
        generations=integers([f.generation for f in functions]),
        born=integers([NOBODY if f.born is None else f.born for f in functions]),
        take=integers([*map(len, inputs)]),
        make=integers([*map(len, outputs)]),
        inputs=integers(chain.from_iterable(inputs)),
        outputs=integers(chain.from_iterable(outputs)),
    )


def integers(numbers: Iterable[int]) -> Integers:
    """Whole numbers as an array."""
    return np.array([*numbers], dtype=np.int64)
