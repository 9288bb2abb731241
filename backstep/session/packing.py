"""Recordings into records of the file and back, exactly: the same bits come out again."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

import numpy as np

from backstep.recording.records import (
    KEPT_ELEMENTS,
    Delivery,
    Failure,
    FunctionNode,
    How,
    Pop,
    Recording,
    Statistics,
    Then,
    Value,
    VariableNode,
)
from backstep.recording.values import number_json, statistics_of
from backstep.session import records

DTYPES = frozenset(
    "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 "
    "complex128".split()
)
PHRASES = {"how": ("set", "add"), "then": ("queued", "seen", "leaf")}


class Unreadable(Exception):
    """A record whose content cannot be; the message names the field."""


def packed(recording: Recording, cell: int) -> records.Back:
    """A recording as a line of the file."""
    return records.Back(
        cell=cell,
        id=recording.id,
        target=recording.target,
        algorithm=recording.algorithm,
        retain_grad=recording.retain_grad,
        create_graph=recording.create_graph,
        functions=[_packed_function(f) for f in recording.functions],
        variables=[
            records.Variable(
                v.label, v.named, packed_value(v.data), v.generation, v.creator, v.order
            )
            for v in recording.variables
        ],
        seed=packed_value(recording.seed),
        seeded=recording.seeded,
        pops=[_packed_pop(pop) for pop in recording.pops],
        found=[(i, packed_value(value)) for i, value in recording.found],
        grads=[(name, packed_value(value)) for name, value in recording.grads],
        failure=None
        if recording.failure is None
        else records.Failure(
            recording.failure.pop, recording.failure.error, recording.failure.message
        ),
        parent=recording.parent,
    )


def _packed_function(f: FunctionNode) -> records.Function:
    return records.Function(
        f.class_name,
        f.label,
        f.generation,
        list(f.inputs),
        list(f.outputs),
        f.source,
        list(f.formula),
        dict(f.constants),
        f.backward_source,
        f.order,
        f.born,
    )


def _packed_pop(pop: Pop) -> records.Pop:
    return records.Pop(
        pop.function,
        [packed_value(gy) for gy in pop.gys],
        None if pop.gxs is None else [packed_value(gx) for gx in pop.gxs],
        [
            records.Delivery(
                d.to, d.how, d.then, packed_value(d.before), packed_value(d.after), d.creator
            )
            for d in pop.deliveries
        ],
        list(pop.freed),
        pop.born,
    )


def packed_value(value: Value | None) -> records.Value:
    """A Value as JSON: a bare number for a float64 scalar, else with its shape and dtype."""
    if value is None:
        return None
    if value.array is not None and value.shape == () and value.dtype == "float64":
        return cast(records.Number, number_json(value.array.item()))
    if value.array is not None and value.size <= KEPT_ELEMENTS:
        return records.Array(list(value.shape), value.dtype, _nested(value.array.tolist()))
    kept = value.statistics if value.array is None else statistics_of(value.array)
    assert kept is not None  # a Value has its elements or its statistics
    low, high, mean = (
        cast(records.Number, number_json(x)) for x in (kept.low, kept.high, kept.mean)
    )
    sample = [cast(records.Number, number_json(x)) for x in kept.sample]
    statistics = records.Statistics(low, high, mean, sample, kept.digest)
    return records.Array(list(value.shape), value.dtype, statistics=statistics)


def _nested(x: Any) -> Any:
    return [_nested(item) for item in x] if isinstance(x, list) else number_json(x)


def unpacked(back: records.Back) -> Recording:
    """A line of the file as a recording. Raises Unreadable where it cannot be one."""
    n_functions, n_variables = len(back.functions), len(back.variables)
    _index("target", back.target, n_variables)
    for i, f in enumerate(back.functions):
        for j in [*f.inputs, *(o for o in f.outputs if o is not None)]:
            _index(f"functions[{i}]", j, n_variables)
    for i, v in enumerate(back.variables):
        if v.creator is not None:
            _index(f"variables[{i}].creator", v.creator, n_functions)
    seed = unpacked_value("seed", back.seed)
    if seed is None:
        raise Unreadable("seed: null")
    recording = Recording(
        id=back.id,
        target=back.target,
        algorithm=back.algorithm,
        retain_grad=back.retain_grad,
        create_graph=back.create_graph,
        functions=tuple(_function(f) for f in back.functions),
        variables=tuple(_variable(f"variables[{i}]", v) for i, v in enumerate(back.variables)),
        seed=seed,
        seeded=back.seeded,
        pops=tuple(_pop(f"pops[{i}]", p, back) for i, p in enumerate(back.pops)),
        found=tuple(_found(back)),
        grads=tuple((name, unpacked_value("grads", value)) for name, value in back.grads),
        failure=None
        if back.failure is None
        else Failure(back.failure.pop, back.failure.error, back.failure.message),
        parent=back.parent,
    )
    _check_queue(recording)
    return recording


def _index(field: str, i: int, length: int) -> None:
    if not 0 <= i < length:
        raise Unreadable(f"{field}: there is no number {i}")


def _found(back: records.Back) -> list[tuple[int, Value]]:
    found = []
    for i, packed_one in back.found:
        _index("found", i, len(back.variables))
        value = unpacked_value("found", packed_one)
        if value is None:
            raise Unreadable("found: null")
        found.append((i, value))
    return found


def _function(f: records.Function) -> FunctionNode:
    constants = tuple((n, c) for n, c in f.constants.items() if isinstance(c, (int, float)))
    return FunctionNode(
        f.class_name,
        f.label,
        f.generation,
        tuple(f.inputs),
        tuple(f.outputs),
        f.source,
        tuple(f.formula),
        constants,
        f.backward_source,
        f.order,
        f.born,
    )


def _variable(field: str, v: records.Variable) -> VariableNode:
    data = unpacked_value(f"{field}.data", v.data)
    return VariableNode(v.label, v.named, data, v.generation, v.creator, v.order)


def _pop(field: str, pop: records.Pop, back: records.Back) -> Pop:
    _index(f"{field}.function", pop.function, len(back.functions))
    f = back.functions[pop.function]
    for i in pop.freed:
        if i not in f.outputs:
            raise Unreadable(f"{field}.freed: {i} is not an output of {f.label}")
    if len(pop.gys) != len(f.outputs):
        raise Unreadable(f"{field}.gys: {len(pop.gys)} for {len(f.outputs)} outputs")
    gxs = None if pop.gxs is None else [_present(f"{field}.gxs", gx) for gx in pop.gxs]
    if len(pop.delivered) != len(gxs or ()):
        raise Unreadable(f"{field}.delivered: {len(pop.delivered)} for {len(gxs or ())} gxs")
    return Pop(
        pop.function,
        tuple(unpacked_value(f"{field}.gys", gy) for gy in pop.gys),
        None if gxs is None else tuple(gxs),
        tuple(
            _delivery(f"{field}.delivered", d, gx, back)
            for d, gx in zip(pop.delivered, gxs or (), strict=True)
        ),
        tuple(pop.freed),
        pop.born,
    )


def _delivery(field: str, d: records.Delivery, gx: Value, back: records.Back) -> Delivery:
    _index(f"{field}.to", d.to, len(back.variables))
    if d.creator is not None:
        _index(f"{field}.creator", d.creator, len(back.functions))
    for name, allowed in PHRASES.items():
        if getattr(d, name) not in allowed:
            raise Unreadable(f"{field}.{name}: one of {', '.join(allowed)}")
    if d.then == "queued" and d.creator is None:
        raise Unreadable(f"{field}.creator: a queued delivery has one")
    return Delivery(
        d.to,
        cast(How, d.how),
        unpacked_value(f"{field}.before", d.before),
        gx,
        _present(f"{field}.after", d.after),
        cast(Then, d.then),
        d.creator,
    )


def _check_queue(recording: Recording) -> None:
    """Every popped function was put into the queue before: a timeline can be made of it."""
    waiting = Counter([recording.target_node.creator])
    for i, pop in enumerate(recording.pops):
        if not waiting[pop.function]:
            raise Unreadable(f"pops[{i}].function: it is not in the queue")
        waiting[pop.function] -= 1
        waiting.update(d.creator for d in pop.deliveries if d.then == "queued")


def _present(field: str, packed_one: records.Value) -> Value:
    value = unpacked_value(field, packed_one)
    if value is None:
        raise Unreadable(f"{field}: null")
    return value


def unpacked_value(field: str, packed_one: records.Value) -> Value | None:
    """JSON as a Value. Raises Unreadable for shapes and types that do not fit."""
    if packed_one is None:
        return None
    if not isinstance(packed_one, records.Array):
        return _value(field, (), "float64", packed_one)
    if packed_one.dtype not in DTYPES:
        raise Unreadable(f"{field}.dtype: {packed_one.dtype!r} is not a numeric type")
    shape = tuple(packed_one.shape)
    if any(n < 0 for n in shape) or len(shape) > 32:
        raise Unreadable(f"{field}.shape: {shape}")
    if packed_one.statistics is None:
        return _value(field, shape, packed_one.dtype, packed_one.values)
    kept = packed_one.statistics
    numbers = [_number(field, x) for x in (kept.low, kept.high, kept.mean, *kept.sample)]
    statistics = Statistics(numbers[0], numbers[1], numbers[2], tuple(numbers[3:]), kept.digest)
    return Value(shape, packed_one.dtype, None, statistics)


def _value(field: str, shape: tuple[int, ...], dtype: str, values: Any) -> Value:
    kind = np.dtype(dtype).kind
    try:
        array = np.array(_numbers(field, values, kind, len(shape)), dtype=dtype)
    except (ValueError, TypeError, OverflowError):
        raise Unreadable(f"{field}: not numbers of type {dtype}") from None
    if array.size != np.prod(shape, dtype=object) or array.size > KEPT_ELEMENTS:
        raise Unreadable(f"{field}: its values are not of shape {shape}")
    array = array.reshape(shape)
    array.flags.writeable = False
    return Value(shape, dtype, array)


def _numbers(field: str, x: Any, kind: str, depth: int) -> Any:
    if isinstance(x, list):
        if depth == 0:
            raise Unreadable(f"{field}: nested deeper than its shape")
        return [_numbers(field, item, kind, depth - 1) for item in x]
    if kind == "c" and isinstance(x, str):
        return complex(x)
    if kind in "iub":
        if not isinstance(x, int):
            raise Unreadable(f"{field}: whole numbers belong there")
        return x
    return _number(field, x)


def _number(field: str, x: records.Number | None) -> float:
    if isinstance(x, str) and x in ("nan", "inf", "-inf"):
        return float(x)
    if isinstance(x, (int, float)):
        return float(x)
    raise Unreadable(f"{field}: a number belongs there")
