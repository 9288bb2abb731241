"""The three tiers, value by value and text by text."""

from __future__ import annotations

import numpy as np
import pytest

from backstep.recording.records import Value
from backstep.recording.values import value_of
from backstep.session.arrays import packed_value, unpacked_value
from backstep.session.verification.tiers import Tier, apart, tier_of_texts, tier_of_values

SAME, CLOSE, DIFFERS = Tier


def value(x: object, dtype: str = "float64") -> Value:
    return value_of(np.array(x, dtype))


def large(change: float = 0.0) -> Value:
    """A value as a file keeps it: statistics only."""
    array = np.sin(np.arange(100.0))
    array[99] += change
    return unpacked_value(packed_value(value_of(array)))


@pytest.mark.parametrize(
    ("recorded", "now", "tier"),
    [
        (1.0, 1.0, SAME),
        (1.0, np.nextafter(1.0, 2.0), CLOSE),
        (1.0, 1.0 + 0.9e-9, CLOSE),
        (1.0, 1.0 + 1.1e-9, DIFFERS),
        (1e-300, 1.1e-300, DIFFERS),
        (0.0, -0.0, CLOSE),
        (0.0, 1e-300, DIFFERS),
        (np.nan, -np.nan, SAME),
        (np.inf, np.inf, SAME),
        (np.inf, -np.inf, DIFFERS),
        (np.inf, 1e308, DIFFERS),
        ([1.0, 1e-9], [1.0, 1.00001e-9], DIFFERS),
        ([1.0, 2.0], [1.0, 2.0 + 1e-12], CLOSE),
        ([1.0], 1.0, DIFFERS),
    ],
)
def test_the_tier_of_values(recorded: object, now: object, tier: Tier) -> None:
    assert tier_of_values(value(recorded), value(now)) is tier
    assert tier_of_values(value(now), value(recorded)) is tier


def test_whole_numbers_are_the_same_or_differ() -> None:
    big = 2**53
    assert tier_of_values(value(big, "int64"), value(big + 1, "int64")) is DIFFERS
    assert tier_of_values(value(big, "int64"), value(big, "int64")) is SAME
    assert tier_of_values(value(1, "int64"), value(1.0)) is DIFFERS


def test_no_value_is_like_no_other() -> None:
    assert tier_of_values(None, None) is SAME
    assert tier_of_values(None, value(1.0)) is tier_of_values(value(1.0), None) is DIFFERS


@pytest.mark.parametrize(("change", "tier"), [(0.0, SAME), (1e-13, CLOSE), (1e-3, DIFFERS)])
def test_of_large_arrays_the_statistics_decide(change: float, tier: Tier) -> None:
    assert tier_of_values(large(), large(change)) is tier


@pytest.mark.parametrize(
    ("recorded", "now", "tier"),
    [
        ("variable(64.0)\n", "variable(64.0)\n", SAME),
        ("variable(64.0)\n", "variable(64.00000000001)\n", CLOSE),
        ("variable(64.0)\n", "variable(64.1)\n", DIFFERS),
        ("x 1.0\n", "y 1.0\n", DIFFERS),
        ("1 2\n", "1\n", DIFFERS),
        ("warning: data (line 12)\n", "warning: data (line 1)\n", SAME),
        ("1e999\n", "1e998\n", SAME),
        ("9" * 5000, "9" * 4999 + "8", CLOSE),
    ],
)
def test_the_tier_of_texts(recorded: str, now: str, tier: Tier) -> None:
    assert tier_of_texts(recorded, now) in (tier, SAME if len(now) > 4000 else tier)


@pytest.mark.parametrize(
    ("recorded", "now", "told"),
    [
        (1.0, 1.0000001, ("", "1.0", "1.0000001")),
        ([1.0, 2.0], [1.0, 3.0], ("[1]", "2.0", "3.0")),
        ([[1.0, 2.0]], [[1.0, np.nan]], ("[0, 1]", "2.0", "nan")),
        ([1.0], 1.0, ("", "float64(1,)", "float64()")),
    ],
)
def test_where_values_differ_is_told_with_all_digits(recorded, now, told) -> None:
    assert apart(value(recorded), value(now)) == told


@pytest.mark.parametrize(
    ("recorded", "now"),
    [
        ("warning: data (line 3)\n", "warning: data (line 1)\n"),
        ("경고: 데이터 (3번째 줄)\n", "경고: 데이터 (1번째 줄)\n"),
    ],
)
def test_in_which_line_a_warning_arose_is_left_out_in_every_language(
    recorded: str, now: str
) -> None:
    assert tier_of_texts(recorded, now) is Tier.SAME
