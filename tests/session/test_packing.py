"""A pass goes through its line and comes back the same."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from backstep.recording.records import Failure, Recording
from backstep.recording.timeline import Timeline
from backstep.recording.values import value_of
from backstep.session.lines import decoded, encoded
from backstep.session.packing import packed, unpacked
from backstep.session.records import Back
from tests.session.material import PROGRAMS, diamond, recorded


def through_a_line(recording: Recording) -> Recording:
    back = decoded(encoded(packed(recording, 1)).rstrip(b"\n"))
    assert isinstance(back, Back)
    return unpacked(back)


SMALL = [name for name in PROGRAMS if name not in ("more than 64 elements", "failure")]


@pytest.mark.parametrize("program", SMALL)
def test_a_pass_comes_back_the_same(program: str) -> None:
    passes = recorded(PROGRAMS[program])
    assert passes
    assert [through_a_line(recording) for recording in passes] == passes


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_came_back_is_written_as_before(program: str) -> None:
    for recording in recorded(PROGRAMS[program]):
        line = encoded(packed(recording, 1))
        assert encoded(packed(through_a_line(recording), 1)) == line


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_came_back_can_be_walked_to_its_end(program: str) -> None:
    for recording in recorded(PROGRAMS[program]):
        there, back = Timeline(recording), Timeline(through_a_line(recording))
        assert back.length == there.length
        for position in range(there.length + 1):
            assert back.at(position).queue == there.at(position).queue


def test_large_arrays_come_back_as_their_statistics() -> None:
    (recording,) = recorded(PROGRAMS["more than 64 elements"])
    large = [v for v in recording.variables if v.data is not None and v.data.size > 64]
    assert large
    for node in through_a_line(recording).variables:
        assert node.data is not None
        assert (node.data.array is None) == (node.data.size > 64)


def test_a_failed_pass_keeps_its_error_with_nothing_hidden_in_it() -> None:
    (recording,) = recorded(PROGRAMS["failure"])
    assert recording.failure is not None
    assert "\\ud800" in recording.failure.message
    assert through_a_line(recording).failure == recording.failure
    raw = dataclasses.replace(recording.failure, message="red \x1b[31m \ud800")
    failure = through_a_line(dataclasses.replace(recording, failure=raw)).failure
    assert failure is not None
    assert failure.message == "red \\x1b[31m \\ud800"


def test_a_pop_whose_backward_raised_has_no_gxs() -> None:
    (recording,) = recorded(diamond)
    last = dataclasses.replace(recording.pops[-1], gxs=None, deliveries=(), freed=())
    failed = dataclasses.replace(
        recording, pops=(*recording.pops[:-1], last), failure=Failure(4, "ValueError", "no")
    )
    assert through_a_line(failed) == failed


def test_a_backward_inside_a_backward_names_its_parent() -> None:
    outer, inner = recorded(PROGRAMS["nested"])
    assert through_a_line(outer).parent is None
    assert through_a_line(inner).parent == outer.id


@pytest.mark.parametrize(
    ("constant", "kept"),
    [(3, 3), (-2.5, -2.5), (float("inf"), float("inf")), (2**64, 2.0**64), (-(10**400), -np.inf)],
)
def test_constants_keep_value_and_type_as_far_as_64_bits(constant: float, kept: float) -> None:
    (recording,) = recorded(diamond)
    f = dataclasses.replace(recording.functions[0], constants=(("c", constant),))
    changed = dataclasses.replace(recording, functions=(f, *recording.functions[1:]))
    (told,) = through_a_line(changed).functions[0].constants
    assert told == ("c", kept) and type(told[1]) is type(kept)


def test_a_gradient_of_the_wrong_sign_of_zero_is_not_taken_for_its_gx() -> None:
    (recording,) = recorded(diamond)
    pop = recording.pops[0]
    d = dataclasses.replace(
        pop.deliveries[0], gx=value_of(np.array(0.0)), after=value_of(np.array(-0.0))
    )
    pop = dataclasses.replace(pop, deliveries=(d, *pop.deliveries[1:]), gxs=(d.gx, d.gx))
    changed = dataclasses.replace(recording, pops=(pop, *recording.pops[1:]))
    after = through_a_line(changed).pops[0].deliveries[0].after.array
    assert after is not None and np.signbit(after)


def chain(create_graph: bool) -> Recording:
    from backstep.engine import operations
    from tests.session.material import variable

    def run() -> None:
        y = variable(0.5)
        for _ in range(1000):
            y = operations.sin(y)
        y.backward(create_graph=create_graph)

    return recorded(run)[0]


@pytest.mark.parametrize(("create_graph", "most"), [(False, 350), (True, 800)])
def test_a_pop_takes_few_bytes(create_graph: bool, most: int) -> None:
    recording = chain(create_graph)
    assert len(encoded(packed(recording, 1))) / len(recording.pops) < most
