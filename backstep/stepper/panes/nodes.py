"""What the graph's boxes say, from much to little, and how much room they may ever take."""

from __future__ import annotations

from typing import Literal, TypeAlias

from backstep.recording.records import Value, VariableNode
from backstep.recording.timeline import GradEvent
from backstep.recording.values import value_text
from backstep.stepper.graph import Beyond, Key, Scene
from backstep.stepper.predict.quiz import hides_next
from backstep.stepper.signs import ASCII
from backstep.stepper.text import Line, Run, fitted, plain, width_of
from backstep.stepper.view import View

Level: TypeAlias = Literal["boxes", "lines", "data", "names", "bare", "dots"]
LEVELS: tuple[Level, ...] = ("boxes", "lines", "data", "names", "bare", "dots")

VALUE_WIDTH = 12
ARRAY_WIDTH = 18
LABEL_WIDTH = 24
NOTHING = Beyond()
NEW = " new"  # beside a function that this pop has made

MANY = 200  # changes of a gradient, of which no more are looked at for their width


def box_size(view: View, drawn: Scene, key: Key, level: Level) -> tuple[int, int]:
    """The cells that a box may take at any position, so that nothing moves while stepping."""
    if level == "dots":
        return 1, 1
    beyond = len(_beyond(view, drawn, key))
    if key.kind == "f":
        width = len(str(max(0, len(view.recording.functions) - 1))) + 2  # ` q12`, `▶` and `◀`
        width += _width(shortened(view.recording.functions[key.number].label)) + beyond
        width += key.number in view.timeline.troubled
        if view.recording.functions[key.number].order == 2:
            width = max(
                width, _width(shortened(view.recording.functions[key.number].label)) + len(NEW)
            )
        if level == "boxes":
            return max(width + 1, _width(_generation(view, key.number))) + 4, 4
        return width + 2, 2 if level == "lines" else 1
    node = view.recording.variables[key.number]
    if level == "boxes":
        lines = data_lines(node)
        width = max(map(_width, lines), default=0) + beyond
        return max(width, _width_of_grads(view, key.number)) + 4, len(lines) + 3
    width = _width(name_told(node, level)) + 2 + beyond
    if level == "lines":
        return max(width, _width_of_grads(view, key.number) + 1), 2
    adds = any(event.change == "add" for event in view.timeline.changes(key.number, MANY))
    return width + (len(view.signs.added) if adds else 1), 1


def box_lines(view: View, drawn: Scene, key: Key, level: Level, height: int) -> list[Line]:
    """A box as it is now, in as many lines as its wires need."""
    chosen = view.inspected == key
    if level == "dots":
        return [_dot(view, key, chosen)]
    beyond = _beyond(view, drawn, key)
    if level == "boxes":
        return _framed(view, drawn, key, beyond, height)
    if key.kind == "f":
        text, role = _function_text(view, key.number)
        lines = [_bracketed(view, text + beyond, "[]", role, chosen)]
        if level == "lines":
            lines.append([Run(f"  {_generation(view, key.number)}", "dim")])
        while len(lines) < height:  # another wire comes in here, and goes on up
            lines.append([Run(view.signs.port, "wire")])
        return lines
    node = view.recording.variables[key.number]
    event = view.moment.last_change(key.number)
    role = _variable_role(view, node, event)
    line = _bracketed(view, name_told(node, level) + beyond, "()", role, chosen)
    if level == "lines":
        width = box_size(view, drawn, key, level)[0]
        return [line, [Run(" "), *_grad_text(view, event, node, width - 1)]]
    if event is not None and event.change == "freed":
        line.append(Run(view.signs.freed, "freed"))
    elif event is not None:
        line.append(Run(view.signs.added, "add") if event.change == "add" else Run("=", "set"))
    return [line]


def _framed(view: View, drawn: Scene, key: Key, beyond: str, height: int) -> list[Line]:
    """A box with a border."""
    width = box_size(view, drawn, key, "boxes")[0] - 4
    role = "border"
    inside: list[Line]
    if key.kind == "f":
        text, state = _function_text(view, key.number)
        text = text if state == "node.current" else f" {text}"  # its name keeps its place
        role = "hot" if state == "node.current" else role
        gap = [Run(" ")] if state == "node.current" else []
        inside = [[Run(text + beyond, state), *gap]]
        inside.append([Run(f" {_generation(view, key.number)}", "dim")])
    else:
        node = view.recording.variables[key.number]
        event = view.moment.last_change(key.number)
        state = _variable_role(view, node, event)
        role = "hot" if state == "variable.hot" else role
        first, *rest = data_lines(node)
        inside = [[Run(first + beyond, state)], *([Run(line, "dim")] for line in rest)]
        inside.append(_grad_text(view, event, node, width))
    corners, along, upright = _frame(view.inspected == key, view.order == 2, view.signs is ASCII)
    role = "border.focus" if view.inspected == key else role
    rows = [[Run(corners[0] + along * (width + 2) + corners[1], role)]]
    for line in [*inside, *([] for _ in range(height - 2 - len(inside)))]:
        rows.append([Run(f"{upright} ", role), *fitted(line, width), Run(f" {upright}", role)])
    return [*rows, [Run(corners[2] + along * (width + 2) + corners[3], role)]]


def _frame(chosen: bool, second: bool, ascii_only: bool) -> tuple[str, str, str]:
    """Corners, and what runs along and upright: heavy for what is inspected, double for the
    second order."""
    if ascii_only:
        return ("####", "#", "#") if chosen else ("++++", "=" if second else "-", "|")
    if chosen:
        return "┏┓┗┛", "━", "┃"
    return ("╔╗╚╝", "═", "║") if second else ("┌┐└┘", "─", "│")


def _function_text(view: View, index: int) -> tuple[str, str]:
    """A function's name with the sign of its state, and its role."""
    f = view.recording.functions[index]
    moment = view.moment
    label = shortened(f.label)
    if f.order == 2:
        new = f.born is not None and view.timeline.pop_at(f.born) == moment.pop_index
        return (f"{label}{NEW}", "node.current") if new else (label, "order2")
    place = moment.place_in_queue(index)
    if place is not None:
        return f"{label} q{'' if hides_next(view) else place}", "node.queued"
    state = moment.state_of(index)
    if moment.troubled(index):
        label += view.signs.trouble
    if state == "current":
        left, right = view.signs.current
        return f"{left}{label}{right}", "node.current"
    if state == "done":
        return f"{label} {view.signs.done}", "node.done"
    return label, "node.waiting"


def _dot(view: View, key: Key, chosen: bool) -> Line:
    """A node in a single sign."""
    plain_one, fresh, added, freed, waiting = tuple(view.signs.dots)
    if key.kind == "f":
        role = _function_text(view, key.number)[1]
        sign = {
            "node.queued": "q",
            "node.current": view.signs.current[0],
            "node.done": view.signs.done,
        }.get(role, waiting)
        if view.moment.troubled(key.number):
            sign = view.signs.trouble
    else:
        node = view.recording.variables[key.number]
        event = view.moment.last_change(key.number)
        role = _variable_role(view, node, event)
        sign = plain_one
        if event is not None:
            sign = {"freed": freed, "add": added}.get(event.change, fresh)
            role = (
                {"freed": "freed", "add": "add"}.get(event.change, "set")
                if (role == "variable")
                else role
            )
    left, right = view.signs.chosen if chosen else ("", "")
    return [run for run in (Run(left, "hot"), Run(sign, role), Run(right, "hot")) if run.text]


def _bracketed(view: View, text: str, brackets: str, role: str, chosen: bool) -> Line:
    """A text between brackets; those of the node that is inspected are of their own kind."""
    if not chosen:
        return [Run(brackets[0] + text + brackets[1], role)]
    left, right = view.signs.chosen
    return [Run(left, "hot"), Run(text, role), Run(right, "hot")]


def _beyond(view: View, drawn: Scene, key: Key) -> str:
    """` ⋯3` where three edges are not drawn."""
    missing = sum(drawn.beyond.get(key, NOTHING))
    return f" {view.signs.cut}{missing}" if missing else ""


def _variable_role(view: View, node: VariableNode, event: GradEvent | None) -> str:
    if event is not None and 0 < event.step == view.position:
        return "variable.hot"
    return "order2" if node.order == 2 else "variable"


def _grad_text(view: View, event: GradEvent | None, node: VariableNode, width: int) -> Line:
    """`grad 16.0 +=`; while it is on its way what was there before, and then the sum."""
    if event is None:
        return [Run("grad None", "dim")]
    if event.change == "freed":
        return [Run(f"{view.signs.freed} grad", "freed")]
    parcel = None if view.flow is None else view.flow.parcel_to(event.variable)
    if parcel is not None and view.flow is not None:
        if not view.flow.summing:
            return fitted([Run(f"grad {grad_in_box(event.before, node)}", "dim")], width)
        if parcel.added:
            return fitted([Run(parcel.added, "hot")], width)
    sign = " +=" if event.change == "add" else ""
    role = "hot" if event.step == view.position else "set"
    return [Run(f"grad {grad_in_box(event.after, node)}{sign}", role)]


def grad_in_box(value: Value | None, node: VariableNode) -> str:
    """A gradient; of an array as large as the variable's own the elements or their range."""
    if value is None or not value.shape or node.data is None or value.shape != node.data.shape:
        return value_text(value, VALUE_WIDTH)
    return _elements(value) or str(value.shape)


def _elements(value: Value) -> str:
    """What an array holds, without its shape."""
    shape = str(value.shape)
    return value_text(value, ARRAY_WIDTH + len(shape)).removeprefix(shape).strip()


def _width_of_grads(view: View, index: int) -> int:
    """The cells of the longest text about a variable's gradient: looked up once."""
    known = view.passes.kept(("widths", view.index), dict[int, int])
    if index not in known:
        known[index] = _widest_grad(view, index)
    return known[index]


def _widest_grad(view: View, index: int) -> int:
    node = view.recording.variables[index]
    changes = view.timeline.changes(index, MANY)
    widest = [
        _width(grad_in_box(event.after, node)) + 3 * (event.change == "add") for event in changes
    ]
    if len(changes) == MANY:
        widest.append(VALUE_WIDTH + 3)
    return max([4, *widest]) + len("grad ")


def _generation(view: View, index: int) -> str:
    return f"gen {view.recording.functions[index].generation}"


def name_told(node: VariableNode, level: Level) -> str:
    """A variable in one line: its name and data, or one of them."""
    data = value_text(node.data, VALUE_WIDTH)
    alone = data[1:-1] if data[:1] + data[-1:] == "()" else data  # a shape has brackets already
    if level in ("names", "bare"):
        if _is_told(node):
            return shortened(node.label)
        return "" if level == "bare" and node.creator is not None else alone
    if not _is_told(node) and node.order == 1:
        return alone  # its function stands beside it and says more than a label
    return f"{shortened(node.label)} {data}"


def _is_told(node: VariableNode) -> bool:
    """Whether a variable's label says something: `x`, `x.grad`, not `mul'5` or `x ** 2`."""
    owner, dot, _ = node.label.partition(".grad")
    return node.named or bool(dot and owner.isidentifier())


def data_lines(node: VariableNode) -> list[str]:
    """A variable's name and number; of an array the shape, and in a line of its own the elements or
    their range."""
    if node.data is None or not node.data.shape:
        return [name_told(node, "lines")]
    shape = str(node.data.shape)
    elements = _elements(node.data)
    first = f"{shortened(node.label)} {shape}" if _is_told(node) else shape
    return [first, elements] if elements else [first]


def shortened(label: str) -> str:
    """A label at most as long as a box has room for."""
    width = min(LABEL_WIDTH, _width(label))
    return plain(fitted([Run(label)], width))


def _width(text: str) -> int:
    return width_of([Run(text)])
