"""A window of a large graph: what is near, and what is left out."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from backstep.stepper.graph import Key, Links, scene
from tests.stepper.graph.drawings import made
from tests.stepper.graph.test_graph import graphs


def edges_of(inputs: list[list[int]]) -> list[tuple[Key, Key]]:
    """Every edge, from the lists that a graph was made of: function i makes variable i + 1."""
    into = [(Key("v", x), Key("f", i)) for i, xs in enumerate(inputs) for x in xs]
    return into + [(Key("f", i), Key("v", i + 1)) for i in range(len(inputs))]


@given(graphs(), st.data())
def test_a_window_says_of_every_node_how_many_edges_it_leaves_out(
    inputs: list[list[int]], data: st.DataObject
) -> None:
    following = data.draw(st.lists(st.integers(0, len(inputs) - 1), max_size=3))
    window = scene(made(inputs), following=following, focus=0, limit=data.draw(st.integers(1, 12)))
    every = edges_of(inputs)
    assert window.total == len({key for edge in every for key in edge})
    assert {Key("f", i) for i in following or [0]} <= window.layers.keys()
    assert Counter(window.edges) <= Counter(every)
    for key in window.layers:
        coming = sum(b == key for _, b in every) - sum(b == key for _, b in window.edges)
        leading = sum(a == key for a, _ in every) - sum(a == key for a, _ in window.edges)
        assert window.beyond.get(key, (0, 0)) == (coming, leading)


@given(graphs(), st.data())
def test_a_window_stands_in_layers_by_generation(
    inputs: list[list[int]], data: st.DataObject
) -> None:
    recording = made(inputs)
    window = scene(recording, focus=data.draw(st.integers(0, len(inputs) - 1)), limit=10)
    layers = {key.number: layer for key, layer in window.layers.items() if key.kind == "f"}
    generations = {i: recording.functions[i].generation for i in layers}
    assert all(
        (layers[i] < layers[j]) == (generations[i] < generations[j])
        for i, j in permutations(layers, 2)
    )
    assert all(window.layers[a] < window.layers[b] for a, b in window.edges)


@given(graphs())
def test_around_a_variable_are_those_that_take_and_make_it(inputs: list[list[int]]) -> None:
    links = Links(made(inputs).functions)
    for v in range(len(inputs) + 1):
        takers = [i for i, xs in enumerate(inputs) for x in xs if x == v]
        if takers or v:
            assert sorted(links.around(v)) == sorted(takers + ([v - 1] if v else []))
    for i, xs in enumerate(inputs):
        assert links.beside(i) == [*xs, i + 1]
    assert [i for i in range(-1, len(inputs) + 1) if links.has(i)] == [*range(len(inputs))]


def test_no_function_of_another_order_is_around_a_variable() -> None:
    assert list(Links(made([[0], [1]]).functions, order=2).around(2)) == []
