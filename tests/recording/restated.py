"""The backward loops said once more, naively, over programs of sums and differences.

Nothing of the engine is used: values are numbers in a list, gradients are whole numbers, and the
queue is a list that is sorted on every push. So what the engine finds can be asked to be equal, and
wrong loops to be wrong in just this way.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.recording.passes import Graph, outputs_of

# For each output of a node, how much of its gradient goes to each input.
SLOPES = {
    "add": [(1, 1)],
    "sub": [(1, -1)],
    "neg": [(-1,)],
    "mix": [(1, -1, 1)],
    "cross": [(1, 1), (1, -1)],
}
GIVES_GY_ON = {"add": (0, 1), "sub": (0,), "mix": (0, 2)}  # to these inputs, the very same gradient


@dataclass
class Cell:
    """A gradient that may be changed in place, which whoever shares it sees."""

    number: int


@dataclass
class Backward:
    """A backward pass with retain_grad over a graph's nodes, numbered as they were called.

    `order` is where the next node is taken from: the highest generation (`sorted`), the end
    (`stack`) or the front (`fifo`); `adds` is what becomes of a second gradient.
    """

    graph: Graph
    order: str = "sorted"
    seen_set: bool = True
    adds: str = "anew"
    most: int = 5_000
    popped: list[int] = field(default_factory=list)
    grads: dict[int, Cell] = field(default_factory=dict)

    def __post_init__(self) -> None:
        leaves, nodes = len(self.graph.leaves), self.graph.nodes
        self.creator: list[int | None] = [None] * leaves
        self.outputs: list[list[int]] = []
        self.generation: list[int] = []
        for node, (op, inputs) in enumerate(nodes):
            first = len(self.creator)
            self.outputs.append([first + i for i in range(outputs_of(op))])
            self.creator += [node] * outputs_of(op)
            makers = [self.creator[i] for i in inputs]
            self.generation.append(
                max(
                    (self.generation[maker] + 1 for maker in makers if maker is not None), default=0
                )
            )

    def run(self) -> Backward:
        """Go back from the last value."""
        self.queue: list[int] = []
        self.seen: list[int] = []
        target = len(self.creator) - 1
        self.grads[target] = Cell(1)
        self.push(target)
        while self.queue and len(self.popped) < self.most:
            node = self.queue.pop(0 if self.order == "fifo" else -1)
            self.popped.append(node)
            for value, gx in zip(self.graph.nodes[node][1], self.gradients(node), strict=True):
                self.deliver(value, gx)
                self.push(value)
        return self

    def push(self, value: int) -> None:
        node = self.creator[value]
        if node is None or (self.seen_set and node in self.seen):
            return
        self.seen.append(node)
        self.queue.append(node)
        if self.order == "sorted":
            self.queue.sort(key=lambda each: self.generation[each])

    def gradients(self, node: int) -> list[Cell]:
        op, inputs = self.graph.nodes[node]
        gys = [self.grads.get(value) for value in self.outputs[node]]
        gxs = [
            Cell(
                sum(gy.number * slopes[i] for gy, slopes in zip(gys, SLOPES[op], strict=True) if gy)
            )
            for i in range(len(inputs))
        ]
        for i in GIVES_GY_ON.get(op, ()):
            assert gys[0] is not None
            gxs[i] = gys[0]
        return gxs

    def deliver(self, value: int, gx: Cell) -> None:
        before = self.grads.get(value)
        if before is None or self.adds == "never":
            self.grads[value] = gx
        elif self.adds == "inplace":
            before.number += gx.number
        else:
            self.grads[value] = Cell(before.number + gx.number)

    def leaves(self) -> list[int | None]:
        """The gradients of the leaves."""
        found = [self.grads.get(i) for i in range(len(self.graph.leaves))]
        return [None if cell is None else cell.number for cell in found]


def coefficients(graph: Graph) -> list[int]:
    """How the last value is made up of the leaves, by going forward: whole numbers, and exact."""
    count = len(graph.leaves)
    rows = [[int(i == j) for j in range(count)] for i in range(count)]
    for op, inputs in graph.nodes:
        for slopes in SLOPES[op]:
            parts = [(slope, rows[i]) for slope, i in zip(slopes, inputs, strict=True)]
            rows.append([sum(slope * row[j] for slope, row in parts) for j in range(count)])
    return rows[-1]
