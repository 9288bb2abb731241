"""One element of a gradient written out: `gx[0,2] = gy[0,2] * 2 * x[0,2] = 0.5 * 2 * 1.5 = 1.5`.

A rule speaks of whole arrays. Here it is followed to one element of its result: through arithmetic
and functions of each element to the same place of every array, through a product of matrices to a
row and a column, through a sum or a change of shape to where the element came from.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from backstep.recording.records import Value
from backstep.recording.telling.formula import (
    NAMESPACES,
    Names,
    evaluate,
    parsed,
)
from backstep.recording.telling.parsing import UNPARSABLE
from backstep.recording.values import number_text

Index: TypeAlias = tuple[int, ...]
MOST_TERMS = 3  # of a sum, before the rest is only counted
MOST_SUMMED = 4096  # terms that are looked at at all
DIGITS = 4
NEAR = 1e-5
# What only puts elements elsewhere or adds some up: followed by asking where they came from.
MOVING = frozenset({"reshape", "transpose", "broadcast_to", "get_item", "get_item_grad", "sum_to"})
OF_EACH = frozenset(
    "exp log sin cos tan tanh sqrt abs sign square sigmoid relu add sub mul div neg pow".split()
)


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a gx: its rule in symbols and in numbers, and its value."""

    at: Index
    symbols: str
    numbers: str
    value: str

    def told(self, name: str) -> str:
        """The whole equation, for a gradient of a name."""
        sides = [f"{name}{indexed(self.at)}", self.symbols, self.numbers, self.value]
        return " = ".join(each for i, each in enumerate(sides) if i == 0 or each != sides[i - 1])


@dataclass(frozen=True, slots=True)
class _Pair:
    """The same expression in symbols and in numbers."""

    symbols: ast.expr
    numbers: ast.expr


def indexed(at: Index) -> str:
    """An index as one writes it: `[0,2]`; nothing for a single number."""
    return f"[{','.join(map(str, at))}]" if at else ""


def telling_index(value: Value) -> Index:
    """The element to look at: the first that is nan or inf, else the largest of either sign."""
    array = value.array
    if array is None or not array.size:
        return ()
    size = np.abs(array)
    broken = ~np.isfinite(size)
    flat = int(np.argmax(broken if broken.any() else size))
    return tuple(int(i) for i in np.unravel_index(flat, array.shape))


def largest(value: Value, count: int) -> list[tuple[Index, Any]]:
    """The elements furthest from zero, with their places."""
    if value.array is None or not value.array.size:
        return []
    size = np.abs(value.array).ravel()
    order = np.argsort(np.where(np.isfinite(size), -size, -np.inf), kind="stable")[:count]
    places = [tuple(int(i) for i in np.unravel_index(int(k), value.shape)) for k in order]
    return [(at, value.array[at].item()) for at in places]


def written_out(rule: str, names: Names, gx: Value, at: Index) -> Element | None:
    """An element of gx by its rule; None where that cannot be followed or does not give it."""
    if gx.array is None or len(at) != gx.array.ndim:
        return None
    try:
        tree = parsed(rule).body
        whole = evaluate(rule, names)
        if whole is None:
            return _of_a_large_product(tree, names, gx, at)
        if whole.shape == gx.shape:
            pair = _followed(tree, at, names)
        else:
            pair = _summed(tree, _added_up(whole.shape, gx.shape, at), names)
        value = _number(gx.array[at])
        told = Element(at, ast.unparse(pair.symbols), ast.unparse(pair.numbers), value)
    except (*UNPARSABLE, LookupError, TypeError, ArithmeticError):
        return None
    return told if _gives(whole, gx, at) else None


def _of_a_large_product(tree: ast.expr, names: Names, gx: Value, at: Index) -> Element | None:
    """An element of a product of matrices that is too large to be worked out for a line of text:
    one row and one column are not."""
    if not isinstance(tree, ast.BinOp) or not isinstance(tree.op, ast.MatMult):
        return None
    left, right = (_evaluated(side, names) for side in (tree.left, tree.right))
    if (left.ndim, right.ndim) != (2, 2) or (left.shape[0], right.shape[1]) != gx.shape:
        return None
    assert gx.array is not None
    with np.errstate(all="ignore"):
        product = left[at[0]] @ right[:, at[1]]
        if not np.isclose(product, gx.array[at], rtol=1e-3, equal_nan=True):
            return None
    pair = _product(tree, at, names)
    return Element(at, ast.unparse(pair.symbols), ast.unparse(pair.numbers), _number(gx.array[at]))


def _gives(whole: Any, gx: Value, at: Index) -> bool:
    """Whether the rule gives this element of gx."""
    assert gx.array is not None
    with np.errstate(all="ignore"):
        if whole.shape == gx.shape:
            result = whole[at]
        else:
            result = sum(whole[i] for i in _added_up(whole.shape, gx.shape, at))
        return bool(np.isclose(result, gx.array[at], rtol=NEAR, atol=0, equal_nan=True))


def _added_up(shape: Index, target: Index, at: Index) -> list[Index]:
    """The elements of an array that are summed into one, where it is brought back to a shape."""
    lead = len(shape) - len(target)
    if lead < 0 or any(n not in (1, m) for n, m in zip(target, shape[lead:], strict=True)):
        raise LookupError("not a sum over broadcast axes")
    ranges = [range(n) for n in shape[:lead]]
    for n, m, i in zip(target, shape[lead:], at, strict=True):
        ranges.append(range(m) if n == 1 else range(i, i + 1))
    if math.prod(map(len, ranges)) > MOST_SUMMED:
        raise LookupError("too many terms")
    return [tuple(int(i) for i in each) for each in np.array(np.meshgrid(*ranges, indexing="ij"))
            .reshape(len(ranges), -1).T]  # fmt: skip


def _summed(node: ast.expr, places: list[Index], names: Names) -> _Pair:
    return _sum_of([lambda at=at: _followed(node, at, names) for at in places])  # type: ignore[misc]


def _sum_of(terms: list[Callable[[], _Pair]]) -> _Pair:
    """The first terms of a sum, and how many more there are."""
    if not terms:
        return _Pair(ast.Constant(0), ast.Constant(0))
    shown = terms if len(terms) <= MOST_TERMS + 1 else terms[:MOST_TERMS]
    pairs = [term() for term in shown]
    if len(shown) < len(terms):
        rest = ast.Name(f"({len(terms) - len(shown)} more)")
        pairs.append(_Pair(rest, rest))
    total = pairs[0]
    for pair in pairs[1:]:
        total = _Pair(
            ast.BinOp(total.symbols, ast.Add(), pair.symbols),
            ast.BinOp(total.numbers, ast.Add(), pair.numbers),
        )
    return total


def _followed(node: ast.expr, at: Index, names: Names) -> _Pair:
    """An element of what a node gives; `at` may have axes that the node is broadcast along."""
    match node:
        case ast.Constant():
            return _Pair(node, node)
        case ast.Name():
            return _leaf(node.id, names[node.id], at)
        case ast.Attribute(value=ast.Name(id=name), attr="T"):
            array = _array(names[name])
            swapped = (*at[:-2], at[-1], at[-2]) if array.ndim > 1 else at
            return _leaf(name, names[name], swapped)
        case ast.UnaryOp(op=ast.USub()):
            inner = _followed(node.operand, at, names)
            return _Pair(
                ast.UnaryOp(node.op, inner.symbols), ast.UnaryOp(node.op, _guarded(inner.numbers))
            )
        case ast.BinOp(op=ast.MatMult()):
            return _product(node, at, names)
        case ast.BinOp():
            left, right = (_followed(side, at, names) for side in (node.left, node.right))
            first = _guarded(left.numbers) if isinstance(node.op, ast.Pow) else left.numbers
            last = _guarded(right.numbers) if isinstance(node.op, ast.Sub) else right.numbers
            return _Pair(
                ast.BinOp(left.symbols, node.op, right.symbols), ast.BinOp(first, node.op, last)
            )
        case ast.Compare():
            sides = [_followed(side, at, names) for side in (node.left, *node.comparators)]
            return _Pair(
                ast.Compare(sides[0].symbols, node.ops, [s.symbols for s in sides[1:]]),
                ast.Compare(sides[0].numbers, node.ops, [s.numbers for s in sides[1:]]),
            )
        case ast.Call(args=[ast.Name(id=source), *_]) if _called(node) in MOVING:
            return _moved(node, source, at, names)
        case ast.Call(keywords=[]) if _called(node) in OF_EACH:
            arguments = [_followed(part, at, names) for part in node.args]
            called = ast.Name(_called(node))
            return _Pair(
                ast.Call(called, [part.symbols for part in arguments], []),
                ast.Call(called, [part.numbers for part in arguments], []),
            )
    return _whole(node, at, names)


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id=space), attr=name) if space in NAMESPACES:
            return name
    return ""


def _leaf(name: str, value: Any, at: Index) -> _Pair:
    if value is None or isinstance(value, tuple):
        text = ast.Name(str(value))
        return _Pair(text, text)
    array = _array(value)
    place = _place(array, at)
    number = ast.Name(_number(array[place]))
    return _Pair(ast.Name(f"{name}{indexed(place)}"), number)


def _whole(node: ast.expr, at: Index, names: Names) -> _Pair:
    """What is not followed further: an element of the result."""
    result = _evaluated(node, names)
    place = _place(result, at)
    symbols: ast.expr = node
    if place:
        symbols = ast.Subscript(node, ast.Name(indexed(place)[1:-1]))
    return _Pair(symbols, ast.Name(_number(result[place])))


def _product(node: ast.BinOp, at: Index, names: Names) -> _Pair:
    """An element of a product of matrices: a row of the left one times a column of the right."""
    left, right = (_evaluated(side, names) for side in (node.left, node.right))
    if (left.ndim, right.ndim, len(at)) != (2, 2, 2):
        raise LookupError("not a product of two matrices")

    def term(k: int) -> _Pair:
        first = _followed(node.left, (at[0], k), names)
        second = _followed(node.right, (k, at[1]), names)
        return _Pair(
            ast.BinOp(first.symbols, ast.Mult(), second.symbols),
            ast.BinOp(first.numbers, ast.Mult(), second.numbers),
        )

    return _sum_of([lambda k=k: term(k) for k in range(left.shape[1])])  # type: ignore[misc]


def _moved(node: ast.Call, source: str, at: Index, names: Names) -> _Pair:
    """An element of what puts elements elsewhere, told as the element it came from.

    Which that is, the number of each element says, put through the same call. Numbers that were
    added up give themselves away by their squares.
    """
    array = _array(names[source])
    numbers = np.arange(1.0, array.size + 1).reshape(array.shape)
    number, square = (_put_through(node, source, each, at, names) for each in (numbers, numbers**2))
    if _called(node) == "sum_to":
        shape = _evaluated(node, names).shape
        places = _added_up(array.shape, shape, at[len(at) - len(shape) :])
        return _sum_of([lambda i=i: _leaf(source, names[source], i) for i in places])  # type: ignore[misc]
    if number == 0:
        return _Pair(ast.Constant(0), ast.Constant(0))
    if number**2 != square:
        raise LookupError("several elements added up")
    origin = tuple(int(i) for i in np.unravel_index(int(number) - 1, array.shape))
    return _leaf(source, names[source], origin)


def _put_through(node: ast.expr, source: str, array: Any, at: Index, names: Names) -> float:
    """An element of what a call gives for another array."""
    result = _evaluated(node, dict(names) | {source: Value(array.shape, "float64", array)})
    return float(result[_place(result, at)])


def _evaluated(node: ast.expr, names: Names) -> Any:
    result = evaluate(ast.unparse(node), names)
    if result is None:
        raise LookupError(ast.unparse(node))
    return result


def _place(array: Any, at: Index) -> Index:
    """Where an array that is broadcast has an element."""
    if array.ndim > len(at):
        raise LookupError("more axes than the result")
    last = at[len(at) - array.ndim :] if array.ndim else ()
    return tuple(0 if n == 1 else i for n, i in zip(array.shape, last, strict=True))


def _array(value: Any) -> Any:
    array = value.array if isinstance(value, Value) else np.asarray(value)
    if array is None:
        raise LookupError("the elements were not kept")
    return array


def _number(x: Any) -> str:
    return number_text(x.item(), DIGITS)


def _guarded(number: ast.expr) -> ast.expr:
    """A negative number in parentheses, where a sign before it or a power after would mislead."""
    if isinstance(number, ast.Name) and number.id.startswith("-"):
        return ast.Name(f"({number.id})")
    return number
