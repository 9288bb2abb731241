"""The runtime: a session's names, and how a cell of code is run under the policy and the guards."""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import CodeType
from typing import TYPE_CHECKING, Any

from backstep.engine import Config, Variable
from backstep.engine.config import Recorder
from backstep.language.compiling.assignments import Refusal
from backstep.language.compiling.cells import CellSyntaxError, parsed, syntax_problem
from backstep.language.compiling.names import CELL
from backstep.language.compiling.policy import Policy, restricted
from backstep.language.compiling.spans import Sources
from backstep.language.compiling.ticking import TickedPolicy, counted
from backstep.language.errors import Problem, sentence_of
from backstep.language.explain import problem_of, refusal_problem
from backstep.language.guarding.attributes import read, readable
from backstep.language.guarding.bounds import check_length, written
from backstep.language.guarding.insisting import Insistence
from backstep.language.guarding.session_types import SessionType
from backstep.language.guarding.tables import TABLES
from backstep.language.guarding.ticks import METER, Stopped, Ticks
from backstep.language.labels import label_in
from backstep.language.library.builtin_table import REFUSED, builtin_names
from backstep.language.library.modules import (
    CORE,
    DEZERO,
    FUNCTIONS,
    MATH,
    NUMPY,
    SHADOWING,
    Module,
    star_names,
)
from backstep.language.library.plotting import Current, Figures
from backstep.language.loops import Loops
from backstep.messages import later, tr
from backstep.recording.visible import visible

if TYPE_CHECKING:
    from backstep.recording.figures import Figure

READY = {
    **CORE,
    **{name: value for name, value in FUNCTIONS.table.items() if name not in SHADOWING},
    "np": NUMPY,
    "math": MATH,
    "F": FUNCTIONS,
    "dezero": DEZERO,
}


@dataclass(frozen=True)
class Outcome:
    """What running a cell came to.

    `value` is that of a final bare expression, and `shows` says that it is not None. `steps` says
    that the cell calls backward in a statement of its own at the top level. `stopped` names the
    limit that ended the program, where one did: "ticks" or "output".
    """

    value: object = None
    shows: bool = False
    problem: Problem | None = None
    steps: bool = False
    interrupted: bool = False
    stopped: str = ""


WARNED = later("warning: {message}")
WARNED_AT = later("warning: {message} (line {line})")


class Runtime:
    """A session's names and the running of its cells.

    `write` takes what the program prints, `show` the figures that it shows; `recorder` watches its
    backward passes. With `ticks` the cells are compiled so that what they do is counted, and
    stopped when it is too much.
    """

    def __init__(
        self,
        write: Callable[[str], None],
        recorder: Recorder | None = None,
        ticks: Ticks | None = None,
        show: Callable[[Figure], None] | None = None,
    ) -> None:
        self.write = write
        self.figures = Figures(show or (lambda figure: None), write)
        self.ticks = ticks
        self.recorder = recorder
        self.loops = Loops()
        self.made = 0
        self.warned: set[str] = set()
        self._insistence = Insistence()
        table = builtin_names() | READY
        table |= {
            "print": self._print,
            "globals": self._globals,
            "_label_": self._label,
            "_loop_": self.loops.begun,
            "_star_": self._star,
        }
        if ticks is not None:
            table |= counted(table, ticks)
        self.ready = [name for name in table if not name.startswith("_") and name not in REFUSED]
        self.namespace: dict[str, Any] = {"__builtins__": table, "__name__": "__main__"}
        self.sources = Sources(self.namespace)
        self._finder = self.sources.calling if ticks is None else self._counted_calling

    def run(self, source: str, *, first_line: int = 1) -> Outcome:
        """Run a cell; an error becomes the outcome's problem, never an exception."""
        self.made += 1
        filename = f"{CELL}{self.made}>"
        self.sources.add(filename, source, first_line)
        steps = False
        try:
            with self._watching():
                self._tick()  # a program that was stopped stays so
                tree = parsed(source, first_line)
                ast.increment_lineno(tree, first_line - 1)
                self.sources.remember(filename, tree)
                steps = any(_calls_backward(node) for node in tree.body)
                value = self._executed(self._compiled(tree, filename))
        except CellSyntaxError as error:
            return Outcome(problem=error.problem)
        except SyntaxError as error:  # a lone `return`, say: the parser lets it through
            return Outcome(problem=syntax_problem(error, source, first_line))
        except Refusal as refusal:
            return Outcome(problem=refusal_problem(refusal, self.sources, filename))
        except BaseException as error:  # a learner's program may raise anything
            if self._insistence.asked and not isinstance(error, KeyboardInterrupt):
                error = KeyboardInterrupt().with_traceback(error.__traceback__)
            names = [*self.user_names(), *self.ready]
            interrupted = isinstance(error, KeyboardInterrupt)
            problem = problem_of(error, self.sources, names)
            limit = error.limit if isinstance(error, Stopped) else ""
            return Outcome(problem=problem, steps=steps, interrupted=interrupted, stopped=limit)
        return Outcome(value=value, shows=value is not None, steps=steps)

    def _compiled(self, tree: ast.Module, filename: str) -> list[CodeType]:
        """The code of a cell: its statements, and its final expression by itself."""
        ends_in_value = bool(tree.body) and isinstance(tree.body[-1], ast.Expr)
        tree = restricted(tree, Policy if self.ticks is None else TickedPolicy)
        if not ends_in_value:
            return [compile(tree, filename, "exec", dont_inherit=True)]
        final = tree.body.pop()
        assert isinstance(final, ast.Expr)
        return [
            compile(tree, filename, "exec", dont_inherit=True),
            compile(ast.Expression(final.value), filename, "eval", dont_inherit=True),
        ]

    def _executed(self, codes: list[CodeType]) -> object:
        """Run what the policy let through; its builtins are our table. The last value is kept."""
        value: object = None
        for code in codes:
            value = eval(code, self.namespace)
        self._tick()  # Python may have dropped a stop, in a finalizer
        self._insistence.end()
        return value

    def _tick(self) -> None:
        if self.ticks is not None:
            self.ticks.tick()

    @contextmanager
    def _watching(self) -> Iterator[None]:
        """The engine's two watchers and its switches, set for one cell and put back."""
        kept = (Config.recorder, Config.source_finder, sys.unraisablehook, METER.ticks)
        plotting, Current.figures = Current.figures, self.figures
        switches = (Config.enable_backprop, Config.train)
        Config.recorder, Config.source_finder = self.recorder, self._finder
        METER.ticks = self.ticks
        try:
            with warnings.catch_warnings(), self._insistence.watching():
                warnings.simplefilter("always")
                self.warned.clear()
                warnings.showwarning = self._warn
                sys.unraisablehook = self._dropped
                yield
        except BaseException:
            Config.enable_backprop, Config.train = switches
            raise
        finally:
            Config.recorder, Config.source_finder, sys.unraisablehook, METER.ticks = kept
            Current.figures = plotting

    def _counted_calling(self) -> str | None:
        """The source of a call of a Function, which is counted too."""
        self._tick()
        return self.sources.calling()

    def _warn(self, message: Any, category: Any, *rest: Any, **options: Any) -> None:
        """A warning in one line, once for each line of a cell."""
        line = self.sources.current_line() or (rest[1] if len(rest) > 1 else None)
        told = WARNED_AT if line else WARNED
        text = tr(told, message=visible(str(message)), line=line) + "\n"
        if text not in self.warned:
            self.warned.add(text)
            self._say(text)

    def _dropped(self, dropped: Any) -> None:
        """An error that Python has nobody to raise to: as a generator that nobody holds ends."""
        if isinstance(dropped.exc_value, Exception):
            kind = type(dropped.exc_value)
            with suppress(BaseException):  # or Python would write of it to the error stream
                self._warn(
                    tr(
                        "{told} (dropped as a generator ended)", told=sentence_of(dropped.exc_value)
                    ),
                    kind,
                )
        elif isinstance(dropped.exc_value, KeyboardInterrupt):
            self._insistence.insist()

    def _print(self, *values: Any, sep: Any = " ", end: Any = "\n", **options: Any) -> None:
        sep, end = " " if sep is None else sep, "\n" if end is None else end
        for name, given in (("sep", sep), ("end", end)):
            if type(given) is not str:
                raise TypeError(
                    tr(
                        "{name} must be None or a string, not {kind}",
                        name=name,
                        kind=type(given).__name__,
                    )
                )
        texts = [str(written(value)) for value in values]
        check_length("print", str, sum(map(len, texts)) + len(sep) * len(texts) + len(end))
        self._say(sep.join(texts) + end)

    def _say(self, text: str) -> None:
        if self.ticks is not None:
            self.ticks.written(text)
        try:
            self.write(text)
        except KeyboardInterrupt:
            self._insistence.insist()
            raise

    def _globals(self) -> dict[str, Any]:
        return {name: self.namespace[name] for name in self.user_names()}

    def _label(self, name: str, value: Any) -> Any:
        return label_in(self.namespace, name, value)

    def _star(self, module: str) -> None:
        self.namespace.update(star_names(module))

    def offer(self, **things: Any) -> None:
        """Let more names stand ready, as the builtins do: a session may give them to its own."""
        self.namespace["__builtins__"].update(things)
        self.ready += [name for name in things if name not in self.ready]

    def user_names(self) -> list[str]:
        """The names that the session has given, in the order in which they were first given."""
        return [name for name in self.namespace if not name.startswith("__")]

    def names(self) -> list[str]:
        """Every name that can be used: the session's and those that stand ready."""
        return [*self.user_names(), *self.ready]

    def variables(self) -> dict[str, Variable]:
        """The session's names that hold Variables."""
        return {
            name: value for name, value in self.namespace.items() if isinstance(value, Variable)
        }

    def attributes(self, dotted: str) -> list[str]:
        """What may follow `dotted.`: looked up by name alone, none of the person's code runs."""
        head, *rest = dotted.split(".")
        owner = self.namespace.get(head, self.namespace["__builtins__"].get(head))
        for name in rest:
            owner = _part(owner, name)
        return [] if owner is None else readable(owner)

    def source_of(self, thing: Any) -> str | None:
        """The text of a function, method or class that the session defined, without its indent."""
        return self.sources.definition(thing)


def _part(owner: Any, name: str) -> Any:
    """`owner.name` where reading it runs nothing: tables of ours, and what an instance holds."""
    if type(owner) is Module or type(owner) in TABLES:
        return read(owner, name) if name in readable(owner) else None
    return vars(owner).get(name) if isinstance(type(owner), SessionType) else None


def _calls_backward(node: ast.stmt) -> bool:
    """Whether a statement is a bare call of some `.backward(...)`."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Attribute)
        and node.value.func.attr == "backward"
    )
