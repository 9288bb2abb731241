"""What is drawn: the nodes and edges of a recording's graph, or of a window of it."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol, TypeAlias

from backstep.recording.records import FunctionNode
from backstep.stepper.graph.links import Links

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
    links: Links | None = None,
) -> Scene:
    """The graph of one order; of order 2, what was born up to a position.

    A graph of more than `limit` nodes is cut to those nearest to the function `focus`. `links` are
    the graph's own where they are known already: a window then costs as much as it shows.
    """
    links = links or Links(recording.functions, order, position)
    if links.total <= limit:
        edges = _edges(links, links.functions)
        return Scene(_layers(edges), tuple(edges), frozenset(), links.total)
    start = focus if focus is not None and links.has(focus) else links.functions[-1]
    kept = _nearest(links, Key("f", start), limit)
    edges = _edges(links, sorted(key.number for key in kept if key.kind == "f"))
    inside = [edge for edge in edges if kept.issuperset(edge)]
    cut = frozenset(key for key in kept if not all(map(kept.__contains__, _around(links, key))))
    return Scene(_layers(inside), tuple(inside), cut, links.total)


def _edges(links: Links, functions: Iterable[int]) -> list[Edge]:
    edges = []
    for i in functions:
        f = links.nodes[i]
        edges += [(Key("v", x), Key("f", i)) for x in f.inputs]
        edges += [(Key("f", i), Key("v", y)) for y in f.outputs if y is not None]
    return edges


def _around(links: Links, key: Key) -> Iterator[Key]:
    """The neighbours of a node, whichever way the edges go."""
    if key.kind == "f":
        return (Key("v", i) for i in links.beside(key.number))
    return (Key("f", i) for i in links.around(key.number))


def _nearest(links: Links, start: Key, limit: int) -> set[Key]:
    """The nodes nearest to one, whichever way the edges go."""
    kept = {start}
    waiting = deque([start])
    while waiting and len(kept) < limit:
        for key in _around(links, waiting.popleft()):
            if key not in kept:
                kept.add(key)
                waiting.append(key)
                if len(kept) == limit:
                    break
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
