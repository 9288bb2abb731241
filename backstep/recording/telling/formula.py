"""Formulas: a gradient's rule as text, with the numbers of one pop put in where they prove true.

A rule is an arithmetic expression in gy, x, y and constants. Numbers are shown in it only when the
rule, evaluated with them, gives the very gx that the engine computed; a rule that we misread (a
learner's own backward may call anything x) is shown without numbers rather than with wrong ones.
"""

from __future__ import annotations

import ast
import io
import math
import operator
import re
import textwrap
import tokenize
from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np

from backstep.engine import BackstepError, Variable, no_grad, operations, test_mode
from backstep.engine.variable import Array
from backstep.recording.records import FunctionNode, Pop, Recording, Value
from backstep.recording.telling.parsing import UNPARSABLE, expression_of, module_of
from backstep.recording.values import number_text, value_of, value_text
from backstep.recording.visible import one_line

# A Value, or a constant of the function: a number, None, a tuple of these.
Named: TypeAlias = "Value | float | tuple[Any, ...] | None"
Names: TypeAlias = Mapping[str, Any]

MOST = 2**18  # elements that one step of a rule may make or go through
LARGEST = 2**31  # above it a whole number counts as a float, which cannot grow without end
NAMESPACES = ("np", "F")
MOST_NAMES = 1000  # inputs, outputs or gys of a function that a rule may name
MOST_RULES = 100  # of one function: as many as it has inputs
KNOWN_RULES = 512  # that are kept read
_SHAPE_OF = re.compile(r"\bshape of (\w+)")

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.MatMult: operator.matmul,
}
_COMPARED: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


class _Plain(ast.NodeTransformer):
    """`self.scale` as `scale`: what a rule names is the instance's own."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        own = isinstance(node.value, ast.Name) and node.value.id == "self"
        return ast.Name(node.attr, ast.Load()) if own else node


def told_formula(formula: object) -> tuple[str, ...]:
    """A class's formula as a learner may have written it: one text or several."""
    parts = (formula,) if isinstance(formula, str) else formula
    if not isinstance(parts, (tuple, list)) or not all(isinstance(part, str) for part in parts):
        return ()
    return tuple([one_line(part) for part in parts[:MOST_RULES]])


def rule_of_source(source: str) -> tuple[str, ...]:
    """Read the right-hand sides of the gradients off the text of a `backward` method.

    The last `return` counts; a returned name stands for the expression assigned to it. Empty when
    the text cannot be read so, as where a returned name is assigned more than once.

    >>> rule_of_source("def backward(self, gy):\\n    x, = self.inputs\\n    return gy * 2 * x")
    ('gy * 2 * x',)
    """
    try:
        tree = _Plain().visit(module_of(textwrap.dedent(source)))
    except UNPARSABLE:
        return ()
    assigned: dict[str, ast.expr] = {}
    stored: Counter[str] = Counter()
    returned: ast.expr | None = None
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            assigned[node.targets[0].id] = node.value
        elif isinstance(node, ast.Return):
            returned = node.value
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            stored[node.id] += 1
    if returned is None:
        return ()
    parts = returned.elts if isinstance(returned, ast.Tuple) else [returned]
    if any(isinstance(part, ast.Name) and stored[part.id] > 1 for part in parts):
        return ()
    return tuple(
        ast.unparse(assigned.get(part.id, part) if isinstance(part, ast.Name) else part)
        for part in parts
    )


@lru_cache(maxsize=1024)
def names_in(rule: str) -> frozenset[str]:
    """The names that a rule uses; empty when it is not an expression."""
    try:
        return frozenset(n.id for n in ast.walk(parsed(rule)) if isinstance(n, ast.Name))
    except UNPARSABLE:
        return frozenset()


def names_of_pop(recording: Recording, pop: Pop) -> dict[str, Any]:
    """What gy, x, y and the constants stand for in one pop.

    One input is `x` and also `x0`; several are `x0`, `x1` ...; outputs and gys likewise.
    """
    f = recording.functions[pop.function]
    groups: dict[str, list[Value | None]] = {
        "x": [recording.variables[i].data for i in f.inputs],
        "y": [None if i is None else recording.variables[i].data for i in f.outputs],
        "gy": list(pop.gys),
    }
    names: dict[str, Named] = dict(f.constants)
    names |= _one_hot(f, groups["x"])
    for letter, values in groups.items():
        for i, value in enumerate(values[:MOST_NAMES]):
            if value is not None:
                names[f"{letter}{i}"] = value
        if len(values) == 1 and values[0] is not None:
            names[letter] = values[0]
    return names


def _one_hot(f: FunctionNode, xs: list[Value | None]) -> dict[str, Named]:
    """The labels of softmax cross entropy as its rule has them: a one in each row, zeros beside."""
    labels = dict(f.constants).get("labels")
    x = xs[0] if len(xs) == 1 else None
    if not isinstance(labels, tuple) or x is None or len(x.shape) != 2 or x.size > MOST:
        return {}
    rows, classes = x.shape
    if len(labels) != rows or not all(0 <= label < classes for label in labels):
        return {}
    return {"one_hot": value_of(np.eye(classes, dtype=x.dtype)[list(labels)])}


# What with_numbers told last, with what it was told of: the sentence, the panes and the inspector
# ask for the rules of one pop in turn.
MOST_LATEST = 16
_LATEST: dict[tuple[object, ...], tuple[str | None, tuple[object, ...]]] = {}


def with_numbers(rule: str, names: Names, gx: Value) -> str | None:
    """The rule with numbers for names: `1.0 * 2 * 4.0`; None when that does not give gx.

    A gradient that was summed back over a broadcast shows so: `sum_to(gy, (1,))`.
    """
    values = (gx, *names.values())
    key = (rule, *names, *map(id, values))
    if key not in _LATEST:
        while len(_LATEST) >= MOST_LATEST:
            del _LATEST[next(iter(_LATEST))]
        _LATEST[key] = _with_numbers(rule, names, gx), values
    return _LATEST[key][0]


def _with_numbers(rule: str, names: Names, gx: Value) -> str | None:
    result = evaluate(rule, names)
    if result is None or gx.array is None:
        return None
    text = _substituted(rule, names)
    if result.shape != gx.shape:
        result = _summed_to(result, gx.shape)
        text = f"sum_to({text}, {gx.shape})"
    return text if result is not None and _is_near(result, gx.array) else None


def _is_near(result: Array, array: Array) -> bool:
    """Whether a rule gives what the engine computed, but for how it was rounded."""
    if np.array_equal(result, array):  # as nearly always, and sooner known
        return True
    near = 1e-9 if array.dtype.itemsize >= 8 else 1e-5
    with np.errstate(all="ignore"):
        return np.allclose(result, array, rtol=near, atol=0, equal_nan=True)


def gradient_by(rule: str, names: Names, shape: tuple[int, ...]) -> Array | None:
    """What a rule gives as the gradient of an input of a shape, summed back over a broadcast; None
    when it is beyond us."""
    result = evaluate(rule, names)
    if result is None or result.shape == shape:
        return result
    summed = _summed_to(result, shape)
    return None if summed is None else np.asarray(summed)


def evaluate(rule: str, names: Names) -> Array | None:
    """Work a rule out with the arrays that its names stand for; None when it is beyond us.

    Rules come from strangers' files too. What one may do is arithmetic, comparisons (1 where true,
    0 where not), and calls of our operations and of numpy's functions of each element; what one
    step may make is bounded.
    """
    try:
        with np.errstate(all="ignore"), no_grad(), test_mode():
            return np.asarray(_evaluated(parsed(rule).body, names))
    except (*UNPARSABLE, BackstepError, LookupError, TypeError, ArithmeticError):
        return None


@lru_cache(maxsize=KNOWN_RULES)
def parsed(rule: str) -> ast.Expression:
    """A rule as a tree, which is only read: a pass has few rules, each for very many pops."""
    return expression_of(_SHAPE_OF.sub(r"\1.shape", rule))


def _evaluated(node: ast.expr, names: Names) -> Any:
    match node:
        case ast.Constant(value=bool() | int() | float() | None as constant):
            return _bounded(constant)
        case ast.Name():
            return _number(names[node.id])
        case ast.Attribute(value=ast.Name(id=name), attr="shape"):
            value = names[name]
            return value.shape if isinstance(value, Value) else ()
        case ast.Attribute(attr="T"):
            value = np.asarray(_evaluated(node.value, names))
            return value.swapaxes(-1, -2) if value.ndim > 1 else value
        case ast.Tuple():
            return tuple([_evaluated(part, names) for part in node.elts])
        case ast.UnaryOp(op=ast.USub()):
            return -_evaluated(node.operand, names)
        case ast.BinOp():
            sides = [_evaluated(side, names) for side in (node.left, node.right)]
            return _worked_out(_BINARY[type(node.op)], *map(_as_float, sides))
        case ast.Compare():
            values = [_evaluated(part, names) for part in (node.left, *node.comparators)]
            held: Any = np.int8(1)
            for (left, right), op in zip(pairwise(values), node.ops, strict=True):
                true = _worked_out(_COMPARED[type(op)], left, right)
                held = _worked_out(operator.mul, held, np.asarray(true, np.int8))
            return held
        case ast.Call():
            return _called(node, names)
    raise LookupError(ast.dump(node))


def _called(node: ast.Call, names: Names) -> Any:
    """A call: `exp(x)`, `np.exp(x)`, `x.sum()`."""
    arguments = [_evaluated(part, names) for part in node.args]
    options = {part.arg or "": _evaluated(part.value, names) for part in node.keywords}
    match node.func:
        case ast.Name(id=name):
            pass
        case ast.Attribute(value=ast.Name(id=space), attr=name) if space in NAMESPACES:
            pass
        case ast.Attribute(value=owner, attr=name):
            arguments.insert(0, _evaluated(owner, names))
        case _:
            raise LookupError(ast.dump(node.func))
    if name in operations.__all__ and name.islower():
        return _worked_out(getattr(operations, name), *arguments, **options)
    ufunc = getattr(np, name, None)
    if isinstance(ufunc, np.ufunc) and len(arguments) == ufunc.nin and ufunc.nout == 1:
        return _worked_out(ufunc, *map(_as_float, arguments))
    raise LookupError(name)


def _worked_out(function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Call a function if what it makes or goes through is surely small."""
    if math.prod(map(_extent, [*arguments, *options.values()])) > MOST:
        raise LookupError("too large to be tried for a line of text")
    result = function(*arguments, **options)
    return result.data if isinstance(result, Variable) else result


def _extent(value: Any) -> int:
    """How many times an argument may multiply the size of a result."""
    if isinstance(value, tuple):
        return math.prod([abs(n) if type(n) is int else _extent(n) for n in value]) or 1
    return max(np.size(value), 1) if isinstance(value, np.ndarray) else 1


def _number(value: Named) -> Any:
    if not isinstance(value, Value):
        return _bounded(value)
    if value.array is None:
        raise LookupError("the elements were not kept")
    return value.array


def _bounded(constant: Any) -> Any:
    return float(constant) if type(constant) is int and abs(constant) > LARGEST else constant


def _as_float(number: Any) -> Any:
    """A whole number as a float: in arithmetic it could grow without end."""
    return float(number) if type(number) is int else number


def _summed_to(array: Array, shape: tuple[int, ...]) -> Any:
    lead = array.ndim - len(shape)
    if lead < 0:
        return None
    stretched = tuple(i + lead for i, n in enumerate(shape) if n == 1)
    with np.errstate(all="ignore"):
        summed = array.sum(axis=(*range(lead), *stretched), keepdims=True)
    return summed.reshape(shape) if summed.size == np.prod(shape, dtype=int) else None


def _substituted(rule: str, names: Names) -> str:
    """Put numbers in place of names, token by token, keeping the rule's own spacing."""
    rule, tokens = _tokens(rule)
    out, end, skip = "", 0, 0
    for i, token in enumerate(tokens):
        if skip:
            skip -= 1
            continue
        out += rule[end : token.start[1]]
        end = token.end[1]
        if token.type != tokenize.NAME or token.string not in names:
            out += token.string
            continue
        value = names[token.string]
        if [t.string for t in tokens[i + 1 : i + 3]] == [".", "shape"]:
            out += str(value.shape if isinstance(value, Value) else ())
            skip, end = 2, tokens[i + 2].end[1]
        else:
            following = tokens[i + 1].string if i + 1 < len(tokens) else ""
            before = tokens[i - 1].string if i else ""
            out += _in_place(value, before == "-" or following == "**")
    return out


@lru_cache(maxsize=KNOWN_RULES)
def _tokens(rule: str) -> tuple[str, list[tokenize.TokenInfo]]:
    """A rule without the spaces that its names come from, and its tokens."""
    rule = _SHAPE_OF.sub(r"\1.shape", rule)
    for prefix in ("self", *NAMESPACES):
        rule = rule.replace(f"{prefix}.", "")
    read = tokenize.generate_tokens(io.StringIO(rule).readline)
    return rule, [token for token in read if token.string]


def _in_place(value: Named, guarded: bool) -> str:
    if value is None or isinstance(value, tuple):
        return str(value)
    text = value_text(value) if isinstance(value, Value) else number_text(value)
    if isinstance(value, Value) and text.startswith("("):  # what is not shown whole
        return str(value.shape)
    return f"({text})" if guarded and text.startswith("-") else text
