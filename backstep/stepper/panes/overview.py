"""The overview of a graph that is not all in view: its generations, and how far the pass is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from backstep.stepper.panes.picture import Picture, links_of
from backstep.stepper.text import Line, Run, width_of
from backstep.stepper.view import View

WAITING, QUEUED, CURRENT, PART, DONE = range(5)
ROLES = ("dim", "node.queued", "node.current", "node.done", "node.done")


def overview_lines(view: View, shown: Picture, width: int) -> list[Line]:
    """The generations from the first to the last: what is done, queued and current, the part that
    is in view between brackets; with more room, above it how many functions each has."""
    counts = _functions_by_generation(view)
    last = len(counts) - 1
    ends = [Run(" gen 0 ", "dim"), Run(f" {last}", "dim")]
    hidden = _out_of_view(view, shown)
    tail = Run(f"  {hidden}" if hidden else "", "dim")
    room = width - width_of([*ends, tail]) - 3
    if room < 8:
        return []
    cells = min(room, max(len(counts), min(room, 2 * len(counts))))
    cell_of = np.arange(len(counts)) * cells // len(counts)
    generation_of = np.arange(cells) * len(counts) // cells
    states = _states(view, counts, cells, cell_of, generation_of)
    seen = _generations_in_view(view, shown)
    first, final = (int(cell_of[seen[0]]), int(cell_of[seen[1]])) if seen else (0, cells - 1)
    final = max(final, first)
    if cells > len(counts):
        final = max(final, int(np.flatnonzero(generation_of == seen[1])[-1]) if seen else final)
    strip: Line = [ends[0]]
    for i, state in enumerate(states):
        if i == first:
            strip.append(Run("[", "hot"))
        strip.append(Run(view.signs.strip[state], ROLES[state]))
        if i == final:
            strip.append(Run("]", "hot"))
    lines = [[*strip, ends[1], tail]]
    if shown.overview > 1:
        bars = _breadth(view, counts, cells, generation_of, cell_of, first, final)
        while width_of(bars) > width:
            bars.pop()
        lines.insert(0, bars)
    return lines


def _functions_by_generation(view: View) -> npt.NDArray[np.int64]:
    def counted() -> npt.NDArray[np.int64]:
        links = links_of(view)
        return np.bincount([links.nodes[i].generation for i in links.functions])

    return view.passes.kept(("generations", view.index, view.order), counted)


def _states(
    view: View,
    counts: npt.NDArray[np.int64],
    cells: int,
    cell_of: npt.NDArray[np.int64],
    generation_of: npt.NDArray[np.int64],
) -> list[int]:
    """The state of every cell of the strip."""
    size = len(counts)
    functions = view.recording.functions
    moment = view.moment
    if view.order == 2:
        steps, born = view.timeline.births
        count = int(np.searchsorted(steps, view.position, side="right"))
        done = np.bincount([functions[i].generation for i in born[:count]], minlength=size)
        queued = np.zeros(size, dtype=np.int64)
        current = functions[born[count - 1]].generation if count else None
    else:
        popped = view.passes.kept(("popped", view.index), lambda: _first_pops(view))
        done = np.bincount(popped[: max(0, moment.pop_index)], minlength=size + 1)[:size]
        queued = np.bincount(moment.queue.generations, minlength=size)[:size]
        current = None if moment.function is None else moment.function.generation
    states = [WAITING] * cells
    for cell in range(cells):
        own = np.flatnonzero(cell_of == cell) if cells < size else generation_of[cell : cell + 1]
        if current is not None and current in own:
            states[cell] = CURRENT
        elif queued[own].any():
            states[cell] = QUEUED
        elif done[own].sum() >= counts[own].sum() > 0:
            states[cell] = DONE
        elif done[own].any():
            states[cell] = PART
    return states


def _first_pops(view: View) -> npt.NDArray[np.int64]:
    """The generation of each pop's function; one past the last where it was popped before."""
    functions = view.recording.functions
    seen: set[int] = set()
    found = []
    size = len(_functions_by_generation(view))
    for pop in view.recording.pops:
        found.append(size if pop.function in seen else functions[pop.function].generation)
        seen.add(pop.function)
    return np.array(found, dtype=np.int64)


def _generations_in_view(view: View, shown: Picture) -> tuple[int, int] | None:
    x, y, width, height = shown.viewport
    found = [
        view.recording.functions[key.number].generation
        for key, box in shown.layout.boxes.items()
        if key.kind == "f"
        and x < box.x + box.width
        and box.x < x + width
        and y < box.y + box.height
        and box.y < y + height
    ]
    return (min(found), max(found)) if found else None


def _out_of_view(view: View, shown: Picture) -> str:
    """How many boxes stand above and below what is in view, of those that are beside it."""
    x, y, width, height = shown.viewport
    if shown.layout.spacing.direction == "down":
        return ""
    beside = [b for b in shown.layout.boxes.values() if x < b.x + b.width and b.x < x + width]
    above = sum(b.y + b.height <= y for b in beside)
    below = sum(b.y >= y + height for b in beside)
    up, down = view.signs.sides
    return " ".join([*([f"{up}{above}"] if above else []), *([f"{down}{below}"] if below else [])])


def _breadth(
    view: View,
    counts: npt.NDArray[np.int64],
    cells: int,
    generation_of: npt.NDArray[np.int64],
    cell_of: npt.NDArray[np.int64],
    first: int,
    final: int,
) -> Line:
    """How many functions each cell's generations have, as bars."""
    blocks = view.signs.blocks
    most = int(counts.max())
    bars = ""
    for cell in range(cells):
        own = counts[cell_of == cell] if cells < len(counts) else counts[generation_of[cell]]
        height = int(np.max(own)) * (len(blocks) - 1) // most
        bars += blocks[height]
        bars = bars[:-1] + " " + bars[-1] if cell == first else bars
        bars += " " if cell == final else ""
    words = f"   at most {most} abreast" if most > 1 else ""
    return [Run("       "), Run(bars, "dim"), Run(words, "dim")]
