"""The graph of a pass drawn as SVG, in the layout of the graph pane and the colours of its themes.

The second order stands below the first. Nothing in it comes from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len

from backstep.export.escaping import xml
from backstep.export.graph import Graph, GraphNode, graph_at
from backstep.messages import tr, trn
from backstep.stepper.graph import Box, Key, Layout, Spacing, lay_out, ordered, scene
from backstep.stepper.graph.scene import Scene
from backstep.stepper.panes.windows import followed, links_of
from backstep.stepper.themes import Theme, look_of
from backstep.stepper.view import View

MOST = 400  # nodes that are laid out at once; of a larger graph those around the current function
CELL, ROW = 8.0, 13.0  # pixels of a layout's cell
PAD = 2  # cells beside a text
SIZE = 12.5  # of the letters, in pixels
HEADING = 9.2  # pixels of a letter of the heading
LEAD = 17.0  # from line to line
MARGIN, TOP = 24.0, 58.0
ROUND = 6.0
FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
RIGHT = Spacing("right", apart=1, beside=1, stretch=3, inset=2, lead=1, tracks=2)
DOWN = Spacing("down", apart=3, beside=2, stretch=1, lead=1)
STRIP, WIDEST = 8.0, 4000.0  # from such a ratio and width on, a long thin graph is drawn down


@dataclass(frozen=True)
class Part:
    """The graph of one order, laid out, with its nodes' texts."""

    layout: Layout
    nodes: dict[Key, GraphNode]
    title: str

    @property
    def size(self) -> tuple[float, float]:
        """Its pixels."""
        return self.layout.width * CELL, self.layout.height * ROW


def graph_svg(view: View) -> str:
    """The graph at the view's position as an SVG picture in its theme."""
    look = look_of(view.theme)
    graph = graph_at(view.moment)
    nodes = {node.key: node for node in graph.nodes()}
    parts = list(_parts(view, nodes))
    told = [cell_len(graph.told()) * HEADING, *(cell_len(part.title) * CELL for part in parts)]
    width = max([420.0, *told, *(part.size[0] for part in parts)]) + 2 * MARGIN
    height = TOP + sum(part.size[1] + 2 * MARGIN for part in parts) + LEAD
    body = list(_body(parts, graph, look, height))
    about = xml(tr("Graph of {title}", title=graph.told()))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
            f'width="{width:.0f}" height="{height:.0f}" role="img" aria-label="{about}" '
            f'xml:space="preserve" font-family="{FONT}" font-size="{SIZE}">',
            f"<title>{about}</title>",
            f'<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
            f'markerHeight="7" orient="auto"><path d="M0 0.6 L7.4 4 L0 7.4 z" '
            f'fill="{_ink(look, "wire")}"/></marker></defs>',
            f'<rect width="100%" height="100%" fill="{_ground(look)}"/>',
            *body,
            "</svg>",
            "",
        ]
    )


def _parts(view: View, nodes: dict[Key, GraphNode]) -> Iterator[Part]:
    """The first order, and the second where the pass has made one by now."""
    yield _laid_out(view, nodes)
    if any(key.kind == "f" and node.second for key, node in nodes.items()):
        yield _laid_out(view.drawn(order=2), nodes)


def _laid_out(view: View, nodes: dict[Key, GraphNode]) -> Part:
    links = links_of(view)
    path, at = followed(view)
    drawn = scene(view.recording, view.order, path[at], MOST, links)
    title = "" if view.order == 1 else tr("second order: made by this pass")
    if not drawn.whole:
        left = drawn.total - len(drawn.layers)
        many = trn(
            "{n} node further away is not drawn", "{n} nodes further away are not drawn", left
        )
        title = f"{title}  {many}".strip()
    there = {key: level for key, level in drawn.layers.items() if key in nodes}
    rank = {level: i for i, level in enumerate(sorted(set(there.values())))}
    there = {key: rank[level] for key, level in there.items()}
    edges = tuple((a, b) for a, b in drawn.edges if a in there and b in there)
    kept = Scene(there, edges, drawn.total, drawn.beyond)
    graph = ordered(kept)
    part = Part(lay_out(graph, lambda key: _size(nodes[key]), RIGHT), nodes, title)
    width, height = part.size
    if width < max(WIDEST, STRIP * height):
        return part
    return Part(lay_out(graph, lambda key: _size(nodes[key]), DOWN), nodes, title)


def _size(node: GraphNode) -> tuple[int, int]:
    """The cells that a node's text takes."""
    wide = max(map(cell_len, node.lines))
    rows = -(-int(len(node.lines) * LEAD + 10) // int(ROW))
    return wide + 2 * PAD, max(rows, 3)


def _body(parts: list[Part], graph: Graph, look: Theme, height: float) -> Iterator[str]:
    dim, bright = _ink(look, "dim"), _ink(look, "title")
    yield (
        f'<text x="{MARGIN}" y="32" font-size="15" font-weight="bold" fill="{bright}">'
        f"{xml(graph.told())}</text>"
    )
    top = TOP
    for part in parts:
        if part.title:
            yield f'<text x="{MARGIN}" y="{top - 6:.0f}" fill="{dim}">{xml(part.title)}</text>'
        yield f'<g transform="translate({MARGIN} {top:.0f})">'
        yield from _wires(part.layout, look)
        yield from (_node(part.nodes[key], box, look) for key, box in part.layout.boxes.items())
        yield "</g>"
        top += part.size[1] + 2 * MARGIN
    legend = tr("box: function   round: Variable")
    if len(parts) > 1:
        legend += "   " + tr("dashed: second order, made by the pass itself")
    yield f'<text x="{MARGIN}" y="{height - 14:.0f}" fill="{dim}">{xml(legend)}</text>'


def _wires(layout: Layout, look: Theme) -> Iterator[str]:
    colour = _ink(look, "wire")
    for wire in layout.wires:
        points = [((x + 0.5) * CELL, (y + 0.5) * ROW) for x, y in wire.points]
        if wire.arrow:
            x, y = points[-1]
            down = layout.spacing.direction == "down"
            points[-1] = (x, y + ROW / 2) if down else (x + CELL / 2, y)
        tip = ' marker-end="url(#tip)"' if wire.arrow else ""
        yield (
            f'<path d="{_rounded(points)}" fill="none" stroke="{colour}" stroke-width="1.4"{tip}/>'
        )


def _rounded(points: list[tuple[float, float]]) -> str:
    """A path through points, its corners round."""
    kept = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
    path = [f"M{kept[0][0]:.1f} {kept[0][1]:.1f}"]
    for before, at, after in zip(kept, kept[1:], kept[2:], strict=False):
        come, go = _towards(at, before), _towards(at, after)
        path.append(f"L{come[0]:.1f} {come[1]:.1f}Q{at[0]:.1f} {at[1]:.1f} {go[0]:.1f} {go[1]:.1f}")
    path.append(f"L{kept[-1][0]:.1f} {kept[-1][1]:.1f}")
    return "".join(path)


def _towards(at: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    dx, dy = other[0] - at[0], other[1] - at[1]
    far = max(abs(dx), abs(dy), 1e-9)
    short = min(ROUND, far / 2) / far
    return at[0] + dx * short, at[1] + dy * short


def _node(node: GraphNode, box: Box, look: Theme) -> str:
    x, y, width, height = box.x * CELL, box.y * ROW, box.width * CELL, box.height * ROW
    function = node.key.kind == "f"
    line, ink, fill = _colours(node, look)
    thick = 2.6 if node.hot or node.state == "current" else 1.4
    dashes = ' stroke-dasharray="5 3"' if node.second else ""
    corner = 4.0 if function else min(height / 2, 22.0)
    shape = (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'rx="{corner:.1f}" fill="{fill}" stroke="{line}" stroke-width="{thick}"{dashes}/>'
    )
    first = y + height / 2 - (len(node.lines) - 1) * LEAD / 2 + SIZE * 0.36
    texts = []
    for i, text in enumerate(node.lines):
        bold = ' font-weight="bold"' if i == 0 and node.named else ""
        texts.append(
            f'<text x="{x + width / 2:.1f}" y="{first + i * LEAD:.1f}" text-anchor="middle" '
            f'fill="{ink}"{bold}>{xml(text)}</text>'
        )
    return f"<g>{shape}{''.join(texts)}</g>"


def _colours(node: GraphNode, look: Theme) -> tuple[str, str, str]:
    """Of a node's border, its text and its ground."""
    ground = _ground(look)
    if node.state == "current":
        current = look.style("node.current")
        fill = current.bgcolor
        if fill is not None and fill.triplet is not None:
            return fill.triplet.hex, _ink(look, "node.current"), fill.triplet.hex
    role = {"queued": "node.queued", "done": "node.done", "waiting": "node.waiting"}.get(node.state)
    if node.second:
        role = "order2"
    elif node.hot:
        role = "hot"
    elif role is None:
        role = "rule" if node.key.kind == "f" else "border"
    return _ink(look, role), _ink(look, "variable"), ground


def _ink(look: Theme, role: str) -> str:
    """The colour of a role; that of the text where a theme has none of its own."""
    for style in (look.style(role), look.base):
        if style.color is not None and style.color.triplet is not None:
            return style.color.triplet.hex
        if style.color is not None and not style.color.is_default:
            return style.color.get_truecolor().hex
    return "#000000" if look.light else "#d8dee4"


def _ground(look: Theme) -> str:
    colour = look.base.bgcolor
    if colour is not None and colour.triplet is not None:
        return colour.triplet.hex
    return "#ffffff" if look.light else "#11161c"
