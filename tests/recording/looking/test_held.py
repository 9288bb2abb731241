"""The bytes that gradients hold, against a sum over every Variable at every position."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.engine import Config, square
from backstep.recording.looking.held import bytes_text
from backstep.recording.records import Recording
from backstep.recording.timeline import Timeline
from tests.recording.passes import diamond, graphs, record, variable
from tests.recording.telling.test_narration import raising

SCALAR = 8  # bytes of a float64


def held_naively(pass_: Recording) -> list[int]:
    timeline = Timeline(pass_)
    totals = []
    for position in range(timeline.length + 1):
        grads = [timeline.at(position).grad(i) for i in range(len(pass_.variables))]
        totals.append(sum(grad.nbytes for grad in grads if grad is not None))
    return totals


@given(graphs(), st.booleans(), st.booleans())
def test_at_every_position_it_is_the_sum_over_the_gradients(
    graph, retain_grad: bool, create_graph: bool
) -> None:
    pass_ = record(graph.build()[1], retain_grad=retain_grad, create_graph=create_graph)
    timeline = Timeline(pass_)
    naive = held_naively(pass_)
    assert [timeline.held.at(p) for p in range(timeline.length + 1)] == naive
    peaks = [timeline.held.peak_at(p) for p in range(timeline.length + 1)]
    assert peaks == np.maximum.accumulate(naive).tolist()


@given(graphs(), st.booleans())
def test_the_other_peak_is_that_of_the_pass_with_the_other_flag(graph, retain_grad: bool) -> None:
    pass_ = record(graph.build()[1], retain_grad=retain_grad)
    other = record(graph.build()[1], retain_grad=not retain_grad)
    assert Timeline(pass_).held.other_peak == max(held_naively(other))


def test_the_diamond_holds_three_gradients_at_most_and_five_where_they_are_kept() -> None:
    held = Timeline(record(diamond()[2])).held
    assert (held.peak, held.other_peak) == (3 * SCALAR, 5 * SCALAR)


def test_a_gradient_from_before_is_held_from_the_start() -> None:
    x = variable(3, "x")
    x.grad = variable(1)
    assert Timeline(record(square(x))).held.at(0) == SCALAR


def test_a_pass_that_failed_has_no_other_peak() -> None:
    assert Timeline(raising(ValueError("stop"))).held.other_peak is None


def test_an_array_that_is_shared_in_place_counts_for_each_who_holds_it() -> None:
    Config.algorithm = "inplace"
    try:
        pass_ = record(diamond()[2])
    finally:
        Config.algorithm = "generation"
    timeline = Timeline(pass_)
    assert timeline.held.at(timeline.length) == held_naively(pass_)[-1]


@pytest.mark.parametrize(
    ("n", "text"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1 kB"), (401408, "401 kB")],
)
def test_bytes_are_told_in_three_digits(n: int, text: str) -> None:
    assert bytes_text(n) == text
