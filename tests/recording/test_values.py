"""Values: arrays at one moment, as text for people and as JSON."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstep.recording.values import (
    number_json,
    number_text,
    statistics_of,
    value_json,
    value_of,
    value_text,
)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (16.0, "16.0"),
        (3, "3"),
        (-0.5, "-0.5"),
        (3.297442541400256, "3.29744"),
        (65536.0, "65536.0"),
        (1e-10, "1e-10"),
        (1234567890.0, "1.23457e+09"),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (True, "True"),
        (1 + 2j, "(1+2j)"),
        (100000.04, "100000.0"),
        (-0.0, "-0.0"),
    ],
)
def test_numbers_for_people(number: float, text: str) -> None:
    assert number_text(number) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_s_text_is_short_a_float_and_near(x: float) -> None:
    text = number_text(x)
    assert len(text) <= 13 and ("." in text or "e" in text)
    assert float(text) == pytest.approx(x, rel=5e-6)


@pytest.mark.parametrize(
    ("array", "width", "text"),
    [
        (np.array(8.0), 24, "8.0"),
        (np.array([1.0, 2.0, 3.0]), 24, "[1.0 2.0 3.0]"),
        (np.array([[1, 2], [3, 4]]), 24, "[[1 2] [3 4]]"),
        (np.arange(20.0), 24, "(20,) 0.0..19.0"),
        (np.zeros((64, 10)), 24, "(64, 10) all 0.0"),
        (np.zeros((64, 10)), 10, "64x10 all 0.0"),
        (np.array([]), 24, "[]"),
        (np.linspace(-9.6888e-5, 1.03e-4, 100), 24, "(100,) -9.7e-05..0.0001"),
        (np.linspace(-9.6888e-5, 1.03e-4, 100), 16, "(100,)"),
        (np.linspace(1.00001, 1.00002, 100), 24, "(100,) about 1.0"),
        (np.linspace(12.3451, 12.3459, 100).reshape(50, 1, 2), 24, "(50, 1, 2) about 12.3"),
        (np.append(np.ones(99), np.nan), 24, "(100,) with nan"),
    ],
)
def test_values_for_people(array: np.ndarray, width: int, text: str) -> None:
    assert value_text(value_of(array), width) == text


def test_no_value_is_none() -> None:
    assert value_text(None) == "None" and value_json(None) is None


@given(st.lists(st.floats(width=32), max_size=80), st.integers(8, 40))
def test_a_value_s_text_keeps_to_its_width(numbers: list[float], width: int) -> None:
    assert len(value_text(value_of(np.array(numbers)), width)) <= max(width, 16)


@pytest.mark.parametrize(
    ("number", "json_"),
    [
        (1, 1),
        (True, True),
        (0.1, 0.1),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (float("-inf"), "-inf"),
        (2j, "2j"),
        (np.float32(0.5), 0.5),
    ],
)
def test_numbers_as_json(number: object, json_: object) -> None:
    assert number_json(number) == json_ and type(number_json(number)) is type(json_)


@given(st.lists(st.floats(), min_size=1, max_size=5))
def test_a_value_as_json_reads_back_bit_by_bit(numbers: list[float]) -> None:
    array = np.array(numbers)
    text = json.dumps(value_json(value_of(array)), allow_nan=False)
    back = np.array([float(x) for x in json.loads(text)])
    assert np.array_equal(back, array, equal_nan=True)


def test_a_value_is_a_copy_that_cannot_be_written_to() -> None:
    array = np.array([1.0, 2.0])
    value = value_of(array)
    array[0] = 9
    assert value.array.tolist() == [1.0, 2.0] and not value.array.flags.writeable


def test_values_are_equal_by_bits_shape_and_dtype() -> None:
    one = value_of(np.array([1.0, np.nan]))
    assert one == value_of(np.array([1.0, np.nan]))
    assert one != value_of(np.array([1.0, 2.0]))
    assert one != value_of(np.array([1.0, np.nan], np.float32))
    assert one != value_of(np.array([[1.0, np.nan]]))
    assert one != "[1.0 nan]"


def test_a_value_knows_its_size_in_elements_and_bytes() -> None:
    value = value_of(np.zeros((3, 4), np.float32))
    assert (value.size, value.nbytes) == (12, 48)


def test_statistics_sum_an_array_up() -> None:
    s = statistics_of(np.arange(100.0).reshape(10, 10))
    assert (s.low, s.high, s.mean) == (0.0, 99.0, 49.5)
    assert s.sample == tuple(float(12 * i) for i in range(8))


def test_a_digest_tells_arrays_apart_by_their_bits() -> None:
    a = np.arange(100.0)
    b = a.copy()
    b[50] = np.nextafter(b[50], 100)
    assert statistics_of(a).digest == statistics_of(a.copy()).digest
    assert statistics_of(a).digest != statistics_of(b).digest
