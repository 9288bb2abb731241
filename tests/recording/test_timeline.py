"""The timeline against a naive replay: a dict of grads and a sorted list, one step at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.engine import Function, Variable, square
from backstep.recording.records import PHASES, Recording, Value
from backstep.recording.timeline import Moment, Step, Timeline
from tests.recording.passes import diamond, graphs, record, recording, variable


@dataclass
class Replay:
    """The state of a pass as the loop itself holds it."""

    queue: list[int] = field(default_factory=list)
    seen: list[int] = field(default_factory=list)
    grads: dict[int, Value] = field(default_factory=dict)
    current: int | None = None
    done: list[int] = field(default_factory=list)

    def push(self, recording: Recording, function: int | None) -> None:
        if function is not None and function not in self.seen:
            self.seen.append(function)
            self.queue.append(function)
            self.queue.sort(key=lambda i: recording.functions[i].generation)

    def facts(self) -> tuple[object, ...]:
        return (list(self.queue), list(self.seen), dict(self.grads), self.current, set(self.done))


def replay(recording: Recording) -> Iterator[tuple[object, ...]]:
    """The facts after 0, 1, 2 ... steps, from the records alone."""
    state = Replay(grads=dict(recording.found))
    yield state.facts()
    state.grads[recording.target] = recording.seed
    state.push(recording, recording.target_node.creator)
    yield state.facts()
    for pop in recording.pops:
        if state.current is not None:
            state.done.append(state.current)
        state.current = state.queue.pop()
        assert state.current == pop.function
        yield state.facts()  # pop
        yield state.facts()  # gather
        yield state.facts()  # multiply
        if pop.gxs is None:
            return
        for d in pop.deliveries:
            state.grads[d.to] = d.after
            state.push(recording, d.creator)
            yield state.facts()
        for index in pop.freed:
            del state.grads[index]
        yield state.facts()


def facts(moment: Moment) -> tuple[object, ...]:
    """The same facts, asked of the timeline."""
    recording = moment.recording
    grads = {i: moment.grad(i) for i in range(len(recording.variables))}
    states = {i: moment.state_of(i) for i in range(len(recording.functions))}
    current = [i for i, state in states.items() if state == "current"]
    return (
        [entry.function for entry in moment.queue],
        moment.timeline.seen_at(moment.position),
        {i: grad for i, grad in grads.items() if grad is not None},
        current[0] if current else None,
        {i for i, state in states.items() if state == "done"},
    )


def failing() -> Recording:
    """A pass whose second pop raises."""

    class Stops(Function):
        def forward(self, x: np.ndarray) -> np.ndarray:
            return x

        def backward(self, gy: Variable) -> Variable:
            raise ValueError("stop")

    y = square(Stops()(variable(3)))
    with recording() as recorder, pytest.raises(ValueError, match="stop"):
        y.backward()
    return recorder.take()[0]


RECORDINGS = {
    "fresh": lambda: record(diamond()[2]),
    "retained": lambda: record(diamond()[2], retain_grad=True),
    "create_graph": lambda: record(diamond()[2], create_graph=True),
    "failed": failing,
}


@pytest.fixture(params=RECORDINGS)
def pass_(request: pytest.FixtureRequest) -> Recording:
    return RECORDINGS[request.param]()


def test_every_position_of_a_small_pass_is_the_replay_s(pass_: Recording) -> None:
    timeline = Timeline(pass_)
    assert [facts(timeline.at(p)) for p in range(timeline.length + 1)] == list(replay(pass_))


@given(graphs(), st.booleans())
def test_every_position_is_the_replay_s(graph, retain_grad: bool) -> None:
    pass_ = record(graph.build()[1], retain_grad=retain_grad)
    timeline = Timeline(pass_)
    assert [facts(timeline.at(p)) for p in range(timeline.length + 1)] == list(replay(pass_))


@given(graphs(), st.booleans())
def test_a_second_pass_starts_from_the_gradients_it_found(graph, retain_grad: bool) -> None:
    _, y = graph.build()
    y.backward(retain_grad=retain_grad)
    pass_ = record(y)
    timeline = Timeline(pass_)
    assert [facts(timeline.at(p)) for p in range(timeline.length + 1)] == list(replay(pass_))


@given(graphs(most=15), st.lists(st.integers(0, 200), max_size=20))
def test_the_way_to_a_position_does_not_matter(graph, jumps: list[int]) -> None:
    pass_ = record(graph.build()[1])
    straight, jumping = Timeline(pass_), Timeline(pass_)
    for position in [*jumps, *range(straight.length, -1, -1)]:
        assert facts(jumping.at(position)) == facts(straight.at(position))


@given(graphs())
def test_n_from_the_start_takes_one_press_a_pop_and_as_many_go_back(graph) -> None:
    pass_ = record(graph.build()[1])
    timeline = Timeline(pass_)
    forward = [0]
    for _ in pass_.pops:
        forward.append(timeline.next_pop(forward[-1]))
    assert forward[-1] == timeline.length and len(set(forward)) == len(forward)
    back = [timeline.length]
    for _ in pass_.pops:
        back.append(timeline.previous_pop(back[-1]))
    assert back == forward[::-1]
    start = timeline.at(back[-1])
    assert [start.grad(i) for i in range(len(pass_.variables))] == [None] * len(pass_.variables)


def test_next_and_previous_pop_stay_at_the_ends(pass_: Recording) -> None:
    timeline = Timeline(pass_)
    assert timeline.next_pop(timeline.length) == timeline.length
    assert timeline.previous_pop(0) == 0


@given(graphs(), st.data())
def test_next_pop_goes_forward_and_previous_pop_back(graph, data: st.DataObject) -> None:
    """Also after the seed, when no pop is under way."""
    timeline = Timeline(record(graph.build()[1]))
    position = data.draw(st.integers(0, timeline.length))
    assert timeline.next_pop(position) > position or position == timeline.length
    assert timeline.previous_pop(position) < position or position == 0


def test_next_pop_after_the_seed_is_the_first(pass_: Recording) -> None:
    timeline = Timeline(pass_)
    assert timeline.next_pop(1) == timeline.end_of_pop(0)


def test_next_pop_from_within_goes_to_the_end_of_the_pop_under_way(pass_: Recording) -> None:
    timeline = Timeline(pass_)
    inside = range(timeline.starts[0] + 1, timeline.end_of_pop(0))
    assert {timeline.next_pop(p) for p in inside} == {timeline.end_of_pop(0)}
    assert {timeline.previous_pop(p) for p in inside} == {0}


def test_steps_go_through_the_five_phases_of_every_pop() -> None:
    pass_ = record(diamond()[2])
    timeline = Timeline(pass_)
    steps = [timeline.step(p) for p in range(1, timeline.length + 1)]
    assert steps[0] == Step("seed", -1)
    for k, pop in enumerate(pass_.pops):
        own = [step for step in steps if step.pop == k]
        deliveries = [Step("deliver", k, i) for i in range(len(pop.deliveries))]
        assert own == [*(Step(phase, k) for phase in PHASES[:3]), *deliveries, Step("free", k)]
    assert timeline.length == 1 + sum(4 + len(pop.deliveries) for pop in pass_.pops)


def test_a_failed_pop_ends_in_multiply() -> None:
    timeline = Timeline(failing())
    assert [timeline.at(p).failed for p in (timeline.length - 1, timeline.length)] == [False, True]
    assert timeline.step(timeline.length) == Step("multiply", 1)


@pytest.mark.parametrize(("position", "nearest"), [(-5, 0), (10**9, -1)])
def test_a_position_outside_is_moved_to_the_nearest_end(position: int, nearest: int) -> None:
    timeline = Timeline(record(diamond()[2]))
    assert timeline.at(position).position == range(timeline.length + 1)[nearest]


def test_nothing_has_happened_at_the_start(pass_: Recording) -> None:
    moment = Timeline(pass_).at(0)
    assert (moment.step, moment.pop, moment.function, moment.phase) == (None, None, None, None)
    assert (moment.queue, moment.delivery) == ([], None)


def test_the_queue_tells_who_pushed_each_entry() -> None:
    pass_ = record(diamond()[2])
    labels = {None: None} | {i: f.label for i, f in enumerate(pass_.functions)}
    moment = Timeline(pass_).at(Timeline(pass_).end_of_pop(0))
    assert [(labels[e.function], e.index, labels[e.added_by]) for e in moment.queue] == [
        ("square#2", 0, "add"),
        ("square#3", 1, "add"),
    ]
    assert moment.place_in_queue(moment.queue[1].function) == 1


@given(graphs(), st.booleans())
def test_changes_lead_from_one_gradient_to_the_next(graph, retain_grad: bool) -> None:
    timeline = Timeline(record(graph.build()[1], retain_grad=retain_grad))
    for variable_index in timeline.touched():
        changes = timeline.changes(variable_index)
        assert [c.step for c in changes] == sorted(c.step for c in changes)
        for change in changes:
            before, after = (timeline.at(change.step - i).grad(variable_index) for i in (1, 0))
            assert after == change.after
            if change.change in ("set", "add"):
                assert before == change.before
            if change.change == "add":
                np.testing.assert_array_equal(
                    change.after.array, change.before.array + change.gx.array
                )


def fan(n: int) -> Recording:
    """Many functions that wait together: more than are looked for at once."""
    x = variable(2)
    total = square(x)
    for _ in range(n):
        total = total + square(x)
    return record(total)


@pytest.mark.parametrize("near", [0.0, 0.3, 0.5, 0.7, 1.0])
def test_a_long_queue_is_the_replay_s(near: float) -> None:
    pass_ = fan(700)
    timeline = Timeline(pass_)
    position = round(near * timeline.length)
    expected = next(islice(replay(pass_), position, None))
    assert facts(timeline.at(position)) == expected
    queue = timeline.at(position).queue
    assert [entry.function for entry in queue[-3:]] == expected[0][-3:]
    assert [timeline.at(position).place_in_queue(f) for f in expected[0]] == [*range(len(queue))]
    assert timeline.seen_count(position) == len(expected[1])
    assert timeline.seen_at(position, last=2) == expected[1][-2:]
    every = range(len(pass_.functions))
    assert {i for i in every if timeline.has_seen(i, position)} == set(expected[1])


def test_generations_in_the_queue_are_counted(pass_: Recording) -> None:
    timeline = Timeline(pass_)
    for position in range(timeline.length + 1):
        queue = timeline.queue_at(position)
        listed = [entry.generation for entry in queue]
        assert [queue.count_of(n) for n in range(6)] == [listed.count(n) for n in range(6)]
