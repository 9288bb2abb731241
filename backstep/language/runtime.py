"""The runtime: a session's names, and how a cell of code is run under the policy and the guards."""

from __future__ import annotations

import ast
import inspect
import textwrap
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType
from typing import Any

from backstep.engine import BackstepError, Config, Variable
from backstep.engine.config import Recorder
from backstep.language.attributes import SessionType, readable
from backstep.language.cells import CellSyntaxError, parsed
from backstep.language.errors import Problem, visible
from backstep.language.explain import problem_of, refusal_problem
from backstep.language.guards import REFUSED, builtin_names, label
from backstep.language.modules import CORE, DEZERO, FUNCTIONS, MATH, NUMPY, star_names
from backstep.language.policy import Refusal, restricted
from backstep.language.spans import CELL, Sources

READY = {
    **CORE,
    **{name: value for name, value in FUNCTIONS.table.items() if name not in ("sum", "pow")},
    "np": NUMPY,
    "math": MATH,
    "F": FUNCTIONS,
    "dezero": DEZERO,
}


@dataclass(frozen=True)
class Outcome:
    """What running a cell came to.

    `value` is that of a final bare expression, and `shows` says that it is not None. `steps` says
    that the cell calls backward in a statement of its own at the top level.
    """

    value: object = None
    shows: bool = False
    problem: Problem | None = None
    steps: bool = False
    interrupted: bool = False


class Runtime:
    """A session's names and the running of its cells.

    `write` takes what the program prints; `recorder` watches its backward passes.
    """

    def __init__(self, write: Callable[[str], None], recorder: Recorder | None = None) -> None:
        self.write = write
        self.recorder = recorder
        self.sources = Sources()
        self.made = 0
        table = builtin_names() | READY
        table |= {
            "print": self._print,
            "globals": self._globals,
            "_label_": self._label,
            "_star_": self._star,
        }
        self.ready = [n for n in table if not n.startswith("_") and n not in REFUSED]
        self.namespace: dict[str, Any] = {"__builtins__": table, "__name__": "__main__"}

    def run(self, source: str, *, first_line: int = 1) -> Outcome:
        """Run a cell; an error becomes the outcome's problem, never an exception."""
        self.made += 1
        filename = f"{CELL}{self.made}>"
        self.sources.add(filename, source, first_line)
        try:
            tree = parsed(source, first_line)
            ast.increment_lineno(tree, first_line - 1)
            steps = any(_calls_backward(node) for node in tree.body)
            codes = self._compiled(tree, filename)
        except CellSyntaxError as error:
            return Outcome(problem=error.problem)
        except Refusal as refusal:
            return Outcome(problem=refusal_problem(refusal, self.sources, filename))
        except (SyntaxError, RecursionError, MemoryError, ValueError) as error:
            line = getattr(error, "lineno", None) or first_line
            text = self.sources.line(filename, line)
            message = getattr(error, "msg", None) or "nested too deeply"
            return Outcome(problem=Problem("SyntaxError", message, line, text, 0, len(text)))
        return self._executed(codes, steps, filename)

    def _compiled(self, tree: ast.Module, filename: str) -> list[tuple[CodeType, bool]]:
        """The code of a cell: its statements, and its final expression by itself."""
        last = tree.body[-1] if tree.body else None
        tree = restricted(tree)
        if isinstance(last, ast.Expr) and tree.body and isinstance(tree.body[-1], ast.Expr):
            final = ast.Expression(tree.body.pop().value)  # type: ignore[attr-defined]
            return [
                (compile(tree, filename, "exec", dont_inherit=True), False),
                (compile(final, filename, "eval", dont_inherit=True), True),
            ]
        return [(compile(tree, filename, "exec", dont_inherit=True), False)]

    def _executed(self, codes: list[tuple[CodeType, bool]], steps: bool, filename: str) -> Outcome:
        value = None
        try:
            with self._watching(filename):
                for code, final in codes:
                    # The code is what the policy let through; its builtins are our table.
                    result = eval(code, self.namespace)
                    value = result if final else None
        except KeyboardInterrupt as error:
            problem = problem_of(error, self.sources)
            return Outcome(problem=problem, steps=steps, interrupted=True)
        except BaseException as error:  # a learner's program may raise anything
            names = [*self.user_names(), *self.ready]
            return Outcome(problem=problem_of(error, self.sources, names), steps=steps)
        return Outcome(value=value, shows=value is not None, steps=steps)

    @contextmanager
    def _watching(self, filename: str) -> Iterator[None]:
        """The engine's two watchers and its switches, set for one cell and put back."""
        kept = (Config.recorder, Config.source_finder)
        switches = (Config.enable_backprop, Config.train)
        Config.recorder, Config.source_finder = self.recorder, self.sources.calling
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("always")
                warnings.showwarning = self._warn
                yield
        except BaseException:
            Config.enable_backprop, Config.train = switches
            raise
        finally:
            Config.recorder, Config.source_finder = kept

    def _warn(self, message: Any, category: Any, *rest: Any, **options: Any) -> None:
        place = ""
        for frame in inspect.stack(0):
            if frame.filename.startswith(CELL):
                place = f" (line {frame.lineno})"
                break
        self.write(f"warning: {visible(str(message))}{place}\n")

    def _print(self, *values: Any, sep: str = " ", end: str = "\n", **options: Any) -> None:
        self.write(
            (" " if sep is None else sep).join(map(str, values)) + ("\n" if end is None else end)
        )

    def _globals(self) -> dict[str, Any]:
        return {name: self.namespace[name] for name in self.user_names()}

    def _label(self, name: str, value: Any) -> Any:
        return label(name, value, self.namespace)

    def _star(self, module: str) -> None:
        self.namespace.update(star_names(module))

    def user_names(self) -> list[str]:
        """The names that the session has given, in the order in which they were first given."""
        return [name for name in self.namespace if not name.startswith("__")]

    def names(self) -> list[str]:
        """Every name that can be used: the session's and those that stand ready."""
        return [*self.user_names(), *self.ready]

    def variables(self) -> dict[str, Variable]:
        """The session's names that hold Variables."""
        return {
            name: value
            for name, value in self.namespace.items()
            if isinstance(value, Variable) and not name.startswith("__")
        }

    def attributes(self, dotted: str) -> list[str]:
        """What may follow `dotted.`: looked up by name alone, nothing is run for it."""
        head, *rest = dotted.split(".")
        owner = self.namespace.get(head, self.namespace["__builtins__"].get(head))
        for name in rest:
            if name not in readable(owner):
                return []
            table = getattr(owner, "table", None)
            owner = table.get(name) if table else getattr(type(owner), name, None)
        if owner is None or isinstance(owner, property):
            return []
        return readable(owner)

    def source_of(self, thing: Any) -> str | None:
        """The text of a function or class that the session defined, without its indent."""
        code = getattr(thing, "__code__", None)
        if code is None or not code.co_filename.startswith(CELL):
            return None
        first, lines = self.sources.lines.get(code.co_filename, (1, []))
        try:
            block = inspect.getblock([f"{line}\n" for line in lines[code.co_firstlineno - first :]])
        except (IndentationError, SyntaxError):
            return None
        return textwrap.dedent("".join(block)).rstrip("\n")


def _calls_backward(node: ast.stmt) -> bool:
    """Whether a statement is a bare call of some `.backward(...)`."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Attribute)
        and node.value.func.attr == "backward"
    )


__all__ = ["BackstepError", "Outcome", "Runtime", "SessionType"]
