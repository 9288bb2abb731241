"""The policy for code of strangers: the same rewriting, with a tick in whatever can run again."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from backstep.language.compiling.assignments import call, located
from backstep.language.compiling.policy import Policy
from backstep.language.guarding.ticks import Ticks

TICK = "_tick_"
# Guards that are classes, run once, or must be called by the cell's own frame.
UNCOUNTED = frozenset(
    "__build_class__ __import__ __metaclass__ _context_ _exception_ _finally_ _getiter_ _hashed_ "
    "_slice_ _str_".split()
)


class TickedPolicy(Policy):
    """Begins the body of every loop, comprehension, function and lambda with a tick."""

    def visit_For(self, node: ast.For) -> Any:
        """A turn of `for`."""
        return _beginning(super().visit_For(node))

    def visit_While(self, node: ast.While) -> Any:
        """A turn of `while`."""
        return _beginning(super().visit_While(node))

    def visit_comprehension(self, node: ast.comprehension) -> Any:
        """A turn of a comprehension: a condition that always holds."""
        node = self.guard_iter(node)
        node.ifs.insert(0, call(TICK, [], node.target))
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        """A call of a function; its docstring stays in front."""
        return _beginning(super().visit_FunctionDef(node), 1 if ast.get_docstring(node) else 0)

    def visit_Lambda(self, node: ast.Lambda) -> Any:
        """A call of a lambda."""
        node = super().visit_Lambda(node)
        counted = ast.BoolOp(ast.And(), [call(TICK, [], node.body), node.body])
        node.body = located(counted, node.body)
        return node


def _beginning(node: Any, at: int = 0) -> Any:
    node.body.insert(at, located(ast.Expr(call(TICK, [], node)), node))
    return node


def counted(table: dict[str, Any], ticks: Ticks) -> dict[str, Any]:
    """The guards of a table, each of which ticks when it is called; and the tick itself."""
    guards = {
        name: _counted(guard, ticks)
        for name, guard in table.items()
        if name.startswith("_") and name not in UNCOUNTED
    }
    return guards | {TICK: ticks.tick}


def _counted(guard: Callable[..., Any], ticks: Ticks) -> Callable[..., Any]:
    tick = ticks.tick

    def ticking(*arguments: Any, **options: Any) -> Any:
        tick()
        return guard(*arguments, **options)

    return ticking
