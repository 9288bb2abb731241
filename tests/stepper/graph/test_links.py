"""A window of a large graph: the nodes nearest to one, found without walking the whole."""

from __future__ import annotations

from collections import defaultdict, deque

from hypothesis import given
from hypothesis import strategies as st

from backstep.stepper.graph import Key, Links, scene
from tests.stepper.graph.drawings import made
from tests.stepper.graph.test_graph import graphs


def edges_of(inputs: list[list[int]]) -> list[tuple[Key, Key]]:
    """Every edge, from the lists that a graph was made of: function i makes variable i + 1."""
    into = [(Key("v", x), Key("f", i)) for i, xs in enumerate(inputs) for x in xs]
    return into + [(Key("f", i), Key("v", i + 1)) for i in range(len(inputs))]


def distances(inputs: list[list[int]], start: Key) -> dict[Key, int]:
    around = defaultdict(set)
    for a, b in edges_of(inputs):
        around[a].add(b)
        around[b].add(a)
    found = {start: 0}
    waiting = deque([start])
    while waiting:
        key = waiting.popleft()
        for other in around[key] - found.keys():
            found[other] = found[key] + 1
            waiting.append(other)
    return found


@given(graphs(), st.data())
def test_a_window_holds_the_nearest_nodes_and_every_edge_between_them(
    inputs: list[list[int]], data: st.DataObject
) -> None:
    focus = data.draw(st.integers(0, len(inputs) - 1))
    limit = data.draw(st.integers(1, 12))
    window = scene(made(inputs), focus=focus, limit=limit)
    far = distances(inputs, Key("f", focus))
    nodes = {key for edge in edges_of(inputs) for key in edge}
    assert window.total == len(nodes)
    kept = set(window.layers) or {Key("f", focus)}  # what stands alone has no edge to be drawn by
    beside = {key for edge in edges_of(inputs) for key in edge if kept & {*edge}} - kept
    assert window.cut >= {a for a, b in edges_of(inputs) if a in kept and b in beside}
    if len(nodes) <= limit:
        assert (kept, window.cut) == (nodes, frozenset())
        return
    assert len(kept) <= limit
    assert all(far[key] >= max(far[k] for k in kept) for key in beside if limit > 1)
    inside = [edge for edge in edges_of(inputs) if kept.issuperset(edge)]
    assert sorted(window.edges) == sorted(inside if limit > 1 else [])


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
