"""Arrays into Values, and Values into text and JSON."""

from __future__ import annotations

import hashlib
import math
from functools import cache
from typing import Any, TypeAlias

import numpy as np

from backstep.engine.variable import Array
from backstep.messages import tr
from backstep.recording.records import KEPT_ELEMENTS, Statistics, Value

ROOMY = 24  # cells; where there is less, a spread of three digits or none
Json: TypeAlias = "bool | int | float | str | list[Json] | None"


def value_of(array: Array) -> Value:
    """Keep an array as it is now; the recording gets its own copy."""
    copy = array.copy()
    copy.flags.writeable = False
    return Value(copy.shape, dtype_name(copy.dtype), copy)


@cache
def dtype_name(dtype: np.dtype[Any]) -> str:
    """numpy's name of a dtype; it takes long to work out, and there are few of them."""
    return str(dtype)


def statistics_of(array: Array) -> Statistics:
    """Sum an array up: what a session file keeps of one with more than 64 elements."""
    flat = array.astype(np.float64, copy=False).ravel() if array.dtype.kind != "c" else abs(array)
    flat = np.ravel(flat)
    with np.errstate(all="ignore"):
        low, high, mean = float(flat.min()), float(flat.max()), float(flat.mean())
    sample = tuple(float(x) for x in flat[:: max(1, flat.size // 8)][:8])
    digest = hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()
    return Statistics(low, high, mean, sample, digest)


def number_json(x: Any) -> Json:
    """One number as JSON: nan and the infinities become the strings "nan", "inf", "-inf"."""
    if isinstance(x, (bool, int)):
        return x
    if isinstance(x, complex):
        return str(x)
    if math.isfinite(x):
        return float(x)
    return "nan" if math.isnan(x) else ("inf" if x > 0 else "-inf")


def value_json(value: Value | None) -> Json:
    """A Value as JSON: a number, or nested lists; None stays null.

    An array whose elements were not kept is given as its sample.
    """
    if value is None:
        return None
    if value.array is None:
        return [number_json(x) for x in (value.statistics.sample if value.statistics else ())]
    return _nested(value.array.tolist())


def _nested(x: Any) -> Json:
    return [_nested(item) for item in x] if isinstance(x, list) else number_json(x)


def number_text(x: Any, digits: int = 6) -> str:
    """A number for people: shortest when that is short, else `digits` significant digits.

    >>> number_text(16.0), number_text(3.297442541400256), number_text(65536.0), number_text(3)
    ('16.0', '3.29744', '65536.0', '3')
    >>> number_text(1e-10), number_text(float("nan"))
    ('1e-10', 'nan')
    """
    if isinstance(x, (bool, int, complex)):
        return str(x)
    if not math.isfinite(x):
        return str(number_json(x))
    short = repr(float(x))
    if len(short) <= digits + 2:
        return short
    text = f"{x:.{digits}g}"
    return text if any(c in text for c in ".en") else text + ".0"


def value_text(value: Value | None, width: int = 24) -> str:
    """A Value in at most about `width` cells: `8.0`, `[1.0 2.0 3.0]`, or `(64, 10) -0.5..0.5`.

    >>> value_text(value_of(np.array([1.0, 2.0, 3.0])))
    '[1.0 2.0 3.0]'
    >>> value_text(value_of(np.zeros((64, 10))))
    '(64, 10) all 0.0'
    >>> value_text(value_of(np.linspace(-1.234e-5, 1.234e-5, 640).reshape(64, 10)))
    '(64, 10) -1e-05..1e-05'
    """
    if value is None:
        return "None"
    if value.array is not None and value.size <= KEPT_ELEMENTS:
        whole = _flat_text(value.array.tolist())
        if value.shape == () or len(whole) <= width:
            return whole
    shape = "x".join(map(str, value.shape)) if width < 12 else str(value.shape)
    for digits in (3, 2, 1) if width >= ROOMY else (3,):
        spread = _spread(value, digits)
        if spread and len(shape) + 1 + len(spread) <= max(width, 16):
            return f"{shape} {spread}"
    return shape


def _flat_text(x: Any) -> str:
    if isinstance(x, list):
        return "[" + " ".join(_flat_text(item) for item in x) + "]"
    return number_text(x)


def _spread(value: Value, digits: int) -> str:
    """`-0.5..0.5`; empty where that is not known."""
    if value.array is not None:
        if value.array.size == 0 or value.array.dtype.kind == "c":
            return ""
        ends = value.array.min().item(), value.array.max().item()
    elif value.statistics is not None:
        ends = value.statistics.low, value.statistics.high
    else:
        return ""
    low, high = (number_text(end, digits) for end in ends)
    if low != high:
        return f"{low}..{high}"
    if low == "nan":  # what numpy gives for the least of numbers with a nan among them
        return tr("with nan")
    if ends[0] == ends[1]:
        return tr("all {number}", number=low)
    return tr("about {number}", number=low) if digits == 3 else ""
