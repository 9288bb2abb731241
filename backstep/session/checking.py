"""What must be true of a recorded pass, so that every view of it can rely on it.

A file may come from a stranger. Whatever passes here has a timeline that can be walked from end
to end: indices lead somewhere, the graph has no rounds, and the queue gives what was put in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from backstep.engine import ALGORITHMS
from backstep.messages import tr
from backstep.recording.records import KEPT_ELEMENTS
from backstep.session import records
from backstep.session.errors import Unreadable
from backstep.session.lines import check_integer


def check(back: records.Back) -> None:
    """Raises Unreadable, with the field, for a pass that cannot have been."""
    n_variables = len(back.variables)
    _check_index("target", back.target, n_variables)
    for i, v in enumerate(back.variables):
        if v.creator is not None:
            _check_index(f"variables[{i}].creator", v.creator, len(back.functions))
    makers: dict[int, int] = {}
    for i, f in enumerate(back.functions):
        _check_function(i, f, back)
        makers |= dict.fromkeys((y for y in f.outputs if y is not None), i)
    for i, f in enumerate(back.functions):
        for k, x in enumerate(f.inputs):
            if makers.get(x, -1) >= i:
                raise Unreadable(
                    f"functions[{i}].inputs[{k}]", tr("number {x} is made only later", x=x)
                )
    for i, (variable, _) in enumerate(back.found):
        _check_index(f"found[{i}]", variable, n_variables)
    _check_once("found", [variable for variable, _ in back.found])
    for i, pop in enumerate(back.pops):
        try:
            _check_pop(pop, back)
        except Unreadable as error:
            raise error.within(f"pops[{i}]") from None
    _check_queue(back)
    if back.failure is not None and not 1 <= back.failure.pop <= max(1, len(back.pops)):
        raise Unreadable("failure.pop", tr("there is no such pop"))


def _check_index(field: str, index: int, length: int) -> None:
    if index >= length:
        raise Unreadable(field, tr("there is no number {index}", index=index))


def _check_indices(field: str, indices: Iterable[int | None], length: int) -> None:
    for i, index in enumerate(indices):
        if index is not None and index >= length:
            raise Unreadable(f"{field}[{i}]", tr("there is no number {index}", index=index))


def _check_once(field: str, indices: list[int]) -> None:
    if len(indices) > 1 and len(set(indices)) < len(indices):
        seen: set[int] = set()
        for i, index in enumerate(indices):
            if index in seen:
                raise Unreadable(
                    f"{field}[{i}]", tr("number {index} is there already", index=index)
                )
            seen.add(index)


def _check_function(i: int, f: records.Function, back: records.Back) -> None:
    """Functions stand in the order in which they were called, so inputs were made before."""
    _check_index(f"functions[{i}].class", f.class_, len(back.classes))
    _check_indices(f"functions[{i}].inputs", f.inputs, len(back.variables))
    _check_indices(f"functions[{i}].outputs", f.outputs, len(back.variables))
    for name, constant in f.constants.items():
        for number in constant if isinstance(constant, list) else [constant]:
            if isinstance(number, int):
                check_integer(f"functions[{i}].constants.{name}", number)
        if isinstance(constant, list) and len(constant) > KEPT_ELEMENTS:
            raise Unreadable(f"functions[{i}].constants.{name}", tr("{n} numbers", n=len(constant)))
    for k, x in enumerate(f.inputs):
        creator = back.variables[x].creator
        if creator is not None and creator >= i:
            raise Unreadable(
                f"functions[{i}].inputs[{k}]", tr("number {x} is made only later", x=x)
            )
    for k, y in enumerate(f.outputs):
        if y is not None and back.variables[y].creator not in (i, None):
            raise Unreadable(
                f"functions[{i}].outputs[{k}]", tr("number {y} has another creator", y=y)
            )


def _check_pop(pop: records.Pop, back: records.Back) -> None:
    _check_index("function", pop.function, len(back.functions))
    f = back.functions[pop.function]
    if len(pop.gys) != len(f.outputs):
        raise Unreadable(
            "gys", tr("{n} for {outputs} outputs", n=len(pop.gys), outputs=len(f.outputs))
        )
    for i, y in enumerate(pop.freed):
        if y not in f.outputs:
            raise Unreadable(f"freed[{i}]", tr("number {y} is no output of the function", y=y))
    _check_once("freed", pop.freed)
    if pop.check is not None:
        _check_check(pop.check, pop.gxs)
    if pop.gxs is None:
        if pop.delivered:
            raise Unreadable("delivered", tr("there are no gxs to deliver"))
        return
    for field, things in (("gxs", pop.gxs), ("delivered", pop.delivered)):
        if len(things) != len(f.inputs):
            raise Unreadable(
                field, tr("{n} for {inputs} inputs", n=len(things), inputs=len(f.inputs))
            )
    for i, (d, x) in enumerate(zip(pop.delivered, f.inputs, strict=True)):
        if d.to != x:
            raise Unreadable(f"delivered[{i}].to", tr("the input there is number {x}", x=x))
        if (d.creator is None) != (d.then == "leaf"):
            raise Unreadable(f"delivered[{i}].creator", tr("a leaf has none, all others have one"))
        if d.creator is not None:
            _check_index(f"delivered[{i}].creator", d.creator, len(back.functions))
        _check_indices(f"delivered[{i}].shared", d.shared, len(back.variables))
        _check_once(f"delivered[{i}].shared", d.shared)


def _check_check(check: list[records.Checked], gxs: list[records.Value] | None) -> None:
    """One for each gx, and the element that it tells of is there."""
    if gxs is None:
        raise Unreadable("check", tr("there are no gxs to check"))
    if len(check) != len(gxs):
        raise Unreadable("check", tr("{n} for {gxs} gxs", n=len(check), gxs=len(gxs)))
    for i, (one, gx) in enumerate(zip(check, gxs, strict=True)):
        shape = gx.shape if isinstance(gx, records.Array) else []
        if one.at is None:
            there = 0 in shape
        else:
            there = len(one.at) == len(shape) and all(map(int.__lt__, one.at, shape))
        if not there:
            raise Unreadable(
                f"check[{i}].at",
                tr("the gx there, of shape {shape}, has no such element", shape=shape),
            )


def _check_queue(back: records.Back) -> None:
    """Every function that is popped was put into the queue before."""
    algorithm = ALGORITHMS.get(back.algorithm)
    if algorithm is None:
        raise Unreadable(
            "algorithm", tr("there is none of this name; {names} are", names=", ".join(ALGORITHMS))
        )
    waiting = Counter([back.variables[back.target].creator])
    if algorithm.order == "preset":
        waiting = Counter(i for i, f in enumerate(back.functions) if f.order == 1)
    for i, pop in enumerate(back.pops):
        if not waiting[pop.function]:
            raise Unreadable(f"pops[{i}].function", tr("it is not in the queue"))
        waiting[pop.function] -= 1
        waiting.update(d.creator for d in pop.delivered if d.then == "queued")
