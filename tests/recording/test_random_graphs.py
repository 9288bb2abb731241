"""Laws of a backward pass over graphs that nobody thought of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backstep.engine import Config, Function, Variable, as_variable
from backstep.engine.graph import functions_behind
from tests.recording.passes import Graph, book_order, graphs, record, variable


def gradients_by(algorithm: str, graph: Graph) -> list[float]:
    """The gradients of the leaves; 0 where none arrived."""
    leaves, y = graph.build()
    Config.algorithm = algorithm
    try:
        y.backward()
    finally:
        Config.algorithm = "generation"
    return [0.0 if x.grad is None else float(as_variable(x.grad).data) for x in leaves]


def largest(numbers: list[float]) -> float:
    return max(1.0, *map(abs, numbers))


class Spy:
    """A watcher that keeps what the loop hands it, and nothing else."""

    def __init__(self) -> None:
        self.pops: list[tuple[Function, list[Any], list[Any]]] = []

    @contextmanager
    def watch(self, *_: Any) -> Iterator[Any]:
        yield lambda f, gys, gxs: self.pops.append(
            (f, [gy.data.copy() for gy in gys], [gx.data.copy() for gx in gxs])
        )


def spied(y: Variable) -> Spy:
    Config.recorder = spy = Spy()
    y.backward()
    Config.recorder = None
    return spy


@given(graphs())
def test_gradients_are_the_finite_differences(graph: Graph) -> None:
    leaves, y = graph.build()
    y.backward()
    expected = graph.gradients()
    found = [0.0 if leaf.grad is None else float(leaf.grad.data) for leaf in leaves]
    scale = max(1.0, *map(abs, expected))
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9 * scale)


@settings(max_examples=60)
@given(graphs(most=200))
def test_toposort_finds_the_gradients_of_generation_in_large_graphs(graph: Graph) -> None:
    expected = gradients_by("generation", graph)
    assert expected == pytest.approx(graph.gradients(), rel=1e-8, abs=1e-8 * largest(expected))
    assert gradients_by("toposort", graph) == pytest.approx(expected, rel=1e-12, abs=1e-12)


@given(graphs(most=200))
def test_raw_arrays_are_the_same_bits_as_variables(graph: Graph) -> None:
    assert gradients_by("ndarray", graph) == gradients_by("generation", graph)


@given(graphs(most=25))
def test_paths_adds_up_every_path_to_the_same_gradient(graph: Graph) -> None:
    assume(graph.paths() <= 2_000)
    expected = gradients_by("generation", graph)
    assert gradients_by("paths", graph) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(graphs(most=12))
def test_second_gradients_are_the_differences_of_the_first(graph: Graph) -> None:
    def slope(leaves: tuple[float, ...]) -> float:
        return sum(Graph(leaves, graph.nodes).gradients())

    leaves, y = graph.build()
    y.backward(create_graph=True)
    total = variable(0)
    for leaf in leaves:
        if leaf.grad is not None:
            total = total + leaf.grad
            leaf.cleargrad()
    if total.creator is not None:
        total.backward()
    first = graph.leaves[0]
    high, low = (slope((first + step, *graph.leaves[1:])) for step in (1e-6, -1e-6))
    expected = (high - low) / 2e-6
    found = 0.0 if leaves[0].grad is None else float(leaves[0].grad.data)
    scale = max(1.0, abs(slope(graph.leaves)))
    assert found == pytest.approx(expected, rel=1e-3, abs=1e-3 * scale)


@given(graphs())
def test_generations_are_the_longest_way_from_a_leaf(graph: Graph) -> None:
    _, y = graph.build()
    for f in functions_behind(y):
        makers = [x.creator for x in f.inputs if x.creator is not None]
        assert f.generation == max((m.generation + 1 for m in makers), default=0)


@given(graphs())
def test_the_pops_come_in_the_books_order(graph: Graph) -> None:
    _, y = graph.build()
    expected = book_order(y)
    assert [f for f, _, _ in spied(y).pops] == expected


@given(graphs())
def test_every_function_behind_the_target_is_popped_once(graph: Graph) -> None:
    _, y = graph.build()
    popped = [f for f, _, _ in spied(y).pops]
    assert sorted(f.serial for f in popped) == [f.serial for f in functions_behind(y)]


@given(graphs())
def test_a_recording_is_what_ran(graph: Graph) -> None:
    _, y = graph.build()
    spy = spied(y)
    _, again = graph.build()
    recording = record(again)
    functions = {f: i for i, f in enumerate(functions_behind(y))}
    assert [p.function for p in recording.pops] == [functions[f] for f, _, _ in spy.pops]
    for pop, (_, gys, gxs) in zip(recording.pops, spy.pops, strict=True):
        assert [v.array.tobytes() for v in pop.gys] == [gy.tobytes() for gy in gys]
        assert [v.array.tobytes() for v in pop.gxs] == [gx.tobytes() for gx in gxs]


@given(graphs(), st.booleans(), st.booleans())
def test_gradients_are_the_same_bits_with_and_without_recording(
    graph: Graph, retain_grad: bool, create_graph: bool
) -> None:
    plain, y = graph.build()
    y.backward(retain_grad, create_graph)
    watched, z = graph.build()
    record(z, retain_grad=retain_grad, create_graph=create_graph)
    assert [bits(v) for v in watched] == [bits(v) for v in plain]


def bits(v: Variable) -> bytes | None:
    return None if v.grad is None else v.grad.data.tobytes()


@given(graphs(), st.booleans())
def test_a_recording_s_last_moment_has_the_gradients_that_the_pass_left(
    graph: Graph, retain_grad: bool
) -> None:
    leaves, y = graph.build()
    functions = functions_behind(y)
    recording = record(y, {v.name: v for v in leaves}, retain_grad=retain_grad)
    grads: dict[int, Any] = {recording.target: recording.seed}
    for pop in recording.pops:
        grads.update((d.to, d.after) for d in pop.deliveries)
        grads.update((freed, None) for freed in pop.freed)
    live = {}
    for f, node in zip(functions, recording.functions, strict=True):
        live.update(zip(node.inputs, f.inputs, strict=True))
    for index, v in live.items():
        value = grads.get(index)
        assert (value and value.array.tobytes()) == bits(v)
    assert {name: value and value.array.tobytes() for name, value in recording.grads} == {
        v.name: bits(v) for v in leaves
    }


@given(graphs())
def test_backward_twice_doubles_the_leaves(graph: Graph) -> None:
    leaves, y = graph.build()
    y.backward()
    once = [None if v.grad is None else v.grad.data.copy() for v in leaves]
    y.backward()
    for v, before in zip(leaves, once, strict=True):
        if before is not None:
            np.testing.assert_allclose(v.grad.data, 2 * before, rtol=1e-9, atol=1e-12)
