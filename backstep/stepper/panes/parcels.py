"""Gradients on their way, drawn over the wires of a graph."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

from backstep.stepper.flow import Flow, Parcel
from backstep.stepper.graph import Layout, Viewport, edge_path
from backstep.stepper.graph.drawing import clipped
from backstep.stepper.signs import Signs
from backstep.stepper.text import Line, Run, width_of


def with_parcels(
    lines: list[Line], layout: Layout, viewport: Viewport, flow: Flow, signs: Signs
) -> list[Line]:
    """The lines of a viewport with what runs along its wires in this frame."""
    drawn = list(lines)
    for parcel in flow.parcels:
        head = None if flow.summing else _head(layout, parcel, flow.part)
        if head is None:
            continue
        x, y = head
        row = y - viewport.y
        if 0 <= row < len(drawn):
            back = signs.back[layout.spacing.direction == "down"]
            before, text = _told(layout, x, y, back, parcel.text)
            drawn[row] = _over(drawn[row], x - before - viewport.x, text, viewport.width)
    return drawn


def _head(layout: Layout, parcel: Parcel, part: float) -> tuple[int, int] | None:
    """Where a parcel's head is; None where its wire is not drawn."""
    if any(key not in layout.boxes for key in parcel.edge):
        return None
    way = edge_path(layout, parcel.edge)[::-1]  # a gradient runs against the arrow
    return way[round(part * (len(way) - 1))] if way else None


def _told(layout: Layout, x: int, y: int, back: str, text: str) -> tuple[int, str]:
    """The head with its number behind it, before it, or without it where boxes leave no room; and
    how many cells stand before the head."""
    room = cell_len(text)
    if _free(layout, x, y, room + len(back)):
        return 0, f"{back}{text}"
    if x >= room and _free(layout, x - room, y, room):
        return room, f"{text}{back}"
    return 0, back


def _free(layout: Layout, x: int, y: int, width: int) -> bool:
    """Whether no box lies in some cells of a row."""
    return not any(
        box.y <= y < box.y + box.height and box.x < x + width and x < box.x + box.width
        for box in layout.boxes.values()
    )


def _over(line: Line, x: int, text: str, width: int) -> Line:
    """A line with a text over it, from a column on; cut at both ends of the viewport."""
    if x < 0 or x >= width:
        return line
    text = text if x + cell_len(text) <= width else set_cell_size(text, width - x)
    have = width_of(line)
    full = line if have >= width else [*line, Run(" " * (width - have))]
    end = x + cell_len(text)
    return [*clipped(full, 0, x), Run(text, "lit"), *clipped(full, end, width - end)]


def parcels_told(flow: Flow, names: dict[int, str]) -> str:
    """The flow in words: `gx 8.0 goes to a`, `8.0 + 8.0 at a`."""
    word, way = ("gx", "to") if flow.phase == "deliver" else ("gy", "from")
    parts = [
        f"{parcel.added} at {names[parcel.variable]}"
        if flow.summing and parcel.added
        else f"{word} {parcel.text} {way} {names[parcel.variable]}"
        for parcel in flow.parcels
    ]
    return "   ".join(parts)
