"""Values into JSON and back, exactly: the same bits come out again.

The one thing that changes on the way is an extended float (80 or 128 bits wide), which is kept as
a float64: no other machine could read it.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from backstep.engine.variable import Array
from backstep.messages import tr
from backstep.recording.records import KEPT_ELEMENTS, Statistics, Value
from backstep.recording.values import statistics_of
from backstep.session import limits, records
from backstep.session.errors import Unreadable, shown

_NATIVE = (
    "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 "
    "complex128"
).split()
DTYPES = frozenset(str(t) for d in map(np.dtype, _NATIVE) for t in (d, d.newbyteorder()))


def packed_number(x: float) -> records.Number:
    """A float as JSON has it; what JSON has no number for becomes a string."""
    if math.isfinite(x):
        return x
    return "nan" if math.isnan(x) else ("inf" if x > 0 else "-inf")


def packed_value(value: Value) -> records.Value:
    """A Value as JSON: a bare number for a float64 scalar, else with its shape and dtype."""
    if value.array is None:
        assert value.statistics is not None  # a Value has its elements or its statistics
        return _summed_up(value.shape, value.dtype, value.statistics)
    if value.shape == () and value.dtype == "float64":
        return packed_number(float(value.array))
    array = _portable(value.array)
    if array.size > KEPT_ELEMENTS:
        return _summed_up(array.shape, str(array.dtype), statistics_of(array))
    return records.Array(list(array.shape), str(array.dtype), _packed_elements(array.tolist()))


def _portable(array: Array) -> Array:
    if str(array.dtype) in DTYPES:
        return array
    with np.errstate(all="ignore"):
        return array.astype(np.complex128 if array.dtype.kind == "c" else np.float64)


def _summed_up(shape: tuple[int, ...], dtype: str, kept: Statistics) -> records.Array:
    statistics = records.Statistics(
        low=packed_number(kept.low),
        high=packed_number(kept.high),
        mean=packed_number(kept.mean),
        sample=[packed_number(x) for x in kept.sample],
        digest=kept.digest,
    )
    return records.Array(list(shape), dtype, statistics=statistics)


def _packed_elements(x: Any) -> Any:
    if isinstance(x, list):
        return [_packed_elements(item) for item in x]
    if isinstance(x, complex):
        return [packed_number(x.real), packed_number(x.imag)]
    return packed_number(x) if isinstance(x, float) else x


def unpacked_value(packed: records.Value) -> Value:
    """JSON as a Value. Raises Unreadable for types and shapes that cannot be or do not fit."""
    if not isinstance(packed, records.Array):
        return _value((), "float64", np.array(float(packed)))
    shape = tuple(packed.shape)
    if packed.dtype not in DTYPES:
        raise Unreadable("dtype", tr("{dtype!r} is no numeric type", dtype=shown(packed.dtype, 40)))
    if len(shape) > limits.RANK or math.prod(shape) > limits.ELEMENTS:
        raise Unreadable("shape", tr("larger than any array"))
    if packed.statistics is not None:
        if len(packed.statistics.sample) > math.prod(shape):
            raise Unreadable("statistics.sample", tr("more than the shape has elements"))
        return Value(shape, packed.dtype, None, _unpacked_statistics(packed.statistics))
    if packed.values is None:
        raise Unreadable("values", tr("missing, and there are no statistics either"))
    elements: list[Any] = []
    _flatten(packed.values, shape, elements)
    dtype = np.dtype(packed.dtype)
    try:
        return _value(shape, packed.dtype, _array(elements, dtype).reshape(shape))
    except ValueError:
        raise Unreadable("shape", tr("more axes than this numpy has")) from None


def _value(shape: tuple[int, ...], dtype: str, array: Array) -> Value:
    array.flags.writeable = False
    return Value(shape, dtype, array)


def _unpacked_statistics(packed: records.Statistics) -> Statistics:
    return Statistics(
        low=float(packed.low),
        high=float(packed.high),
        mean=float(packed.mean),
        sample=tuple(float(x) for x in packed.sample),
        digest=packed.digest,
    )


def _flatten(x: Any, shape: tuple[int, ...], elements: list[Any]) -> None:
    """Collect the elements in order; the nesting must be that of the shape."""
    if not shape:
        elements.append(x)
    elif not isinstance(x, list) or len(x) != shape[0]:
        raise Unreadable("values", tr("not as many as the shape says"))
    else:
        for item in x:
            _flatten(item, shape[1:], elements)


def _array(elements: list[Any], dtype: np.dtype[Any]) -> Array:
    """A flat array of elements, each of which must be one of the dtype's own."""
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        if not all(type(x) is int and info.min <= x <= info.max for x in elements):
            raise Unreadable(
                "values", tr("not all are whole numbers that {dtype} can hold", dtype=dtype)
            )
        return np.array(elements, dtype)
    if dtype.kind == "b":
        if not all(type(x) is bool for x in elements):
            raise Unreadable("values", tr("not all are true or false"))
        return np.array(elements, dtype)
    return _floats(elements, dtype) if dtype.kind == "f" else _complexes(elements, dtype)


def _floats(elements: list[Any], dtype: np.dtype[Any]) -> Array:
    wide = np.array([_float(x) for x in elements], np.float64)
    with np.errstate(all="ignore"):
        array = wide.astype(dtype)
    if not np.array_equal(np.isinf(wide), np.isinf(array)):
        raise Unreadable("values", tr("not all are numbers that {dtype} can hold", dtype=dtype))
    return array


def _complexes(elements: list[Any], dtype: np.dtype[Any]) -> Array:
    if not all(isinstance(x, list) and len(x) == 2 for x in elements):
        raise Unreadable("values", tr("a complex number is a pair, [real, imaginary]"))
    half = np.dtype(f"{dtype.byteorder}f{dtype.itemsize // 2}")
    return _floats([part for pair in elements for part in pair], half).view(dtype)


def _float(x: Any) -> float:
    if type(x) is float or x in ("nan", "inf", "-inf"):
        return float(x)
    if type(x) is int and limits.SMALLEST_INTEGER <= x <= limits.LARGEST_INTEGER:
        return float(x)
    raise Unreadable("values", tr("not all are numbers"))
