"""Where values lie on an axis, and what its ticks are called."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.recording.figures import Field, Plot, Series
from backstep.stepper.plots.axes import Axis, axes_of

finite = st.floats(-1e300, 1e300)


@pytest.mark.parametrize(
    ("low", "high", "most", "labels"),
    [
        (0, 1, 4, ["0.0", "0.5", "1.0"]),
        (0, 1, 7, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (-7, 7, 4, ["-5", "0", "5"]),
        (3, 3.3, 4, ["3.0", "3.1", "3.2", "3.3"]),
        (0, 250, 5, ["0", "50", "100", "150", "200", "250"]),
        (-0.02, 0.02, 4, ["-0.02", "-0.01", "0.00", "0.01", "0.02"]),
        (0, 4e6, 4, ["0", "1e+06", "2e+06", "3e+06", "4e+06"]),
        (1e-300, 2e-300, 2, ["1e-300", "1.5e-300", "2e-300"]),
        (1e9, 1e9 + 1, 2, ["1000000000", "1000000000.5", "1000000001"]),
    ],
)
def test_ticks_are_round_numbers(low: float, high: float, most: int, labels: list[str]) -> None:
    assert [tick.label for tick in Axis(low, high).ticks(most)] == labels


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (0, 3.2, ["1", "10", "100", "1000"]),
        (-6, 3, ["1e-6", "0.001", "1", "1000"]),
        (-300, 300, ["1e-300", "1e-150", "1", "1e150", "1e300"]),
        (math.log10(2), math.log10(5), ["2", "3", "4", "5"]),
    ],
)
def test_a_log_axis_has_powers_of_ten(low: float, high: float, labels: list[str]) -> None:
    assert [tick.label for tick in Axis(low, high, log=True).ticks(4)] == labels


@given(st.lists(finite, min_size=1), st.booleans(), st.integers(1, 30))
def test_every_axis_has_some_ticks_and_they_lie_on_it(
    values: list[float], log: bool, most: int
) -> None:
    scale = "log" if log else "linear"
    x_axis, _ = axes_of(Plot(series=(Series("curve", tuple(values), tuple(values)),), xscale=scale))
    ticks = x_axis.ticks(most)
    assert 1 < len(ticks) < 100
    assert all(0 <= tick.share <= 1 for tick in ticks)


@given(st.lists(finite, min_size=1), st.booleans())
def test_every_value_lies_on_the_axis_of_its_plot(values: list[float], log: bool) -> None:
    scale = "log" if log else "linear"
    x_axis, _ = axes_of(Plot(series=(Series("curve", tuple(values), tuple(values)),), xscale=scale))
    shares = x_axis.shares(values)
    there = np.isfinite(shares)
    assert np.all((shares[there] >= 0) & (shares[there] <= 1))
    assert np.all(there) or log


def test_limits_go_before_what_the_data_says() -> None:
    plot = Plot(
        series=(Series("curve", (0.0, 9.0), (0.0, 9.0)),), xlim=(2.0, None), ylim=(5.0, 1.0)
    )
    x_axis, y_axis = axes_of(plot)
    assert (x_axis.low, x_axis.turned) == (2.0, False)
    assert (y_axis.low, y_axis.high, y_axis.turned) == (1.0, 5.0, True)
    assert y_axis.shares([5.0, 1.0]).tolist() == [0.0, 1.0]


def test_bars_have_room_for_their_width_and_stand_on_zero() -> None:
    x_axis, y_axis = axes_of(Plot(series=(Series("bars", (1.0, 2.0), (3.0, 4.0), width=1.0),)))
    assert x_axis.low < 0.5 and x_axis.high > 2.5
    assert y_axis.low < 0.0 and y_axis.high > 4.0


def test_a_picture_has_its_first_row_on_top() -> None:
    field = Field("image", (0.0, 1.0), (0.0, 1.0), ((1.0, 2.0), (3.0, 4.0)), (2.5,))
    x_axis, y_axis = axes_of(Plot(fields=(field,)))
    assert (x_axis.low, x_axis.high, x_axis.turned) == (-0.5, 1.5, False)
    assert y_axis.turned


@pytest.mark.parametrize(
    "values", [(), (math.nan,), (math.inf, -math.inf), (1.7e308, -1.7e308), (5.0,), (0.0,), (-1.0,)]
)
@pytest.mark.parametrize("scale", ["linear", "log"])
def test_whatever_the_values_an_axis_has_a_length(values: tuple[float, ...], scale: str) -> None:
    x_axis, _ = axes_of(Plot(series=(Series("curve", values, values),), xscale=scale))  # type: ignore[arg-type]
    assert 0 < x_axis.span < math.inf
    assert len(x_axis.ticks(5)) > 1
