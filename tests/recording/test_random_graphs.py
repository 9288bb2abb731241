"""Laws of a backward pass over graphs that nobody thought of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backstep.engine import ALGORITHMS, Config, Function, Variable, as_variable
from backstep.engine.graph import functions_behind
from tests.recording.passes import (
    FRESH,
    LINEAR,
    Graph,
    book_order,
    graphs,
    record,
    trees,
    variable,
)
from tests.recording.restated import Backward, coefficients


def gradients_by(algorithm: str, graph: Graph, **options: bool) -> list[float]:
    """The gradients of the leaves; 0 where none arrived."""
    values = graph.grow()
    Config.algorithm = algorithm
    try:
        values[-1].backward(**options)
    finally:
        Config.algorithm = "generation"
    leaves = values[: len(graph.leaves)]
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
            (
                f,
                [None if gy is None else gy.data.copy() for gy in gys],
                [gx.data.copy() for gx in gxs],
            )
        )


def spied(y: Variable, algorithm: str = "generation", **options: bool) -> Spy:
    Config.recorder, Config.algorithm = (spy := Spy()), algorithm
    y.backward(**options)
    Config.recorder, Config.algorithm = None, "generation"
    return spy


@given(graphs())
def test_gradients_are_the_finite_differences(graph: Graph) -> None:
    leaves, y = graph.build()
    y.backward()
    expected = graph.gradients()
    found = [0.0 if leaf.grad is None else float(leaf.grad.data) for leaf in leaves]
    scale = max(1.0, *map(abs, expected))
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9 * scale)


@pytest.mark.parametrize("algorithm", ["generation", "toposort", "ndarray", "paths"])
@given(graphs(ops=LINEAR, dead=True))
def test_sums_and_differences_have_whole_numbers_for_gradients(
    algorithm: str, graph: Graph
) -> None:
    assume(algorithm != "paths" or graph.paths() <= 1_000)
    assert gradients_by(algorithm, graph) == coefficients(graph)


LIKE = {
    "generation": {},
    "overwrite": {"adds": "never"},
    "inplace": {"adds": "inplace"},
    "stack": {"order": "stack"},
    "queue": {"order": "fifo"},
    "naive": {"order": "stack", "seen_set": False},
    "unseen": {"seen_set": False},
}


@pytest.mark.parametrize("algorithm", LIKE)
@given(graphs(most=30, ops=LINEAR, dead=True))
def test_a_loop_right_or_wrong_is_its_naive_restatement(algorithm: str, graph: Graph) -> None:
    """The pops in their order and the gradients, whole numbers, as restated.py finds them."""
    expected = Backward(graph, **LIKE[algorithm], most=300).run()  # type: ignore[arg-type]
    assume(not expected.queue)
    values = graph.grow()
    pops = spied(values[-1], algorithm, retain_grad=True).pops
    first = min(f.serial for v in values if (f := v.creator))
    assert [f.serial - first for f, _, _ in pops] == expected.popped
    leaves = values[: len(graph.leaves)]
    found = [None if x.grad is None else int(x.grad.data) for x in leaves]
    assert found == expected.leaves()


@pytest.mark.parametrize("algorithm", [name for name in ALGORITHMS if name != "numeric"])
@pytest.mark.parametrize("retain_grad", [False, True])
@given(trees())
def test_on_a_tree_every_loop_is_right(algorithm: str, retain_grad: bool, tree: Graph) -> None:
    """Each value is used once: no gradient waits for a second, and none is added to another."""
    found = gradients_by(algorithm, tree, retain_grad=retain_grad)
    assert found == gradients_by("generation", tree)


@given(graphs(ops=FRESH, join="mul"))
def test_adding_in_place_is_right_where_no_array_is_shared(graph: Graph) -> None:
    """Only add, sub and the like hand gy on as it is; every other gradient is an array anew."""
    assert gradients_by("inplace", graph) == gradients_by("generation", graph)


@given(graphs(dead=True))
def test_dead_outputs_take_no_part(graph: Graph) -> None:
    expected = graph.gradients()
    assert gradients_by("generation", graph) == pytest.approx(
        expected, rel=1e-9, abs=1e-9 * largest(expected)
    )


@given(graphs(dead=True))
def test_a_dead_output_s_gy_is_none_and_nothing_dead_is_popped(graph: Graph) -> None:
    values = graph.grow()
    living = {id(values[i]) for i in graph.behind()}
    pops = spied(values[-1]).pops
    assert [f for f, _, _ in pops] == book_order(values[-1])
    for f, gys, _ in pops:
        alive = [id(output()) in living for output in f.outputs]
        assert [gy is not None for gy in gys] == alive
        assert any(alive)


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


@given(graphs(most=200))
def test_the_pops_come_in_the_books_order(graph: Graph) -> None:
    _, y = graph.build()
    expected = book_order(y)
    assert [f for f, _, _ in spied(y).pops] == expected


@given(graphs())
def test_every_function_behind_the_target_is_popped_once(graph: Graph) -> None:
    _, y = graph.build()
    popped = [f for f, _, _ in spied(y).pops]
    assert sorted(f.serial for f in popped) == [f.serial for f in functions_behind(y)]


@given(graphs() | graphs(dead=True))
def test_a_recording_is_what_ran(graph: Graph) -> None:
    values, again = graph.grow(), graph.grow()
    spy = spied(values[-1])
    recording = record(again[-1])
    functions = {f: i for i, f in enumerate(functions_behind(values[-1]))}
    assert [p.function for p in recording.pops] == [functions[f] for f, _, _ in spy.pops]
    for pop, (_, gys, gxs) in zip(recording.pops, spy.pops, strict=True):
        assert [v and v.array.tobytes() for v in pop.gys] == [
            None if gy is None else gy.tobytes() for gy in gys
        ]
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
