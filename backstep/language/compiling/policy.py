"""The policy: which syntax is allowed, and what it is rewritten to before it is compiled.

On top of RestrictedPython's transformer, which refuses every node that it does not know and turns
attribute, item and iteration access into guarded calls. What we change: names are checked by one
rule in every place where one can stand; imports become table lookups; assignments (in
assignments.py) tell Variables their names; `match` (in patterns.py) is let in.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from backstep.language.compiling.assignments import Refusal, call, located
from backstep.language.compiling.names import (
    DEFINABLE,
    OVERRIDABLE,
    READABLE_NAMES,
    allowed_name,
    readable_name,
    settable_name,
)
from backstep.language.compiling.patterns import Patterns
from backstep.messages import later, tr

# Operators that can ask for a result of any size, and their guards.
CHECKED_OPERATORS: dict[type[ast.operator], str] = {
    ast.Mult: "_multiply_",
    ast.Pow: "_power_",
    ast.LShift: "_shift_",
    ast.Mod: "_remainder_",
    ast.Add: "_add_",
}
# Operators that numpy makes arrays of lists for; never beside a number written down.
OF_ARRAYS: dict[type[ast.operator], str] = {
    ast.Sub: "_subtract_",
    ast.Div: "_divide_",
    ast.FloorDiv: "_floor_",
    ast.MatMult: "_matmul_",
    ast.BitAnd: "_and_",
    ast.BitOr: "_or_",
    ast.BitXor: "_xor_",
}
CHECKED_OPERATORS |= OF_ARRAYS
# What these give is no text and no list, so that nothing grows by adding to it.
NUMERIC_OPERATORS = (ast.Sub, ast.Div, ast.FloorDiv, ast.Pow, ast.MatMult)
REPR, STR, ASCII = 114, 115, 97  # what an f-string's !r, !s and !a are in the tree
CONVERSIONS = {REPR: "_repr_", STR: "_str_", ASCII: "_repr_"}
IDENTITY = (ast.Is, ast.IsNot)
MEMBERSHIP = (ast.In, ast.NotIn)
LEAVING = (ast.Return, ast.Yield, ast.YieldFrom)
NEW_SCOPES = (ast.FunctionDef, ast.Lambda, ast.ClassDef)
JUMPS = (ast.Break, ast.Continue)
LOOPS = (ast.For, ast.While)


class Policy(Patterns):
    """Rewrites a parsed cell, or raises Refusal at the first place that it may not have."""

    def error(self, node: ast.AST, info: str) -> None:
        """Refuse with RestrictedPython's reason in our words."""
        raise Refusal(node, info)

    def not_allowed(self, node: ast.AST) -> None:
        """Refuse a kind of statement or expression."""
        raise Refusal(node, tr("{spoken} is not available here", spoken=_spoken(node)))

    def check_name(
        self, node: ast.AST, name: str | None, allow_magic_methods: bool = False
    ) -> None:
        """The one rule for identifiers."""
        if name is None or allowed_name(name):
            return
        definable = name in DEFINABLE or name in OVERRIDABLE
        if definable and (allow_magic_methods or self.in_class):
            return
        raise Refusal(
            node,
            tr("the name {name} is not available here{instead}", name=name, instead=_instead(name)),
        )

    @property
    def in_class(self) -> bool:
        """Whether the visit is directly inside a class body."""
        return bool(self.scopes) and self.scopes[-1] == "class"

    def visit_Name(self, node: ast.Name) -> ast.AST:
        """Any name by the rule; `__name__` may be read."""
        if not (isinstance(node.ctx, ast.Load) and node.id in READABLE_NAMES):
            self.check_name(node, node.id)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        """Loads go through _getattr_, stores and deletes through _write_."""
        if isinstance(node.ctx, ast.Load):
            name = self._read_name(node)
            node = self.node_contents_visit(node)
            return call("_getattr_", [node.value, ast.Constant(name)], node)
        if not settable_name(node.attr):
            raise _no_attribute(node)
        node = self.node_contents_visit(node)
        node.value = call("_write_", [node.value], node.value)
        return node

    def _read_name(self, node: ast.Attribute) -> str:
        if not readable_name(node.attr):
            raise _no_attribute(node)
        return node.attr

    def visit_Call(self, node: ast.Call) -> Any:
        """Calls with * and ** go through _apply_; keyword names are names too."""
        for keyword in node.keywords:
            self.check_name(keyword, keyword.arg)
        if isinstance(node.func, ast.Name) and node.func.id in ("exec", "eval"):
            raise Refusal(node.func, tr("{name} is not available here", name=node.func.id))
        return super().visit_Call(node)

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        """Powers, shifts, repetition and % (text formatting) can ask for any size."""
        guard = CHECKED_OPERATORS.get(type(node.op))
        formats = isinstance(node.op, ast.Mod)  # '%9999d' % 1.0 does
        small = _is_float(node.left) or (_is_float(node.right) and not formats)
        if type(node.op) in OF_ARRAYS:
            small = _is_small(node.left) or _is_small(node.right)
        elif isinstance(node.op, ast.Add):
            small = _is_number(node.left) or _is_number(node.right)
        node = self.node_contents_visit(node)
        if guard is None or small:
            return node
        return call(guard, [node.left, node.right], node)

    def visit_FormattedValue(self, node: ast.FormattedValue) -> Any:
        """A width in an f-string is checked, and how long the text becomes."""
        node = self.node_contents_visit(node)
        value = node.value
        if node.conversion in CONVERSIONS:
            value = call(CONVERSIONS[node.conversion], [value], node)
            node.conversion = -1
        spec = [] if node.format_spec is None else [node.format_spec]
        node.value = call("_format_", [value, *spec], node)
        node.format_spec = None
        return node

    def visit_Compare(self, node: ast.Compare) -> Any:
        """What is compared is looked at: how much it unfolds to."""
        if len(node.ops) > 1 and any(isinstance(op, MEMBERSHIP) for op in node.ops):
            raise Refusal(node, tr("in is not available in a chain here: write two, joined by and"))
        node = self.node_contents_visit(node)
        if all(isinstance(op, IDENTITY) for op in node.ops):
            return node
        if isinstance(node.ops[0], MEMBERSHIP):
            found = call("_in_", [node.left, node.comparators[0]], node)
            negated = isinstance(node.ops[0], ast.NotIn)
            return located(ast.UnaryOp(ast.Not(), found), node) if negated else found
        if len(node.ops) > 1 or not _is_plain(node.comparators[0]):
            sides = [node.left, *node.comparators]
            node.left, *node.comparators = [self._looked_at("_compared_", side) for side in sides]
        return node

    def visit_Subscript(self, node: ast.Subscript) -> Any:
        """An item that is read; or written to, then its key may be hashed."""
        if isinstance(node.ctx, ast.Load):
            return super().visit_Subscript(node)
        node = self.node_contents_visit(node)
        sliced = isinstance(node.slice, ast.Slice)
        node.value = call("_sliced_" if sliced else "_write_", [node.value], node.value)
        if not sliced:
            node.slice = self._looked_at("_key_", node.slice)
        return node

    def visit_Dict(self, node: ast.Dict) -> Any:
        """Keys are hashed."""
        node = self.node_contents_visit(node)
        node.keys = [key and self._looked_at("_hashed_", key) for key in node.keys]
        return node

    def visit_Set(self, node: ast.Set) -> Any:
        """So are the items of a set."""
        node = self.node_contents_visit(node)
        node.elts = [self._looked_at("_hashed_", item) for item in node.elts]
        return node

    def visit_SetComp(self, node: ast.SetComp) -> Any:
        """A set of what a loop gives."""
        node = self.node_contents_visit(node)
        node.elt = self._looked_at("_hashed_", node.elt)
        return node

    def visit_DictComp(self, node: ast.DictComp) -> Any:
        """A dict of what a loop gives."""
        node = self.node_contents_visit(node)
        node.key = self._looked_at("_hashed_", node.key)
        return node

    def visit_Starred(self, node: ast.Starred) -> Any:
        """`*items` in a call, a list or a tuple; as a target it takes what remains."""
        node = self.node_contents_visit(node)
        if isinstance(node.ctx, ast.Load):
            node.value = call("_starred_", [node.value], node.value)
        return node

    def visit_YieldFrom(self, node: ast.YieldFrom) -> Any:
        """`yield from` hands on exceptions too: to generators only."""
        node = self.node_contents_visit(node)
        node.value = call("_delegated_", [node.value], node.value)
        return node

    def _looked_at(self, guard: str, node: ast.expr) -> ast.expr:
        plain = _is_plain(node) or isinstance(node, ast.Starred)
        return node if plain else call(guard, [node], node)

    def visit_TemplateStr(self, node: ast.AST) -> Any:
        """RestrictedPython lets t-strings through; what they hold has no table here."""
        self.not_allowed(node)

    def visit_Import(self, node: ast.Import) -> Any:
        """`import numpy as np` becomes `np = _import_("numpy", ...)`."""
        statements: list[ast.stmt] = []
        for alias in node.names:
            name = alias.asname or alias.name.split(".")[0]
            self.check_name(alias, name)
            wanted = alias.name if alias.asname else alias.name.split(".")[0]
            arguments = [ast.Constant(alias.name), ast.Constant(wanted)]
            statements.append(_binding(name, call("_import_", arguments, alias), node))
        return statements

    def visit_ImportFrom(self, node: ast.ImportFrom) -> Any:
        """`from dezero import Variable` becomes `Variable = _from_("dezero", "Variable")`."""
        if node.level:
            raise Refusal(node, tr("relative imports are not available here"))
        module = node.module or ""
        if module == "__future__":
            return ast.copy_location(ast.Pass(), node)
        found = call("_import_", [ast.Constant(module)] * 2, _module_of(node, module))
        statements: list[ast.stmt] = [located(ast.Expr(found), found)]
        for alias in node.names:
            if alias.name == "*":
                if self.scopes:
                    raise Refusal(
                        node, tr("import * is not available inside a function or a class")
                    )
                star = call("_star_", [ast.Constant(module)], alias)
                statements.append(located(ast.Expr(star), node))
                continue
            name = alias.asname or alias.name
            self.check_name(alias, name)
            arguments = [ast.Constant(module), ast.Constant(alias.name)]
            statements.append(_binding(name, call("_from_", arguments, alias), node))
        return statements

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
            raise Refusal(node, tr("keywords in a class statement are not available here"))
        self.check_name(node, node.name)
        node.bases = [self.visit(base) for base in node.bases]
        node.decorator_list = [self.visit(each) for each in node.decorator_list]
        bases, decorators = node.bases, node.decorator_list
        node.bases, node.decorator_list = [], []
        node = self._inside("class", node)
        node.bases, node.decorator_list = bases, decorators
        node.keywords = [ast.keyword("metaclass", ast.Name("__metaclass__", ast.Load()))]
        return located(node, node)

    def _inside(self, scope: str, node: Any) -> Any:
        self.scopes.append(scope)
        loops, self.loops = self.loops, 0
        try:
            return self.node_contents_visit(node)
        finally:
            self.scopes.pop()
            self.loops = loops

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

    def visit_Try(self, node: ast.Try) -> Any:
        """try; what stands in `finally` may not jump out, or it would swallow Ctrl-C."""
        jump = _leaving(node.finalbody)
        if jump is not None:
            raise Refusal(
                jump, tr("{spoken} in a finally block is not available here", spoken=_spoken(jump))
            )
        node = self.node_contents_visit(node)
        if node.finalbody:
            first = node.finalbody[0]
            around = ast.withitem(call("_finally_", [], first))
            node.finalbody = [located(ast.With([around], node.finalbody), first)]
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> Any:
        """A bare except catches Exception only, so that Ctrl-C always gets out."""
        self.check_name(node, node.name)
        caught, node.type = node.type, None
        node = self.node_contents_visit(node)
        node.type = self._caught(caught) or located(ast.Name("_exception_", ast.Load()), node)
        node.body.insert(0, located(ast.Expr(call("_handled_", [], node)), node.body[0]))
        return node

    def _caught(self, node: ast.expr | None) -> Any:
        """What an except clause names. It is worked out while Ctrl-C may be going by."""
        if node is None or isinstance(node, ast.Name):
            return node and self.visit(node)
        if isinstance(node, ast.Tuple):
            node.elts = [self._caught(part) for part in node.elts]
            return node
        if isinstance(node, ast.Attribute):
            name = ast.Constant(self._read_name(node))
            return call("_kind_", [self._caught(node.value), name], node)
        raise Refusal(node, tr("an except clause names the errors it catches: nothing else here"))


def _no_attribute(node: ast.Attribute) -> Refusal:
    return Refusal(
        node,
        tr(
            "the attribute {name} is not available here{instead}",
            name=node.attr,
            instead=_instead(node.attr),
        ),
    )


def _instead(name: str) -> str:
    """What to write for a name that is refused for its underscores."""
    if name.startswith("__") and not name.endswith("_") and len(name) > 2:
        return tr(": begin it with one underscore")
    return ""


def _module_of(node: ast.ImportFrom, module: str) -> ast.expr:
    """The place of the module's name; of the whole statement where it is written otherwise."""
    place = located(ast.Constant(module), node)
    first, start = node.names[0], node.col_offset + len("from ")
    named = start + len(f"{module} import ".encode())
    if first.lineno == node.lineno and first.col_offset - named in (0, len("(")):
        place.col_offset, place.end_lineno = start, node.lineno
        place.end_col_offset = start + len(module.encode())
    return place


def _binding(name: str, value: ast.expr, node: ast.stmt) -> ast.stmt:
    return located(ast.Assign(targets=[ast.Name(name, ast.Store())], value=value), node)


def _is_float(node: ast.AST) -> bool:
    """A literal that no operator makes large, so that what it stands in needs no check."""
    return isinstance(node, ast.Constant) and isinstance(node.value, float)


def _is_small(node: ast.AST) -> bool:
    """A number of a size that arrays hold."""
    return _is_float(node) or (
        isinstance(node, ast.Constant) and type(node.value) is int and node.value < 2**31
    )


def _is_plain(node: ast.AST) -> bool:
    """What nests nothing: a constant, or one with a sign, or a text."""
    if isinstance(node, ast.UnaryOp):
        return _is_plain(node.operand)
    return isinstance(node, (ast.Constant, ast.JoinedStr))


def _is_number(node: ast.AST) -> bool:
    """An expression that is no text and no list, whatever its names stand for."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, (int, float, complex))
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, (ast.Mult, ast.Add)):
            return _is_number(node.left) and _is_number(node.right)
        return isinstance(node.op, NUMERIC_OPERATORS)
    return isinstance(node, ast.UnaryOp)


def _leaving(body: Sequence[ast.AST], in_loop: bool = False) -> ast.AST | None:
    """The first statement that jumps out of these (a nested function's own do not)."""
    for node in body:
        if isinstance(node, LEAVING):
            return node
        if isinstance(node, JUMPS) and not in_loop:
            return node
        if isinstance(node, NEW_SCOPES):
            continue
        if isinstance(node, LOOPS):
            found = _leaving(node.body, True) or _leaving(node.orelse, in_loop)
        else:
            found = _leaving(list(ast.iter_child_nodes(node)), in_loop)
        if found is not None:
            return found
    return None


SPOKEN = {
    "AsyncFunctionDef": "async def",
    "AsyncFor": "async for",
    "AsyncWith": "async with",
    "Await": "await",
    "TryStar": "except*",
    "Interpolation": later("a template string"),
    "ParamSpec": later("a type parameter"),
    "TemplateStr": later("a template string"),
    "TypeAlias": later("a type statement"),
    "TypeVar": later("a type parameter"),
    "TypeVarTuple": later("a type parameter"),
    "YieldFrom": "yield from",
}


def _spoken(node: ast.AST) -> str:
    return tr(SPOKEN.get(type(node).__name__, type(node).__name__.lower()))


def restricted(tree: ast.Module, policy: type[Policy] = Policy) -> ast.Module:
    """A parsed cell rewritten by the policy. Raises Refusal."""
    result: ast.Module = policy().visit(tree)
    return ast.fix_missing_locations(result)
