"""Whatever numbers and words a file holds, its figures are drawn within their room."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from backstep.recording.figures import (
    HUES,
    MARKERS,
    Field,
    Figure,
    Plot,
    Remark,
    Series,
    Ticks,
)
from backstep.recording.visible import visible
from backstep.stepper.plots.painting import figure_lines
from backstep.stepper.plots.pen import Pen
from backstep.stepper.text import plain

EXTREMES = (0.0, -0.0, 1.0, -1.0, 5e-324, 1e-300, 1.7e308, -1.7e308, 1e16)
finite = st.one_of(st.sampled_from(EXTREMES), st.floats(allow_nan=False, allow_infinity=False))
numbers = st.one_of(finite, st.sampled_from([float("nan"), float("inf"), float("-inf")]))
words = st.text(max_size=12)
scales = st.sampled_from(["linear", "log"])
ends = st.tuples(st.none() | finite, st.none() | finite)


@st.composite
def series(draw: st.DrawFn) -> Series:
    points = draw(st.lists(st.tuples(numbers, numbers), max_size=8))
    kind = draw(st.sampled_from(["curve", "bars", "across", "down"]))
    x, y = tuple(p[0] for p in points), tuple(p[1] for p in points)
    if kind in ("across", "down"):
        place = (draw(numbers),)
        x, y = ((), place) if kind == "across" else (place, ())
    return Series(
        kind=kind,
        x=x,
        y=y,
        label=draw(words),
        hue=draw(st.sampled_from(HUES)),
        stroke=draw(st.sampled_from(["none", "solid", "dashed", "dotted"])),
        marker=draw(st.sampled_from(["", *MARKERS])),
        hues=tuple(draw(st.sampled_from(HUES)) for _ in x) if draw(st.booleans()) else (),
        width=draw(finite),
        left_out=draw(st.integers(0, 2**53)),
    )


@st.composite
def fields(draw: st.DrawFn) -> Field:
    x = draw(st.lists(numbers, min_size=1, max_size=4))
    y = draw(st.lists(numbers, min_size=1, max_size=4))
    return Field(
        kind=draw(st.sampled_from(["filled", "lines", "image"])),
        x=tuple(x),
        y=tuple(y),
        z=tuple(tuple(draw(numbers) for _ in x) for _ in y),
        levels=tuple(sorted(draw(st.lists(numbers, max_size=4)))),
        ramp=draw(st.sampled_from(["colours", "greys"])),
    )


@st.composite
def ticks(draw: st.DrawFn) -> Ticks:
    places = tuple(draw(st.lists(numbers, max_size=4)))
    return Ticks(places, tuple(draw(words) for _ in places))


plots = st.builds(
    Plot,
    row=st.integers(0, 7),
    column=st.integers(0, 7),
    title=words,
    xlabel=words,
    ylabel=words,
    xlim=ends,
    ylim=ends,
    xscale=scales,
    yscale=scales,
    xticks=st.none() | ticks(),
    yticks=st.none() | ticks(),
    grid=st.booleans(),
    equal=st.booleans(),
    frame=st.booleans(),
    series=st.lists(series(), max_size=3).map(tuple),
    fields=st.lists(fields(), max_size=2).map(tuple),
    remarks=st.lists(st.builds(Remark, finite, finite, words), max_size=2).map(tuple),
)
figures = st.builds(Figure, st.lists(plots, max_size=3).map(tuple), words)
pens = st.builds(Pen, st.booleans(), st.booleans())


@given(figures, st.integers(20, 130), st.integers(1, 45), pens)
@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
def test_every_figure_is_drawn_within_its_width(
    figure: Figure, width: int, height: int, pen: Pen
) -> None:
    lines = figure_lines(figure, width, height, pen)
    assert {cell_len(plain(line)) for line in lines} <= {width}
    assert all(visible(plain(line)) == plain(line) for line in lines)
    assert not any(c in "\n\t" for line in lines for c in plain(line))
