"""A pass with retain_grad switched, from its recording: what the engine does when asked to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backstep.engine import ALGORITHMS, Function, Variable, square
from backstep.recording.making.recorder import Recorder
from backstep.recording.records import Recording
from backstep.recording.rerunning.retained import switched
from backstep.recording.values import value_text
from backstep.session.packing import packed, unpacked
from tests.recording.algorithm_runs import challenge
from tests.recording.passes import Graph, diamond, graphs, record, variable
from tests.recording.rerunning.test_again import OURS, by, named, told


def other(recording: Recording) -> Recording:
    found = switched(recording)
    assert not isinstance(found, str), found
    return found


@given(graphs() | graphs(dead=True), st.booleans(), st.booleans())
def test_switched_is_what_the_engine_does_with_the_other_flag(
    graph: Graph, retain_grad: bool, create_graph: bool
) -> None:
    values, others = graph.grow(), graph.grow()
    first = record(values[-1], retain_grad=retain_grad, create_graph=create_graph)
    expected = record(others[-1], retain_grad=not retain_grad, create_graph=create_graph)
    assert other(first) == expected


@pytest.mark.parametrize("algorithm", [name for name in ALGORITHMS if name != "generation"])
@given(graphs(most=15, ops=OURS), st.booleans())
def test_so_it_is_by_every_algorithm(algorithm: str, graph: Graph, retain_grad: bool) -> None:
    assume(graph.paths() <= 300)
    _, y = graph.build()
    _, z = graph.build()
    first = by(y, algorithm, retain_grad=retain_grad)
    assume(first.failure is None)
    assert told(other(first)) == told(by(z, algorithm, retain_grad=not retain_grad))


def test_the_diamond_keeps_what_it_frees() -> None:
    """Book step 18: y, b, c and a have their gradients still."""
    _, _, y = diamond()
    first = record(y)
    kept = other(first)
    assert [pop.freed for pop in kept.pops] == [(), (), (), ()]
    assert {name: value_text(grad) for name, grad in kept.grads} == {
        "x": "64.0",
        "a": "16.0",
        "y": "1.0",
    }
    assert other(kept) == first


def test_where_a_stack_comes_too_early_the_kept_gradient_is_added_to() -> None:
    """a is popped with 8.0 before its second path delivers: freed, the second 8.0 stands alone."""
    first = by(diamond()[2], "stack")
    assert value_text(dict(first.grads)["a"]) == "8.0"
    assert value_text(dict(other(first).grads)["a"]) == "16.0"


class Own(Function):
    def forward(self, x):
        return x * 2

    def backward(self, gy):
        return gy * 2


def test_nothing_of_a_stranger_s_code_is_needed() -> None:
    x = variable(2, "x")
    first = record(square(Own()(x)))
    assert other(first).failure is None


def test_sums_of_what_was_not_kept_cannot_be_had() -> None:
    x = named(np.ones(100), "x")
    a = square(x)
    y = square(a) + square(a)
    first = unpacked(packed(by(y, "stack"), 1))
    assert "not kept" in str(switched(first))


def test_a_pass_that_stopped_is_run_again_with_the_gradients_kept() -> None:
    """unseen pops a function twice, and the second time its gradient is gone; kept, it goes on."""
    _, y = challenge()
    first = by(y, "unseen")
    assert first.failure is not None
    assert other(first).failure is None


def test_the_recorder_s_own_names_stay() -> None:
    x = Variable(np.array(2.0))
    recorder = Recorder(names=lambda: {"p": x})
    first = by(square(square(x)), "generation", of={"names": recorder.names})
    assert [name for name, _ in other(first).grads] == ["p"]
