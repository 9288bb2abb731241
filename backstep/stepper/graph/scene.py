"""What is drawn: the nodes and edges of a recording's graph, or of a window of it."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol, TypeAlias

from backstep.recording.records import FunctionNode

LIMIT = 160  # nodes that are laid out at once; a window of a larger graph stays this small


class Key(NamedTuple):
    """A node: a variable ("v") or a function ("f"), by its number in the recording."""

    kind: Literal["v", "f"]
    number: int


Edge: TypeAlias = tuple[Key, Key]


class HasFunctions(Protocol):
    """A recording, or a graph that no pass has gone through yet."""

    @property
    def functions(self) -> Sequence[FunctionNode]:
        """The functions, which name the variables that they take and give."""


@dataclass(frozen=True)
class Scene:
    """Nodes with their layers, and edges in the order of each function's inputs and outputs.

    An edge stands twice where a variable goes into a function twice. `cut` are the nodes with
    neighbours that are not drawn; `total` counts the nodes of the whole graph.
    """

    layers: dict[Key, int]
    edges: tuple[Edge, ...]
    cut: frozenset[Key]
    total: int


def scene(
    recording: HasFunctions,
    order: int = 1,
    position: int | None = None,
    focus: int | None = None,
    limit: int = LIMIT,
) -> Scene:
    """The graph of one order; of order 2, what was born up to a position.

    A graph of more than `limit` nodes is cut to those nearest to the function `focus`.
    """
    functions = {
        i: f
        for i, f in enumerate(recording.functions)
        if f.order == order and (position is None or f.born is None or f.born <= position)
    }
    edges = _edges(functions)
    nodes = {key for edge in edges for key in edge}
    total = len(nodes)
    cut: frozenset[Key] = frozenset()
    if total > limit:
        start = Key("f", focus if focus in functions else max(functions))
        kept = _nearest(edges, start, limit)
        cut = frozenset(
            key for edge in edges for key in edge if key in kept and not kept.issuperset(edge)
        )
        edges = [edge for edge in edges if kept.issuperset(edge)]
    return Scene(_layers(edges), tuple(edges), cut, total)


def _edges(functions: dict[int, FunctionNode]) -> list[Edge]:
    edges = []
    for i, f in functions.items():
        edges += [(Key("v", x), Key("f", i)) for x in f.inputs]
        edges += [(Key("f", i), Key("v", y)) for y in f.outputs if y is not None]
    return edges


def _nearest(edges: list[Edge], start: Key, limit: int) -> set[Key]:
    """The nodes nearest to one, whichever way the edges go."""
    around: defaultdict[Key, list[Key]] = defaultdict(list)
    for a, b in edges:
        around[a].append(b)
        around[b].append(a)
    kept = {start}
    waiting = deque([start])
    while waiting:
        for key in around[waiting.popleft()]:
            if key not in kept and len(kept) < limit:
                kept.add(key)
                waiting.append(key)
    return kept


def _layers(edges: list[Edge]) -> dict[Key, int]:
    """Layers by the longest path, which is what generations count; a leaf stands just before the
    first function that uses it."""
    before: defaultdict[Key, list[Key]] = defaultdict(list)
    after: defaultdict[Key, list[Key]] = defaultdict(list)
    for a, b in edges:
        before[b].append(a)
        after[a].append(b)
    layers: dict[Key, int] = {}
    waiting = {key: len(before[key]) for edge in edges for key in edge}
    ready = deque(key for key, count in waiting.items() if count == 0)
    while ready:
        key = ready.popleft()
        layers[key] = max((layers[other] + 1 for other in before[key]), default=0)
        for other in after[key]:
            waiting[other] -= 1
            if waiting[other] == 0:
                ready.append(other)
    for key in layers:
        if not before[key] and after[key]:
            layers[key] = min(layers[other] for other in after[key]) - 1
    return layers
