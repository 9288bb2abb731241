"""A backward pass as it is recorded beside the same pass run again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeAlias

from backstep.messages import later, tr
from backstep.recording.records import (
    Check,
    FunctionNode,
    InputCheck,
    Pop,
    Recording,
    Value,
    VariableNode,
)
from backstep.session.verification.tiers import (
    Tier,
    apart,
    tier_of_constants,
    tier_of_differences,
    tier_of_numbers,
    tier_of_texts,
    tier_of_values,
)

HOW, GRAPH, END = "how it ran", "the graph", "the end"
VALUES, PASSES = "the named values at the end", "the backward passes"
OUTPUT, PLOTS, RULES = "the output", "the plots", "the rules"


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
    """Where a session differs: in a cell, and in a pass (`number` among the session's passes, both
    counted from 1, on `target`) in a pop, 0 where it is in no pop. `where` is `pop 3`, or a key of
    PLACES; `sides` are all that was compared there.
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


# The places that are held beside each other, as a person is told of them.
PLACES = {
    HOW: later("in how it ran"),
    GRAPH: later("in the graph"),
    END: later("at the end"),
    VALUES: later("in the named values at the end"),
    PASSES: later("in the backward passes"),
    OUTPUT: later("in the output"),
    PLOTS: later("in the plots"),
    RULES: later("in the rule of a function"),
}
Compared: TypeAlias = tuple[str, int, Iterator[Side]]


def compare_passes(recorded: Recording, now: Recording) -> Iterator[Compared]:
    """The places of a pass in the order in which a person should hear of them: how it ran, its
    pops, then the graph as it was before, and what was there at the end."""
    yield HOW, 0, _how(recorded, now)
    for k, (one, other) in enumerate(zip_longest(recorded.pops, now.pops), start=1):
        yield f"pop {k}", k, _pop(recorded, one, now, other)
    yield GRAPH, 0, _graph(recorded, now)
    yield END, 0, _end(recorded, now)


def changed_words(recorded: Recording, now: Recording) -> dict[str, Side]:
    """The classes of functions whose formula or backward reads otherwise by now, and what it is."""
    found: dict[str, Side] = {}
    for f, g in zip(recorded.functions, now.functions, strict=False):
        for what, one, other in (
            (tr("formula of {name}", name=f.class_name), f.formula, g.formula),
            (f"{f.class_name}.backward", _lines(f), _lines(g)),
        ):
            if one != other and f.class_name not in found:
                found[f.class_name] = _words(what, one, other)
    return found


def _words(what: str, recorded: Sequence[str], now: Sequence[str]) -> Side:
    """The first lines of a rule that are not the same."""
    pairs = zip_longest(recorded, now)
    texts = next(pair for pair in pairs if pair[0] != pair[1])
    one, other = (tr("nothing") if text is None else text.strip() for text in texts)
    return Side(what, one, other, Tier.DIFFERS)


def _lines(f: FunctionNode) -> tuple[str, ...]:
    return tuple((f.backward_source or "").splitlines())


def _how(recorded: Recording, now: Recording) -> Iterator[Side]:
    yield _text(tr("target"), recorded.target_node.label, now.target_node.label)
    yield _text(tr("algorithm"), recorded.algorithm, now.algorithm)
    for name in ("retain_grad", "create_graph", "seeded"):
        yield _exact(name, getattr(recorded, name), getattr(now, name))
    yield _exact(tr("evaluations of a forward"), recorded.evaluations, now.evaluations)
    yield _value(tr("seed"), recorded.seed, now.seed)
    yield _text(tr("error"), *(r.failure.error if r.failure else "None" for r in (recorded, now)))
    yield _exact(tr("gradients before"), *([i for i, _ in r.found] for r in (recorded, now)))
    for (i, one), (_, other) in zip(recorded.found, now.found, strict=False):
        yield _value(tr("gradient of {name} before", name=recorded.variables[i].label), one, other)


def _pop(recorded: Recording, one: Pop | None, now: Recording, other: Pop | None) -> Iterator[Side]:
    if one is None or other is None:
        yield _text(tr("function"), _function(recorded, one), _function(now, other))
        return
    f = recorded.functions[one.function]
    yield _text(tr("function"), _function(recorded, one), _function(now, other))
    yield _text(tr("class"), f.class_name, now.functions[other.function].class_name, minor=True)
    yield from _values(f, "gy", one.gys, other.gys)
    if one.gxs is None or other.gxs is None:
        yield _exact("gxs", *(tr("none") if p.gxs is None else tr("there") for p in (one, other)))
    yield from _values(f, "gx", one.gxs or (), other.gxs or ())
    for d, e in zip(one.deliveries, other.deliveries, strict=False):
        x, z = recorded.variables[d.to].label, now.variables[e.to].label
        yield _text(tr("delivered to"), x, z, minor=True)
        yield _text(tr("{name}.grad is", name=x), d.how, e.how)
        yield _value(tr("{name}.grad before", name=x), d.before, e.before)
        yield _value(tr("{name}.grad after", name=x), d.after, e.after)
        yield _text(tr("creator of {name}", name=x), d.then, e.then, minor=True)
        makers = [_maker(recorded, d.creator), _maker(now, e.creator)]
        yield _text(tr("creator of {name}", name=x), *makers, minor=True)
        alike = [_labels(recorded, d.shared), _labels(now, e.shared)]
        yield _text(tr("the same array as {name}.grad", name=x), *alike, minor=True)
    yield from _checks(f, one.check, other.check)
    yield _text(tr("freed"), _labels(recorded, one.freed), _labels(now, other.freed), minor=True)
    yield _exact(tr("functions made"), one.born, other.born, minor=True)


def _checks(f: FunctionNode, one: Check | None, other: Check | None) -> Iterator[Side]:
    """What the finite differences said, where they were taken both times."""
    if one is None or other is None:
        return
    yield _exact(tr("checks"), len(one.inputs), len(other.inputs), minor=True)
    for i, (a, b) in enumerate(zip(one.inputs, other.inputs, strict=False)):
        gx = f"gx{i}" if len(f.inputs) > 1 else "gx"
        yield from _check(gx, a, b)


def _check(gx: str, a: InputCheck, b: InputCheck) -> Iterator[Side]:
    yield _exact(tr("check of {gx}", gx=gx), a.verdict, b.verdict, minor=True)
    yield _exact(tr("check of {gx}", gx=gx), a.at, b.at, minor=True)
    what, tier = tr("{gx} in its check", gx=gx), tier_of_numbers(a.gx, b.gx)
    yield Side(what, repr(a.gx), repr(b.gx), tier, minor=True)
    what, tier = tr("difference for {gx}", gx=gx), tier_of_differences(a.difference, b.difference)
    yield Side(what, repr(a.difference), repr(b.difference), tier, minor=True)


def _graph(recorded: Recording, now: Recording) -> Iterator[Side]:
    yield _exact(tr("functions"), len(recorded.functions), len(now.functions))
    yield _exact(tr("variables"), len(recorded.variables), len(now.variables))
    for v, w in zip(recorded.variables, now.variables, strict=False):
        yield from _variable(v, w)
    for f, g in zip(recorded.functions, now.functions, strict=False):
        yield from _node(f, g)


def _variable(v: VariableNode, w: VariableNode) -> Iterator[Side]:
    yield _text(tr("variable"), v.label, w.label)
    yield _exact(tr("whether {name} is its name", name=v.label), v.named, w.named)
    yield _value(f"{v.label}.data", v.data, w.data)
    yield _exact(tr("generation of {name}", name=v.label), v.generation, w.generation)
    yield _exact(tr("creator of {name}", name=v.label), v.creator, w.creator)
    yield _exact(tr("order of {name}", name=v.label), v.order, w.order)


def _node(f: FunctionNode, g: FunctionNode) -> Iterator[Side]:
    yield _text(tr("function"), f.label, g.label)
    yield _text(tr("class"), f.class_name, g.class_name)
    yield _text(tr("source of {name}", name=f.label), f.source or "", g.source or "")
    for name in ("generation", "inputs", "outputs", "order", "born"):
        yield _exact(
            tr("{what} of {name}", what=name, name=f.label), getattr(f, name), getattr(g, name)
        )
    names = [[name for name, _ in each.constants] for each in (f, g)]
    yield _exact(tr("constants of {name}", name=f.label), *map(", ".join, names))
    for (name, one), (_, other) in zip(f.constants, g.constants, strict=False):
        told = tier_of_constants(one, other)
        yield Side(tr("{what} of {name}", what=name, name=f.label), repr(one), repr(other), told)


def _end(recorded: Recording, now: Recording) -> Iterator[Side]:
    yield _exact(tr("names"), *([name for name, _ in r.grads] for r in (recorded, now)))
    for (name, one), (_, other) in zip(recorded.grads, now.grads, strict=False):
        yield _value(tr("{name}.grad at the end", name=name), one, other)
    yield _exact(
        tr("pop of the error"), *(r.failure.pop if r.failure else 0 for r in (recorded, now))
    )


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
    return tr("(no such pop)") if pop is None else recording.functions[pop.function].label


def _maker(recording: Recording, function: int | None) -> str:
    return tr("none") if function is None else recording.functions[function].label


def _labels(recording: Recording, variables: tuple[int, ...]) -> str:
    return ", ".join(recording.variables[i].label for i in variables) or tr("nothing")
