"""The policy: which syntax is allowed, and what it is rewritten to before it is compiled.

On top of RestrictedPython's transformer, which refuses every node that it does not know and turns
attribute, item and iteration access into guarded calls. What we change: names are checked by one
rule in every place where one can stand; imports become table lookups; augmented assignment to
attributes and items is guarded instead of refused; assignments tell Variables their names.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from RestrictedPython.transformer import (
    IOPERATOR_TO_STR,
    RestrictingNodeTransformer,
    copy_locations,
)

DEFINABLE = frozenset(
    f"__{name}__"
    for name in (
        "init call repr str len iter next getitem setitem delitem contains enter exit eq ne lt le "
        "gt ge add radd iadd sub rsub isub mul rmul imul truediv rtruediv floordiv rfloordiv mod "
        "rmod pow rpow neg pos abs matmul rmatmul hash bool float int index round "
        "array_priority array_ufunc"
    ).split()
)
READABLE_NAMES = frozenset({"__name__"})
READABLE_ATTRIBUTES = DEFINABLE | {"__name__", "__class__", "__doc__"}
CHECKED_OPERATORS = {ast.Pow: "**", ast.LShift: "<<", ast.Mod: "%"}
LONGEST_NAME = 200


class Refusal(Exception):
    """A place in the program that the policy does not allow, with the reason."""

    def __init__(self, node: ast.AST, reason: str) -> None:
        super().__init__(reason)
        self.node = node


def allowed_name(name: str) -> bool:
    """Whether a person may use a name for something of their own.

    One leading underscore is fine unless the name also ends in one, as our guards do.
    """
    if len(name) > LONGEST_NAME:
        return False
    if name == "_" or not name.startswith("_"):
        return True
    return not name.startswith("__") and not name.endswith("_") and not name.startswith("_tmp")


class Policy(RestrictingNodeTransformer):
    """Rewrites a parsed cell, or raises Refusal at the first place that it may not have."""

    def __init__(self) -> None:
        super().__init__()
        self.scopes: list[str] = []  # "function" and "class"; empty at the session's own level

    def error(self, node: ast.AST, info: str) -> None:
        """Refuse with RestrictedPython's reason in our words."""
        raise Refusal(node, info)

    def not_allowed(self, node: ast.AST) -> None:
        """Refuse a kind of statement or expression."""
        raise Refusal(node, f"{_spoken(node)} is not available here")

    def check_name(
        self, node: ast.AST, name: str | None, allow_magic_methods: bool = False
    ) -> None:
        """The one rule for identifiers."""
        if name is None or allowed_name(name):
            return
        if name in DEFINABLE and (allow_magic_methods or self.in_class):
            return
        raise Refusal(node, f"the name {name} is not available here")

    @property
    def in_class(self) -> bool:
        """Whether the visit is directly inside a class body."""
        return bool(self.scopes) and self.scopes[-1] == "class"

    # Names, calls and attributes

    def visit_Name(self, node: ast.Name) -> ast.AST:
        """Any name by the rule; `__name__` may be read."""
        if not (isinstance(node.ctx, ast.Load) and node.id in READABLE_NAMES):
            self.check_name(node, node.id)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        """Loads go through _getattr_, stores and deletes through _write_."""
        name = node.attr
        if not allowed_name(name) and not (
            name in READABLE_ATTRIBUTES and isinstance(node.ctx, ast.Load)
        ):
            raise Refusal(node, f"the attribute {name} is not available here")
        node = self.node_contents_visit(node)
        if isinstance(node.ctx, ast.Load):
            return _call("_getattr_", [node.value, ast.Constant(name)], node)
        node.value = _call("_write_", [node.value], node.value)
        return node

    def visit_Call(self, node: ast.Call) -> Any:
        """Calls with * and ** go through _apply_; keyword names are names too."""
        for keyword in node.keywords:
            self.check_name(node, keyword.arg)
        return super().visit_Call(node)

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        """Powers, shifts and % (text formatting) can ask for any size: they are checked."""
        node = self.node_contents_visit(node)
        sign = CHECKED_OPERATORS.get(type(node.op))
        if sign is None:
            return node
        return _call("_operate_", [ast.Constant(sign), node.left, node.right], node)

    def visit_FormattedValue(self, node: ast.FormattedValue) -> Any:
        """A width in an f-string is checked."""
        node = self.node_contents_visit(node)
        if node.format_spec is not None:
            value = node.value
            if node.conversion in (114, 115, 97):
                name = {114: "repr", 115: "str", 97: "repr"}[node.conversion]
                value = _call(f"_{name}_", [value], node)
                node.conversion = -1
            node.value = _call("_format_", [value, node.format_spec], node)
            node.format_spec = None
        return node

    # Assignments: Variables learn their names

    def visit_Assign(self, node: ast.Assign) -> Any:
        """A single name labels its value on the way; unpacked names are labelled after."""
        names = [t.id for t in node.targets if isinstance(t, ast.Name)]
        unpacked = [n for t in node.targets if not isinstance(t, ast.Name) for n in _names(t)]
        result = super().visit_Assign(node)
        if names and isinstance(result, ast.Assign):
            result.value = self._labelled(names[-1], result.value, node)
        statements = list(result) if isinstance(result, list) else [result]
        if unpacked:
            statements += [self._label_statement(name, node) for name in unpacked]
        return statements if len(statements) > 1 else statements[0]

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
        node.value = self._labelled(node.target.id, node.value, node)
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        """`x += y`, `x.data -= y`, `d[k] += y`: read, operate in place, write, all guarded."""
        sign = ast.Constant(IOPERATOR_TO_STR[type(node.op)])
        target = node.target
        if isinstance(target, ast.Name):
            result: Any = super().visit_AugAssign(node)
            result.value = self._labelled(target.id, result.value, node)
            return result
        value = self.visit(node.value)
        owner = self.visit(target.value)
        if isinstance(target, ast.Attribute):
            if not allowed_name(target.attr):
                raise Refusal(target, f"the attribute {target.attr} is not available here")
            call = _call(
                "_augment_attribute_", [sign, owner, ast.Constant(target.attr), value], node
            )
        else:
            key = self.transform_slice(target.slice)
            call = _call("_augment_item_", [sign, owner, key, value], node)
        return _located(ast.Expr(call), node)

    def transform_slice(self, key: ast.expr) -> ast.expr:
        """The key of a subscript as an expression: a slice becomes a call of slice()."""
        key = self.visit(key)
        if isinstance(key, ast.Slice):
            parts = [part or ast.Constant(None) for part in (key.lower, key.upper, key.step)]
            return _call("_slice_", parts, key)
        if isinstance(key, ast.Tuple):
            key.elts = [
                _call("_slice_", [p or ast.Constant(None) for p in (e.lower, e.upper, e.step)], e)
                if isinstance(e, ast.Slice)
                else e
                for e in key.elts
            ]
        return key

    def visit_For(self, node: ast.For) -> Any:
        """A loop's target labels what it holds."""
        names = _names(node.target)
        node = self.guard_iter(node)  # type: ignore[assignment]
        node.body[:0] = [self._label_statement(name, node.target) for name in names]
        return node

    def _labelled(self, name: str, value: ast.expr, node: ast.AST) -> ast.expr:
        guard = "_label_local_" if self.scopes else "_label_"
        return _call(
            guard, [ast.Constant(name), value], value if hasattr(value, "lineno") else node
        )

    def _label_statement(self, name: str, node: ast.AST) -> ast.stmt:
        value = ast.copy_location(ast.Name(name, ast.Load()), node)
        return _located(ast.Expr(self._labelled(name, value, node)), node)

    # Imports are table lookups

    def visit_Import(self, node: ast.Import) -> Any:
        """`import numpy as np` becomes `np = _import_("numpy", ...)`."""
        statements = []
        for alias in node.names:
            name = alias.asname or alias.name.split(".")[0]
            self.check_name(node, name)
            wanted = alias.name if alias.asname else alias.name.split(".")[0]
            arguments = [ast.Constant(alias.name), ast.Constant(wanted)]
            target = ast.Name(name, ast.Store())
            call = _call("_import_", arguments, node)
            statements.append(_located(ast.Assign(targets=[target], value=call), node))
        return statements

    def visit_ImportFrom(self, node: ast.ImportFrom) -> Any:
        """`from dezero import Variable` becomes `Variable = _from_("dezero", "Variable")`."""
        if node.level:
            raise Refusal(node, "relative imports are not available here")
        module = node.module or ""
        if module == "__future__":
            return ast.copy_location(ast.Pass(), node)
        statements = []
        for alias in node.names:
            if alias.name == "*":
                call = _call("_star_", [ast.Constant(module)], node)
                statements.append(_located(ast.Expr(call), node))
                continue
            name = alias.asname or alias.name
            self.check_name(node, name)
            call = _call("_from_", [ast.Constant(module), ast.Constant(alias.name)], node)
            target = ast.Name(name, ast.Store())
            statements.append(_located(ast.Assign(targets=[target], value=call), node))
        return statements

    # Scopes

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        """A function; its name may be an allowed method's inside a class."""
        self.check_name(node, node.name, allow_magic_methods=self.in_class)
        self.check_function_argument_names(node)
        node.returns = None
        return self._inside("function", node)

    def visit_Lambda(self, node: ast.Lambda) -> Any:
        """A lambda."""
        self.check_function_argument_names(node)
        return self._inside("function", node)

    def visit_arg(self, node: ast.arg) -> Any:
        """An argument; its annotation is dropped."""
        self.check_name(node, node.arg)
        node.annotation = None
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:
        """A class; its metaclass is ours."""
        if node.keywords:
            raise Refusal(node, "keywords in a class statement are not available here")
        self.check_name(node, node.name)
        node.bases = [self.visit(base) for base in node.bases]
        node.decorator_list = [self.visit(each) for each in node.decorator_list]
        bases, decorators = node.bases, node.decorator_list
        node.bases, node.decorator_list = [], []
        node = self._inside("class", node)
        node.bases, node.decorator_list = bases, decorators
        node.keywords = [ast.keyword("metaclass", ast.Name("__metaclass__", ast.Load()))]
        return _located(node, node)

    def _inside(self, scope: str, node: Any) -> Any:
        self.scopes.append(scope)
        try:
            return self.node_contents_visit(node)
        finally:
            self.scopes.pop()

    def visit_Global(self, node: ast.Global) -> Any:
        """`global x`."""
        for name in node.names:
            self.check_name(node, name)
        return node

    def visit_Nonlocal(self, node: ast.Nonlocal) -> Any:
        """`nonlocal x`."""
        for name in node.names:
            self.check_name(node, name)
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> Any:
        """A bare except catches Exception only, so that Ctrl-C always gets out."""
        self.check_name(node, node.name)
        if node.type is None:
            node.type = ast.copy_location(ast.Name("Exception", ast.Load()), node)
        return self.node_contents_visit(node)


def _call(guard: str, arguments: Sequence[ast.expr], node: Any) -> ast.Call:
    return _located(ast.Call(ast.Name(guard, ast.Load()), list(arguments), []), node)


def _located(new: Any, node: Any) -> Any:
    copy_locations(new, node)
    return new


def _names(target: ast.AST) -> list[str]:
    """The plain names that a target binds, through tuples, lists and stars."""
    if isinstance(target, ast.Name):
        return [target.id]
    if isinstance(target, (ast.Tuple, ast.List)):
        return [name for part in target.elts for name in _names(part)]
    if isinstance(target, ast.Starred):
        return _names(target.value)
    return []


SPOKEN = {
    "AsyncFunctionDef": "async def",
    "AsyncFor": "async for",
    "AsyncWith": "async with",
    "Await": "await",
    "Match": "match",
    "TryStar": "except*",
    "TypeAlias": "a type statement",
}


def _spoken(node: ast.AST) -> str:
    return SPOKEN.get(type(node).__name__, type(node).__name__.lower())


def restricted(tree: ast.Module) -> ast.Module:
    """A parsed cell rewritten by the policy. Raises Refusal."""
    result: ast.Module = Policy().visit(tree)
    return ast.fix_missing_locations(result)
