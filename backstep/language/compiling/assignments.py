"""The part of the policy for assignments: guarded writes, and Variables learning their names."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from RestrictedPython.transformer import (
    IOPERATOR_TO_STR,
    RestrictingNodeTransformer,
    copy_locations,
)

from backstep.language.compiling.names import settable_name
from backstep.messages import tr

# Loops and `with` hand on what mostly has a name already (`for p in params`): it keeps that one.
FIRST_NAME = "_label_local_"
NO_NAMES = ("data", "grad", "name")


class Refusal(Exception):
    """A place in the program that the policy does not allow, with the reason."""

    def __init__(self, node: ast.AST, reason: str) -> None:
        super().__init__(reason)
        self.node = node


class Assignments(RestrictingNodeTransformer):
    """Rewrites whatever binds a name or writes to an object.

    Unpacking stays Python's own: `_getiter_` is the plain iter, so there is nothing to protect in
    it, and RestrictedPython's rewriting would evaluate `a = b, c = f()` twice.
    """

    def __init__(self) -> None:
        super().__init__()
        self.scopes: list[str] = []  # "function" and "class"; empty at the session's own level
        self.loops = 0  # `for` statements around the visit, within the scope

    def visit_Assign(self, node: ast.Assign) -> Any:
        """A single name labels its value on the way; unpacked names are labelled after."""
        single = [t.id for t in node.targets if isinstance(t, ast.Name)]
        unpacked = [name for t in node.targets if not isinstance(t, ast.Name) for name in bound(t)]
        held = next((name for name in map(_held_name, node.targets) if name), None)
        value = node.value
        node = self.node_contents_visit(node)
        for target in node.targets:
            if isinstance(target, (ast.Tuple, ast.List)):
                copy_locations(target, value)  # unpacking runs what is lazy in the value
        if any(isinstance(part, ast.Starred) for t in node.targets for part in ast.walk(t)):
            node.value = call("_starred_", [node.value], node.value)
        if single:
            node.value = self._labelled(single[0], node.value)
        elif held and not isinstance(node.value, ast.Constant):
            node.value = call(FIRST_NAME, [ast.Constant(held), node.value], node.value)
        return [node, *labels(self._guard, unpacked, node)] if unpacked else node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        """`x: Variable = ...`; the annotation is only read by people and is dropped."""
        if node.value is None:
            self.visit(node.target)
            return ast.copy_location(ast.Pass(), node)
        plain = ast.Assign(targets=[node.target], value=node.value)
        return self.visit_Assign(ast.copy_location(plain, node))

    def visit_NamedExpr(self, node: ast.NamedExpr) -> Any:
        """`(y := f(x))`."""
        node = self.node_contents_visit(node)
        node.value = self._labelled(node.target.id, node.value)
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        """`x += y`, `x.data -= y`, `d[k] += y`: read, operate in place, write, all guarded."""
        sign = ast.Constant(IOPERATOR_TO_STR[type(node.op)])
        target = node.target
        if isinstance(target, ast.Name):
            result: Any = super().visit_AugAssign(node)
            result.value = self._labelled(target.id, result.value)
            return result
        called = ast.Constant(_held_name(target))
        owner = self.visit(target.value)
        value = self.visit(node.value)
        if isinstance(target, ast.Attribute):
            if not settable_name(target.attr):
                raise Refusal(
                    target, tr("the attribute {name} is not available here", name=target.attr)
                )
            name = ast.Constant(target.attr)
            augmented = call("_augment_attribute_", [sign, owner, name, value, called], node)
        else:
            key = self._key(target.slice)
            augmented = call("_augment_item_", [sign, owner, key, value, called], node)
        return located(ast.Expr(augmented), node)

    def _key(self, key: ast.expr) -> ast.expr:
        """The key of a subscript as an expression: a slice becomes a call of slice()."""
        key = self.visit(key)
        if isinstance(key, ast.Tuple):
            key.elts = [_sliced(part) for part in key.elts]
        return _sliced(key)

    def guard_iter(self, node: Any) -> Any:
        """Every iteration, in loops and comprehensions, asks `_getiter_`."""
        if getattr(node, "is_async", 0):
            raise Refusal(node.iter, tr("async for is not available here"))
        node = self.node_contents_visit(node)
        node.iter = call("_getiter_", [node.iter], node.iter)
        return node

    def visit_For(self, node: ast.For) -> Any:
        """A loop's target labels what it holds."""
        names = bound(node.target)
        guard = "_getiter_" if self.loops else "_loop_"
        self.loops += 1
        node = self.node_contents_visit(node)
        self.loops -= 1
        node.iter = call(guard, [node.iter], node.iter)
        node.body[:0] = labels(FIRST_NAME, names, node.target)
        return node

    def visit_With(self, node: ast.With) -> Any:
        """What stands after `as` is labelled; `_context_` sees to it that Ctrl-C gets out."""
        items = [item for item in node.items if item.optional_vars is not None]
        names = [name for item in items for name in bound(item.optional_vars)]
        node = self.node_contents_visit(node)
        for item in node.items:
            item.context_expr = call("_context_", [item.context_expr], item.context_expr)
        node.body[:0] = labels(FIRST_NAME, names, node)
        return node

    @property
    def _guard(self) -> str:
        """The label guard for an assignment: at the session's own level it sees the names there."""
        return FIRST_NAME if self.scopes else "_label_"

    def _labelled(self, name: str, value: ast.expr) -> ast.expr:
        return call(self._guard, [ast.Constant(name), value], value)


def labels(guard: str, names: Sequence[str], node: ast.AST) -> list[ast.stmt]:
    """Statements that label what was bound by unpacking, by a loop or by `with`."""
    return [
        located(ast.Expr(call(guard, [ast.Constant(name), _load(name)], node)), node)
        for name in names
    ]


def call(guard: str, arguments: Sequence[ast.expr], node: Any) -> ast.Call:
    """A call of a guard in the place of `node`."""
    return located(ast.Call(_load(guard), list(arguments), []), node)


def located(new: Any, node: Any) -> Any:
    """The new node, at the place of the old one."""
    copy_locations(new, node)
    return new


def _held_name(target: ast.expr) -> str | None:
    """What to call a value by the attribute or item that it is assigned to.

    `W` for self.W, else `net.W` and `params['W']`. What a Variable holds itself (its data, its
    grad) is called after the Variable; items that only a computation finds have no name.
    """
    if not isinstance(target, (ast.Attribute, ast.Subscript)):
        return None
    owner = target.value.id if isinstance(target.value, ast.Name) else ""
    if isinstance(target, ast.Attribute):
        if target.attr in NO_NAMES:
            return None
        return target.attr if owner in ("", "self") else f"{owner}.{target.attr}"
    key = target.slice.value if isinstance(target.slice, ast.Constant) else None
    return f"{owner}[{key!r}]" if owner and isinstance(key, (str, int)) else None


def _load(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _sliced(key: ast.expr) -> ast.expr:
    if not isinstance(key, ast.Slice):
        return key
    parts = [part or ast.Constant(None) for part in (key.lower, key.upper, key.step)]
    return call("_slice_", parts, key)


def bound(target: ast.AST | None) -> list[str]:
    """The plain names that a target binds, through tuples, lists and stars."""
    if isinstance(target, ast.Name):
        return [target.id]
    if isinstance(target, (ast.Tuple, ast.List)):
        return [name for part in target.elts for name in bound(part)]
    if isinstance(target, ast.Starred):
        return bound(target.value)
    return []
