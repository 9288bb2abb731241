"""A recording comes back from the file as it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from backstep.recording.events import json_lines
from backstep.recording.narration import plain_steps
from backstep.recording.records import Value
from backstep.recording.values import value_of
from backstep.session import read_session
from backstep.session.packing import Unreadable, packed, packed_value, unpacked, unpacked_value
from tests.session.making import PROGRAMS, recordings_of, write_session


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_recording_is_the_same_after_the_file(name: str, tmp_path: Path) -> None:
    made = recordings_of(PROGRAMS[name])
    read = read_session(write_session(tmp_path / "s.jsonl", PROGRAMS[name])).recordings
    assert len(read) == len(made) > 0
    for before, after in zip(made, read, strict=True):
        assert (
            list(json_lines(after))[1:-1] == list(json_lines(before))[1:-1] or name == "large array"
        )
        assert after.functions == before.functions
        assert after.failure == before.failure
        assert [p.deliveries for p in after.pops] == [p.deliveries for p in before.pops] or (
            name == "large array"
        )
        assert len(plain_steps(after)) == len(plain_steps(before))


dtypes = st.sampled_from(["float64", "float32", "float16", "int64", "int8", "uint8", "bool"])


@given(
    dtypes.flatmap(lambda d: hnp.arrays(d, hnp.array_shapes(min_dims=0, max_side=4, max_dims=3)))
)
def test_small_arrays_come_back_with_the_same_bits(array: np.ndarray) -> None:
    value = value_of(array)
    back = unpacked_value("it", packed_value(value))
    assert back is not None
    assert back == value
    if array.dtype.kind == "f":  # -0.0 keeps its sign; a nan has none to keep
        numbers = ~np.isnan(array)
        assert np.array_equal(np.signbit(back.array)[numbers], np.signbit(array)[numbers])


def test_a_large_array_keeps_shape_statistics_and_digest() -> None:
    (recording,) = recordings_of(PROGRAMS["large array"])
    back = unpacked(packed(recording, 1))
    data = back.variables[0].data
    assert data is not None
    assert data.array is None
    assert data.statistics is not None
    assert (data.shape, data.statistics.low, data.statistics.high) == ((100,), 0.0, 99.0)
    assert data.statistics.mean == 49.5
    assert len(data.statistics.digest) == 64
    assert unpacked(packed(back, 1)) == back


def test_none_stays_none() -> None:
    assert unpacked_value("it", packed_value(None)) is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda b: setattr(b, "target", 99), "target"),
        (lambda b: setattr(b.pops[0], "function", 99), "pops[0].function"),
        (lambda b: setattr(b.pops[0], "freed", [0]), "pops[0].freed"),
        (lambda b: setattr(b.pops[0], "gys", []), "pops[0].gys"),
        (lambda b: setattr(b.pops[0], "delivered", []), "pops[0].delivered"),
        (lambda b: setattr(b.pops[0].delivered[0], "how", "lost"), "how"),
        (lambda b: setattr(b.pops[0].delivered[0], "to", -1), "to"),
        (lambda b: setattr(b.pops[0].delivered[0], "after", None), "after"),
        (lambda b: setattr(b.functions[0], "inputs", [50]), "functions[0]"),
        (lambda b: setattr(b, "seed", "many"), "seed"),
        (lambda b: b.pops.append(b.pops[0]), "not in the queue"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(change: object, field: str) -> None:
    (recording,) = recordings_of(PROGRAMS["diamond"])
    back = packed(recording, 1)
    assert callable(change)
    change(back)
    with pytest.raises(Unreadable, match=field.replace("[", r"\[").replace("]", r"\]")):
        unpacked(back)


def test_a_value_of_another_type_is_refused() -> None:
    kept = packed_value(value_of(np.ones(2)))
    kept.dtype = "object"  # type: ignore[union-attr]
    with pytest.raises(Unreadable, match="dtype"):
        unpacked_value("it", kept)


def test_values_compare_by_bits() -> None:
    assert value_of(np.array(np.nan)) == value_of(np.array(np.nan))
    assert value_of(np.array(1.0)) != value_of(np.array(1.0, np.float32))
    assert Value((1,), "float64", np.array([1.0])) != value_of(np.array([2.0]))
