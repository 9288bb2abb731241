"""A gradient beside its finite difference: nudge each element, see what comes of it, compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from backstep.engine.variable import Array

MOST = 64  # elements of one input that are nudged
CLOSER = (30.0, 1 / 30, 1 / 900)  # times the step, where the first look disagrees
DROWNED = 10.0  # tolerances; a slope that rounding may have moved further proves nothing

Verdict: TypeAlias = Literal["agrees", "kink", "differs", "unclear"]
Index: TypeAlias = tuple[int, ...]
Evaluate: TypeAlias = Callable[[Sequence[Array]], list[Array]]


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """One input's gradient beside its finite difference.

    `gradient`, `difference` and the relative `error` are those of the worst element, which is at
    `at` (None where there is no element at all). `checked` elements of an array of `shape` were
    nudged: all up to 64, else 64 that are the same each time. `differences` has all of them where
    all were nudged.

    The verdict is `kink` where left and right of an element the slopes are not the same, and the
    gradient is one of them or between (relu and abs at 0, a tie in max): `sides` are the two
    slopes. It is `unclear` where nan, infinity or rounding leaves nothing to compare.
    """

    shape: tuple[int, ...]
    checked: int
    at: Index | None
    gradient: float
    difference: float
    error: float
    verdict: Verdict
    sides: tuple[float, float] | None = None
    differences: Array | None = None

    @property
    def good(self) -> bool:
        """Whether gradient and finite difference agree, as far as there is a derivative."""
        return self.verdict in ("agrees", "kink")


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far apart the two may be: `atol + rtol * the larger`, and what rounding explains.

    `step` is how far an element is nudged, times its size where that is above 1; `precision` is
    the machine epsilon of the gradient's dtype.
    """

    step: float
    rtol: float
    atol: float
    precision: float


def tolerance(
    step: float | None,
    rtol: float | None,
    atol: float | None,
    inputs: Sequence[Array],
    outputs: Sequence[Array],
) -> Tolerance:
    """The tolerance for arrays of these dtypes; what is given is taken as it is.

    `inputs` are in the dtypes that backward computed in, `outputs` what came of float64 inputs.
    """
    computed = max((_epsilon(x) for x in [*inputs, *outputs]), default=_epsilon(np.zeros(())))
    tried = max((_epsilon(y) for y in outputs), default=computed)
    rtol = max(1e-4, 3 * computed**0.5) if rtol is None else rtol
    return Tolerance(
        step=tried ** (1 / 3) if step is None else step,  # balances rounding against curvature
        rtol=rtol,
        atol=1e-4 * rtol if atol is None else atol,
        precision=computed,
    )


def _epsilon(array: Array) -> float:
    dtype = array.dtype if array.dtype.kind in "fc" else np.dtype(np.float64)
    return float(np.finfo(dtype).eps)


def widened(array: Array) -> Array:
    """A copy in which finite differences can be taken: float64 at least."""
    return array.astype(np.result_type(array.dtype, np.float64))


@dataclass(frozen=True, slots=True)
class _Slope:
    """A difference quotient, and how far rounding alone may have moved it."""

    value: float
    noise: float


@dataclass(frozen=True, slots=True)
class _Element:
    """One element of one input, ready to be nudged."""

    evaluate: Evaluate
    xs: Sequence[Array]
    input: int
    at: Index
    seed: Sequence[Array | None]

    def slope(self, down: float, up: float) -> _Slope:
        """How the outputs, weighed with the seed, change from x - down to x + up."""
        low, below = self._nudged(-down)
        high, above = self._nudged(up)
        span = float(high - low)
        total = rounding = 0.0
        for gy, y0, y1 in zip(self.seed, below, above, strict=True):
            if gy is None or not y0.size:
                continue
            total += float(np.sum(gy * (widened(y1) - widened(y0))))
            size = np.abs(y0).astype(np.float64) + np.abs(y1)
            rounding += 2 * _epsilon(y1) * float(np.sum(np.abs(gy) * size))
        if span == 0:
            return _Slope(np.nan, 0.0)
        return _Slope(total / span, rounding / span)

    def _nudged(self, by: float) -> tuple[float, list[Array]]:
        x = self.xs[self.input].copy()
        x[self.at] += by
        return x[self.at], self.evaluate([*self.xs[: self.input], x, *self.xs[self.input + 1 :]])

    def steps(self, relative: float) -> list[float]:
        """How far to nudge, in the order in which it is tried.

        First by the element's size or by 1, whichever is larger; then wider and closer; last by
        the smaller of the two: sin has waves at a million too, and log ends just below a millionth.
        """
        size = self._size()
        first = relative * max(1.0, size)
        other = relative * min(1.0, size) if size else relative / 1e6
        return [first, *(first * times for times in CLOSER), max(other, self._spacing())]

    def sides(self, relative: float) -> list[tuple[_Slope, _Slope]]:
        """The slopes to the left and to the right, over a step and over a 30th of it."""
        h = max(relative, 30 * self._spacing())
        return [(self.slope(s, 0), self.slope(0, s)) for s in (h, h / 30)]

    def finite(self) -> bool:
        """Whether the outputs are finite where nothing is nudged."""
        return all(bool(np.all(np.isfinite(y))) for y in self.evaluate(self.xs))

    def _size(self) -> float:
        size = abs(float(self.xs[self.input][self.at]))
        return size if np.isfinite(size) else 1.0

    def _spacing(self) -> float:
        return 64 * float(np.spacing(self._size()))


def compare(
    evaluate: Evaluate,
    xs: Sequence[Array],
    input: int,
    seed: Sequence[Array | None],
    gradient: Array,
    allowed: Tolerance,
) -> Comparison:
    """Compare the gradient of one input with central differences.

    `evaluate` gives the outputs for inputs like `xs`, and may not change what it is given. `seed`
    has the gradient of each output, None for one that has none.

    Where the two disagree at first, an element is looked at more closely: with other steps (close
    to an edge of the domain or to a kink, a step may have gone across), then from both sides.
    """
    shape = gradient.shape
    indices = list(_chosen(shape))
    scale = float(np.max(np.abs(gradient), initial=0.0, where=np.isfinite(gradient)))
    found = np.full(shape, np.nan)
    worst: tuple[tuple[int, float], Comparison] | None = None
    for at in indices:
        element = _Element(evaluate, xs, input, at, seed)
        one, excess = _compared(element, float(gradient[at]), scale, allowed, shape, len(indices))
        found[at] = one.difference
        rank = (("agrees", "kink", "unclear", "differs").index(one.verdict), excess)
        if worst is None or rank > worst[0]:
            worst = (rank, one)
    if worst is None:
        return Comparison(shape, 0, None, 0.0, 0.0, 0.0, "agrees", None, found)
    one = worst[1]
    return Comparison(
        shape,
        len(indices),
        one.at,
        one.gradient,
        one.difference,
        one.error,
        one.verdict,
        one.sides,
        found if len(indices) == gradient.size else None,
    )


def _chosen(shape: tuple[int, ...]) -> Iterator[Index]:
    """The elements to nudge, in order: all, or as many as are looked at, drawn by our own dice."""
    size = int(np.prod(shape, dtype=np.int64))
    if size <= MOST:
        yield from np.ndindex(shape)
        return
    for flat in sorted(np.random.default_rng(size).choice(size, MOST, replace=False)):
        yield tuple(int(i) for i in np.unravel_index(flat, shape))


def _compared(
    element: _Element,
    gradient: float,
    scale: float,
    allowed: Tolerance,
    shape: tuple[int, ...],
    checked: int,
) -> tuple[Comparison, float]:
    """One element's comparison, and by how many tolerances the two are apart."""

    def room(slope: _Slope) -> float:
        larger = max(abs(gradient), abs(slope.value))
        return allowed.atol + allowed.rtol * larger + 64 * allowed.precision * scale

    def apart(slope: _Slope) -> float:
        """The distance in tolerances; nan where there is nothing to tell it by."""
        distance = abs(gradient - slope.value)
        if not np.isfinite(distance) or slope.noise > DROWNED * room(slope):
            return np.nan
        return float(np.divide(max(0.0, distance - slope.noise), room(slope)))

    def told(
        slope: _Slope, verdict: Verdict, sides: tuple[float, float] | None = None
    ) -> Comparison:
        error = _relative(gradient, slope.value)
        return Comparison(shape, checked, element.at, gradient, slope.value, error, verdict, sides)

    clearest: _Slope | None = None
    for h in element.steps(allowed.step):
        slope = element.slope(h, h)
        distance = apart(slope)
        if distance <= 1:
            return told(slope, "agrees"), distance
        if clearest is None or (np.isnan(apart(clearest)) and not np.isnan(distance)):
            clearest = slope
    assert clearest is not None  # there are always steps
    sides = _kink(element.sides(allowed.step), allowed)
    if sides is not None and min(sides) <= gradient <= max(sides):
        return told(clearest, "kink", sides), 0.0
    if sides is not None and any(apart(_Slope(side, clearest.noise)) <= 1 for side in sides):
        return told(clearest, "kink", sides), 0.0
    if not np.isnan(apart(clearest)):
        return told(clearest, "differs", sides), apart(clearest)
    if np.isfinite(clearest.value) and not np.isfinite(gradient) and element.finite():
        return told(clearest, "differs"), np.inf
    return told(clearest, "unclear"), 0.0


def _kink(sides: list[tuple[_Slope, _Slope]], allowed: Tolerance) -> tuple[float, float] | None:
    """The slopes on both sides, where they do not come together as the step gets smaller."""
    (far_left, far_right), (left, right) = sides
    gap = abs(right.value - left.value)
    noise = left.noise + right.noise
    if not gap > max(abs(far_right.value - far_left.value) / 2, 4 * noise, allowed.atol):
        return None
    return left.value, right.value


def _relative(a: float, b: float) -> float:
    larger = max(abs(a), abs(b))
    return abs(a - b) / larger if larger else 0.0
