"""The inspector: all that is known of one Variable or Function at this moment.

A Variable: its data and its gradient, every change of it so far and what made it, who computed it
and who uses it. A Function: its rule and source text, what it takes and gives, how it came into the
queue, and the gradients of each of its pops. Arrays stand as a table, a heat map or sparklines.
"""

from __future__ import annotations

from collections.abc import Iterable

from backstep.messages import later, tr
from backstep.recording.looking.held import bytes_text
from backstep.recording.records import FunctionNode, Value
from backstep.recording.telling.narration import grad_change, rules_with_numbers
from backstep.recording.telling.why import why_gradient, why_queued
from backstep.recording.timeline import GradEvent
from backstep.recording.values import value_text
from backstep.recording.visible import visible
from backstep.stepper.arrays import (
    Rows,
    heat_rows,
    joined,
    rows_of,
    spark_rows,
    summary_rows,
    table_rows,
)
from backstep.stepper.graph import Key
from backstep.stepper.panes.grads import SIGNS, WORDS
from backstep.stepper.panes.rows import clipped, joined_to_fit, labelled, room_for_text, scrolled
from backstep.stepper.panes.source import coloured
from backstep.stepper.text import Line, Run, wrapped
from backstep.stepper.view import View

DRAWN = (later("table"), later("heat map"), later("sparkline"))
MANY_POPS = 3000  # above which the way of a gradient is not followed for every picture
HEAT_ROWS = 12
MOST_CHANGES = 40  # of one gradient, the latest ones
MOST_POPS = 3  # of one function, the last ones


def inspector_title(view: View) -> str:
    """`Inspector  a, a Variable`."""
    key = inspected_key(view)
    nodes = view.recording.variables if key.kind == "v" else view.recording.functions
    kind = "Variable" if key.kind == "v" else "Function"
    return tr("Inspector  {nodes}, a {kind}", nodes=nodes[key.number].label, kind=kind)


def inspector_note(view: View) -> str:
    """How arrays are drawn."""
    return tr("arrays: {arrays}", arrays=tr(view.arrays))


def inspector_lines(view: View, width: int, height: int) -> list[Line]:
    """All there is to say, scrolled to where the person is."""
    key = inspected_key(view)
    told = _variable if key.kind == "v" else _function
    rows = told(view, key.number, width, height)
    return clipped(scrolled(view, "inspector", rows.count, height, rows.row), width, height)


def inspected_key(view: View) -> Key:
    """What is inspected; where nothing was chosen, what the step just taken was about."""
    if view.inspected is not None:
        return view.inspected
    moment = view.moment
    if moment.delivery is not None:
        return Key("v", moment.delivery.to)
    if moment.pop is not None:
        return Key("f", moment.pop.function)
    return Key("v", view.recording.target)


def _variable(view: View, index: int, width: int, height: int) -> Rows:
    moment = view.moment
    node = moment.node(index)
    grad = moment.grad(index)
    event = moment.last_change(index)
    maker = tr("nothing: a leaf")
    if node.creator is not None:
        f = view.recording.functions[node.creator]
        maker = f.label if f.source in (None, node.label) else f"{f.label}: {f.source}"
    users = [view.recording.functions[i].label for i in view.timeline.users.get(index, ())]
    generation = tr("generation {n}", n=node.generation)
    order = "" if node.order == 1 else tr("of the second order")
    parts = [
        rows_of(
            [
                *labelled("data", [_value_told(node.data)], width, "variable"),
                *labelled("grad", [_grad_told(view, event, grad)], width, _grad_role(event)),
                *labelled("kind", [*_kind(node.data), generation, order], width),
                *labelled(tr("made by"), [maker], width),
                *labelled(tr("used by"), [_names(view, users, width) or tr("nothing")], width),
            ]
        ),
        _array(view, "data", node.data, width, height),
        _array(view, "grad", grad, width, height),
        rows_of(_history(view, index, width)),
        rows_of(_why_gradient(view, index, width)),
    ]
    return joined(parts)


def _function(view: View, index: int, width: int, height: int) -> Rows:
    f = view.recording.functions[index]
    several = len(f.formula) > 1
    rules = [f"gx{i if several else ''} = {rule}" for i, rule in enumerate(f.formula)]
    head = [
        *labelled("class", [f.class_name, tr("generation {n}", n=f.generation), _order(f)], width),
        *labelled("source", [f.source or ""], width, "source"),
        *labelled("rule", rules, width, "rule"),
        *labelled("with", [f"{n} = {x}" for n, x in f.constants], width),
        *labelled("takes", [_node_told(view, i) for i in f.inputs], width),
        *labelled("gives", [_node_told(view, i) for i in f.outputs], width),
    ]
    pops = [k for k in view.timeline.pops_of(index) if k <= view.moment.pop_index]
    parts = [rows_of(head)]
    for k in pops[-MOST_POPS:]:
        parts += _pop(view, k, width, height)
    parts.append(rows_of(_told("queue", _why_queued(view, index), width)))
    if f.backward_source:
        text = visible(f.backward_source.rstrip()).expandtabs(4).split("\n")
        parts.append(rows_of([_heading("backward"), *[[Run("  "), *coloured(t)] for t in text]]))
    return joined(parts)


def _pop(view: View, k: int, width: int, height: int) -> list[Rows]:
    """What came in and went out in one pop, as far as it has come by now."""
    pop = view.recording.pops[k]
    now = (
        view.moment if k == view.moment.pop_index else view.timeline.at(view.timeline.end_of_pop(k))
    )
    f = view.recording.functions[pop.function]
    lines = [_heading(tr("pop {i} of {n}", i=k + 1, n=len(view.recording.pops)))]
    arrays: list[Rows] = []
    if now.reached("gather"):
        names = [now.grad_label(i) for i in f.outputs]
        gys = [f"{n} = {_value_told(gy)}" for n, gy in zip(names, pop.gys, strict=True)]
        lines += labelled("gys", gys, width)
        arrays += [
            _array(view, f"gy {n}", gy, width, height) for n, gy in zip(names, pop.gys, strict=True)
        ]
    if now.reached("multiply") and pop.gxs is not None:
        equations = rules_with_numbers(view.recording, pop)
        to = [f" {view.signs.arrow} {now.grad_label(d.to)}" for d in pop.deliveries]
        gxs = [equation + where for equation, where in zip(equations, to, strict=True)]
        lines += labelled("gxs", gxs, width, apart=True)
        several = len(pop.gxs) > 1
        arrays += [
            _array(view, f"gx{i if several else ''}", gx, width, height)
            for i, gx in enumerate(pop.gxs)
        ]
    return [rows_of(lines), *arrays]


def _why_queued(view: View, index: int) -> list[str]:
    if view.moment.pop_index > MANY_POPS:
        return []
    return why_queued(view.moment, index)


def _order(f: FunctionNode) -> str:
    if f.order == 1:
        return ""
    return tr("of the second order, born in step {step}", step=f.born)


def _node_told(view: View, index: int | None) -> str:
    if index is None:
        return tr("(an output that nothing used)")
    node = view.recording.variables[index]
    text = value_text(node.data)
    return node.label if node.label == f"const({text})" else f"{node.label} = {text}"


def _kind(value: Value | None) -> list[str]:
    if value is None:
        return [tr("no data")]
    return [
        tr("shape {shape}", shape=value.shape),
        value.dtype,
        bytes_text(value.nbytes),
    ]


def _value_told(value: Value | None) -> str:
    return value_text(value, 40)


def _names(view: View, names: list[str], width: int) -> str:
    return joined_to_fit(names, max(8, 2 * room_for_text(width) - 8), view.signs.cut)


def _grad_told(view: View, event: GradEvent | None, grad: Value | None) -> str:
    if event is None:
        return tr("None: nothing was delivered to it yet")
    if event.change == "freed":
        return tr(
            "{sign} None: freed, was {value}",
            sign=view.signs.freed,
            value=_value_told(event.before),
        )
    return f"{SIGNS[event.change]} {_value_told(grad)}"


def _grad_role(event: GradEvent | None) -> str:
    return "dim" if event is None else {"freed": "freed", "add": "add"}.get(event.change, "set")


def _history(view: View, index: int, width: int) -> list[Line]:
    """The changes of the gradient so far, of very many the latest."""
    steps = view.timeline.change_steps(index, view.position)
    if not steps:
        return []
    lines = [_heading(tr("every change of its gradient so far"))]
    if len(steps) > MOST_CHANGES:
        earlier = tr(" {sign} {n} earlier", sign=view.signs.cut, n=len(steps) - MOST_CHANGES)
        lines.append([Run(earlier, "dim")])
    for event in [view.timeline.change_at(step, index) for step in steps[-MOST_CHANGES:]]:
        sign = view.signs.freed if event.change == "freed" else SIGNS[event.change]
        by = ""
        if event.by is not None:
            by = tr(" by {function}", function=view.recording.functions[event.by].label)
        k = view.timeline.pop_at(event.step)
        pop = tr(" in pop {k}", k=k + 1) if k >= 0 else ""
        change = grad_change(event.before, event.gx, event.after, event.change == "add")
        here = view.signs.here if event.step == view.position else " "
        text = tr(
            "step {step}  {sign} {change}  {word}{by}{pop}",
            step=event.step,
            sign=sign,
            change=change,
            word=tr(WORDS[event.change]),
            by=by,
            pop=pop,
        )
        for i, row in enumerate(wrapped(text, max(8, width - 4))):
            head = f"{here} " if i == 0 else "    "
            lines.append([Run(head, "hot"), *row])
    return lines


def _why_gradient(view: View, index: int, width: int) -> list[Line]:
    """What the gradient is made of, with the paths that it came along."""
    if view.moment.pop_index > MANY_POPS or view.moment.node(index).order == 2:
        return []
    return _told("why", why_gradient(view.moment, index), width)


def _told(label: str, sentences: Iterable[str], width: int) -> list[Line]:
    return [
        line
        for i, s in enumerate(sentences)
        for line in labelled(label if i == 0 else "", [s], width)
    ]


def _heading(text: str) -> Line:
    return [Run(f" {text}", "title")]


def _array(view: View, name: str, value: Value | None, width: int, height: int) -> Rows:
    """An array under its name, as the person wants it drawn."""
    if value is None or value.shape == ():
        return rows_of([])
    how = tr(view.arrays) if value.array is not None else tr("what is left of it")
    heading = rows_of(
        [[Run(f" {name}", "title"), Run(f"  {value.shape} {value.dtype}, {how}", "dim")]]
    )
    if value.array is None:
        return joined([heading, summary_rows(value, width)])
    match view.arrays:
        case "heat map":
            drawn = heat_rows(value.array, width, max(HEAT_ROWS, height - 8), view.signs)
        case "sparkline":
            drawn = spark_rows(value.array, width, view.signs)
        case _:
            drawn = table_rows(value.array, width)
    return joined([heading, drawn])
