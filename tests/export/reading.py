"""Readers of what is exported, as strict as the grammars are where our files use them.

They stand in for Graphviz and Mermaid where those are not installed: a line that is none of the
few statements which we write is an error, and so is a label with anything in it that the format
would take for its own.
"""

from __future__ import annotations

import re
from typing import Any

Read = tuple[dict[str, str], list[tuple[str, str]]]

QUOTED = r'"(?:[^"\\\n]|\\.)*"'
ATTRIBUTE = rf"\w+=(?:{QUOTED}|[\w.]+)"
DOT_NODE = re.compile(rf"  ([vf]\d+) \[label=({QUOTED})((?:, {ATTRIBUTE})*)\]")
DOT_EDGE = re.compile(r"  ([vf]\d+) -> ([vf]\d+)")
DOT_OTHER = re.compile(
    rf"  (?:graph|node|edge) \[(?:{ATTRIBUTE}(?:, ?)?)+\]?"
    rf"|    label={QUOTED}\]|  \{{ rank=same; f\d+(?:; f\d+)* \}}|// [^\n]*"
)
ESCAPES = {"n": "\n", "\\": "\\", '"': '"'}
ENTITIES = {"&amp;": "&"}

MERMAID_TEXT = r'(?:[^"#<>&`%{}|;:\\$\n]|#\d+;|<br/>|[⧵＄∶])*'
MERMAID_NODE = re.compile(
    rf'  ([vf]\d+)(?:\(\["({MERMAID_TEXT})"\]\)|\["({MERMAID_TEXT})"\]):::\w+'
)
MERMAID_EDGE = re.compile(r"  ([vf]\d+) --> ([vf]\d+)")
MERMAID_OTHER = re.compile(r"  %% [^%\n]*|  classDef \w+ [a-z-]+:[^;,]+(?:,[a-z-]+:[^;,]+)*")


def read_dot(text: str) -> Read:
    """The labels of the nodes and the edges of a DOT file. Raises AssertionError for a line that is
    nothing of the sort."""
    lines = text.split("\n")
    while lines[0].startswith("//"):
        del lines[0]
    assert lines[0] == "digraph backstep {" and lines[-2:] == ["}", ""]
    nodes: dict[str, str] = {}
    edges: list[tuple[str, str]] = []
    for line in lines[1:-2]:
        if node := DOT_NODE.fullmatch(line):
            nodes[node[1]] = _unquoted(node[2])
        elif edge := DOT_EDGE.fullmatch(line):
            edges.append((edge[1], edge[2]))
        else:
            assert DOT_OTHER.fullmatch(line), line
    assert {name for edge in edges for name in edge} <= set(nodes)
    return nodes, edges


def _unquoted(quoted: str) -> str:
    text = re.sub(r"\\(.)", lambda found: ESCAPES[found[1]], quoted[1:-1])
    return re.sub("&[^;]*;?", lambda found: ENTITIES[found[0]], text)


def dot_labels(drawn: dict[str, Any]) -> dict[str, list[str]]:
    """The lines that Graphviz draws for each node, from its JSON."""
    return {
        each["name"]: [op["text"] for op in each.get("_ldraw_", ()) if op["op"] == "T"]
        for each in drawn["objects"]
        if "_ldraw_" in each
    }


def read_mermaid(text: str) -> Read:
    """The same of a Mermaid flowchart."""
    head, lines = re.match(r"(---\n.*?\n---\n)?", text, re.DOTALL), text.split("\n")
    assert head is not None and lines[-1] == ""
    lines = text[head.end() :].split("\n")
    assert lines[0] == "flowchart LR"
    nodes: dict[str, str] = {}
    edges: list[tuple[str, str]] = []
    for line in lines[1:-1]:
        if node := MERMAID_NODE.fullmatch(line):
            nodes[node[1]] = mermaid_labels(node[2] if node[2] is not None else node[3])
        elif edge := MERMAID_EDGE.fullmatch(line):
            edges.append((edge[1], edge[2]))
        else:
            assert MERMAID_OTHER.fullmatch(line), line
    assert {name for edge in edges for name in edge} <= set(nodes)
    return nodes, edges


def mermaid_labels(label: str) -> str:
    """A label as it is drawn."""
    label = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), label.replace("<br/>", "\n"))
    return label.replace("⧵", "\\").replace("＄", "$").replace("∶", ":")
