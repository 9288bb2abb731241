"""Curves cut to what is seen: in shares of the canvas, 0 to 1 either way."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from backstep.recording.figures import Stroke
from backstep.stepper.plots.axes import Floats

Piece: TypeAlias = tuple[Floats, Floats]
PATTERNS = {"dashed": (6.0, 4.0), "dotted": (4.0, 1.0)}  # a period and what of it is drawn, in dots


def seen(x: Floats, y: Floats) -> Piece:
    """The points that lie on the canvas."""
    with np.errstate(invalid="ignore"):
        there = (x >= 0) & (x <= 1) & (y >= 0) & (y <= 1)
    return x[there], y[there]


def pieces(x: Floats, y: Floats) -> list[Piece]:
    """A curve as the stretches of it that lie on the canvas.

    nan breaks it; a stretch that leaves the canvas ends at the edge, where it really crosses it.
    """
    finite = np.isfinite(x) & np.isfinite(y)
    joined = finite[:-1] & finite[1:]
    alone = finite & ~np.append(joined, False) & ~np.insert(joined, 0, False)
    found = [(x[[i]], y[[i]]) for i in np.flatnonzero(alone)]
    found = [piece for piece in found if len(seen(*piece)[0])]
    starts = np.flatnonzero(joined)
    if not len(starts):
        return found
    x0, y0 = x[starts], y[starts]
    dx, dy = x[starts + 1] - x0, y[starts + 1] - y0
    enters, leaves = _clipped(x0, y0, dx, dy)
    current: list[tuple[float, float]] = []
    for k in np.flatnonzero(enters <= leaves):
        first = (x0[k] + enters[k] * dx[k], y0[k] + enters[k] * dy[k])
        last = (x0[k] + leaves[k] * dx[k], y0[k] + leaves[k] * dy[k])
        if not (current and _same(current[-1], first)):
            if current:
                found.append(_piece(current))
            current = [first]
        current.append(last)
    return [*found, _piece(current)] if current else found


def _clipped(x0: Floats, y0: Floats, dx: Floats, dy: Floats) -> Piece:
    """For each segment the shares of it where it enters and leaves (Liang and Barsky 1984)."""
    enters, leaves = np.zeros(len(x0)), np.ones(len(x0))
    with np.errstate(all="ignore"):
        for toward, room in ((-dx, x0), (dx, 1 - x0), (-dy, y0), (dy, 1 - y0)):
            at = room / toward
            enters = np.where(toward < 0, np.maximum(enters, at), enters)
            leaves = np.where(toward > 0, np.minimum(leaves, at), leaves)
            leaves = np.where((toward == 0) & (room < 0), -1.0, leaves)
    return enters, leaves


def _same(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return abs(a[0] - b[0]) < 1e-9 and abs(a[1] - b[1]) < 1e-9


def _piece(points: list[tuple[float, float]]) -> Piece:
    array = np.clip(np.array(points), 0.0, 1.0)
    return array[:, 0], array[:, 1]


def broken(piece: Piece, stroke: Stroke, dots: tuple[int, int]) -> Piece:
    """The dots of a dashed or dotted line on a canvas of so many dots."""
    x, y = piece
    lengths = np.hypot(np.diff(x) * dots[0], np.diff(y) * dots[1])
    along = np.insert(np.cumsum(lengths), 0, 0.0)
    places = np.arange(0.0, along[-1], 1.0)
    period, drawn = PATTERNS[stroke]
    places = places[places % period < drawn]
    return sparse((np.interp(places, along, x), np.interp(places, along, y)), dots)


def sparse(piece: Piece, dots: tuple[int, int]) -> Piece:
    """The points without those that fall on the dot of another."""
    places = np.stack([np.round(piece[0] * dots[0]), np.round(piece[1] * dots[1])])
    _, first = np.unique(places, axis=1, return_index=True)
    first.sort()
    return piece[0][first], piece[1][first]
