"""Every golden program, run on our engine, does what was recorded from DeZero: order and numbers.

The pops are compared through the records here, through the JSON events in test_golden_events.py.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any, NamedTuple

import pytest

from backstep.engine import BackstepError, Variable
from backstep.recording.records import Recording
from backstep.recording.timeline import Moment, Timeline
from tests.golden_runs import (
    NAMES,
    NOT_YET,
    RUNNABLE,
    Run,
    Seen,
    assert_close,
    load,
    missing_functions,
    run,
    variables_of,
)


class Case(NamedTuple):
    """One backward of a golden beside ours."""

    golden: dict[str, Any]
    seen: Seen
    recording: Recording


@cache
def ran(name: str) -> Run:
    return run(load(name)["source"])


def recorded_backwards(name: str) -> list[dict[str, Any]]:
    """The golden's backwards that have something to pop; ours refuses the others at once."""
    return [b for b in load(name)["backwards"] if b["graph"]["functions"]]


CASES = [(name, i) for name in RUNNABLE for i in range(len(recorded_backwards(name)))]


@pytest.fixture(params=CASES, ids=[f"{name}-{i}" for name, i in CASES])
def case(request: pytest.FixtureRequest) -> Case:
    name, i = request.param
    result = ran(name)
    seen = result.seen
    if "loop" in load(name)["tags"]:
        seen = [*seen[:2], seen[-1]]
    assert len(seen) == len(recorded_backwards(name))
    return Case(recorded_backwards(name)[i], seen[i], result.recordings[seen[i].id])


def queue_of(case: Case, moment: Moment) -> list[list[Any]]:
    functions = case.recording.functions
    return [
        [functions[e.function].class_name, e.generation, case.seen.calls[e.function]]
        for e in moment.queue
    ]


def test_only_the_programs_of_not_yet_lack_an_operation() -> None:
    assert {name for name in NAMES if missing_functions(name)} == NOT_YET


@pytest.mark.parametrize("name", RUNNABLE)
def test_a_program_prints_and_builds_the_same(name: str) -> None:
    golden, result = load(name), ran(name)
    assert result.stdout == golden["stdout"]
    assert result.functions_created == golden["functions_created"]


@pytest.mark.parametrize("name", RUNNABLE)
def test_a_program_raises_at_the_same_line_or_not_at_all(name: str) -> None:
    raises, result = load(name)["raises"], ran(name)
    assert result.error_line == (raises["line"] if raises else None)
    assert raises is None or isinstance(result.error, (BackstepError, TypeError))


@pytest.mark.parametrize("name", RUNNABLE)
def test_a_programs_names_end_the_same(name: str) -> None:
    golden, namespace = load(name), ran(name).namespace
    # DeZero leaves ones in the grad of a leaf whose backward failed; ours leaves it None.
    unseeded = {b["on"] for b in golden["backwards"] if not b["graph"]["functions"]}
    assert set(variables_of(namespace)) == set(golden["final"])
    for key, final in golden["final"].items():
        variable: Variable = namespace[key]
        grad = None if variable.grad is None else variable.grad.data
        assert_close(variable.data, final["data"], key)
        assert_close(grad, None if key in unseeded else final["grad"], f"{key}.grad")
        creator = None if variable.creator is None else type(variable.creator).__name__
        shape = None if variable.data is None else list(variable.shape)
        dtype = None if variable.data is None else str(variable.dtype)
        assert (variable.name, variable.generation, creator, shape, dtype) == (
            *(final["name"], final["generation"], final["creator"]),
            *(final["shape"], final["dtype"]),
        )


def test_a_backward_starts_as_in_the_golden(case: Case) -> None:
    golden, seen, recording = case
    assert golden["on"] in seen.on or not seen.on
    assert seen.depth == golden.get("depth", 0)
    assert (recording.parent is not None) == bool(seen.depth)
    args = {"retain_grad": recording.retain_grad, "create_graph": recording.create_graph}
    assert args == golden["args"]
    assert recording.seeded == (golden["seed"] is None)
    if golden["seed"] is not None:
        assert_close(recording.seed.array, golden["seed"], "seed")


def test_a_graph_has_the_golden_s_functions_and_edges(case: Case) -> None:
    recording = case.recording
    functions = [recording.functions[i] for i in recording.first_order]
    links = [i for f in functions for i in [*f.inputs, *f.outputs]]
    assert case.golden["graph"] == {
        "functions": len(functions),
        "variables": len(set(links)),
        "edges": len(links),
        "by_class": Counter(f.class_name for f in functions),
    }


def test_the_pops_come_in_the_golden_s_order(case: Case) -> None:
    recording, calls = case.recording, case.seen.calls
    order = [(recording.functions[p.function], calls[p.function]) for p in recording.pops]
    assert [(f.class_name, call, f.generation) for f, call in order] == [
        (pop["func"], pop["call"], pop["generation"]) for pop in case.golden["pops"]
    ]


def test_the_queue_is_the_golden_s_before_and_after_every_pop(case: Case) -> None:
    timeline = Timeline(case.recording)
    finished = [pop for pop in case.golden["pops"] if pop["gxs"] is not None]
    before = [queue_of(case, timeline.at(max(start, 1))) for start in timeline.starts]
    after = [queue_of(case, timeline.at(timeline.end_of_pop(k))) for k in range(len(finished))]
    assert before[: len(finished)] == [pop["queue_before"] for pop in finished]
    assert after == [pop["queue_after"] for pop in finished]


def test_every_pop_gathers_and_multiplies_the_golden_s_numbers(case: Case) -> None:
    assert len(case.recording.pops) == len(case.golden["pops"])
    for k, (pop, golden) in enumerate(zip(case.recording.pops, case.golden["pops"], strict=True)):
        assert (pop.gxs is None) == (golden["gxs"] is None)
        for mine, theirs in ((pop.gys, golden["gys"]), (pop.gxs, golden["gxs"])):
            for value, number in zip(mine or (), theirs or mine or (), strict=True):
                if theirs is not None:
                    assert_close(value and value.array, number, f"pop {k}")


def test_every_delivery_is_the_golden_s(case: Case) -> None:
    calls = case.seen.calls
    for pop, golden in zip(case.recording.pops, case.golden["pops"], strict=True):
        for d, (to, how, after, then) in zip(pop.deliveries, golden["delivered"], strict=True):
            assert (d.how, d.then) == (how, then)
            assert_close(d.after.array, after, to)
            if "#" in to:  # an unnamed output is told by the call that made it
                assert calls[d.creator] == int(to.partition("#")[2].partition(".")[0])
        assert len(pop.freed) == len(golden.get("freed", ()))


def test_a_backward_leaves_the_golden_s_grads(case: Case) -> None:
    golden, seen = case.golden, case.seen
    grads = dict(case.recording.grads)
    for name, expected in golden["grads"].items():
        assert_close(grads[name] and grads[name].array, expected, name)
    assert (seen.kept, seen.none) == (set(golden["kept"]), set(golden["none"]))
    assert seen.shared == golden["shared_grads"]
    assert seen.grad_graphs == golden["grad_graphs"]
    assert seen.raised == ("raised" in golden)
