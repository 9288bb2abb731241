"""A small graph: names and states, for the screens that say few things (a question, a lecture)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backstep.stepper.graph import Edge, Key, Layout, Viewport, draw, lay_out, pieces, scene
from backstep.stepper.graph.drawing import clipped
from backstep.stepper.signs import Signs
from backstep.stepper.text import Line, Run, fitted, plain, width_of
from backstep.stepper.view import View

LABEL_WIDTH = 16
MOST_NODES = 80  # of a larger graph, a window around the current function


@dataclass(frozen=True)
class Sketch:
    """The lines of a drawing, and which cells (column, row, width) each node has in them."""

    lines: list[Line]
    places: dict[Key, tuple[int, int, int]]

    def node_at(self, x: int, y: int) -> Key | None:
        """The node that a cell belongs to."""
        for key, (left, row, width) in self.places.items():
            if row == y and left <= x < left + width:
                return key
        return None


def sketch(
    view: View,
    width: int,
    height: int,
    *,
    queued: bool = True,
    active: frozenset[Edge] = frozenset(),
    pointed: Key | None = None,
) -> Sketch:
    """The graph in at most `width` by `height` cells, in the middle of the width.

    `queued` tells which functions are in the queue; `pointed` is marked, and the window of a graph
    that is too large follows it, or else the current function.
    """
    layout = small_layout(view)
    focus = pointed if pointed in layout.boxes else _focus(view)
    rows, columns = min(height, layout.height), min(width, layout.width)
    x = y = 0
    box = layout.boxes.get(focus) if focus is not None else None
    if box is not None:
        x = min(max(box.x + box.width // 2 - columns // 2, 0), max(0, layout.width - columns))
        y = min(max(box.y - rows // 2, 0), max(0, layout.height - rows))
    texts = _texts(view, layout, queued, pointed)
    window = Viewport(x, y, columns, rows)
    use = pieces(ascii_only=view.signs.here == ">")
    left = (width - columns) // 2
    drawn = draw(layout, texts, window, active, drawn_with=use)
    goes_on = x > 0, x + columns < layout.width
    lines = [[Run(" " * left), *_cut(line, columns, goes_on, view.signs)] for line in drawn]
    places = {}
    for key, each in layout.boxes.items():
        start = max(each.x - x, 0)
        end = min(each.x - x + width_of(texts(key)[0]), columns)
        if start < end and 0 <= each.y - y < rows:
            places[key] = (left + start, each.y - y, end - start)
    return Sketch(lines, places)


def _cut(line: Line, width: int, goes_on: tuple[bool, bool], signs: Signs) -> Line:
    """A line with a sign at each end that it goes on beyond, where there is something on it."""
    sign = Run(signs.cut if len(signs.cut) == 1 else signs.ellipsis, "dim")
    cells = fitted(line, width)
    if goes_on[0] and plain(cells)[:1].strip():
        cells = [sign, *clipped(cells, 1, width - 1)]
    if goes_on[1] and plain(cells)[-1:].strip():
        cells = [*clipped(cells, 0, width - 1), sign]
    return cells


def small_layout(view: View) -> Layout:
    """The layout of the small graph, from the cache."""
    focus = _focus(view)
    number = None if focus is None else focus.number
    whole = len(view.recording.functions) <= MOST_NODES // 2

    def laid_out() -> Layout:
        drawn = scene(view.recording, 1, number, MOST_NODES, view.passes.links(view.index, 1))
        return lay_out(drawn, lambda key: (width_of([Run(_name(view, key))]) + _room(key), 1))

    return view.passes.kept(("sketch", view.index, None if whole else number), laid_out)


def _room(key: Key) -> int:
    return 4 if key.kind == "f" else 2  # brackets and a sign of state; brackets


def _focus(view: View) -> Key | None:
    moment = view.moment
    function = view.recording.target_node.creator if moment.pop is None else moment.pop.function
    return None if function is None else Key("f", function)


def _name(view: View, key: Key) -> str:
    """A node's name; nothing for a Variable that has none: its function stands beside it."""
    if key.kind == "f":
        name = view.recording.functions[key.number].label
    else:
        node = view.recording.variables[key.number]
        told = node.named or node.creator is None
        name = node.label.removeprefix("const(").removesuffix(")") if told else ""
    return plain(fitted([Run(name)], LABEL_WIDTH)) if width_of([Run(name)]) > LABEL_WIDTH else name


def _texts(
    view: View, layout: Layout, queued: bool, pointed: Key | None
) -> Callable[[Key], list[Line]]:
    moment, signs = view.moment, view.signs
    here, there = signs.current

    def text(key: Key) -> list[Line]:
        name = _name(view, key)
        opening, closing, sign = "(", ")", ""
        role = "variable"
        if key.kind == "f":
            opening, closing = "[", "]"
            state = moment.state_of(key.number)
            state = "waiting" if state == "queued" and not queued else state
            role = f"node.{state}"
            if state == "current":
                name = f"{here}{name}{there}"
            else:
                sign = {"done": f" {signs.done}", "queued": " q"}.get(state, "")
        if key == pointed:
            opening, closing = signs.pointed
            role = "pointed"
        lines = [[Run(f"{opening}{name}{sign}{closing}", role)]]
        blank = " " * (width_of(lines[0]) - 2)
        height = layout.boxes[key].height if key.kind == "f" else 1
        return lines + [[Run(f"{opening}{blank}{closing}", role)] for _ in range(height - 1)]

    return text
