"""From the notes of a pass, with live objects in them, to the recording that people see."""

from __future__ import annotations

import inspect
import textwrap
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property
from types import FunctionType
from typing import NamedTuple, TypeAlias

import numpy as np

from backstep.engine import operations
from backstep.engine.function import Function
from backstep.engine.graph import functions_behind
from backstep.engine.variable import Array, Variable, as_variable
from backstep.recording.making.notes import Notes
from backstep.recording.making.sharing import Sharing
from backstep.recording.records import (
    KEPT_ELEMENTS,
    Constant,
    Delivery,
    FunctionNode,
    How,
    Pop,
    Recording,
    Then,
    Value,
    VariableNode,
)
from backstep.recording.tables import functions_table, pops_table
from backstep.recording.telling.formula import names_in, rule_of_source, told_formula
from backstep.recording.values import value_of, value_text
from backstep.recording.visible import one_line

LONGEST_SOURCE_LABEL = 24


SourceOf: TypeAlias = Callable[[Callable[..., object]], str | None]


def no_source(method: Callable[..., object]) -> str | None:
    """The source text of a method, where nobody knows any but the engine's."""
    return None


def freeze(notes: Notes, source_of: SourceOf = no_source) -> Recording:
    """Make the immutable recording of a pass that has ended.

    `source_of` gives the text of a method that a learner wrote.
    """
    return _Freezing(notes, source_of).recording()


@cache
def _engine_source(method: Callable[..., object]) -> str | None:
    """The text of a method of the engine, from its file."""
    if not (method.__module__ or "").startswith(operations.__name__):
        return None
    return textwrap.dedent(inspect.getsource(method))


TYPED = {name.replace("_", ""): name for name in operations.__all__ if name.islower()}

# What an operation of the engine is made with: enough to make it again for a check.
ARGUMENTS = {
    kind: frozenset(inspect.signature(kind).parameters)
    for kind in vars(operations).values()
    if isinstance(kind, type) and issubclass(kind, Function)
}


class _Turn(NamedTuple):
    """One pop's share of the notes; no gxs and no befores when its backward raised."""

    function: Function
    gys: list[Variable | None]
    gxs: list[Variable] | None
    befores: list[Variable | None]


class _Freezing:
    """The tables that one freeze fills: live objects to indices, arrays to Values."""

    def __init__(self, notes: Notes, source_of: SourceOf) -> None:
        self.notes = notes
        self.source_of = source_of
        self.befores = [
            b if b is None or isinstance(b, Variable) else as_variable(b) for b in notes.befores
        ]
        self.first = functions_behind(notes.target)
        self.second = list(_born(notes)) if notes.create_graph else []
        self.variables: dict[int, Variable] = {}
        for f in [*self.first, *self.second]:
            self._collect(f.inputs)
            self._collect(ref() for ref in f.outputs)
        self._collect((notes.target,))
        self.variable_index = {key: i for i, key in enumerate(self.variables)}
        self.function_index = {f: i for i, f in enumerate([*self.first, *self.second])}
        self.values: dict[int, Value | None] = {}
        self.function_labels = function_labels(self.first, self.second)
        self.sources = Counter(f.source for f in [*self.first, *self.second])

    def _collect(self, variables: Iterable[Variable | None]) -> None:
        for v in variables:
            if v is not None:
                self.variables.setdefault(id(v), v)

    def value(self, v: Variable | None) -> Value | None:
        """The Value of a Variable's array as it was noted."""
        if v is None:
            return None
        if id(v) not in self.values:
            array = self.notes.array_of(v)
            self.values[id(v)] = None if array is None else value_of(array)
        return self.values[id(v)]

    def recording(self) -> Recording:
        notes = self.notes
        pops = pops_table(self._pops())
        born = _births(notes, self.second, pops)
        return Recording(
            id=notes.id,
            parent=notes.parent,
            target=self.variable_index[id(notes.target)],
            algorithm=notes.algorithm.name,
            retain_grad=notes.retain_grad,
            create_graph=notes.create_graph,
            functions=functions_table(self._function_nodes(born)),
            variables=tuple(self.variable_nodes),
            seed=self._seed(),
            seeded=notes.found_seed is None,
            pops=pops,
            found=tuple(self._found()),
            grads=tuple(self._final_grads(pops)),
            failure=notes.failure,
            evaluations=notes.tried,
        )

    def _turns(self) -> Iterator[_Turn]:
        """The pops with their share of the flat lists."""
        notes = self.notes
        o = i = 0
        for k, f in enumerate(notes.functions):
            n_out, n_in = len(f.outputs), len(f.inputs)
            gys = notes.gys[o : o + n_out]
            if notes.unfinished and k == len(notes.functions) - 1:
                yield _Turn(f, gys, None, [])
            else:
                yield _Turn(f, gys, notes.gxs[i : i + n_in], self.befores[i : i + n_in])
            o, i = o + n_out, i + n_in

    def _pops(self) -> Iterator[Pop]:
        notes, algorithm = self.notes, self.notes.algorithm
        seen = {notes.target.creator, *(self.first if algorithm.order == "preset" else ())}
        current: dict[int, Value | None] = {}
        sharing = Sharing()
        calls = notes.first_serial
        for k, turn in enumerate(self._turns()):
            f = turn.function
            deliveries: tuple[Delivery, ...] = ()
            freed: list[int] = []
            if algorithm.seen_set or not k:
                for y, gy in zip(_outputs(f), turn.gys, strict=True):
                    current.setdefault(id(y), self.value(gy))
            if turn.gxs is not None:
                deliveries = tuple(self._deliveries(turn, turn.gxs, seen))
                if algorithm.adds == "inplace":
                    deliveries = self._shared(turn, turn.gxs, deliveries, sharing)
                current.update((id(x), d.after) for x, d in zip(f.inputs, deliveries, strict=True))
                if not notes.retain_grad:
                    for y in _outputs(f):
                        if y is not None and current.get(id(y)) is not None:
                            freed.append(self.variable_index[id(y)])
                            current[id(y)] = None
                            sharing.free(self.variable_index[id(y)])
            born = 0
            if k < len(notes.calls):
                added = _new_sums(notes, deliveries)
                born = notes.calls[k] - calls + added
                calls = notes.calls[k] + added
            yield Pop(
                function=self.function_index[f],
                gys=tuple(self.value(gy) for gy in turn.gys),
                gxs=None if turn.gxs is None else tuple(self._present(gx) for gx in turn.gxs),
                deliveries=deliveries,
                freed=tuple(freed),
                born=born,
                check=notes.checks.get(k),
            )

    def _seed(self) -> Value:
        found = self.value(self.notes.found_seed)
        return found or value_of(np.ones_like(self.notes.target.data))

    def _present(self, v: Variable) -> Value:
        value = self.value(v)
        assert value is not None  # a delivered gradient has an array
        return value

    def _deliveries(
        self, turn: _Turn, gxs: list[Variable], seen: set[Function | None]
    ) -> Iterator[Delivery]:
        """What each gx came to, worked out as the loop did it.

        An input that comes several times (x * x) has its gradient changed several times. In place,
        whatever shares the changed array changes with it; the notes keep shared what was shared.
        """
        algorithm = self.notes.algorithm
        arrays: dict[int, Array | None] = {}  # as they stand now, where a loop works in place
        holds: dict[int, Variable] = {}

        def array_of(v: Variable) -> Array:
            if id(v) not in arrays:
                arrays[id(v)] = self.notes.array_of(v)
            array = arrays[id(v)]
            assert array is not None
            return array

        for x, gx, noted in zip(turn.function.inputs, gxs, turn.befores, strict=True):
            old = holds.get(id(x), noted)
            before = None if old is None else value_of(array_of(old))
            value = value_of(array_of(gx)) if algorithm.arrays else self._present(gx)
            if old is None or algorithm.adds == "never":
                how: How = "set"
                after, holds[id(x)] = value, gx
            else:
                how = "add"
                with np.errstate(all="ignore"):  # the loop has warned already
                    total = np.asarray(array_of(old) + array_of(gx))
                after = value_of(total)
                if algorithm.adds == "inplace":
                    arrays[id(old)], holds[id(x)] = total, old
                else:
                    holds[id(x)] = Variable(total)
            then: Then = "leaf"
            if x.creator is not None:
                then = "seen" if algorithm.seen_set and x.creator in seen else "queued"
                seen.add(x.creator)
            creator = None if x.creator is None else self.function_index[x.creator]
            yield Delivery(self.variable_index[id(x)], how, before, value, after, then, creator)

    def _shared(
        self,
        turn: _Turn,
        gxs: list[Variable],
        deliveries: tuple[Delivery, ...],
        sharing: Sharing,
    ) -> tuple[Delivery, ...]:
        """The deliveries with who else's gradient changes in place with each."""
        for y, gy in zip(_outputs(turn.function), turn.gys, strict=True):
            if y is not None and gy is not None:
                sharing.holds(self.variable_index[id(y)], gy)
        for x, before in zip(turn.function.inputs, turn.befores, strict=True):
            if before is not None:
                sharing.holds(self.variable_index[id(x)], before)
        told = []
        for d, gx in zip(deliveries, gxs, strict=True):
            if d.how == "set":
                sharing.set(d.to, gx)
                told.append(d)
            else:
                told.append(replace(d, shared=sharing.sharers(d.to)))
        return tuple(told)

    def _found(self) -> Iterator[tuple[int, Value]]:
        first: dict[int, Value | None] = {id(self.notes.target): self.value(self.notes.found_seed)}
        for turn in self._turns():
            for x, before in zip(turn.function.inputs, turn.befores, strict=bool(turn.befores)):
                first.setdefault(id(x), self.value(before))
        for key, value in first.items():
            if value is not None:
                yield self.variable_index[key], value

    def _final_grads(self, pops: Sequence[Pop]) -> Iterator[tuple[str, Value | None]]:
        """The named gradients at the end: the session's, else those that the graph names."""
        told = set()
        for name, _, grad in self.notes.names:
            told.add(name)
            yield name, self.value(grad)
        final: dict[int, Value | None] = dict(self._found())
        final.setdefault(self.variable_index[id(self.notes.target)], self._seed())
        for pop in pops:
            for d in pop.deliveries:
                final[d.to] = d.after
                final.update(dict.fromkeys(d.shared, d.after))
            final.update((index, None) for index in pop.freed)
        for i, node in enumerate(self.variable_nodes):
            if node.order == 1 and node.named and "@" not in node.label and node.label not in told:
                yield node.label, final.get(i)

    def _function_nodes(self, born: dict[Function, int]) -> Iterator[FunctionNode]:
        for f in [*self.first, *self.second]:
            source = self._backward_source(f)
            formula = told_formula(type(f).formula) or (rule_of_source(source) if source else ())
            yield FunctionNode(
                class_name=type(f).__name__,
                label=self.function_labels[f],
                generation=f.generation,
                inputs=tuple(self.variable_index[id(x)] for x in f.inputs),
                outputs=tuple(
                    None if y is None else self.variable_index[id(y)] for y in _outputs(f)
                ),
                source=one_line(f.source) if isinstance(f.source, str) else None,
                formula=formula,
                constants=tuple(_constants(f, formula)),
                backward_source=source,
                order=2 if f in born else 1,
                born=born.get(f),
            )

    def _backward_source(self, f: Function) -> str | None:
        method = type(f).backward
        if not isinstance(method, FunctionType):
            return None  # a learner may have put anything there
        return _engine_source(method) or self.source_of(method)

    @cached_property
    def variable_nodes(self) -> list[VariableNode]:
        """The Variables of both graphs, labels told apart."""
        first_serial = self.notes.first_serial
        grads = self._grad_labels()
        nodes = []
        own = {id(v) for f in self.first for v in [*f.inputs, *_outputs(f)] if v is not None}
        own.add(id(self.notes.target))
        for key, v in self.variables.items():
            seen = self.notes.seen.get(key)
            label = seen.label if seen else None
            named = label is not None and label != "const"
            if not named:
                label = grads.get(key) or self._unnamed(v)
            creator = v.creator
            node = VariableNode(
                label=one_line(label or "?"),
                named=named,
                data=self.value(v),
                generation=v.generation,
                creator=None if creator is None else self.function_index.get(creator),
                order=1
                if key in own or (creator is not None and creator.serial < first_serial)
                else 2,
            )
            nodes.append(node)
        return _told_apart(nodes, self._holders())

    def _holders(self) -> dict[str, int]:
        """Which Variable each of the session's names holds now, as an index into variables."""
        return {
            name: self.variable_index[id(v)]
            for name, v, _ in self.notes.names
            if id(v) in self.variable_index
        }

    def _grad_labels(self) -> dict[int, str]:
        """Gradients by the Variable that they were the gradient of: `a.grad`."""
        labels: dict[int, str] = {}
        notes = self.notes

        def tell(owner: Variable | None, grad: Variable | None) -> None:
            if owner is not None and grad is not None and owner.creator is not grad.creator:
                seen = notes.seen.get(id(owner))
                name = seen.label if seen else None
                if name in (None, "const"):
                    name = self._unnamed(owner)
                told = name if name.isidentifier() or "(" in name else f"({name})"
                labels.setdefault(id(grad), f"{told}.grad")

        if notes.create_graph:
            for turn in self._turns():
                for y, gy in zip(_outputs(turn.function), turn.gys, strict=True):
                    tell(y, gy)
                for x, before in zip(turn.function.inputs, turn.befores, strict=False):
                    tell(x, before)
                    tell(x, notes.ends.get(id(x)))
        return labels

    def _unnamed(self, v: Variable) -> str:
        """A label for a Variable that nobody named: its source text, its maker, or its value."""
        f = v.creator
        if f is None or f not in self.function_labels:
            text = value_text(self.value(v), 12)
            return f"const({text})" if v.size == 1 else "const"
        if f.source and self.sources[f.source] == 1 and len(f.source) <= LONGEST_SOURCE_LABEL:
            label = f.source
        else:
            label = self.function_labels[f]
        if len(f.outputs) > 1:
            label += f"[{next((i for i, y in enumerate(_outputs(f)) if y is v), '?')}]"
        return label


def _constants(f: Function, formula: tuple[str, ...]) -> Iterator[tuple[str, Constant]]:
    """What a function keeps of itself: what its formula names, and what it is made with.

    An array of whole numbers that no formula names (labels) is kept as a tuple, to make it again.
    """
    own = vars(f)
    named = set().union(*map(names_in, formula))
    for name in sorted((named | ARGUMENTS.get(type(f), frozenset())) & own.keys()):
        value = own[name]
        if name not in named and isinstance(value, np.ndarray) and value.ndim == 1:
            value = tuple(value.tolist())
        if _is_constant(value):
            yield name, value


def _is_constant(value: object) -> bool:
    """Whether an attribute of a function is kept: a number, None, or a few whole numbers."""
    if isinstance(value, tuple):
        return len(value) <= KEPT_ELEMENTS and all(
            type(each) is int and abs(each) < 2**31 for each in value
        )
    return value is None or type(value) in (bool, int, float)


def _outputs(f: Function) -> list[Variable | None]:
    return [ref() for ref in f.outputs]


def _new_sums(notes: Notes, deliveries: Iterable[Delivery]) -> int:
    """How many functions the deliveries of a pop made: one Add for each new sum."""
    return sum(d.how == "add" for d in deliveries) if notes.algorithm.adds == "anew" else 0


def _born(notes: Notes) -> list[Function]:
    """The functions that the pass itself called: the graph behind its gradients."""
    found: set[Function] = set()
    grads = [*notes.gxs, *notes.gys, *notes.befores, *notes.ends.values()]
    waiting = [g.creator for g in grads if isinstance(g, Variable) and g.creator is not None]
    while waiting:
        f = waiting.pop()
        if f not in found and f.serial >= notes.first_serial:
            found.add(f)
            waiting.extend([x.creator for x in f.inputs if x.creator is not None])
    return sorted(found, key=lambda f: f.serial)


def _births(notes: Notes, second: list[Function], pops: Sequence[Pop]) -> dict[Function, int]:
    """The step at which each second-order function was born: a multiply or a deliver."""
    limits: list[tuple[int, int]] = []  # serials below the first were born by the second
    start = 1
    for k, pop in enumerate(pops[: len(notes.calls)]):
        limits.append((notes.calls[k], start + 3))
        added = [i for i, d in enumerate(pop.deliveries) if d.how == "add"]  # one new Add each
        limits += [(notes.calls[k] + n, start + 4 + i) for n, i in enumerate(added, 1)]
        start += 4 + len(pop.deliveries)
    born: dict[Function, int] = {}
    at = 0
    for f in second:
        while at < len(limits) - 1 and limits[at][0] <= f.serial:
            at += 1
        born[f] = limits[at][1] if limits else start
    return born


def function_labels(first: list[Function], second: list[Function]) -> dict[Function, str]:
    """`square#2`, counted within its class; plain `add` where it is the only one; `mul'3` for the
    third function of the second order."""
    total = Counter(type(f).__name__ for f in first)
    count: Counter[str] = Counter()
    labels = {}
    for f in first:
        name = type(f).__name__
        count[name] += 1
        labels[f] = _called(f) + (f"#{count[name]}" if total[name] > 1 else "")
    for i, f in enumerate(second, 1):
        labels[f] = f"{_called(f)}'{i}"
    return labels


def _called(f: Function) -> str:
    """The class in small letters, written as the operation is typed: `get_item` of GetItem."""
    name = type(f).__name__.lower()
    return TYPED.get(name, name)


def _told_apart(nodes: list[VariableNode], holders: dict[str, int]) -> list[VariableNode]:
    """Number the Variables that share a name (`y = y + y`): `y@1`, `y@2`, and plain `y` for the
    one that holds the name now, or for the last."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for i, node in enumerate(nodes):
        if not node.label.startswith("const"):
            groups[node.label].append(i)
    told = list(nodes)
    for label, indices in groups.items():
        plain = holders.get(label, indices[-1])
        others = [i for i in indices if i != plain]
        for number, i in enumerate(others, 1):
            node = nodes[i]
            told[i] = VariableNode(
                label=f"{label}@{number}",
                named=node.named,
                data=node.data,
                generation=node.generation,
                creator=node.creator,
                order=node.order,
            )
    return told
