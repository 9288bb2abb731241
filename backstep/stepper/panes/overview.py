"""The overview of a graph that is not all in view: its generations, and how far the pass is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import numpy as np

from backstep.messages import tr
from backstep.stepper.panes.picture import Picture
from backstep.stepper.panes.windows import Integers, generations_of
from backstep.stepper.text import Line, Run, width_of
from backstep.stepper.view import View

LEAST = 8  # cells, below which there is no strip
WAITING, QUEUED, CURRENT, PART, DONE = range(5)
ROLES = ("dim", "node.queued", "node.current", "node.done", "node.done")


@dataclass(frozen=True)
class Strip:
    """The cells that the generations are shown in: of each generation its first and last cell, of
    each cell how many functions it stands for, and how many one of its generations has at most.
    """

    first: Integers
    last: Integers
    functions: Integers
    abreast: Integers

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return len(self.functions)

    def summed(self, by_generation: Integers) -> Integers:
        """Counts by generation as counts by cell."""
        if self.cells > len(self.first):
            return np.repeat(by_generation, self.last - self.first + 1)
        found = np.bincount(self.first, weights=by_generation, minlength=self.cells)
        return found.astype(np.int64)


def overview_lines(view: View, shown: Picture, width: int) -> list[Line]:
    """The generations from the first to the last: what is done, queued and current, the part that
    is in view between brackets; with more room, above it how many functions each has."""
    numbers = generations_of(view).numbers
    if not len(numbers):
        return []
    count = len(numbers)
    ends = [Run(f" gen {numbers[0]} ", "dim"), Run(f" {numbers[-1]}", "dim")]
    hidden = _out_of_view(view, shown)
    tail = Run(f"  {hidden}" if hidden else "", "dim")
    room = width - width_of([*ends, tail]) - 3
    if room < LEAST:
        return []
    cells = min(room, 2 * count)
    strip = view.passes.kept(("strip", view.index, view.order, cells), lambda: _strip(view, cells))
    seen = _generations_in_view(view, shown)
    first, last = (int(strip.first[seen[0]]), int(strip.last[seen[1]])) if seen else (0, cells - 1)
    states = _states(view, strip)
    line: Line = [ends[0]]
    for part, brackets in (
        (states[:first], "["),
        (states[first : last + 1], "]"),
        (states[last + 1 :], ""),
    ):
        line += [
            Run(view.signs.strip[state] * len(list(run)), ROLES[state])
            for state, run in groupby(part)
        ]
        line += [Run(brackets, "hot")] if brackets else []
    lines = [[*line, ends[1], tail]]
    if shown.overview > 1:
        lines.insert(0, _breadth(view, strip, first, last, width))
    return lines


def _strip(view: View, cells: int) -> Strip:
    """Cells for the generations: some for each, or one for some."""
    functions = generations_of(view).functions
    count = len(functions)
    at = np.arange(count + 1)
    if cells >= count:
        edges = at * cells // count
        return Strip(
            edges[:-1],
            edges[1:] - 1,
            np.repeat(functions, np.diff(edges)),
            np.repeat(functions, np.diff(edges)),
        )
    cell = at[:-1] * cells // count
    abreast = np.zeros(cells, dtype=np.int64)
    np.maximum.at(abreast, cell, functions)
    summed = np.bincount(cell, weights=functions, minlength=cells).astype(np.int64)
    return Strip(cell, cell, summed, abreast)


def _states(view: View, strip: Strip) -> list[int]:
    """The state of every cell of the strip."""
    size = len(strip.first)
    functions = view.recording.functions
    generations = generations_of(view)
    moment = view.moment
    queued = np.zeros(size, dtype=np.int64)
    if view.order == 2:
        steps, made = view.timeline.births
        count = int(np.searchsorted(steps, view.position, side="right"))
        born = view.passes.kept(
            ("born", view.index), lambda: generations.places(functions[i].generation for i in made)
        )
        done = np.bincount(born[:count], minlength=size + 1)[:size]
        current = int(born[count - 1]) if count else None
    else:
        popped = view.passes.kept(("popped", view.index), lambda: _first_pops(view))
        done = np.bincount(popped[: max(0, moment.pop_index)], minlength=size + 1)[:size]
        queued = np.bincount(generations.places(moment.queue.generations), minlength=size)[:size]
        f = moment.function
        current = None if f is None else int(generations.places([f.generation])[0])
    done, queued = strip.summed(done), strip.summed(queued)
    states = np.where(done > 0, PART, WAITING)
    states[(done >= strip.functions) & (strip.functions > 0)] = DONE
    states[queued > 0] = QUEUED
    if current is not None and current < size:
        states[strip.first[current] : strip.last[current] + 1] = CURRENT
    found: list[int] = states.tolist()
    return found


def _first_pops(view: View) -> Integers:
    """The place of each pop's generation; one past the last where it was popped before."""
    generations, timeline = generations_of(view), view.timeline
    found = generations.places(timeline.generations[timeline.popped])
    found[view.timeline.visited_again] = len(generations.numbers)
    return found


def _generations_in_view(view: View, shown: Picture) -> tuple[int, int] | None:
    x, y, width, height = shown.viewport
    functions = view.recording.functions
    found = generations_of(view).places(
        functions[key.number].generation
        for key, box in shown.layout.boxes.items()
        if key.kind == "f"
        and x < box.x + box.width
        and box.x < x + width
        and y < box.y + box.height
        and box.y < y + height
    )
    return (int(found.min()), int(found.max())) if len(found) else None


def _out_of_view(view: View, shown: Picture) -> str:
    """How many boxes stand above and below what is in view, of those that are beside it."""
    x, y, width, height = shown.viewport
    if shown.layout.spacing.direction == "down":
        return ""
    beside = [b for b in shown.layout.boxes.values() if x < b.x + b.width and b.x < x + width]
    above = sum(b.y + b.height <= y for b in beside)
    below = sum(b.y >= y + height for b in beside)
    up, down = view.signs.sides
    return " ".join(f"{sign}{count}" for sign, count in ((up, above), (down, below)) if count)


def _breadth(view: View, strip: Strip, first: int, last: int, width: int) -> Line:
    """How many functions each cell's generations have, as bars."""
    blocks = view.signs.blocks
    most = max(1, int(strip.abreast.max(initial=0)))
    bars = "".join(blocks[at] for at in (strip.abreast * (len(blocks) - 1) // most).tolist())
    start = " " * len(f" gen {generations_of(view).numbers[0]} ")
    text = start + f"{bars[:first]} {bars[first : last + 1]} {bars[last + 1 :]}"
    words = tr("   at most {most} abreast", most=most) if most > 1 else ""
    return [Run(text + (words if len(text + words) <= width else ""), "dim")]
