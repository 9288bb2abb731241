"""Recordings into records of the file and back; what is read is checked before it is believed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from backstep.recording.records import (
    Check,
    Constant,
    Delivery,
    Failure,
    FunctionNode,
    InputCheck,
    Pop,
    Recording,
    Value,
    VariableNode,
)
from backstep.recording.tables import functions_table, pops_table
from backstep.recording.visible import one_line, visible
from backstep.session import limits, records
from backstep.session.arrays import packed_number, packed_value, unpacked_value
from backstep.session.checking import check
from backstep.session.errors import Unreadable

Packed = TypeVar("Packed")
Unpacked = TypeVar("Unpacked")
ClassKey = tuple[str, tuple[str, ...], str | None]


def packed(recording: Recording, cell: int) -> records.Back:
    """A recording as a line of the file."""
    classes: dict[ClassKey, int] = {}
    failure = recording.failure
    return records.Back(
        cell=cell,
        id=recording.id,
        target=recording.target,
        algorithm=recording.algorithm,
        retain_grad=recording.retain_grad,
        create_graph=recording.create_graph,
        functions=[_packed_function(f, classes) for f in recording.functions],
        classes=[
            records.Class(name, list(rules[: limits.RULES]), text) for name, rules, text in classes
        ],
        variables=[
            records.Variable(
                v.label, v.named, _packed(v.data), v.generation, v.creator, 2 if v.order == 2 else 1
            )
            for v in recording.variables
        ],
        seed=packed_value(recording.seed),
        seeded=recording.seeded,
        pops=[_packed_pop(pop) for pop in recording.pops],
        found=[(i, packed_value(value)) for i, value in recording.found],
        grads=[(name, _packed(value)) for name, value in recording.grads],
        failure=None
        if failure is None
        else records.Failure(failure.pop, failure.error, failure.message),
        parent=recording.parent,
        evaluations=recording.evaluations,
    )


def _packed(value: Value | None) -> records.Value | None:
    return None if value is None else packed_value(value)


def _packed_function(f: FunctionNode, classes: dict[ClassKey, int]) -> records.Function:
    key = (f.class_name, f.formula, f.backward_source)
    return records.Function(
        class_=classes.setdefault(key, len(classes)),
        label=f.label,
        generation=f.generation,
        inputs=list(f.inputs),
        outputs=list(f.outputs),
        source=f.source,
        constants={name: _packed_constant(x) for name, x in f.constants[: limits.CONSTANTS]},
        order=2 if f.order == 2 else 1,
        born=f.born,
    )


def _packed_constant(x: Constant) -> int | records.Number | list[int] | None:
    if x is None or isinstance(x, tuple):
        return None if x is None else list(x)
    if isinstance(x, int) and limits.SMALLEST_INTEGER <= x <= limits.LARGEST_INTEGER:
        return int(x)
    try:
        return packed_number(float(x))
    except OverflowError:  # an int beyond any float
        return "inf" if x > 0 else "-inf"


def _packed_pop(pop: Pop) -> records.Pop:
    return records.Pop(
        function=pop.function,
        gys=[_packed(gy) for gy in pop.gys],
        gxs=None if pop.gxs is None else [packed_value(gx) for gx in pop.gxs],
        delivered=[
            _packed_delivery(d, gx) for d, gx in zip(pop.deliveries, pop.gxs or (), strict=False)
        ],
        freed=list(pop.freed),
        born=pop.born,
        check=None if pop.check is None or pop.check.trouble else _packed_check(pop.check),
    )


def _packed_check(check: Check) -> list[records.Checked]:
    return [
        records.Checked(
            packed_number(one.gx),
            packed_number(one.difference),
            one.verdict,
            None if one.at is None else list(one.at),
        )
        for one in check.inputs
    ]


def _packed_delivery(d: Delivery, gx: Value) -> records.Delivery:
    return records.Delivery(
        to=d.to,
        how=d.how,
        then=d.then,
        before=_packed(d.before),
        after=None if d.after is d.gx else packed_value(d.after),
        creator=d.creator,
        shared=list(d.shared),
        gx=None if d.gx == gx else packed_value(d.gx),
    )


def unpacked(back: records.Back) -> Recording:
    """A line of the file as a recording. Raises Unreadable where it cannot be one."""
    check(back)
    failure = back.failure
    return Recording(
        id=back.id,
        target=back.target,
        algorithm=one_line(back.algorithm),
        retain_grad=back.retain_grad,
        create_graph=back.create_graph,
        functions=functions_table(_function(f, back.classes[f.class_]) for f in back.functions),
        variables=tuple(_each("variables", _variable, back.variables)),
        seed=_within("seed", unpacked_value, back.seed),
        seeded=back.seeded,
        pops=pops_table(_each("pops", _pop, back.pops)),
        found=tuple(_pairs("found", back.found, unpacked_value)),
        grads=tuple((one_line(n), g) for n, g in _pairs("grads", back.grads, _unpacked)),
        failure=None
        if failure is None
        else Failure(failure.pop, one_line(failure.error), one_line(failure.message)),
        parent=back.parent,
        evaluations=back.evaluations,
    )


def _within(field: str, unpack: Callable[[Packed], Unpacked], one: Packed) -> Unpacked:
    """Unpack a part; what is wrong in it is told with the part's own place before it."""
    try:
        return unpack(one)
    except Unreadable as error:
        raise error.within(field) from None


def _each(
    field: str, unpack: Callable[[Packed], Unpacked], many: Iterable[Packed]
) -> Iterator[Unpacked]:
    for i, one in enumerate(many):
        try:
            yield unpack(one)
        except Unreadable as error:
            raise error.within(f"{field}[{i}]") from None


Key = TypeVar("Key")


def _pairs(
    field: str, pairs: Sequence[tuple[Key, Packed]], unpack: Callable[[Packed], Unpacked]
) -> Iterator[tuple[Key, Unpacked]]:
    values = _each(field, unpack, [value for _, value in pairs])
    return zip([key for key, _ in pairs], values, strict=True)


def _unpacked(value: records.Value | None) -> Value | None:
    return None if value is None else unpacked_value(value)


def _function(f: records.Function, of: records.Class) -> FunctionNode:
    return FunctionNode(
        class_name=one_line(of.name),
        label=one_line(f.label),
        generation=f.generation,
        inputs=tuple(f.inputs),
        outputs=tuple(f.outputs),
        source=None if f.source is None else one_line(f.source),
        formula=tuple(map(one_line, of.formula)),
        constants=tuple((one_line(name), _constant(c)) for name, c in f.constants.items()),
        backward_source=None
        if of.backward_source is None
        else visible(of.backward_source[: limits.SOURCE]),
        order=f.order,
        born=f.born,
    )


def _constant(c: int | float | str | list[int] | None) -> Constant:
    if isinstance(c, list):
        return tuple(c)
    return float(c) if isinstance(c, str) else c


def _variable(v: records.Variable) -> VariableNode:
    data = _within("data", _unpacked, v.data)
    return VariableNode(one_line(v.label), v.named, data, v.generation, v.creator, v.order)


def _pop(pop: records.Pop) -> Pop:
    gxs = None if pop.gxs is None else tuple(_each("gxs", unpacked_value, pop.gxs))
    paired = list(zip(pop.delivered, gxs or (), strict=True))
    return Pop(
        function=pop.function,
        gys=tuple(_each("gys", _unpacked, pop.gys)),
        gxs=gxs,
        deliveries=tuple(_each("delivered", _delivery, paired)),
        freed=tuple(pop.freed),
        born=pop.born,
        check=None if pop.check is None else Check(tuple(map(_checked, pop.check))),
    )


def _checked(one: records.Checked) -> InputCheck:
    at = None if one.at is None else tuple(one.at)
    return InputCheck(float(one.gx), float(one.difference), at, one.verdict)


def _delivery(paired: tuple[records.Delivery, Value]) -> Delivery:
    d, gx = paired
    if d.gx is not None:
        gx = _within("gx", unpacked_value, d.gx)
    before = _within("before", _unpacked, d.before)
    after = gx if d.after is None else _within("after", unpacked_value, d.after)
    return Delivery(d.to, d.how, before, gx, after, d.then, d.creator, tuple(d.shared))
