"""The values of a pass, each once: what is said of them, and the elements of the smaller ones."""

from __future__ import annotations

from dataclasses import dataclass, field

from backstep.messages import tr
from backstep.recording.records import KEPT_ELEMENTS, Value, VariableNode
from backstep.recording.values import number_text, statistics_of, value_text
from backstep.stepper.arrays.summary import ends_told, samples_told
from backstep.stepper.panes.nodes import grad_in_box

WIDTH = 40
IN_LECTURE = 24  # cells of a value in a lecture
ON_THE_WAY = 12  # cells of a value that runs along a wire
MOST_ELEMENTS = 1024  # of one array
ALL_ELEMENTS = 30_000  # of the larger arrays of a pass
MOST_SUMMED_UP = 400  # arrays of a pass that are too large


@dataclass
class Values:
    """The texts of values, each once; a value is named by its place among them.

    Each is what is said of it in a pane, in its variable's box, on its way along a wire, the bytes
    that it holds, its shape, its elements where they are not too many, what a lecture says of it,
    where that is less; and of an array its dtype, and what is left of it without its elements.
    """

    rows: list[list[object]] = field(default_factory=list)
    _places: dict[object, int] = field(default_factory=dict)
    # With the value: one that is let go would leave its id to the next.
    _known: dict[tuple[int, bool | None], tuple[int, Value]] = field(default_factory=dict)
    _elements: int = ALL_ELEMENTS  # that there is room for
    _sums: int = MOST_SUMMED_UP

    def place(self, value: Value | None, node: VariableNode | None = None) -> int | None:
        """The place of a value, which is the gradient of a node."""
        if value is None:
            return None
        alike = None if node is None else node.data is not None and node.data.shape == value.shape
        key = (id(value), alike)
        if key not in self._known:
            self._known[key] = self._new(value, node), value
        return self._known[key][0]

    def _new(self, value: Value, node: VariableNode | None) -> int:
        text = value_text(value, WIDTH)
        box = text if node is None else grad_in_box(value, node)
        moving = text if len(text) <= ON_THE_WAY else value_text(value, ON_THE_WAY)
        nbytes = value.nbytes if value.array is None else value.array.nbytes
        elements = self._of(value)
        large = "" if len(text) <= IN_LECTURE else value_text(value, IN_LECTURE)
        row: tuple[object, ...] = (text, box, moving, nbytes, value.shape, elements)
        if value.shape:
            row = (*row, large, value.dtype, () if elements else self._left(value))
        elif large:
            row = (*row, large)
        place = self._places.setdefault(row, len(self.rows))
        if place == len(self.rows):
            self.rows.append([*row])
        return place

    def _of(self, value: Value) -> tuple[str, ...]:
        if value.shape == () or value.array is None or value.size > MOST_ELEMENTS:
            return ()
        if value.size > KEPT_ELEMENTS:
            if value.size > self._elements:
                return ()
            self._elements -= value.size
        return tuple(number_text(x, 4) for x in value.array.ravel().tolist())

    def _left(self, value: Value) -> tuple[str, ...]:
        """What there is to say of an array whose elements are not on the page."""
        if value.size == 0 or self._sums == 0:
            return ()
        self._sums -= 1
        kept = value.statistics
        if kept is None:
            if value.array is None or value.array.dtype.kind not in "fiub":
                return ()
            kept = statistics_of(value.array)
        of_all = tr("Of its {n:,} elements, these:", n=value.size)
        return ends_told(kept), of_all, samples_told(kept, value.shape)
