"""The graph pane: boxes with their state, and the wires that the gradient runs back along."""

from __future__ import annotations

from dataclasses import replace

from backstep.messages import later, tr
from backstep.recording.timeline import Moment
from backstep.stepper.flow import Flow
from backstep.stepper.graph import Edge, Key, draw, pieces
from backstep.stepper.graph.drawing import ARROW, LEFT, RIGHT, wire_cells
from backstep.stepper.panes.nodes import box_lines
from backstep.stepper.panes.overview import overview_lines
from backstep.stepper.panes.parcels import parcels_told, with_parcels
from backstep.stepper.panes.picture import Picture, picture, wanted_height
from backstep.stepper.panes.windows import links_of
from backstep.stepper.signs import ASCII
from backstep.stepper.text import Line, Run, fitted, width_of
from backstep.stepper.view import View


def graph_title(view: View) -> str:
    """The pane's title."""
    return "Graph" if view.order == 1 else tr("Graph  second order: made by this pass")


def second_lines(view: View, width: int, height: int) -> list[Line]:
    """The second-order graph in a pane of its own, beside the first."""
    return graph_lines(replace(view.drawn(order=2), inspected=view.inspected), width, height)


def has_second(view: View) -> bool:
    """Whether this pass made a graph of its own (create_graph=True)."""
    return bool(view.timeline.births[1])


DETAILS = {
    "fit": later("fit"),
    "boxes": later("boxes"),
    "names": later("names"),
    "dots": later("dots"),
}


def graph_note(view: View) -> str:
    """Which order is shown, and how much of a large graph."""
    if view.order == 2 and not has_second(view):
        return ""
    orders = 2 if has_second(view) else 1
    note = (
        tr("order {n} of {all}", n=view.order, all=orders) + f"  {tr(DETAILS[view.canvas.detail])}"
    )
    total = links_of(view).total
    return tr("{total} nodes  {note}", total=total, note=note) if total > 20 else note


def graph_height(view: View, width: int, most: int = 24) -> int:
    """The rows that the graph would like, of at most so many."""
    if view.order == 2 and not has_second(view):
        return 2
    return max(1, wanted_height(view, width, most))


def graph_lines(view: View, width: int, height: int) -> list[Line]:
    """The part of the graph around the current function, or where the person has moved it."""
    if view.order == 2 and not has_second(view):
        return _no_second_order(view)
    shown = picture(view, width, height)
    layout = shown.layout
    hidden: frozenset[Key] = frozenset()
    if view.order == 2:
        functions = enumerate(view.recording.functions)
        born = {i for i, f in functions if f.order == 2 and (f.born or 0) <= view.position}
        hidden = frozenset(key for key in layout.boxes if not _is_there(view, key, born))

    def texts(key: Key) -> list[Line]:
        return box_lines(view, layout.scene, key, shown.level, layout.boxes[key].height)

    drawn = draw(
        layout,
        texts,
        shown.viewport,
        _active(view, view.moment),
        pieces(double=view.order == 2, ascii_only=view.signs is ASCII),
        hidden,
    )
    if view.flow is not None and view.order == 1:
        drawn = with_parcels(drawn, layout, shown.viewport, view.flow, view.signs)
    lines: list[Line] = [[] for _ in range(shown.top)]
    lines += _between_edges(view, shown, drawn, width, hidden)
    below = height - len(lines) - shown.overview - shown.legend
    lines += [[] for _ in range(below)]
    if shown.overview:
        lines += overview_lines(view, shown, width)
    if shown.legend:
        told = _legend(view, shown, width) if view.flow is None else _flow_line(view, view.flow)
        lines.append(told)
    return lines


def _flow_line(view: View, flow: Flow) -> Line:
    """What is on its way, in place of the legend."""
    names = {each.variable: view.moment.label(each.variable) for each in flow.parcels}
    return [Run(f" {parcels_told(flow, names)}", "hot")]


def _between_edges(
    view: View, shown: Picture, drawn: list[Line], width: int, hidden: frozenset[Key]
) -> list[Line]:
    """The drawn lines at their place, with a sign where a wire goes on beside them."""
    layout, (x, y, columns, _) = shown.layout, shown.viewport
    all_across = x == 0 and columns >= layout.width
    if not shown.overview or all_across or layout.spacing.direction == "down":
        margin = [Run(" " * shown.left)] if shown.left else []
        return [[*margin, *line] for line in drawn]
    sign = Run(view.signs.cut if len(view.signs.cut) == 1 else view.signs.ellipsis, "dim")
    cells = wire_cells(layout, hidden)
    lines = []
    for row, line in enumerate(drawn, start=y):
        wires = cells.get(row, {})
        left = [sign if wires.get(x, 0) & LEFT else Run(" ")] if shown.left else []
        goes_on = wires.get(x + columns - 1, 0) & (RIGHT | ARROW) and x + columns < layout.width
        right = [*fitted(line, columns), sign] if goes_on and columns < width else line
        lines.append([*left, *right])
    return lines


def _no_second_order(view: View) -> list[Line]:
    why = tr("none of these functions makes one")
    if not view.recording.create_graph:
        why = tr("backward(create_graph=True) makes one")
    return [
        [Run(tr(" No second-order graph: {why}.", why=why), "dim")],
        [
            Run(
                tr(" {key} shows the first again.", key=view.keymap.key("second-order graph")),
                "dim",
            )
        ],
    ]


def _is_there(view: View, key: Key, born: set[int]) -> bool:
    """Whether a node of the second-order graph has been made yet."""
    if key.kind == "f":
        return key.number in born
    node = view.recording.variables[key.number]
    if node.order == 2 and node.creator is not None:
        return node.creator in born
    return any(i in born for i in links_of(view).around(key.number))


def _legend(view: View, shown: Picture, width: int) -> Line:
    """What the signs stand for, as many as have room."""
    signs = view.signs
    here, there = signs.current
    words = [
        tr("{here}x{there} current", here=here, there=there),
        tr("qN in the queue at index N"),
        tr("{sign} done", sign=signs.done),
    ]
    if view.order == 2:
        double = "==" if signs is ASCII else "══"
        words = [
            tr("{double} the second order, where it is built", double=double),
            tr("new in this pop"),
        ]
    elif shown.level == "dots":
        plain, fresh, added, freed, waiting = tuple(signs.dots)
        words = [
            tr("{here} current", here=here),
            tr("q queued"),
            tr("{sign} done", sign=signs.done),
            tr("{waiting} waiting", waiting=waiting),
        ]
        words += [
            tr("{plain} no gradient", plain=plain),
            tr("{fresh} set", fresh=fresh),
            tr("{added} added", added=added),
            tr("{freed} freed", freed=freed),
        ]
    else:
        short = shown.level in ("data", "names", "bare")
        words += [tr("= set")] if short else []
        words += [tr("{sign} added", sign=signs.added)]
        words += [tr("{sign} freed", sign=signs.freed)]
        words += [tr("{sign} trouble", sign=signs.trouble)] if view.timeline.troubled else []
    line = ""
    for word in words:
        longer = f"{line}   {word}" if line else f" {word}"
        if width_of([Run(longer)]) <= width:
            line = longer
    return [Run(line, "dim")]


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
