"""The answers to why: each part of a gradient is there, its path is one, nothing is foretold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.engine import ALGORITHMS
from backstep.recording.records import Recording
from backstep.recording.telling.why import (
    makeup,
    path_to,
    pushes,
    refused,
    routes_of,
    why_gradient,
    why_next,
    why_queued,
)
from backstep.recording.timeline import Moment, Timeline
from tests.golden_runs import RUNNABLE, load, run
from tests.recording import passes
from tests.recording.algorithm_runs import alias, challenge, diamond, recorded


def moment_at(recording: Recording, position: int) -> Moment:
    return Timeline(recording).at(position)


def variable(recording: Recording, label: str) -> int:
    return next(i for i, v in enumerate(recording.variables) if v.label == label)


def function(recording: Recording, label: str) -> int:
    return next(i for i, f in enumerate(recording.functions) if f.label == label)


def test_a_tie_is_told_before_the_pop() -> None:
    assert why_next(moment_at(recorded(diamond, "generation"), 7)) == (
        "Next is square#3 from the end of the queue: square#2 has generation 1 too, but square#3 "
        "was pushed last."
    )


@pytest.mark.parametrize(
    ("position", "told"),
    [
        (
            0,
            "Nothing is in the queue yet. The first step sets y.grad and queues add, which made "
            "it.",
        ),
        (
            3,
            "The queue is empty so far. But add is not done: square#2 and square#3 are queued when "
            "it delivers.",
        ),
        (
            9,
            "Next is square#2 (generation 1): it is the only one in the queue. But square#3 is not "
            "done: square#1 is queued when it delivers.",
        ),
        (19, "The queue is empty so far. The loop ends with this pop."),
        (22, "Nothing is next: the queue is empty, so the loop has ended."),
    ],
)
def test_what_is_next(position: int, told: str) -> None:
    assert why_next(moment_at(recorded(diamond, "generation"), position)) == told


@pytest.mark.parametrize(
    ("algorithm", "reason"), [("stack", "it was pushed last"), ("queue", "it has waited longest")]
)
def test_the_rule_of_the_algorithm_gives_the_reason(algorithm: str, reason: str) -> None:
    assert reason in why_next(moment_at(recorded(challenge, algorithm), 6))


def test_a_function_that_is_refused_is_told_with_its_first_push() -> None:
    recording = recorded(diamond, "generation")
    assert why_queued(moment_at(recording, 16), function(recording, "square#1")) == [
        "Step 11: square#3 delivered to a, which square#1 made, so square#1 was queued.",
        "Step 16: square#2 delivered to a, which square#1 made, but square#1 was in seen_set "
        "already, so it was refused.",
        "It stands at index 0 of the queue.",
    ]


def test_before_its_push_a_function_waits_for_its_output() -> None:
    recording = recorded(diamond, "generation")
    assert why_queued(moment_at(recording, 2), function(recording, "square#1")) == [
        "square#1 is not in the queue yet: it comes when a gradient reaches a, which square#1 made."
    ]


def test_what_was_refused_is_known_from_its_delivery_on() -> None:
    recording = recorded(diamond, "generation")
    assert refused(moment_at(recording, 15)) == []
    (push,) = refused(moment_at(recording, 16))
    assert recording.functions[push.function].label == "square#1"


def test_an_accumulated_gradient_is_told_part_by_part() -> None:
    recording = recorded(diamond, "generation")
    assert why_gradient(moment_at(recording, 16), variable(recording, "a")) == [
        "a.grad is 16.0: the sum of 2 deliveries.",
        "Step 11, pop 2: square#3 set 8.0; gx = gy * 2 * x = 1.0 * 2 * 4.0 = 8.0; "
        "along y, add, square#3, a.",
        "Step 16, pop 3: square#2 added 8.0; gx = gy * 2 * x = 1.0 * 2 * 4.0 = 8.0; "
        "along y, add, square#2, a.",
        "Together: 8.0 + 8.0 = 16.0.",
    ]


def test_a_sum_that_waits_for_a_path_says_so() -> None:
    recording = recorded(diamond, "generation")
    told = why_gradient(moment_at(recording, 12), variable(recording, "a"))
    assert told[-1] == "It is not complete: square#2 has yet to deliver to a.grad."


def test_a_gradient_that_is_none_says_why() -> None:
    recording = recorded(diamond, "generation")
    assert why_gradient(moment_at(recording, 7), variable(recording, "y")) == [
        "y.grad is None: it was 1.0 and was freed in step 7, since add had used it and "
        "retain_grad is False."
    ]
    assert why_gradient(moment_at(recording, 7), variable(recording, "x")) == [
        "x.grad is None: nothing has been delivered to it yet. square#1 has yet to do so."
    ]


@pytest.mark.parametrize("algorithm", ["paths", "numeric"])
def test_a_gradient_that_a_path_has_yet_to_reach_is_not_said_to_stay_none(algorithm: str) -> None:
    recording = recorded(diamond, algorithm)
    x = variable(recording, "x")
    at_first = moment_at(recording, 2)
    assert why_gradient(at_first, x) == ["x.grad is None: nothing has been delivered to it yet."]


def test_other_paths_are_counted() -> None:
    recording = recorded(diamond, "generation")
    (told,) = why_gradient(moment_at(recording, 22), variable(recording, "x"))[1:]
    assert told.endswith("along y, add, square#3, a, square#1, x and 1 other path.")


def test_what_was_overwritten_is_told_as_lost() -> None:
    recording = recorded(alias(2), "overwrite")
    end = Timeline(recording).length
    told = why_gradient(moment_at(recording, end), variable(recording, "x"))
    assert told[-1] == "Lost: 1.0 from add, since overwrite sets and never adds."


@given(passes.graphs(), st.booleans())
def test_the_parts_add_up_to_the_gradient(graph: passes.Graph, retain_grad: bool) -> None:
    recording = passes.record(graph.build()[1], retain_grad=retain_grad)
    timeline = Timeline(recording)
    for position in {timeline.length // 2, timeline.length}:
        moment = timeline.at(position)
        for i in range(len(recording.variables)):
            grad, parts = moment.grad(i), makeup(moment, i).parts
            assert (grad is None) == (not parts)
            if grad is not None:
                total = sum(part.value.array for part in parts)
                np.testing.assert_allclose(total, grad.array, rtol=1e-12, atol=1e-12)


@given(passes.graphs())
def test_every_path_to_a_leaf_is_counted_once(graph: passes.Graph) -> None:
    recording = passes.record(graph.build()[1])
    moment = moment_at(recording, Timeline(recording).length)
    counts = routes_of(moment).counts
    leaves = [
        counts[k]
        for k, pop in enumerate(recording.pops)
        for d in pop.deliveries
        if d.then == "leaf"
    ]
    assert sum(leaves) == graph.paths()


@given(passes.graphs(), st.sampled_from(["generation", "paths"]))
def test_a_path_goes_along_edges_of_the_graph(graph: passes.Graph, algorithm: str) -> None:
    values = graph.grow()
    for i, value in enumerate(values):
        value.name = value.name or f"v{i}"
    recording = recorded(lambda: ({}, values[-1]), algorithm)
    moment = moment_at(recording, Timeline(recording).length)
    routes = routes_of(moment)
    names = {f.label: f for f in recording.functions}
    for k, pop in enumerate(recording.pops):
        path = path_to(moment, k, pop.deliveries[0].to, routes)
        assert path[0] == recording.target_node.label
        for y, f, x in zip(path[::2], path[1::2], path[2::2], strict=False):
            assert y in [moment.label(i) for i in names[f].outputs]
            assert x in [moment.label(i) for i in names[f].inputs]


@given(passes.graphs(most=12), st.sampled_from(sorted(ALGORITHMS)), st.data())
def test_every_question_has_an_answer(
    graph: passes.Graph, algorithm: str, data: st.DataObject
) -> None:
    recording = recorded(lambda: ({}, graph.build()[1]), algorithm)
    timeline = Timeline(recording)
    moment = timeline.at(data.draw(st.integers(0, timeline.length)))
    told = [why_next(moment)]
    for i in range(len(recording.variables)):
        told += why_gradient(moment, i)
    for i in range(len(recording.functions)):
        told += why_queued(moment, i)
    for line in told:
        assert line.endswith(".") and "  " not in line and "None.grad" not in line, line


@given(passes.graphs(most=15), st.data())
def test_nothing_is_said_of_steps_to_come(graph: passes.Graph, data: st.DataObject) -> None:
    recording = passes.record(graph.build()[1])
    timeline = Timeline(recording)
    moment = timeline.at(data.draw(st.integers(0, timeline.length)))
    for i in range(len(recording.functions)):
        assert all(push.step <= moment.position for push in pushes(moment, i))
    for i in range(len(recording.variables)):
        assert all(part.step <= moment.position for part in makeup(moment, i).parts)


@pytest.mark.parametrize("name", RUNNABLE)
def test_every_golden_program_is_explained(name: str) -> None:
    for recording in list(run(load(name)["source"]).recordings.values())[-3:]:
        timeline = Timeline(recording)
        for position in {0, 1, timeline.length // 2, timeline.length}:
            moment = timeline.at(position)
            assert why_next(moment).endswith(".")
            for i in range(min(60, len(recording.variables))):
                assert why_gradient(moment, i)
            for i in range(min(60, len(recording.functions))):
                assert why_queued(moment, i)
