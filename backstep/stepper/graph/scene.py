"""What is drawn: the nodes and edges of a recording's graph, all of them or some in a window."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol, TypeAlias

from backstep.recording.records import FunctionNode
from backstep.stepper.graph.links import Links

LIMIT = 160  # nodes that are laid out at once
WINDOW = 110  # nodes of a window of a larger graph
HUB = 12  # uses of a variable, from which on a window does not take them all
PARALLEL = 12  # edges between the same two nodes that are drawn
BESIDE = 60  # variables of a function that a window takes
SPAN = 10  # layers that an edge may pass through in a window


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


class Beyond(NamedTuple):
    """How many edges come into a node from what is not drawn, and how many lead there."""

    coming: int = 0
    leading: int = 0


@dataclass(frozen=True)
class Scene:
    """Nodes with their layers, and edges in the order of each function's inputs and outputs.

    An edge stands twice where a variable goes into a function twice, up to a dozen times. `beyond`
    has the nodes with neighbours that are not drawn; `total` counts the nodes of the whole graph.
    """

    layers: dict[Key, int]
    edges: tuple[Edge, ...]
    total: int
    beyond: Mapping[Key, Beyond] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return len(self.layers) == self.total


def scene(
    recording: HasFunctions,
    order: int = 1,
    focus: int | None = None,
    limit: int = LIMIT,
    links: Links | None = None,
    following: Sequence[int] = (),
) -> Scene:
    """The graph of one order.

    One of more than `limit` nodes is cut to the functions in `following` and to what is nearest to
    them, or to the function `focus` alone. `links` are the graph's own where they are known
    already: a window then costs as much as it shows.
    """
    links = links or Links(recording.functions, order)
    if links.total <= limit:
        edges = _edges(links, links.functions)
        layers = _layers(edges)
        left_out = any(len(links.nodes[i].inputs) > PARALLEL for i in links.functions)
        return Scene(
            layers, tuple(edges), links.total, _beyond(links, layers, edges) if left_out else {}
        )
    begin = [i for i in following if links.has(i)]
    if not begin:
        begin = [focus if focus is not None and links.has(focus) else links.functions[-1]]
    return _window(links, _nearest(links, begin, min(limit, WINDOW)))


def neighbourhood(links: Links, function: int, limit: int) -> Scene:
    """A function with what it takes and makes; with a `limit`, who made and who uses that as well,
    and then what is nearest to them, up to so many nodes."""
    kept = {Key("f", function)}
    for variable in _beside(links, function, BESIDE):
        kept.add(Key("v", variable))
        around = links.around(variable) if limit else ()
        made = variable in links.nodes[function].outputs
        kept |= {Key("f", i) for i in (around[:HUB] if made else around[:1])}
    if limit > len(kept):
        kept |= _nearest(links, [function], limit)
    return _window(links, kept)


def everything(links: Links) -> Scene:
    """All nodes in layers by generation, without the edges that are too long for a window."""
    functions = links.functions
    variables = {x for i in functions for x in links.beside(i)}
    return _window(links, {*(Key("f", i) for i in functions), *(Key("v", x) for x in variables)})


def _edges(links: Links, functions: Iterable[int]) -> list[Edge]:
    edges = []
    for i in functions:
        f = links.nodes[i]
        edges += [(Key("v", x), Key("f", i)) for x in _few_of_each(f.inputs)]
        edges += [(Key("f", i), Key("v", y)) for y in f.outputs if y is not None]
    return edges


def _few_of_each(inputs: Sequence[int]) -> Sequence[int]:
    """The inputs of a function, the same one a dozen times at most."""
    if len(inputs) <= PARALLEL:
        return inputs
    count: Counter[int] = Counter()
    few = []
    for x in inputs:
        count[x] += 1
        if count[x] <= PARALLEL:
            few.append(x)
    return few


def _beside(links: Links, function: int, most: int) -> Iterable[int]:
    """The variables that a function takes and makes; of very many the first of either."""
    beside = links.beside(function)
    if len(beside) <= most:
        return beside
    f = links.nodes[function]
    made = [y for y in f.outputs if y is not None]
    return [*dict.fromkeys(f.inputs[:most]), *made[:most]]


def _nearest(links: Links, begin: Sequence[int], limit: int) -> set[Key]:
    """The nodes nearest to some functions, whichever way the edges go."""
    kept: dict[Key, None] = {Key("f", i): None for i in begin}
    for i in begin:
        most = BESIDE if len(kept) < 2 * limit else 3
        kept |= {Key("v", x): None for x in _beside(links, i, most)}
    waiting = deque(kept)
    while waiting and len(kept) < limit:
        key = waiting.popleft()
        around: Sequence[int]
        around = links.beside(key.number) if key.kind == "f" else links.around(key.number)
        for number in around if len(around) <= HUB else ():
            other = Key("f" if key.kind == "v" else "v", number)
            if other not in kept and len(kept) < limit:
                kept[other] = None
                waiting.append(other)
    return set(kept)


def _window(links: Links, kept: set[Key]) -> Scene:
    """Some nodes of a graph, in layers by generation; edges over many layers are left out."""
    edges = _edges(links, sorted(key.number for key in kept if key.kind == "f"))
    edges = [edge for edge in edges if kept.issuperset(edge)]
    level = _levels(links, edges)
    rank = {at: i for i, at in enumerate(sorted(set(level.values())))}
    edges = [(a, b) for a, b in edges if 0 < rank[level[b]] - rank[level[a]] <= SPAN]
    level = {key: level[key] for edge in edges for key in edge}
    rank = {at: i for i, at in enumerate(sorted(set(level.values())))}
    beyond = _beyond(links, level, edges)
    return Scene({key: rank[at] for key, at in level.items()}, tuple(edges), links.total, beyond)


def _beyond(links: Links, drawn: Iterable[Key], edges: list[Edge]) -> dict[Key, Beyond]:
    """The nodes that have edges which are not drawn."""
    coming, leading = Counter(b for _, b in edges), Counter(a for a, _ in edges)
    beyond = {}
    for key in drawn:
        of_all = _degree(links, key)
        missing = Beyond(of_all.coming - coming[key], of_all.leading - leading[key])
        if any(missing):
            beyond[key] = missing
    return beyond


def _levels(links: Links, edges: list[Edge]) -> dict[Key, int]:
    """Layers by generation: of functions, of what they make, and of leaves just before their first
    user."""
    level: dict[Key, int] = {}
    for a, b in edges:
        if a.kind == "f":
            level[a] = 2 * links.nodes[a.number].generation + 1
            level[b] = level[a] + 1
    made = set(level)
    for a, b in edges:
        if b.kind == "f":
            level[b] = 2 * links.nodes[b.number].generation + 1
            if a not in made:
                level[a] = min(level.get(a, level[b]), level[b] - 1)
    return level


def _degree(links: Links, key: Key) -> Beyond:
    """How many edges come into a node of the whole graph, and how many leave it."""
    if key.kind == "f":
        f = links.nodes[key.number]
        return Beyond(len(f.inputs), sum(y is not None for y in f.outputs))
    around = links.around(key.number)
    made = any(key.number in links.nodes[i].outputs for i in around)
    return Beyond(int(made), len(around) - made)


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
