"""The other side of the layout's rows: `dot -Tplain` as a process, and the crossings it draws."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from itertools import combinations, pairwise
from typing import NamedTuple

from backstep.stepper.graph import Key, Scene

SAMPLES = 12  # of each piece of a spline

Point = tuple[float, float]


class Curve(NamedTuple):
    """An edge as dot draws it: from where to where, and points along it."""

    source: str
    target: str
    points: list[Point]


def has_dot() -> bool:
    """Whether Graphviz is here."""
    return shutil.which("dot") is not None


def dot_source(drawn: Scene, label: Callable[[Key], str]) -> str:
    """A scene in dot's language: the same nodes, edges and texts, from left to right."""
    lines = ["digraph g {", "rankdir=LR;", "node [shape=box];"]
    lines += [f'{key.kind}{key.number} [label="{label(key)}"];' for key in drawn.layers]
    lines += [f"{a.kind}{a.number} -> {b.kind}{b.number};" for a, b in drawn.edges]
    return "\n".join([*lines, "}"])


def dot(source: str) -> str:
    """What a dot process makes of it: places and splines, as text."""
    command = ["dot", "-Tplain"]
    return subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout


def crossings(plain: str) -> int:
    """How often two edges cross in dot's drawing; those that share an end are not compared."""
    curves = [_curve(line.split()) for line in plain.splitlines() if line.startswith("edge ")]
    found = 0
    for a, b in combinations(curves, 2):
        if a.source != b.source and a.target != b.target and _near(a.points, b.points):
            found += sum(
                _cross(p, q, r, s) for p, q in pairwise(a.points) for r, s in pairwise(b.points)
            )
    return found


def _curve(words: list[str]) -> Curve:
    count = int(words[3])
    numbers = [float(word) for word in words[4 : 4 + 2 * count]]
    corners = list(zip(numbers[::2], numbers[1::2], strict=True))
    points = [corners[0]]
    for i in range(0, count - 1, 3):
        piece = corners[i : i + 4]
        points += [_on_bezier(piece, step / SAMPLES) for step in range(1, SAMPLES + 1)]
    return Curve(words[1], words[2], points)


def _on_bezier(corners: list[Point], t: float) -> Point:
    weights = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
    x = sum(w * corner[0] for w, corner in zip(weights, corners, strict=True))
    y = sum(w * corner[1] for w, corner in zip(weights, corners, strict=True))
    return x, y


def _near(a: list[Point], b: list[Point]) -> bool:
    """Whether the boxes around two curves overlap."""
    return all(
        min(p[axis] for p in one) <= max(p[axis] for p in other)
        for axis in (0, 1)
        for one, other in ((a, b), (b, a))
    )


def _cross(p: Point, q: Point, r: Point, s: Point) -> bool:
    """Whether two pieces of line cross."""

    def side(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    return side(p, q, r) * side(p, q, s) < 0 and side(r, s, p) * side(r, s, q) < 0
