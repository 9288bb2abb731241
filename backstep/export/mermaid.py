"""The graph of a pass as a Mermaid flowchart, with values and gradients.

Mermaid draws at most 500 edges and 50,000 characters, which no diagram may change for itself; of a
larger graph the part around the current function is written, and a comment says how much is not.
"""

from __future__ import annotations

from collections.abc import Iterator

from backstep.export.dot import name_of
from backstep.export.escaping import mermaid as escaped
from backstep.export.escaping import mermaid_comment as comment
from backstep.export.graph import Graph, GraphNode, graph_at, moment_of
from backstep.export.subject import Subject
from backstep.export.wanted import Wanted
from backstep.messages import tr
from backstep.recording.timeline import Moment

MOST_EDGES = 500
MOST_CHARACTERS = 50_000
CONFIG = """---
config:
  flowchart:
    htmlLabels: true
    wrappingWidth: 600
---"""
CLASSES = {
    "fun": "fill:#dbe9f6,stroke:#33638d,color:#111",
    "waiting": "fill:#f1f1ee,stroke:#8a8f94,color:#111",
    "queued": "fill:#d9f0f3,stroke:#005f73,stroke-width:2px,color:#111",
    "current": "fill:#ffd479,stroke:#9c3d00,stroke-width:4px,color:#111",
    "done": "fill:#dcefdf,stroke:#1d6b34,color:#111",
    "var": "fill:#fdf3dc,stroke:#9a7b30,color:#111",
    "hot": "fill:#fdf3dc,stroke:#9c3d00,stroke-width:4px,color:#111",
    "second": "fill:#efe4f8,stroke:#6b2fa0,stroke-dasharray:4 3,color:#111",
}


def mermaid(subject: Subject, wanted: Wanted) -> str:
    """The graph at a position as a file. Raises ExportError where there is no pass."""
    lines, _ = flowchart(moment_of(subject, wanted), MOST_EDGES)
    return "\n".join([CONFIG, *lines, ""])


def flowchart(moment: Moment, most_edges: int) -> tuple[list[str], Graph]:
    """The lines of a diagram with at most so many edges, and the graph that they draw."""
    while True:
        graph = graph_at(moment, most_edges)
        lines = list(_lines(graph))
        if sum(map(len, lines)) + len(lines) < MOST_CHARACTERS - len(CONFIG) or most_edges < 2:
            return lines, graph
        most_edges = most_edges * 3 // 4


def _lines(graph: Graph) -> Iterator[str]:
    yield "flowchart LR"
    yield f"  %% {comment(graph.told())}"
    if graph.left_out:
        yield f"  %% {comment(graph.told_left_out())}"
        told = tr("Mermaid draws 500 edges at most; the .dot export holds the whole graph")
        yield f"  %% {comment(told)}"
    used = set()
    for node in graph.nodes():
        text = "<br/>".join(map(escaped, node.lines))
        left, right = ("([", "])") if node.key.kind == "v" else ("[", "]")
        used.add(_class(node))
        yield f'  {name_of(node.key)}{left}"{text}"{right}:::{_class(node)}'
    for a, b in graph.edges:
        yield f"  {name_of(a)} --> {name_of(b)}"
    for name, look in CLASSES.items():
        if name in used:
            yield f"  classDef {name} {look}"


def _class(node: GraphNode) -> str:
    if node.second:
        return "second"
    if node.key.kind == "v":
        return "hot" if node.hot else "var"
    return node.state or "fun"
