"""One series while a program adds to it, until it is frozen within its size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backstep.engine.variable import Array
from backstep.language.library.plotting.numbers import floats, is_finite, thinned
from backstep.recording.figures import Hue, Series, SeriesKind, Stroke


@dataclass
class Growing:
    """A series while points may still be added to it."""

    kind: SeriesKind
    x: list[Array]
    y: list[Array]
    hue: Hue
    stroke: Stroke = "solid"
    marker: str = ""
    label: str = ""
    hues: tuple[Hue, ...] = ()
    width: float = 0.8
    count: int = 0

    def takes(self, other: Growing) -> bool:
        """Whether another one is only more points of the same look."""
        plain = not (self.label or other.label or self.hues or other.hues)
        looks = [(s.kind, s.hue, s.stroke, s.marker) for s in (self, other)]
        return plain and looks[0] == looks[1] and self.kind == "curve" and self.stroke == "none"

    def frozen(self, at_most: int) -> Series:
        """The series as data, of so many points at most."""
        x, y = np.concatenate([[], *self.x]), np.concatenate([[], *self.y])
        left_out = 0
        hues = self.hues
        if self.kind in ("curve", "bars"):
            left_out = len(x) - int(is_finite(x, y).sum())
            kept = thinned(x, y, at_most, curve=self.stroke != "none")
            x, y = x[kept], y[kept]
            hues = tuple(hues[i] for i in kept) if hues else ()
        return Series(
            kind=self.kind,
            x=floats(x),
            y=floats(y),
            label=self.label,
            hue=self.hue,
            stroke=self.stroke,
            marker=self.marker,
            hues=hues,
            width=self.width,
            left_out=left_out,
        )
