"""How many cells each node of a drawing takes, whatever it may say at any step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from backstep.messages import cells
from backstep.recording.timeline import Timeline
from backstep.stepper.graph import Key
from backstep.stepper.graph.scene import Scene
from backstep.stepper.panes.nodes import data_lines, grad_in_box, name_told, shortened

Detail: TypeAlias = Literal["boxes", "names", "dots"]
MANY = 60  # changes of a gradient, of which no more are looked at for their width
PADDING = 2
ROWS = 3  # of a box: wires touch it at the middle one
SIGN = 3  # cells of what stands after a name: ` +=`
DOT = (2, 1)


class Sizes:
    """The sizes of the nodes of a drawing in some detail; `also` are other passes over the graph,
    which have to find room in it too."""

    def __init__(
        self,
        timeline: Timeline,
        drawn: Scene,
        detail: Detail = "boxes",
        also: Sequence[Timeline] = (),
    ) -> None:
        self._timeline = timeline
        self._beyond = drawn.beyond
        self._detail = detail
        self._passes = (timeline, *also)
        recording = timeline.recording
        self._digits = len(str(max(0, len(recording.functions) - 1)))

    def of(self, key: Key) -> tuple[int, int]:
        """Its width and height."""
        if self._detail == "dots":
            return DOT
        framed = self._detail == "boxes"
        beyond = 1 + len(str(sum(self._beyond[key]))) + 1 if key in self._beyond else 0
        if key.kind == "f":
            f = self._timeline.recording.functions[key.number]
            width = cells(shortened(f.label)) + self._digits + 3 + (f.order == 2)
            width += any(key.number in each.troubled for each in self._passes)
            return width + PADDING + beyond, ROWS if framed else 1
        node = self._timeline.recording.variables[key.number]
        if not framed:
            return cells(name_told(node, "names")) + SIGN + PADDING, 1
        lines = data_lines(node)
        width = max([cells(lines[0]) + beyond, *map(cells, lines[1:]), self._grads(key.number)])
        return width + PADDING, ROWS + len(lines) - 1

    def _grads(self, variable: int) -> int:
        node = self._timeline.recording.variables[variable]
        changes = [e for each in self._passes for e in each.changes(variable, MANY)]
        told = [cells(grad_in_box(e.after, node)) + 3 * (e.change == "add") for e in changes]
        return max([4, *told]) + len("grad ")
