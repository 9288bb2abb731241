"""The rows of the graph's layout: its time against a dot process, and how often wires cross.

The graphs are those of every pass that the book's programs and the goldens make, of both orders,
and of three programs of some size. Ours begins at the scene and ends with places and wires; dot
begins with a file of the same nodes, edges and texts and ends with places and splines.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import backstep.engine as ours
from backstep.engine import Config
from backstep.language import split_cells
from backstep.recording.making.recorder import Recorder
from backstep.recording.records import Recording
from backstep.session.live import LiveSession
from backstep.stepper.graph import Key, Layout, Scene, lay_out, scene
from backstep.stepper.graph.drawing import CROSSING, wire_cells
from tests.benchmarks import graphviz, programs
from tests.benchmarks.table import Result, Row
from tests.benchmarks.timing import Task, side_by_side
from tests.book.corpus import PROGRAMS

GOLDENS = Path(__file__).parent.parent / "golden"
PRELUDE = "import math\nimport numpy as np\nimport dezero\nimport dezero.functions as F\n"
SMALL, LARGE = 50, 200  # nodes
PASSES = 2  # of a program: the first and the last so many
FUNCTIONS = 10_000  # of the graphs that windows are cut from


def network(engine: Any, *sizes: int) -> Any:
    """Layers of scalars, everything wired to everything."""
    values = [programs.variable(engine, 1.0 + i) for i in range(sizes[0])]
    for size in sizes[1:]:
        sums = []
        for j in range(size):
            total = None
            for i, value in enumerate(values):
                part = programs.variable(engine, math.sin(i + 3 * j)) * value
                total = part if total is None else total + part
            sums.append(engine.tanh(total))
        values = sums
    return values[0]


def recurrent(engine: Any, steps: int) -> Any:
    """One cell again and again, with a loss after each."""
    w, u, b, h = (programs.variable(engine, x) for x in (0.5, 0.3, 0.1, 0.0))
    loss = programs.variable(engine, 0.0)
    for t in range(steps):
        h = engine.tanh(w * h + u * programs.variable(engine, 0.1 * t) + b)
        loss = loss + (h - 0.5) ** 2
    return loss


def taylor(engine: Any, terms: int) -> Any:
    """sin by its Taylor series."""
    x = programs.variable(engine, 0.7)
    y = x
    for i in range(1, terms):
        y = y + (-1) ** i / math.factorial(2 * i + 1) * x ** (2 * i + 1)
    return y


def passes_of(source: str) -> list[Recording]:
    """The first and last passes that a program makes, to its end or its error."""
    live = LiveSession(lambda text: None)
    found: list[Recording] = []
    for cell in split_cells(source):
        found += live.run(cell.source).recordings
    return found if len(found) <= 2 * PASSES else found[:PASSES] + found[-PASSES:]


def recorded(y: Any) -> Recording:
    """The pass back from a Variable."""
    Config.recorder = recorder = Recorder()
    try:
        y.backward()
    finally:
        Config.recorder = None
    return recorder.take()[0]


def sources() -> Iterator[tuple[str, str]]:
    """Every program with its name."""
    for name, program in PROGRAMS.items():
        yield name, program.source
    for path in sorted(GOLDENS.glob("*.json")):
        yield path.stem, PRELUDE + json.loads(path.read_text(encoding="utf-8"))["source"]


@cache
def graphs() -> dict[str, tuple[Recording, Scene]]:
    """The graphs of up to 200 nodes, each once."""
    passes = [(name, made) for name, source in sources() for made in passes_of(source)]
    passes += [
        ("network", recorded(network(ours, 3, 4, 1))),
        ("recurrent", recorded(recurrent(ours, 8))),
        ("taylor", recorded(taylor(ours, 20))),
    ]
    found: dict[str, tuple[Recording, Scene]] = {}
    known = set()
    for name, recording in passes:
        for order in sorted({f.order for f in recording.functions}):
            drawn = scene(recording, order, limit=LARGE)
            edges = tuple(sorted(drawn.edges))
            if drawn.whole and edges and edges not in known:
                known.add(edges)
                found[f"{name} pass {recording.id} order {order}"] = recording, drawn
    return found


@cache
def windows() -> dict[str, tuple[Recording, Scene]]:
    """What is in view in the middle of large passes."""
    made = {
        "chain": programs.chain(ours, FUNCTIONS)[1],
        "fan": programs.fan(ours, FUNCTIONS)[1],
        "mlp": programs.scalar_mlp(ours)[1],
    }
    found = {}
    for name, y in made.items():
        recording = recorded(y)
        middle = len(recording.pops) // 2
        following = [pop.function for pop in recording.pops[middle : middle + 40]]
        found[name] = recording, scene(recording, following=following)
    return found


def label_of(recording: Recording) -> Callable[[Key], str]:
    """The text of each node."""

    def label(key: Key) -> str:
        nodes = recording.functions if key.kind == "f" else recording.variables
        return nodes[key.number].label.replace('"', "'").replace("\\", "")[:24]

    return label


def laid_out(recording: Recording, drawn: Scene) -> Layout:
    """Our side."""
    label = label_of(recording)
    return lay_out(drawn, lambda key: (len(label(key)) + 4, 2))


def against_dot(
    chosen: Callable[[], Iterable[tuple[str, tuple[Recording, Scene]]]],
) -> Callable[[int], Result]:
    """The graph whose layout takes longest beside its dot process: medians of both."""

    def measure(share: int) -> Result:
        ratios = {}
        for name, (recording, drawn) in chosen():
            source = graphviz.dot_source(drawn, label_of(recording))

            def mine(recording: Recording = recording, drawn: Scene = drawn) -> Task:
                return lambda: laid_out(recording, drawn)

            def theirs(source: str = source) -> Task:
                return lambda: graphviz.dot(source)

            pair = side_by_side(mine, theirs, max(3, 9 // share))
            ratios[name] = pair.ratio, 1e3 * median(pair.ours), 1e3 * median(pair.theirs)
        worst = max(ratios, key=ratios.__getitem__)
        figure, own, other = ratios[worst]
        middle = median(ratio for ratio, _, _ in ratios.values())
        sides = f"{worst}: {own:.1f} ms, dot {other:.1f} ms; half of {len(ratios)} graphs"
        return Result(figure, f"{sides} at most {middle:.2f}")

    return measure


def crossings(_: int) -> Result:
    """All crossings that are drawn, ours against dot's."""
    own: dict[str, int] = {}
    other: dict[str, int] = {}
    for name, (recording, drawn) in graphs().items():
        rows = wire_cells(laid_out(recording, drawn)).values()
        own[name] = sum(bool(cell & CROSSING) for row in rows for cell in row.values())
        plain = graphviz.dot(graphviz.dot_source(drawn, label_of(recording)))
        other[name] = graphviz.crossings(plain)
    mine, theirs = sum(own.values()), sum(other.values())
    worst = max(own, key=lambda name: own[name] - other[name])
    sides = f"{mine} in {len(own)} graphs, dot {theirs}"
    return Result(mine / theirs, f"{sides}; furthest off {worst}: {own[worst]}, {other[worst]}")


def layout_rows() -> Iterable[Row]:
    """The rows of the layout, in the order of the table; none without Graphviz."""
    if not graphviz.has_dot():
        return

    def between(least: int, most: int) -> Callable[[], Iterable[Any]]:
        return lambda: [
            (name, graph) for name, graph in graphs().items() if least < graph[1].total <= most
        ]

    yield Row(
        "layout-50",
        "layout of graphs of up to 50 nodes, the slowest, against a dot process",
        1.0,
        against_dot(between(0, SMALL)),
    )
    yield Row(
        "layout-200",
        "layout of graphs of up to 200 nodes, the slowest, against a dot process",
        2.0,
        against_dot(between(SMALL, LARGE)),
    )
    yield Row(
        "layout-window",
        "layout of what is in view of 10,000 functions, the slowest, against a dot process",
        2.0,
        against_dot(lambda: windows().items()),
    )
    yield Row(
        "crossings",
        "wires that cross in graphs of up to 200 nodes, against dot's edges",
        2.0,
        crossings,
    )
