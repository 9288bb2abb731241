"""The graph of a pass as DOT, the language of Graphviz, with values and gradients."""

from __future__ import annotations

from collections.abc import Iterator

from backstep.export.escaping import dot as quoted
from backstep.export.graph import Graph, GraphNode, by_generation, graph_at, moment_of
from backstep.export.subject import Subject
from backstep.export.wanted import Wanted
from backstep.messages import later, tr
from backstep.stepper.graph import Key

FONT = "Helvetica,Arial,sans-serif"
MANY = 500  # functions that dot takes long for
FUNCTION = {
    "": 'fillcolor="#dbe9f6", color="#33638d"',
    "waiting": 'fillcolor="#f1f1ee", color="#8a8f94"',
    "queued": 'fillcolor="#d9f0f3", color="#005f73", penwidth=2',
    "current": 'fillcolor="#ffd479", color="#9c3d00", penwidth=3',
    "done": 'fillcolor="#dcefdf", color="#1d6b34"',
}
VARIABLE = 'fillcolor="#fdf3dc", color="#9a7b30"'
HOT = 'fillcolor="#fdf3dc", color="#9c3d00", penwidth=3'
SECOND = 'fillcolor="#efe4f8", color="#6b2fa0"'


def dot(subject: Subject, wanted: Wanted) -> str:
    """The graph at a position, whole: functions as boxes, Variables as ellipses; what the pass made
    itself is dashed. Raises ExportError where there is no pass."""
    graph = graph_at(moment_of(subject, wanted))
    return "\n".join([*_lines(graph), ""])


def _lines(graph: Graph) -> Iterator[str]:
    if len(graph.functions) > MANY:
        told = later("{n} functions: sfdp -Tsvg draws them in seconds, dot may take minutes")
        yield f"// {tr(told, n=len(graph.functions))}"
    yield "digraph backstep {"
    yield f'  graph [rankdir=LR, charset="UTF-8", fontname="{FONT}", labelloc=t,'
    yield f"    label={quoted(graph.told())}]"
    yield f'  node [fontname="{FONT}", style=filled, fontsize=11]'
    yield '  edge [color="#5f6b77"]'
    for node in graph.nodes():
        yield f"  {name_of(node.key)} [label={quoted(_text(node))}, {_look(node)}]"
    for together in by_generation(graph):
        yield "  { rank=same; " + "; ".join(name_of(Key("f", i)) for i in together) + " }"
    for a, b in graph.edges:
        yield f"  {name_of(a)} -> {name_of(b)}"
    yield "}"


def name_of(key: Key) -> str:
    """What a node is called in the text: `v3`, `f0`."""
    return f"{key.kind}{key.number}"


def _text(node: GraphNode) -> str:
    return "\n".join(node.lines)


def _look(node: GraphNode) -> str:
    if node.key.kind == "v":
        look = SECOND if node.second else (HOT if node.hot else VARIABLE)
        return f"{look}, shape=ellipse{_style(node)}"
    return f"{SECOND if node.second else FUNCTION[node.state]}, shape=box{_style(node)}"


def _style(node: GraphNode) -> str:
    return ', style="filled,dashed"' if node.second else ""
