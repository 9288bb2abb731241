"""What the names in a function's own `backward` stood for in one pop, read off its text.

Nothing is run: parameters are the gys, what is taken from `self.inputs` and `self.outputs` are the
recorded arrays, and an assignment of plain arithmetic is worked out with these. A name of which
this is not known is left out rather than guessed.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from backstep.recording.records import FunctionNode, Pop, Recording, Value
from backstep.recording.telling.formula import evaluate, names_of_pop
from backstep.recording.telling.parsing import UNPARSABLE, module_of
from backstep.recording.values import value_of

KNOWN_SOURCES = 256  # that are kept read: a pass has few classes, each for very many pops


@dataclass(frozen=True)
class Names:
    """The names of a backward with their values, and the line of its text that returned.

    `given` are its parameters and what it takes from `self`, `taken` the latter alone; `computed`
    what it works out. `line` counts from 0; None where it is not known which of several returns it
    was.
    """

    given: dict[str, Value] = field(default_factory=dict)
    taken: dict[str, Value] = field(default_factory=dict)
    computed: dict[str, Value] = field(default_factory=dict)
    line: int | None = None


def names_in_backward(recording: Recording, pop: Pop) -> Names:
    """The names of a pop's backward; none where its text is not there or cannot be read."""
    f = recording.functions[pop.function]
    definition = _definition(f.backward_source or "")
    if definition is None:
        return Names()
    reading = _Reading(recording, f, pop)
    reading.parameters(definition.args)
    returned = reading.statements(definition.body)
    if returned is None:
        every = [node for node in ast.walk(definition) if isinstance(node, ast.Return)]
        returned = every[0] if len(every) == 1 else None
    if returned is not None:
        reading.returned(returned)
    line = None if returned is None else returned.lineno - 1
    taken = {name: x for name, x in reading.given.items() if name not in reading.gys}
    return Names(reading.given, taken, reading.computed, line)


@lru_cache(maxsize=KNOWN_SOURCES)
def _definition(source: str) -> ast.FunctionDef | None:
    """The function that a text defines, which is only read; None where it is none."""
    try:
        tree = module_of(textwrap.dedent(source))
    except UNPARSABLE:
        return None
    definition = tree.body[0] if tree.body else None
    return definition if isinstance(definition, ast.FunctionDef) else None


@lru_cache(maxsize=KNOWN_SOURCES)
def _rule(node: ast.expr) -> str:
    """An expression as the rules would have it."""
    return ast.unparse(_Plain().visit(deepcopy(node)))


class _Reading:
    """The names met so far, going down the text."""

    def __init__(self, recording: Recording, f: FunctionNode, pop: Pop) -> None:
        self.pop = pop
        self.inputs = [recording.variables[i].data for i in f.inputs]
        self.outputs = [None if i is None else recording.variables[i].data for i in f.outputs]
        self.own = names_of_pop(recording, pop)
        self.gys: list[str] = []
        self.given: dict[str, Value] = {}
        self.computed: dict[str, Value] = {}

    def parameters(self, arguments: ast.arguments) -> None:
        """The gys, by the names of the parameters after self."""
        self.gys = [each.arg for each in arguments.args[1:]]
        for name, gy in zip(self.gys, self.pop.gys, strict=False):
            if gy is not None:
                self.given[name] = gy

    def statements(self, body: Sequence[ast.stmt]) -> ast.Return | None:
        """Go through statements in order, to the return that is reached; None where that is not
        known."""
        for statement in body:
            match statement:
                case ast.Assign(targets=[target]):
                    self._assigned(target, statement.value)
                case ast.Return():
                    return statement
                case ast.If():
                    holds = self._holds(statement.test)
                    if holds is None:
                        return None
                    found = self.statements(statement.body if holds else statement.orelse)
                    if found is not None:
                        return found
                case ast.Expr():
                    pass
                case _:
                    return None
        return None

    def returned(self, statement: ast.Return) -> None:
        """Names that are returned are the gxs."""
        if statement.value is None or self.pop.gxs is None:
            return
        parts = (
            statement.value.elts if isinstance(statement.value, ast.Tuple) else [statement.value]
        )
        if len(parts) != len(self.pop.gxs):
            return
        for part, gx in zip(parts, self.pop.gxs, strict=True):
            if isinstance(part, ast.Name) and part.id not in self.given:
                self.computed[part.id] = gx

    def _assigned(self, target: ast.expr, value: ast.expr) -> None:
        match target, value:
            case ast.Tuple() | ast.List(), ast.Attribute(attr="inputs" | "outputs" as which):
                self._unpacked(target.elts, self.inputs if which == "inputs" else self.outputs)
            case ast.Tuple(), ast.Tuple() if len(target.elts) == len(value.elts):
                for one, of in zip(target.elts, value.elts, strict=True):
                    self._assigned(one, of)
            case ast.Name(), _:
                found = self._taken(value)
                if found is not None:
                    self.given[target.id] = found
                    return
                result = self._worked_out(value)
                if result is not None:
                    self.computed[target.id] = result

    def _unpacked(self, targets: list[ast.expr], values: Sequence[Value | None]) -> None:
        for target, value in zip(targets, values, strict=False):
            if isinstance(target, ast.Starred):
                return
            if isinstance(target, ast.Name) and value is not None:
                self.given[target.id] = value

    def _taken(self, node: ast.expr) -> Value | None:
        """An input or output: `self.inputs[0]`, `self.outputs[0]()`, `self.input`, its `.data`."""
        match node:
            case ast.Attribute(attr="data"):
                return self._taken(node.value)
            case ast.Attribute(value=ast.Name(id="self"), attr="input"):
                return self.inputs[0] if self.inputs else None
            case ast.Attribute(value=ast.Name(id="self"), attr="output"):
                return self.outputs[0] if self.outputs else None
            case ast.Call(func=ast.Subscript() as inner, args=[]):
                return self._taken(inner)
            case ast.Subscript(
                value=ast.Attribute(value=ast.Name(id="self"), attr="inputs" | "outputs" as which),
                slice=ast.Constant(value=int(at)),
            ):
                values = self.inputs if which == "inputs" else self.outputs
                return values[at] if -len(values) <= at < len(values) else None
        return None

    def _worked_out(self, node: ast.expr) -> Value | None:
        names = self.own | self.given | self.computed
        result = evaluate(_rule(node), names)
        return None if result is None else value_of(np.asarray(result))

    def _holds(self, test: ast.expr) -> bool | None:
        """Whether a condition on shapes or on None holds: `x0.shape == x1.shape`, `b is None`."""
        match test:
            case ast.Compare(ops=[ast.Eq() | ast.NotEq() as op], comparators=[right]):
                shapes = [self._shape(side) for side in (test.left, right)]
                if None in shapes:
                    return None
                return (shapes[0] == shapes[1]) == isinstance(op, ast.Eq)
        return None

    def _shape(self, node: ast.expr) -> Any:
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr="shape" | "ndim" as asked):
                value = (self.given | self.computed).get(name)
                if value is None:
                    return None
                return value.shape if asked == "shape" else len(value.shape)
            case ast.Constant(value=int(number)):
                return number
        return None


class _Plain(ast.NodeTransformer):
    """`self.scale` as `scale`, `x.data` as `x`: what an expression means to the rules."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.value, ast.Name) and node.value.id == "self":
            return ast.Name(node.attr, ast.Load())
        return node.value if node.attr == "data" else node
