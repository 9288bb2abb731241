"""The pop pane: the function under way, its rule, and the numbers in it.

What has not happened yet is left out. Where not all has room, what matters least makes way; the
pane in focus scrolls through all of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain

from backstep.engine.algorithm import ALGORITHMS
from backstep.messages import tr
from backstep.recording.looking.queueing import algorithm_of
from backstep.recording.looking.trouble import compared_text
from backstep.recording.records import Check, Delivery, FunctionNode, Phase, Pop, Recording, Value
from backstep.recording.telling.derivative import local_derivative
from backstep.recording.telling.element import indexed, largest, telling_index, written_out
from backstep.recording.telling.formula import evaluate, names_of_pop, with_numbers
from backstep.recording.telling.narration import grad_change, rules_with_numbers
from backstep.recording.timeline import Moment
from backstep.recording.values import number_text, value_of, value_text
from backstep.stepper.panes.rows import (
    clipped,
    joined_to_fit,
    labelled,
    longest,
    room_for_text,
    scroll_of,
    scrolled,
)
from backstep.stepper.signs import Signs
from backstep.stepper.text import Line, Run, fitted, width_of
from backstep.stepper.view import View

COLUMN = 8  # cells of the labels, none of which is longer than "deliver"
WIDE_VALUE = 60  # cells, above which a value is not told in more detail
TOP_ELEMENTS = 6
MOST_TOLD = 200  # inputs, and outputs, of which something is told
ABOVE_OTHERS = 99  # the worth of the phase just done; only trouble is worth more


@dataclass(frozen=True)
class Part:
    """Some rows under a label. The higher its `worth`, the later it makes way for others."""

    label: str
    items: list[str]
    worth: int
    role: str = ""
    phase: Phase | None = None
    packed: bool = True


def pop_title(view: View) -> str:
    """`Pop 3/4: square#2  gen 1`."""
    moment = view.moment
    total = len(view.recording.pops)
    if moment.function is None:
        return f"Pop 0/{total}"
    f = moment.function
    return f"Pop {moment.pop_index + 1}/{total}: {f.label}  gen {f.generation}"


def pop_lines(view: View, width: int, height: int) -> list[Line]:
    """Rule, gys, inputs, gxs and where they went, in the order of the phases."""
    moment = view.moment
    if moment.function is None or moment.pop is None:
        return clipped(_before_the_first(view, width), width, height)
    parts = [part for part in pop_parts(view, room_for_text(width, COLUMN)) if part.items]
    rows = [_rows(view, part, width) for part in parts]
    every = clipped(list(chain.from_iterable(rows)), width, 10**6)
    if len(every) <= height:
        return every
    if scroll_of(view, "pop") > 0:
        shown = scrolled(view, "pop", len(every), height, every.__getitem__)
        return clipped(shown, width, height)
    shown = _worthiest(parts, rows, height, moment.phase)
    return _with_mark(view, clipped(shown, width, height), len(every) - height, width)


def _worthiest(
    parts: list[Part], rows: list[list[Line]], height: int, phase: Phase | None
) -> list[Line]:
    """The rows that are shown where not all fit, in their order: trouble, then those of the phase
    just done, then by worth what has room, of several items also the first alone."""

    def rank(i: int) -> int:
        here = phase != "free" and phase is not None and parts[i].phase == phase
        return ABOVE_OTHERS if here else parts[i].worth

    left = height
    shown = [0] * len(parts)
    for i in sorted(range(len(parts)), key=rank, reverse=True):
        if len(rows[i]) <= left or len(parts[i].items) > 1 or left == height:
            shown[i] = min(len(rows[i]), left)
            left -= shown[i]
    return [row for of_part, count in zip(rows, shown, strict=True) for row in of_part[:count]]


def _with_mark(view: View, rows: list[Line], left_out: int, width: int) -> list[Line]:
    """The rows with a mark at the end of the last that there is more, where it has room."""
    mark = Run(f" {view.signs.cut}{left_out}", "dim")
    room = width - width_of([mark])
    if room < 8 or width_of(rows[-1]) > room:
        return rows
    return [*rows[:-1], [*fitted(rows[-1], room), mark]]


def _before_the_first(view: View, width: int) -> list[Line]:
    recording = view.recording
    target = recording.target_node
    rows: list[Line] = [[Run(tr(" Nothing is popped yet."), "dim")]]
    if view.position > 0:
        rows += labelled(
            "seed", [f"{target.label}.grad = {value_text(recording.seed)}"], width, column=COLUMN
        )
    key = view.keymap.key
    hint = tr(
        " {key} pops the next function, {key2} takes one step.",
        key=key("next pop"),
        key2=key("next phase"),
    )
    rows.append([Run(hint, "dim")])
    told = {"target": [f"{target.label} = {_told(target.data, width - 20)}"]}
    algorithm = ALGORITHMS.get(recording.algorithm)
    told["loop"] = [recording.algorithm + (f": {tr(algorithm.summary)}" if algorithm else "")]
    flags = [f"{n} = {getattr(recording, n)}" for n in ("retain_grad", "create_graph")]
    told["flags"] = flags
    return rows + [
        row for label, items in told.items() for row in labelled(label, items, width, column=COLUMN)
    ]


def pop_parts(view: View, room: int) -> list[Part]:
    """Everything there is to say of the pop so far, in the order in which it happens."""
    moment, recording = view.moment, view.recording
    f, pop = moment.function, moment.pop
    assert f is not None and pop is not None
    more = max(len(f.inputs), len(f.outputs)) - MOST_TOLD
    f, pop = (f, pop) if more <= 0 else _first_few(f, pop)
    return [
        *_troubles(view, pop),
        Part("rule", _rules(recording, f), 70, "rule"),
        Part("local", _local(recording, f, pop, room), 45),
        Part("gys", _gys(moment, f, pop, room), 60, phase="gather"),
        Part("inputs", _inputs(moment, f, room), 50),
        Part("gxs", _gxs(view, pop, room), 90, "error" if pop.gxs is None else "", "multiply"),
        *_elements(moment, f, pop),
        Part("largest", _largest(moment, pop), 20),
        Part("deliver", _delivered(view, pop, room), 55, phase="deliver", packed=False),
        Part("free", _freed(view, pop), 40, phase="free"),
        Part("born", _born(view, pop, room), 35, "order2"),
        Part("source", [f.source] if f.source else [], 30, "source"),
        Part("", [tr("and {more:,} more", more=more)] if more > 0 else [], 10),
    ]


def _first_few(f: FunctionNode, pop: Pop) -> tuple[FunctionNode, Pop]:
    """A function of very many inputs or outputs, and its pop, as if it had but the first."""
    few = slice(MOST_TOLD)
    return (
        replace(f, inputs=f.inputs[few], outputs=f.outputs[few]),
        replace(
            pop,
            gys=pop.gys[few],
            gxs=None if pop.gxs is None else pop.gxs[few],
            deliveries=pop.deliveries[few],
        ),
    )


def _rules(recording: Recording, f: FunctionNode) -> list[str]:
    if recording.algorithm == "numeric":
        return ["gx = gy * (f(x + eps) - f(x)) / eps"]
    if not f.formula:
        return [f"{f.class_name}.backward(gy)"]
    if len(f.formula) == 1:
        return [f"gx = {f.formula[0]}"]
    return [f"gx{i} = {rule}" for i, rule in enumerate(f.formula)]


def _local(recording: Recording, f: FunctionNode, pop: Pop, room: int) -> list[str]:
    """The local derivative as a formula and in numbers, where gy is a factor of the rule and the
    rule gives what was computed."""
    if pop.gxs is None or recording.algorithm == "numeric":
        return []
    names = names_of_pop(recording, pop)
    told = []
    for i, (rule, gx) in enumerate(zip(f.formula, pop.gxs, strict=False)):
        factor = local_derivative(rule)
        if factor is None:
            return []
        if gx.array is not None and with_numbers(rule, names, gx) is None:
            return []
        name = "dy/dx" if len(f.formula) == 1 else f"dy/dx{i}"
        value = evaluate(factor, names)
        number = "" if value is None else _told(value_of(value), room - len(name) - len(factor) - 6)
        same = number in ("", factor) or (value is not None and number == f"{factor}.0")
        told.append(f"{name} = {factor}" + ("" if same else f" = {number}"))
    return told


def _told(value: Value | None, room: int) -> str:
    """A value in some cells: a number, or the shape with the dtype and the elements or the ends."""
    if value is None or value.shape == ():
        return value_text(value)
    text = value_text(value, min(max(room, 12), WIDE_VALUE))
    if not text.startswith("("):
        whole = [f"{value.shape} {value.dtype} {text}", f"{value.shape} {text}", text]
        return longest(whole, room)
    shape = str(value.shape)
    return longest([f"{shape} {value.dtype}{text.removeprefix(shape)}", text], room)


def _gys(moment: Moment, f: FunctionNode, pop: Pop, room: int) -> list[str]:
    if not moment.reached("gather"):
        return []
    names = [moment.grad_label(output) for output in f.outputs]
    return [
        f"{name} = {_told(gy, room - len(name) - 3)}"
        for name, gy in zip(names, pop.gys, strict=True)
    ]


def _inputs(moment: Moment, f: FunctionNode, room: int) -> list[str]:
    letters = ["x"] if len(f.inputs) == 1 else [f"x{i}" for i in range(len(f.inputs))]
    items = []
    for letter, i in zip(letters, f.inputs, strict=True):
        label, value = moment.label(i), moment.node(i).data
        data = _told(value, room - len(letter) - len(label) - 6)
        named = label if label == f"const({value_text(value)})" else f"{label} = {data}"
        items.append(named if named.startswith(f"{letter} =") else f"{letter} = {named}")
    return items


def _gxs(view: View, pop: Pop, room: int) -> list[str]:
    """Each gx as an equation in numbers, and where it goes."""
    moment = view.moment
    if moment.failed and pop.gxs is None:
        return [_raised(moment)]
    if not moment.reached("multiply") or pop.gxs is None:
        return []
    items = []
    several = len(pop.gxs) > 1
    rules = moment.recording.functions[pop.function].formula  # which stand above already
    equations = rules_with_numbers(moment.recording, pop)
    for i, (equation, gx, d) in enumerate(zip(equations, pop.gxs, pop.deliveries, strict=True)):
        to = f" {view.signs.arrow} {moment.grad_label(d.to)}"
        name = f"gx{i} = " if several else ""
        whole = equation if several else equation.removeprefix("gx = ")
        short = f"{name}{_told(gx, room - len(to) - len(name))}"
        in_symbols = i < len(rules) and f" {rules[i]} = " in f" {whole}"
        ways = [short] if in_symbols else [whole, short]
        items.append(longest([way + to for way in ways], room))
    return items


def _raised(moment: Moment) -> str:
    """What ended the pass here."""
    failure = moment.recording.failure
    if failure is None or failure.error == "KeyboardInterrupt":
        return tr("backward was interrupted")
    return tr("backward raised {error}: {message}", error=failure.error, message=failure.message)


def _elements(moment: Moment, f: FunctionNode, pop: Pop) -> list[Part]:
    """One element of each gx that is an array, written out."""
    if not moment.reached("multiply") or pop.gxs is None:
        return []
    if moment.recording.algorithm == "numeric":
        return []
    names = names_of_pop(moment.recording, pop)
    told: list[Part] = []
    for i, gx in enumerate(pop.gxs):
        if not gx.shape or i >= len(f.formula):
            continue
        element = written_out(f.formula[i], names, gx, telling_index(gx))
        if element is not None:
            equation = element.told("gx" if len(pop.gxs) == 1 else f"gx{i}")
            told.append(Part("" if told else "element", [equation], 38 if told else 65))
    return told


def _largest(moment: Moment, pop: Pop) -> list[str]:
    """The largest elements of a gx that is an array too large to be shown whole."""
    if not moment.reached("multiply") or pop.gxs is None:
        return []
    told = []
    for i, gx in enumerate(pop.gxs):
        if gx.size > TOP_ELEMENTS:
            name = "gx" if len(pop.gxs) == 1 else f"gx{i}"
            told += [
                f"{name}{indexed(at)} {number_text(x, 3)}" for at, x in largest(gx, TOP_ELEMENTS)
            ]
    return told


def _delivered(view: View, pop: Pop, room: int) -> list[str]:
    """What each gx that has arrived came to, and what became of the input's creator."""
    moment = view.moment
    if moment.phase not in ("deliver", "free") or moment.step is None:
        return []
    last = moment.step.delivery
    arrived = pop.deliveries if last is None else pop.deliveries[: last + 1]
    return [row for d in arrived for row in delivery_told(moment, d, room)]


def delivery_told(moment: Moment, d: Delivery, room: int) -> list[str]:
    """What a gx came to and what became of the input's creator, in a row or two."""
    return [_delivery(moment, d, room), *_largest_change(moment, d)]


def _largest_change(moment: Moment, d: Delivery) -> list[str]:
    """Of an array that is added to another the element that changes most:
    `a.grad[0,2]: 1.0 + 0.5 -> 1.5`."""
    values = (d.before, d.gx, d.after)
    arrays = [value.array for value in values if value is not None and value.array is not None]
    if d.how != "add" or len(arrays) < len(values) or len({a.shape for a in arrays}) > 1:
        return []
    at = telling_index(d.gx)
    if not at:
        return []
    before, gx, after = (number_text(array[at].item(), 4) for array in arrays)
    return [f"{moment.grad_label(d.to)}{indexed(at)}: {before} + {gx} -> {after}"]


def _delivery(moment: Moment, d: Delivery, room: int) -> str:
    """`a.grad: 8.0 + 8.0 -> 16.0; square#1 refused`, in more words where they fit."""
    name, change = (
        moment.grad_label(d.to),
        grad_change(d.before, d.gx, d.after, added=d.how == "add"),
    )
    ways = [f"{name}: {change}; {then}" for then in _then(moment, d)]
    shorter = f"{name} -> {value_text(d.after, max(12, room - len(name) - 4))}"
    return longest([*ways, f"{name}: {change}", f"{name} -> {value_text(d.after)}", shorter], room)


def _then(moment: Moment, d: Delivery) -> list[str]:
    """What became of the input's creator, in more and in fewer words."""
    if d.creator is None:
        return [tr("a leaf")]
    creator = moment.recording.functions[d.creator].label
    if algorithm_of(moment.recording).order == "preset":
        return [tr("{creator} is in the list", creator=creator), creator]
    if d.then == "queued":
        return [
            tr("its creator {creator} is queued", creator=creator),
            tr("{creator} queued", creator=creator),
        ]
    return [
        tr("{creator} is refused: in seen_set", creator=creator),
        tr("{creator} refused", creator=creator),
    ]


def _freed(view: View, pop: Pop) -> list[str]:
    if view.moment.phase != "free":
        return []
    return [f"{view.moment.grad_label(i)} {view.signs.freed} None" for i in pop.freed]


def _born(view: View, pop: Pop, room: int) -> list[str]:
    """The functions of the second order that this pop has made so far."""
    moment = view.moment
    if not pop.born or not moment.reached("multiply"):
        return []
    born = view.timeline.born_in(moment.pop_index, view.position)
    if not born:
        return [tr("{n} new functions, none of which a gradient keeps", n=pop.born)]
    names = [view.recording.functions[i].label for i in born]
    head = tr("{n} of the second order (o): ", n=len(names))
    return [head + joined_to_fit(names, room - len(head), view.signs.cut)]


def _troubles(view: View, pop: Pop) -> list[Part]:
    """What went wrong in this pop so far, and the finite differences when they are asked for."""
    moment = view.moment
    if not moment.reached("multiply"):
        return []
    parts = []
    for trouble in view.timeline.troubles.get(moment.pop_index, ()):
        if moment.has_seen(trouble) and not (view.differences and trouble.kind == "check"):
            parts.append(Part(view.signs.trouble, [trouble.text], 100, "error"))
    if view.differences:
        parts.append(check_part(view.passes.check(view.index, moment.pop_index), view.signs))
    return parts


def check_part(check: Check | str, signs: Signs) -> Part:
    """What finite differences say of a pop, what differs first; or why there are none."""
    if isinstance(check, str):
        return Part("check", [check], 100)
    wrong = check.worst is not None
    ranked = sorted(enumerate(check.inputs), key=lambda each: each[1].verdict != "differs")
    told = [f"{compared_text(check, i)}: {tr(one.verdict)}" for i, one in ranked]
    label = f"check{signs.trouble}" if wrong else "check"
    return Part(label, told, 100, "error" if wrong else "")


def _rows(view: View, part: Part, width: int) -> list[Line]:
    """A part's rows; the phase just done carries the sign."""
    here = part.phase is not None and view.moment.phase == part.phase
    role = "hot" if here else part.role
    rows = labelled(part.label, part.items, width, role, apart=not part.packed, column=COLUMN)
    if here:
        rows[0] = [Run(view.signs.here, "hot"), Run(rows[0][0].text[1:], "dim"), *rows[0][1:]]
    return rows
