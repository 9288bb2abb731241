"""The pops of both sides, one row each, one column for each pop: where the rows part, they differ.

With retain_grad the pops are the same, so there the rows are the bytes that gradients hold.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from backstep.messages import tr
from backstep.recording.comparing.comparison import Comparison
from backstep.recording.comparing.side import Side
from backstep.recording.looking.held import bytes_text
from backstep.stepper.sides.opened import side_moment
from backstep.stepper.text import Line, Run, fitted, fitted_name, plain
from backstep.stepper.view import View

LONGEST_LABEL = 18
ROOMY = 72  # cells, below which the bytes over time need the room of the names
LONGEST_BYTES = len("999 bytes")
HEIGHT = 3


def race_lines(view: View, width: int) -> list[Line]:
    """Three rows: the left side, what the two have in common, the right side."""
    comparison = view.sides
    assert comparison is not None
    return _bytes(view, comparison, width) if comparison.retains else _pops(view, comparison, width)


def pop_at(view: View, x: int, width: int) -> int | None:
    """The pop whose column a cell of the rows is in; None where there is none."""
    comparison = view.sides
    if comparison is None or comparison.retains:
        return None
    at = _head_width(comparison, width)
    for k, room in _shown_columns(view, comparison, width):
        if at <= x < at + room:
            return k
        at += room
    return None


def _head_width(comparison: Comparison, width: int) -> int:
    return max(map(cell_len, comparison.names)) + 3 if width >= 56 else 7


def _shown_columns(view: View, comparison: Comparison, width: int) -> list[tuple[int, int]]:
    now = view.timeline.pop_at(view.position)
    total = max(len(side.recording.pops) for side in comparison.sides)
    return _columns(comparison, now, total, width - _head_width(comparison, width) - 3)


def _pops(view: View, comparison: Comparison, width: int) -> list[Line]:
    head = _head_width(comparison, width)
    now = view.timeline.pop_at(view.position)
    total = max(len(side.recording.pops) for side in comparison.sides)
    columns = _shown_columns(view, comparison, width)
    before = view.signs.cut[:1] if columns and columns[0][0] > 0 else ""
    after = view.signs.cut if columns and columns[-1][0] + 1 < total else ""
    rows: list[Line] = [[], [Run(" " * head)], []]
    for side in (0, 1):
        named = fitted([Run(f" {comparison.names[side]}", "pane")], head - 2)
        rows[2 * side] = [*named, *fitted([Run(before, "dim")], 2)]
    for k, room in columns:
        for side in (0, 1):
            rows[2 * side] += _cell(view, comparison, side, k, now, room)
        rows[1] += _between(view, comparison, k, now, room)
    for side in (0, 1):
        rows[2 * side].append(Run(after, "dim"))
    return rows


def _columns(comparison: Comparison, now: int, total: int, width: int) -> list[tuple[int, int]]:
    """The pops that fit around the current one, each with the cells that it takes."""

    def room(k: int) -> int:
        labels = [_label(side, k) for side in comparison.sides]
        return min(max(map(cell_len, labels)), LONGEST_LABEL) + 4

    first = last = min(max(now, 0), max(total - 1, 0))
    if not total:
        return []
    used = room(first)
    while True:
        grown = False
        if last + 1 < total and used + room(last + 1) <= width:
            last += 1
            used += room(last)
            grown = True
        if first > 0 and used + room(first - 1) <= width:
            first -= 1
            used += room(first)
            grown = True
        if not grown:
            return [(k, room(k)) for k in range(first, last + 1)]


def _label(side: Side, k: int) -> str:
    pops = side.recording.pops
    return side.recording.functions[pops[k].function].label if k < len(pops) else ""


def _cell(view: View, comparison: Comparison, side: int, k: int, now: int, room: int) -> Line:
    """One pop: done, current or to come; what it should not have done is marked."""
    here = comparison.sides[side]
    pops = here.recording.pops
    if k >= len(pops):
        return [Run(" " * room)]
    label = plain(fitted_name(_label(here, k), min(room - 4, LONGEST_LABEL))).rstrip()
    bad = k <= now and k in comparison.wrong_pops[side]
    flag = view.signs.trouble if bad else ""
    if pops[k].gxs is None and k <= now:
        flag, bad = view.signs.wrong, True
    if k == now:
        one, other = view.signs.current
        runs = [Run(f"{one}{label}{other}", "node.current"), Run(flag, "error")]
    elif k < now:
        role = "error" if bad else "node.done"
        runs = [Run(" "), Run(label, role), Run(" "), Run(flag or view.signs.done, role)]
    else:
        runs = [Run(f" {label} ", "dim")]
    return fitted(runs, room)


def _between(view: View, comparison: Comparison, k: int, now: int, room: int) -> Line:
    """Between two pops: whether they are of one function, with the same gys."""
    pops = [side.recording.pops[k : k + 1] for side in comparison.sides]
    here = comparison.parting is not None and comparison.parting.pop == k
    same = all(pops) and pops[0][0].function == pops[1][0].function
    near = same and _same_gys(comparison, k)
    if here:
        word = tr("{sign} part", sign=view.signs.differs) if room >= 8 else view.signs.differs
        return fitted([Run(f" {word}", "hot" if k <= now else "dim")], room)
    if near or not any(pops):
        return [Run(" " * room)]
    return fitted([Run(f" {view.signs.differs}", "add" if k <= now else "dim")], room)


def _same_gys(comparison: Comparison, k: int) -> bool:
    left, right = (side.recording.pops[k] for side in comparison.sides)
    return all(map(comparison.near, left.gys, right.gys))


def _bytes(view: View, comparison: Comparison, width: int) -> list[Line]:
    """The bytes held over the whole pass, a row a side, and where in it this is."""
    names = comparison.names if width >= ROOMY else comparison.short_names
    names = (tr(names[0]), tr(names[1]))
    head = max(map(cell_len, names)) + 3
    most = max(side.timeline.held.peak for side in comparison.sides)
    tail = LONGEST_BYTES + (
        cell_len(tr("  , peak {bytes}", bytes=bytes_text(most))) if width >= 56 else 2
    )
    inner = max(4, width - head - tail - 1)
    rows: list[Line] = []
    for index, side in enumerate(comparison.sides):
        moment = side_moment(view, index)
        held = side.timeline.held
        now = bytes_text(held.at(moment.position))
        figures = (
            tr("  {now}, peak {bytes}", now=now, bytes=bytes_text(held.peak))
            if width >= 56
            else f"  {now}"
        )
        line = _spark(view, side, inner, most)
        named = fitted([Run(f" {names[index]}", "pane")], head)
        rows.append([*named, *line, Run(figures, "hot")])
    at = _cell_of(view.position, view.timeline.length, inner)
    here = Run(view.signs.track[5], "hot")
    rows.insert(1, [Run(" " * (head + at)), here, Run(" " * (inner - at - 1))])
    return rows


def _cell_of(position: int, length: int, inner: int) -> int:
    return round(position / max(1, length) * (inner - 1))


def _spark(view: View, side: Side, inner: int, most: int) -> Line:
    """The bytes as blocks: what was, and what is to come."""
    blocks, held, length = view.signs.blocks, side.timeline.held, side.timeline.length
    heights = [held.at(round(x / max(1, inner - 1) * length)) / max(most, 1) for x in range(inner)]
    cells = ["".join(_block(blocks, [height])) for height in heights]
    at = _cell_of(view.position, length, inner)
    return [Run("".join(cells[: at + 1]), "track.done"), Run("".join(cells[at + 1 :]), "dim")]


def _block(blocks: str, heights: Sequence[float]) -> list[str]:
    last = len(blocks) - 1
    return [" " if height <= 0 else blocks[min(round(height * last), last)] for height in heights]
