"""The columns of pops and functions, against the same read off the records one by one."""

from __future__ import annotations

import pickle
from dataclasses import replace
from math import isfinite

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.engine import Variable
from backstep.recording.records import Delivery, FunctionNode, Pop, Recording
from backstep.recording.tables import (
    AT_A_TIME,
    NOBODY,
    function_columns,
    functions_table,
    pop_columns,
    pops_table,
)
from backstep.recording.values import value_of
from tests.recording.algorithm_runs import diamond, recorded
from tests.recording.passes import record

ALGORITHMS = ["generation", "stack", "naive", "inplace", "toposort", "numeric"]


def check(recording: Recording) -> None:
    """Every column of a recording is what its records say."""
    pops, told = recording.pops, pop_columns(recording.pops)
    deliveries = [d for pop in pops for d in pop.deliveries]
    assert told.functions.tolist() == [pop.function for pop in pops]
    assert told.deliveries.tolist() == [len(pop.deliveries) for pop in pops]
    assert told.failed.tolist() == [pop.gxs is None for pop in pops]
    assert told.to.tolist() == [d.to for d in deliveries]
    assert [NOBODY if d.then != "queued" else d.creator for d in deliveries] == told.queued.tolist()
    assert told.sizes.tolist() == [d.after.nbytes for d in deliveries]
    assert told.shares.sum() == len(told.shared)
    assert told.shared.tolist() == [v for d in deliveries for v in d.shared]
    assert told.freed.tolist() == [v for pop in pops for v in pop.freed]
    assert told.frees.tolist() == [len(pop.freed) for pop in pops]
    nodes, of_each = recording.functions, function_columns(recording.functions)
    assert of_each.orders.tolist() == [f.order for f in nodes]
    assert of_each.generations.tolist() == [f.generation for f in nodes]
    assert of_each.born.tolist() == [NOBODY if f.born is None else f.born for f in nodes]
    outputs = np.split(of_each.outputs, of_each.make.cumsum()[:-1])
    inputs = np.split(of_each.inputs, of_each.take.cumsum()[:-1])
    assert [list(f.inputs) for f in nodes] == [each.tolist() for each in inputs]
    assert [[y for y in f.outputs if y is not None] for f in nodes] == [
        *map(np.ndarray.tolist, outputs)
    ]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_columns_say_what_the_records_say(algorithm: str) -> None:
    check(recorded(diamond, algorithm))


def test_so_they_do_where_there_are_more_than_are_taken_at_a_time() -> None:
    x = y = Variable(np.array(1.0))
    for _ in range(AT_A_TIME):
        y = y * x + x
    check(record(y))
    check(record(y, create_graph=True))


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=3))
def test_all_are_finite_or_it_is_told(numbers: list[float]) -> None:
    values = [value_of(np.array(number)) for number in numbers]
    deliveries = tuple(Delivery(0, "set", None, value, value, "leaf", None) for value in values)
    told = pop_columns([Pop(0, (), tuple(values), deliveries, (), 0)]).finite.all()
    assert told <= all(map(isfinite, numbers))  # a sum may be infinite where no number is
    assert told or not all(abs(number) < 1e300 for number in numbers)


def test_an_array_of_more_elements_is_looked_at_by_itself() -> None:
    value = value_of(np.array([1.0, np.nan]))
    deliveries = (Delivery(0, "set", None, value, value, "leaf", None),)
    assert not pop_columns([Pop(0, (), (value,), deliveries, (), 0)]).finite.any()


def test_nothing_has_empty_columns() -> None:
    assert len(pop_columns(()).functions) == len(pops_table(()).columns.to) == 0
    assert len(function_columns(()).inputs) == 0


def test_a_table_is_the_tuple_of_its_records() -> None:
    node = FunctionNode("Square", "square#1", 0, (0,), (None,))
    table = functions_table(iter([node]))
    assert table == (node,) and hash(table) == hash((node,))
    assert table.columns.make.tolist() == [0] and table.columns.outputs.tolist() == []


def test_a_recording_with_other_pops_has_their_columns() -> None:
    recording = recorded(diamond, "generation")
    shorter = replace(recording, pops=recording.pops[:2])
    assert len(pop_columns(shorter.pops).functions) == 2


def test_columns_go_with_their_table_into_another_process() -> None:
    recording = recorded(diamond, "generation")
    again = pickle.loads(pickle.dumps(recording))
    assert again == recording
    check(again)
