"""A graph as DOT text, the language of Graphviz (book steps 25 and 26)."""

from __future__ import annotations

import warnings

from backstep.engine.errors import DataError, kind_of
from backstep.engine.function import Function
from backstep.engine.graph import functions_behind
from backstep.engine.variable import Variable
from backstep.messages import tr

__all__ = ["DotText", "get_dot_graph", "plot_dot_graph"]

VARIABLE = '{} [label="{}", color=orange, style=filled]'
FUNCTION = '{} [label="{}", color=lightblue, style=filled, shape=box]'


class DotText(str):
    """DOT text, which shows as it is written, without quotes and `\\n`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def get_dot_graph(output: Variable, verbose: bool = True) -> DotText:
    """The graph behind a Variable as DOT text, with shapes and dtypes if `verbose`.

    Variables are numbered v0 (the output), v1 ..., functions f0 (its creator), f1 ...; a Variable
    is called by its name, or what it was assigned to. Book step 26.

    >>> import numpy as np
    >>> print(get_dot_graph(-Variable(np.array(1.0), "x"), verbose=False))
    digraph g {
    v0 [label="", color=orange, style=filled]
    f0 [label="Neg", color=lightblue, style=filled, shape=box]
    v1 [label="x", color=orange, style=filled]
    v1 -> f0
    f0 -> v0
    }
    """
    if not isinstance(output, Variable):
        raise DataError(tr("get_dot_graph takes a Variable, not {kind}", kind=kind_of(output)))
    known: dict[Variable, str] = {}
    lines: list[str] = []

    def number(v: Variable) -> str:
        if v not in known:
            known[v] = f"v{len(known)}"
            lines.append(VARIABLE.format(known[v], _escaped(_told(v, verbose))))
        return known[v]

    number(output)
    for i, f in enumerate(reversed(functions_behind(output))):
        lines.append(FUNCTION.format(f"f{i}", _escaped(type(f).__name__)))
        lines += [f"{name} -> f{i}" for name in [number(x) for x in f.inputs]]
        lines += [f"f{i} -> {name}" for name in [number(y) for y in _outputs(f)]]
    return DotText("\n".join(["digraph g {", *lines, "}"]))


def plot_dot_graph(output: Variable, verbose: bool = True, to_file: str = "graph.png") -> DotText:
    """The graph as DOT text, with a warning: no file is drawn. Book step 26.

    The book starts a program that draws `to_file`; nothing here starts programs. `%graph y` at the
    prompt shows the graph of y.
    """
    text = get_dot_graph(output, verbose)
    name = output.name or output.label or "y"
    shown = name if name.isidentifier() else "y"
    warn_of_no_file(to_file, tr("%graph {name} shows the graph", name=shown))
    return text


def warn_of_no_file(to_file: str, instead: str) -> None:
    """Tell whoever asked for a picture where to look instead."""
    told = tr(
        "no file is drawn: {instead}, and get_dot_graph gives it as DOT text", instead=instead
    )
    if isinstance(to_file, str):  # a learner may give anything
        told = tr(
            "no file {name} is drawn: {instead}, and get_dot_graph gives it as DOT text",
            name=to_file[:80],
            instead=instead,
        )
    warnings.warn(told, stacklevel=3)


def _outputs(f: Function) -> list[Variable]:
    """The outputs that are still there."""
    return [y for y in (output() for output in f.outputs) if y is not None]


def _told(v: Variable, verbose: bool) -> str:
    """A Variable's name, and its shape and dtype: `x: (2, 3) float64`."""
    name = v.name or (v.label if v.label != "const" else None) or ""
    if not verbose or v.data is None:
        return name
    return f"{name}: {v.shape} {v.dtype}" if name else f"{v.shape} {v.dtype}"


def _escaped(text: str) -> str:
    return str(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
