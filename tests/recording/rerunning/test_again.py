"""A recorded pass run again from its recording: what it must come to, and what cannot be known."""

from __future__ import annotations

from dataclasses import replace
from inspect import getsource
from textwrap import dedent
from types import FunctionType
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backstep.engine import (
    ALGORITHMS,
    BackstepError,
    Config,
    Function,
    Parameter,
    Variable,
    broadcast_to,
    clip,
    dropout,
    exp,
    linear,
    log_softmax,
    matmul,
    max,
    mean_squared_error,
    relu,
    reshape,
    sigmoid,
    softmax,
    softmax_cross_entropy,
    sqrt,
    square,
    sum,
    tanh,
    transpose,
)
from backstep.engine.calls import CALLS
from backstep.recording.making.checks import live_functions
from backstep.recording.records import Recording, Value
from backstep.recording.rerunning.again import MOST_POPS, run_again
from backstep.session.packing import packed, unpacked
from tests.recording.algorithm_runs import alias, challenge, doubling
from tests.recording.algorithm_runs import diamond as named_diamond
from tests.recording.passes import (
    INPUTS,
    OWN,
    Both,
    Graph,
    diamond,
    graphs,
    record,
    recording,
    variable,
)

OURS = tuple(op for op in INPUTS if op not in OWN)  # operations of the engine alone


def again(recorded: Recording, algorithm: str, *arguments: Any) -> Recording:
    retain = arguments[0] if arguments and arguments[0] is not None else recorded.retain_grad
    found = run_again(recorded, algorithm, retain, *arguments[1:])
    assert not isinstance(found, str), found
    return found


def by(y: Variable, algorithm: str, **options: Any) -> Recording:
    """The engine's own pass by an algorithm, also where it ends in an error."""
    with recording(**options.pop("of", {})) as recorder:
        Config.algorithm = algorithm
        try:
            y.backward(**options)
        except BackstepError:
            pass
        finally:
            Config.algorithm = "generation"
    return recorder.take()[-1]


def source_of(method: FunctionType) -> str:
    return dedent(getsource(method))


def told(pass_: Recording) -> tuple[Any, ...]:
    """All that a pass did, without what a run could not know: ids."""
    return pass_.algorithm, pass_.retain_grad, pass_.pops, pass_.grads, pass_.failure


def final(pass_: Recording, name: str) -> Any:
    value = dict(pass_.grads)[name]
    return None if value is None else value.array.tolist()


@given(graphs() | graphs(dead=True), st.booleans())
def test_the_usual_algorithm_again_is_the_very_recording(graph: Graph, retain_grad: bool) -> None:
    values = graph.grow()
    first = record(values[-1], retain_grad=retain_grad)
    assert again(first, "generation") == first


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@given(graphs(most=15, ops=OURS), st.booleans())
def test_another_algorithm_again_is_what_the_engine_does_by_it(
    algorithm: str, graph: Graph, retain_grad: bool
) -> None:
    assume(graph.paths() <= 500)
    _, y = graph.build()
    first = record(y)
    _, z = graph.build()
    expected = by(z, algorithm, retain_grad=retain_grad)
    assert told(again(first, algorithm, retain_grad)) == told(expected)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@given(graphs(most=12, dead=True))
def test_with_the_live_functions_the_program_s_own_code_runs(algorithm: str, graph: Graph) -> None:
    assume(graph.paths() <= 200)
    values, others = graph.grow(), graph.grow()
    first = record(values[-1])
    before = [(v.grad, v.creator, v.generation) for v in values]
    counted = CALLS.made, CALLS.tried, CALLS.last_change
    live = live_functions(first, values[-1])
    expected = by(others[-1], algorithm, retain_grad=True)
    assert told(again(first, algorithm, True, live)) == told(expected)
    assert [(v.grad, v.creator, v.generation) for v in values] == before
    assert counted[0] <= CALLS.made


@pytest.mark.parametrize(
    ("build", "algorithm", "retain_grad", "grads"),
    [
        (named_diamond, "generation", False, {"x": 64.0}),
        (named_diamond, "overwrite", False, {"x": 32.0}),
        (named_diamond, "stack", False, {"x": 32.0}),
        (named_diamond, "naive", True, {"x": 96.0}),
        (named_diamond, "unseen", True, {"x": 128.0}),
        (named_diamond, "toposort", False, {"x": 64.0}),
        (named_diamond, "paths", False, {"x": 64.0}),
        (challenge, "stack", False, {"a": 21.0, "b": 16.0}),
        (challenge, "naive", True, {"a": 46.0, "b": 35.0}),
        (alias(3), "inplace", False, {"x": 4.0}),
        (alias(4), "inplace", False, {"x": 8.0}),
        (doubling(16), "toposort", False, {"x": 65536.0}),
    ],
)
def test_wrong_loops_are_wrong_as_the_curriculum_says(
    build: Any, algorithm: str, retain_grad: bool, grads: dict[str, float]
) -> None:
    """The figures of test_algorithms.py, from a recording of the right loop."""
    _, y = build()
    found = again(record(y), algorithm, retain_grad)
    assert {name: final(found, name) for name in grads} == grads


def test_numeric_again_comes_near() -> None:
    _, _, y = diamond()
    found = again(record(y), "numeric")
    assert final(found, "x") == pytest.approx(64.0, rel=1e-3)
    assert found.evaluations == 5


def named(data: Any, name: str) -> Variable:
    return Variable(np.asarray(data, dtype=np.float64), name)


def network() -> Variable:
    """An MLP with a batch: its arrays are small enough to be kept in a file."""
    rng = np.random.default_rng(1)
    x = named(rng.normal(size=(3, 2)), "x")
    W1, b1 = named(rng.normal(size=(2, 4)), "W1"), named(np.zeros(4), "b1")
    W2, b2 = named(rng.normal(size=(4, 1)), "W2"), named(np.zeros(1), "b2")
    return mean_squared_error(linear(sigmoid(linear(x, W1, b1)), W2, b2), np.ones((3, 1)))


def every_kind() -> Variable:
    """Operations that are made with arguments: axes, shapes, bounds, labels, exponents."""
    x = named(np.linspace(0.3, 2.1, 12).reshape(3, 4), "x")
    y = transpose(reshape(x, (4, 3)))
    z = softmax(x) + log_softmax(x, axis=0) * broadcast_to(max(x, axis=1, keepdims=True), (3, 4))
    parts = sum(relu(y) ** 3) + sum(sqrt(x), axis=(0, 1)) + sum(clip(x, 0.5, 1.5) / 2)
    return softmax_cross_entropy(z + matmul(x, transpose(x)) @ x, np.array([0, 1, 2])) + parts


@pytest.mark.parametrize("build", [network, every_kind])
@pytest.mark.parametrize("algorithm", ["generation", "stack", "queue", "overwrite", "toposort"])
@pytest.mark.parametrize("from_file", [False, True])
def test_arrays_and_arguments_are_made_again(build: Any, algorithm: str, from_file: bool) -> None:
    first = record(build())
    if from_file:
        first = unpacked(packed(first, 1))
    expected = by(build(), algorithm)
    found = again(first, algorithm)
    assert [pop.function for pop in found.pops] == [pop.function for pop in expected.pops]
    assert found.grads == expected.grads
    assert found.failure == expected.failure


def test_what_was_there_before_and_the_seed_are_there_again() -> None:
    x, _, y = diamond()
    x.grad, y.grad = variable(100), variable(3)
    first = record(y)
    assert again(first, "generation") == first
    assert final(again(first, "stack"), "x") == 100 + 3 * 32


def test_a_pass_with_create_graph_again_is_of_the_first_order() -> None:
    x = variable(2, "x")
    first = record(tanh(x) * x, create_graph=True)
    found = again(first, "generation")
    assert not found.create_graph
    assert {f.order for f in found.functions} == {1}
    assert [pop.gxs for pop in found.pops] == [pop.gxs for pop in first.pops]
    assert [node.label for node in found.variables] == [
        node.label for node in first.variables if node.order == 1
    ]


class Cube(Function):
    """Its backward spells its rule out."""

    def forward(self, x):
        return x**3

    def backward(self, gy):
        x = self.inputs[0].data
        return 3 * x**2 * gy


class Twist(Function):
    """Its backward cannot be read off its text."""

    def forward(self, x):
        return np.flip(x) * 2

    def backward(self, gy):
        return Variable(sorted([np.flip(gy.data) * 2], key=id)[0])


def own(data: Any, function: type[Function]) -> Variable:
    """Step 16's diamond with a function of a learner's own in its middle."""
    x = named(data, "x")
    a = function()(x)
    a.name = "a"
    return square(a) + exp(a / 10)


def test_the_rule_of_a_backward_s_own_text_serves_for_another_gy() -> None:
    """stack goes through Cube with the gy of one path alone."""
    first = by(own([1.0, 2.0], Cube), "generation", of={"source_of": source_of})
    expected = by(own([1.0, 2.0], Cube), "stack")
    found = again(first, "stack")
    assert found.pops[2].gys != first.pops[-1].gys
    assert found.grads == expected.grads


def test_without_a_rule_a_multiple_of_the_recorded_gy_serves() -> None:
    """Of a single number every gy is one."""
    first = record(own(2.0, Twist))
    assert final(again(first, "stack"), "x") == pytest.approx(
        final(by(own(2.0, Twist), "stack"), "x"), rel=1e-12
    )


def test_what_nobody_can_know_ends_the_pass_with_the_reason() -> None:
    y = own([1.0, 2.0], Twist)
    first = record(y)
    failure = again(first, "stack").failure
    assert failure is not None and failure.error == "NotRecorded"
    assert "reaches twist, and what its backward gives for that is not in" in failure.message
    assert "%compare at the prompt runs it" in failure.message
    live = again(first, "stack", None, live_functions(first, y))
    assert live.grads == by(own([1.0, 2.0], Twist), "stack").grads


def test_numeric_needs_the_forward() -> None:
    first = record(own(2.0, Twist))
    failure = again(first, "numeric").failure
    assert failure is not None and "the forward of twist cannot be run" in failure.message


def test_dropout_keeps_its_dice() -> None:
    np.random.seed(1)
    x = named(np.arange(1.0, 7.0), "x")
    a = dropout(x)
    y = sum(square(a) + a)
    first = record(y)
    state = np.random.get_state()[1].tolist()
    found = again(first, "stack")
    assert np.random.get_state()[1].tolist() == state
    live = again(first, "stack", None, live_functions(first, y))
    np.testing.assert_allclose(final(found, "x"), final(live, "x"), rtol=1e-12)


def test_statistics_alone_are_enough_where_each_gy_is_the_recorded_one() -> None:
    x = named(np.linspace(-1, 1, 100), "x")
    whole = record(sum(square(x)))
    stored = unpacked(packed(whole, 1))
    found = again(stored, "stack")
    assert found.failure is not None
    assert "were not kept" in found.failure.message


def test_a_small_graph_with_one_large_step_is_made_again_by_its_digest() -> None:
    x, w = named(np.linspace(-1, 1, 10).reshape(10, 1), "x"), named(np.ones((1, 10)), "w")
    whole = record(sum(square(matmul(x, w))))
    stored = unpacked(packed(whole, 1))
    assert stored.variables[whole.pops[-1].deliveries[0].to].data is not None
    found = again(stored, "generation")
    np.testing.assert_array_equal(final(found, "x"), final(whole, "x"))


def test_paths_without_end_are_cut_off_with_how_many_there_are() -> None:
    """Twenty doublings: 2**20 - 1 visits (session 10)."""
    _, y = doubling(20)()
    failure = again(record(y), "paths").failure
    assert failure is not None and failure.pop == MOST_POPS + 1
    assert failure.message == (
        "cut off here after 10,000 pops: paths goes through its 20 functions 1,048,575 times"
    )


def test_numeric_is_not_tried_on_what_would_take_hours() -> None:
    first = record(sum(square(Variable(np.ones(20_000)))))
    assert "try it on smaller arrays" in str(run_again(first, "numeric", False))


def test_a_file_that_lies_about_its_graph_is_told_so() -> None:
    _, _, y = diamond()
    first = record(y)
    f = first.functions
    turned = replace(first, functions=tuple(reversed(f)))
    assert "cannot be run again" in str(run_again(turned, "stack", False))
    far = tuple(replace(v, generation=10**12) for v in first.variables)
    assert "generation" in str(run_again(replace(first, variables=far), "stack", False))


def test_a_file_that_lies_about_shapes_makes_nothing_large() -> None:
    a, b = named(np.ones((3000, 1)), "a"), named(np.ones((1, 3000)), "b")
    first = record(sum(a + b))
    lied = replace(
        first,
        variables=tuple(
            replace(v, data=Value((1, 1), "float64", np.ones((1, 1))))
            if v.data is not None and v.data.shape == (3000, 3000)
            else replace(v, data=Value((30_000_000, 1), "float64", None))
            if v.data is not None and v.data.shape == (3000, 1)
            else v
            for v in first.variables
        ),
    )
    found = run_again(lied, "stack", False)
    assert isinstance(found, str) or found.failure is not None


def test_nothing_of_it_shows_in_the_session() -> None:
    p = Parameter(np.array(2.0))
    both = Both()(p, p)
    y = both[0] * both[1]
    first = record(y)
    kept = CALLS.made, CALLS.tried, CALLS.last_change, Config.passes
    for algorithm in ALGORITHMS:
        run_again(first, algorithm, False, live_functions(first, y))
    assert (CALLS.made, CALLS.tried, CALLS.last_change, Config.passes) == kept
    assert Config.recorder is None
