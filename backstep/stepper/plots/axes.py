"""An axis of a plot: from where to where it goes, where a value lies on it, and its ticks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from backstep.recording.figures import Plot, Series
from backstep.recording.figures import Ticks as NamedTicks

Floats: TypeAlias = NDArray[np.float64]
LARGEST = 1e300  # beyond it differences would be infinite
MARGIN = 0.04
STEPS = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True)
class Tick:
    """A place of an axis, as a share of its length, and what stands there."""

    share: float
    label: str


@dataclass(frozen=True)
class Axis:
    """From `low` to `high`; of a `log` axis these are the exponents. `turned` runs backwards."""

    low: float
    high: float
    log: bool = False
    turned: bool = False

    @property
    def span(self) -> float:
        """Its length."""
        return self.high - self.low

    def shares(self, values: Iterable[float]) -> Floats:
        """Where values lie, 0 at its start and 1 at its end; nan for those it cannot have."""
        found = _scaled(np.array(tuple(values), np.float64), self.log)
        shares = (found - self.low) / self.span
        return 1 - shares if self.turned else shares

    def values(self, shares: Floats) -> Floats:
        """What lies at shares of its length."""
        found = self.low + (1 - shares if self.turned else shares) * self.span
        return np.power(10.0, found) if self.log else found

    def widened(self, span: float) -> Axis:
        """The same middle, with another length."""
        middle = (self.low + self.high) / 2
        return replace(self, low=middle - span / 2, high=middle + span / 2)

    def ticks(self, most: int) -> list[Tick]:
        """About so many round numbers along it, and two at least: one says nothing of the scale."""
        found = self._ticks(most)
        while len(found) < 2 and most < 64:
            most *= 2
            found = self._ticks(most)
        return found

    def _ticks(self, most: int) -> list[Tick]:
        if self.log and self.span >= 2:
            every = max(1, math.ceil(self.span / max(most, 1)))
            exponents = range(math.ceil(self.low), math.floor(self.high) + 1, every)
            return [self._tick(float(k), _power(k)) for k in exponents]
        low, high = (10**self.low, 10**self.high) if self.log else (self.low, self.high)
        if not 0 < (high - low) / max(most, 1) < math.inf:  # too small a number for a float
            return [self._tick(place, f"1e{place:.6g}") for place in (self.low, self.high)]
        step = _step((high - low) / max(most, 1))
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        values = [k * step for k in range(first, min(last, first + 50) + 1)]
        values = [value for value in values if value > 0 or not self.log]
        places = [math.log10(value) if self.log else value for value in values]
        labels = [_label(value, step) for value in values]
        return [self._tick(place, text) for place, text in zip(places, labels, strict=True)]

    def named(self, ticks: NamedTicks) -> list[Tick]:
        """The ticks that were asked for, as far as they lie on it."""
        shares = self.shares(ticks.places)
        pairs = zip(shares.tolist(), ticks.labels, strict=True)
        return [Tick(share, label) for share, label in pairs if 0 <= share <= 1]

    def _tick(self, place: float, label: str) -> Tick:
        share = min(max((place - self.low) / self.span, 0.0), 1.0)
        return Tick(1 - share if self.turned else share, label)


def _scaled(values: Floats, log: bool) -> Floats:
    with np.errstate(all="ignore"):
        if log:
            return np.where(values > 0, np.log10(np.minimum(values, LARGEST)), np.nan)
        return np.where(np.isfinite(values), np.clip(values, -LARGEST, LARGEST), np.nan)


def _step(least: float) -> float:
    """The least round number that is not below `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    return next((s * power for s in STEPS if s * power >= least * (1 - 1e-9)), least)


def _power(k: int) -> str:
    return f"{10.0**k:g}" if -4 <= k <= 5 else f"1e{k}"


def _label(place: float, step: float) -> str:
    """A number with as many digits as its neighbours need.

    >>> _label(0.30000000000000004, 0.1), _label(-0.0, 0.5), _label(2500000.0, 500000.0)
    ('0.3', '0.0', '2.5e+06')
    """
    if abs(place) < step / 2:
        place = 0.0
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if abs(place) < 1e6 and decimals <= 5:
        return f"{place:.{decimals}f}"
    digits = 1 if place == 0 else math.ceil(math.log10(abs(place) / step) + 1e-9) + 1
    return f"{place:.{min(max(digits, 1), 12)}g}"


def axes_of(plot: Plot) -> tuple[Axis, Axis]:
    """The axes that show all of a plot, or what its limits say."""
    x_axis = _axis(
        [_across(series) for series in plot.series] + [_edges(f.x) for f in plot.fields],
        [remark.x for remark in plot.remarks],
        plot.xlim,
        plot.xscale == "log",
        0.0 if plot.fields else MARGIN,
    )
    y_axis = _axis(
        [_up(series) for series in plot.series] + [_edges(f.y) for f in plot.fields],
        [remark.y for remark in plot.remarks],
        plot.ylim,
        plot.yscale == "log",
        0.0 if plot.fields else MARGIN,
    )
    if any(f.kind == "image" and f.y[0] <= f.y[-1] for f in plot.fields):
        y_axis = replace(y_axis, turned=not y_axis.turned)
    return x_axis, y_axis


def _across(series: Series) -> Floats:
    x = np.array(series.x, np.float64)
    if series.kind != "bars":
        return x
    return np.concatenate([x - series.width / 2, x + series.width / 2])


def _up(series: Series) -> Floats:
    y = np.array(series.y, np.float64)
    return np.append(y, 0.0) if series.kind == "bars" else y


def _edges(places: tuple[float, ...]) -> Floats:
    """The outer edges of cells whose middles lie at the places."""
    low, high = min(places), max(places)
    half = (high - low) / (len(places) - 1) / 2 if len(places) > 1 else 0.5
    return np.array([low - half, high + half])


def _axis(
    parts: list[Floats],
    more: list[float],
    limits: tuple[float | None, float | None],
    log: bool,
    margin: float,
) -> Axis:
    values = _scaled(np.concatenate([np.array(more, np.float64), *parts]), log)
    values = values[np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        apart = 0.5 if log or abs(low) < 1 else abs(low) / 2
        low, high = low - apart, high + apart
    room = (high - low) * margin
    ends = [low - room, high + room]
    for i, limit in enumerate(limits):
        if limit is not None and math.isfinite(limit) and (limit > 0 or not log):
            ends[i] = float(_scaled(np.array([limit]), log)[0])
    low, high = min(ends), max(ends)
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        low, high = low - 0.5, high + max(0.5, abs(high) * 1e-9)
    return Axis(low, high, log, turned=ends[0] > ends[1])
