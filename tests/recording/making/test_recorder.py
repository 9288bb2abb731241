"""The recorder: what it keeps, of which passes, and that it keeps it whatever happens after."""

from __future__ import annotations

import gc
import weakref
from contextlib import nullcontext
from functools import partial
from typing import Any

import numpy as np
import pytest

from backstep.engine import (
    BackwardError,
    Config,
    Function,
    Variable,
    exp,
    mul,
    no_grad,
    sin,
    square,
    using_config,
)
from backstep.recording.making.notes import MANY
from backstep.recording.making.recorder import Recorder
from backstep.recording.records import Failure
from backstep.recording.timeline import Timeline
from backstep.recording.values import value_json
from tests.recording.passes import diamond, record, recording, variable


class Checkpoint(Function):
    """Runs its block again in its backward: a backward inside a backward (session 24)."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        return np.sin(np.exp(x))

    def backward(self, gy: Variable) -> Variable:
        z = Variable(self.input.data)
        with using_config("enable_backprop", True):
            w = sin(exp(z))
            w.grad = gy
            w.backward()
        return z.grad


class Raises(Function):
    """Raises what it was given when it is popped."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def forward(self, x: np.ndarray) -> np.ndarray:
        return x

    def backward(self, gy: Variable) -> Variable:
        raise self.error


class Gives(Raises):
    """Gives a gradient that is none."""

    def backward(self, gy: Variable) -> Any:
        return None


def test_a_pass_without_a_recorder_is_not_recorded() -> None:
    with recording() as recorder:
        pass
    diamond()[2].backward()
    assert (recorder.take(), recorder.made) == ([], 0)


def test_passes_come_oldest_first_and_once() -> None:
    with recording() as recorder:
        for _ in range(3):
            diamond()[2].backward()
    assert [r.id for r in recorder.take()] == [1, 2, 3]
    assert recorder.take() == []


def test_a_recording_tells_its_arguments_and_seed() -> None:
    y = diamond()[2]
    plain, found = record(y, retain_grad=True), record(y, create_graph=True)
    assert (plain.retain_grad, plain.create_graph, plain.seeded) == (True, False, True)
    assert (found.retain_grad, found.create_graph, found.seeded) == (False, True, False)
    assert (plain.algorithm, plain.target_node.label) == ("generation", "y")
    assert {found.variables[i].label: v.array for i, v in found.found}["x"] == 64.0


def test_a_backward_inside_a_backward_names_its_parent() -> None:
    x = variable(0.4)
    y = Checkpoint()(x) * 2.0
    with recording() as recorder:
        y.backward()
    outer, inner = recorder.take()
    assert (outer.id, outer.parent, inner.id, inner.parent) == (1, None, 2, 1)
    assert [len(outer.pops), len(inner.pops)] == [2, 2]
    assert [f.class_name for f in inner.functions] == ["Exp", "Sin"]
    assert x.grad.data == pytest.approx(2 * np.cos(np.exp(0.4)) * np.exp(0.4), rel=1e-14)


def test_a_pass_after_a_nested_one_has_no_parent() -> None:
    with recording() as recorder:
        (Checkpoint()(variable(0.4)) * 2.0).backward()
        diamond()[2].backward()
    assert [r.parent for r in recorder.take()] == [None, 1, None]


def test_passed_is_called_once_for_an_outermost_pass() -> None:
    told: list[int] = []
    with recording(passed=lambda: told.append(len(told))) as recorder:
        (Checkpoint()(variable(0.4)) * 2.0).backward()
    assert told == [0] and len(recorder.take()) == 2


FAILURES = {
    "a learner's error": (Raises(ValueError("stop")), ValueError, "ValueError"),
    "an interrupt": (Raises(KeyboardInterrupt()), KeyboardInterrupt, "KeyboardInterrupt"),
    "a gradient that is none": (Gives(ValueError()), BackwardError, "BackwardError"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_pass_that_fails_keeps_its_pops_up_to_the_failure(name: str) -> None:
    f, raised, error = FAILURES[name]
    x = variable(3)
    y = square(square(f(x)))
    with recording() as recorder, pytest.raises(raised) as caught:
        y.backward()
    (recorded,) = recorder.take()
    message = str(caught.value) or raised.__name__
    assert recorded.failure == Failure(3, error, message)
    assert [p.gxs is None for p in recorded.pops] == [False, False, True]
    assert recorded.functions[recorded.pops[-1].function].class_name == type(f).__name__
    assert recorded.pops[-1].gys[0].array == 108.0
    assert recorded.pops[-1].deliveries == ()
    assert x.grad is None


def test_an_error_of_an_unused_output_keeps_the_pop_that_failed() -> None:
    class Two(Function):
        def forward(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            return x, x

        def backward(self, g0: Variable, g1: Variable) -> Variable:
            return g0 + g1

    used, unused = Two()(variable(3))
    y = square(used)
    with recording() as recorder, pytest.raises(BackwardError):
        y.backward()
    (recorded,) = recorder.take()
    assert recorded.failure is not None and recorded.failure.pop == len(recorded.pops) == 2
    assert recorded.pops[1].gys[1] is None and unused.grad is None


def test_a_failed_pass_keeps_the_functions_that_were_never_reached() -> None:
    y = Raises(ValueError("stop"))(square(variable(3)))
    with recording() as recorder, pytest.raises(ValueError, match="stop"):
        y.backward()
    (recorded,) = recorder.take()
    timeline = Timeline(recorded)
    states = [timeline.at(timeline.length).state_of(i) for i in range(2)]
    assert [f.class_name for f in recorded.functions] == ["Square", "Raises"]
    assert states == ["waiting", "current"]


def test_a_pass_after_a_failed_one_is_recorded_as_ever() -> None:
    with recording() as recorder:
        with pytest.raises(KeyboardInterrupt):
            Raises(KeyboardInterrupt())(variable(3)).backward()
        diamond()[2].backward()
    assert [r.failure is None for r in recorder.take()] == [False, True]


def test_a_backward_on_a_leaf_is_not_a_pass() -> None:
    with recording() as recorder, pytest.raises(BackwardError):
        variable(1).backward()
    assert recorder.take() == []


@pytest.mark.parametrize(
    ("passes", "kept"),
    [(100, [*range(1, 101)]), (101, [1, 2, *range(84, 102)]), (500, [1, 2, *range(483, 501)])],
)
def test_of_more_than_a_hundred_passes_the_first_and_the_last_are_kept(
    passes: int, kept: list[int]
) -> None:
    x = variable(1)
    with recording() as recorder:
        for _ in range(passes):
            x.cleargrad()
            square(x).backward()
    assert (recorder.made, recorder.dropped) == (passes, passes - len(kept))
    assert [r.id for r in recorder.take()] == kept
    assert recorder.dropped == 0


def counted(recorder: Recorder, turns: int, every: int = 1, f: Function | None = None) -> Variable:
    """A loop whose length the recorder knows, with a pass every so many turns; `f` is the last."""
    x = variable(3.0)
    for turn in range(turns):
        recorder.ahead = partial(int, turns - 1 - turn)
        x.cleargrad()
        if turn % every == 0:
            a = square(x)
            y = mul(a, a) if f is None or turn < turns - 1 else f(mul(a, a))
            y.backward()
    return x


@pytest.mark.parametrize("every", [1, 2, 7, 25])
def test_of_a_loop_whose_length_is_known_the_last_passes_are_kept_too(every: int) -> None:
    with recording() as recorder:
        counted(recorder, 120 * every, every)
    assert recorder.dropped == 100
    assert [r.id for r in recorder.take()] == [1, 2, *range(103, 121)]


def test_a_backward_that_never_ends_is_not_begun_again_when_it_was_cut() -> None:
    begun: list[int] = []

    class Endless(Raises):
        def backward(self, gy: Variable) -> Variable:
            begun.append(1)
            raise self.error

    with recording() as recorder:
        recorder.ahead = partial(int, 10_000)
        for _ in range(149):
            square(variable(1.0)).backward()
        f = Endless(KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            f(variable(1.0)).backward()
    assert recorder.take()[-1].failure == Failure(1, "KeyboardInterrupt", "KeyboardInterrupt")
    assert begun == [1]
    assert "backward" not in vars(f)


def test_a_pass_that_nobody_watches_gives_the_same_gradients() -> None:
    with recording() as recorder:
        x = counted(recorder, 300)
    assert x.grad.data == 4 * 3.0**3


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("stop")])
def test_an_unwatched_pass_that_fails_is_kept_as_if_it_had_been_watched(
    error: BaseException,
) -> None:
    found = []
    for turns in (1, 150):
        with recording() as recorder:
            recorder.ahead = partial(int, 10_000)
            x = variable(3.0, "x")
            for turn in range(turns):
                x.cleargrad()
                a = square(x)
                b = Raises(error)(a) if turn == turns - 1 else a
                y = mul(b, mul(a, a))
                recorder.ahead = partial(int, 10_000)
                with nullcontext() if turn < turns - 1 else pytest.raises(type(error)):
                    y.backward()
        found.append((recorder.take()[-1], x.grad))
    (watched, grad), (unwatched, same) = found
    assert unwatched.id == 150
    assert unwatched.failure == watched.failure
    assert [pop.gys for pop in unwatched.pops] == [pop.gys for pop in watched.pops]
    assert [pop.gxs for pop in unwatched.pops] == [pop.gxs for pop in watched.pops]
    assert grad is same is None


def test_what_changes_later_does_not_change_a_recording() -> None:
    x = Variable(np.array([1.0, 2.0]), "x")
    y = mul(x, x)
    with recording() as recorder:
        y.backward(retain_grad=True)
    x.data[:] = 100
    x.grad.data[:] = 100
    y.grad.data[:] = 100
    x.name = "z"
    (recorded,) = recorder.take()
    x.data[:] = 200
    x.grad.data[:] = 200
    timeline = Timeline(recorded)
    index = next(i for i, v in enumerate(recorded.variables) if v.label == "x")
    assert value_json(recorded.variables[index].data) == [1.0, 2.0]
    assert value_json(timeline.at(timeline.length).grad(index)) == [2.0, 4.0]
    assert value_json(recorded.seed) == [1.0, 1.0]


def test_a_recording_s_arrays_cannot_be_written_to() -> None:
    recorded = record(diamond()[2])
    with pytest.raises(ValueError, match="read-only"):
        recorded.seed.array[...] = 5


def test_a_recording_has_the_data_that_backward_saw() -> None:
    x = variable(3, "x")
    y = mul(x, x)
    x.data = np.array(5.0)
    recorded = record(y)
    assert recorded.variables[recorded.functions[0].inputs[0]].data.array == 5.0
    assert x.grad.data == 10.0


def test_an_output_that_was_thrown_away_is_none() -> None:
    class Split(Function):
        def forward(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            return x, x

    y = Split()(variable(1))[0]
    with recording() as recorder, pytest.raises(BackwardError, match="thrown away"):
        y.backward()
    assert recorder.take()[0].functions[0].outputs[1] is None


@pytest.mark.parametrize("create_graph", [True, False])
def test_functions_are_born_with_create_graph_alone(create_graph: bool) -> None:
    """y = x ** 4 - 2 * x ** 2: the pass makes 10 functions, 9 of them behind x.grad (golden)."""
    x = variable(2)
    y = x**4 - 2 * x**2
    before = Function.calls.made
    recorded = record(y, create_graph=create_graph)
    assert sum(pop.born for pop in recorded.pops) == Function.calls.made - before
    assert Function.calls.made - before == (10 if create_graph else 0)
    assert len(recorded.functions) - len(recorded.first_order) == (10 if create_graph else 0)


def test_a_function_is_born_in_the_pop_that_counts_it() -> None:
    x = variable(2)
    recorded = record(x**4 - 2 * x**2, create_graph=True)
    timeline = Timeline(recorded)
    births = [timeline.pop_at(f.born) for f in recorded.functions if f.order == 2]
    assert births == sorted(births)
    assert [births.count(k) for k in range(len(recorded.pops))] == [p.born for p in recorded.pops]
    phases = {timeline.step(f.born).phase for f in recorded.functions if f.order == 2}
    assert phases == {"multiply", "deliver"}


def test_an_addition_of_a_gradient_is_born_in_its_delivery() -> None:
    x = variable(2)
    recorded = record(mul(x, x), create_graph=True)
    timeline = Timeline(recorded)
    (added,) = [f for f in recorded.functions if f.class_name == "Add"]
    step = timeline.step(added.born)
    assert (step.phase, step.delivery) == ("deliver", 1)


def long_pass() -> None:
    y = variable(0.5)
    for _ in range(MANY):
        y = square(y)
    record(y)


def test_a_long_pass_leaves_nothing_young_for_the_collector() -> None:
    gc.collect()
    with recording():
        x = y = variable(0.5)
        for _ in range(MANY):
            y = square(y)
        y.backward()
        assert len(gc.get_objects(0)) + len(gc.get_objects(1)) < MANY / 4
    assert x.grad is not None


def test_a_long_pass_thaws_nothing_that_somebody_froze() -> None:
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        long_pass()
        assert gc.get_freeze_count() >= frozen
    finally:
        gc.unfreeze()


def test_what_a_long_pass_made_old_is_still_collected() -> None:
    class Ring:
        pass

    ring = Ring()
    ring.own = ring  # type: ignore[attr-defined]
    gone = weakref.ref(ring)
    long_pass()
    del ring
    gc.collect()
    assert gone() is None


def test_a_recorder_leaves_the_switches_alone() -> None:
    with recording(), no_grad():
        assert Config.enable_backprop is False
        square(variable(1))
    assert Config.enable_backprop is True


@pytest.mark.parametrize(
    "cut",
    [
        lambda x, y, f: y.unchain(),
        lambda x, y, f: y.unchain_backward(),
        lambda x, y, f: (y.unchain_backward(), y.unchain()),
        lambda x, y, f: f(y),
    ],
    ids=["unchain", "unchain_backward", "both", "called again"],
)
def test_a_graph_that_is_cut_after_a_pass_is_told_as_it_was(cut: Any) -> None:
    """Book step 59 cuts the graph after each pass; the pass is looked at when all have ended."""

    class Tripled(Function):
        def forward(self, x: np.ndarray) -> np.ndarray:
            return 3 * x

        def backward(self, gy: Variable) -> Variable:
            return 3 * gy

    recorder = Recorder()
    Config.recorder = recorder
    x, f = variable(2.0, "x"), Tripled()
    y = f(square(x))
    y.backward()
    cut(x, y, f)
    square(x).backward()
    first, second = recorder.take()
    assert [each.class_name for each in first.functions] == ["Square", "Tripled"]
    assert [pop.gxs and value_json(pop.gxs[0]) for pop in first.pops] == [3.0, 12.0]
    assert (first.id, second.id) == (1, 2)
