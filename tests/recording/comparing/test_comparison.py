"""Two passes laid side by side: where they part, what is wrong, and that they go together."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backstep.engine import ALGORITHMS
from backstep.recording.comparing.apart import difference, outcome, parting_told
from backstep.recording.comparing.comparison import Comparison, compared, is_near, retained
from backstep.recording.records import Recording
from backstep.recording.values import value_of
from tests.golden_runs import load
from tests.recording.algorithm_runs import Build, alias, challenge, diamond, doubling
from tests.recording.passes import Graph, graphs, record
from tests.recording.rerunning.test_again import OURS, by
from tests.recording.test_golden import CASES, ran, recorded_backwards


def sides(recording: Recording, left: str, right: str) -> Comparison:
    found = compared(recording, left, right)
    assert isinstance(found, Comparison), found
    return found


def of(build: Build, left: str, right: str) -> Comparison:
    return sides(record(build()[1]), left, right)


def wrong(comparison: Comparison) -> dict[str, tuple[str, str]]:
    nodes = comparison.sides[0].recording.variables
    return {nodes[f.variable].label: f.verdicts for f in comparison.finals if f.differs}


def test_stack_parts_where_it_does_not_wait_for_the_other_path() -> None:
    """Book step 16: a's creator is popped when one of its two paths has delivered 8 of 16."""
    comparison = of(diamond, "generation", "stack")
    assert comparison.parting is not None
    assert (comparison.parting.pop, comparison.parting.parts) == (2, "order")
    assert parting_told(comparison) == (
        "stack pops square#1 before square#2 has delivered to a: its gy is 8.0, not 16.0. "
        "generation pops square#2."
    )
    assert wrong(comparison) == {"a": ("same", "left over"), "x": ("same", "wrong")}
    assert outcome(comparison) == (
        "generation is right; stack is wrong: x.grad = 32.0, not 64.0, a.grad = 8.0 is left over."
    )


PARTINGS = [
    (diamond, "overwrite", 2, "overwrite sets a.grad to 8.0 and loses the 8.0 in it; generation"),
    (alias(3), "inplace", 1, "inplace adds to x.grad in place, and t0.grad is the same array"),
    (challenge, "stack", 2, "stack pops mul#1 before add#2 has delivered to d: its gy is 5.0, not"),
    (diamond, "queue", 1, "Either has all that it waits for, so neither is wrong yet."),
    (diamond, "unseen", 4, "unseen stops at pop 5: output 0 of Square (a) has no gradient"),
    (diamond, "paths", 2, "paths follows one path to its end before it begins the next."),
    (doubling(3), "paths", 1, "gy = 2.0 by generation, 1.0 by paths: paths takes what came along"),
]


@pytest.mark.parametrize(
    ("build", "algorithm", "pop", "told"), PARTINGS, ids=[each[1] for each in PARTINGS]
)
def test_each_loop_parts_at_its_own_fault(
    build: Build, algorithm: str, pop: int, told: str
) -> None:
    comparison = of(build, "generation", algorithm)
    assert comparison.parting is not None
    assert comparison.parting.pop == pop
    assert told in parting_told(comparison)


@pytest.mark.parametrize("algorithm", ["toposort", "ndarray", "inplace"])
def test_what_does_the_same_does_not_part(algorithm: str) -> None:
    comparison = of(diamond, "generation", algorithm)
    assert comparison.parting is None
    assert parting_told(comparison) == ""
    assert "Both are right" in outcome(comparison)


def test_a_second_pop_is_told_with_what_is_in_its_gy() -> None:
    """unseen pops the shared function twice; with retain_grad 128 comes of it, not 64."""
    recording = by(diamond()[1], "generation", retain_grad=True)
    comparison = sides(recording, "generation", "unseen")
    assert comparison.sides[1].turns == [1, 1, 1, 1, 2]
    assert comparison.wrong_pops == (frozenset(), frozenset({4}))
    assert "unseen pops square#1 a second time, with gy = 16.0" in difference(
        comparison, comparison.leader.timeline.length - 1
    )
    assert wrong(comparison) == {"x": ("same", "wrong")}


@pytest.mark.parametrize("algorithm", ["toposort", "paths", "ndarray", "numeric"])
@given(graphs(most=15, ops=OURS))
def test_a_right_loop_has_no_wrong_gradient(algorithm: str, graph: Graph) -> None:
    assume(graph.paths() <= 300 and algorithm in ALGORITHMS)
    if algorithm == "numeric":
        assume(len(graph.nodes) < 8)
    _, y = graph.build()
    comparison = sides(record(y), "generation", algorithm)
    if algorithm != "numeric":  # whose differences are rough where much cancels
        assert wrong(comparison) == {}
    assert comparison.wrong_pops[0] == frozenset()


@pytest.mark.parametrize("algorithm", ["stack", "queue", "overwrite", "unseen", "inplace", "naive"])
@given(graphs(most=15, ops=OURS))
def test_what_is_flagged_is_not_the_finite_difference(algorithm: str, graph: Graph) -> None:
    """The reference is not ours: differences along the imaginary axis."""
    _, y = graph.build()
    comparison = sides(record(y), "generation", algorithm)
    assume(comparison.sides[1].recording.failure is None)
    expected = {f"x{i}": slope for i, slope in enumerate(graph.gradients())}
    nodes = comparison.sides[1].recording.variables
    for final in comparison.finals:
        label, grad = nodes[final.variable].label, final.grads[1]
        if label in expected and grad is not None and grad.array is not None:
            scale = max(1.0, *map(abs, expected.values()))
            near = abs(float(grad.array) - expected[label]) <= 1e-7 * scale
            assert near or final.verdicts[1] == "wrong"


@given(graphs(most=12, ops=OURS), st.sampled_from(sorted(ALGORITHMS)), st.booleans())
def test_stepped_together_both_come_from_start_to_end_and_never_go_back(
    graph: Graph, algorithm: str, swapped: bool
) -> None:
    assume(graph.paths() <= 200 and algorithm != "generation")
    _, y = graph.build()
    names = ("generation", algorithm)
    comparison = sides(record(y), *(reversed(names) if swapped else names))
    lengths = [side.timeline.length for side in comparison.sides]
    positions = [comparison.positions(p) for p in range(comparison.leader.timeline.length + 1)]
    assert positions[0] == (0, 0)
    assert list(positions[-1]) == lengths
    for before, after in pairwise(positions):
        assert before[0] <= after[0] and before[1] <= after[1]
    for position, both in enumerate(positions):
        assert both[comparison.leading] == position
        pops = [side.timeline.pop_at(p) for side, p in zip(comparison.sides, both, strict=True)]
        last = [len(side.recording.pops) - 1 for side in comparison.sides]
        assert pops[0] == pops[1] or pops == [
            min(k, end) for k, end in zip([max(pops)] * 2, last, strict=True)
        ]
        assert difference(comparison, position)


@given(graphs(most=15), st.booleans())
def test_before_the_parting_both_do_the_same(graph: Graph, retain_grad: bool) -> None:
    _, y = graph.build()
    comparison = retained(record(y, retain_grad=retain_grad))
    assert isinstance(comparison, Comparison)
    assert comparison.retains and comparison.parting is None
    left, right = (side.timeline for side in comparison.sides)
    assert left.length == right.length
    assert right.held.peak >= left.held.peak
    for position in range(0, left.length + 1, 5):
        assert difference(comparison, position)


@pytest.mark.parametrize(("name", "i"), CASES, ids=[f"{name}-{i}" for name, i in CASES])
def test_what_is_called_right_is_what_dezero_found(name: str, i: int) -> None:
    """Every golden program's pass, compared with stack; DeZero's gradients stand in the golden."""
    result = ran(name)
    seen = [*result.seen[:2], result.seen[-1]] if "loop" in load(name)["tags"] else result.seen
    recording = result.recordings[seen[i].id]
    comparison = compared(recording, "generation", "stack")
    assert isinstance(comparison, Comparison), comparison
    for position in range(comparison.leader.timeline.length + 1):
        assert difference(comparison, position)
    expected = recorded_backwards(name)[i]["grads"]
    labels = [node.label for node in recording.variables]
    for final in comparison.finals:
        told = expected.get(labels[final.variable])
        if isinstance(told, float) and final.right is not None and final.right.array is not None:
            assert float(final.right.array) == pytest.approx(told, rel=1e-9)


def test_near_is_up_to_rounding() -> None:
    one = value_of(np.array([1.0, 2.0]))
    assert is_near(one, value_of(np.array([1.0, 2.0 + 1e-12])))
    assert not is_near(one, value_of(np.array([1.0, 2.0 + 1e-6])))
    assert not is_near(one, value_of(np.array(1.0)))
    assert not is_near(one, None)
    assert is_near(None, None)
    nan: Any = value_of(np.array(np.nan))
    assert is_near(nan, nan)


def test_a_pass_that_we_cut_short_is_not_called_wrong() -> None:
    """Eighteen doublings have 2**18 - 1 visits along paths; the first 10,000 are made."""
    comparison = of(doubling(18), "generation", "paths")
    assert comparison.sides[1].cut_short
    assert {final.verdicts for final in comparison.finals} == {("same", "unknown")}
    assert outcome(comparison) == (
        "generation is right; paths stopped at pop 10001: cut off here after 10,000 pops: paths "
        "goes through its 18 functions 262,143 times."
    )
