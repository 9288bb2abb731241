"""The inspector: all that is known of one Variable or Function at this moment."""

from __future__ import annotations

from backstep.recording.values import value_text
from backstep.stepper.text import Line, Run
from backstep.stepper.view import View


def inspector_title(view: View) -> str:
    """`Inspector  a`."""
    key = view.inspected
    if key is None:
        return "Inspector"
    nodes = view.recording.variables if key.kind == "v" else view.recording.functions
    return f"Inspector  {nodes[key.number].label}"


def inspector_lines(view: View, width: int, height: int) -> list[Line]:
    """What the node holds now."""
    key = view.inspected
    if key is None:
        return [[Run(" i inspects the current function", "dim")]]
    if key.kind == "f":
        f = view.recording.functions[key.number]
        return [[Run(f" {f.class_name}, generation {f.generation}")]]
    data = value_text(view.recording.variables[key.number].data, width)
    grad = value_text(view.moment.grad(key.number), width)
    return [[Run(f" data  {data}")], [Run(f" grad  {grad}")]]
