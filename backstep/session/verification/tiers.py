"""How near two values are: the same bits, close, or not."""

from __future__ import annotations

import math
import re
from enum import IntEnum
from functools import cache
from typing import Any

import numpy as np

from backstep.engine.variable import Array
from backstep.language.runtime import WARNED_AT
from backstep.messages import LANGUAGES, in_language, tr
from backstep.recording.records import Statistics, Value
from backstep.recording.values import statistics_of

RTOL = 1e-9
NOISE = 1e-5  # of a finite difference: what rounding does to a forward, it makes much larger
NUMBERS = re.compile(r"[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?)", re.IGNORECASE)


class Tier(IntEnum):
    """What a comparison came to; the greater, the worse."""

    SAME = 0
    CLOSE = 1
    DIFFERS = 2


def tier_of_values(recorded: Value | None, now: Value | None) -> Tier:
    """The tier of two values. Of arrays with more than 64 elements the statistics decide.

    >>> from backstep.recording.values import value_of
    >>> one, near = value_of(np.array(1.0)), value_of(np.array(1.0 + 1e-12))
    >>> tier_of_values(one, one).name, tier_of_values(one, near).name
    ('SAME', 'CLOSE')
    """
    if recorded is None or now is None:
        return Tier.SAME if recorded is now else Tier.DIFFERS
    if (recorded.shape, recorded.dtype) != (now.shape, now.dtype):
        return Tier.DIFFERS
    if recorded.array is not None and now.array is not None:
        return _tier_of_arrays(recorded.array, now.array)
    return _tier_of_statistics(_statistics(recorded), _statistics(now))


def tier_of_numbers(recorded: float, now: float) -> Tier:
    """The tier of two numbers; a nan is as good as any other."""
    return _tier_of_arrays(np.array(recorded), np.array(now))


def tier_of_differences(recorded: float, now: float) -> Tier:
    """The tier of two finite differences."""
    tier = tier_of_numbers(recorded, now)
    near = math.isclose(recorded, now, rel_tol=NOISE, abs_tol=NOISE)
    return Tier.CLOSE if tier is Tier.DIFFERS and near else tier


def _tier_of_arrays(a: Array, b: Array) -> Tier:
    if a.dtype.kind not in "fc":
        return Tier.SAME if np.array_equal(a, b) else Tier.DIFFERS
    if _bits(a) == _bits(b):
        return Tier.SAME
    near = np.isclose(b, a, rtol=RTOL, atol=0.0, equal_nan=True)
    return Tier.CLOSE if near.all() else Tier.DIFFERS


def _bits(array: Array) -> bytes:
    """The bytes of an array in which every nan is the same nan: a file keeps no more of it."""
    return np.where(np.isnan(array), np.nan, array).tobytes()


def _statistics(value: Value) -> Statistics:
    if value.statistics is not None:
        return value.statistics
    assert value.array is not None  # a Value has its elements or its statistics
    return statistics_of(value.array)


def _tier_of_statistics(a: Statistics, b: Statistics) -> Tier:
    if len(a.sample) != len(b.sample):
        return Tier.DIFFERS
    told = _tier_of_arrays(_told(a), _told(b))
    if a.digest == b.digest and a.mean == b.mean:
        return told
    # A mean may be next to nothing where the elements are not: it is held to their size.
    size = max(abs(a.low), abs(a.high))
    means = a.mean == b.mean or abs(a.mean - b.mean) <= RTOL * size or _both_nan(a.mean, b.mean)
    return Tier.CLOSE if means and told is not Tier.DIFFERS else Tier.DIFFERS


def _told(kept: Statistics) -> Array:
    return np.array([kept.low, kept.high, *kept.sample])


def _both_nan(a: float, b: float) -> bool:
    return math.isnan(a) and math.isnan(b)


@cache
def _own_line() -> re.Pattern[str]:
    """Where a warning says in which line it arose, in any of the languages."""
    ends = []
    for tag in LANGUAGES:
        with in_language(tag):
            whole = tr(WARNED_AT, message="\0", line="\1")
        ends.append(re.escape(whole.partition("\0")[2]).replace("\1", r"\d+"))
    return re.compile(f"(?:{'|'.join(ends)})$", re.MULTILINE)


def tier_of_texts(recorded: str, now: str) -> Tier:
    """The tier of what a cell printed: close where only numbers differ, and those are close.

    In which line of the whole program a warning arose is left out: a cell runs by itself here.
    """
    recorded, now = _own_line().sub("", recorded), _own_line().sub("", now)
    if recorded == now:
        return Tier.SAME
    if NUMBERS.sub("0", recorded) != NUMBERS.sub("0", now):
        return Tier.DIFFERS
    pairs = zip(NUMBERS.findall(recorded), NUMBERS.findall(now), strict=True)
    return max((tier_of_numbers(float(a), float(b)) for a, b in pairs), default=Tier.SAME)


def tier_of_constants(recorded: Any, now: Any) -> Tier:
    """The tier of what a function was made with."""
    if isinstance(recorded, float) and isinstance(now, float):
        return tier_of_numbers(recorded, now)
    return Tier.SAME if recorded == now and type(recorded) is type(now) else Tier.DIFFERS


def apart(recorded: Value | None, now: Value | None) -> tuple[str, str, str]:
    """Where two values differ, with as many digits as it takes: `[2]`, `8.5`, `8.0`."""
    if recorded is None or now is None:
        return "", _whole(recorded), _whole(now)
    if (recorded.shape, recorded.dtype) != (now.shape, now.dtype):
        return "", f"{recorded.dtype}{recorded.shape}", f"{now.dtype}{now.shape}"
    if recorded.array is None or now.array is None:
        return _apart_in_statistics(_statistics(recorded), _statistics(now))
    equal = recorded.array.dtype.kind in "fc"
    near = np.isclose(now.array, recorded.array, rtol=RTOL, atol=0.0, equal_nan=equal)
    exact = recorded.array == now.array
    off = np.argwhere(~(near if equal else exact))
    at = tuple(int(i) for i in off[0]) if len(off) and recorded.shape else ()
    where = f"[{', '.join(map(str, at))}]" if at else ""
    if recorded.shape and not at:
        return "", _whole(recorded), _whole(now)
    return where, _number(recorded.array[at]), _number(now.array[at])


def _apart_in_statistics(a: Statistics, b: Statistics) -> tuple[str, str, str]:
    for name in ("low", "high", "mean"):
        one, other = getattr(a, name), getattr(b, name)
        if tier_of_numbers(one, other) is Tier.DIFFERS:
            return f" ({name})", repr(one), repr(other)
    for one, other in zip(a.sample, b.sample, strict=False):
        if tier_of_numbers(one, other) is Tier.DIFFERS:
            return " (a sample)", repr(one), repr(other)
    return " (sha256)", a.digest[:12], b.digest[:12]


def _whole(value: Value | None) -> str:
    if value is None:
        return "None"
    if value.array is None or value.array.size > 8:
        return f"{value.dtype}{value.shape}"
    return str(value.array.tolist())


def _number(x: Any) -> str:
    return repr(x.item() if hasattr(x, "item") else x)
