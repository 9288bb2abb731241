"""The pop pane: the function under way, its rule, and the numbers in it."""

from __future__ import annotations

from itertools import chain

from backstep.recording.narration import rules_with_numbers
from backstep.recording.records import FunctionNode, Pop, Recording
from backstep.recording.timeline import Moment
from backstep.recording.trouble import compared_text
from backstep.recording.values import value_text
from backstep.stepper.text import Line, Run, width_of, wrapped
from backstep.stepper.view import View

LABEL_WIDTH = 7


def pop_title(view: View) -> str:
    """`Pop 3/4: square#2  gen 1`."""
    moment = view.moment
    total = len(view.recording.pops)
    if moment.function is None:
        return f"Pop 0/{total}"
    f = moment.function
    return f"Pop {moment.pop_index + 1}/{total}: {f.label}  gen {f.generation}"


def pop_lines(view: View, width: int, height: int) -> list[Line]:
    """Rule, gys, inputs, gxs and where they go; what has not happened yet is left out."""
    moment = view.moment
    f, pop = moment.function, moment.pop
    if f is None or pop is None:
        return _before_the_first(view, width)
    arrow = view.signs.arrow
    parts = {
        "rule": _items("rule", _rules(view.recording, f), width, "rule"),
        "gys": _items("gys", _gys(moment, f, pop), width, _role(moment, "gather")),
        "inputs": _items("inputs", _inputs(moment, f), width),
        "gxs": _items("gxs", _gxs(moment, pop, arrow), width, _role(moment, "multiply")),
        "check": _check_lines(view, pop, width),
    }
    for least in ("inputs", "rule", "gys"):  # where not all fits, they make room for trouble
        if parts["check"] and sum(map(len, parts.values())) > height:
            parts[least] = []
    if sum(map(len, parts.values())) > height:
        parts = {"check": parts.pop("check"), **parts}
    rows = list(chain.from_iterable(parts.values()))
    if f.source and height > len(rows):
        rows.append([Run(f" {'source':<{LABEL_WIDTH}}", "dim"), Run(f.source, "source")])
    if pop.born and height > len(rows):
        text = f"{pop.born} new in this pop, for the second-order graph (o)"
        rows.append([Run(f" {'born':<{LABEL_WIDTH}}", "dim"), Run(text, "order2")])
    return rows


def _before_the_first(view: View, width: int) -> list[Line]:
    seeded = view.position > 0
    target = view.recording.target_node
    rows: list[Line] = [[Run(" Nothing is popped yet.", "dim")]]
    if seeded:
        seed = value_text(view.recording.seed)
        rows.append([Run(f" {'seed':<{LABEL_WIDTH}}", "dim"), Run(f"{target.label}.grad = {seed}")])
    rows.append([Run(" n pops the next function, s takes one step.", "dim")])
    return rows


def _rules(recording: Recording, f: FunctionNode) -> list[str]:
    if recording.algorithm == "numeric":
        return ["gx = gy * (f(x + eps) - f(x)) / eps"]
    if not f.formula:
        return [f"{f.class_name}.backward(gy)"]
    if len(f.formula) == 1:
        return [f"gx = {f.formula[0]}"]
    return [f"gx{i} = {rule}" for i, rule in enumerate(f.formula)]


def _gys(moment: Moment, f: FunctionNode, pop: Pop) -> list[str]:
    if not moment.reached("gather"):
        return []
    return [
        f"{moment.grad_label(output)} = {value_text(gy)}"
        for output, gy in zip(f.outputs, pop.gys, strict=True)
    ]


def _inputs(moment: Moment, f: FunctionNode) -> list[str]:
    letters = ["x"] if len(f.inputs) == 1 else [f"x{i}" for i in range(len(f.inputs))]
    items = []
    for letter, i in zip(letters, f.inputs, strict=True):
        label, data = moment.label(i), value_text(moment.node(i).data)
        named = label if label == f"const({data})" else f"{label} = {data}"
        items.append(named if named.startswith(f"{letter} =") else f"{letter} = {named}")
    return items


def _gxs(moment: Moment, pop: Pop, arrow: str) -> list[str]:
    if moment.failed and pop.gxs is None:
        return ["backward raised an error"]
    if not moment.reached("multiply"):
        return []
    equations = rules_with_numbers(moment.recording, pop)
    return [
        f"{equation.removeprefix('gx = ')} {arrow} {moment.grad_label(d.to)}"
        for equation, d in zip(equations, pop.deliveries, strict=True)
    ]


def _check_lines(view: View, pop: Pop, width: int) -> list[Line]:
    """What went wrong in this pop so far, and the finite differences when they are asked for."""
    moment = view.moment
    if not moment.reached("multiply"):
        return []
    rows: list[Line] = []
    for trouble in view.timeline.troubles.get(moment.pop_index, ()):
        if moment.has_seen(trouble) and not (view.differences and trouble.kind == "check"):
            rows += _items(view.signs.trouble, [trouble.text], width, "error")
    if view.differences:
        check = view.passes.check(view.index, moment.pop_index)
        if isinstance(check, str):
            return [*rows, *_items("check", [check], width)]
        wrong = check.worst is not None
        ranked = sorted(enumerate(check.inputs), key=lambda each: each[1].verdict != "differs")
        told = [f"{compared_text(check, i)}: {one.verdict}" for i, one in ranked]
        label = f"check{view.signs.trouble}" if wrong else "check"
        rows += _items(label, told, width, "error" if wrong else "")
    return rows


def _role(moment: Moment, phase: str) -> str:
    return "hot" if moment.phase == phase else ""


def _items(label: str, items: list[str], width: int, role: str = "") -> list[Line]:
    """The items after a label, several on a line where they fit."""
    rows: list[Line] = []
    for item in items:
        run = Run(item, role)
        if rows and width_of(chain(rows[-1], [run])) + 3 <= width:
            rows[-1] += [Run("   "), run]
            continue
        for part in wrapped(item, width - LABEL_WIDTH - 1, role):
            head = label if not rows else ""
            rows.append([Run(f" {head:<{LABEL_WIDTH}}", "dim"), *part])
    return rows or [[Run(f" {label}", "dim")]]
