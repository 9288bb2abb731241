"""A backward pass as it is recorded beside the same pass run again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeAlias

from backstep.recording.records import FunctionNode, Pop, Recording, Value, VariableNode
from backstep.session.verification.tiers import (
    Tier,
    apart,
    tier_of_constants,
    tier_of_texts,
    tier_of_values,
)


@dataclass(frozen=True)
class Side:
    """One thing as the file has it, and as it came now; `minor` is shown only where it differs."""

    what: str
    recorded: str
    now: str
    tier: Tier
    minor: bool = False


@dataclass(frozen=True)
class Difference:
    """Where a session differs: the cell, and in a pass (`number` among the session's passes, both
    counted from 1, on `target`) the pop, 0 where it is in no pop. `sides` are all that was compared
    there.
    """

    where: str
    cell: int
    sides: tuple[Side, ...]
    number: int = 0
    pop: int = 0
    target: str = ""

    @property
    def first(self) -> Side:
        """What differs first there."""
        return next(side for side in self.sides if side.tier is Tier.DIFFERS)


Compared: TypeAlias = tuple[str, int, Iterator[Side]]


def compare_passes(recorded: Recording, now: Recording) -> Iterator[Compared]:
    """The places of a pass in the order in which a person should hear of them: how it ran, its
    pops, then the graph as it was before, and what was there at the end."""
    yield "how it ran", 0, _how(recorded, now)
    for k, (one, other) in enumerate(zip_longest(recorded.pops, now.pops), start=1):
        yield f"pop {k}", k, _pop(recorded, one, now, other)
    yield "the graph", 0, _graph(recorded, now)
    yield "the end", 0, _end(recorded, now)


def changed_words(recorded: Recording, now: Recording) -> set[str]:
    """The classes of functions whose formula or backward reads otherwise by now."""
    pairs = zip(recorded.functions, now.functions, strict=False)
    return {
        f.class_name
        for f, g in pairs
        if (f.formula, f.backward_source) != (g.formula, g.backward_source)
    }


def _how(recorded: Recording, now: Recording) -> Iterator[Side]:
    yield _text("target", recorded.target_node.label, now.target_node.label)
    yield _text("algorithm", recorded.algorithm, now.algorithm)
    for name in ("retain_grad", "create_graph", "seeded"):
        yield _exact(name, getattr(recorded, name), getattr(now, name))
    yield _value("seed", recorded.seed, now.seed)
    yield _text("error", *(r.failure.error if r.failure else "None" for r in (recorded, now)))
    yield _exact("gradients before", *([i for i, _ in r.found] for r in (recorded, now)))
    for (i, one), (_, other) in zip(recorded.found, now.found, strict=False):
        yield _value(f"gradient of {recorded.variables[i].label} before", one, other)


def _pop(recorded: Recording, one: Pop | None, now: Recording, other: Pop | None) -> Iterator[Side]:
    if one is None or other is None:
        yield _text("function", _function(recorded, one), _function(now, other))
        return
    f = recorded.functions[one.function]
    yield _text("function", _function(recorded, one), _function(now, other))
    yield _text("class", f.class_name, now.functions[other.function].class_name, minor=True)
    yield from _values(f, "gy", one.gys, other.gys)
    if one.gxs is None or other.gxs is None:
        yield _exact("gxs", *("none" if p.gxs is None else "there" for p in (one, other)))
    yield from _values(f, "gx", one.gxs or (), other.gxs or ())
    for d, e in zip(one.deliveries, other.deliveries, strict=False):
        x, z = recorded.variables[d.to].label, now.variables[e.to].label
        yield _text("delivered to", x, z, minor=True)
        yield _text(f"{x}.grad is", d.how, e.how)
        yield _value(f"{x}.grad before", d.before, e.before)
        yield _value(f"{x}.grad after", d.after, e.after)
        yield _text(f"creator of {x}", d.then, e.then, minor=True)
    yield _text("freed", _labels(recorded, one.freed), _labels(now, other.freed), minor=True)
    yield _exact("functions made", one.born, other.born, minor=True)


def _graph(recorded: Recording, now: Recording) -> Iterator[Side]:
    yield _exact("functions", len(recorded.functions), len(now.functions))
    yield _exact("variables", len(recorded.variables), len(now.variables))
    for v, w in zip(recorded.variables, now.variables, strict=False):
        yield from _variable(v, w)
    for f, g in zip(recorded.functions, now.functions, strict=False):
        yield from _node(f, g)


def _variable(v: VariableNode, w: VariableNode) -> Iterator[Side]:
    yield _text("variable", v.label, w.label)
    yield _value(f"{v.label}.data", v.data, w.data)
    yield _exact(f"generation of {v.label}", v.generation, w.generation)
    yield _exact(f"creator of {v.label}", v.creator, w.creator)
    yield _exact(f"order of {v.label}", v.order, w.order)


def _node(f: FunctionNode, g: FunctionNode) -> Iterator[Side]:
    yield _text("function", f.label, g.label)
    yield _text("class", f.class_name, g.class_name)
    yield _text(f"source of {f.label}", f.source or "", g.source or "")
    for name in ("generation", "inputs", "outputs", "order", "born"):
        yield _exact(f"{name} of {f.label}", getattr(f, name), getattr(g, name))
    for (name, one), (_, other) in zip(f.constants, g.constants, strict=False):
        told = tier_of_constants(one, other)
        yield Side(f"{name} of {f.label}", repr(one), repr(other), told)


def _end(recorded: Recording, now: Recording) -> Iterator[Side]:
    yield _exact("names", *([name for name, _ in r.grads] for r in (recorded, now)))
    for (name, one), (_, other) in zip(recorded.grads, now.grads, strict=False):
        yield _value(f"{name}.grad at the end", one, other)
    yield _exact("pop of the error", *(r.failure.pop if r.failure else 0 for r in (recorded, now)))


def _values(
    f: FunctionNode, name: str, ones: Sequence[Value | None], others: Sequence[Value | None]
) -> Iterator[Side]:
    many = len(f.outputs if name == "gy" else f.inputs) > 1
    for i, (one, other) in enumerate(zip(ones, others, strict=False)):
        yield _value(f"{name}{i}" if many else name, one, other)


def _value(what: str, recorded: Value | None, now: Value | None) -> Side:
    tier = tier_of_values(recorded, now)
    where, one, other = apart(recorded, now)
    return Side(f"{what}{where}" if tier is Tier.DIFFERS else what, one, other, tier)


def _text(what: str, recorded: str, now: str, *, minor: bool = False) -> Side:
    return Side(what, recorded, now, tier_of_texts(recorded, now), minor)


def _exact(what: str, recorded: object, now: object, *, minor: bool = False) -> Side:
    tier = Tier.SAME if recorded == now else Tier.DIFFERS
    return Side(what, str(recorded), str(now), tier, minor)


def _function(recording: Recording, pop: Pop | None) -> str:
    return "(no such pop)" if pop is None else recording.functions[pop.function].label


def _labels(recording: Recording, variables: tuple[int, ...]) -> str:
    return ", ".join(recording.variables[i].label for i in variables) or "nothing"
