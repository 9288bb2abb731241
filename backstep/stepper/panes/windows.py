"""Which part of a pass's graph is laid out: all of it, a window around some pops, or what is next
to the current function.

The windows of a large graph belong to a few pops each, so that stepping seldom changes them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from backstep.stepper.graph import Key, Links, Ordered, ordered, scene
from backstep.stepper.graph.scene import LIMIT, neighbourhood
from backstep.stepper.view import View

Integers = npt.NDArray[np.int64]
POPS = 24  # that share a window of a large graph
BESIDE = 8  # pops before and after them that are in it too


class Part(NamedTuple):
    """What is laid out, in its order; `name` tells it from other parts and passes."""

    name: tuple[Hashable, ...]
    graph: Ordered

    @property
    def whole(self) -> bool:
        """Whether it is all of the graph."""
        return self.graph.scene.whole


def links_of(view: View) -> Links:
    """Who takes and makes what in the graph that is shown."""
    return view.passes.links(view.index, view.order)


class Generations(NamedTuple):
    """The generations that the functions of a graph have, and how many functions each has.

    A graph that was cut off its past begins at a high one, so the first is not always 0.
    """

    numbers: Integers
    functions: Integers

    def places(self, generations: Integers | Iterable[int]) -> Integers:
        """Where among them those are that are given."""
        if not isinstance(generations, np.ndarray):
            generations = np.array(list(generations), np.int64)
        return np.searchsorted(self.numbers, generations).astype(np.int64)


def generations_of(view: View) -> Generations:
    """The generations of the graph that is shown."""

    def counted() -> Generations:
        of_each = view.timeline.generations[links_of(view).functions]
        return Generations(*np.unique(of_each, return_counts=True))

    return view.passes.kept(("generations", view.index, view.order), counted)


def part_shown(view: View) -> Part:
    """The graph around the current pops, or around the node that a person has gone to."""
    links = links_of(view)
    path, at = followed(view)
    block = 0
    following: Sequence[int] = ()
    if links.total > LIMIT:
        block = at // POPS
        following = path[max(0, block * POPS - BESIDE) : (block + 1) * POPS + BESIDE]
    part = _part(view, links, block, following)
    chosen = view.inspected
    if view.pan is None or chosen is None or chosen in part.graph.scene.layers:
        return part
    if not _is_in(links, chosen):
        return part
    near = [chosen.number] if chosen.kind == "f" else links.around(chosen.number)[:1]
    return _part(view, links, chosen, near)


def part_near(view: View, limit: int) -> Part:
    """The current function and what is next to it; see neighbourhood."""
    path, at = followed(view)
    key = ("near", view.index, view.order, path[at], limit)
    return Part(
        key, view.passes.kept(key, lambda: ordered(neighbourhood(links_of(view), path[at], limit)))
    )


def _is_in(links: Links, key: Key) -> bool:
    return links.has(key.number) if key.kind == "f" else bool(links.around(key.number))


def _part(view: View, links: Links, name: Hashable, following: Sequence[int]) -> Part:
    key = ("graph", view.index, view.order, name)

    def made() -> Ordered:
        return ordered(scene(view.recording, view.order, links=links, following=following))

    return Part(key, view.passes.kept(key, made))


def followed(view: View) -> tuple[Sequence[int], int]:
    """The functions that the canvas follows one after the other, and which of them is the one now:
    those that are popped, in the second order those that are born."""
    if view.order == 2:
        steps, born = view.timeline.births
        return born or [0], max(0, bisect_right(steps, view.position) - 1)
    path = view.passes.kept(("path", view.index), view.timeline.popped.tolist)
    if not path:
        return [view.recording.target_node.creator or 0], 0
    return path, max(0, view.moment.pop_index)
