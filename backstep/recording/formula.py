"""Formulas: a gradient's rule as text, with the numbers of one pop put in where they prove true.

A rule is an arithmetic expression in gy, x, y and constants. Numbers are shown in it only when the
rule, evaluated with them, gives the very gx that the engine computed; a rule that we misread (a
learner's own backward may call anything x) is shown without numbers rather than with wrong ones.
"""

from __future__ import annotations

import ast
import io
import operator
import textwrap
import tokenize
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np

from backstep.engine.variable import Array
from backstep.recording.records import Pop, Recording, Value
from backstep.recording.values import number_text, value_text

Names: TypeAlias = Mapping[str, "Value | float"]

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.MatMult: operator.matmul,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{name: getattr(np, name) for name in ("exp", "log", "sin", "cos", "tanh", "sqrt")},
    "reshape": np.reshape,
    "broadcast_to": np.broadcast_to,
    "sum_to": lambda array, shape: _summed_to(np.asarray(array), shape),
}


UNPARSABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


class _Plain(ast.NodeTransformer):
    """`self.scale` as `scale`: what a rule names is the instance's own."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        own = isinstance(node.value, ast.Name) and node.value.id == "self"
        return ast.Name(node.attr, ast.Load()) if own else node


def rule_of_source(source: str) -> tuple[str, ...]:
    """Read the right-hand sides of the gradients off the text of a `backward` method.

    The last `return` counts; a returned name stands for the expression assigned to it. Empty when
    the text cannot be read so.

    >>> rule_of_source("def backward(self, gy):\\n    x, = self.inputs\\n    return gy * 2 * x")
    ('gy * 2 * x',)
    """
    try:
        tree = _Plain().visit(ast.parse(textwrap.dedent(source)))
    except UNPARSABLE:
        return ()
    assigned: dict[str, ast.expr] = {}
    returned: ast.expr | None = None
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            assigned[node.targets[0].id] = node.value
        elif isinstance(node, ast.Return):
            returned = node.value
    if returned is None:
        return ()
    parts = returned.elts if isinstance(returned, ast.Tuple) else [returned]
    return tuple(
        ast.unparse(assigned.get(part.id, part) if isinstance(part, ast.Name) else part)
        for part in parts
    )


def names_in(rule: str) -> set[str]:
    """The names that a rule uses; empty when it is not an expression."""
    try:
        return {n.id for n in ast.walk(ast.parse(rule, mode="eval")) if isinstance(n, ast.Name)}
    except UNPARSABLE:
        return set()


def names_of_pop(recording: Recording, pop: Pop) -> dict[str, Value | float]:
    """What gy, x, y and the constants stand for in one pop.

    One input is `x` and also `x0`; several are `x0`, `x1` ...; outputs and gys likewise.
    """
    f = recording.functions[pop.function]
    groups: dict[str, list[Value | None]] = {
        "x": [recording.variables[i].data for i in f.inputs],
        "y": [None if i is None else recording.variables[i].data for i in f.outputs],
        "gy": list(pop.gys),
    }
    names: dict[str, Value | float] = dict(f.constants)
    for letter, values in groups.items():
        for i, value in enumerate(values):
            if value is not None:
                names[f"{letter}{i}"] = value
        if len(values) == 1 and values[0] is not None:
            names[letter] = values[0]
    return names


def with_numbers(rule: str, names: Names, gx: Value) -> str | None:
    """The rule with numbers for names: `1.0 * 2 * 4.0`; None when that does not give gx.

    A gradient that was summed back over a broadcast shows so: `sum_to(gy, (1,))`.
    """
    result = evaluate(rule, names)
    if result is None or gx.array is None:
        return None
    text = _substituted(rule, names)
    if result.shape != gx.shape:
        result = _summed_to(result, gx.shape)
        text = f"sum_to({text}, {gx.shape})"
    if result is None or not np.allclose(result, gx.array, rtol=1e-9, atol=0, equal_nan=True):
        return None
    return text


def evaluate(rule: str, names: Names) -> Array | None:
    """Work a rule out with the arrays that its names stand for; None when it is beyond us."""
    try:
        with np.errstate(all="ignore"):
            return np.asarray(_evaluated(ast.parse(rule, mode="eval").body, names))
    except (*UNPARSABLE, LookupError, TypeError, ArithmeticError):
        return None


def _evaluated(node: ast.expr, names: Names) -> Any:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)  # whole numbers may grow without end
        case ast.Name():
            return _number(names[node.id])
        case ast.Attribute(value=ast.Name(id=name), attr="shape"):
            value = names[name]
            return value.shape if isinstance(value, Value) else ()
        case ast.UnaryOp(op=ast.USub()):
            return -_evaluated(node.operand, names)
        case ast.BinOp():
            return _BINARY[type(node.op)](
                _evaluated(node.left, names), _evaluated(node.right, names)
            )
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), keywords=[]):
            return _FUNCTIONS[name](*[_evaluated(arg, names) for arg in node.args])
    raise LookupError(ast.dump(node))


def _number(value: Value | float) -> Any:
    if not isinstance(value, Value):
        return value
    if value.array is None:
        raise LookupError("the elements were not kept")
    return value.array


def _summed_to(array: Array, shape: tuple[int, ...]) -> Any:
    lead = array.ndim - len(shape)
    if lead < 0:
        return None
    stretched = tuple(i + lead for i, n in enumerate(shape) if n == 1)
    summed = array.sum(axis=(*range(lead), *stretched), keepdims=True)
    return summed.reshape(shape) if summed.size == np.prod(shape, dtype=int) else None


def _substituted(rule: str, names: Names) -> str:
    """Put numbers in place of names, token by token, keeping the rule's own spacing."""
    rule = rule.replace("self.", "").replace("np.", "").replace("F.", "")
    tokens = [t for t in tokenize.generate_tokens(io.StringIO(rule).readline) if t.string]
    out, end, skip = "", 0, 0
    for i, token in enumerate(tokens):
        if skip:
            skip -= 1
            continue
        out += rule[end : token.start[1]]
        end = token.end[1]
        value = names.get(token.string) if token.type == tokenize.NAME else None
        if value is None:
            out += token.string
        elif [t.string for t in tokens[i + 1 : i + 3]] == [".", "shape"]:
            out += str(value.shape if isinstance(value, Value) else ())
            skip, end = 2, tokens[i + 2].end[1]
        else:
            following = tokens[i + 1].string if i + 1 < len(tokens) else ""
            before = tokens[i - 1].string if i else ""
            out += _in_place(value, before == "-" or following == "**")
    return out


def _in_place(value: Value | float, guarded: bool) -> str:
    text = value_text(value) if isinstance(value, Value) else number_text(value)
    return f"({text})" if guarded and text.startswith("-") else text
