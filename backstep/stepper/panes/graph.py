"""The graph pane: boxes with their state, and the wires that the gradient runs back along."""

from __future__ import annotations

from backstep.recording.timeline import Moment
from backstep.recording.values import value_text
from backstep.stepper.flow import Flow
from backstep.stepper.graph import (
    Edge,
    Key,
    Layout,
    Viewport,
    draw,
    lay_out,
    pieces,
    scene,
)
from backstep.stepper.panes.parcels import parcels_told, with_parcels
from backstep.stepper.text import Line, Run, fitted, plain, width_of
from backstep.stepper.view import View

DETAILS = ("grads", "data", "names")  # from the most to the least that a box says
VALUE_WIDTH = 12
LABEL_WIDTH = 24
GRADS_FROM_HEIGHT = 30  # of the screen: boxes of two lines want room
MOST_LAYOUTS = 24


def graph_title(view: View) -> str:
    """The pane's title."""
    return "Graph" if view.order == 1 else "Graph  second order: made by this pass"


def second_lines(view: View, width: int, height: int) -> list[Line]:
    """The second-order graph in a pane of its own, beside the first."""
    return graph_lines(view.drawn(order=2), width, height)


def has_second(view: View) -> bool:
    """Whether this pass made a graph of its own (create_graph=True)."""
    return any(f.order == 2 for f in view.recording.functions)


def graph_note(view: View) -> str:
    """Which order is shown, and how much of a large graph."""
    if view.order == 2 and not has_second(view):
        return ""
    note = f"order {view.order} of {2 if has_second(view) else 1}"
    drawn = _fitting(view, view.size[0] - 2).scene
    if len(drawn.layers) < drawn.total:
        note = f"{len(drawn.layers)} of {drawn.total} nodes  {note}"
    return note


def graph_height(view: View, width: int) -> int:
    """The rows that the graph would like."""
    return max(1, _fitting(view, width).height)


def graph_lines(view: View, width: int, height: int) -> list[Line]:
    """The part of the graph around the current function, or where the person has moved it."""
    if view.order == 2 and not has_second(view):
        return _no_second_order(view)
    layout = _fitting(view, width)
    moment = view.moment
    detail = _detail_of(view, width)
    born = {i for i, f in enumerate(view.recording.functions) if (f.born or 0) <= view.position}

    hidden: frozenset[Key] = frozenset()
    if view.order == 2:
        hidden = frozenset(key for key in layout.boxes if not _is_there(view, key, born))

    def texts(key: Key) -> list[Line]:
        room = layout.boxes[key]
        return box_lines(view, moment, key, detail, room.height)

    spare = height - layout.height
    rows = min(height, layout.height) if spare > 1 else height
    viewport = _viewport(view, layout, width, rows)
    lines = draw(
        layout,
        texts,
        viewport,
        _active(view, moment),
        pieces(double=view.order == 2, ascii_only=view.signs.here == ">"),
        hidden,
    )
    if view.flow is not None and view.order == 1:
        lines = with_parcels(lines, layout, viewport, view.flow, view.signs)
    if spare > 1:
        lines = [*[[] for _ in range((spare - 1) // 2)], *lines]
        lines += [[] for _ in range(height - 1 - len(lines))]
        lines.append(_legend(view) if view.flow is None else _flow_line(view, view.flow))
    return lines


def _flow_line(view: View, flow: Flow) -> Line:
    """What is on its way, in place of the legend."""
    names = {each.variable: view.moment.label(each.variable) for each in flow.parcels}
    return [Run(f" {parcels_told(flow, names)}", "hot")]


def _no_second_order(view: View) -> list[Line]:
    why = "none of these functions makes one"
    if not view.recording.create_graph:
        why = "backward(create_graph=True) makes one"
    return [
        [Run(f" No second-order graph: {why}.", "dim")],
        [Run(" o shows the first again.", "dim")],
    ]


def _is_there(view: View, key: Key, born: set[int]) -> bool:
    """Whether a node of the second-order graph has been made yet."""
    if key.kind == "f":
        return key.number in born
    node = view.recording.variables[key.number]
    if node.order == 2 and node.creator is not None:
        return node.creator in born
    functions = view.recording.functions
    return any(key.number in functions[i].inputs for i in born if functions[i].order == 2)


def _legend(view: View) -> Line:
    signs = view.signs
    here, there = signs.current
    words = f" {here}x{there} current   qN in the queue at index N   {signs.done} done"
    if view.order == 1:
        words += f"   += added   {signs.freed} freed"
        words += f"   {signs.trouble} trouble" if view.timeline.troubled else ""
    return [Run(words + "   HJKL move   0 fit", "dim")]


def _detail_of(view: View, width: int) -> str:
    """The most that boxes can say while the whole graph still fits; enough to follow else."""
    first = 0 if view.size[1] >= GRADS_FROM_HEIGHT and view.order == 1 else 1
    for detail in DETAILS[first:]:
        if _layout(view, detail).width <= width:
            return detail
    return "data" if view.order == 1 else "names"


def _fitting(view: View, width: int) -> Layout:
    return _layout(view, _detail_of(view, width))


def _layout(view: View, detail: str) -> Layout:
    """A layout from the cache; a window of a large graph is laid out anew when it has moved."""
    focus = _focus(view)
    cache = view.passes.layouts
    for key in ((view.index, view.order, detail, None), (view.index, view.order, detail, focus)):
        if key in cache:
            return cache[key]
    drawn = scene(
        view.recording, view.order, focus=focus, links=view.passes.links(view.index, view.order)
    )
    whole = len(drawn.layers) == drawn.total
    if len(cache) >= MOST_LAYOUTS:
        cache.pop(next(iter(cache)))
    layout = lay_out(drawn, lambda node: box_size(view, node, detail))
    cache[view.index, view.order, detail, None if whole else focus] = layout
    return layout


def _focus(view: View) -> int:
    """The function that the window follows."""
    moment = view.moment
    functions = view.recording.functions
    if view.order == 2:
        born = [i for i, f in enumerate(functions) if f.order == 2 and f.born is not None]
        known = [i for i in born if (functions[i].born or 0) <= view.position]
        return (known or born or [0])[-1]
    if moment.pop is not None:
        return moment.pop.function
    return view.recording.target_node.creator or 0


def _viewport(view: View, layout: Layout, width: int, height: int) -> Viewport:
    x, y = 0, 0
    box = layout.boxes.get(Key("f", _focus(view)))
    if box is not None:
        x = box.x + box.width // 2 - width // 2
        y = box.y - height // 2
    dx, dy = view.pan or (0, 0)
    x = min(max(x + dx, 0), max(0, layout.width - width))
    y = min(max(y + dy, 0), max(0, layout.height - height))
    return Viewport(x, y, width, height)


def _active(view: View, moment: Moment) -> frozenset[Edge]:
    """The wires that the gradient is running along in this step."""
    pop = moment.pop
    if pop is None or view.order == 2:
        return frozenset()
    here = Key("f", pop.function)
    if moment.phase == "gather":
        outputs = view.recording.functions[pop.function].outputs
        return frozenset((here, Key("v", y)) for y in outputs if y is not None)
    if moment.delivery is not None:
        return frozenset({(Key("v", moment.delivery.to), here)})
    return frozenset()


def box_size(view: View, key: Key, detail: str) -> tuple[int, int]:
    """The cells that a box may take at any position, so that nothing moves while stepping."""
    height = 2 if detail == "grads" else 1
    if key.kind == "f":
        label = view.recording.functions[key.number].label
        digits = len(str(max(0, len(view.recording.functions) - 1)))
        digits += key.number in view.timeline.troubled
        return min(width_of([Run(label)]), LABEL_WIDTH) + 4 + digits, height
    width = width_of(_variable_line(view, key.number, detail))
    if detail == "grads":
        widest = max(
            [len(value_text(e.after, VALUE_WIDTH)) for e in view.timeline.changes(key.number)],
            default=4,
        )
        width = max(width, widest + len(" grad  += "))
    return width, height


def box_lines(view: View, moment: Moment, key: Key, detail: str, height: int) -> list[Line]:
    """A box as it is now; further lines where a function takes a variable twice."""
    if key.kind == "f":
        lines = [_function_line(view, moment, key.number)]
        blank = width_of(lines[0]) - 2
        if detail == "grads":
            generation = view.recording.functions[key.number].generation
            lines.append([Run(f"  gen {generation}", "dim")])
        while len(lines) < height:
            lines.append([Run("[" + " " * blank + "]", lines[0][0].role)])
        return lines
    lines = [_variable_line(view, key.number, detail, _is_hot(moment, key.number))]
    if detail == "grads":
        lines.append(_grad_line(view, moment, key.number))
    return lines


def _function_line(view: View, moment: Moment, index: int) -> Line:
    f = view.recording.functions[index]
    label = _short(f.label)
    if f.order != view.order or view.order == 2:
        new = f.born is not None and view.timeline.pop_at(f.born) == moment.pop_index
        return [Run(f"[{label}]", "order2" if not new else "node.current")]
    state = moment.state_of(index)
    if state == "queued":
        return [Run(f"[{label} q{moment.place_in_queue(index)}]", "node.queued")]
    if moment.troubled(index):
        label += view.signs.trouble
    if state == "current":
        left, right = view.signs.current
        return [Run(f"[{left}{label}{right}]", "node.current")]
    if state == "done":
        return [Run(f"[{label} {view.signs.done}]", "node.done")]
    return [Run(f"[{label}]", "node.waiting")]


def _variable_line(view: View, index: int, detail: str, hot: bool = False) -> Line:
    node = view.recording.variables[index]
    role = "variable.hot" if hot else ("order2" if node.order == 2 else "variable")
    data = value_text(node.data, VALUE_WIDTH)
    owner, dot, _ = node.label.partition(".grad")
    told = node.named or bool(dot and owner.isidentifier())  # `x.grad`, not `mul'5` or `x ** 2`
    if detail == "names" and told:
        return [Run(f"({_short(node.label)})", role)]
    if not told and (node.order == 1 or detail == "names"):
        return [Run(f"({data})", role)]  # its function stands beside it and says more than a label
    return [Run(f"({_short(node.label)} {data})", role)]


def _grad_line(view: View, moment: Moment, index: int) -> Line:
    event = moment.last_change(index)
    parcel = None if view.flow is None else view.flow.parcel_to(index)
    if event is None:
        return [Run(" grad None", "dim")]
    if parcel is not None and view.flow is not None:
        if not view.flow.summing:
            return [Run(f" grad {value_text(event.before, VALUE_WIDTH)}", "dim")]
        if parcel.added:
            room = box_size(view, Key("v", index), "grads")[0]
            return fitted([Run(f" {parcel.added}", "hot")], room)
    if event.change == "freed":
        return [Run(f" {view.signs.freed} grad", "freed")]
    sign = " +=" if event.change == "add" else ""
    role = "hot" if event.step == moment.position else "set"
    return [Run(f" grad {value_text(event.after, VALUE_WIDTH)}{sign}", role)]


def _is_hot(moment: Moment, index: int) -> bool:
    event = moment.last_change(index)
    return event is not None and 0 < event.step == moment.position


def _short(label: str) -> str:
    width = min(LABEL_WIDTH, width_of([Run(label)]))
    return plain(fitted([Run(label)], width))
