"""Values go through JSON and come back bit for bit."""

from __future__ import annotations

import json
import math
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.recording.records import Value
from backstep.recording.values import statistics_of, value_of
from backstep.session import records
from backstep.session.arrays import DTYPES, packed_value, unpacked_value
from backstep.session.errors import Unreadable


def through_json(value: Value) -> Value:
    line = msgspec.json.encode(packed_value(value))
    return unpacked_value(msgspec.json.decode(line, type=records.Value))


def as_json(x: Any, dtype: Any = np.float64) -> Any:
    return json.loads(msgspec.json.encode(packed_value(value_of(np.array(x, dtype)))))


def bits(value: Value) -> tuple[str, tuple[int, ...], bytes]:
    assert value.array is not None
    return str(value.array.dtype), value.array.shape, value.array.tobytes()


@given(st.floats(allow_nan=False))
def test_a_float64_keeps_its_bits(x: float) -> None:
    value = value_of(np.array(x))
    assert bits(through_json(value)) == bits(value)


@given(st.floats(allow_nan=False, width=32))
def test_a_float32_keeps_its_bits(x: float) -> None:
    value = value_of(np.array([x], np.float32))
    assert bits(through_json(value)) == bits(value)


@given(st.complex_numbers(allow_nan=False))
def test_a_complex_number_keeps_its_bits(x: complex) -> None:
    value = value_of(np.array([[x]]))
    assert bits(through_json(value)) == bits(value)


@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=64))
def test_integers_keep_their_bits(xs: list[int]) -> None:
    value = value_of(np.array(xs, np.int64))
    assert bits(through_json(value)) == bits(value)


@pytest.mark.parametrize("dtype", sorted(DTYPES))
@pytest.mark.parametrize("shape", [(), (0,), (3, 0), (1,), (2, 3), (4, 4, 4)])
def test_every_dtype_and_shape_comes_back(dtype: str, shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(7)
    value = value_of(np.asarray(rng.random(shape) * 100).astype(np.uint8).astype(dtype))
    assert bits(through_json(value)) == bits(value)
    assert through_json(value).dtype == value.dtype


@pytest.mark.parametrize("limit", [np.iinfo(np.int64).min, np.iinfo(np.int64).max])
def test_the_ends_of_int64_come_back(limit: int) -> None:
    assert through_json(value_of(np.array(limit))).array == limit


def test_the_end_of_uint64_comes_back() -> None:
    value = through_json(value_of(np.array(2**64 - 1, np.uint64)))
    assert value.array is not None and value.array.item() == 2**64 - 1


def test_nan_comes_back_as_nan() -> None:
    array = through_json(value_of(np.array([np.nan, 1.0]))).array
    assert array is not None and math.isnan(array[0]) and array[1] == 1.0


def test_what_comes_back_cannot_be_changed() -> None:
    array = through_json(value_of(np.array([1.0, 2.0]))).array
    assert array is not None
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 5.0


@pytest.mark.parametrize(
    ("x", "dtype", "expected"),
    [
        (1.5, np.float64, 1.5),
        (-np.inf, np.float64, "-inf"),
        (np.nan, np.float64, "nan"),
        (3, np.int64, {"shape": [], "dtype": "int64", "values": 3}),
        (True, np.bool_, {"shape": [], "dtype": "bool", "values": True}),
        ([1, np.inf], np.float32, {"shape": [2], "dtype": "float32", "values": [1.0, "inf"]}),
        ([[1 - 2j]], complex, {"shape": [1, 1], "dtype": "complex128", "values": [[[1.0, -2.0]]]}),
    ],
)
def test_the_json_is_the_documented_one(x: Any, dtype: Any, expected: object) -> None:
    assert as_json(x, dtype) == expected


def test_a_whole_number_in_json_is_a_float64() -> None:
    value = unpacked_value(msgspec.json.decode(b"3", type=records.Value))
    assert value.dtype == "float64" and value.array == 3.0


def test_64_elements_are_kept_and_65_are_summed_up() -> None:
    assert "values" in as_json(np.arange(64.0))
    packed = as_json(np.arange(65.0))
    assert "values" not in packed
    assert packed["statistics"]["low"] == 0.0 and packed["statistics"]["high"] == 64.0
    assert packed["statistics"]["sample"] == [0.0, 8.0, 16.0, 24.0, 32.0, 40.0, 48.0, 56.0]


def test_statistics_come_back_as_they_were() -> None:
    array = np.linspace(-1, 1, 100).reshape(10, 10)
    array[3, 3] = np.inf
    value = through_json(value_of(array))
    assert value == Value((10, 10), "float64", None, statistics_of(array))
    assert through_json(value) == value


def test_an_extended_float_is_kept_as_float64() -> None:
    value = through_json(value_of(np.array([0.1], np.longdouble)))
    assert value.array is not None
    assert value.dtype == "float64" and value.array[0] == 0.1


@pytest.mark.parametrize(
    ("packed", "field", "what"),
    [
        ({"dtype": "object"}, "dtype", "'object' is no numeric type"),
        ({"dtype": "O"}, "dtype", "'O' is no numeric type"),
        ({"dtype": "U5\u202e"}, "dtype", "'U5\\\\u202e' is no numeric type"),
        ({"dtype": "f8,f8"}, "dtype", "'f8,f8' is no numeric type"),
        ({"shape": [2]}, "values", "not as many as the shape says"),
        ({"shape": [1, 1]}, "values", "not as many as the shape says"),
        ({"shape": []}, "values", "not all are numbers"),
        ({"shape": [1] * 65}, "shape", "larger than any array"),
        ({"shape": [2**62, 2**62]}, "shape", "larger than any array"),
        ({"values": None}, "values", "missing, and there are no statistics either"),
        ({"values": ["1"]}, "values", "not all are numbers"),
        ({"values": [True]}, "values", "not all are numbers"),
        ({"values": [{}]}, "values", "not all are numbers"),
        ({"values": [2**64]}, "values", "not all are numbers"),
        ({"values": [1e300], "dtype": "float32"}, "values", "not all are numbers that float32"),
        ({"values": [1.0], "dtype": "int8"}, "values", "not all are whole numbers that int8"),
        ({"values": [128], "dtype": "int8"}, "values", "not all are whole numbers that int8"),
        ({"values": [-1], "dtype": "uint64"}, "values", "not all are whole numbers that uint64"),
        ({"values": [True], "dtype": "int64"}, "values", "not all are whole numbers that int64"),
        ({"values": [1], "dtype": "bool"}, "values", "not all are true or false"),
        ({"values": [1.0], "dtype": "complex64"}, "values", "a complex number is a pair"),
        ({"values": [[1.0]], "dtype": "complex64"}, "values", "a complex number is a pair"),
    ],
)
def test_what_is_no_array_is_refused(packed: dict[str, Any], field: str, what: str) -> None:
    good: dict[str, Any] = {"shape": [1], "dtype": "float64", "values": [1.0]}
    array = msgspec.convert(good | packed, records.Array)
    with pytest.raises(Unreadable) as caught:
        unpacked_value(array)
    assert caught.value.field == field
    assert caught.value.what.startswith(what)
