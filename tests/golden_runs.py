"""Run the programs of tests/golden on our engine, and look at what each backward left behind.

A golden was recorded from DeZero; see tests/golden/README.md for its fields.
"""

from __future__ import annotations

import ast
import io
import json
import math
import types
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from backstep import engine
from backstep.engine import Config, Function, Variable, operations
from backstep.engine.graph import functions_behind
from backstep.recording.making.recorder import Recorder
from backstep.recording.records import Recording

FOLDER = Path(__file__).parent / "golden"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
# Programs that use an operation which does not exist yet; one that arrives leaves this set.
NOT_YET: set[str] = set()
RUNNABLE = [name for name in NAMES if name not in NOT_YET]

PRELUDE = (
    "Variable Function Parameter Config using_config no_grad test_mode as_variable as_array".split()
)
FILE = "golden program"


def load(name: str) -> dict[str, Any]:
    """The golden of a program."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def missing_functions(name: str) -> set[str]:
    """What a program asks of `F` that the operations do not have."""
    tree = ast.parse(load(name)["source"])
    asked = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "F"
    }
    return asked - set(dir(operations))


@dataclass
class Seen:
    """One backward as it looked from outside; `calls` numbers the graph's functions."""

    id: int
    on: set[str]
    depth: int
    calls: list[int]
    raised: bool = False
    kept: set[str] = field(default_factory=set)
    none: set[str] = field(default_factory=set)
    shared: list[list[str]] = field(default_factory=list)
    grad_graphs: dict[str, Any] = field(default_factory=dict)


@dataclass
class Run:
    """What came of a program: its recordings and what was seen of them, its names, its error."""

    recordings: dict[int, Recording]
    seen: list[Seen]
    namespace: dict[str, Any]
    stdout: str
    functions_created: int
    error: Exception | None

    @property
    def error_line(self) -> int | None:
        """The program's own line that raised (the outermost, as a reader sees it)."""
        at = self.error.__traceback__ if self.error else None
        while at is not None and at.tb_frame.f_code.co_filename != FILE:
            at = at.tb_next
        return at.tb_lineno if at else None


class Watcher:
    """A recorder that also notes how each backward looked from outside."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.namespace = namespace
        self.first_serial = Function.calls.made
        self.depth = 0
        self.seen: list[Seen] = []
        self.recorder = Recorder(names=lambda: variables_of(namespace))

    @contextmanager
    def watch(self, target: Variable, *options: Any) -> Iterator[Any]:
        """Record a pass, and see what it was called on and what it left."""
        on = {name for name, v in variables_of(self.namespace).items() if v is target}
        calls = [f.serial - self.first_serial for f in functions_behind(target)]
        seen = Seen(self.recorder.made + 1, on, self.depth, calls)
        self.seen.append(seen)
        self.depth += 1
        try:
            with self.recorder.watch(target, *options) as watch:
                yield watch
        except Exception:
            seen.raised = True
            raise
        finally:
            self.depth -= 1
            self._after(seen)

    def _after(self, seen: Seen) -> None:
        variables = variables_of(self.namespace)
        made = {name: v for name, v in variables.items() if v.creator is not None}
        seen.kept = {name for name, v in made.items() if v.grad is not None}
        seen.none = set(made) - seen.kept
        owners: dict[int, list[str]] = {}
        for name, v in sorted(variables.items()):
            if v.grad is not None:
                owners.setdefault(id(v.grad), []).append(name)
        seen.shared = [names for names in owners.values() if len(names) > 1]
        seen.grad_graphs = {
            name: graph_of(functions_behind(v.grad))
            for name, v in variables.items()
            if v.grad is not None and v.grad.creator is not None
        }


def variables_of(namespace: dict[str, Any]) -> dict[str, Variable]:
    """The Variables that a program has named."""
    return {name: v for name, v in namespace.items() if isinstance(v, Variable)}


def graph_of(functions: Iterable[Function]) -> dict[str, Any]:
    """A graph's counts, as a golden gives them."""
    functions = list(functions)
    links = [v for f in functions for v in [*f.inputs, *[ref() for ref in f.outputs]]]
    return {
        "functions": len(functions),
        "variables": len({id(v) for v in links}),
        "edges": len(links),
        "by_class": Counter(type(f).__name__ for f in functions),
    }


def run(source: str) -> Run:
    """Run a program with plain exec, under a recorder, to its end or its error."""
    names = {name: getattr(engine, name) for name in PRELUDE}
    dezero = types.SimpleNamespace(
        functions=operations, **{name: getattr(engine, name) for name in engine.__all__}
    )
    namespace = {"__name__": "golden", "math": math, "np": np, "F": operations, "dezero": dezero}
    namespace |= names
    watcher = Watcher(namespace)
    out, error = io.StringIO(), None
    Config.recorder = watcher
    try:
        with redirect_stdout(out):
            exec(compile(source, FILE, "exec"), namespace)
    except Exception as raised:
        error = raised
    finally:
        Config.recorder = None
    recordings = {recording.id: recording for recording in watcher.recorder.take()}
    created = Function.calls.made - watcher.first_serial
    return Run(recordings, watcher.seen, namespace, out.getvalue(), created, error)


def assert_close(actual: Any, expected: Any, what: str) -> None:
    """Numbers as the goldens demand them: rtol 1e-12, atol 1e-15, the same shape; None is None."""
    if expected is None:
        assert actual is None, what
        return
    assert actual is not None, what
    got, wanted = np.asarray(_decoded(actual)), np.asarray(_decoded(expected))
    assert got.shape == wanted.shape, what
    np.testing.assert_allclose(got, wanted, rtol=1e-12, atol=1e-15, err_msg=what)


def _decoded(x: Any) -> Any:
    if isinstance(x, (list, tuple)):
        return [_decoded(item) for item in x]
    return float(x) if isinstance(x, str) else x
