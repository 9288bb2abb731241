"""What is noted of a pass while it runs: parallel lists, one entry a pop, with live objects in it.

Everything here is cheap on purpose: the notes of most passes of a training loop are thrown away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from backstep.engine.function import Function
from backstep.engine.variable import Array, Variable
from backstep.recording.records import Failure
from backstep.recording.visible import one_line


class Seen(NamedTuple):
    """A Variable as it was when the pass ended: the array is a copy."""

    variable: Variable
    data: Array | None
    label: str | None


class Notes:
    """The notes of one backward pass; `watch` is what the loop calls."""

    def __init__(
        self,
        id: int,
        parent: int | None,
        target: Variable,
        algorithm: str,
        retain_grad: bool,
        create_graph: bool,
        found_seed: Variable | None,
        first_serial: int,
    ) -> None:
        self.id = id
        self.parent = parent
        self.target = target
        self.algorithm = algorithm
        self.retain_grad = retain_grad
        self.create_graph = create_graph
        self.found_seed = found_seed
        self.seed: Variable | None = None
        self.first_serial = first_serial
        self.failure: Failure | None = None

        self.functions: list[Function] = []
        self.gys: list[list[Variable | None]] = []
        self.gxs: list[tuple[Variable, ...] | None] = []
        self.befores: list[list[Variable | None]] = []
        self.afters: list[list[Variable | None]] = []
        self.kept: list[list[Variable | None]] = []
        self.calls: list[int] = []  # Function.calls after multiply

        self.seen: dict[int, Seen] = {}
        self.names: list[tuple[str, Variable, Variable | None]] = []

    def watch(
        self, f: Function, gys: list[Variable | None], gxs: tuple[Variable, ...] | None
    ) -> None:
        """Note one pop. The gradients from before are those that the inputs still have."""
        if self.functions:
            self._close_pop()
        else:
            self.seed = self.target.grad
        self.functions.append(f)
        self.gys.append(gys)
        self.gxs.append(gxs)
        self.befores.append([x.grad for x in f.inputs])
        self.calls.append(Function.calls)

    def _close_pop(self) -> None:
        f = self.functions[-1]
        self.afters.append([x.grad for x in f.inputs])
        self.kept.append([None if y is None else y.grad for y in [ref() for ref in f.outputs]])

    def fail(
        self, error: BaseException, f: Function | None, gys: list[Variable | None] | None
    ) -> None:
        """Note what ended the pass early, and the pop that was under way."""
        if f is not None and (not self.functions or self.functions[-1] is not f):
            if gys is None or len(gys) != len(f.outputs):
                gys = [None] * len(f.outputs)
            self.watch(f, gys, None)
        message = str(error) or type(error).__name__
        self.failure = Failure(max(1, len(self.functions)), type(error).__name__, one_line(message))

    def finish(self, names: Mapping[str, Variable]) -> None:
        """Copy what may change after the pass: arrays, labels, the named gradients."""
        if self.functions:
            self._close_pop()
        if self.seed is None:
            self.seed = self.target.grad
        functions = self.reachable() if self.failure else self.functions
        self._see((self.target, self.seed))
        for f in functions:
            self._see(f.inputs)
            self._see(ref() for ref in f.outputs)
        for group in (self.gys, self.gxs, self.befores, self.afters):
            for grads in group:
                self._see(grads or ())
        for name, variable in names.items():
            self.names.append((name, variable, variable.grad))
            self._see((variable.grad,))

    def _see(self, variables: Iterable[Variable | None]) -> None:
        seen = self.seen
        for v in variables:
            if v is not None and id(v) not in seen:
                data = v.data
                label = v.name if isinstance(v.name, str) and v.name else v.label
                seen[id(v)] = Seen(v, None if data is None else data.copy(), label)

    def reachable(self) -> list[Function]:
        """Every function that the target hangs on, popped or not, oldest first."""
        return reachable_from(self.target)


def reachable_from(target: Variable) -> list[Function]:
    """The functions behind a Variable, in the order in which they were called."""
    found: set[Function] = set()
    waiting = [] if target.creator is None else [target.creator]
    while waiting:
        f = waiting.pop()
        if f not in found:
            found.add(f)
            waiting.extend([x.creator for x in f.inputs if x.creator is not None])
    return sorted(found, key=lambda f: f.serial)
